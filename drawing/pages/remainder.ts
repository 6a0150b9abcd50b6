// What else an auditor asks for: who could alter the evidence, what it does not prove, rows left out, digests.
import type { Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import type { CellPart } from '../layout/cell.ts';
import { chapter, paragraph, points, section } from '../layout/prose.ts';
import { tableOr, tableSection } from '../layout/table.ts';
import { count } from '../wording.ts';

export function* reliance(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Reliance on this evidence', { short: true });
  section(book, 'Who could alter this evidence');
  points(book, report.alterable, 'Nobody is named who could alter this evidence.');
  section(book, 'What this report does not prove');
  points(book, report.notProven, 'No limit of this report is named.');
  yield* tableSection(book, "The vendor's complementary user-entity controls", {
    columns: [
      { title: 'Control that the vendor leaves to its customer', share: 3 },
      { title: 'How this review serves it', share: 3 },
    ],
    rows: report.userEntityControls.map(({ control, served }) => [control, served]),
    empty: 'No complementary user-entity control is named.',
  });
}

export function* rowsLeftOut(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Rows of the export that are no account of their own', { short: true });
  yield* tableSection(book, 'Rejected rows', {
    columns: [
      { title: 'Row', share: 0.6, align: 'right' },
      { title: 'Reason', share: 2.4 },
      { title: 'Cells as read', share: 4 },
    ],
    rows: report.rejected.map(({ row, reason, cells }) => [String(row), reason, cells.map(cellAsRead)]),
    empty: 'No row was rejected.',
  });
  yield* tableSection(book, 'Duplicate rows', {
    columns: [
      { title: 'Row', share: 0.6, align: 'right' },
      { title: 'Login', share: 4 },
      { title: 'Row that stands for the account', share: 2, align: 'right' },
    ],
    rows: report.duplicates.map(({ row, login, keptRow }) => [String(row), login, String(keptRow)]),
    empty: 'No login stands in more than one row.',
  });
}

function cellAsRead(text: string): CellPart {
  return text === '' ? { text: '(empty)', muted: true } : { text };
}

export function* proposals(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Proposals', { short: true });
  paragraph(
    book,
    'Accounts that the policy proposes for suspension. A proposal becomes an order only by a decision of the reviewer.',
  );
  yield* tableOr(
    book,
    {
      columns: [
        { title: 'Row', share: 0.6, align: 'right' },
        { title: 'Account', share: 3 },
        { title: 'Status and role', share: 1.4 },
        { title: 'Situation', share: 1.2 },
        { title: 'Because of', share: 4 },
      ],
      rows: report.proposals.map((proposal) => [
        String(proposal.row),
        [{ text: proposal.login, face: 'bold' }, { text: proposal.name ?? '' }],
        [{ text: proposal.status }, { text: proposal.role ?? '' }],
        proposal.situation,
        [{ text: proposal.codes.join(', ') }, ...proposal.reasons.map((text) => ({ text }))],
      ]),
    },
    'No account is proposed for suspension.',
  );
  if (report.withheld.length === 0) return;
  yield* tableSection(book, 'Withheld from the proposals', {
    columns: [
      { title: 'Login', share: 3 },
      { title: 'Why', share: 5 },
    ],
    rows: report.withheld.map(({ login, why }) => [login, why]),
    empty: '',
  });
}

export function* files(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Files of the evidence', { short: true });
  paragraph(
    book,
    'These files are attached to this document; snapshots that would make it too large lie beside it. Digests are SHA-256 ' +
      'over the bytes of each file. The command "access-review verify" checks the signature, every digest and, by ' +
      'doing the run again, every finding.',
  );
  yield* tableOr(
    book,
    {
      size: 7.2,
      columns: [
        { title: 'File', share: 125 },
        { title: 'Bytes', share: 62, align: 'right' },
        { title: 'SHA-256', share: 284, face: 'mono' },
      ],
      rows: report.files.map(({ name, bytes, sha256 }) => [name, count(bytes), sha256]),
    },
    'No file is listed.',
  );
}

/** Comes last: only then it is known what could not be drawn. */
export function codePoints(book: Book): void {
  chapter(book, 'Characters shown as code points', { short: true });
  const shown = [...book.type.shownAsCode].toSorted();
  paragraph(
    book,
    shown.length === 0
      ? 'Every character of this report is drawn as itself.'
      : 'These characters leave no ink, hide others, or have no glyph in the fonts of this report. Where they occur, ' +
          `their code point stands in square brackets: ${shown.join(', ')}.`,
  );
}
