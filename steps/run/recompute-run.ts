// Does a stored run again from its own evidence, for what a review needs of it and no file of the run tells.
import * as z from 'zod/mini';
import type { ExportReader, Kept, Objects, Progress, Scratch } from '../../core/ports.ts';
import { refusalText } from '../../core/values/result.ts';
import type { RunRecord } from '../../core/run.ts';
import { statedRunSchema } from '../../core/verification/stated.ts';
import { runKey } from '../../core/names/object-keys.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciled } from './reconcile.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import { runText } from './stored-run.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { inputsOf } from '../read/inputs-of-evidence.ts';

export interface RecomputeDependencies {
  readonly objects: Objects;
  readonly exportReader: ExportReader;
  readonly scratch: Scratch;
  readonly progress: Progress;
}

export interface RecomputedRun {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
}

/** @throws Error when the evidence of an accepted run can no longer be read */
export async function recomputeRun(dependencies: RecomputeDependencies, run: RunRecord): Promise<RecomputedRun> {
  const { objects, exportReader } = dependencies;
  const stated = z.parse(statedRunSchema, JSON.parse(await runText(objects, run, evidenceFiles.findings.name)));
  const files = new Map(run.files.map((file) => [file.name, keptFile(objects, run, file)]));
  const inputs = await inputsOf(files, stated, exportReader);
  if (inputs.kind === 'refused')
    throw new Error(`the run ${run.id} cannot be done again: ${inputs.refusals.map(refusalText).join(' ')}`);
  return { inputs: inputs.value, reconciled: await reconcile(dependencies, inputs.value) };
}

/** A file of a stored run, read when it is asked for. */
export function keptFile(objects: Objects, run: RunRecord, { name, bytes, sha256 }: RunRecord['files'][number]): Kept {
  return { bytes, sha256, read: () => stored(objects, run, name) };
}

async function* stored(objects: Objects, run: RunRecord, name: string): AsyncGenerator<Uint8Array, void, void> {
  const key = runKey(run.id, name);
  const found = await objects.get(key);
  if (found === null) throw new Error(`${objects.location(key)} is missing although the run is recorded`);
  yield* found;
}
