// Who somebody is, of the claims of a token whose signature, issuer and audience were checked.
import type { TokenPerson } from '../../core/ports/sign-in.ts';

/** What issuers tell of an address: OpenID Connect, and Entra of whoever owns its domain. */
const verifications = ['email_verified', 'xms_edov'];

/** OpenID Connect asks for a boolean; some issuers write a text or a number in its place. */
const affirmations: ReadonlySet<unknown> = new Set([true, 'true', 1, '1']);

export type PersonIn =
  | { readonly kind: 'known'; readonly value: TokenPerson }
  | { readonly kind: 'not known'; readonly found: string };

/**
 * Entra names an overage of groups by `_claim_names` or `hasgroups`; with more than 200 groups a token holds none.
 *
 * @param claim the claim that roles are given by
 * @example personIn({ email: 'jane@acme.com', groups: ['Auditors'] }, 'groups').kind // 'known'
 */
export function personIn(claims: Readonly<Record<string, unknown>>, claim: string): PersonIn {
  const { email, preferred_username: username, name } = claims;
  const address = [email, username].find((one) => typeof one === 'string' && one.includes('@'));
  if (typeof address !== 'string')
    return { kind: 'not known', found: 'neither email nor preferred_username with an address' };
  if (verifications.some((one) => !affirmations.has(claims[one] ?? true)))
    return { kind: 'not known', found: `${address}, which the issuer has not verified` };
  const [groups, elsewhere] = [claims[claim], claims['_claim_names']];
  return {
    kind: 'known',
    value: {
      issuer: typeof claims['iss'] === 'string' ? claims['iss'] : '',
      // Of these none is given to a second person; `sub` of an Entra tenant names nothing outside of this application.
      ids: [claims['oid'], claims['uid'], claims['sub']].filter((id) => typeof id === 'string'),
      email: address,
      name: typeof name === 'string' ? name : null,
      groups: Array.isArray(groups) ? groups.filter((one) => typeof one === 'string') : [],
      groupsOverage:
        claims['hasgroups'] === true ||
        (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim)),
    },
  };
}
