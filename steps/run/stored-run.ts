// What a review is about: the accepted run behind it, its accounts and the findings that stand on them.
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { parseConfig } from '../../core/config/parse.ts';
import { historySchema } from '../../core/inputs/history.ts';
import type { History } from '../../core/inputs/history.ts';
import { snapshotHeaderSchema } from '../../core/inputs/snapshot.ts';
import type { SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { storedCode } from '../../core/names/codes.ts';
import type { Code } from '../../core/names/codes.ts';
import { snapshotFile } from '../../core/names/evidence-files.ts';
import { runKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports.ts';
import type { RunRecord } from '../../core/run.ts';
import { refusalText } from '../../core/values/result.ts';
import { storedInstant } from '../../core/values/stored.ts';
import { linesOf, bytesOf } from '../bytes.ts';

const declaredSchema = z.object({
  run: z.object({
    exportedAt: storedInstant,
    exportedAtDeclared: z.boolean(),
    exportedBy: z.nullable(z.string()),
    countShown: z.nullable(z.number()),
    asOfSetByOperator: z.boolean(),
  }),
  totals: z.object({ rejected: z.number() }),
  gates: z.array(z.object({ gate: z.string() })),
  findings: z.array(z.object({ login: z.nullable(z.string()), code: storedCode, state: z.string() })),
});

export type StatedExport = z.infer<typeof declaredSchema>['run'] & {
  /** Rows of the export that could not be read. */
  readonly rejectedRows: number;
  /** Codes of open findings about a control, not about an account. */
  readonly controlCodes: readonly Code[];
  /** The gate in spite of which it was accepted although rows are missing; `null` when none are. */
  readonly shortBy: string | null;
  /** Why the export proves no removal; `null` when it can be believed. */
  readonly doubt: string | null;
};

/** What was declared about the export of a run, and how far it can be believed. */
export async function statedOf(objects: Objects, run: RunRecord): Promise<StatedExport> {
  const stated = z.parse(declaredSchema, JSON.parse(await runText(objects, run, 'findings.json')));
  const open = stated.findings.filter(({ login, state }) => login === null && state !== 'closed');
  const controlCodes = open.map(({ code }) => code);
  const shortBy = shortByOf(stated);
  return {
    ...stated.run,
    rejectedRows: stated.totals.rejected,
    controlCodes,
    shortBy,
    doubt: doubtOf(stated, controlCodes, shortBy),
  };
}

/** An export that is short, old, edited, or of no declared time shows nothing about what was removed. */
function doubtOf(
  { run }: z.infer<typeof declaredSchema>,
  said: readonly Code[],
  shortBy: StatedExport['shortBy'],
): string | null {
  if (!run.exportedAtDeclared) return 'nobody declared when it was taken';
  if (said.includes('EXPORT_EDITED')) return 'it is not as People.ai wrote it';
  if (said.includes('EXPORT_STALE')) return 'it was too old when it was compared';
  return shortBy === null ? null : `it was accepted in spite of the gate ${shortBy}`;
}

function shortByOf({ gates }: z.infer<typeof declaredSchema>): StatedExport['shortBy'] {
  const short = gates.find(({ gate }) => gate === 'drop-rows' || gate === 'count' || gate === 'wrong-instance');
  return short?.gate ?? null;
}

/** The headers of the snapshots that the run compared. */
export async function directoriesOf(
  objects: Objects,
  { run, config }: { readonly run: RunRecord; readonly config: Config },
): Promise<readonly SnapshotHeader[]> {
  const headers: SnapshotHeader[] = [];
  for (const { id } of config.directories) {
    const key = runKey(run.id, snapshotFile(id).name);
    const stored = await objects.get(key);
    if (stored === null) throw new Error(`${objects.location(key)} is missing although the run is recorded`);
    for await (const { text } of linesOf(stored)) {
      headers.push(z.parse(snapshotHeaderSchema, JSON.parse(text)));
      break;
    }
  }
  return headers;
}

/** What the run left to the next: its accounts with status and role. */
export async function outcomeOf(objects: Objects, run: RunRecord): Promise<History> {
  if (run.historyKey === null) throw new Error(`the run ${run.id} was not accepted and left no history`);
  const stored = await objects.get(run.historyKey);
  if (stored === null) throw new Error(`${objects.location(run.historyKey)} is missing although the run is recorded`);
  return z.parse(historySchema, JSON.parse(Buffer.from(await bytesOf(stored)).toString('utf8')));
}

export async function runBytes(objects: Objects, run: RunRecord, name: string): Promise<Uint8Array> {
  const key = runKey(run.id, name);
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`${objects.location(key)} is missing although the run is recorded`);
  return bytesOf(stored);
}

export async function runText(objects: Objects, run: RunRecord, name: string): Promise<string> {
  return Buffer.from(await runBytes(objects, run, name)).toString('utf8');
}

/** The configuration as the run used it: a review is decided under the policy that its findings came from. */
export async function configOf(objects: Objects, run: RunRecord): Promise<Config> {
  const config = parseConfig(JSON.parse(await runText(objects, run, 'evidence/policy.json')), 'evidence/policy.json');
  if (config.kind === 'ok') return config.value;
  throw new Error(
    `the configuration of the run ${run.id} can no longer be read: ${config.refusals.map(refusalText).join(' ')}`,
  );
}
