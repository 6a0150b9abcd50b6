// The story of each account that something is to be said about: its access, every finding, the decision and what came of it.
import type { Finding } from '../../findings/finding.ts';
import { severityRank } from '../../names/codes.ts';
import type { Severity } from '../../names/codes.ts';
import { dayText, hoursText, instantText } from '../../values/time-text.ts';
import { openFindings } from './progress.ts';
import { toSuspendOf } from './to-suspend.ts';
import { isDraft } from '../report.ts';
import type { Report } from '../report.ts';
import type { PopulationRow } from '../parts/accounts.ts';
import type { DecidedRow, RemovalRow } from '../parts/review.ts';

export interface Story {
  readonly login: string;
  /** `null` when no row of the export has the login. */
  readonly account: PopulationRow | null;
  /** The gravest first; settled ones included. */
  readonly findings: readonly Finding[];
  /** Of the gravest finding that still stands; `null` when none does. */
  readonly severity: Severity | null;
  readonly decision: DecidedRow | null;
  readonly removal: RemovalRow | null;
  /** What came of it, or what happens next, as one sentence. */
  readonly next: string;
}

/** Every login with a finding, and every account whose access was not simply kept; the gravest first. */
export function storiesOf(report: Report): readonly Story[] {
  const about = Map.groupBy(
    report.findings.filter(({ login }) => login !== null),
    ({ login }) => login ?? '',
  );
  const decisions = new Map((report.decisions ?? []).map((decision) => [decision.login, decision]));
  const removals = new Map((report.review?.removals ?? []).map((removal) => [removal.login, removal]));
  for (const { login, decision } of decisions.values())
    if (decision !== 'keep' && !about.has(login)) about.set(login, []);
  const accounts = new Map(report.population.map((account) => [account.login, account]));
  const open = new Set(openFindings(report).map(({ id }) => id));
  const outlook = outlookOf(report);
  const stories = [...about].map(([login, findings]): Story => {
    const account = accounts.get(login) ?? null;
    const decision = decisions.get(login) ?? null;
    const removal = removals.get(login) ?? null;
    const standing = findings.find(({ id }) => open.has(id));
    const severity = standing?.severity ?? null;
    return {
      login,
      account,
      findings,
      severity,
      decision,
      removal,
      next: outlook({ login, account, findings, decision, removal }),
    };
  });
  return stories.toSorted((a, b) => rank(a) - rank(b));
}

/** Findings are sorted, so the order of stories of one gravity is theirs: by code, then login. */
function rank({ severity, findings }: Story): number {
  if (severity !== null) return severityRank(severity);
  return findings.length === 0 ? 20 : 10;
}

type Told = Pick<Story, 'login' | 'account' | 'findings' | 'decision' | 'removal'>;

function outlookOf(report: Report): (told: Told) => string {
  const proposed = new Set(report.proposals.map(({ login }) => login));
  const urgent = new Map(toSuspendOf(report).now.map(({ login, outcome }) => [login, outcome]));
  const withheld = new Map(report.withheld.map(({ login, why }) => [login, why]));
  return ({ login, account, findings, decision, removal }) => {
    if (decision !== null) return cameOf(decision, removal);
    if (report.status !== 'complete') return 'To be judged by a new run: this one proposes nothing.';
    if (!isDraft(report)) return 'Not decided: it was no line of the review.';
    const why = withheld.get(login);
    if (why !== undefined) return `Not proposed: ${why}. To be decided before the signatures.`;
    const overdue = urgent.get(login);
    if (overdue !== undefined)
      return `${overdue === 'fail' ? 'OVERDUE' : 'Perhaps overdue'}: suspend now; the review decides on it as well.`;
    if (proposed.has(login)) return 'Proposed for suspension; to be decided before the signatures.';
    if (account === null && findings.some(isMissing))
      return 'No row of the export has it: what became of the account is to be found out.';
    if (account === null) return 'No account in the export: nothing to remove.';
    if (account.status === 'suspended') return 'Suspended already; what was found can be answered by a decision.';
    return 'To be decided before the signatures.';
  };
}

function isMissing({ code, state }: Finding): boolean {
  return code === 'VANISHED_ACCOUNT' && state !== 'closed';
}

function cameOf({ decision, until, ended, removed }: DecidedRow, removal: RemovalRow | null): string {
  const back =
    removed === undefined
      ? ''
      : ` The account is gone since work order ${removed} named it: the access is to be given back.`;
  if (decision === 'keep') return `Access is kept.${back}`;
  if (decision === 'except' && ended === true)
    return `Excepted until ${until === null ? 'a day that is not named' : dayText(until)}, which was over when the last stage signed: to be decided anew.`;
  if (decision === 'except')
    return `Excepted until ${until === null ? 'a day that is not named' : dayText(until)}; then it is asked again.${back}`;
  return removal === null ? 'Revoked.' : removalText(removal);
}

/** @example 'Removal proven: suspended in the export of 12 October 2026, 08:00 UTC, 2 days 20 hours after the decision.' */
function removalText({ state, order, proof, hours, why }: RemovalRow): string {
  switch (state) {
    case 'proven':
      return `Removal proven: ${proof?.shown ?? 'gone'} in the export of ${proof === null ? 'an unknown time' : instantText(proof.exportedAt)}${hours === null ? '' : `, ${hoursText(hours)} after the decision`}.`;
    case 'ordered':
      return `Ordered, not proven yet; due on ${order === null ? 'no day' : dayText(order.dueDay)}.`;
    case 'overdue':
      return `Ordered and overdue since ${order === null ? 'no day' : dayText(order.dueDay)}: no export proves it.`;
    case 'live-again':
      return 'Live again after it was removed: needs another work order.';
    case 'withdrawn':
      return 'Its work order was withdrawn: needs another one.';
    case 'not-ordered':
      return `Revoked, in no work order yet${why === null ? '' : `: ${why}`}.`;
    case 'no-order-needed':
      return 'Suspended or gone already: no order is needed.';
    default:
      return state satisfies never;
  }
}
