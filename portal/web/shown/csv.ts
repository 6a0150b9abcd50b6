// Tables as files: comma-separated, with cells that no spreadsheet runs.
import { saveAs } from '../api/digest.ts';

const runs = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = runs.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a byte order mark, without which spreadsheets misread umlauts. */
export function saveCsv(name: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const text = [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
  saveAs(`${name}.csv`, new Blob(['\uFEFF', text, '\r\n'], { type: 'text/csv' }));
}
