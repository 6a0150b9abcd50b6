// Reads an export again that is to prove removals: what it shows of each account, and whether it can be believed.
import type * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { takenConfig } from '../../core/config/parse.ts';
import { evidenceFiles, exportFile, isExportFile } from '../../core/names/evidence-files.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { ProvingExport, Showing } from '../../core/report/closing/closing.ts';
import { shownIn } from '../../core/review/removals/proof.ts';
import { documentIn } from '../../core/values/json-file.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { otherThanNamed, readManifest } from '../../core/verification/stated.ts';
import { rulesOf } from '../../core/versions.ts';
import type { JudgingRules } from '../../core/versions.ts';
import { bytesOf } from '../bytes.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import type { IngestedExport } from '../read/ingest-export.ts';
import type { EvidenceFiles } from '../read/inputs-of-evidence.ts';
import { statedSchema, statedStanding } from '../../core/verification/standing.ts';

/** The files of the proving run that travel with a closing report: enough to read its export again, as it was read. */
export function provingFiles(files: readonly { readonly name: string }[]): readonly string[] {
  const { manifest, findings, policy } = evidenceFiles;
  const wanted: ReadonlySet<string> = new Set([manifest.name, findings.name, policy.name]);
  return files.flatMap(({ name }) => (wanted.has(name) || isExportFile(name) ? [name] : []));
}

/** @param files of one run, by their names there. @returns refusals for files that do not belong together, and for an export that proves nothing */
export async function provingExport(
  dependencies: RereadDependencies,
  { run, files }: { readonly run: string; readonly files: EvidenceFiles },
): Promise<Result<ProvingExport>> {
  const told = await toldOf(files, run);
  if (told.kind === 'refused') return told;
  const { stated, config, manifestSha256 } = told.value;
  const { doubt, absence } = statedStanding(stated);
  if (stated.status !== 'complete') return nothingProven(run, `it is ${stated.status}`);
  if (doubt !== null) return nothingProven(run, doubt);
  const read = await exportAgain(dependencies, { run, files, config, rules: rulesOf(stated.run) });
  if (read.kind === 'refused') return read;
  const { name, sha256, accounts, rowsRead } = read.value;
  const { asOf, exportedAt, exportedBy } = stated.run;
  const rowOf = new Map<string, number>(accounts.map(({ login, row }) => [login, row]));
  const shownOf = shownIn({ accounts, exportedAt });
  const facts = { run, asOf, exportedAt, exportedBy, file: name, sha256, rowsRead, manifestSha256 };
  return ok({
    ...facts,
    absence,
    accounts,
    showingOf: (login, since): Showing => ({ shown: shownOf(login, since), row: rowOf.get(login) ?? null }),
  });
}

/** What a run tells of itself. */
export interface ToldRun {
  readonly stated: z.infer<typeof statedSchema>;
  readonly config: Config;
  readonly policySha256: string;
  /** Digest of the manifest itself. */
  readonly manifestSha256: string;
}

/**
 * @param files of one run, by their names there
 * @returns the first refusal: a file is missing, cannot be read, is of another run, or is not the one that the manifest names
 */
export async function toldOf(files: EvidenceFiles, run: string): Promise<Result<ToldRun>> {
  const read = async <Value>(
    { name }: { readonly name: string },
    reader: (bytes: Uint8Array, where: string) => Result<Value>,
  ): Promise<Result<Value>> => {
    const kept = files.get(name);
    return kept === undefined ? missing(run, name) : reader(await bytesOf(kept.read()), `${name} of the run ${run}`);
  };
  const manifest = await read(evidenceFiles.manifest, readManifest);
  if (manifest.kind === 'refused') return manifest;
  const other = otherThanNamed(manifest.value, files, (name) => `${name} of the run ${run}`);
  if (other !== null) return refused(other);
  const stated = await read(evidenceFiles.findings, (bytes, where) =>
    documentIn(bytes, where, { schema: statedSchema }),
  );
  if (stated.kind === 'refused') return stated;
  const config = await read(evidenceFiles.policy, takenConfig);
  if (config.kind === 'refused') return refusedAll(config.refusals.slice(0, 1));
  const foreign = [manifest.value.run, stated.value.run.id].find((id) => id !== run);
  if (foreign !== undefined)
    return refused({ what: 'files of another run', where: `run ${run}`, found: foreign, expected: run });
  const manifestSha256 = files.get(evidenceFiles.manifest.name)?.sha256 ?? '';
  return ok({
    stated: stated.value,
    config: config.value,
    policySha256: manifest.value.policySha256,
    manifestSha256,
  });
}

export interface RereadDependencies {
  readonly exportReader: ExportReader;
}

export interface RereadExport extends Pick<IngestedExport['population'], 'accounts' | 'rowsRead'> {
  /** Of the file among those of the run. */
  readonly name: string;
  readonly sha256: string;
}

export interface KeptExport {
  readonly run: string;
  readonly files: EvidenceFiles;
  readonly config: Config;
  /** Those of the version that took it. */
  readonly rules: JudgingRules;
}

/** The export of a run in the encoding in which it was taken then. @returns the first refusal */
export async function exportAgain(
  { exportReader }: RereadDependencies,
  { run, files, config, rules }: KeptExport,
): Promise<Result<RereadExport>> {
  const [name, kept] = [...files].find(([one]) => isExportFile(one)) ?? [];
  if (name === undefined || kept === undefined) return missing(run, exportFile('csv').name);
  const read = await ingestExport(
    { exportReader: asTaken(exportReader, rules) },
    { name, bytes: await bytesOf(kept.read()) },
    config,
  );
  if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
  const { accounts, rowsRead } = read.value.population;
  return ok({ name, sha256: kept.sha256, accounts, rowsRead });
}

function missing(run: string, name: string): Result<never> {
  return refused({
    what: 'a file of the proving run is missing',
    where: `run ${run}`,
    found: 'nothing',
    expected: name,
  });
}

function nothingProven(run: string, found: string): Result<never> {
  const expected = 'an accepted run of an export that can be believed';
  return refused({ what: 'an export that proves nothing', where: `run ${run}`, found, expected });
}
