// The forms under which one person's login is known: each once, the strongest first.
import { addressAsSeen } from '../../../core/values/addresses.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';

type Alias = Identity['aliases'][number];

export interface LoginForms {
  readonly logins: string[];
  readonly aliases: Alias[];
  readonly hints: string[];
}

/** Drops what is empty and what a stronger form already says; logins are stronger than aliases, aliases than hints. */
export function loginForms(given: {
  readonly logins: readonly (string | null | undefined)[];
  readonly aliases: readonly Alias[];
  readonly hints: readonly (string | null | undefined)[];
}): LoginForms {
  const seen = new Set<string>();
  const isNew = (login: string | null | undefined): login is string => {
    const canonical = canonicalLogin(login ?? '');
    if (canonical === null || seen.has(canonical)) return false;
    seen.add(canonical);
    return true;
  };
  return {
    logins: given.logins.map(asSeen).filter(isNew),
    aliases: given.aliases.map(aliasAsSeen).filter((alias) => isNew(alias.login)),
    hints: given.hints.map(asSeen).filter(isNew),
  };
}

/** What is absent stays so. */
export function asSeen(login: string | null | undefined): string | null {
  return typeof login === 'string' ? addressAsSeen(login) : null;
}

function aliasAsSeen(alias: Alias): Alias {
  const login = addressAsSeen(alias.login);
  return login === alias.login ? alias : { ...alias, login };
}

/**
 * A login as a part of a path. The @ stands as it is (RFC 3986, 3.3): a DPoP proof names the address, and a server that
 * compares it undoes no encoding.
 *
 * @example loginInPath('jane/x@acme.com') // 'jane%2Fx@acme.com'
 */
export function loginInPath(login: string): string {
  return encodeURIComponent(login).replaceAll('%40', '@');
}

/**
 * Whether a path can name the login. Okta finds one with / or ? by a filter alone (Users API, "Get a user"), and Graph takes
 * / and \\ for the next part of the path, and $ in front for a word of its own (Graph, "Get a user").
 *
 * @example fitsPath('jane/x@acme.com') // false
 */
export function fitsPath(login: string): boolean {
  return !/[/?\\]|^\$/.test(login);
}
