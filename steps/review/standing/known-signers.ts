// Who signs need have no account: the directories tell which names of signers are one person's.
import { knownIdentity, loginKeys } from '../../../core/findings/collect/known-identity.ts';
import { canonicalLogin, matchKey } from '../../../core/values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../../core/values/login.ts';
import { hintsOf } from '../../../core/review/lines/own-logins.ts';
import type { Owned } from '../../../core/review/lines/own-logins.ts';
import type { OpenSnapshot } from '../../read/open-snapshot.ts';

interface Known {
  /** By which an identity of another directory is the same person. */
  readonly logins: ReadonlySet<CanonicalLogin>;
  readonly own: readonly CanonicalLogin[];
}

/**
 * Every identity that bears one of the names, with all of its names, and with those of identities that share a login
 * with it and bear one of the names too.
 *
 * @param names of people who signed or are about to, as typed
 */
export async function knownSigners(
  snapshots: readonly OpenSnapshot[],
  names: readonly string[],
  plusAddressing: PlusAddressing,
): Promise<readonly Owned[]> {
  const wanted = new Set(names.flatMap((name) => keyOf(name, plusAddressing) ?? []));
  const found: Known[] = [];
  for (const { header, identities } of snapshots) {
    for await (const identity of identities()) {
      const known = knownIdentity(header.directory, identity, plusAddressing);
      const own = [...loginKeys(known), ...known.aliases.map(({ key }) => key), ...hintsOf(known)];
      if (own.some((name) => wanted.has(name))) found.push({ logins: new Set(loginKeys(known)), own });
    }
  }
  return found.flatMap((one) => {
    const same = found.filter(({ logins }) => !logins.isDisjointFrom(one.logins));
    const own = [...new Set([...one.own, ...same.flatMap((other) => other.own)])];
    const [login] = own;
    return login === undefined ? [] : [{ login, own }];
  });
}

function keyOf(name: string, plusAddressing: PlusAddressing): CanonicalLogin | null {
  const login = canonicalLogin(name);
  return login === null ? null : matchKey(login, plusAddressing);
}
