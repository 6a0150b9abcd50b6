// Finds people by their keys, through one index of all keys: a key leads to one person or a few, and of those it is asked
// what it is to them. An index for each kind of key would hold nearly every login of a company four times.
import { loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';

type Found = readonly KnownIdentity[];

/** Each answer is in the order in which the identities were given. */
export interface PeopleIndex {
  byNameId(key: CanonicalLogin): Found;
  byLogin(key: CanonicalLogin): Found;
  byAlias(key: CanonicalLogin): Found;
  /** By NameID or login. */
  byLoginKey(key: CanonicalLogin): Found;
  byEmployeeId(id: string): Found;
}

export function peopleIndex(identities: Found): PeopleIndex {
  const byKey = multimap(identities, (known) => [...loginKeys(known), ...known.aliases.map(({ key }) => key)]);
  const byEmployeeId = multimap(identities, ({ identity: { employeeId } }) =>
    employeeId === null ? [] : [employeeId],
  );
  return indexBy({ byKey: (key) => byKey.get(key) ?? none, byEmployeeId: (id) => byEmployeeId.get(id) ?? none });
}

interface Keyed {
  /** Of everybody to whom it is anything: NameID, login or alias. */
  readonly byKey: (key: CanonicalLogin) => Found;
  readonly byEmployeeId: PeopleIndex['byEmployeeId'];
}

export function indexBy({ byKey, byEmployeeId }: Keyed): PeopleIndex {
  const having = (key: CanonicalLogin, has: (known: KnownIdentity) => boolean): Found => byKey(key).filter(has);
  return {
    byNameId: (key) => having(key, ({ nameId }) => nameId === key),
    byLogin: (key) => having(key, ({ logins }) => logins.includes(key)),
    byAlias: (key) => having(key, ({ aliases }) => aliases.some((alias) => alias.key === key)),
    byLoginKey: (key) => having(key, ({ nameId, logins }) => nameId === key || logins.includes(key)),
    byEmployeeId,
  };
}

const none: Found = [];
