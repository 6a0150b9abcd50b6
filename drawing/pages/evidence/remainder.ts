// What else an auditor asks for: who could alter the evidence, what it does not prove, rows left out, digests.
import type { Report } from '../../../core/report/report.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import { columnsOf, mono, right } from '../../layout/columns.ts';
import { chapter, paragraph, points, section } from '../../layout/prose.ts';
import { tableOr, tableSection } from '../../layout/table.ts';
import { notFoundSection } from './not-found.ts';
import type { Told } from '../told.ts';
import { nothing } from '../../wording.ts';

export function* reliance(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  chapter(book, 'Reliance on this evidence', { short: true });
  section(book, 'Who could alter this evidence', { listed: true });
  points(book, report.alterable, { empty: 'Nobody is named who could alter this evidence.' });
  section(book, 'What this report does not prove', { listed: true });
  points(book, report.notProven, { empty: 'No limit of this report is named.' });
  yield* notFoundSection(book, report);
  yield* tableSection(book, "The vendor's complementary user-entity controls", {
    size: 7.5,
    air: 0.2,
    columns: columnsOf({ 'Control that the vendor leaves to its customer': 3, 'How this review serves it': 3 }),
    rows: report.userEntityControls.map(({ control, served }) => [control, served]),
    empty: 'No complementary user-entity control is named.',
  });
}

export function* rowsLeftOut(book: Book, report: Report): Generator<void, void> {
  if (report.rejected.length + report.duplicates.length === 0) return;
  chapter(book, 'Rows of the export that are no account of their own', { short: true });
  if (report.rejected.length > 0) yield* rejectedRows(book, report);
  if (report.duplicates.length > 0) yield* duplicateRows(book, report);
}

function rejectedRows(book: Book, report: Report): Iterable<void> {
  return tableSection(book, 'Rejected rows', {
    size: 7.2,
    air: 0.2,
    columns: columnsOf({ Row: right(0.6), Reason: 2.4, 'Cells as read, one after the other': 4.6 }),
    rows: report.rejected.map(({ row, reason, cells }) => [String(row), reason, cells.map(cellAsRead).join(' | ')]),
  });
}

function duplicateRows(book: Book, report: Report): Iterable<void> {
  return tableSection(book, 'Duplicate rows', {
    size: 7.2,
    air: 0.2,
    columns: columnsOf({ Row: right(0.6), Login: 4, 'Row that stands for the account': 4 }),
    rows: report.duplicates.map(({ row, login, keptRow }) => [String(row), login, String(keptRow)]),
  });
}

/** In quotation marks, so that a blank or a bar within a cell is seen. */
function cellAsRead(text: string): string {
  return text === '' ? '(empty)' : `"${text}"`;
}

export function* files(book: Book, { report, attachments }: Told): Generator<void, void> {
  chapter(book, 'Files of the evidence', { short: true });
  paragraph(
    book,
    'These files are attached to this document; snapshots that would make it too large lie beside it. Digests are SHA-256 ' +
      'over the bytes of each file. The command "access-review verify" checks the signature, every digest and, by ' +
      'doing the run again, every finding.',
  );
  const ofRun = new Set(report.files.map(({ name }) => name));
  const ofReview = attachments.filter(({ name }) => !ofRun.has(name));
  yield* tableOr(
    book,
    {
      size: 7,
      air: 0.2,
      columns: columnsOf({ File: 137, Bytes: right(50), 'SHA-256': mono(284) }),
      rows: [
        ...report.files.map(({ name, bytes, sha256 }) => [name, grouped(bytes), sha256]),
        ...ofReview.map(({ name, sha256 }) => [name, nothing, sha256]),
      ],
    },
    'No file is listed.',
  );
}
