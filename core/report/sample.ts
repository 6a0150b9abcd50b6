// The auditor's sample: drawn with the auditor's own seed, in a way that anybody can repeat with other tools.
import { sha256Of } from '../values/digest.ts';
import type { Finding } from '../findings/finding.ts';
import type { Report } from './report.ts';
import type { PopulationRow } from './parts/accounts.ts';
import { ok, refused } from '../values/result.ts';
import type { Result } from '../values/result.ts';
import type { EffectiveDecision } from '../review/events/state.ts';

export interface SampledAccount {
  /** Place in the draw, from 1. */
  readonly drawn: number;
  /** What decided the place: SHA-256 of seed, line feed and login, 64 hex digits. */
  readonly key: string;
  readonly account: PopulationRow;
  /** Every finding about the login, closed ones included. */
  readonly findings: readonly Finding[];
  /** The latest decision; `null` when none is attached to the report. */
  readonly decision: EffectiveDecision | null;
}

export interface Sampled extends Pick<Report, 'population' | 'findings'> {
  /** By canonical login. */
  readonly decisions: ReadonlyMap<string, EffectiveDecision>;
}

export interface Draw {
  readonly size: number;
  readonly seed: string;
}

/**
 * Draws accounts without replacement: each account's key is SHA-256 over the seed, a line feed and the canonical login
 * in UTF-8; the accounts with the lowest keys are the sample, lowest first. Nobody who does not know the seed can
 * choose who is drawn, and every account is as likely as any other.
 *
 * @returns a refusal when there are fewer accounts than asked for
 * @example sampleOf({ ...report, decisions }, { size: 25, seed: 'audit 2026-Q4' })
 */
export function sampleOf(
  { population, findings, decisions }: Sampled,
  { size, seed }: Draw,
): Result<readonly SampledAccount[]> {
  if (size < 1 || size > population.length) {
    return refused({
      what: 'sample of a size that cannot be drawn',
      where: '--sample',
      found: String(size),
      expected: `1 to ${population.length}, the number of accounts of the report`,
    });
  }
  const about = Map.groupBy(findings, ({ login }) => login);
  const keyed = population
    .map((account) => ({ account, key: keyOf(account.login, seed) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return ok(
    keyed.slice(0, size).map(({ account, key }, index) => ({
      drawn: index + 1,
      key,
      account,
      findings: about.get(account.login) ?? [],
      decision: decisions.get(account.login) ?? null,
    })),
  );
}

function keyOf(login: string, seed: string): string {
  return sha256Of(`${seed}\n${login}`);
}
