// What a review is about: the accepted run behind it, its accounts and the findings that stand on them.
import * as z from 'zod/mini';
import { parseConfig } from '../core/contract/config.ts';
import type { Config } from '../core/contract/config.ts';
import { runKey } from '../core/contract/objects.ts';
import { codes } from '../core/findings/finding.ts';
import type { Code } from '../core/findings/finding.ts';
import { historySchema } from '../core/population/history.ts';
import type { History } from '../core/population/history.ts';
import type { Objects, Runs } from '../core/ports.ts';
import { ok, refusalText, refused } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { RunRecord } from '../core/run.ts';
import { bytesOf } from './load-history.ts';

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

async function runText(objects: Objects, run: RunRecord, name: string): Promise<string> {
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
