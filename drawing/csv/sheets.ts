// The lists of a report as CSV (RFC 4180, UTF-8): safe to open in a spreadsheet, exact to read back.
import type { Finding } from '../../core/findings/finding.ts';
import type { Proposal } from '../../core/findings/proposals.ts';
import type { Sheets } from '../../core/ports/drawing.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { Report } from '../../core/report/report.ts';
import type { PopulationRow } from '../../core/report/parts/accounts.ts';
import { neutralised } from '../../core/values/formula.ts';

type Value = string | number | null;

export function csvLine(values: readonly Value[]): string {
  const cells = values.map((value) => {
    const cell = value === null ? '' : neutralised(String(value));
    return /[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  });
  return `${cells.join(',')}\r\n`;
}

export function* csv<Row>(
  columns: Readonly<Record<string, (row: Row) => Value>>,
  rows: Iterable<Row>,
): Generator<string> {
  const readers = Object.values(columns);
  yield csvLine(Object.keys(columns));
  for (const row of rows) yield csvLine(readers.map((read) => read(row)));
}

const findingColumns = {
  id: (finding: Finding) => finding.id,
  code: (finding: Finding) => finding.code,
  severity: (finding: Finding) => finding.severity,
  state: (finding: Finding) => finding.state,
  login: (finding: Finding) => finding.login,
  row: (finding: Finding) => finding.row,
  situation: (finding: Finding) => finding.situation,
  reason: (finding: Finding) => finding.reason,
  directory: (finding: Finding) => finding.directory,
  identity: (finding: Finding) => finding.identity,
  firstSeen: (finding: Finding) => finding.firstSeen,
  reviewsOpen: (finding: Finding) => finding.reviewsOpen,
  continues: (finding: Finding) => finding.continues,
};

/** `findings.csv`: a header line and one line a finding, each with its line end. */
export function findingsCsv(report: Pick<Report, 'findings'>): Iterable<string> {
  return csv(findingColumns, report.findings);
}

const populationColumns = {
  row: (account: PopulationRow) => account.row,
  login: (account: PopulationRow) => account.login,
  name: (account: PopulationRow) => account.name,
  status: (account: PopulationRow) => account.status,
  role: (account: PopulationRow) => account.role,
  situation: (account: PopulationRow) => account.situation,
  rule: (account: PopulationRow) => account.rule,
  directory: (account: PopulationRow) => account.directory,
  identity: (account: PopulationRow) => account.identity,
  findings: (account: PopulationRow) => account.findings.join(' '),
};

/** `population.csv`: a header line and one line an account. */
export function populationCsv(report: Pick<Report, 'population'>): Iterable<string> {
  return csv(populationColumns, report.population);
}

const proposalColumns = {
  row: (proposal: Proposal) => proposal.row,
  login: (proposal: Proposal) => proposal.login,
  name: (proposal: Proposal) => proposal.name,
  status: (proposal: Proposal) => proposal.status,
  role: (proposal: Proposal) => proposal.role,
  situation: (proposal: Proposal) => proposal.situation,
  codes: (proposal: Proposal) => proposal.codes.join(' '),
  reasons: (proposal: Proposal) => proposal.reasons.join(' '),
};

/** `proposals.csv`: a header line and one line an account; it has no column `Operation`, so nobody can import it. */
export function proposalsCsv(report: Pick<Report, 'proposals'>): Iterable<string> {
  return csv(proposalColumns, report.proposals);
}

/** Lines are sent in pieces of about this many characters. */
const pieceLength = 65_536;

/** The three lists as the steps ask for them. */
export const csvSheets: Sheets = {
  findings: (report) => csvBytes(findingsCsv(report)),
  population: (report) => csvBytes(populationCsv(report)),
  proposals: (report) => csvBytes(proposalsCsv(report)),
};

/** Lines as UTF-8 bytes. */
async function* csvBytes(lines: Iterable<string>): Bytes {
  let piece = '';
  for (const text of lines) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece.toWellFormed());
    piece = '';
  }
  yield Buffer.from(piece.toWellFormed());
}
