// Completeness and accuracy of the population: each source as it was read, and the sums that must tie out (AS 1105.10).
import type { Instant } from '../../../core/values/instant.ts';
import { instantText, stampText } from '../../../core/values/time-text.ts';
import type { Report } from '../../../core/report/report.ts';
import type { DirectorySource } from '../../../core/report/parts/inputs.ts';
import { leaversCounted, newestLeaver } from '../../../core/report/told/leavers-file.ts';
import type { GateOutcome } from '../../../core/inputs/gates.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell, CellPart } from '../../layout/cell.ts';
import { bold, columnsOf, mono, right } from '../../layout/columns.ts';
import { chapter, paragraph, section } from '../../layout/prose.ts';
import { table, tableSection } from '../../layout/table.ts';
import { custody } from './custody.ts';
import { tieOut } from './tie-out.ts';
import { counted, orNothing, yesNo } from '../../wording.ts';

const factColumns = columnsOf({ Fact: bold(1.1), Value: 4 });

/** Facts of the evidence: closer together than what is read first. */
const factTable = { listed: true, headed: 'rows', size: 7.2, air: 0.2 } as const;

export function* sources(book: Book, report: Report): Generator<void, void> {
  chapter(book, 'Completeness and accuracy of the population', { short: true, below: 170 });
  paragraph(
    book,
    'Each source is listed with the way in which it was read and the digest of what was read. The same files are ' +
      'attached to this document, so that every number here can be counted again without the tool that wrote it.',
  );
  yield* tableSection(book, `The export of ${report.application}`, {
    ...factTable,
    columns: factColumns,
    rows: exportFacts(report),
  });
  yield* custody(book, report);
  yield* tieOut(book, report);
  for (const directory of report.directories) yield* directorySection(book, directory, report.application);
  yield* tableSection(book, 'Other inputs', {
    ...factTable,
    columns: factColumns,
    rows: otherInputs(report),
  });
  yield* unmatchedLeavers(book, report);
  if (report.gates.length > 0) yield* gates(book, report);
}

function* unmatchedLeavers(book: Book, { leaversFile }: Report): Generator<void, void> {
  if (leaversFile === null || leaversFile.unmatched.length === 0) return;
  section(book, 'Leavers who match nobody', { listed: true });
  paragraph(book, 'They have left, and neither an account of the export nor a person behind one bears their login.');
  yield* table(book, {
    size: 7.5,
    air: 0.22,
    columns: columnsOf({ Row: 1, Login: 4 }),
    rows: leaversFile.unmatched.map(({ where, login, why }) => [where, why === undefined ? login : `${login}: ${why}`]),
  });
}

function* gates(book: Book, report: Report): Generator<void, void> {
  section(book, 'Gates', { listed: true });
  paragraph(
    book,
    'A gate holds a run whose inputs are incomplete or do not fit together. Some can be accepted by a person who ' +
      'gives a reason; then name and reason stand here.',
  );
  yield* table(book, {
    size: 7.5,
    air: 0.22,
    columns: columnsOf({ Gate: 0.9, About: 0.9, 'What was found': 2.8, Outcome: 2.8 }),
    rows: report.gates.map((gate) => [gate.gate, gate.directory ?? 'export', gate.reason, gateOutcome(gate)]),
  });
}

/** Every query and call, so that somebody with the same rights can repeat them. */
export function* queries(book: Book, report: Report): Generator<void, void> {
  if (report.directories.length === 0) return;
  // A section begins at once: without it the heading would stand alone.
  chapter(book, 'Queries and calls', { short: true, below: 150 });
  for (const directory of report.directories) yield* calls(book, directory);
}

function gateOutcome({ accepted, acceptable }: GateOutcome): string {
  if (accepted !== null) return `Accepted by ${accepted.by}: ${accepted.reason}`;
  return acceptable ? 'Holds the run until somebody accepts it' : 'Holds the run and cannot be accepted';
}

function exportFacts({ application, export: source, unjudged }: Report): readonly (readonly Cell[])[] {
  const declared = source.exportedAtDeclared ? 'as declared' : 'not declared: the time of the file is used';
  const form = [
    source.format.toUpperCase(),
    source.encoding,
    source.delimiter === null ? null : `separated by ${delimiterName(source.delimiter)}`,
    source.sheet === null ? null : `sheet ${source.sheet}`,
  ];
  const columns = source.columns.map(({ field, header }) => `${field} from "${header}"`).join('; ');
  return [
    ['File', source.fileName],
    ['Form', `${form.filter((part) => part !== null).join(', ')}; header in row ${source.headerRow}`],
    ['Size', counted(source.bytes, 'byte')],
    ['SHA-256', { text: source.sha256, face: 'mono' }],
    ['Exported at', `${instantText(source.exportedAt)} (${declared})`],
    ['Exported by', orNothing(source.exportedBy)],
    ['Columns used', columns],
    ['Columns not used', source.unmappedColumns.length === 0 ? 'none' : source.unmappedColumns.join(', ')],
    [
      'Not judged',
      unjudged.length === 0
        ? 'nothing: the columns tell what every rule needs'
        : unjudged.map(({ codes, reason }) => ({ text: `${codes.join(', ')}: ${reason}` })),
    ],
    [
      'Signs of editing',
      source.editedSigns.length === 0
        ? `none: the file has the form in which ${application} writes it`
        : source.editedSigns.map((text) => ({ text })),
    ],
  ];
}

function delimiterName(delimiter: string): string {
  if (delimiter === '\t') return 'tabs';
  return delimiter === ';' ? 'semicolons' : 'commas';
}

function* directorySection(book: Book, directory: DirectorySource, application: string): Generator<void, void> {
  yield* tableSection(book, `Directory ${directory.id}`, {
    ...factTable,
    columns: factColumns,
    rows: directoryFacts(directory, application),
  });
}

function calls(book: Book, directory: DirectorySource): Iterable<void> {
  return tableSection(book, `Read from ${directory.id}`, {
    listed: true,
    size: 6.3,
    air: 0.18,
    columns: columnsOf({
      'Query or call': mono(5.6),
      Pages: right(0.6),
      Rows: right(0.6),
      Retries: right(0.65),
      'First and last answer, UTC': 1.9,
      Result: 0.7,
    }),
    rows: directory.calls.map((call) => [
      [{ text: call.call }, { text: requestIds(call.requestIds), muted: true }],
      grouped(call.pages),
      grouped(call.rows),
      grouped(call.retries),
      call.firstAt === call.lastAt ? answered(call.firstAt) : [answered(call.firstAt), answered(call.lastAt)],
      call.ok ? 'ended' : 'FAILED',
    ]),
    empty: 'No call to this directory is recorded.',
  });
}

function answered(at: Instant | null): CellPart {
  return orNothing(at === null ? null : stampText(at, 'short'));
}

function requestIds(ids: readonly string[]): string {
  return ids.length === 0 ? '' : `request ${ids.join(', ')}`;
}

function directoryFacts(directory: DirectorySource, application: string): readonly (readonly Cell[])[] {
  const { app } = directory;
  const authority =
    directory.authoritativeFor.length === 0 ? '' : `; authoritative for ${directory.authoritativeFor.join(', ')}`;
  return [
    ['Product and role', `${directory.product}, ${directory.role}${authority}`],
    ['Tenant', orNothing(directory.tenant)],
    [
      `${application} app`,
      app === null
        ? 'none: this directory only tells who is there'
        : `${app.name ?? 'without a name'} (${app.id}); enabled: ${yesNo(app.enabled)}; assignment required: ${yesNo(app.assignmentRequired)}; name id: ${app.nameId ?? 'not known'}`,
    ],
    ['Taken at', instantText(directory.takenAt)],
    [
      'Completeness',
      [{ text: directory.completeness.toUpperCase(), face: 'bold' }, ...directory.reasons.map((text) => ({ text }))],
    ],
    ...directory.notes.map((note) => ['Note', note]),
    ...(directory.lookBack === null ? [] : [['Look-back', directory.lookBack]]),
    [
      'Read',
      `${counted(directory.identities, 'identity', 'identities')}, deleted ones not counted; ${counted(directory.assignments, 'assignment')}`,
    ],
    ['Snapshot SHA-256', { text: directory.sha256, face: 'mono' }],
  ];
}

function leaversText(file: NonNullable<Report['leaversFile']>, report: Report): string {
  const newest = newestLeaver(file, report);
  const of = leaversCounted(file, ', ');
  return newest === null ? of : `${of}; ${newest}; nobody declares when HR wrote it`;
}

function otherInputs(report: Report): readonly (readonly Cell[])[] {
  const { leaversFile, history } = report;
  return [
    [
      'Leavers file',
      leaversFile === null
        ? 'none was given'
        : [
            {
              text: `${leaversFile.fileName}, ${counted(leaversFile.rows, 'row')}: ${leaversText(leaversFile, report)}`,
            },
            { text: leaversFile.sha256, face: 'mono' },
          ],
    ],
    [
      'History',
      history === null
        ? 'none: no earlier run was accepted'
        : [
            { text: `accepted run ${history.run}, as of ${instantText(history.asOf)}` },
            { text: history.sha256, face: 'mono' },
          ],
    ],
    ['Policy SHA-256', { text: report.policy.sha256, face: 'mono' }],
    ['All inputs SHA-256', { text: report.run.inputsSha256, face: 'mono' }],
    ['Self-test', `${report.selfTest.passed} of ${report.selfTest.total} planted cases were found by this run's rules`],
  ];
}
