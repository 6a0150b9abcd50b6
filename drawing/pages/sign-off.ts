// Who signed what, stage by stage, and the field that holds the electronic signature of this file.
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { signOffStages } from '../../core/names/sign-off.ts';
import type { Report } from '../../core/report/report.ts';
import type { CommentRow, WayBackRow } from '../../core/report/parts/review.ts';
import type { SignOff } from '../../core/names/sign-off.ts';
import { textOf } from '../pdf/syntax.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { bold, columnsOf } from '../layout/columns.ts';
import { chapter, paragraph, paragraphHeight, section, sectionHeight } from '../layout/prose.ts';
import { filledBox } from '../layout/shapes.ts';
import { styles, tones } from '../layout/style.ts';
import { table, tableSection } from '../layout/table.ts';
import { assurances, stageNames } from '../wording.ts';

export function* signOff(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Sign-off', { short: true });
  paragraph(
    book,
    'Each stage signs a statement over the digest of the evidence. Until every stage has signed, this report is a draft.',
  );
  yield* table(book, {
    columns: columnsOf({ Stage: bold(1.1), 'Signed by': 2, At: 1.5, 'Statement and digest': 4 }),
    rows: signOffStages.flatMap((stage) => stageRows(report, stage)),
  });
  yield* waysBack(book, report.review?.waysBack ?? []);
  yield* comments(book, report.review?.comments ?? []);
}

/** Not drawn for a review in which nothing was ever delegated or taken back. */
function* waysBack(book: Book, rows: readonly WayBackRow[]): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Delegated, taken back, carried over, voided', {
    size: 7.2,
    air: 0.34,
    columns: columnsOf({ By: 1.9, At: 1.2, What: 3.2, Why: 3.2 }),
    rows: rows.map(({ by, assurance, at, what, reason }) => [
      assurance === null ? by : [{ text: by }, { text: assurances[assurance], muted: true }],
      instantText(at),
      what,
      reason,
    ]),
  });
  paragraph(
    book,
    `Nothing of it was erased: each stands as an event in ${evidenceFiles.review.name}, and the lines as they were before a move are attached beside ${evidenceFiles.reviewLines.name}.`,
  );
}

/** Not drawn for a review without comments. @param tag of the heading */
export function* comments(book: Book, rows: readonly CommentRow[], tag: 'H2' | 'H3' = 'H3'): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Comments and attached files', {
    tag,
    size: 7.2,
    air: 0.34,
    columns: columnsOf({ By: 1.9, At: 1.2, About: 1.8, 'What, and the digests of the files': 4.6 }),
    rows: rows.map(({ by, assurance, at, login, text, files }) => [
      [{ text: by }, { text: assurances[assurance], muted: true }],
      instantText(at),
      login,
      [
        { text },
        ...files.flatMap(({ name, bytes, sha256 }): readonly CellPart[] => [
          { text: `${name}, ${bytes} bytes` },
          { text: sha256, face: 'mono', muted: true },
        ]),
      ],
    ]),
  });
  paragraph(
    book,
    `The files are kept with the review, each under its digest, which the event in ${evidenceFiles.review.name} names.`,
  );
}

function stageRows(report: Report, stage: SignOff['stage']): readonly (readonly Cell[])[] {
  const signed = report.signOffs.filter((entry) => entry.stage === stage);
  if (signed.length === 0) return [[stageNames[stage], 'not signed', '', '']];
  return signed.map((entry) => [
    stageNames[stage],
    [{ text: entry.by }, { text: assurances[entry.assurance], muted: true }],
    instantText(entry.at),
    [{ text: entry.statement }, { text: entry.digest, face: 'mono', muted: true }],
  ]);
}

const fieldHeight = 54;
const fieldWidth = 300;

const aboutSignature =
  'The signature covers every byte of this file but itself. A reader of PDF files shows whether it is intact and ' +
  "whose certificate made it; compare the certificate's fingerprint with the one that was published.";

/** Points from the heading down to the foot of the field: they stand on one page. */
export function signatureHeight(book: Book): number {
  return sectionHeight(book, titleOfSignature) + paragraphHeight(book, aboutSignature) + fieldHeight;
}

const titleOfSignature = 'Electronic signature of this file';

/**
 * Draws the signature field and leaves room for the signature.
 *
 * @param at when the file was written
 * @param tag of its heading: `H2` where no chapter stands above it
 */
export function signatureField(book: Book, at: Instant, tag: 'H2' | 'H3' = 'H3'): void {
  section(book, titleOfSignature, { tag, below: paragraphHeight(book, aboutSignature) + fieldHeight });
  paragraph(book, aboutSignature);
  const box = { x: book.page.left, y: book.y - fieldHeight, width: fieldWidth, height: fieldHeight };
  book.within('Form', () => book.signatureField(at, box, fieldLook(book)), {
    Alt: textOf('Electronic signature of this report'),
  });
  book.y = box.y - 12;
}

function fieldLook(book: Book): string {
  const box = { x: 0, y: 0, width: fieldWidth, height: fieldHeight };
  return (
    filledBox(box, tones.tint) +
    filledBox({ ...box, width: 2.5 }, tones.accent) +
    book.text('Electronic signature', { style: styles.strong, tone: tones.ink }, { x: 14, y: 32 }) +
    book.text(
      'Open the signature panel of your reader to verify it.',
      { style: styles.small, tone: tones.muted },
      { x: 14, y: 16 },
    )
  );
}
