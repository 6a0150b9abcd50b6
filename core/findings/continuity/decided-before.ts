// Which decisions are about an account of this run: one that was made since under the same login was decided by nobody.
import { isMadeSince } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, KnownDecision } from '../../inputs/history.ts';
import { isBefore } from '../../values/instant.ts';
import { accountsBefore } from '../collect/known-before.ts';

/**
 * Of an account that this export does not hold, the last accepted run tells when it was made.
 *
 * @param accounts of this export, by login
 */
export function decidedBefore(
  history: Pick<History, 'accounts' | 'decisions'>,
  accounts: ReadonlyMap<string, Pick<Account, 'createdAt'>>,
): KnownDecision[] {
  const before = accountsBefore(history);
  return history.decisions.filter(({ login, at }) => {
    const account = accounts.get(login);
    if (account !== undefined) return !isMadeSince(account, at);
    const made = before.get(login)?.createdAt;
    return made === undefined || !isBefore(at, made);
  });
}
