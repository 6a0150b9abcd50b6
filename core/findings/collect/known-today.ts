// Who of those whom earlier runs knew is there today, whatever their logins are now.
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { ByIdentity } from './by-identity.ts';
import type { IdentityIndex } from './identity-index.ts';
import { identitiesBefore } from './known-before.ts';
import type { KnownIdentity } from './known-identity.ts';

/** The people of today, and what of earlier runs leads to them. */
export interface KnownToday {
  readonly ledger: Pick<ByIdentity<LedgerEntry>, 'get'>;
  /** By account: the identities that accepted runs tied to it. */
  readonly tiedTo: Multimap<LedgerEntry>;
  readonly today: Pick<ByIdentity<KnownIdentity>, 'get'>;
  readonly numbered: Multimap<KnownIdentity>;
}

type People = Pick<IdentityIndex, 'relevant' | 'accountless' | 'tied'>;

const todays = new WeakMap<People, KnownToday>();

/** To be asked only where an account needs it: hardly any does, and the ledger and directories of a large company are long. */
export function knownToday({ ledger }: Pick<History, 'ledger'>, people: People): KnownToday {
  const known = todays.get(people);
  if (known !== undefined) return known;
  const today = new ByIdentity<KnownIdentity>();
  for (const one of [...people.relevant, ...people.accountless, ...people.tied])
    today.set(one.directory, one.identity.id, one);
  const made: KnownToday = {
    ledger: identitiesBefore({ ledger }),
    tiedTo: multimap(ledger, (entry) => entry.accounts),
    today,
    numbered: multimap([...today.values()], ({ identity: { employeeId } }) =>
      employeeId === null ? [] : [employeeId],
    ),
  };
  todays.set(people, made);
  return made;
}
