// Remembers who was one person when one of their objects loses the address that showed it: once the other object is
// purged, nothing else tells that the person is still there.
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { compareIdentities } from '../collect/by-identity.ts';
import { areJoined, isNewObjectOf } from '../collect/known-before.ts';
import type { JudgingRules } from '../../versions.ts';

type Joined = NonNullable<LedgerEntry['joined']>;

/**
 * @returns for an entry of the ledger and the logins that the identity bears now: the identities of other directories, and
 *   the older objects of its own, that an accepted run tied to the same account, and that nothing but the history will show
 *   to be the same person
 */
export function lostJoins(
  { ledger }: Pick<History, 'ledger'>,
  rules: JudgingRules,
): (before: LedgerEntry, now: readonly CanonicalLogin[]) => Joined {
  if (!rules.has('remembers-lost-addresses')) return () => none;
  const followsObjects = rules.has('follows-new-objects');
  // Made only when it is asked for: hardly anybody loses an address, and the ledger of a large company is long.
  let byLogin: Multimap<LedgerEntry> | null = null;
  return (before, now) => {
    const known = before.joined ?? none;
    const lost = before.logins.filter((login) => login.includes('@') && !now.includes(login));
    if (lost.length === 0 || before.accounts.length === 0) return known;
    const bearing = (byLogin ??= multimap(ledger, ({ logins }) => logins));
    const others = new Set(lost.flatMap((login) => bearing.get(login) ?? []));
    const isOne = (other: LedgerEntry, account: CanonicalLogin): boolean =>
      areJoined(before, other, account) || (followsObjects && isNewObjectOf(before, other, account));
    const fresh = [...others].filter(
      (other) => before.accounts.some((account) => isOne(other, account)) && !isAmong(known, other),
    );
    return fresh.length === 0
      ? known
      : [...known, ...fresh.map(({ directory, id }) => ({ directory, id }))].toSorted(compareIdentities);
  };
}

const none: Joined = [];

function isAmong(known: Joined, { directory, id }: LedgerEntry): boolean {
  return known.some((one) => one.directory === directory && one.id === id);
}
