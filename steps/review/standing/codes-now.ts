// Which codes stand on the lines of a review now: those of its run, and of later runs of the period.
import * as z from 'zod/mini';
import { codes } from '../../../core/names/codes.ts';
import type { Code } from '../../../core/names/codes.ts';
import type { Runs, Objects } from '../../../core/ports.ts';
import type { RunRecord } from '../../../core/run.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { outcomeOf, runText } from '../../run/stored-run.ts';

const findingsSchema = z.object({
  findings: z.array(
    z.object({
      login: z.nullable(z.string()),
      code: z.custom<Code>((value) => typeof value === 'string' && Object.hasOwn(codes, value)),
      state: z.enum(['new', 'open', 'reopened', 'excepted', 'vanished', 'closed']),
    }),
  ),
});

/** The accepted run of a period with the latest as-of. */
export async function acceptedRunOf(runs: Runs, period: string): Promise<Result<RunRecord>> {
  const found = (await runs.list()).findLast((run) => run.accepted && run.period === period);
  if (found !== undefined) return ok(found);
  return refused({
    what: 'no accepted run',
    where: `review ${period}`,
    found: 'none in this home',
    expected: `a run of ${period} that no gate held: access-review run`,
  });
}

/** Open codes by login; every account of the run has an entry, and so has every login that a finding names. */
export async function codesByLogin(objects: Objects, run: RunRecord): Promise<ReadonlyMap<string, readonly Code[]>> {
  const byLogin = new Map<string, Code[]>((await outcomeOf(objects, run)).accounts.map(({ login }) => [login, []]));
  const { findings } = z.parse(findingsSchema, JSON.parse(await runText(objects, run, 'findings.json')));
  for (const finding of findings) {
    if (finding.login === null || finding.state === 'closed') continue;
    byLogin.set(finding.login, [...(byLogin.get(finding.login) ?? []), finding.code]);
  }
  return byLogin;
}

/** The latest accepted run of the period after the one under review. */
export async function laterRunOf(
  runs: Runs,
  { runAsOf, period }: { readonly runAsOf: Instant; readonly period: string },
): Promise<RunRecord | null> {
  return (
    (await runs.list()).findLast((one) => one.accepted && one.period === period && isBefore(runAsOf, one.asOf)) ?? null
  );
}

/** Codes of the run under review and of later accepted runs of its period: a new one asks again. */
export async function codesNow(
  { objects, runs }: { readonly objects: Objects; readonly runs: Runs },
  { run, runAsOf, period }: { readonly run: string; readonly runAsOf: Instant; readonly period: string },
): Promise<ReadonlyMap<string, readonly Code[]>> {
  const frozen = await runs.get(run);
  if (frozen === null) throw new Error(`the run ${run} of the review ${period} is not recorded`);
  const codesOf = new Map(await codesByLogin(objects, frozen));
  const later = await laterRunOf(runs, { period, runAsOf });
  if (later === null) return codesOf;
  for (const [login, codes] of await codesByLogin(objects, later)) {
    codesOf.set(login, [...new Set([...(codesOf.get(login) ?? []), ...codes])]);
  }
  return codesOf;
}
