// What changed between two populations: the roll-forward, and for each account the sentences that say what is new.
import type { KnownAccount } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { ReviewLines } from './line.ts';

type Compared = Pick<KnownAccount, 'login' | 'role' | 'situation' | 'status'>;

export interface Delta {
  readonly rollForward: NonNullable<ReviewLines['rollForward']>;
  /** Only accounts with a change have an entry. */
  readonly changes: ReadonlyMap<CanonicalLogin, readonly string[]>;
  readonly gone: readonly CanonicalLogin[];
}

/** @param since how the earlier population is called: `2026-Q3` */
export function deltaOf(before: readonly Compared[], now: readonly Compared[], since: string): Delta {
  const earlier = new Map(before.map((account) => [account.login, account]));
  const present = new Set(now.map(({ login }) => login));
  const gone = before.filter(({ login }) => !present.has(login)).map(({ login }) => login);
  const changes = new Map<CanonicalLogin, readonly string[]>();
  let added = 0;
  for (const account of now) {
    const was = earlier.get(account.login);
    if (was === undefined) added += 1;
    const said = was === undefined ? [`new since ${since}`] : changesOf(was, account);
    if (said.length > 0) changes.set(account.login, said);
  }
  const rollForward = { opening: before.length, added, removed: gone.length, closing: now.length };
  return { rollForward, changes, gone };
}

function changesOf(was: Compared, now: Compared): readonly string[] {
  return (['role', 'status', 'situation'] as const)
    .filter((field) => was[field] !== now[field])
    .map((field) => `${field} was ${was[field] ?? 'none'}`);
}
