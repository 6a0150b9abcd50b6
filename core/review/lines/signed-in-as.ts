// Whether an address in a token is the address of who signed in: whoever may edit an account of a directory may give it any.
import type { Identity } from '../../inputs/snapshot.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';

/** Somebody who is in the directory that issued the token, and bears the address or has an id of the token. */
export interface Bearer extends Pick<Identity, 'id' | 'state'> {
  readonly directory: string;
  /** As a login of their own; an alias is borne by them too, unless somebody signs in with it; `null` where they do not bear it. */
  readonly as: 'login' | 'alias' | null;
}

/**
 * The id of an account is given once, its address is not: Entra takes any address of an unproven domain for `email`.
 *
 * @param ids under which the issuer knows who signed in
 * @param bearers in the latest accepted run; of somebody whom it does not know yet there are none
 * @example signedInAsAnother('cfo@acme.com', ['oid-9'], [{ directory: 'entra', id: 'oid-1', state: 'active', as: 'login' }])
 */
export function signedInAsAnother(
  login: CanonicalLogin,
  ids: readonly string[],
  bearers: readonly Bearer[],
): Refusal | null {
  // An address of somebody who was deleted may be given to the next.
  const there = bearers.filter(({ state, as }) => state !== 'deleted' && as !== null);
  const byLogin = there.filter(({ as }) => as === 'login');
  const held = byLogin.length > 0 ? byLogin : there;
  const [first] = held;
  if (held.some(({ id }) => ids.includes(id))) return null;
  const what = 'signed in by another account than the one of this address';
  // Any account may be given an address that nobody there bears: the directory knows this one by others.
  const other = bearers.find(({ id, as }) => as === null && ids.includes(id));
  if (first === undefined && other !== undefined)
    return {
      what,
      where: 'the address that the issuer names',
      found: `${login} of account ${other.id}`,
      expected: `an address that ${other.directory} has of this account`,
    };
  if (first === undefined) return null;
  return {
    what,
    where: 'the address that the issuer names',
    found: `${login} of account ${ids[0] ?? 'without an id'}`,
    expected: `account ${held.map(({ id }) => id).join(' or ')}, which has this address in ${first.directory}`,
  };
}
