// What was looked for and not found, one line each, and the characters that could not be drawn as themselves.
import { codes, severities } from '../../../core/names/codes.ts';
import { codesNotFound, notFound, notLookedFor } from '../../../core/report/told/not-found.ts';
import type { Report } from '../../../core/report/report.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf } from '../../layout/columns.ts';
import type { TableContent } from '../../layout/grid.ts';
import { paragraph, points, section } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';
import { severityPart } from '../../wording.ts';

export function* notFoundSection(book: Book, report: Report): Generator<void, void> {
  section(book, 'What was looked for and not found', { listed: true });
  if (report.status !== 'complete')
    paragraph(book, 'The run is not complete: what is listed here is not proven to be absent.');
  points(book, [...notFound(report), drawnAsThemselves(book, report)]);
  const unfound = Map.groupBy(codesNotFound(report), (code) => codes[code].severity);
  const rows = severities.flatMap((severity) => {
    const kinds = (unfound.get(severity) ?? []).map((code) => `${codes[code].title} (${code})`);
    return kinds.length === 0 ? [] : [[severityPart(severity), kinds.join('; ')]];
  });
  yield* listed(book, rows, columnsOf({ Severity: 0.7, 'Looked for by the rules, and not found': 5.3 }));
  yield* notLooked(book, report);
}

/** Codes that this run could not look for. Without this table they would be taken for codes that were not found. */
function* notLooked(book: Book, report: Report): Generator<void, void> {
  const rows = notLookedFor(report).map(({ code, why }) => [`${codes[code].title} (${code})`, why]);
  yield* listed(book, rows, columnsOf({ 'Not looked for': 2.4, Why: 3.6 }));
}

/** In small type, close together; nothing where there is no row. */
function* listed(
  book: Book,
  rows: readonly (readonly Cell[])[],
  columns: TableContent['columns'],
): Generator<void, void> {
  if (rows.length > 0) yield* table(book, { size: 7.2, air: 0.26, columns, rows });
}

/**
 * The texts that are drawn after this section are looked through now, so that their characters are named here as well.
 */
function drawnAsThemselves(book: Book, report: Report): string {
  const { directories, gates, policy, rejected, files, population } = report;
  forTexts([directories, gates, policy, rejected, files, population], (text) => book.type.visible(text, 'regular'));
  const shown = [...book.type.shownAsCode].toSorted();
  if (shown.length === 0) return 'Every character of this report is drawn as itself.';
  return (
    'These characters leave no ink, hide others, or have no glyph in the fonts of this report. Where they occur, ' +
    `their code point stands in square brackets: ${shown.join(', ')}.`
  );
}

function forTexts(value: unknown, look: (text: string) => void): void {
  if (typeof value === 'string') look(value);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) forTexts(part, look);
}
