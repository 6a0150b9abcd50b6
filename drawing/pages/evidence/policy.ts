// The policy as approved: the thresholds and registers by which this run judged.
import type { Report } from '../../../core/report/report.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { bold, columnsOf, right } from '../../layout/columns.ts';
import { chapter, paragraph } from '../../layout/prose.ts';
import { table, tableSection } from '../../layout/table.ts';
import { approvalText } from '../../wording.ts';

/** Wide enough for the longest label to stand on one line. */
const labelled = columnsOf({ Fact: bold(2), Value: 4 });

export function* policy(book: Book, report: Report): Generator<void, void> {
  const { policy: approved } = report;
  chapter(book, 'Policy', { short: true });
  paragraph(book, approvalText(report));
  const values = approved.values.map(({ label, value }): readonly Cell[] => [label, value]);
  const digest: readonly Cell[] = ['SHA-256', { text: approved.sha256, face: 'mono' }];
  yield* table(book, { headed: 'rows', size: 7.2, air: 0.18, columns: labelled, rows: [...values, digest] });
  yield* rolesSection(book, report);
  if (approved.aliases.length === 0) return;
  yield* tableSection(book, 'Approved aliases', {
    size: 7.5,
    air: 0.18,
    columns: columnsOf({ Login: 2.5, Identity: 2.5, 'Approved by': 2.5, Expires: 1.1 }),
    rows: approved.aliases.map(({ login, identity, approvedBy, expires }) => [login, identity, approvedBy, expires]),
  });
}

function* rolesSection(book: Book, { roles, application }: Report): Generator<void, void> {
  if (roles === undefined) return;
  yield* tableSection(book, `Roles of ${application}, as the policy describes them`, {
    listed: true,
    size: 7.5,
    air: 0.18,
    columns: columnsOf({ Role: bold(1.4), Class: 1, 'What it is for': 4.6, Live: right(0.6) }),
    rows: roles.map(({ role, class: given, means, live }) => [
      role,
      given ?? { text: 'NOT CLASSIFIED', face: 'bold' },
      means ?? { text: 'NOT DESCRIBED in policy.roles', face: 'bold' },
      String(live),
    ]),
  });
}
