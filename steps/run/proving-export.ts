// Reads an export again that is to prove removals: what it shows of each account, and whether it can be believed.
import * as z from 'zod/mini';
import { parseConfig } from '../../core/config/parse.ts';
import { evidenceFiles, exportFile } from '../../core/names/evidence-files.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import type { ProvingExport, Showing } from '../../core/report/closing/closing.ts';
import { accepted, jsonOf } from '../../core/values/json-file.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { manifestSchema } from '../../core/verification/stated.ts';
import { bytesOf } from '../bytes.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import type { EvidenceFiles } from '../read/inputs-of-evidence.ts';
import { statedStanding, statedSchema } from './stored-runs.ts';

/** The files of the proving run that travel with a closing report: enough to read its export again, as it was read. */
export function provingFiles(files: readonly { readonly name: string }[]): readonly string[] {
  const wanted: ReadonlySet<string> = new Set([
    evidenceFiles.manifest.name,
    evidenceFiles.findings.name,
    evidenceFiles.policy.name,
    exportFile('csv').name,
    exportFile('xlsx').name,
  ]);
  return files.flatMap(({ name }) => (wanted.has(name) ? [name] : []));
}

const acceptedSchema = z.extend(statedSchema, { status: z.string() });

/** @param files of one run, by their names there. @returns refusals for files that do not belong together, and for an export that proves nothing */
export async function provingExport(
  { exportReader }: { readonly exportReader: ExportReader },
  { run, files }: { readonly run: string; readonly files: EvidenceFiles },
): Promise<Result<ProvingExport>> {
  const manifest = await parsed(files, evidenceFiles.manifest.name, { run, schema: manifestSchema });
  if (manifest.kind === 'refused') return manifest;
  const stated = await parsed(files, evidenceFiles.findings.name, { run, schema: acceptedSchema });
  if (stated.kind === 'refused') return stated;
  const policy = await parsed(files, evidenceFiles.policy.name, { run, schema: z.unknown() });
  if (policy.kind === 'refused') return policy;
  const config = parseConfig(policy.value, `${evidenceFiles.policy.name} of the run ${run}`);
  if (config.kind === 'refused') return refusedAll(config.refusals.slice(0, 1));
  const foreign = foreignIn(run, [manifest.value.run, stated.value.run.id]);
  if (foreign !== null) return foreign;
  const { doubt } = statedStanding(stated.value);
  if (stated.value.status !== 'complete') return nothingProven(run, `it is ${stated.value.status}`);
  if (doubt !== null) return nothingProven(run, doubt);
  const source = exportIn(files, run);
  if (source.kind === 'refused') return source;
  const { name, kept } = source.value;
  const read = await ingestExport(
    { exportReader: asTaken(exportReader) },
    { name, bytes: await bytesOf(kept.read()) },
    config.value,
  );
  if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
  const { asOf, exportedAt, exportedBy } = stated.value.run;
  const { accounts, rowsRead } = read.value.population;
  const byLogin = new Map(accounts.map(({ login, row, status }) => [login, { row, status }]));
  const manifestSha256 = files.get(evidenceFiles.manifest.name)?.sha256 ?? '';
  const facts = { run, asOf, exportedAt, exportedBy, file: name, sha256: kept.sha256, rowsRead, manifestSha256 };
  return ok({
    ...facts,
    accounts,
    showingOf: (login): Showing => {
      const account = byLogin.get(login);
      if (account === undefined) return { shown: 'absent', row: null };
      return { shown: account.status === 'suspended' ? 'suspended' : 'live', row: account.row };
    },
  });
}

export function exportIn(files: EvidenceFiles, run: string): Result<{ readonly name: string; readonly kept: Kept }> {
  const [name, kept] = [...files].find(([one]) => isExport(one)) ?? [];
  return name === undefined || kept === undefined ? missing(run, exportFile('csv').name) : ok({ name, kept });
}

function isExport(name: string): boolean {
  return name === exportFile('csv').name || name === exportFile('xlsx').name;
}

export async function parsed<Value>(
  files: ReadonlyMap<string, Kept>,
  name: string,
  { run, schema }: { readonly run: string; readonly schema: z.ZodMiniType<Value> },
): Promise<Result<Value>> {
  const kept = files.get(name);
  if (kept === undefined) return missing(run, name);
  const where = `${name} of the run ${run}`;
  const json = jsonOf(await bytesOf(kept.read()), where);
  return json.kind === 'refused' ? json : accepted(schema, json.value, where);
}

function missing(run: string, name: string): Result<never> {
  return refused({
    what: 'a file of the proving run is missing',
    where: `run ${run}`,
    found: 'nothing',
    expected: name,
  });
}

function foreignIn(run: string, named: readonly string[]): Result<never> | null {
  const other = named.find((id) => id !== run);
  if (other === undefined) return null;
  return refused({ what: 'files of another run', where: `run ${run}`, found: other, expected: run });
}

function nothingProven(run: string, found: string): Result<never> {
  const expected = 'an accepted run of an export that can be believed';
  return refused({ what: 'an export that proves nothing', where: `run ${run}`, found, expected });
}
