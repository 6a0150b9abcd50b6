// Opens a recorded run for a question: done again from its evidence, and refused when it does not come out as recorded.
import type { Objects } from '../../core/ports/objects.ts';
import type { RunRecord } from '../../core/run.ts';
import { recomputeRun } from '../run/recompute-run.ts';
import type { RecomputedRun, RecomputeDependencies } from '../run/recompute-run.ts';
import { EvidenceChanged } from '../run/stored-evidence.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

export interface OpenedRun extends RecomputedRun {
  readonly run: StoredRun;
}

/** @throws EvidenceChanged when evidence is missing or changed, or this version finds otherwise than was recorded */
export async function openRun(
  dependencies: RecomputeDependencies & { readonly objects: Objects },
  record: RunRecord,
): Promise<OpenedRun> {
  const run = storedRun(dependencies.objects, record);
  const recomputed = await recomputeRun(dependencies, run);
  const recorded = (await run.stated()).open.map(keyOf).toSorted();
  const found = recomputed.reconciled.assessment.findings.filter(({ state }) => state !== 'closed').map(keyOf);
  if (recorded.join('\n') === found.toSorted().join('\n')) return { run, ...recomputed };
  throw new EvidenceChanged({
    what: 'the run does not come out as it was recorded',
    where: `findings.json of the run ${record.id}`,
    found: `${found.length} findings that are not closed`,
    expected: `the ${recorded.length} of the version of the program that made the run`,
  });
}

function keyOf({
  code,
  login,
  state,
}: {
  readonly code: string;
  readonly login: string | null;
  readonly state: string;
}): string {
  return [code, login ?? '', state].join(' ');
}
