// Reports for the tests of `verify`: issued from a whole run, and, where a test wants it, forged before they are sealed.
import { buffer } from 'node:stream/consumers';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { padesSealer } from '../../../adapters/signing/pades.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { selfTest } from '../../../core/findings/self-test/self-test.ts';
import { evidenceFileCalled } from '../../../core/names/evidence-files.ts';
import { emptyHistory, historyOf } from '../../../core/inputs/history.ts';
import type { History } from '../../../core/inputs/history.ts';
import type { AcceptedGate } from '../../../core/inputs/gates.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { Signer } from '../../../core/ports/proof.ts';
import { rulesOf } from '../../../core/versions.ts';
import type { Report } from '../../../core/report/report.ts';
import { sealedWith } from '../../../core/report/statements.ts';
import { periodOf } from '../../../core/config/calendar.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { attachmentsOf } from '../../../steps/run/attachments.ts';
import { asTaken, ingestExport } from '../../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../../steps/read/ingest-leavers.ts';
import { openSnapshot } from '../../../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../../../steps/read/open-snapshot.ts';
import { reconcile } from '../../../steps/run/reconcile.ts';
import type { KeptCustody, RunInputs } from '../../../steps/read/run-inputs.ts';
import { runFiles } from '../../../steps/run/run-files.ts';
import type { RunFile, RunOutcome } from '../../../steps/run/run-files.ts';
import { acme } from '../../support/inputs/acme.ts';
import { pieces, sha256 } from '../../support/bytes.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import type { ExportRow } from '../../support/inputs/export-builder.ts';
import { given } from '../../support/given.ts';
import { kept } from '../../support/reports/placeholder-pdf.ts';
import { aHeader, anIdentity } from '../../support/inputs/population-builder.ts';
import { sealed } from '../../support/reports/signing.ts';
import { memoryScratch, noProgress } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';

export interface RunSays {
  readonly accounts?: readonly ExportRow[];
  /** Read as a version that had no limits did. */
  readonly takenBefore?: true;
  /** The export as a file of its own, in place of `accounts`. */
  readonly export?: Uint8Array;
  readonly people?: readonly Identity[];
  readonly nonHuman?: typeof config.nonHuman;
  readonly header?: Partial<SnapshotHeader>;
  readonly leavers?: string;
  readonly acceptedGates?: readonly AcceptedGate[];
  readonly countShown?: number;
  readonly history?: History;
  readonly custody?: KeptCustody;
  readonly tool?: Report['tool'];
  /** `false` leaves out what is told beside the findings, as versions before 0.3.0 did. */
  readonly proves?: boolean;
}

export interface Run {
  readonly report: Report;
  /** By name; everything but report.pdf. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What the next run takes from this one. */
  readonly next: History;
  readonly worked: Omit<RunOutcome, 'selfTest'>;
}

const config = given(
  parseConfig(
    {
      ...acme,
      directories: [...acme.directories, { id: 'hr', kind: 'okta', role: 'people', orgUrl: 'https://hr.okta.example' }],
      policy: { privilegedRoles: ['Admin'], ordinaryRoles: ['User'] },
      reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    },
    'review.json',
  ),
);

/** A company of four accounts: one linked, one privileged, one whose owner left, and one that belongs to nobody. */
export async function aRun(says: RunSays = {}): Promise<Run> {
  const { tool = toolVersion(), proves = true } = says;
  // By the rules that the version had which it claims.
  const inputs = { ...(await inputsOf(says)), rules: rulesOf({ tool }) };
  const reconciled = await reconcile({ scratch: memoryScratch, progress: noProgress }, inputs);
  return writtenRun({ inputs, reconciled, proves }, tool);
}

async function writtenRun(worked: Omit<RunOutcome, 'selfTest'>, tool: Report['tool']): Promise<Run> {
  const { report, files } = await runFiles(
    { scratch: memoryScratch, sheets: csvSheets, tool },
    { ...worked, selfTest: selfTest() },
  );
  const bytes = new Map<string, Buffer>();
  for (const { name, kept: file } of files) bytes.set(name, await buffer(file.read()));
  const { run, export: source, totals } = report;
  const left = {
    id: run.id,
    asOf: run.asOf,
    exportedAt: source.exportedAt,
    period: report.period.id,
    rowsRead: totals.rowsRead,
  };
  return {
    report,
    files: bytes,
    next: historyOf({ ...emptyHistory, ...worked.reconciled.assessment.next, run: left }),
    worked,
  };
}

async function inputsOf(says: RunSays): Promise<RunInputs> {
  const accounts = says.accounts ?? [
    { email: 'jane@acme.com', role: 'User' },
    { email: 'root@acme.com', role: 'Admin' },
    { email: 'gone@acme.com', role: 'User' },
    { email: 'ghost@acme.com', role: 'User' },
  ];
  const people =
    says.people ?? ['jane@acme.com', 'root@acme.com', 'gone@acme.com'].map((login) => anIdentity({ login }));
  const asOf = at('2026-10-05T09:00:00Z');
  const reader = says.takenBefore === true ? asTaken(exportReader()) : exportReader();
  const file = { name: 'users.csv', bytes: says.export ?? Buffer.from(exportCsv(accounts)) };
  const leavers = { name: 'leavers.csv', bytes: Buffer.from(says.leavers ?? 'gone@acme.com,2026-09-30\n') };
  return {
    config: { ...config, nonHuman: says.nonHuman ?? config.nonHuman },
    export: given(await ingestExport({ exportReader: reader }, file, config)),
    exportedAt: { at: at('2026-10-05T08:00:00Z'), declared: true, by: 'admin@acme.com' },
    countShown: says.countShown ?? null,
    leavers: given(await ingestLeavers(leavers, { config, asOf, exportReader: reader })),
    snapshots: [await aSnapshot('okta', people, says.header), await aSnapshot('hr', people, { app: null })],
    asOf,
    asOfSetByOperator: true,
    period: periodOf(asOf, config.calendar),
    acceptedGates: says.acceptedGates ?? [],
    history: says.history ?? emptyHistory,
    custody: says.custody ?? null,
  };
}

async function aSnapshot(
  directory: string,
  people: readonly Identity[],
  header: Partial<SnapshotHeader> = {},
): Promise<OpenSnapshot> {
  const head = { ...aHeader({ directory, takenAt: at('2026-10-05T07:30:00Z') }), product: 'okta', ...header };
  const lines = [head, ...people].map((line) => `${JSON.stringify(line)}\n`).join('');
  return given(await openSnapshot(kept(Buffer.from(lines)), `${directory}.jsonl`, config));
}

export interface Forgery {
  /** The new text of a file; `null` takes it away. */
  readonly files?: Readonly<Record<string, ((text: string) => string) | null>>;
  /** `left`: as it was, although the files are not. Otherwise the manifest names the files as they are now. */
  readonly manifest?: 'left';
  /** What the pages print; by default what they printed, with the digests of the files as they are now. */
  readonly printed?: (report: Report) => Report;
  /** Files that are not attached, although the manifest names them. */
  readonly unattached?: readonly string[];
}

const manifestName = 'evidence/manifest.json';

/** Attached beside the files of the run once somebody has signed. */
export const reviewFiles: ReadonlySet<string> = new Set([
  'review.jsonl',
  'review-lines.json',
  'review-lines-before-1.json',
]);

/** The report of a run as its signer issues it, or as somebody with that key would forge it. */
export async function issued(run: Run, signer: Signer, forgery: Forgery = {}): Promise<Buffer> {
  const files = forgedFiles(run, forgery);
  const listed = [...files].map(([name, body]) => ({ name, bytes: body.length, sha256: sha256(body) }));
  const { printed = (report) => report, unattached = [] } = forgery;
  const seal = await padesSealer({ signer }).certificate();
  const report = printed(sealedWith({ ...run.report, files: listed }, { kind: 'local', ...seal }));
  const all = listed.map(({ name, ...digest }) => ({
    name,
    kept: { ...digest, read: () => pieces(files.get(name) ?? '') },
  }));
  const named = all.filter(({ name }) => !unattached.includes(name));
  const { known = [], foreign = [] } = Object.groupBy(named, ({ name }) =>
    evidenceFileCalled(name) === null ? 'foreign' : 'known',
  );
  const attachments = [...(await attachmentsOf(known)), ...foreign.map(foreignAttachment)];
  return sealed(await drawn(report, attachments), signer);
}

/** No run attaches it: only somebody who forges. */
function foreignAttachment({ name, kept: file }: RunFile): Attachment {
  const said = { mediaType: 'text/plain', description: 'Notes', relationship: 'Data' } as const;
  return { name, ...said, sha256: file.sha256, read: () => file.read() };
}

export function forgedFiles(run: Run, { files: changes = {}, manifest }: Forgery): Map<string, Buffer> {
  const files = new Map(run.files);
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) files.delete(name);
    else files.set(name, Buffer.from(change(String(files.get(name) ?? ''))));
  }
  if (manifest === 'left' || changes[manifestName] !== undefined) return files;
  const listed = [...files].filter(([name]) => name !== manifestName && !reviewFiles.has(name));
  const digests = listed.map(([name, body]) => ({ name, bytes: body.length, sha256: sha256(body) }));
  const head: object = JSON.parse(String(run.files.get(manifestName)));
  return files.set(manifestName, Buffer.from(`${JSON.stringify({ ...head, files: digests }, null, 2)}\n`));
}
