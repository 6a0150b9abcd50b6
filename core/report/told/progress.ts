// How far a review is: which findings still stand, which removals are proven, and whether it is in time.
import { isSettled } from '../../findings/finding.ts';
import type { Finding } from '../../findings/finding.ts';
import { severities } from '../../names/codes.ts';
import type { Severity } from '../../names/codes.ts';
import { whyLeft } from '../../review/removals/work-order.ts';
import { dayOf, daysBetween } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import { dayText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import type { DecidedRow, RemovalRow } from '../parts/review.ts';
import { isDraft } from '../report.ts';
import type { Report } from '../report.ts';

export interface OpenCount {
  readonly severity: Severity;
  /** Found by the run and not settled before it, or not any more. */
  readonly found: number;
  /** Of these, still standing after decisions and proven removals. */
  readonly open: number;
}

type Standing = Pick<Report, 'findings' | 'population' | 'register' | 'decisions' | 'review'>;

/**
 * Which findings still stand when the decisions and what later exports proved are taken into account. A decision settles
 * only what it saw:
 *
 * - To revoke settles it once the account is proven gone.
 * - An exception, of this review or an earlier one, settles it until its day. It settles nothing any more where that day
 *   had passed when the last stage signed, or where this review decided otherwise.
 * - To keep settles no critical or high finding, unless the account was suspended all along.
 */
export function openFindings({ findings, population, register, decisions = [], review }: Standing): readonly Finding[] {
  // Most reports are drafts, and where nothing is decided nobody has to know who is live.
  const isSettledNow = settledIn({ review });
  if (decisions.length === 0) return findings.filter((finding) => !isSettledNow(finding));
  const decisionOf = new Map(decisions.map((decision) => [decision.login, decision]));
  const removalOf = new Map((review?.removals ?? []).map((removal) => [removal.login, removal]));
  const keys = register.flatMap(({ login, kind }) => (kind === 'api-key' ? [login] : []));
  const accounts = population.flatMap(({ login, status }) => (status === 'suspended' ? [] : [login]));
  const live = new Set([...accounts, ...keys]);
  return findings.filter((finding) => {
    if (isSettledNow(finding)) return false;
    const decision = finding.login === null ? undefined : decisionOf.get(finding.login);
    if (decision === undefined || !decision.codesSeen.includes(finding.code)) return true;
    // Of an account that is suspended too: the exception is what settled it, not that nobody can sign in.
    if (decision.ended === true && review?.uncovered?.has(finding.id) === true) return true;
    return !settles(decision, finding, { removal: removalOf.get(decision.login), isLive: live.has(decision.login) });
  });
}

/** Whether a finding needs no decision of the review: the run closed it, or an exception covers it still. */
export function settledIn({
  review,
}: {
  readonly review?: Standing['review'] | undefined;
}): (finding: Pick<Finding, 'id' | 'state'>) => boolean {
  return (finding) => isSettled(finding) && (finding.state === 'closed' || review?.uncovered?.has(finding.id) !== true);
}

function settles(
  { decision, ended }: DecidedRow,
  { severity }: Finding,
  { removal, isLive }: { readonly removal: RemovalRow | undefined; readonly isLive: boolean },
): boolean {
  if (!isLive) return true;
  if (decision === 'except') return ended !== true;
  if (decision === 'revoke') return removal?.state === 'proven';
  return severity !== 'critical' && severity !== 'high';
}

/** By severity, the gravest first. */
export function openCounts(report: Standing): readonly OpenCount[] {
  const open = openFindings(report);
  const isSettledNow = settledIn(report);
  const found = report.findings.filter((finding) => !isSettledNow(finding));
  return severities.map((severity) => ({
    severity,
    found: countOf(found, severity),
    open: countOf(open, severity),
  }));
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

export interface RemovalCounts {
  readonly revoked: number;
  /** By a later export. */
  readonly proven: number;
  /** Suspended or absent in the export under review already: nothing had to be removed. */
  readonly gone: number;
  /** Both. */
  readonly done: number;
}

export function removalCounts({ review }: Pick<Report, 'review'>): RemovalCounts {
  const removals = review?.removals ?? [];
  const proven = removals.filter(({ state }) => state === 'proven').length;
  const gone = removals.filter(({ state }) => state === 'no-order-needed').length;
  return { revoked: removals.length, proven, gone, done: proven + gone };
}

/** @example timelinessOf(report).text // '5 days left on 10 January 2027' */
export function timelinessOf({
  period,
  run,
  signOffs,
  timeZone,
}: Pick<Report, 'period' | 'run' | 'signOffs' | 'timeZone'>): {
  readonly text: string;
  readonly daysLate: number;
} {
  const last = signOffs.at(-1);
  const isFinal = last !== undefined && !isDraft({ signOffs });
  const day = dayOf(isFinal ? last.at : run.asOf, timeZone);
  const left = daysBetween(day, period.dueDay);
  const daysLate = Math.max(0, -left);
  if (isFinal) return { daysLate, text: `Signed on ${dayText(day)}, ${signedText(left)}` };
  return { daysLate, text: `${daysText(period.dueDay, day)} on ${dayText(day)}` };
}

function signedText(left: number): string {
  if (left < 0) return `${plural(-left, 'day')} late`;
  return left === 0 ? 'on the due day' : `${plural(left, 'day')} before the due day`;
}

/** @example daysText(dueDay, today) // '5 days left' */
export function daysText(dueDay: Day, today: Day): string {
  const left = daysBetween(today, dueDay);
  return left < 0 ? `${plural(-left, 'day')} late` : `${plural(left, 'day')} left`;
}

/** Revocations that are in no work order that stands, by what is to become of them. */
export interface Unordered {
  /** The next order takes them. */
  readonly toOrder: readonly RemovalRow[];
  /** The last order left them out, because an export showed them gone by then: only a later one proves it. */
  readonly leftOut: readonly RemovalRow[];
  /** API keys: no order holds one, and no export shows it. */
  readonly keys: readonly RemovalRow[];
}

export function unordered({ review, register }: Pick<Report, 'review' | 'register'>): Unordered {
  const logins = new Set(register.flatMap(({ login, kind }) => (kind === 'api-key' ? [login] : [])));
  const waiting = (review?.removals ?? []).filter(
    ({ state }) => state === 'not-ordered' || state === 'withdrawn' || state === 'live-again',
  );
  const keys = waiting.filter(({ login }) => logins.has(login));
  const accounts = waiting.filter(({ login }) => !logins.has(login));
  return { toOrder: accounts.filter((row) => !isLeftOut(row)), leftOut: accounts.filter(isLeftOut), keys };
}

function isLeftOut({ state, why }: RemovalRow): boolean {
  return state === 'not-ordered' && why !== null && shownGone.has(why);
}

/** Why an order leaves out what the export shows gone. */
const shownGone: ReadonlySet<string> = new Set([whyLeft.absent, whyLeft.suspended, whyLeft.madeAnew]);

/** Named by a work order and gone, and to stay by a later decision: which of the two came first no event tells. */
export function toGiveBack({ decisions = [] }: Pick<Report, 'decisions'>): readonly DecidedRow[] {
  return decisions.filter(({ removed }) => removed !== undefined);
}
