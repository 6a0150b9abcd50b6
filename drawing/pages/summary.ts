// The second page, for whoever reads no further: what was found, who must do what by when, and whether it gets better.
import { codes } from '../../core/names/codes.ts';
import { asksOf } from '../../core/report/told/asks.ts';
import type { Ask } from '../../core/report/told/asks.ts';
import type { Report } from '../../core/report/report.ts';
import { stampText } from '../../core/values/time-text.ts';
import type { Story } from '../../core/report/told/stories.ts';
import { sentencesOf } from '../../core/report/told/summary.ts';
import { timelineOf } from '../../core/report/told/timeline.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { bold, columnsOf, right } from '../layout/columns.ts';
import { tableHeight } from '../layout/grid.ts';
import type { TableContent } from '../layout/grid.ts';
import { columnChart } from '../layout/figures/chart.ts';
import { chapter, paragraph, points, section, sectionHeight } from '../layout/prose.ts';
import { styles, tones } from '../layout/style.ts';
import { table, tableSection } from '../layout/table.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { counted } from '../wording.ts';

/** More accounts or runs than this would not be legible on the one page; the chapters have them all. */
const mostAccounts = 8;
const mostRuns = 12;
/** Points for a line of small print, such as the trend in words. */
const smallLine = 19;

export function* summary(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  chapter(book, 'Summary');
  points(book, sentencesOf(report));
  yield* askedSection(book, asksOf(report), { tag: 'H3', air: 0.26 });
  yield* criticalAccounts(book, told);
  yield* timeliness(book, report);
  trend(book, report);
}

/** What the readers of a report are asked to do, of whatever kind it is. */
export function askedSection(
  book: Book,
  asks: readonly Ask[],
  look: { readonly tag: 'H2' | 'H3'; readonly air?: number },
): Generator<void, void> {
  return tableSection(book, 'What is asked of whom', {
    ...look,
    size: 7.2,
    columns: columnsOf({ Step: right(0.3), Who: bold(1.85), What: 3.75, When: 1.95 }),
    rows: asks.map(({ who, what, when }, index) => [String(index + 1), who, what, when]),
  });
}

function* criticalAccounts(book: Book, told: Told): Generator<void, void> {
  const critical = told.stories.filter(({ severity }) => severity === 'critical');
  if (critical.length === 0) return;
  const tableOf = (accounts: number): TableContent & { readonly rows: readonly (readonly Cell[])[] } => ({
    size: 6.9,
    air: 0.2,
    columns: columnsOf({ Account: 2.68, 'What was found': 1.32, 'Left, and last used': 2.6, 'What happens next': 2 }),
    rows: critical.slice(0, accounts).map((story) => criticalRow(told, story)),
  });
  const title = 'Critical accounts, and what happens next';
  const below = sectionHeight(book, timelinessTitle) + tableHeight(book, timelineTable(told.report)) + 2 * smallLine;
  const room = book.y - book.page.bottom - sectionHeight(book, title) - below;
  let shown = mostAccounts;
  // Timeliness and trend stand on the same page: they are what the reader looks for next.
  while (shown > 1 && tableHeight(book, tableOf(shown)) + (shown < critical.length ? smallLine : 0) > room) shown -= 1;
  yield* tableSection(book, title, tableOf(shown));
  const rest = critical.length - shown;
  if (rest > 0) paragraph(book, `${counted(rest, 'more critical account')} in the chapter on accounts.`, small);
}

const small = { style: styles.small, tone: tones.muted } as const;

function criticalRow(told: Told, { login, account, findings, next }: Story): readonly Cell[] {
  const critical = findings.filter(({ severity }) => severity === 'critical').map(({ code }) => codes[code].title);
  const person = [account?.name, account?.role].filter((text) => text !== null && text !== undefined);
  return [
    [loginPart(told, login, { face: 'bold' }), { text: person.join(', '), muted: true }],
    critical.join('; '),
    usedText(told.report, { login, account }),
    next,
  ];
}

/** When the person left, as far as it is known, and when the account was used last, as the export tells it. */
function usedText({ leavers }: Report, { login, account }: Pick<Story, 'login' | 'account'>): Cell {
  const leaver = leavers.find((one) => one.login === login);
  return [
    { text: leaver === undefined ? 'no leaving is known' : `left ${leaver.left}` },
    { text: lastLoginText(account), muted: true },
  ];
}

function lastLoginText(account: Story['account']): string {
  if (account === null) return 'no account in the export';
  return account.lastLogin === null ? 'no login is known' : `last login ${stampText(account.lastLogin, 'whole')}`;
}

const timelinessTitle = 'Timeliness';

function timeliness(book: Book, report: Report): Iterable<void> {
  section(book, timelinessTitle, { least: 70 });
  return table(book, timelineTable(report));
}

function timelineTable(report: Report): TableContent {
  const steps = timelineOf(report);
  return {
    // With the many steps of a signed report a day would not fit on one line in the larger type.
    ...(steps.length > 6 ? { size: 6.5, gutter: 5 } : { size: 7.2 }),
    columns: steps.map(({ what }) => ({ title: what, share: 1 })),
    rows: [steps.map(({ when }) => when)],
  };
}

/** Each period is counted by its last accepted run, whether it was signed or not. */
const trendTitle = "Open findings at each period's accepted run, info not counted";

/**
 * The period of this report in the trend. Unless this run is complete, it was not accepted: the figures are of an
 * earlier run.
 */
function ownLabel({ period, status }: Report): string {
  return status === 'complete' ? `${period.id} (this run)` : `${period.id} (before)`;
}

function notAmongThem({ status }: Report): string {
  if (status === 'complete') return '';
  return `This run is ${status} and was not accepted: it is not among the runs below.`;
}

function trend(book: Book, report: Report): void {
  if (report.trend.length === 0) {
    paragraph(book, 'There is no trend: no run has been accepted yet.', small);
    return;
  }
  if (report.trend.length === 1 && report.status === 'complete') {
    paragraph(book, 'Only this period has an accepted run: there is no trend yet.', small);
    return;
  }
  const without = notAmongThem(report);
  if (without !== '') paragraph(book, without, small);
  const shown = report.trend
    .slice(-mostRuns)
    .map((run) => (run.label === report.period.id ? { ...run, label: ownLabel(report) } : run));
  const height = Math.min(150, book.y - book.page.bottom - 6);
  if (height < 74) {
    // A chart alone on a page says less than a line on this one.
    const sums = shown.map(({ label, critical, high, medium, low }) => `${label} ${critical + high + medium + low}`);
    paragraph(book, `${trendTitle}: ${sums.join(', ')}.`, small);
    return;
  }
  const columns = shown.map(({ label, critical, high, medium, low }) => ({
    label,
    parts: [
      { severity: 'critical', value: critical },
      { severity: 'high', value: high },
      { severity: 'medium', value: medium },
      { severity: 'low', value: low },
    ] as const,
  }));
  const words = shown.map(
    (run) => `${run.label}: critical ${run.critical}, high ${run.high}, medium ${run.medium}, low ${run.low}`,
  );
  columnChart(
    book,
    {
      title: trendTitle,
      alt: `${trendTitle}. ${words.join('; ')}.`,
      box: { x: book.page.left, y: book.y - height, width: book.page.textWidth, height },
    },
    columns,
  );
  book.y -= height + 6;
}
