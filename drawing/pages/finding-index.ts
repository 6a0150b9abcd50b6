// Findings by code: how many of each stand open, and where the story of each account is.
import { codes } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { openCounts, settledIn } from '../../core/report/told/progress.ts';
import { nothingOpen } from '../../core/report/told/summary.ts';
import type { Report } from '../../core/report/report.ts';
import { grouped } from '../../core/values/text.ts';
import type { Book } from '../layout/book.ts';
import { barChart } from '../layout/figures/chart.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { columnsOf, right } from '../layout/columns.ts';
import { chapter } from '../layout/prose.ts';
import { tableOr } from '../layout/table.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { counted, severityPart } from '../wording.ts';

export function* findingIndex(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  chapter(book, 'Findings by code', { short: true });
  ages(book, report);
  const found = [...Map.groupBy(report.findings, ({ severity, code }) => `${severity} ${code}`).values()];
  yield* tableOr(
    book,
    {
      size: 6.6,
      air: 0.26,
      columns: columnsOf({
        Severity: 0.88,
        'Code and meaning': 2.37,
        [openWord(report)]: right(0.5),
        'Account, and the page of its story': 3.27,
        'More accounts': 3.27,
      }),
      rows: found.length === 0 ? [] : [...found.map((some) => indexRow(told, some)), totalRow(report)],
    },
    nothingOpen(report),
  );
}

/**
 * The title of the column that counts. In the report of a review it is `Found`, because decisions may have settled a
 * finding since the run.
 */
function openWord({ review }: Report): 'Open' | 'Found' {
  return review === undefined ? 'Open' : 'Found';
}

/**
 * The row of the findings of one code and one severity. A code may have two severities: an orphan in its grace days is
 * `info`.
 */
function indexRow(told: Told, found: readonly Finding[]): readonly Cell[] {
  const [first] = found;
  if (first === undefined) return [];
  const isSettledNow = settledIn(told.report);
  return [
    severityPart(first.severity),
    [{ text: first.code, face: 'bold' }, { text: codes[first.code].title }],
    grouped(found.filter((finding) => !isSettledNow(finding)).length),
    ...halves(found).map((some) => some.map((finding) => accountPart(told, finding))),
  ];
}

/** The sum of the column, as page 1 has it by severity. */
function totalRow(report: Report): readonly Cell[] {
  const settled = report.findings.filter(settledIn(report)).length;
  const counts = openCounts(report);
  const parts = counts.map(({ severity, found }) => `${grouped(found)} ${severity}`);
  return [
    { text: 'Total', face: 'bold' },
    'An account with several findings is counted in each of them.',
    { text: grouped(counts.reduce((sum, { found }) => sum + found, 0)), face: 'bold' },
    [
      { text: `= ${parts.join(' + ')}` },
      ...(report.review === undefined ? [] : [{ text: 'Page 1 says how many are still open.' }]),
    ],
    settled === 0 ? '' : `${counted(settled, 'finding')} closed or excepted: listed, and not counted.`,
  ];
}

/** The first half is the longer one, so that the eye goes down one column and then the other. */
function halves<One>(all: readonly One[]): readonly [readonly One[], readonly One[]] {
  const middle = Math.ceil(all.length / 2);
  return all.length < 3 ? [all, []] : [all.slice(0, middle), all.slice(middle)];
}

function accountPart(told: Told, finding: Finding): CellPart {
  const { login, state } = finding;
  if (login === null) return { text: 'the control itself' };
  const page = told.anchors.get(login)?.pageNumber ?? null;
  const settled = settledIn(told.report)(finding) ? `, ${state}` : '';
  const part = loginPart(told, login);
  return { ...part, text: `${login}${settled}${page === null ? '' : `, p.\u00A0${page}`}` };
}

function ages(book: Book, report: Report): void {
  const bars = report.ages.map(({ periods, count: value }) => ({ label: periodsText(periods), value }));
  if (bars.every(({ value }) => value === 0)) return;
  const height = 84;
  const y = book.y - height;
  barChart(
    book,
    {
      title: `${openWord(report)} findings by age, info not counted`,
      alt: `${openWord(report)} findings by review periods, info not counted: ${bars.map((bar) => `${bar.label} ${bar.value}`).join(', ')}.`,
      box: { x: book.page.left, y, width: book.page.textWidth, height },
      labelWidth: 92,
    },
    bars,
  );
  book.y = y - 12;
}

function periodsText(periods: string): string {
  return periods === '1' ? 'this period' : `${periods} periods`;
}
