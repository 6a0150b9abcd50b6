// Reads the leavers file from HR: its bytes, its digest, and who had left at as-of.
import { sha256Of } from '../../core/values/digest.ts';
import type { Config } from '../../core/config/config.ts';
import type { Instant } from '../../core/values/instant.ts';
import { readLeavers } from '../../core/inputs/leavers/leavers.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import { ok, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { RunInputs } from './run-inputs.ts';

export interface LeaversContext {
  readonly config: Config;
  readonly asOf: Instant;
  readonly exportReader: ExportReader;
  /** Set for an upload, which is kept and compared later. */
  readonly isKept?: true;
}

/** @param file `name` only for refusals: what HR calls the file */
export async function ingestLeavers(
  file: { readonly name: string; readonly bytes: Uint8Array },
  { config, asOf, exportReader, isKept }: LeaversContext,
): Promise<Result<NonNullable<RunInputs['leavers']>>> {
  const tables = await exportReader.tables(file.bytes, file.name);
  if (tables.kind === 'refused') {
    const expected = 'a CSV of e-mail and last day, or a workbook saved as .xlsx';
    return refusedAll(tables.refusals.map((refusal) => ({ ...refusal, expected })));
  }
  const [first] = tables.value;
  const read = readLeavers({
    // Every sheet of a workbook; of a CSV only its likeliest reading.
    tables: first === undefined || first.sheet !== null ? tables.value : [first],
    fileName: file.name,
    timeZone: config.calendar.timeZone,
    asOf,
    plusAddressing: config.policy.plusAddressing,
    isKept,
  });
  if (read.kind === 'refused') return read;
  return ok({ ...read.value, bytes: file.bytes, sha256: sha256Of(file.bytes) });
}
