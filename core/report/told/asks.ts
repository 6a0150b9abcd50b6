// Who is asked to do what by when: the part of a report that its readers act on.
import { application } from '../../application/applications.ts';
import { daysToCarryOut } from '../../review/removals/proof.ts';
import type { Day } from '../../values/instant.ts';
import { dayText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import { openFindings, toGiveBack, unordered } from './progress.ts';
import { toSuspendOf } from './to-suspend.ts';
import { isDraft } from '../report.ts';
import type { Report } from '../report.ts';
import type { RemovalRow } from '../parts/review.ts';

/** One thing that somebody is asked to do. */
export interface Ask {
  readonly who: string;
  readonly what: string;
  /** The step that it waits for, or that waits for it, and its own day where the calendar or an order gives one. */
  readonly when: string;
}

/** The same before the steps have their numbers. */
export interface Task {
  readonly who: string;
  readonly what: string;
  /** Only what a calendar, an order or an exception gives it: of its own, not of a step that waits for it. */
  readonly when?: string;
  readonly after?: readonly Task[];
}

/**
 * Says of each task what it waits for, and of one that waits for nothing and has no day of its own which step waits for
 * it: two days that are the same would not tell which comes first.
 *
 * @example inOrder([decide, { who: 'Control owner', what: 'Sign.', after: [decide], when: 'by 15 January 2027' }])
 * // [{ ..., when: 'before step 2' }, { ..., when: 'after step 1, by 15 January 2027' }]
 */
export function inOrder(tasks: readonly Task[]): readonly Ask[] {
  return tasks.map((task) => {
    const { who, what, when, after = [] } = task;
    const numbers = after.map((one) => tasks.indexOf(one) + 1).filter((number) => number > 0);
    const waiting = tasks.findIndex((one) => one.after?.includes(task) === true) + 1;
    const said = [
      ...(numbers.length === 0 ? [] : [`after step${numbers.length === 1 ? '' : 's'} ${numbers.join(' and ')}`]),
      ...(when === undefined ? [] : [when]),
    ];
    const otherwise = waiting > 0 ? `before step ${waiting}` : 'now';
    return { who, what, when: said.length > 0 ? said.join(', ') : otherwise };
  });
}

/** Who it is stands on the first page; mails carry these words too, and name nobody. */
export const controlOwner = 'Control owner';

export const administrator = `Administrator of ${application.name}`;
export const whoRuns = 'Who runs the review';

export function asksOf(report: Report): readonly Ask[] {
  if (report.status !== 'complete') return inOrder(unreliableTasks(report));
  return inOrder(isDraft(report) ? draftTasks(report) : signedTasks(report));
}

function unreliableTasks({ status, period }: Report): readonly Task[] {
  const reliance = status === 'held' ? 'Do not rely on this report.' : 'Do not rely on what this report does not find.';
  const again: Task = { who: whoRuns, what: 'Set right what the first page names, then run it again.' };
  return [
    { who: 'Every reader', what: reliance, when: 'now' },
    again,
    {
      who: `Reviewers, then ${controlOwner.toLowerCase()}`,
      what: 'Decide and sign on the run that is complete.',
      after: [again],
      when: byDay(period.dueDay),
    },
  ];
}

export function byDay(day: Day): string {
  return `by ${dayText(day)}`;
}

function draftTasks(report: Report): readonly Task[] {
  const { signOffs, toDecide, namesReviewers, period, rejected } = report;
  const open = openFindings(report);
  const controls = open.filter(({ severity, login }) => login === null && severity !== 'info').length;
  const first = firstText(graveLines(report));
  const answered = controls === 0 ? '' : `, and answer ${plural(controls, 'finding')} about the control itself`;
  const classify = classifying(report);
  const decide: Task = namesReviewers
    ? { who: 'Reviewers', what: `Decide ${plural(toDecide, 'line')}${first}; then sign as reviewer.`, after: classify }
    : {
        who: whoRuns,
        what: `Find who reviews, for the configuration names nobody: ${plural(toDecide, 'line')} to decide${first}; then to sign as reviewer.`,
        after: classify,
      };
  const isDecided = signOffs.some(({ stage }) => stage === 'reviewer');
  const deciding = isDecided ? [] : [decide];
  return [
    ...suspending(report),
    ...mending(rejected.length, 'now'),
    ...classify,
    ...deciding,
    {
      who: controlOwner,
      what: `Examine the review and sign${answered}.`,
      after: isDecided ? classify : deciding,
      when: byDay(period.dueDay),
    },
    ...(isDecided ? removing(report) : removingLater(report, decide)),
  ];
}

/** What follows the decisions, before anybody knows what they revoke. */
function removingLater(report: Report, decide: Task): readonly Task[] {
  const hand: Task = { who: whoRuns, what: 'Hand over what was revoked by a work order.', after: [decide] };
  const prove: Task = {
    who: administrator,
    what: `Suspend it within ${plural(daysToCarryOut, 'day')}; a run on a later export proves it.`,
    after: [hand],
    ...provenBy(report),
  };
  return [hand, prove];
}

/** The policy's day for the last proof, where it is not the day that the signatures have already. */
function provenBy({ proofs, period }: Report): Pick<Task, 'when'> {
  const limit = proofs?.timeliness.rows.find((row) => row.period === period.id)?.removal.limit;
  return limit === undefined || limit === period.dueDay ? {} : { when: byDay(limit) };
}

/** The policy gives hours to remove a leaver, and a review weeks: who is over the hours, or may be, waits for no decision. */
function suspending(report: Report): readonly Task[] {
  const { now, certain } = toSuspendOf(report);
  const all = now.length;
  if (all === 0) return [];
  const [accounts, people] = all === 1 ? ['the account', 'a person'] : [plural(all, 'account'), 'people'];
  const left = `${people} who left${certain === all ? '' : ', perhaps'} longer ago than the policy allows`;
  const sure = certain === 0 || certain === all ? '' : ` (${certain} certainly)`;
  const what = `Suspend ${accounts} of ${left}${sure}; ${all === 1 ? 'it' : 'each'} is decided as well.`;
  return [{ who: administrator, what, when: 'now' }];
}

/** Without it no signature is taken. */
function classifying(report: Report): readonly Task[] {
  const roles = openFindings(report).filter(({ code }) => code === 'ROLE_UNCLASSIFIED').length;
  if (roles === 0) return [];
  return [{ who: whoRuns, what: `Classify ${plural(roles, 'role')} in the policy: until then nobody can sign.` }];
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

function mending(rejected: number, when: string): readonly Task[] {
  if (rejected === 0) return [];
  const what = `Mend ${plural(rejected, 'row')} that could not be read; export and run again.`;
  return [{ who: administrator, what, when }];
}

function signedTasks(report: Report): readonly Task[] {
  const { review, decisions = [], rejected } = report;
  const [ending] = decisions.flatMap(({ until, ended }) => (ended === true ? [] : (until ?? []))).toSorted();
  const over = decisions.filter(({ ended }) => ended === true).length;
  // Every stage has signed: this review takes no decision any more.
  const anew = { who: 'Reviewers', what: `Decide ${plural(over, 'line')} anew, whose exception has ended.` };
  const tasks: readonly Task[] = [
    ...mending(rejected.length, 'with the next export'),
    ...removing(report),
    ...(over === 0 ? [] : [{ ...anew, when: nextReview }]),
    ...(ending === undefined
      ? []
      : [{ who: 'Reviewers', what: 'Decide anew when the first exception ends.', when: byDay(ending) }]),
    ...answers(report, review?.removals ?? []),
  ];
  return tasks.length > 0 ? tasks : [nothingLeft];
}

/** What was revoked and is not proven: from the order to the export that proves it. */
function removing(report: Report): readonly Task[] {
  const removals = report.review?.removals ?? [];
  const ordered = removals.filter(({ state }) => state === 'ordered' || state === 'overdue');
  const { toOrder: waiting, leftOut, keys } = unordered(report);
  const others = [...givingBack(report), ...deletingKeys(keys.length)];
  const suspend = ordered.length === 0 ? [] : [suspendOrdered(ordered)];
  if (waiting.length > 0) {
    const hand: Task = {
      who: whoRuns,
      what: `Hand over ${plural(waiting.length, 'revoked account')} by a work order.`,
      when: 'now',
    };
    const what = `Suspend ${waiting.length === 1 ? 'it' : 'them'} within ${plural(daysToCarryOut, 'day')} of the order, then take a new export.`;
    suspend.push(hand, { who: administrator, what, after: [hand] });
  }
  const exporting = suspend.filter(({ who }) => who === administrator);
  if (exporting.length === 0) return [...others, ...provingLeftOut(leftOut.length)];
  return [
    ...others,
    ...suspend,
    { who: whoRuns, what: 'Run it on that export: it proves the removals.', after: exporting },
  ];
}

function givingBack(report: Report): readonly Task[] {
  const back = toGiveBack(report).length;
  if (back === 0) return [];
  const what = `Give the access of ${plural(back, 'account')} back: a work order named ${back === 1 ? 'it' : 'them'} before it was decided otherwise, and ${back === 1 ? 'it is' : 'they are'} gone.`;
  return [{ who: administrator, what, when: 'now' }];
}

function deletingKeys(keys: number): readonly Task[] {
  if (keys === 0) return [];
  const what = `Delete ${plural(keys, 'API key pair')} in the settings of ${application.name}: no work order holds ${keys === 1 ? 'it' : 'them'}.`;
  return [{ who: administrator, what, when: 'now' }];
}

/** Where an order is still to be carried out, the export that proves that one shows these as well. */
function provingLeftOut(accounts: number): readonly Task[] {
  if (accounts === 0) return [];
  const exporting: Task = { who: administrator, what: 'Take a new export.', when: 'now' };
  const what = `Run it on that export: it shows whether ${plural(accounts, 'account')} that no work order holds ${accounts === 1 ? 'is' : 'are'} gone.`;
  return [exporting, { who: whoRuns, what, after: [exporting] }];
}

function suspendOrdered(ordered: readonly RemovalRow[]): Task {
  const [soonest] = ordered.flatMap(({ order }) => order?.dueDay ?? []).toSorted();
  const isOverdue = ordered.some(({ state }) => state === 'overdue');
  const what = `Suspend ${plural(ordered.length, 'account')} of ${ordersText(ordered)}, then take a new export.`;
  if (soonest === undefined) return { who: administrator, what };
  return { who: administrator, what, when: isOverdue ? `overdue since ${dayText(soonest)}` : byDay(soonest) };
}

/** Of a report after which there is nothing to do. */
export const nothingLeft: Task = {
  who: 'Nobody',
  what: 'Nothing is left to do: keep this report with the evidence of the period.',
  when: '–',
};

/** What stands and no removal will settle: the control owner answers for it, for what is critical at once. */
function answers(report: Report, removals: readonly RemovalRow[]): readonly Task[] {
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

function answer(what: string, when: string): Task {
  return { who: controlOwner, what: `Answer ${what}.`, when };
}

/** The day on which it is due stands in no report of this one. */
export const nextReview = 'by the next review';

function ordersText(removals: readonly RemovalRow[]): string {
  const numbers = [...new Set(removals.flatMap(({ order }) => order?.number ?? []))].toSorted((a, b) => a - b);
  return `work order${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}
