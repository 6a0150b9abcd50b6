// Who signs need have no account: the directories tell which names of signers are one person's.
import { eachOf } from '../bytes.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import { canonicalLogin, matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../core/values/login.ts';
import type { KnownPerson } from '../../core/review/lines/actor.ts';
import { mostOfOneNumber } from '../../core/review/lines/own-logins.ts';
import type { OpenSnapshot } from './open-snapshot.ts';

interface Known extends Pick<KnownPerson, 'directory' | 'state' | 'name'> {
  /** By which an identity of another directory is the same person. */
  readonly logins: ReadonlySet<CanonicalLogin>;
  readonly own: readonly CanonicalLogin[];
  readonly employeeId: string | null;
}

export interface Knowing {
  readonly plusAddressing: PlusAddressing;
  /** Whether an employee number tells who is one person; versions before 0.6.0 did not ask. By default it does. */
  readonly byNumber?: boolean;
}

/**
 * Every identity that bears one of the names, with all of its names, with those of identities that share a login with it
 * and bear one of the names too, and with the logins of those that have its employee number.
 *
 * @param names of people who act in the review, as typed
 */
export async function knownSigners(
  snapshots: readonly OpenSnapshot[],
  names: readonly string[],
  { plusAddressing, byNumber = true }: Knowing,
): Promise<readonly KnownPerson[]> {
  const wanted = new Set(names.flatMap((name) => keyOf(name, plusAddressing) ?? []));
  const found: Known[] = [];
  const numbered = new Map<string, (readonly CanonicalLogin[])[]>();
  for (const { header, batches } of snapshots) {
    for await (const identity of eachOf(batches())) {
      const known = knownIdentity(header.directory, identity, plusAddressing);
      const logins = loginKeys(known);
      const own = [...logins, ...known.aliases.map(({ key }) => key)];
      const { employeeId, state, name } = identity;
      if (byNumber && employeeId !== null) noteNumber(numbered, employeeId, logins);
      if (own.some((one) => wanted.has(one)))
        found.push({ directory: header.directory, state, name, logins: new Set(logins), own, employeeId });
    }
  }
  return found.flatMap((one) => {
    const same = found.filter(({ logins }) => !logins.isDisjointFrom(one.logins));
    const sharing = one.employeeId === null ? [] : (numbered.get(one.employeeId) ?? []);
    const byTheirNumber = sharing.length > mostOfOneNumber ? [] : [...new Set(sharing.flat())];
    const own = [...new Set([...one.own, ...same.flatMap((other) => other.own), ...byTheirNumber])];
    const [login] = own;
    const { directory, state, name } = one;
    return login === undefined ? [] : [{ login, own, directory, state, name, numbered: byTheirNumber }];
  });
}

/** One more than a person has is enough to tell a placeholder. */
function noteNumber(
  numbered: Map<string, (readonly CanonicalLogin[])[]>,
  number: string,
  logins: readonly CanonicalLogin[],
): void {
  const sharing = numbered.get(number);
  if (sharing === undefined) numbered.set(number, [logins]);
  else if (sharing.length <= mostOfOneNumber) sharing.push(logins);
}

function keyOf(name: string, plusAddressing: PlusAddressing): CanonicalLogin | null {
  const login = canonicalLogin(name);
  return login === null ? null : matchKey(login, plusAddressing);
}
