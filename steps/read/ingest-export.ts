// Reads an export as uploaded: its bytes, its digest, and every row as an account, a duplicate or rejected.
import { sha256Of } from '../../core/values/digest.ts';
import type { Config } from '../../core/config/config.ts';
import { isPrivileged } from '../../core/config/roles.ts';
import { findHeader } from '../../core/inputs/export/header.ts';
import { readExport } from '../../core/inputs/export/reading.ts';
import type { ExportPopulation } from '../../core/inputs/export/reading.ts';
import { suggestedConfiguration } from '../../core/inputs/export/suggestion.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import { allRules } from '../../core/versions.ts';
import type { JudgingRules } from '../../core/versions.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';

export interface IngestedExport {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly population: ExportPopulation;
}

export interface IngestDependencies {
  readonly exportReader: ExportReader;
}

/**
 * A reader for files in the evidence of a run: earlier versions accepted letters that are refused now.
 *
 * @param rules those of the version that took the file; some rows that are rejected now were accounts to it
 */
export function asTaken(exportReader: ExportReader, rules: JudgingRules = allRules): ExportReader {
  return {
    async tables(bytes, fileName) {
      const tables = await exportReader.tables(bytes, fileName, 'taken before');
      return tables.kind === 'refused' ? tables : ok(tables.value.map((table) => ({ ...table, rules })));
    },
  };
}

/**
 * @param file `name` only for refusals: what the administrator calls the file
 * @returns refusals that name file, row or column, what was found and what is expected
 */
export async function ingestExport(
  { exportReader }: IngestDependencies,
  file: { readonly name: string; readonly bytes: Uint8Array },
  config: Config,
): Promise<Result<IngestedExport>> {
  const tables = await exportReader.tables(file.bytes, file.name);
  if (tables.kind === 'refused') return tables;
  const population = readExport({
    tables: tables.value,
    fileName: file.name,
    config: config.export,
    isPrivileged: (role) => isPrivileged(role, config.policy),
  });
  if (population.kind === 'refused') return population;
  const sha256 = sha256Of(file.bytes);
  return ok({ bytes: file.bytes, sha256, population: population.value });
}

/**
 * Reads the file as a run would, and keeps nothing.
 *
 * @param config `null` where none is known yet: then the header alone is looked for, as the application itself writes it
 * @returns the refusals of the run; nothing that is wrong with the file where it is an export
 */
export async function readableExport(
  { exportReader }: IngestDependencies,
  file: { readonly name: string; readonly bytes: Uint8Array },
  config: Config | null,
): Promise<Result<null>> {
  if (config !== null) {
    const read = await ingestExport({ exportReader }, file, config);
    return read.kind === 'refused' ? read : ok(null);
  }
  const tables = await exportReader.tables(file.bytes, file.name);
  if (tables.kind === 'refused') return tables;
  const header = findHeader(tables.value, file.name, {});
  return header.kind === 'refused' ? header : ok(null);
}

/**
 * @returns the piece of configuration that would declare unknown headers or status words; `null` where none are unknown
 */
export async function mappingFor(
  { exportReader }: IngestDependencies,
  file: { readonly name: string; readonly bytes: Uint8Array },
  config: Config,
): Promise<string | null> {
  const tables = await exportReader.tables(file.bytes, file.name);
  return tables.kind === 'ok' ? suggestedConfiguration(tables.value, config.export) : null;
}
