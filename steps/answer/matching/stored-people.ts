// The people of all directories, found by their keys from the disk, for matching that needs a person or two at a time.
import { minimised } from '../../../core/findings/collect/identity-index.ts';
import { compareKnown, knownIdentity, loginKeys } from '../../../core/findings/collect/known-identity.ts';
import type { KnownIdentity } from '../../../core/findings/collect/known-identity.ts';
import { indexBy } from '../../../core/findings/judge/people-index.ts';
import type { PeopleIndex } from '../../../core/findings/judge/people-index.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import type { Lookup } from '../../../core/ports/objects.ts';
import type { PlusAddressing } from '../../../core/values/login.ts';

export interface StoredPeople extends PeopleIndex {
  /** Everybody comes before anybody is found. @returns their number, counted from 0 */
  add(directory: string, identity: Identity): number;
  numberOf(known: KnownIdentity): number;
  /** Lets go of whom it found: until then, whoever is found twice is the same object. */
  forget(): void;
}

/** @param lookup empty as yet, and nobody else's: whoever is put there is numbered from 0 */
export function storedPeople(lookup: Lookup, plus: PlusAddressing): StoredPeople {
  const opened = new Map<number, KnownIdentity>();
  const numbers = new Map<KnownIdentity, number>();
  const found = new Map<string, readonly KnownIdentity[]>();
  const open = (number: number, text: string): KnownIdentity => {
    const [directory, identity]: Stored = JSON.parse(text);
    const known = knownIdentity(directory, identity, plus);
    opened.set(number, known);
    numbers.set(known, number);
    return known;
  };
  const having = (key: string): readonly KnownIdentity[] => {
    const before = found.get(key);
    if (before !== undefined) return before;
    const people = lookup.find(key).map(({ number, text }) => opened.get(number) ?? open(number, text));
    found.set(key, people.toSorted(compareKnown));
    return having(key);
  };
  return {
    ...indexBy({ byKey: (key) => having(loginKey(key)), byEmployeeId: (id) => having(employeeKey(id)) }),
    add(directory, identity) {
      const known = knownIdentity(directory, identity, plus);
      const keys = new Set([...loginKeys(known), ...known.aliases.map(({ key }) => key)].map(loginKey));
      if (identity.employeeId !== null) keys.add(employeeKey(identity.employeeId));
      const stored: Stored = [directory, { ...minimised(identity), manager: identity.manager, assignments: [] }];
      return lookup.put(keys, JSON.stringify(stored));
    },
    numberOf(known) {
      const number = numbers.get(known);
      if (number === undefined) throw new Error('nobody whom this index found');
      return number;
    },
    forget() {
      for (const kept of [opened, numbers, found]) kept.clear();
    },
  };
}

type Stored = readonly [directory: string, identity: Identity];

function loginKey(key: string): string {
  return `login ${key}`;
}

function employeeKey(id: string): string {
  return `employee ${id}`;
}
