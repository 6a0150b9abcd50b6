// Writes users as People.ai exports them, leavers as HR lists them, and decisions as a reviewer hands them in.
import { byCodePoint } from '../core/values/text.ts';
import type { Decision, ExportRow } from './world/people.ts';

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`;
}

/** @param strays rows that People.ai lists below everybody else, in their order */
export function exportFile(rows: readonly ExportRow[], strays: readonly ExportRow[]): string {
  const sorted = rows.toSorted((a, b) => byCodePoint(a.Email.trim().toLowerCase(), b.Email.trim().toLowerCase()));
  const [first] = sorted;
  if (first === undefined) throw new Error('the sample has no accounts');
  return [Object.keys(first), ...[...sorted, ...strays].map((row) => Object.values(row))].map(line).join('');
}

export function leaversFile(leavers: readonly (readonly [string, string])[]): string {
  return [['E-mail', 'Last day'], ...leavers].map(line).join('');
}

export function decisionsFile(decisions: readonly Decision[]): string {
  const rows = decisions.map(({ login, decision, reason }) => [login, decision, '', reason]);
  return [['login', 'decision', 'until', 'reason'], ...rows].map(line).join('');
}
