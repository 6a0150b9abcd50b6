// Which codes stand on the lines of a review now: those of its run, and of later runs of the period.
import type { Code } from '../../../core/names/codes.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

/** The accepted run of a period with the latest as-of. */
export async function acceptedRunOf(stored: StoredRuns, period: string): Promise<Result<StoredRun>> {
  const found = (await stored.accepted()).findLast(({ record }) => record.period === period);
  if (found !== undefined) return ok(found);
  return refused({
    what: 'no accepted run',
    where: `review ${period}`,
    found: 'none in this home',
    expected: `a run of ${period} that no gate held: access-review run`,
  });
}

/** The latest accepted run of the period after the one under review. */
export async function laterRunOf(
  stored: StoredRuns,
  { runAsOf, period }: { readonly runAsOf: Instant; readonly period: string },
): Promise<StoredRun | null> {
  const accepted = await stored.accepted();
  return accepted.findLast(({ record }) => record.period === period && isBefore(runAsOf, record.asOf)) ?? null;
}

/**
 * Open codes by login, of the run under review and then of a later one: a new code asks again. Every account of a run
 * has an entry, and so has every login that a finding names.
 */
export async function codesNow(runs: readonly StoredRun[]): Promise<ReadonlyMap<string, readonly Code[]>> {
  const codesOf = new Map<string, readonly Code[]>();
  for (const run of runs) {
    for (const { login } of (await run.population()).accounts) codesOf.set(login, codesOf.get(login) ?? []);
    for (const { login, code } of (await run.stated()).open) {
      if (login !== null) codesOf.set(login, [...new Set([...(codesOf.get(login) ?? []), code])]);
    }
  }
  return codesOf;
}

/** What a run of another period found counts for logins that the review knows. */
export function withCodes(
  codesOf: ReadonlyMap<string, readonly Code[]>,
  more: ReadonlyMap<string, readonly Code[]>,
): ReadonlyMap<string, readonly Code[]> {
  return new Map([...codesOf].map(([login, codes]) => [login, [...new Set([...codes, ...(more.get(login) ?? [])])]]));
}
