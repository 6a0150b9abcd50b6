// Reads a run as a roll-forward compares it: its export again, and the findings and the configuration that it declared.
import * as z from 'zod/mini';
import { parseConfig } from '../../core/config/parse.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { ComparedRun } from '../../core/review/changes/roll-forward.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { manifestSchema } from '../../core/verification/stated.ts';
import { bytesOf } from '../bytes.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import type { EvidenceFiles } from '../read/inputs-of-evidence.ts';
import { exportIn, parsed } from './proving-export.ts';
import { statedSchema, statedStanding } from './stored-runs.ts';

const comparedSchema = z.extend(statedSchema, { status: z.string() });

/** @param files of one run, by their names there. @returns refusals for files that do not belong together or are of no complete run */
export async function comparedRun(
  { exportReader }: { readonly exportReader: ExportReader },
  { run, files }: { readonly run: string; readonly files: EvidenceFiles },
): Promise<Result<ComparedRun>> {
  const manifest = await parsed(files, evidenceFiles.manifest.name, { run, schema: manifestSchema });
  if (manifest.kind === 'refused') return manifest;
  const stated = await parsed(files, evidenceFiles.findings.name, { run, schema: comparedSchema });
  if (stated.kind === 'refused') return stated;
  const policy = await parsed(files, evidenceFiles.policy.name, { run, schema: z.unknown() });
  if (policy.kind === 'refused') return policy;
  const config = parseConfig(policy.value, `${evidenceFiles.policy.name} of the run ${run}`);
  if (config.kind === 'refused') return refusedAll(config.refusals.slice(0, 1));
  const where = `run ${run}`;
  const foreign = [manifest.value.run, stated.value.run.id].find((id) => id !== run);
  if (foreign !== undefined) return refused({ what: 'files of another run', where, found: foreign, expected: run });
  const { status } = stated.value;
  if (status !== 'complete')
    return refused({ what: 'a run that tells no change', where, found: status, expected: 'a complete run' });
  const source = exportIn(files, run);
  if (source.kind === 'refused') return source;
  const { name, kept } = source.value;
  const read = await ingestExport(
    { exportReader: asTaken(exportReader) },
    { name, bytes: await bytesOf(kept.read()) },
    config.value,
  );
  if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
  const { doubt, open } = statedStanding(stated.value);
  const { asOf, exportedAt } = stated.value.run;
  return ok({
    run,
    asOf,
    exportedAt,
    policySha256: manifest.value.policySha256,
    manifestSha256: files.get(evidenceFiles.manifest.name)?.sha256 ?? '',
    doubt,
    accounts: read.value.population.accounts.map(({ login, status: now, role, createdAt }) => ({
      login,
      status: now,
      role,
      createdAt,
    })),
    open: open.map(({ login, code }) => ({ login, code })),
  });
}
