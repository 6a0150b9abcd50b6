// Writes down once whom the directories of a run on schedule are asked for again: logins that none of their lists shows.
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { workKey } from '../../core/names/object-keys.ts';
import { readStored, storedLogin } from '../../core/values/stored.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { IngestedExport } from '../read/ingest-export.ts';
import { textOf } from '../bytes.ts';
import { lookUpsOf } from '../read/whom-to-look-up.ts';
import type { LookUps } from '../read/whom-to-look-up.ts';
import type { ScheduledRun } from './freeze-run.ts';
import { lastAcceptedRun } from './accepted-export.ts';
import type { AcceptedExportDependencies } from './accepted-export.ts';
import { lastExport } from './last-uploads.ts';
import { openExport, openSnapshots } from './work-out-run.ts';
import type { WorkOutDependencies } from './work-out-run.ts';

const unmatchedSchema = z.object({
  schema: z.literal(1),
  logins: z.readonly(z.array(storedLogin)),
  /** How many there are; more than `logins` names when they are too many to be asked for. */
  unmatched: z.number(),
});

export type UnmatchedDependencies = WorkOutDependencies & AcceptedExportDependencies;

export interface UnmatchedRun extends Pick<ScheduledRun, 'execution' | 'asOf' | 'snapshots'> {
  /** Whose accounts are looked for: those of the newest upload, which a review compares, or of the last accepted run. */
  readonly compares: 'newest-upload' | 'accepted-run';
}

/**
 * A repetition finds what the first time wrote, so each attempt asks for the same people. What is compared is frozen
 * later: an account of an export that comes in between is not asked for.
 *
 * @returns the key of the logins; `null` when every live account is somebody's who is there, or there is no export
 */
export async function freezeUnmatched(
  dependencies: UnmatchedDependencies,
  { execution, asOf, snapshots, compares }: UnmatchedRun,
  config: Config,
): Promise<string | null> {
  const { objects } = dependencies;
  const key = workKey(execution, 'unmatched.json');
  if ((await objects.list(key)).includes(key)) return key;
  const compared = await (compares === 'accepted-run'
    ? exportOfRun(dependencies, asOf, config)
    : newestExport(dependencies, asOf, config));
  if (compared === null) return null;
  const { accounts } = compared.population;
  const opened = await openSnapshots(dependencies, { snapshots }, config);
  const lookUps = await lookUpsOf({ config, accounts }, opened);
  if (lookUps.logins.length === 0) return null;
  await objects.put(key, Buffer.from(`${JSON.stringify({ schema: 1, ...lookUps })}\n`));
  return key;
}

async function newestExport(
  dependencies: UnmatchedDependencies,
  asOf: Instant,
  config: Config,
): Promise<IngestedExport | null> {
  const upload = await lastExport(dependencies.results, asOf);
  return upload === null ? null : openExport(dependencies, upload, config);
}

async function exportOfRun(
  dependencies: UnmatchedDependencies,
  asOf: Instant,
  config: Config,
): Promise<IngestedExport | null> {
  const base = await lastAcceptedRun(dependencies, asOf, config);
  return base === null ? null : base.export;
}

/** @throws Error when nothing lies under the key; StoredRecordUnreadable */
export async function readUnmatched(objects: Objects, key: string): Promise<LookUps> {
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`${objects.location(key)} is not there`);
  const { logins, unmatched } = readStored(unmatchedSchema, await textOf(stored), key);
  return { logins, unmatched };
}
