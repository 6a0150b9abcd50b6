// Runs that are on record, opened: each file of one is read and parsed once, when it is first asked for.
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { parseTaken } from '../../core/config/parse.ts';
import type { ComparedExports, LedgerEntry, KnownPopulation } from '../../core/inputs/history.ts';
import { snapshotHeaderSchema } from '../../core/inputs/snapshot.ts';
import type { SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { evidenceFiles, exportIn, snapshotFile } from '../../core/names/evidence-files.ts';
import type { Bytes, Kept, Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import { isWatchId, RunAltered } from '../../core/run.ts';
import type { Report } from '../../core/report/report.ts';
import { goneIn } from '../../core/review/lines/gone.ts';
import type { GoneAsOf } from '../../core/review/lines/gone.ts';
import type { RunRecord } from '../../core/run.ts';
import type { Instant } from '../../core/values/instant.ts';
import { lazy } from '../lazy.ts';
import { refusalText } from '../../core/values/result.ts';
import { readStored } from '../../core/values/stored.ts';
import { manifestSchema } from '../../core/verification/stated.ts';
import { statedSchema, statedStanding } from '../../core/verification/standing.ts';
import type { Stated } from '../../core/verification/standing.ts';
import { linesOf, textOf } from '../bytes.ts';
import { keptFile, keptHistory } from './stored-evidence.ts';
import { comparedIn, ledgerIn, populationIn } from '../history-text.ts';
import type { JudgedLines } from '../read/people/named-identities.ts';
import { keptLines } from '../read/open-snapshot.ts';

/** Each answer throws `EvidenceChanged` when evidence of a recorded run is missing or changed, an Error when it can no longer be read. */
export interface StoredRun {
  readonly record: RunRecord;
  /** The configuration as the run used it: a review is decided under the policy that its findings came from. */
  config(): Promise<Config>;
  stated(): Promise<Stated>;
  /** Of what the run left to the next: its accounts with status and role. */
  population(): Promise<KnownPopulation>;
  /** Of what it left: every identity so far. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** Of what it left: the exports that were compared so far. */
  compared(): Promise<ComparedExports>;
  /** As of when it judged people, and who had gone by then. */
  gone(): Promise<GoneAsOf>;
  /** Of the snapshots that the run compared, in the order of the configuration. */
  headers(): Promise<readonly SnapshotHeader[]>;
  /** The same snapshots, for whoever looks somebody up. */
  directories(): Promise<readonly JudgedLines[]>;
  /** @throws Error when no such file is on record */
  file(name: string): Kept;
  /**
   * One of its files of JSON, read anew.
   *
   * @throws StoredRecordUnreadable
   * @example const { tool } = await run.document(evidenceFiles.manifest, manifestSchema);
   */
  document<Value>(file: { readonly name: string }, schema: z.ZodMiniType<Value>): Promise<Value>;
}

/** @throws Error for a record without an export, which no run leaves */
export function exportDigest({ files }: RunRecord): string {
  return exportIn(files).sha256;
}

/** Made for one call of a step and never kept longer: it holds on to all that it has read. */
export interface StoredRuns {
  /**
   * @param whose what refers to the run, for the error
   * @throws Error when the run is not recorded
   */
  get(id: string, whose: string): Promise<StoredRun>;
  /** Those that no gate held, by as-of, as they are recorded now. */
  accepted(): Promise<readonly StoredRun[]>;
  /** Watch runs that left a record, later than `after`, by as-of. */
  watchesAfter(after: Instant): Promise<readonly StoredRun[]>;
}

/**
 * The accepted run that compared the newest export, which is what an administrator acts on; of several, the last. A run on an
 * older file may come later, and the same bytes are as old as they were at first.
 *
 * @returns `undefined` when no run is accepted
 */
export async function newestCompared(stored: Pick<StoredRuns, 'accepted'>): Promise<StoredRun | undefined> {
  const accepted = await stored.accepted();
  const last = accepted.at(-1);
  if (last === undefined) return undefined;
  const { newestExportedAt, exports = [] } = await last.compared();
  const newest = newestExportedAt ?? (await last.stated()).run.exportedAt;
  const takenBy = new Map(exports.map((taken) => [taken.sha256, taken.takenBy]));
  for (const run of accepted.toReversed()) {
    const taken = takenBy.get(exportDigest(run.record)) ?? (await run.stated()).run.exportedAt;
    if (taken === newest) return run;
  }
  return last;
}

/**
 * Opens each run once, so that what was read of one is not read again.
 *
 * @throws Error by `get` for a run that is not recorded
 */
export function storedRuns({ objects, runs }: { readonly objects: Objects; readonly runs: Runs }): StoredRuns {
  const opened = new Map<string, StoredRun>();
  const open = (record: RunRecord): StoredRun => {
    const run = opened.get(record.id) ?? storedRun(objects, record);
    opened.set(record.id, run);
    return run;
  };
  return {
    async get(id, whose) {
      const record = opened.get(id)?.record ?? (await (isWatchId(id) ? runs.getWatch(id) : runs.get(id)));
      if (record === null) throw new Error(`the run ${id} of ${whose} is not recorded`);
      return open(record);
    },
    accepted: async () => (await runs.list()).filter(({ accepted }) => accepted).map(open),
    watchesAfter: async (after) => (await runs.watchesAfter(after)).map(open),
  };
}

/** One run by itself, for whoever walks over many and keeps none. */
export function storedRun(objects: Objects, record: RunRecord): StoredRun {
  const file = (name: string): Kept => keptFile(objects, record, name);
  const config = lazy(() => configIn(file, record));
  const document: StoredRun['document'] = async ({ name }, schema) =>
    readStored(schema, await textOf(file(name).read()), `${name} of the run ${record.id}`);
  const population = lazy(() => populationIn(...historyBytes(objects, record)));
  return {
    record,
    file,
    document,
    config,
    stated: lazy(async () => {
      const found = await document(evidenceFiles.findings, statedSchema);
      const { id, status, period } = record;
      if (found.status !== status)
        throw new RunAltered(id, `${status}, and its findings are those of a run that is ${found.status}`);
      if (found.run.period !== period)
        throw new RunAltered(id, `of ${period}, and its findings are those of a run of ${found.run.period}`);
      return statedStanding(found);
    }),
    ledger: lazy(() => ledgerIn(...historyBytes(objects, record))),
    population,
    compared: lazy(() => comparedIn(...historyBytes(objects, record))),
    gone: lazy(async () => {
      const { leavers } = await document(evidenceFiles.findings, leaversSchema);
      const { plusAddressing } = (await config()).policy;
      const { accounts } = await population();
      return { asOf: record.asOf, gone: goneIn({ unmatched: leavers?.unmatched ?? [], accounts, plusAddressing }) };
    }),
    headers: lazy(async () =>
      Promise.all((await config()).directories.map(({ id }) => headerIn(snapshotIn(file, id), record))),
    ),
    directories: async () =>
      (await config()).directories.map(({ id: directory }) => ({
        header: { directory },
        lines: keptLines(snapshotIn(file, directory)),
      })),
  };
}

type FileOf = StoredRun['file'];

async function configIn(file: FileOf, { id }: RunRecord): Promise<Config> {
  const { name } = evidenceFiles.policy;
  const config = parseTaken(JSON.parse(await textOf(file(name).read())), name);
  if (config.kind === 'ok') return config.value;
  throw new Error(
    `the configuration of the run ${id} can no longer be read: ${config.refusals.map(refusalText).join(' ')}`,
  );
}

function historyBytes(objects: Objects, record: RunRecord): [bytes: Bytes, record: string] {
  return [keptHistory(objects, record), `the history of the run ${record.id}`];
}

function snapshotIn(file: FileOf, directory: string): Kept {
  return file(snapshotFile(directory).name);
}

async function headerIn(snapshot: Kept, { id }: RunRecord): Promise<SnapshotHeader> {
  for await (const { text } of linesOf(snapshot.read()))
    return readStored(snapshotHeaderSchema, text, `the head of a snapshot of the run ${id}`);
  throw new Error('a snapshot of an accepted run is empty');
}

/**
 * Holds the record of a run against its manifest: both name the same files, with the same digests. Signatures name the
 * manifest alone, so it stands for every other file of the run.
 *
 * @throws EvidenceChanged, RunAltered
 */
export async function holdManifest({ record, document }: Pick<StoredRun, 'record' | 'document'>): Promise<void> {
  const { id, files } = record;
  const { name: itself } = evidenceFiles.manifest;
  const manifest = await document(evidenceFiles.manifest, manifestSchema);
  if (manifest.run !== id) throw new RunAltered(id, `with the manifest of ${manifest.run}`);
  const recorded = new Map(files.flatMap(({ name, sha256 }) => (name === itself ? [] : [[name, sha256] as const])));
  const named = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  const other = [...recorded, ...named].find(([name]) => recorded.get(name) !== named.get(name))?.[0];
  if (other === undefined) return;
  if (!recorded.has(other)) throw new RunAltered(id, `without ${other}, which its manifest names`);
  throw new RunAltered(id, `another ${other} than its manifest names`);
}

/** The program that made a run. */
export async function madeBy(run: Pick<StoredRun, 'document'>): Promise<Report['tool']> {
  return (await run.document(evidenceFiles.manifest, manifestSchema)).tool;
}

/** What findings.json says of HR's list; versions before 0.3.0 said nothing. */
const leaversSchema = z.object({
  leavers: z.optional(z.nullable(z.object({ unmatched: z.array(z.object({ login: z.string() })) }))),
});
