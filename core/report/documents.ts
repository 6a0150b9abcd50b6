// The JSON files of a run, piece by piece: findings, manifest, the configuration as used and the history.
import type { Config } from '../config/config.ts';
import { policyDigest } from '../config/approval.ts';
import type { AcceptedGate } from '../inputs/gates.ts';
import type { History } from '../inputs/history.ts';
import type { FileDigest } from '../values/digest.ts';
import type { LeaversSource } from './parts/inputs.ts';
import type { Report } from './report.ts';
import { chainsOf } from './told/custody.ts';

/**
 * findings.json (contract, section 4 tells its members). It comes in pieces, the head and
 * then each finding, so that the text of all findings of a large company is never in memory at once.
 */
export function* findingsDocument(
  report: Report,
  acceptedGates: readonly AcceptedGate[],
): Generator<string, void, void> {
  const run = {
    ...report.run,
    period: report.period.id,
    organisation: report.organisation,
    tool: report.tool,
    selfTest: report.selfTest,
    exportedAt: report.export.exportedAt,
    exportedAtDeclared: report.export.exportedAtDeclared,
    exportedBy: report.export.exportedBy,
    countShown: report.export.countShown,
    acceptedGates: acceptedGates.toSorted((a, b) => (a.gate < b.gate ? -1 : 1)),
  };
  const head = {
    schema: 1,
    run,
    status: report.status,
    reasons: report.reasons,
    gates: report.gates,
    totals: report.totals,
    notJudged: report.notJudged,
    ...inputsTold(report),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "findings": [`;
  let separator = '\n    ';
  for (const finding of report.findings) {
    yield `${separator}${JSON.stringify(finding)}`;
    separator = ',\n    ';
  }
  yield report.findings.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** What was made of the inputs, in findings.json and in what `run` prints as JSON. */
export function inputsTold(report: Report): object {
  const { unjudged, export: source, leaversFile, custody } = report;
  return {
    unjudged,
    unusedColumns: source.unmappedColumns,
    leavers: leaversFile === null ? null : leaversTold(leaversFile),
    ...(custody === undefined
      ? {}
      : { custody: { chains: chainsOf(report), count: custody.record.count, countStanding: custody.count } }),
  };
}

function leaversTold({ rows, matched, notYet, newest, furthest, unmatched }: LeaversSource): object {
  const days = { ...(newest === undefined ? {} : { newest }), ...(furthest === undefined ? {} : { furthest }) };
  return { read: rows, matched, notYet, ...days, unmatched };
}

/** evidence/manifest.json: every file but itself and report.pdf. */
export function manifestDocument(report: Report, config: Config, files: readonly FileDigest[]): string {
  const manifest = { schema: 1, run: report.run.id, tool: report.tool, policySha256: policyDigest(config), files };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** evidence/policy.json: the configuration as used, defaults filled in. It never holds credentials: they come from the environment. */
export function policyDocument(config: Config): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * evidence/history.json, and what an accepted run leaves to the next: the text of `JSON.stringify(history, null, 1)` and
 * a line break, an entry at a time, because the whole would be the largest text of a run.
 */
export function* historyDocument(history: History): Generator<string, void, void> {
  let separator = '{';
  for (const [key, value] of Object.entries(history)) {
    if (value === undefined) continue;
    yield `${separator}\n ${JSON.stringify(key)}: `;
    separator = ',';
    if (Array.isArray(value) && value.length > 0) yield* entriesText(value);
    else yield indented(value, ' ');
  }
  yield '\n}\n';
}

function* entriesText(entries: readonly unknown[]): Generator<string, void, void> {
  let separator = '[';
  for (let at = 0; at < entries.length; at += entriesAtOnce) {
    const nested = JSON.stringify([entries.slice(at, at + entriesAtOnce)], null, 1);
    yield `${separator}${nested.slice(nestedBegin.length, -nestedEnd.length)}`;
    separator = ',';
  }
  yield '\n ]';
}

/** To write each by itself and hand it on would take longer than to write it; some 30 KB are a piece. */
const entriesAtOnce = 64;

/** What stands around the entries of a list in a list, which are as far from the margin as those of a list of a document. */
const [nestedBegin, nestedEnd] = ['[\n [', '\n ]\n]'];

/** A line break within a text is written as an escape, so each that stands there begins a line. */
function indented(value: unknown, blanks: string): string {
  return JSON.stringify(value, null, 1).replaceAll('\n', `\n${blanks}`);
}
