// Who is asked to do what by when: the part of a report that its readers act on.
import { application } from '../../application/applications.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { dayText } from '../../values/instant.ts';
import { plural } from '../../values/text.ts';
import { openFindings } from './conclusion.ts';
import type { NotPerformedReport } from '../not-performed.ts';
import { isDraft } from '../report.ts';
import type { RemovalRow, Report } from '../report.ts';

/** One thing that somebody is asked to do. */
export interface Ask {
  readonly who: string;
  readonly what: string;
  readonly by: string;
}

/** Who it is stands on the first page; mails carry these words too, and name nobody. */
const controlOwner = 'Control owner';

export function asksOf(report: Report): readonly Ask[] {
  const due = dayText(report.period.dueDay);
  if (report.status !== 'complete') {
    return [
      { who: 'Who runs the review', what: 'Set right what the first page names, then run it again.', by: due },
      { who: 'Every reader', what: 'Do not rely on what this report does not find.', by: 'now' },
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
    ...mending(rejected.length, due),
    ...(missing.includes('reviewer') ? [{ who: 'Reviewers', what: decide, by: due }] : []),
    { who: controlOwner, what: `Examine the review and sign as control owner${answer}.`, by: due },
  ];
}

function firstText(accounts: number): string {
  return accounts === 0 ? '' : `, first the ${plural(accounts, 'account')} with critical or high findings`;
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

function signedAsks(report: Report): readonly Ask[] {
  const { review, decisions = [] } = report;
  const removals = review?.removals ?? [];
  const asks: Ask[] = [];
  const ordered = removals.filter(({ state }) => state === 'ordered' || state === 'overdue');
  const [soonest] = ordered.flatMap(({ order }) => order?.dueDay ?? []).toSorted();
  if (ordered.length > 0 && soonest !== undefined) {
    const what = `Suspend ${plural(ordered.length, 'account')} of ${ordersText(ordered)}, then take a new export.`;
    asks.push({ who: `Administrator of ${application.name}`, what, by: dayText(soonest) });
    asks.push({ who: 'Who runs the review', what: 'Run it on that export: it proves the removals.', by: 'then' });
  }
  const waiting = removals.filter(
    ({ state }) => state === 'not-ordered' || state === 'withdrawn' || state === 'live-again',
  );
  if (waiting.length > 0)
    asks.push({
      who: 'Who runs the review',
      what: `Hand over ${plural(waiting.length, 'revoked account')} by a work order.`,
      by: 'now',
    });
  const [ending] = decisions.flatMap(({ until }) => until ?? []).toSorted();
  if (ending !== undefined)
    asks.push({ who: 'Reviewers', what: 'Decide anew when the first exception ends.', by: dayText(ending) });
  const critical = openFindings(report).filter(
    ({ severity, login }) => severity === 'critical' && removals.every((one) => one.login !== login),
  );
  if (critical.length > 0)
    asks.push({
      who: controlOwner,
      what: `Answer ${plural(critical.length, 'critical finding')} that no removal settles.`,
      by: 'now',
    });
  if (asks.length > 0) return asks;
  return [{ who: 'Nobody', what: 'Nothing is left to do: keep this report with the evidence of the period.', by: '–' }];
}

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
