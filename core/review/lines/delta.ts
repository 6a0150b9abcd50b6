// What changed between two populations: the roll-forward, and for each account the sentences that say what is new.
import { cameAndWent, fieldChanges } from '../../findings/continuity/population-changes.ts';
import type { ComparedAccount } from '../../findings/continuity/population-changes.ts';
import { isBefore, latest } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Account } from '../../inputs/account.ts';
import type { ReviewLines } from './line.ts';

export interface Delta {
  readonly rollForward: NonNullable<ReviewLines['rollForward']>;
  /** Only accounts with a change have an entry. */
  readonly changes: ReadonlyMap<CanonicalLogin, readonly string[]>;
  readonly gone: readonly CanonicalLogin[];
}

/** The earlier population. */
export interface ComparedWith {
  /** The review: `2026-Q3`. */
  readonly review: string;
  readonly exportedAt: Instant;
}

export type PresentAccount = ComparedAccount & Pick<Account, 'createdAt'>;

export function deltaOf(
  before: readonly ComparedAccount[],
  now: readonly PresentAccount[],
  since: ComparedWith,
): Delta {
  const { added, gone, stayed } = cameAndWent(before, now);
  const changes = new Map<CanonicalLogin, readonly string[]>(
    added.map((account) => [account.login, [cameText(account, since)]]),
  );
  for (const { login, field, before: was } of stayed.flatMap(fieldChanges))
    changes.set(login, [...(changes.get(login) ?? []), `${field} was ${was ?? 'none'}`]);
  const rollForward = { opening: before.length, added: added.length, removed: gone.length, closing: now.length };
  return { rollForward, changes, gone: gone.map(({ login }) => login) };
}

/** Another login then, or a row that could not be read: an account that was there already is not new. */
function cameText({ createdAt }: PresentAccount, { review, exportedAt }: ComparedWith): string {
  const isOld = createdAt !== null && !isBefore(exportedAt, latest(createdAt));
  return isOld ? `not among the accounts of ${review}, and made before` : `new since ${review}`;
}
