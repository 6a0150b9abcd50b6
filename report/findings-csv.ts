// The tables of a run as CSV: RFC 4180, UTF-8, and nothing in them that a spreadsheet would execute.
import type { Finding } from '../core/findings/finding.ts';
import type { Bytes, Sheets } from '../core/ports.ts';
import type { Report } from '../core/report.ts';

export const csvSheets: Sheets = {
  findings: (report) => encoded(findingsCsv(report)),
  population: (report) => encoded(populationCsv(report)),
  proposals: (report) => encoded(proposalsCsv(report)),
};

const encoder = new TextEncoder();

async function* encoded(lines: Iterable<string>): Bytes {
  for (const line of lines) yield encoder.encode(line);
}

export function* findingsCsv({ findings }: Pick<Report, 'findings'>): Generator<string, void, void> {
  yield csvLine([
    'id',
    'code',
    'severity',
    'state',
    'login',
    'row',
    'situation',
    'reason',
    'directory',
    'identity',
    'firstSeen',
    'reviewsOpen',
    'continues',
  ]);
  for (const finding of findings) yield csvLine(findingCells(finding));
}

function findingCells(finding: Finding): readonly Cell[] {
  const { id, code, severity, state, login, row, situation, reason, directory, identity } = finding;
  const { firstSeen, reviewsOpen, continues } = finding;
  return [
    id,
    code,
    severity,
    state,
    login,
    row,
    situation,
    reason,
    directory,
    identity,
    firstSeen,
    reviewsOpen,
    continues,
  ];
}

/** Exactly the columns of the contract, section 4; codes are joined by a blank. */
export function* populationCsv({ population }: Pick<Report, 'population'>): Generator<string, void, void> {
  yield csvLine(['row', 'login', 'name', 'status', 'role', 'situation', 'rule', 'directory', 'identity', 'findings']);
  for (const { row, login, name, status, role, situation, rule, directory, identity, findings } of population) {
    yield csvLine([row, login, name, status, role, situation, rule, directory, identity, findings.join(' ')]);
  }
}

/** Without `Operation`: nobody can import it by mistake. */
export function* proposalsCsv({ proposals }: Pick<Report, 'proposals'>): Generator<string, void, void> {
  yield csvLine(['row', 'login', 'name', 'status', 'role', 'situation', 'codes', 'reasons']);
  for (const { row, login, name, status, role, situation, codes, reasons } of proposals) {
    yield csvLine([row, login, name, status, role, situation, codes.join(' '), reasons.join(' ')]);
  }
}

type Cell = string | number | null;

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(typeof cell === 'string' ? neutralised(cell) : String(cell ?? ''))).join(',')}\r\n`;
}

/** Also behind blanks, and in the full-width forms that spreadsheets fold (OWASP, CSV injection). */
const executable = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** @example neutralised('=HYPERLINK("x")') // "'=HYPERLINK(\"x\")" */
export function neutralised(cell: string): string {
  return executable.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
