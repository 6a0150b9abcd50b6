// Which run a question is about: the one that was named, or the latest that no gate held.
import type { Runs } from '../../core/ports/stores.ts';
import type { RunRecord } from '../../core/run.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';

/** @param id `null` for the latest accepted run */
export async function chosenRun({ runs }: { readonly runs: Runs }, id: string | null): Promise<Result<RunRecord>> {
  if (id !== null) {
    const named = await runs.get(id);
    return named === null ? refused(noRun(id, await runs.list())) : ok(named);
  }
  const latest = (await runs.list()).findLast(({ accepted }) => accepted);
  return latest === undefined ? refused(noneAccepted()) : ok(latest);
}

function noRun(id: string, there: readonly RunRecord[]): Refusal {
  const latest = there.slice(-3).map((run) => run.id);
  return {
    what: 'no such run',
    where: '--run',
    found: id,
    expected: latest.length === 0 ? 'a run, of which there is none' : `the id of a run, such as ${latest.join(', ')}`,
  };
}

function noneAccepted(): Refusal {
  return {
    what: 'no accepted run',
    where: '--run',
    found: 'no run that no gate held',
    expected: 'access-review run first, or the id of a held run',
  };
}
