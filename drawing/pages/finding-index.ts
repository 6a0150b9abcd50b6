// Findings by code: how many of each stand open, and where the story of each account is.
import { codes } from '../../core/names/codes.ts';
import type { Code } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { nothingOpen } from '../../core/report/told/summary.ts';
import type { Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import { barChart } from '../layout/figures/chart.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { chapter } from '../layout/prose.ts';
import { tableOr } from '../layout/table.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { count, severityPart } from '../wording.ts';

export function* findingIndex(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  chapter(book, 'Findings by code', { short: true });
  ages(book, report);
  const byCode = Map.groupBy(report.findings, ({ code }) => code);
  yield* tableOr(
    book,
    {
      size: 6.6,
      air: 0.3,
      columns: [
        { title: 'Severity', share: 0.88 },
        { title: 'Code and meaning', share: 2.42 },
        { title: 'Open', share: 0.45, align: 'right' },
        { title: 'Account, and the page of its story', share: 3.27 },
        { title: 'More accounts', share: 3.27 },
      ],
      rows: [...byCode].map(([code, found]) => indexRow(told, code, found)),
    },
    nothingOpen(report),
  );
}

function indexRow(told: Told, code: Code, found: readonly Finding[]): readonly Cell[] {
  const [first] = found;
  const open = told.report.findingsByCode.filter((entry) => entry.code === code);
  return [
    first === undefined ? '' : severityPart(codes[code].severity),
    [{ text: code, face: 'bold' }, { text: codes[code].title }],
    count(open.reduce((sum, entry) => sum + entry.count, 0)),
    ...halves(found).map((some) => some.map((finding) => accountPart(told, finding))),
  ];
}

/** The first half is the longer one, so that the eye goes down one column and then the other. */
function halves<One>(all: readonly One[]): readonly [readonly One[], readonly One[]] {
  const middle = Math.ceil(all.length / 2);
  return all.length < 3 ? [all, []] : [all.slice(0, middle), all.slice(middle)];
}

function accountPart(told: Told, { login, severity, code, state }: Finding): CellPart {
  if (login === null) return { text: 'the control itself' };
  const page = told.anchors.get(login)?.pageNumber ?? null;
  const other = severity === codes[code].severity ? '' : `, ${severity}`;
  const settled = state === 'closed' || state === 'excepted' ? `, ${state}` : '';
  const part = loginPart(told, login);
  return { ...part, text: `${login}${other}${settled}${page === null ? '' : `, p.\u00A0${page}`}` };
}

function ages(book: Book, report: Report): void {
  const bars = report.ages.map(({ periods, count: value }) => ({ label: periodsText(periods), value }));
  if (bars.every(({ value }) => value === 0)) return;
  const height = 84;
  const y = book.y - height;
  barChart(
    book,
    {
      title: 'Open findings by age, info not counted',
      alt: `Open findings by review periods, info not counted: ${bars.map((bar) => `${bar.label} ${bar.value}`).join(', ')}.`,
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
