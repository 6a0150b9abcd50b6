// What was removed: each removal, the exports that prove it, and the work orders that asked for it.
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { ClosedRemoval, ClosingReport } from '../../../core/report/closing/closing.ts';
import { dayText, hoursText, instantText } from '../../../core/values/time-text.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf, right } from '../../layout/columns.ts';
import { paragraph, section } from '../../layout/prose.ts';
import { styles } from '../../layout/style.ts';
import { tableSection } from '../../layout/table.ts';
import { assurances, orNothing } from '../../wording.ts';
import { small } from './small.ts';

export function* removals(book: Book, { removals: rows }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) {
    section(book, 'Removals and their proofs', { tag: 'H2', listed: true });
    paragraph(book, 'No account was to be removed in this review.');
    return;
  }
  yield* tableSection(book, 'Removals and their proofs', {
    ...small,
    columns: columnsOf({ Account: 2.2, 'Decided, and why': 3.85, Ordered: 1.65, 'Proven by': 1.9, Took: 0.8 }),
    rows: rows.map(removalCells),
  });
  const shown = new Set(rows.map(({ proof }) => proof.shown));
  if (shown.has('made anew'))
    paragraph(book, `${perhapsRenamed('or made anew ')}${aboutRenamed}`, { style: styles.small });
  else if (shown.has('absent')) paragraph(book, `${perhapsRenamed('')}${aboutRenamed}`, { style: styles.small });
}

function perhapsRenamed(or: string): string {
  return `An account that is absent ${or}may also have got another login. `;
}

const aboutRenamed =
  'One that was made before the export under review and stands in the proving export under a login that is new is listed ' +
  'below, with what stayed open; where an export tells no creation times, nothing shows it.';

function removalCells({
  login,
  name,
  role,
  decidedBy,
  decidedAt,
  reason,
  order,
  proof,
  hours,
  late,
}: ClosedRemoval): readonly Cell[] {
  const person = [name, role].filter((text) => text !== null).join(', ');
  return [
    [
      { text: login, face: 'bold' },
      { text: person, muted: true },
    ],
    [{ text: reason }, { text: `${decidedBy}, ${instantText(decidedAt)}`, muted: true }],
    order === null
      ? 'gone without an order'
      : [
          { text: `no. ${order.number}` },
          { text: instantText(order.at) },
          { text: `due ${dayText(order.dueDay)}`, muted: true },
          ...(late ? [{ text: 'PROVEN LATE', face: 'bold' as const }] : []),
        ],
    [
      {
        text: `${proof.shown} in the export of ${instantText(proof.exportedAt)}, ${proof.row === null ? 'which has no row of it' : `row ${grouped(proof.row)}`}`,
      },
      { text: `run ${proof.run}`, muted: true },
    ],
    hours === null ? { text: 'gone before the decision', muted: true } : hoursText(hours),
  ];
}

export function* proofs(book: Book, { exports: rows, run }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Exports that prove them', {
    ...small,
    columns: columnsOf({
      Run: 1.7,
      'Export taken': 1.5,
      Rows: right(0.45),
      'SHA-256 of the export and of the manifest that names it': 5.6,
    }),
    rows: rows.map(({ run: id, asOf, exportedAt, exportedBy, rowsRead, file, sha256, manifestSha256 }) => [
      [{ text: id }, { text: id === run.id ? 'the run under review' : `as of ${instantText(asOf)}`, muted: true }],
      [
        { text: instantText(exportedAt) },
        { text: exportedBy === null ? 'by a person who is not named' : `by ${exportedBy} (asserted)`, muted: true },
      ],
      grouped(rowsRead),
      [
        { text: file },
        { text: sha256, face: 'mono' },
        { text: evidenceFiles.manifest.name },
        { text: manifestSha256, face: 'mono' },
      ],
    ]),
  });
}

export function* orders(book: Book, { orders: rows }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Work orders', {
    ...small,
    columns: columnsOf({ 'No.': right(0.4), Issued: 1.6, By: 2.4, Accounts: right(0.8), 'What became of it': 2.4 }),
    rows: rows.map(({ number, at, by, assurance, accounts, withdrawn }) => [
      String(number),
      instantText(at),
      [orNothing(by), ...(assurance === undefined ? [] : [{ text: assurances[assurance], muted: true }])],
      grouped(accounts),
      withdrawn ? 'withdrawn: an account of it was to stay' : 'carried out',
    ]),
  });
}
