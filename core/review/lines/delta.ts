// What changed between two populations: the roll-forward, and for each account the sentences that say what is new.
import { cameAndWent, fieldChanges } from '../../findings/continuity/population-changes.ts';
import type { ComparedAccount } from '../../findings/continuity/population-changes.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { ReviewLines } from './line.ts';

export interface Delta {
  readonly rollForward: NonNullable<ReviewLines['rollForward']>;
  /** Only accounts with a change have an entry. */
  readonly changes: ReadonlyMap<CanonicalLogin, readonly string[]>;
  readonly gone: readonly CanonicalLogin[];
}

/** @param since how the earlier population is called: `2026-Q3` */
export function deltaOf(before: readonly ComparedAccount[], now: readonly ComparedAccount[], since: string): Delta {
  const { added, gone, stayed } = cameAndWent(before, now);
  const changes = new Map<CanonicalLogin, readonly string[]>(added.map(({ login }) => [login, [`new since ${since}`]]));
  for (const { login, field, before: was } of stayed.flatMap(fieldChanges))
    changes.set(login, [...(changes.get(login) ?? []), `${field} was ${was ?? 'none'}`]);
  const rollForward = { opening: before.length, added: added.length, removed: gone.length, closing: now.length };
  return { rollForward, changes, gone: gone.map(({ login }) => login) };
}
