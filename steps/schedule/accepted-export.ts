// Reads again what the last accepted run compared: its export, and all that was declared and recorded of it.
import type { Config } from '../../core/config/config.ts';
import { readCustody } from '../../core/inputs/custody.ts';
import type { Custody } from '../../core/inputs/custody.ts';
import { countPageFile, evidenceFiles, exportIn } from '../../core/names/evidence-files.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import { refusalLogText } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { Instant } from '../../core/values/instant.ts';
import { bytesOf } from '../bytes.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import type { IngestedExport } from '../read/ingest-export.ts';
import type { KeptCustody, RunInputs } from '../read/run-inputs.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

export interface AcceptedExportDependencies {
  readonly objects: Objects;
  readonly runs: Pick<Runs, 'lastAccepted'>;
  readonly exportReader: ExportReader;
}

/** The files of the run lie in its evidence, where nobody writes them over: the upload may be gone, or another since. */
export interface AcceptedRun {
  readonly run: StoredRun;
  readonly export: IngestedExport;
}

/**
 * The export of the last accepted run before `asOf`, read as the configuration of today reads it. An upload that no run
 * has accepted is not among them, however well it can be read: nobody has vouched for its rows.
 *
 * @returns `null` where no run was accepted so far
 * @throws EvidenceChanged when the file is missing or other than the run recorded it
 * @throws Error when it can no longer be read; the message quotes nothing of the file
 */
export async function lastAcceptedRun(
  { objects, runs, exportReader }: AcceptedExportDependencies,
  asOf: Instant,
  config: Config,
): Promise<AcceptedRun | null> {
  const record = await runs.lastAccepted(asOf);
  if (record === null) return null;
  const run = storedRun(objects, record);
  const { name } = exportIn(record.files);
  const bytes = await bytesOf(run.file(name).read());
  const reader = { exportReader: asTaken(exportReader) };
  return { run, export: readable(await ingestExport(reader, { name, bytes }, config), `the export of ${record.id}`) };
}

export type DeclaredExport = Pick<RunInputs, 'exportedAt' | 'countShown'> & {
  /** `null` for a run of a program that recorded nothing of how its files came. */
  readonly custody: KeptCustody | null;
};

/** What was said of the export of the run, and how it came. @throws EvidenceChanged */
export async function declaredOf(run: StoredRun): Promise<DeclaredExport> {
  const { run: stated } = await run.stated();
  return {
    exportedAt: { at: stated.exportedAt, declared: stated.exportedAtDeclared, by: stated.exportedBy },
    countShown: stated.countShown,
    custody: await custodyIn(run),
  };
}

async function custodyIn(run: StoredRun): Promise<KeptCustody | null> {
  const { name } = evidenceFiles.custody;
  if (!run.record.files.some((file) => file.name === name)) return null;
  const record: Custody = readable(
    readCustody(await bytesOf(run.file(name).read()), name),
    `${name} of ${run.record.id}`,
  );
  const picture = record.count?.picture ?? null;
  if (picture === null) return { record, picture: null };
  return { record, picture: await bytesOf(run.file(countPageFile(picture.mediaType).name).read()) };
}

function readable<Value>(read: Result<Value>, what: string): Value {
  if (read.kind === 'ok') return read.value;
  throw new Error(`${what} can no longer be read: ${read.refusals.map(refusalLogText).join(' ')}`);
}
