// The policy as approved: the thresholds and registers by which this run judged.
import { dayText } from '../../../core/values/instant.ts';
import type { Report } from '../../../core/report/report.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { chapter, paragraph } from '../../layout/prose.ts';
import { table, tableSection } from '../../layout/table.ts';
import { factColumns } from './sources.ts';

export function* policy(book: Book, { policy: approved }: Report): Generator<void, void> {
  chapter(book, 'Policy', { short: true });
  const on = approved.approvedOn === null ? 'on a day that is not named' : `on ${dayText(approved.approvedOn)}`;
  paragraph(book, approved.unapproved ?? `Approved by ${approved.approvedBy ?? 'nobody'} ${on}.`);
  const values = approved.values.map(({ label, value }): readonly Cell[] => [label, value]);
  const digest: readonly Cell[] = ['SHA-256', { text: approved.sha256, face: 'mono' }];
  yield* table(book, { headed: 'rows', size: 7.5, air: 0.34, columns: factColumns, rows: [...values, digest] });
  if (approved.aliases.length === 0) return;
  yield* tableSection(book, 'Approved aliases', {
    size: 7.5,
    air: 0.34,
    columns: [
      { title: 'Login', share: 3 },
      { title: 'Identity', share: 3 },
      { title: 'Approved by', share: 2 },
      { title: 'Expires', share: 1.5 },
    ],
    rows: approved.aliases.map(({ login, identity, approvedBy, expires }) => [login, identity, approvedBy, expires]),
  });
}
