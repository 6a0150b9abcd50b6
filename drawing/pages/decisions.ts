// What was decided and signed for, one row a decision: by whom, when, why, and what came of a removal.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { dayText, instantText } from '../../core/values/instant.ts';
import type { DecidedRow, Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { appendix, paragraph } from '../layout/prose.ts';
import { table } from '../layout/table.ts';
import { counted } from '../wording.ts';

/** Nothing is drawn while nobody has signed: until then decisions can change. */
export function* decisions(book: Book, report: Report): Generator<void, void> {
  const decided = report.decisions ?? [];
  if (decided.length === 0) return;
  appendix(book, 'Decisions');
  const inBulk = decided.filter((row) => row.inBulk).length;
  paragraph(
    book,
    `${counted(decided.length, 'decision')}, ${inBulk} of them in bulk by a stated filter; removals first. What was put before the reviewer is attached as ${evidenceFiles.reviewLines.name}, and the events behind the decisions as ${evidenceFiles.review.name}, each bound to the one before.`,
  );
  yield* table(book, {
    size: 6.4,
    columns: [
      { title: 'Login', share: 116 },
      { title: 'Name', share: 72 },
      { title: 'Decision', share: 52 },
      { title: 'By', share: 96 },
      { title: 'At', share: 74 },
      { title: 'Reason', share: 130 },
      { title: 'Findings seen', share: 82 },
      { title: 'Removal', share: 120 },
    ],
    rows: decided.map(cellsOf),
  });
}

function cellsOf(row: DecidedRow): readonly Cell[] {
  return [
    row.login,
    row.name ?? '',
    row.until === null ? row.decision : `${row.decision} until ${dayText(row.until)}`,
    row.inBulk ? `${row.by}, in bulk` : row.by,
    instantText(row.at),
    row.reason,
    row.codesSeen.join(', '),
    row.removal ?? '',
  ];
}
