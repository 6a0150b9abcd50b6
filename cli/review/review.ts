// The actions of `review` that open it and tell how it stands, one function an action.
import { officeOf } from '../../core/review/notices/notice.ts';
import { plural, some } from '../../core/values/text.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import { notHandedOver, removalWords } from './removal-words.ts';
import { forwardText } from '../../core/review/changes/roll-forward.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { Delta } from '../../core/review/lines/delta.ts';
import { knownOfRun, openReview } from '../../steps/review/open-review.ts';
import type { KnownOfRun } from '../../steps/review/open-review.ts';
import { missedReview, reviewStatus } from '../../steps/review/review-status.ts';
import type { ReviewStatus } from '../../steps/review/review-status.ts';
import { cannotDecide } from '../../steps/review/turns/cannot-decide.ts';
import type { CannotDecide } from '../../steps/review/turns/cannot-decide.ts';
import { openState } from '../../steps/review/standing/open-state.ts';
import type { OpenState } from '../../steps/review/standing/open-state.ts';
import { voidedReview } from '../../steps/review/ways-back/void-review.ts';
import { voidedDocument, voidedLines } from './way-back.ts';
import type { ReviewRequest } from './request.ts';
import { handedOutText, handOutLines } from './worksheet.ts';
import type { LinesOptions } from './worksheet.ts';
import { ok } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode } from '../terminal/terminal.ts';

export async function open(request: ReviewRequest<LinesOptions>): Promise<ExitCode> {
  const { home, options, terminal } = request;
  const { review: period, by = null } = options;
  const opened = await openReview(home, { period, by });
  if (opened.kind === 'refused') return refuse(terminal, opened.refusals);
  const { state, openedNow } = opened.value;
  const { run, openedAt, accounts } = state;
  const since = openedNow ? 'is open' : `has been open since ${instantText(openedAt)}`;
  const { blocks, toldTwice } = await knownOfRun(home, { run, period });
  const waiting = await openState(home, period);
  const cannot = waiting.kind === 'ok' ? await cannotDecide(waiting.value) : [];
  const handed = options.out === undefined ? ok(null) : await handOutLines(request);
  const files = handed.kind === 'ok' ? handed.value?.files : undefined;
  if (options.json) {
    const known = { blocks, toldTwice, cannotDecide: cannot };
    const document = { schema: 1, review: period, run, openedAt, openedNow, accounts, ...known, files };
    terminal.out(JSON.stringify(document, null, 2));
  } else {
    terminal.out(`The review ${period} ${since}: ${plural(accounts, 'account')} of the run ${run}.`);
    for (const block of blocks) terminal.out(blockText(block));
    if (toldTwice !== null) terminal.out(twiceText(toldTwice));
    for (const line of cannotDecideLines(period, cannot)) terminal.out(line);
    if (waiting.kind === 'ok') for (const line of namedNobodyLines(waiting.value)) terminal.out(line);
    if (handed.kind === 'ok' && handed.value !== null) terminal.out(handedOutText(handed.value));
  }
  return handed.kind === 'refused' ? refuse(terminal, handed.refusals) : exitCodes.done;
}

export async function status({ home, options, terminal }: ReviewRequest): Promise<ExitCode> {
  const period = options.review;
  const missed = await missedReview(home, period);
  if (missed !== null) {
    terminal.out(
      options.json
        ? JSON.stringify({ schema: 1, review: period, phase: 'not-performed', ...missed }, null, 2)
        : [
            `${period}: not performed. The review was due on ${dayText(missed.dueDay)}. ${missed.reason}`,
            `Report: ${missed.report}`,
            `A late review can still be opened: access-review review open --review ${period}`,
          ].join('\n'),
    );
    return exitCodes.done;
  }
  const voided = await voidedReview(home.reviews, period);
  if (voided !== null) {
    terminal.out(
      options.json
        ? JSON.stringify({ schema: 1, review: period, phase: 'voided', voided: voidedDocument(voided) }, null, 2)
        : voidedLines(period, voided).join('\n'),
    );
    return exitCodes.done;
  }
  const found = await reviewStatus(home, period);
  if (found.kind === 'refused') return refuse(terminal, found.refusals);
  const { issued, withheld } = found.value;
  terminal.out(
    options.json ? JSON.stringify(statusDocument(period, found.value), null, 2) : statusText(period, found.value),
  );
  if (!options.json) for (const key of issued) terminal.out(`Issued, as promised: ${home.objects.location(key)}`);
  return withheld.length === 0 ? exitCodes.done : refuse(terminal, withheld);
}

function statusDocument(period: string, { state, undecided, ...standing }: ReviewStatus): object {
  return {
    schema: 1,
    review: period,
    run: state.run,
    openedAt: state.openedAt,
    ...standing,
    undecided,
    decisions: [...state.decisions.values()],
    workOrders: state.workOrders,
    withdrawn: [...state.withdrawn],
    signatures: state.signatures,
    withdrawnSignatures: state.takenBack,
    rebases: state.rebases.map(({ fallen, ...move }) => ({
      ...move,
      fallen: fallen.map(({ stage, by }) => ({ stage, by })),
    })),
    voided: state.voids.map(voidedDocument),
    approval: state.approval,
    closed: state.closed,
  };
}

function statusText(period: string, { state, undecided, removals, ...standing }: ReviewStatus): string {
  const { accounts, apiKeys, keep, revoke, except } = standing.lines;
  const late = standing.daysLate === 0 ? '' : `, ${plural(standing.daysLate, 'day')} late`;
  const { since, rollForward } = standing.delta;
  const waiting = notHandedOver({ state, ...standing });
  return [
    `Review ${period}, open since ${instantText(state.openedAt)}, on the run ${state.run}`,
    `Phase ${standing.phase}, due on ${dayText(standing.dueDay)}${late}`,
    `Lines: ${plural(accounts, 'account')}${apiKeys === 0 ? '' : ` and ${plural(apiKeys, 'API key')}`}: ${undecided.length} undecided, ${keep} keep, ${revoke} revoke, ${except} except`,
    ...(standing.rejectedRows === 0
      ? []
      : [
          `${plural(standing.rejectedRows, 'row')} of the export could not be read, so nobody reviews what stands there: see the report`,
        ]),
    ...(since === null || rollForward === null ? [] : [`Since ${since.review}: ${rollForwardText(rollForward)}`]),
    ...(isSigned(state) ? [] : forwardLines(standing.forward)),
    ...standing.turns.slice(0, mostTurns).map(({ who, owes }) => `Turn: ${who}, ${owes}`),
    ...(standing.turns.length > mostTurns ? [`  and ${standing.turns.length - mostTurns} more`] : []),
    ...cannotDecideLines(period, standing.cannotDecide),
    ...standing.blocks.map(blockText),
    ...standing.rolesNotDescribed.map(
      ({ role, lines: count }) => `Role ${role} of ${plural(count, 'line')}: not described in policy.roles`,
    ),
    ...undecided.slice(0, mostUndecided).map(undecidedLine),
    ...(undecided.length > mostUndecided ? [`  and ${undecided.length - mostUndecided} more`] : []),
    ...standing.excepted.map(
      ({ login, until, by, ended }) =>
        `  ${ended ? 'exception ended on' : 'excepted until'} ${until}: ${login}, by ${by}`,
    ),
    ...state.workOrders.map(
      ({ number, logins, at }) =>
        `Work order ${number} of ${instantText(at)}: ${plural(logins.length, 'account')}${state.withdrawn.has(number) ? ', withdrawn: do not import its files' : ''}`,
    ),
    ...removals.map((removal) => `  removal of ${removal.login}: ${removalWords(removal, { state, ...standing })}`),
    ...waiting.slice(0, mostTurns).map((says) => `  revoked, in no work order: ${says}`),
    ...(waiting.length > mostTurns ? [`  and ${waiting.length - mostTurns} more`] : []),
    ...wayBackLines(state),
    ...state.signatures.map(({ stage, by, at }) => `Signed as ${stage} by ${by} on ${instantText(at)}`),
  ].join('\n');
}

const mostUndecided = 10;

function undecidedLine({ login, codes, roleMeans, ended }: ReviewStatus['undecided'][number]): string {
  const found = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
  const over = ended === null ? '' : `, its exception ended on ${dayText(ended)}`;
  return `  undecided: ${login}${found}${roleMeans === null ? '' : `, ${roleMeans}`}${over}`;
}

function rollForwardText({ opening, added, removed, closing }: Delta['rollForward']): string {
  return `${opening} + ${added} added - ${removed} removed = ${closing}`;
}

/** What was taken back or moved in the review, and which earlier reviews of the period were voided. */
function wayBackLines({ voids, rebases, takenBack }: ReviewStatus['state']): readonly string[] {
  return [
    ...voids.map(
      ({ at, by, reason }) => `An earlier review of the period was voided by ${by} on ${instantText(at)}: ${reason}`,
    ),
    ...rebases.map(
      ({ at, by, before, carried, again, reason }) =>
        `Moved from the run ${before.run} by ${by} on ${instantText(at)}: ${plural(carried, 'decision')} carried, ${again.length} asked again: ${reason}`,
    ),
    ...takenBack.map(
      ({ at, by, stage, reason }) => `Signature as ${stage} taken back by ${by} on ${instantText(at)}: ${reason}`,
    ),
  ];
}

const [mostTurns, mostChanges] = [10, 10];

/** Reviewers whose decisions would be refused, and why. They would else learn it only when they decide. */
function cannotDecideLines(period: string, waiting: readonly CannotDecide[]): readonly string[] {
  if (waiting.length === 0) return [];
  return [
    ...waiting
      .slice(0, mostTurns)
      .map(({ why, lines }) => `Cannot decide: ${why}; ${plural(lines, 'line')} waiting for them`),
    ...(waiting.length > mostTurns ? [`  and ${waiting.length - mostTurns} more`] : []),
    `  Hand over what is theirs: access-review review delegate --review ${period} --reviewer ${waiting[0]?.who ?? ''} --to EMAIL --reason TEXT --by EMAIL, as the fallback or the control owner`,
  ];
}

/**
 * A note about lines without a reviewer. It is no refusal, because anybody who may act can decide them; but where
 * nobody is told of lines, nobody decides them.
 */
function namedNobodyLines({ undecided, config }: OpenState): readonly string[] {
  const lines = undecided.filter(({ reviewer }) => reviewer === null).length;
  if (lines === 0) return [];
  const told = officeOf(config);
  const reminded = told.length === 0 ? 'nobody is reminded of them' : `${some(told, 3)} will be reminded of them`;
  return [
    `No reviewer is named for ${plural(lines, 'line')}: anybody whom a directory of the run knows may decide them, and ${reminded}. The next run knows those whom reviewers.rules or reviewers.fallback names.`,
  ];
}

/** To which run a signature given now would be rolled forward, and the changes since that no decision has seen. */
function forwardLines(forward: ReviewStatus['forward']): readonly string[] {
  const open = (forward?.changes ?? []).filter(({ reviewed }) => !reviewed);
  return [
    forwardText(forward),
    ...open.slice(0, mostChanges).map(({ login, kind, how }) => `  changed: ${login}, ${kind} (${how})`),
    ...(open.length > mostChanges ? [`  and ${open.length - mostChanges} more`] : []),
  ];
}

function twiceText({ review, closedAt, changes }: NonNullable<KnownOfRun['toldTwice']>): string {
  return `Told by a closing: ${plural(changes, 'change')} since ${review} was signed; the closing on ${instantText(closedAt)} tells what changed, and the report of this review leaves it to that`;
}

function blockText({ what, found, expected }: Refusal): string {
  return `Blocks the signature: ${what}. Found: ${found}. Expected: ${expected}`;
}
