// Of every account whose access should have ended: whether it was used since, or why that cannot be told.
import type { Report } from '../../../core/report/report.ts';
import { instantText } from '../../../core/values/time-text.ts';
import type { UseRow } from '../../../core/report/proofs/proofs.ts';
import type { Book } from '../../layout/book.ts';
import type { CellPart } from '../../layout/cell.ts';
import { columnsOf } from '../../layout/columns.ts';
import { chapter, paragraph } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';
import { loginPart } from '../told.ts';
import type { Told } from '../told.ts';

export function* useAfterTheEnd(book: Book, told: Told): Generator<void, void> {
  const { proofs } = told.report;
  if (proofs === undefined || proofs.use.length === 0) return;
  const rows = proofs.use.filter(({ kind }) => kind !== 'leaver');
  chapter(book, 'Use after the end', { short: true });
  paragraph(book, sentence(proofs.use, told.report));
  if (rows.length === 0) return;
  yield* table(book, {
    size: 6.8,
    air: 0.26,
    gutter: 6,
    columns: columnsOf({
      Account: 2.8,
      Whose: 0.8,
      'End of access': 2.6,
      'Used since': 1.1,
      'What says so, or why nothing does': 3.2,
    }),
    rows: rows.map((row) => [loginPart(told, row.login), row.kind, row.end, usePart(row), row.why]),
  });
}

function sentence(rows: readonly UseRow[], { application, export: source }: Report): string {
  const having = (use: UseRow['use']): number => rows.filter((row) => row.use === use).length;
  return (
    `Every account that counts as that of a leaver, of nobody or of a disabled person: ${having('used')} used since the end, ` +
    `${having('not used')} not used, ${having('cannot be determined')} cannot be determined${rows.some(({ kind }) => kind === 'leaver') ? '; leavers stand in their chapter' : ''}. ` +
    `"Not used" reaches to ${instantText(source.exportedAt)}, when the export of ${application} was taken, and is measured from the end as it is known.`
  );
}

export function usePart({ use }: UseRow): CellPart {
  return use === 'used' ? { text: 'USED', face: 'bold' } : { text: use };
}
