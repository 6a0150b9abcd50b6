// Does a stored run again from its own evidence, for what a review needs of it and no file of the run tells.
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Scratch } from '../../core/ports/objects.ts';
import type { Progress } from '../../core/ports/world.ts';
import { refusalText } from '../../core/values/result.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciled } from './reconcile.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import { inputsOf } from '../read/inputs-of-evidence.ts';
import type { StoredRun } from './stored-runs.ts';

export interface RecomputeDependencies {
  readonly exportReader: ExportReader;
  readonly scratch: Scratch;
  readonly progress: Progress;
}

export interface RecomputedRun {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
}

/** @throws Error when the evidence of an accepted run can no longer be read */
export async function recomputeRun(dependencies: RecomputeDependencies, run: StoredRun): Promise<RecomputedRun> {
  const { id, files: recorded } = run.record;
  const files = new Map(recorded.map(({ name }) => [name, run.file(name)]));
  const inputs = await inputsOf(files, await run.stated(), dependencies.exportReader);
  if (inputs.kind === 'refused')
    throw new Error(`the run ${id} cannot be done again: ${inputs.refusals.map(refusalText).join(' ')}`);
  return { inputs: inputs.value, reconciled: await reconcile(dependencies, inputs.value) };
}
