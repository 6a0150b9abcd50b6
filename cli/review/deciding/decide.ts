// The command `decide`: one account, one finding, or a file of decisions, recorded as events of the open review.
import { parseDay } from '../../../core/values/instant.ts';
import type { Day } from '../../../core/values/instant.ts';
import { instantText } from '../../../core/values/time-text.ts';
import { all, ok, refused, within } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { isIdOf } from '../../../core/findings/finding.ts';
import type { DecisionRequest } from '../../../core/review/decisions/decision.ts';
import { plural } from '../../../core/values/text.ts';
import { decide } from '../../../steps/review/decide.ts';
import type { Asked, Recorded } from '../../../steps/review/decide.ts';
import { isRecordedInPart } from '../../../steps/review/record-decisions.ts';
import { emailArgument, periodArgument, reasonArgument } from '../../terminal/arguments.ts';
import { fileRequests, inFileOrder } from './decision-file.ts';
import type { ForAllRows } from './decision-file.ts';
import { decisionWord } from './decision-word.ts';
import { reviewing } from '../reviewing.ts';
import type { Reviewing } from '../reviewing.ts';
import { exitCodes, refuse } from '../../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../../terminal/terminal.ts';

export interface DecideOptions extends ForAllRows {
  readonly login?: string | undefined;
  readonly finding?: string | undefined;
  readonly file?: string | undefined;
  readonly filter?: string | undefined;
  readonly review?: string | undefined;
  readonly by: string;
  readonly home: string;
  readonly json: boolean;
}

export async function decideCommand(options: DecideOptions, terminal: Terminal): Promise<ExitCode> {
  const told = all({
    by: emailArgument('--by', options.by),
    period: options.review === undefined ? ok(null) : periodArgument(options.review),
    typed: typedOf(options),
  });
  if (told.kind === 'refused') return refuseWhole(terminal, told.refusals);
  const { by, period, typed } = told.value;
  return reviewing({ home: options.home, terminal }, async (services) => {
    const asked = await askedOf(typed, options, services);
    if (asked.kind === 'refused') return refuseWhole(terminal, asked.refusals);
    const { review: handedOutFor, ...lines } = asked.value;
    if (handedOutFor !== null && period !== null && handedOutFor !== period)
      return refuseWhole(terminal, [ofAnotherReview(options.file ?? '', { handedOutFor, period })]);
    const request = { asked: lines, by, assurance: 'asserted', period: period ?? handedOutFor } as const;
    const decided = await decide(services, request);
    if (decided.kind === 'refused') return refuseWhole(terminal, inFileOrder(decided.refusals));
    if (options.json) {
      const { review, lines, withdrawn } = decided.value;
      const replaced = decided.value.replaced.map(({ login, by: before, decision }) => ({
        login,
        by: before,
        decision,
      }));
      terminal.out(JSON.stringify({ schema: 1, review, decisions: lines, replaced, withdrawn }, null, 2));
    } else terminal.out(decidedText(decided.value, by));
    return decided.value.taken.length === 0 ? exitCodes.done : refuse(terminal, decided.value.taken);
  });
}

/**
 * Refuses a worksheet of another review. Most accounts are the same each quarter, so its decisions would fit the lines
 * of this one.
 */
function ofAnotherReview(
  file: string,
  { handedOutFor, period }: { readonly handedOutFor: string; readonly period: string },
): Refusal {
  return {
    what: 'worksheet of another review',
    where: `--file ${file}`,
    found: `lines that were handed out for ${handedOutFor}`,
    expected: `a worksheet of ${period} (access-review review lines --review ${period}), or --review ${handedOutFor}`,
  };
}

/**
 * Tells every fault, however many there are: the file goes back to whoever filled it in, and should go back only once.
 */
function refuseWhole(terminal: Terminal, refusals: readonly Refusal[]): ExitCode {
  const exit = refuse(terminal, refusals, refusals.length);
  if (!refusals.some(isRecordedInPart)) terminal.err('Nothing was recorded.\n');
  return exit;
}

function decidedText({ review, openedNow, lines, stood, replaced, withdrawn }: Recorded, by: string): string {
  const counts = Object.entries(Object.groupBy(lines, ({ decision }) => decision)).map(
    ([decision, some]) => `${some.length} ${decision}`,
  );
  return [
    ...(openedNow ? [`Opened the review ${review} on its latest accepted run.`] : []),
    `${stood === lines.length ? 'Nothing new to record:' : 'Recorded'} ${plural(lines.length, 'decision')} in the review ${review}: ${counts.join(', ')}; by ${by}, typed and not authenticated.`,
    ...seenText(lines),
    ...(stood === 0
      ? []
      : [`${plural(stood, 'decision')} stood already in the same words, and no second one is recorded.`]),
    ...replaced.map(
      ({ login, by: before, decision, at }) =>
        `${login}: in place of ${decision} by ${before} of ${instantText(at)}. If that was not meant, it is to be decided again.`,
    ),
    ...withdrawn.map(
      (order) =>
        `Work order ${order} is withdrawn, because an account of it is to stay. Tell whoever has its files not to import them; what is still to go needs a new one: access-review review work-order --review ${review}`,
    ),
  ].join('\n');
}

/** Of a decision that was typed by itself: whoever typed it may not have looked, and it counts as made with these in view. */
function seenText(lines: Recorded['lines']): readonly string[] {
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0 || line.codesSeen.length === 0) return [];
  return [
    `It counts as made in view of ${line.codesSeen.join(', ')}, which ${line.codesSeen.length === 1 ? 'stands' : 'stand'} on ${line.login}.`,
  ];
}

/** The only filter so far; its name is recorded with the decisions and printed at the sign-off. */
const unremarkable = 'unremarkable';

interface Words extends Pick<DecisionRequest, 'decision' | 'until' | 'reason'> {
  readonly shared: false;
}

/** What the options say by themselves, before a file is read or the home is opened. */
type Typed =
  | { readonly kind: 'unremarkable'; readonly reason: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'login'; readonly login: string; readonly words: Words }
  | { readonly kind: 'finding'; readonly finding: string; readonly words: Words };

function typedOf(options: DecideOptions): Result<Typed> {
  const { filter, login, finding, file } = options;
  const given = Object.entries({ '--login': login, '--finding': finding, '--file': file }).flatMap(([option, value]) =>
    value === undefined ? [] : [option],
  );
  if (filter !== undefined) return unremarkableOf(filter, given.length === 0, options);
  const one = oneOf(given);
  // The rows of a file may say what the options leave out.
  if (file !== undefined) return one.kind === 'refused' ? one : ok({ kind: 'file', file });
  const told = all({ one, words: wordsOf(options) });
  if (told.kind === 'refused') return told;
  const { words } = told.value;
  return ok(login === undefined ? { kind: 'finding', finding: finding ?? '', words } : { kind: 'login', login, words });
}

function unremarkableOf(filter: string, alone: boolean, { decision = 'keep', reason }: DecideOptions): Result<Typed> {
  const isTaken = filter === unremarkable && alone && decision === 'keep';
  const told = all({
    filter: isTaken
      ? ok(filter)
      : refused({
          what: 'filter not accepted',
          where: '--filter',
          found: alone ? `${filter}, ${decision}` : 'other accounts named beside it',
          expected: `${unremarkable}, to keep: linked, without findings, not privileged, unchanged since the last signed review`,
        }),
    reason: reasonArgument('--reason', reason),
  });
  return told.kind === 'refused' ? told : ok({ kind: unremarkable, reason: told.value.reason });
}

function oneOf(given: readonly string[]): Result<null> {
  if (given.length === 1) return ok(null);
  return refused({
    what: 'nothing or too much to decide',
    where: 'decide',
    found: given.length === 0 ? 'none of them' : given.join(' and '),
    expected: 'one of --login, --finding, --file, --filter',
  });
}

/** The requests, and the review that the worksheet was handed out for. */
type AskedHere = Asked & { readonly review: string | null };

async function askedOf(typed: Typed, options: DecideOptions, home: Reviewing): Promise<Result<AskedHere>> {
  if (typed.kind === 'unremarkable') return ok({ ...typed, review: null });
  const requests = await requestsOf(typed, options, home);
  return requests.kind === 'refused' ? requests : ok({ kind: 'lines', review: null, ...requests.value });
}

type Requests = Omit<Extract<Asked, { kind: 'lines' }>, 'kind'> & { readonly review?: string | null };

async function requestsOf(
  typed: Exclude<Typed, { kind: 'unremarkable' }>,
  options: DecideOptions,
  home: Reviewing,
): Promise<Result<Requests>> {
  if (typed.kind === 'file') return fileRequests(typed.file, options, home.exportReader);
  const { words } = typed;
  if (typed.kind === 'login') return ok({ requests: [{ ...words, login: typed.login, where: '--login' }] });
  const { finding } = typed;
  const found = await home.findings.get(finding);
  if (found === null)
    return refused({
      what: 'no such finding',
      where: '--finding',
      found: finding,
      expected: 'the id of a finding, such as f_1a2b3c4d5e6f7a8b',
    });
  if (found.login === null)
    return refused({
      what: 'finding about a control',
      where: '--finding',
      found: found.code,
      expected: 'a finding about an account; a control is mended, not decided',
    });
  const { id, code, login: about } = found;
  if (id !== finding || !isIdOf(id, { code, login: about }))
    return refused({
      what: 'the record of a finding was altered',
      where: `--finding ${finding}`,
      found: `${code} on ${about}`,
      expected: 'the home as it was, from a backup, or --login LOGIN',
    });
  return ok({ requests: [{ ...words, login: about, where: `--finding ${id}` }] });
}

function wordsOf({ decision, until, reason }: DecideOptions): Result<Words> {
  const words = within(
    'decide',
    all({
      decision: decisionWord(decision, 'decision'),
      until: untilDay(until?.trim() ?? ''),
      reason: reasonArgument('reason', reason),
    }),
  );
  return words.kind === 'refused' ? words : ok({ ...words.value, shared: false });
}

function untilDay(text: string): Result<Day | null> {
  const day = parseDay(text);
  if (text === '' || day !== null) return ok(day);
  return refused({ what: 'no day', where: 'until', found: text, expected: 'an ISO date such as 2027-03-31' });
}
