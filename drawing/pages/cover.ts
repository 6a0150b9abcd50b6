// The first page: whether this review can be relied on, seen in one glance, and what exactly was reviewed.
import { isDraft } from '../../core/report/report.ts';
import type { Report } from '../../core/report/report.ts';
import type { RunStatus } from '../../core/names/gates.ts';
import { dayText, instantText } from '../../core/values/instant.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { keyFigures } from '../layout/key-figures.ts';
import { paragraph, points } from '../layout/prose.ts';
import { filledBox, statusSign } from '../layout/shapes.ts';
import { styles, tones } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { count, draftWord, found, periodText, statusMeanings, statusWords } from '../wording.ts';

export function* cover(book: Book, report: Report): Generator<void, void> {
  titleBlock(book, {
    title: `${report.application} access review ${report.period.id}`,
    organisation: report.organisation,
  });
  statusBand(book, {
    status: report.status,
    word: statusWords[report.status],
    note: isDraft(report) ? 'DRAFT, not signed off' : 'SIGNED OFF',
    meaning: statusMeanings[report.status],
  });
  if (report.reasons.length > 0) points(book, report.reasons, '');
  book.y -= 4;
  keyFigures(book, figuresOf(report));
  yield* facts(book, factsOf(report));
  paragraph(
    book,
    'The files that this report rests on are attached to it or named in it with their digests. The command ' +
      '"access-review verify" checks the signature and every digest, and does the run again.',
    { style: styles.small, tone: tones.muted },
  );
}

/** What the report is, of which period and whose. */
export function titleBlock(
  book: Book,
  { title, organisation }: Readonly<Record<'title' | 'organisation', string>>,
): void {
  book.y = book.page.height - 74;
  paragraph(book, 'Evidence of a user access review', { style: styles.label, tone: tones.muted, after: 10 });
  book.within('H1', () => {
    const look = { style: styles.title, tone: tones.accent };
    for (const line of book.wrap(title, styles.title, book.page.textWidth)) {
      book.y -= 36;
      book.page.mark(book.parent, book.text(line, look, { x: book.page.left, y: book.y }));
    }
  });
  book.y -= 12;
  paragraph(book, organisation, { style: { face: 'regular', size: 16 }, after: 16 });
}

/** Names on the left, what they are on the right. */
export function facts(book: Book, rows: readonly (readonly Cell[])[]): Generator<void, void> {
  const columns = [{ title: 'Fact', share: 1.1, face: 'bold' } as const, { title: 'Value', share: 4 }];
  return table(book, { headed: 'rows', size: 8.5, columns, rows });
}

export interface StatusBand {
  /** Gives colour and sign. */
  readonly status: RunStatus;
  readonly word: string;
  /** Small, on the right. */
  readonly note: string;
  readonly meaning: string;
}

export function statusBand(book: Book, { status, word, note, meaning }: StatusBand): void {
  const height = 74;
  const box = { x: book.page.left, y: book.y - height, width: book.page.textWidth, height };
  book.page.artifact(filledBox(box, tones[status]));
  book.page.artifact(statusSign(status, [box.x + 36, box.y + height / 2]));
  book.within('P', () => {
    const wordLook = { style: { face: 'bold', size: 24 }, tone: tones.paper } as const;
    const meaningLook = { style: styles.small, tone: tones.paper };
    const noteLook = { style: { face: 'bold', size: 13 }, tone: tones.paper } as const;
    const noteX = box.x + box.width - 16 - book.textWidth(note, noteLook.style);
    book.page.mark(
      book.parent,
      book.text(`${word} `, wordLook, { x: box.x + 72, y: box.y + 40 }) +
        book.text(`${note} `, noteLook, { x: noteX, y: box.y + 42 }) +
        book.text(meaning, meaningLook, { x: box.x + 72, y: box.y + 19 }),
    );
  });
  book.y = box.y - 16;
}

function figuresOf(report: Report): { readonly value: string; readonly label: string }[] {
  const read = report.directories.filter((directory) => directory.completeness === 'complete').length;
  return [
    { value: count(report.totals.accounts), label: `accounts, ${count(report.totals.live)} live` },
    { value: count(found(report, 'critical')), label: 'open critical findings' },
    { value: count(found(report, 'high')), label: 'open high findings' },
    { value: count(report.proposals.length), label: 'proposed for suspension' },
    { value: `${read} of ${report.directories.length}`, label: 'directories read completely' },
  ];
}

function factsOf(report: Report): readonly (readonly Cell[])[] {
  const { run, export: source } = report;
  const management = report.userManagement === 'manual' ? 'by hand' : 'through Salesforce';
  const set = run.asOfSetByOperator ? ' (clock set by the operator)' : '';
  const declared = source.exportedAtDeclared ? 'as declared' : 'not declared: time of the file';
  const by = source.exportedBy === null ? 'by a person who is not named' : `by ${source.exportedBy}`;
  return [
    ['Organisation', report.organisation],
    [
      'Scope',
      `All accounts of ${report.application}, environment ${report.environment}; users are managed ${management}`,
    ],
    ['Period', `${periodText(report)}; review due ${dayText(report.period.dueDay)}; time zone ${report.timeZone}`],
    ['As of', `${instantText(run.asOf)}${set}`],
    ['Export', `${source.fileName}, taken ${instantText(source.exportedAt)} (${declared}) ${by}`],
    ['Directories', report.directories.map(({ id, product, role }) => `${id} (${product}, ${role})`).join(', ')],
    ['Run', { text: run.id, face: 'mono' }],
    ['Inputs SHA-256', { text: run.inputsSha256, face: 'mono' }],
    ['Status', `${statusWords[report.status]}, ${draftWord(report)}`],
    ['Self-test', `${report.selfTest.passed} of ${report.selfTest.total} planted cases found`],
    ['Signed with', signedWith(report)],
    ['Tool', `${report.tool.name} ${report.tool.version}`],
  ];
}

function signedWith({ signer }: Report): Cell {
  if (signer === null) return 'not signed';
  const key = signer.kind === 'local' ? 'a local key' : 'a key of a key management service';
  return [{ text: `${key}; SHA-256 of its certificate:` }, { text: signer.fingerprint, face: 'mono' }];
}
