// Which decisions are about an account of this run: one that was made since under the same login was decided by nobody.
import { isMadeSince } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, KnownDecision } from '../../inputs/history.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { accountsBefore } from '../collect/known-before.ts';

export interface DecidedBefore {
  readonly decisions: KnownDecision[];
  /** Accounts that are gone, and that nobody decided about: the next run has to know them apart from those before. */
  readonly remade: NonNullable<History['remade']>;
}

/**
 * Of an account that this export does not hold, the last accepted run tells when it was made, also where an earlier one
 * held it last.
 *
 * @param accounts of this export, by login
 */
export function decidedBefore(
  history: Pick<History, 'accounts' | 'decisions' | 'remade'>,
  accounts: ReadonlyMap<string, Pick<Account, 'createdAt'>>,
): DecidedBefore {
  const before = accountsBefore(history);
  const gone = new Map<string, Instant>((history.remade ?? []).map((one) => [one.login, one.createdAt]));
  const remade: DecidedBefore['remade'] = [];
  const decisions = history.decisions.filter(({ login, at }) => {
    const account = accounts.get(login);
    if (account !== undefined) return !isMadeSince(account, at);
    const createdAt = before.get(login)?.createdAt ?? gone.get(login);
    if (createdAt === undefined || !isBefore(at, createdAt)) return true;
    remade.push({ login, createdAt });
    return false;
  });
  return { decisions, remade };
}
