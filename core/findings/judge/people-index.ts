// Finds people by their keys. One index holds all kinds of keys: it leads to the few people with a key, and each of
// those is asked whether the key is their NameID, login or alias. An index for each kind would hold nearly every login
// of a company four times.
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
  /** Everybody who has the key, be it as NameID, login or alias. */
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
