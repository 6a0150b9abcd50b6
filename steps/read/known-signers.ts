// Who signs need have no account: the directories tell which names of signers are one person's.
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import { canonicalLogin, matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../core/values/login.ts';
import type { KnownPerson } from '../../core/review/lines/actor.ts';
import { identitiesNamed } from './named-identities.ts';
import type { JudgedLines } from './named-identities.ts';

interface Known extends Pick<KnownPerson, 'directory' | 'state' | 'name'> {
  /** By which an identity of another directory is the same person. */
  readonly logins: ReadonlySet<CanonicalLogin>;
  readonly own: readonly CanonicalLogin[];
}

/**
 * Every identity that bears one of the names, with all of its names, and with those of identities that share a login
 * with it and bear one of the names too.
 *
 * @param names of people who act in the review, as typed
 */
export async function knownSigners(
  directories: readonly JudgedLines[],
  names: readonly string[],
  plusAddressing: PlusAddressing,
): Promise<readonly KnownPerson[]> {
  const wanted = new Set(names.flatMap((name) => keyOf(name, plusAddressing) ?? []));
  const found: Known[] = [];
  for await (const { directory, identity } of identitiesNamed(directories, wanted)) {
    const known = knownIdentity(directory, identity, plusAddressing);
    const own = [...loginKeys(known), ...known.aliases.map(({ key }) => key)];
    if (own.some((name) => wanted.has(name)))
      found.push({ directory, state: identity.state, name: identity.name, logins: new Set(loginKeys(known)), own });
  }
  return found.flatMap((one) => {
    const same = found.filter(({ logins }) => !logins.isDisjointFrom(one.logins));
    const own = [...new Set([...one.own, ...same.flatMap((other) => other.own)])];
    const [login] = own;
    const { directory, state, name } = one;
    return login === undefined ? [] : [{ login, own, directory, state, name }];
  });
}

function keyOf(name: string, plusAddressing: PlusAddressing): CanonicalLogin | null {
  const login = canonicalLogin(name);
  return login === null ? null : matchKey(login, plusAddressing);
}
