// What `run` prints: a summary for people, or one JSON document for programs.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { join } from 'node:path';
import { isSettled } from '../../core/findings/finding.ts';
import { situations } from '../../core/names/situations.ts';
import { inputsTold } from '../../core/report/documents.ts';
import { chainsOf } from '../../core/report/told/custody.ts';
import { leaversCounted, newestLeaver } from '../../core/report/told/leavers-file.ts';
import { runBlockers } from '../../core/review/signatures/refusals.ts';
import type { Refusal } from '../../core/values/result.ts';
import { plural, shortened, visibleLine } from '../../core/values/text.ts';
import { instantText } from '../../core/values/time-text.ts';
import { isOfOtherLength } from '../../core/inputs/export/rows/row.ts';
import type { Report } from '../../core/report/report.ts';
import type { Mailed } from './mail.ts';

export interface RunOutput {
  readonly folder: string;
  readonly names: readonly string[];
  readonly mailed: Mailed;
}

/** Which run it is, and whether it is complete; where it is not, why. */
export function standingLines({ run, status, reasons }: Report): readonly string[] {
  const clock = run.asOfSetByOperator ? ' (clock set by the operator)' : '';
  return [
    `Run ${run.id}: ${status.toUpperCase()}, as of ${instantText(run.asOf)}${clock}`,
    ...reasons.map((reason) => `  ${reason}`),
  ];
}

export function runSummary(report: Report, { folder, names, mailed }: RunOutput): string {
  const { totals } = report;
  const lines = [
    `Access review of ${report.application}, ${report.organisation}, ${report.period.id}`,
    ...standingLines(report),
    '',
    `Rows read ${totals.rowsRead} = ${plural(totals.accounts, 'account')} + ${totals.rejected} rejected + ${plural(totals.duplicates, 'duplicate')}`,
    `Situations: ${situations
      .filter((one) => totals.situations[one] > 0)
      .map((one) => `${one} ${totals.situations[one]}`)
      .join(', ')}`,
    ...strangersLine(report),
    ...rollForwardLine(report),
    `Self-test ${report.selfTest.passed} of ${report.selfTest.total}`,
    '',
    ...findingLines(report),
    ...rejectedLines(report),
    ...inputLines(report),
    '',
    `Proposed for suspension: ${report.proposals.length}${report.withheld.length === 0 ? '' : `; withheld: ${report.withheld.length}`}`,
    ...blockedLines(report),
    ...custodyLines(report),
    ...mailedLines(mailed),
    `Files: ${folder}`,
    ...(names.includes(evidenceFiles.report.name) ? [`Report: ${join(folder, evidenceFiles.report.name)}`] : []),
  ];
  return lines.map(visibleLine).join('\n');
}

/**
 * Warns when no directory knows nine accounts in ten or more: more likely than that all have left is that names are written
 * otherwise, or that the export is of another company.
 */
function strangersLine({ application, totals, directories }: Report): readonly string[] {
  const { accounts, situations } = totals;
  const people = directories.reduce((sum, { identities }) => sum + identities, 0);
  if (accounts < fewestStrangers || isMostlyKnown(totals) || people === 0) return [];
  const unknown =
    situations.unmatched === accounts
      ? 'None of the accounts is known to any directory'
      : `${situations.unmatched} of ${accounts} accounts are known to no directory`;
  return [
    `  ${unknown}, of ${plural(people, 'identity', 'identities')}. Hold one account against its person before anybody decides: the directory may name people otherwise than ${application} does, or the files be of two companies`,
  ];
}

/** Somebody who works for two companies makes no files of one. */
function isMostlyKnown({ accounts, situations }: Report['totals']): boolean {
  return situations.unmatched * 10 < accounts * 9;
}

/** Of fewer accounts than these it is possible that all have left. */
const fewestStrangers = 3;

/** What will block the signature of a review on this run, whatever is decided. */
function blockedLines(report: Report): readonly string[] {
  return blockersOfRun(report).map(
    ({ what, found, expected }) =>
      `Will block the signature of a review: ${what}. Found: ${found}. Expected: ${expected}`,
  );
}

function blockersOfRun({ export: source, directories, findings }: Report): readonly Refusal[] {
  const { exportedAtDeclared, countShown } = source;
  const incomplete = directories.flatMap(({ id, completeness }) =>
    completeness === 'complete' ? [] : [`${id} is ${completeness}`],
  );
  const controlCodes = findings.flatMap((one) => (one.login === null && one.state !== 'closed' ? [one.code] : []));
  return runBlockers({ exportedAtDeclared, countShown, incomplete, controlCodes, otherVersion: null }, 'sign-off');
}

/**
 * Where the chain of custody does not hold, which the first page of every report of this run says. A new run with the
 * missing options mends it.
 */
function custodyLines(report: Report): readonly string[] {
  return chainsOf(report).flatMap(({ file, breaks }) => {
    if (breaks.length === 0) return [];
    const what = file === 'export' ? 'export' : 'leavers file';
    const isUntold = breaks.some((one) => one.startsWith('Nobody said'));
    const mend = isUntold ? ' A run with --exported-at, --exported-by and --received-by says it' : '';
    return [`Chain of custody of the ${what} does not hold, an exception in every report: ${breaks.join(' ')}${mend}`];
  });
}

function mailedLines(mailed: Mailed): readonly string[] {
  if (mailed.kind === 'nobody') return [];
  return [mailed.kind === 'mailed' ? `Mailed: ${mailed.where}` : `Not mailed: ${mailed.reason}`];
}

function rollForwardLine({ totals, history }: Report): readonly string[] {
  if (totals.rollForward === null || history === null) return ['Roll-forward: no run was accepted before this one'];
  const { opening, added, removed, closing } = totals.rollForward;
  return [
    `Roll-forward since ${instantText(history.asOf)}: ${opening} + ${added} added - ${removed} removed = ${closing}`,
  ];
}

function findingLines(report: Report): readonly string[] {
  const open = report.findings.filter((finding) => !isSettled(finding));
  if (open.length === 0) return ['No open findings'];
  const severities = report.findingsBySeverity
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`);
  const fresh = open.filter(({ state }) => state === 'new').length;
  return [
    `${plural(open.length, 'open finding')}: ${severities.join(', ')} (${fresh} new)`,
    ...report.findingsByCode.map(
      ({ code, severity, count }) => `  ${code.padEnd(26)} ${severity.padEnd(9)} ${String(count).padStart(6)}`,
    ),
  ];
}

/** A spreadsheet is no cure: it fills a row up at its end, wherever the missing cell stood. */
const asManyCells =
  'Each row has as many cells as the header: what writes the file keeps empty cells at the end, and sets a cell with a delimiter in quotes.';

function rejectedLines({ rejected }: Report): readonly string[] {
  if (rejected.length === 0) return [];
  return [
    '',
    `${plural(rejected.length, 'row')} rejected: nobody reviews what stands there until the export is mended`,
    ...rejected.slice(0, 5).map(({ row, reason }) => `  row ${row}: ${reason}`),
    ...(rejected.length > 5 ? [`  and ${rejected.length - 5} more, listed in the report`] : []),
    ...(rejected.some(({ reason }) => isOfOtherLength(reason)) ? [`  ${asManyCells}`] : []),
  ];
}

/** What the export does not tell, which columns nobody uses, and what became of the leavers file. */
function inputLines({ unjudged, export: source, leaversFile, ...report }: Report): readonly string[] {
  const unmatched = leaversFile?.unmatched ?? [];
  const newest = leaversFile === null ? null : newestLeaver(leaversFile, report);
  const said = [
    ...unjudged.map(({ codes, reason }) => `Not judged (${codes.join(', ')}): ${reason}`),
    ...(source.unmappedColumns.length === 0
      ? []
      : [`Columns that nobody uses: ${source.unmappedColumns.map((header) => shortened(header)).join(', ')}`]),
    ...(leaversFile === null
      ? []
      : [
          `Leavers read ${leaversFile.rows} = ${leaversCounted(leaversFile, ' + ')}${newest === null ? '' : `; ${newest}`}`,
        ]),
    ...unmatched
      .slice(0, 5)
      .map(({ where, login, why }) => `  ${where}: ${login} matches nobody${why === undefined ? '' : `; ${why}`}`),
    ...(unmatched.length > 5 ? [`  and ${unmatched.length - 5} more, listed in the report`] : []),
  ];
  return said.length === 0 ? [] : ['', ...said];
}

export function runDocument(
  report: Report,
  { folder, names, mailed, exit }: RunOutput & { readonly exit: number },
): object {
  return {
    schema: 1,
    run: report.run.id,
    asOf: report.run.asOf,
    review: report.period.id,
    status: report.status,
    reasons: report.reasons,
    exit,
    totals: report.totals,
    ...inputsTold(report),
    findings: {
      bySeverity: Object.fromEntries(report.findingsBySeverity.map(({ severity, count }) => [severity, count])),
      byCode: countsByCode(report),
    },
    proposals: report.proposals.length,
    selfTest: report.selfTest,
    blocksSignature: blockersOfRun(report).map(({ what, found, expected }) => ({ what, found, expected })),
    folder,
    files: names,
    mailed: mailed.kind === 'mailed' ? mailed.where : null,
    ...(mailed.kind === 'failed' ? { notMailed: mailed.reason } : {}),
  };
}

/** A code that stands with two severities is counted once, with both. */
function countsByCode({ findingsByCode }: Report): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { code, count } of findingsByCode) counts.set(code, (counts.get(code) ?? 0) + count);
  return Object.fromEntries(counts);
}
