// Reads the inputs of a run out of its evidence, by the same functions that read them when they first came in.
import { takenConfig } from '../../core/config/parse.ts';
import type { Config } from '../../core/config/config.ts';
import { readCustody } from '../../core/inputs/custody.ts';
import { historySchema } from '../../core/inputs/history.ts';
import type { History } from '../../core/inputs/history.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { countPageFile, evidenceFiles, exportFile, snapshotFile } from '../../core/names/evidence-files.ts';
import { all, each, ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { parsePeriod } from '../../core/config/calendar.ts';
import { documentIn } from '../../core/values/json-file.ts';
import type { StatedRun } from '../../core/verification/stated.ts';
import { rulesOf } from '../../core/versions.ts';
import { asTaken, ingestExport } from './ingest-export.ts';
import type { IngestedExport } from './ingest-export.ts';
import { ingestLeavers } from './ingest-leavers.ts';
import type { LeaversContext } from './ingest-leavers.ts';
import { bytesOf } from '../bytes.ts';
import { openSnapshot } from './open-snapshot.ts';
import type { OpenSnapshot } from './open-snapshot.ts';
import type { RunInputs } from './run-inputs.ts';

export type EvidenceFiles = ReadonlyMap<string, Kept>;

/**
 * @param stated what was declared about the run, which stands in the report alone
 * @returns every refusal, in the order of the inputs. When the configuration is refused, only its refusals, because the
 *   others are read by it
 */
export async function inputsOf(
  files: EvidenceFiles,
  { run }: Pick<StatedRun, 'run'>,
  exportReader: ExportReader,
): Promise<Result<RunInputs>> {
  const read = await configOf(files);
  if (read.kind === 'refused') return read;
  const config = read.value;
  const rules = rulesOf(run);
  return all({
    config: read,
    export: await exportOf(files, config, asTaken(exportReader, rules)),
    exportedAt: ok({ at: run.exportedAt, declared: run.exportedAtDeclared, by: run.exportedBy }),
    countShown: ok(run.countShown),
    leavers: await leaversOf(files, { config, asOf: run.asOf, exportReader: asTaken(exportReader, rules) }),
    snapshots: await snapshotsOf(files, config),
    asOf: ok(run.asOf),
    asOfSetByOperator: ok(run.asOfSetByOperator),
    period: parsePeriod(run.period, config.calendar),
    acceptedGates: ok(run.acceptedGates),
    history: await historyOf(files),
    custody: await custodyOf(files),
    rules: ok(rules),
  });
}

async function fileOf(files: EvidenceFiles, name: string): Promise<Result<Uint8Array>> {
  const kept = files.get(name);
  return kept === undefined ? missing(files, name) : ok(await bytesOf(kept.read()));
}

function missing(files: EvidenceFiles, name: string): Result<never> {
  return refused({
    what: 'the manifest lacks a file, so the run cannot be done again',
    where: evidenceFiles.manifest.name,
    found: [...files.keys()].join(', '),
    expected: name,
  });
}

async function configOf(files: EvidenceFiles): Promise<Result<Config>> {
  const { name } = evidenceFiles.policy;
  const bytes = await fileOf(files, name);
  return bytes.kind === 'refused' ? bytes : takenConfig(bytes.value, name);
}

async function historyOf(files: EvidenceFiles): Promise<Result<History>> {
  const { name } = evidenceFiles.history;
  const bytes = await fileOf(files, name);
  return bytes.kind === 'refused' ? bytes : documentIn(bytes.value, name, { schema: historySchema });
}

/** Absent in a report whose run recorded nothing about how its files came. */
async function custodyOf(files: EvidenceFiles): Promise<Result<RunInputs['custody']>> {
  const { name } = evidenceFiles.custody;
  if (!files.has(name)) return ok(null);
  const bytes = await fileOf(files, name);
  if (bytes.kind === 'refused') return bytes;
  const record = readCustody(bytes.value, name);
  if (record.kind === 'refused') return record;
  const named = record.value.count?.picture ?? null;
  if (named === null) return ok({ record: record.value, picture: null });
  const page = countPageFile(named.mediaType).name;
  const kept = files.get(page);
  if (kept === undefined) return missing(files, page);
  if (kept.sha256 === named.sha256) return ok({ record: record.value, picture: await bytesOf(kept.read()) });
  const [found, expected] = [`SHA-256 ${kept.sha256}`, `SHA-256 ${named.sha256}, as ${name} names it`];
  return refused({ what: 'not the picture of the page that was attached', where: page, found, expected });
}

async function exportOf(
  files: EvidenceFiles,
  config: Config,
  exportReader: ExportReader,
): Promise<Result<IngestedExport>> {
  const name = files.has(exportFile('xlsx').name) ? exportFile('xlsx').name : exportFile('csv').name;
  const bytes = await fileOf(files, name);
  return bytes.kind === 'refused' ? bytes : ingestExport({ exportReader }, { name, bytes: bytes.value }, config);
}

async function leaversOf(files: EvidenceFiles, context: LeaversContext): Promise<Result<RunInputs['leavers']>> {
  const kept = files.get(evidenceFiles.leavers.name);
  if (kept === undefined) return ok(null);
  return ingestLeavers({ name: evidenceFiles.leavers.name, bytes: await bytesOf(kept.read()) }, context);
}

async function snapshotsOf(files: EvidenceFiles, config: Config): Promise<Result<readonly OpenSnapshot[]>> {
  const opened: Result<OpenSnapshot>[] = [];
  for (const { id } of config.directories) opened.push(await snapshotOf(files, id, config));
  return each(opened);
}

async function snapshotOf(files: EvidenceFiles, id: string, config: Config): Promise<Result<OpenSnapshot>> {
  const name = snapshotFile(id).name;
  const kept = files.get(name);
  if (kept === undefined) return missing(files, name);
  const snapshot = await openSnapshot(kept, name, config);
  if (snapshot.kind === 'refused' || snapshot.value.header.directory === id) return snapshot;
  const { directory: found } = snapshot.value.header;
  return refused({ what: 'snapshot of another directory', where: name, found, expected: id });
}
