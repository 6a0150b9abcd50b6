// An identity with the keys under which it can be found.
import type { Identity } from '../../inputs/snapshot.ts';
import { msOf, dayInMs } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';

/** An identity of a directory with the keys under which it can be found. */
export interface KnownIdentity {
  readonly directory: string;
  readonly identity: Identity;
  readonly nameId: CanonicalLogin | null;
  /** UPN, Okta login, mail: canonical keys, without the NameID unless it is one of them. */
  readonly logins: readonly CanonicalLogin[];
  readonly aliases: readonly { readonly key: CanonicalLogin; readonly source: 'proxy' | 'on-premises' | 'guest' }[];
}

export function knownIdentity(directory: string, identity: Identity, plus: PlusAddressing): KnownIdentity {
  const key = (raw: string): CanonicalLogin | null => {
    const login = canonicalLogin(raw);
    return login === null ? null : matchKey(login, plus);
  };
  return {
    directory,
    identity,
    nameId: identity.nameId === null ? null : key(identity.nameId),
    logins: [...new Set(identity.logins.map(key).filter((login) => login !== null))],
    aliases: identity.aliases.flatMap((alias) => {
      const login = key(alias.login);
      return login === null ? [] : [{ key: login, source: alias.source }];
    }),
  };
}

/** The keys that make two identities of different directories one person: logins, never aliases or hints. */
export function loginKeys(known: KnownIdentity): readonly CanonicalLogin[] {
  return known.nameId === null || known.logins.includes(known.nameId) ? known.logins : [known.nameId, ...known.logins];
}

export function identityKey(directory: string, id: string): string {
  return `${directory}\u0000${id}`;
}

/** Names are compared only to suggest, so case and blanks are enough. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** A sign-in to the app in the 24 hours before the export (contract, section 7, UNEXPLAINED_SIGN_IN). */
export function signedInBefore(identity: Identity, exportedAt: Instant): boolean {
  if (identity.lastSignIn === null) return false;
  const before = msOf(exportedAt) - msOf(identity.lastSignIn);
  return before >= 0 && before <= dayInMs;
}
