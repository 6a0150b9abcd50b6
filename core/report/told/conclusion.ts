// What a report concludes: the control's outcome in one word, why, and how far decisions and removals are.
import type { Finding } from '../../findings/finding.ts';
import { codes, severities } from '../../names/codes.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { Day } from '../../values/instant.ts';
import { dayText, instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import { isOverdue } from '../not-performed.ts';
import type { NotPerformedReport } from '../not-performed.ts';
import { isDraft } from '../report.ts';
import { chainsOf } from './custody.ts';
import type { Report } from '../report.ts';
import { countOf, openFindings, removalCounts, timelinessOf, toGiveBack, unordered } from './progress.ts';

export type Outcome = 'effective' | 'exceptions' | 'in-progress' | 'held' | 'incomplete' | 'not-performed';

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  effective: 'EFFECTIVE',
  exceptions: 'EFFECTIVE WITH EXCEPTIONS',
  'in-progress': 'IN PROGRESS',
  held: 'HELD',
  incomplete: 'INCOMPLETE',
  'not-performed': 'NOT PERFORMED',
};

/** The head of every report, of its mail, and of each page. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly word: string;
  /** Who has signed so far, in a few words. */
  readonly note: string;
  /** What the word means here, as one sentence. */
  readonly meaning: string;
  /** Why it is not effective, or what limits a draft, a sentence each. */
  readonly reasons: readonly string[];
}

/** Never more than the data prove: no draft is effective, and no report while a critical finding stands. */
export function conclusionOf(report: Report): Conclusion {
  const { outcome, meaning, reasons } = judged(report);
  return { outcome, word: outcomeWords[outcome], note: noteOf(report), meaning, reasons };
}

function judged(report: Report): Pick<Conclusion, 'outcome' | 'meaning' | 'reasons'> {
  const { status, reasons, signOffs } = report;
  if (status === 'incomplete') {
    const meaning =
      'A source could not be read completely. What this report does not find is not proven to be absent. Do not rely on this report: it takes a run that reads every source completely.';
    return { outcome: 'incomplete', meaning, reasons };
  }
  if (status === 'held') {
    const meaning =
      'A gate holds this run: its inputs do not fit together. Nothing is closed on its strength. Do not rely on this report: it takes a run with inputs that fit, or a named person who accepts the gate.';
    return { outcome: 'held', meaning, reasons };
  }
  if (isDraft(report)) {
    const meaning =
      signOffs.length === 0
        ? `Do not rely on this report yet: nobody has signed for a decision. ${becomesText(report)}`
        : `Do not rely on this report yet: the reviewer has signed for the decisions, and the control owner has not. ${becomesText(report)}`;
    const standing = [...controlTexts(openFindings(report)), ...limitsOf(report)];
    return { outcome: 'in-progress', meaning, reasons: [...standing, ...reachTexts(report)] };
  }
  const exceptions = exceptionsOf(report);
  const reach = reachTexts(report);
  const critical = openFindings(report).filter(({ severity }) => severity === 'critical').length;
  if (critical > 0) {
    const verb = critical === 1 ? 'stands' : 'stand';
    const meaning = `Every stage has signed, and ${plural(critical, 'critical finding')} still ${verb}: the control is not concluded. Do not rely on it yet: it can be relied on when no critical finding stands.`;
    return { outcome: 'in-progress', meaning, reasons: [...exceptions, ...reach] };
  }
  if (exceptions.length > 0) {
    const meaning =
      'Every live account was decided and signed for; what is listed here stands as an exception. You may rely on this report, except for what is listed.';
    return { outcome: 'exceptions', meaning, reasons: [...exceptions, ...reach] };
  }
  const meaning = `Every live account was decided and signed for in time, and ${goneText(report)}. You may rely on this report.`;
  return { outcome: 'effective', meaning, reasons: reach };
}

/** Of a review without anything left to remove. */
function goneText(report: Report): string {
  const { revoked, proven, gone } = removalCounts(report);
  if (revoked === 0) return 'none was revoked';
  if (gone === 0) return 'every removal is proven by a later export';
  const already = gone === 1 ? 'was gone already' : 'were gone already';
  if (proven === 0) return `what was revoked, ${plural(gone, 'account')}, ${already} in the export under review`;
  const removed = `${plural(proven, 'removal')} ${proven === 1 ? 'is' : 'are'} proven by a later export`;
  return `${removed}; ${gone} of the accounts that were revoked ${already} in the one under review`;
}

/** What a draft lacks to be evidence, and what that evidence lacks to be relied on. */
function becomesText({ signOffs, toDecide, period }: Report): string {
  const due = `due on ${dayText(period.dueDay)}`;
  const before =
    signOffs.length > 0
      ? due
      : `first come ${plural(toDecide, 'line')} to decide and the reviewer's signature, all ${due}`;
  return `It becomes evidence when the control owner has signed: ${before}. It can be relied on then, except for what it lists, if no critical finding stands.`;
}

function noteOf({ signOffs }: Report): string {
  if (!isDraft({ signOffs })) return 'SIGNED OFF';
  const missing = signOffStages.filter((stage) => !signOffs.some((signed) => signed.stage === stage));
  return missing.length === signOffStages.length ? 'DRAFT, not signed off' : 'DRAFT, signed by the reviewer';
}

/** @example '2 critical, 14 high findings' */
function bySeverity(findings: readonly Finding[]): string {
  const counts = severities
    .map((severity) => ({ severity, count: countOf(findings, severity) }))
    .filter(({ count }) => count > 0);
  const each = counts.map(({ severity, count }) => `${count} ${severity}`).join(', ');
  return `${each} ${findings.length === 1 ? 'finding' : 'findings'}`;
}

/** Everything that keeps a signed review from being clean, a sentence each. */
function exceptionsOf(report: Report): readonly string[] {
  const said: string[] = [];
  const open = openFindings(report);
  const accounts = open.filter(({ login, severity }) => login !== null && severity !== 'info');
  if (accounts.length > 0) said.push(`Still open about accounts: ${bySeverity(accounts)}.`);
  said.push(...controlTexts(open), ...removalTexts(report));
  const excepted = (report.decisions ?? []).filter(({ decision }) => decision === 'except');
  const running = excepted.flatMap(({ until, ended }) => (ended === true ? [] : [until]));
  if (running.length > 0) said.push(`${plural(running.length, 'line')} excepted${untilText(running)}.`);
  const over = excepted.length - running.length;
  if (over > 0) said.push(`${plural(over, 'exception')} had ended when the last stage signed: nobody decided anew.`);
  const { daysLate } = timelinessOf(report);
  if (daysLate > 0) said.push(`Signed ${plural(daysLate, 'day')} after the due day.`);
  return [...said, ...limitsOf(report)];
}

/** @example untilText([march, april]) // ', the first until 31 March 2027' */
export function untilText(days: readonly (Day | null)[]): string {
  const [first] = days.filter((day) => day !== null).toSorted();
  if (first === undefined) return '';
  return `${days.length === 1 ? '' : ', the first'} until ${dayText(first)}`;
}

function controlTexts(open: readonly Finding[]): readonly string[] {
  const titles = open.flatMap(({ login, severity, code }) =>
    login === null && severity !== 'info' ? [codes[code].title] : [],
  );
  return titles.length === 0 ? [] : [`Open about the control itself: ${[...new Set(titles)].join('; ')}.`];
}

function removalTexts(report: Report): readonly string[] {
  const { revoked, done } = removalCounts(report);
  const back = toGiveBack(report).length;
  const given =
    back === 0
      ? []
      : [`${plural(back, 'account')} gone that a work order named, and decided otherwise since: to be given back.`];
  if (done === revoked) return given;
  const { toOrder, leftOut, keys } = unordered(report);
  const parts = [
    ...(toOrder.length === 0 ? [] : [`${toOrder.length} handed over to nobody yet`]),
    ...(leftOut.length === 0 ? [] : [`${leftOut.length} left out of the work order, which says why`]),
    ...(keys.length === 0 ? [] : [`${plural(keys.length, 'API key')}, which no export shows`]),
  ];
  const of = parts.length === 0 ? '' : `; of them ${parts.join(', ')}`;
  return [`${revoked - done} of ${plural(revoked, 'revocation')} not proven by a later export${of}.`, ...given];
}

/** What no signature mends: rows that nobody could read, a way of a file that is not shown, and gates that a person accepted. It names nobody, for mails carry it. */
function limitsOf(report: Report): readonly string[] {
  const said: string[] = [];
  const rejected = report.rejected.length;
  if (rejected > 0)
    said.push(
      `${plural(rejected, 'row')} of the export could not be read and ${rejected === 1 ? 'was' : 'were'} reviewed by nobody.`,
    );
  for (const { file, breaks } of chainsOf(report)) {
    const what = file === 'export' ? 'the export' : 'the leavers file';
    if (breaks.length > 0) said.push(`The chain of custody of ${what} does not hold; its section says where.`);
  }
  const accepted = new Set(report.gates.flatMap((outcome) => (outcome.accepted === null ? [] : [outcome.gate])));
  for (const gate of accepted) said.push(`The gate ${gate} held the run until a named person accepted it.`);
  return said;
}

/** What the signatures do not reach. It is no exception: every signature is given before something and after something else. */
function reachTexts(report: Report): readonly string[] {
  return [...forwardTexts(report), ...outsideTexts(report)];
}

function forwardTexts({ review, run }: Report): readonly string[] {
  const forward = review?.forward;
  if (forward === undefined) return [];
  if (forward === null)
    return [
      `What changed after ${instantText(run.asOf)} is not known: no later complete run of this configuration was known at the last signature.`,
    ];
  const unreviewed = forward.changes.filter(({ reviewed }) => !reviewed).length;
  if (unreviewed === 0) return [];
  const [changes, were] = [plural(unreviewed, 'change'), unreviewed === 1 ? 'was' : 'were'];
  return [`${changes} between the run under review and ${instantText(forward.to.asOf)} ${were} reviewed by nobody.`];
}

/** A new account is a line of this review, and what another document tells is counted there. */
function outsideTexts({ proofs }: Report): readonly string[] {
  const outside = proofs?.outside;
  if (outside === undefined || outside.since === null || outside.toldBy !== undefined) return [];
  const unexplained = outside.changes.filter(({ kind, explained }) => kind !== 'created' && explained === null);
  const accounts = new Set(unexplained.map(({ login }) => login)).size;
  if (accounts === 0) return [];
  const was = accounts === 1 ? 'was' : 'were';
  return [
    `${plural(accounts, 'account')} ${was} suspended, deleted, made anew, let in again or given another role since ${outside.since.review} was signed, by no work order and no decision.`,
  ];
}

/** A day that passed without a review, or a run that found nothing to compare. */
export function conclusionOfAbsence(report: NotPerformedReport): Conclusion {
  const { period, occasion, reason } = report;
  const until = isOverdue(report)
    ? `The review was due on ${dayText(period.dueDay)}: it can be made up for, and is late.`
    : `It can be made up for until ${dayText(period.dueDay)}.`;
  const meaning =
    occasion.kind === 'due-day'
      ? 'The control was not performed: when this was established, no review of the accounts of this period stood.'
      : `The run of this review had nothing to compare. ${until}`;
  return { outcome: 'not-performed', word: outcomeWords['not-performed'], note: '', meaning, reasons: [reason] };
}
