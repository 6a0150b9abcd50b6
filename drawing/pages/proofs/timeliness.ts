// The timeliness of every review so far, each step against the policy, and who signed this one.
import type { SignerRow } from '../../../core/report/proofs/signers.ts';
import { timelySteps } from '../../../core/report/proofs/timeliness.ts';
import type { TimedStep, Timeliness, TimelyRow, TimelyStep } from '../../../core/report/proofs/timeliness.ts';
import type { Report } from '../../../core/report/report.ts';
import { dayText, instantText } from '../../../core/values/time-text.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell, CellPart } from '../../layout/cell.ts';
import { bold, columnsOf } from '../../layout/columns.ts';
import { chapter, paragraph } from '../../layout/prose.ts';
import { table, tableSection } from '../../layout/table.ts';
import { stageNames } from '../../wording.ts';

export function* timeliness(book: Book, report: Report): Generator<void, void> {
  const { proofs, review } = report;
  if (proofs === undefined) return;
  chapter(book, 'Timeliness, period by period', { short: true });
  yield* timedPeriods(book, proofs.timeliness, 'when this run was made');
  yield* signers(book, review?.signers ?? []);
}

/** @param known since when earlier periods are told as they stood */
export function* timedPeriods(book: Book, { allowed, rows }: Timeliness, known: string): Generator<void, void> {
  paragraph(
    book,
    `Days that the policy allows after the period: extraction ${allowed.extraction}, sign-off ${allowed.signOff}, order ${allowed.order}, removal ${allowed.removal}. ` +
      'Each step waits for the one before it: what has one day is done in this order. The last order and the last ' +
      `proof of a removal count. Earlier periods stand as they were known ${known}.`,
  );
  yield* table(book, {
    size: 7,
    air: 0.34,
    columns: [
      ...columnsOf({ Period: bold(0.9), 'Ended, due': 1.5 }),
      ...timelySteps.map((step) => ({ title: stepNames[step], share: 1.6 })),
    ],
    rows: rows.map((row) => [
      row.notPerformed ? [{ text: row.period }, { text: 'NOT PERFORMED', face: 'bold' as const }] : row.period,
      [{ text: dayText(row.lastDay) }, { text: `due ${dayText(row.dueDay)}`, muted: true }],
      ...timelySteps.map((step) => stepCell(row, step)),
    ]),
  });
}

const stepNames: Readonly<Record<TimelyStep, string>> = {
  extraction: 'Extraction',
  signOff: 'Sign-off',
  order: 'Order',
  removal: 'Removal proven',
};

const outcomes: Readonly<Record<TimedStep['outcome'], CellPart>> = {
  pass: { text: 'pass' },
  fail: { text: 'FAIL', face: 'bold' },
  'not yet': { text: 'not yet' },
  'nothing to do': { text: 'nothing to do' },
  'not known': { text: 'not known' },
};

function stepCell(row: TimelyRow, step: TimelyStep): readonly CellPart[] {
  const { at, days, limit, outcome } = row[step];
  const by = { text: `by ${dayText(limit)}`, muted: true };
  if (outcome === 'nothing to do') return [outcomes[outcome]];
  if (at === null || days === null) return [outcomes[outcome], by];
  return [outcomes[outcome], { text: `${instantText(at)}, ${daysText(days)}` }, by];
}

function daysText(days: number): string {
  if (days === 0) return 'on the last day';
  const some = `${grouped(Math.abs(days))} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  return days < 0 ? `${some} before the end` : `${some} after the end`;
}

/** @param preparer whether they prepared what they sign; `null` where nobody said who did */
function preparerCell(preparer: boolean | null): Cell {
  if (preparer === null) return 'not known';
  return preparer ? { text: 'YES: not independent of it', face: 'bold' } : 'no';
}

function* signers(book: Book, rows: readonly SignerRow[]): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Who signed: competence and independence, as far as they are known', {
    listed: true,
    size: 7,
    air: 0.34,
    columns: columnsOf({
      Stage: bold(1.1),
      Who: 2.2,
      'Took the export': 1,
      'Opened the review': 1,
      'Own lines': 1.4,
      'Signs this stage since': 2,
    }),
    rows: rows.map(({ stage, by, name, known, preparer, openedIt, ownLines, since }) => [
      stageNames[stage],
      [{ text: name === null ? by : `${name}, ${by}` }, { text: known, muted: true }],
      preparerCell(preparer),
      openedIt ? 'yes' : 'no',
      ownLines === 0 ? 'none' : `${ownLines}, decided by somebody else`,
      since,
    ]),
  });
  paragraph(book, 'What a directory or the configuration does not tell, such as training or experience, is not known.');
}
