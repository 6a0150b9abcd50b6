// Who is asked to do what by when: the part of a report that its readers act on.
import { application } from '../../application/applications.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { dayText } from '../../values/instant.ts';
import { plural } from '../../values/text.ts';
import { openFindings, waitingForOrder } from './conclusion.ts';
import type { NotPerformedReport } from '../not-performed.ts';
import { isDraft } from '../report.ts';
import type { Report } from '../report.ts';
import type { LeaverRow } from '../parts/accounts.ts';
import type { RemovalRow } from '../parts/review.ts';

/** One thing that somebody is asked to do. */
export interface Ask {
  readonly who: string;
  readonly what: string;
  readonly by: string;
}

/** Who it is stands on the first page; mails carry these words too, and name nobody. */
export const controlOwner = 'Control owner';

export function asksOf(report: Report): readonly Ask[] {
  const due = dayText(report.period.dueDay);
  if (report.status !== 'complete') {
    const reliance =
      report.status === 'held' ? 'Do not rely on this report.' : 'Do not rely on what this report does not find.';
    return [
      { who: 'Who runs the review', what: 'Set right what the first page names, then run it again.', by: due },
      { who: 'Every reader', what: reliance, by: 'now' },
    ];
  }
  return isDraft(report) ? draftAsks(report, due) : signedAsks(report);
}

function draftAsks(report: Report, due: string): readonly Ask[] {
  const { signOffs, rejected, toDecide } = report;
  const missing = signOffStages.filter((stage) => !signOffs.some((signed) => signed.stage === stage));
  const open = openFindings(report);
  const controls = open.filter(({ severity, login }) => login === null && severity !== 'info').length;
  const decide = `Decide ${plural(toDecide, 'line')}${firstText(graveLines(report))}; then sign as reviewer.`;
  const answer = controls === 0 ? '' : `, and answer ${plural(controls, 'finding')} about the control itself`;
  return [
    ...suspending(report),
    ...mending(rejected.length, due),
    ...classifying(report, due),
    ...(missing.includes('reviewer') ? [{ who: 'Reviewers', what: decide, by: due }] : []),
    { who: controlOwner, what: `Examine the review and sign as control owner${answer}.`, by: due },
  ];
}

/** The policy gives hours to remove a leaver, and a review weeks: who is over the hours, or may be, waits for no decision. */
function suspending({ leavers }: Report): readonly Ask[] {
  const live = leavers.filter(({ status }) => status !== 'suspended');
  const having = (outcome: LeaverRow['outcome']): number => live.filter((one) => one.outcome === outcome).length;
  const [overdue, perhaps] = [having('fail'), having('cannot be determined')];
  const all = overdue + perhaps;
  if (all === 0) return [];
  const [accounts, people] = all === 1 ? ['the account', 'a person'] : [plural(all, 'account'), 'people'];
  const left = `${people} who left${perhaps === 0 ? '' : ', perhaps'} longer ago than the policy allows`;
  const certain = overdue === 0 || perhaps === 0 ? '' : ` (${overdue} certainly)`;
  const what = `Suspend ${accounts} of ${left}${certain}; the review decides on ${all === 1 ? 'it' : 'each'} as well.`;
  return [{ who: `Administrator of ${application.name}`, what, by: 'now' }];
}

/** Without it no signature is taken. */
function classifying(report: Report, due: string): readonly Ask[] {
  const roles = openFindings(report).filter(({ code }) => code === 'ROLE_UNCLASSIFIED').length;
  if (roles === 0) return [];
  const what = `Classify ${plural(roles, 'role')} in the policy: until then nobody can sign.`;
  return [{ who: 'Who runs the review', what, by: due }];
}

function firstText(accounts: number): string {
  if (accounts === 0) return '';
  return `, first the ${accounts === 1 ? 'account' : plural(accounts, 'account')} with critical or high findings`;
}

/** Live accounts on which a critical or high finding stands. */
function graveLines(report: Report): number {
  const grave = openFindings(report).filter(({ severity }) => severity === 'critical' || severity === 'high');
  const logins = new Set(grave.map(({ login }) => login));
  return report.population.filter(({ login, status }) => status !== 'suspended' && logins.has(login)).length;
}

function mending(rejected: number, due: string): readonly Ask[] {
  if (rejected === 0) return [];
  const what = `Mend ${plural(rejected, 'row')} that could not be read, and export again.`;
  return [{ who: `Administrator of ${application.name}`, what, by: due }];
}

const provingRun = 'Run it on that export: it proves the removals.';

function signedAsks(report: Report): readonly Ask[] {
  const { review, decisions = [], rejected } = report;
  const removals = review?.removals ?? [];
  const asks: Ask[] = [...mending(rejected.length, 'the next export')];
  const ordered = removals.filter(({ state }) => state === 'ordered' || state === 'overdue');
  const [soonest] = ordered.flatMap(({ order }) => order?.dueDay ?? []).toSorted();
  if (ordered.length > 0 && soonest !== undefined) {
    const what = `Suspend ${plural(ordered.length, 'account')} of ${ordersText(ordered)}, then take a new export.`;
    asks.push({ who: `Administrator of ${application.name}`, what, by: dayText(soonest) });
    asks.push({ who: 'Who runs the review', what: provingRun, by: 'then' });
  }
  const waiting = waitingForOrder(removals);
  if (waiting.length > 0)
    asks.push({
      who: 'Who runs the review',
      what: `Hand over ${plural(waiting.length, 'revoked account')} by a work order.`,
      by: 'now',
    });
  if (waiting.length > 0 && ordered.length === 0) {
    const suspend = `Suspend ${waiting.length === 1 ? 'it' : 'them'} as the order says, then take a new export.`;
    asks.push({ who: `Administrator of ${application.name}`, what: suspend, by: 'the day of the order' });
    asks.push({ who: 'Who runs the review', what: provingRun, by: 'then' });
  }
  const [ending] = decisions.flatMap(({ until }) => until ?? []).toSorted();
  if (ending !== undefined)
    asks.push({ who: 'Reviewers', what: 'Decide anew when the first exception ends.', by: dayText(ending) });
  asks.push(...answers(report, removals));
  return asks.length > 0 ? asks : [nothingLeft];
}

/** Of a report after which there is nothing to do. */
export const nothingLeft: Ask = {
  who: 'Nobody',
  what: 'Nothing is left to do: keep this report with the evidence of the period.',
  by: '–',
};

/** What stands and no removal will settle: the control owner answers for it, for what is critical at once. */
function answers(report: Report, removals: readonly RemovalRow[]): readonly Ask[] {
  const standing = openFindings(report).filter(
    ({ severity, login }) => severity !== 'info' && removals.every((one) => one.login !== login),
  );
  const critical = standing.filter(({ severity }) => severity === 'critical').length;
  const others = standing.filter(({ severity }) => severity !== 'critical');
  const control = others.filter(({ login }) => login === null).length;
  const accounts = others.length - control;
  return [
    ...(critical === 0 ? [] : [answer(`${plural(critical, 'critical finding')} that no removal settles`, 'now')]),
    ...(accounts === 0
      ? []
      : [answer(`${plural(accounts, 'finding')} about accounts that keep their access`, nextReview)]),
    ...(control === 0 ? [] : [answer(`${plural(control, 'finding')} about the control itself`, nextReview)]),
  ];
}

function answer(what: string, by: string): Ask {
  return { who: controlOwner, what: `Answer ${what}.`, by };
}

/** The day on which it is due stands in no report of this one. */
export const nextReview = 'the next review';

function ordersText(removals: readonly RemovalRow[]): string {
  const numbers = [...new Set(removals.flatMap(({ order }) => order?.number ?? []))].toSorted((a, b) => a - b);
  return `work order${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}

/** Until the due day the review can be made up for; afterwards it can only be late, and says so. */
export function asksOfAbsence({ period, occasion }: NotPerformedReport): readonly Ask[] {
  const by = occasion.kind === 'run' ? dayText(period.dueDay) : 'now';
  return [
    { who: `Administrator of ${application.name}`, what: 'Export the users and hand the file in.', by },
    { who: 'Who runs the review', what: 'Run the review on it; a late one says how late it is.', by },
    { who: controlOwner, what: 'Record why the control was not performed.', by },
  ];
}
