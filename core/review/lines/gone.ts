// Who has gone by the word of a run, also where no line tells it: HR's list outranks every directory for them too.
import type { Situation } from '../../names/situations.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';

/** By login as it is matched, what the run says of whoever bears it. */
export type Gone = ReadonlyMap<CanonicalLogin, string>;

/** As of when somebody is judged, and who has gone. */
export interface GoneAsOf {
  readonly asOf: Instant;
  readonly gone: Gone;
}

/** Nothing is told: of versions that did not ask, and of names that are only compared. */
export const nobodyGone: Gone = new Map();

export interface GoneInput {
  /** Logins of HR's list whose last day had passed, and that no account and no person behind one bears. */
  readonly unmatched: readonly { readonly login: string }[];
  /** Of any status. */
  readonly accounts: Iterable<{ readonly login: CanonicalLogin; readonly situation: Situation }>;
  readonly plusAddressing: PlusAddressing;
}

/**
 * Whom HR names and whose account a run knows is judged with the account: the login may be somebody else's by now.
 *
 * @example goneIn({ unmatched: [{ login: 'cfo@acme.com' }], accounts: [], plusAddressing: 'distinct' }).get('cfo@acme.com') // 'in the leavers file'
 */
export function goneIn({ unmatched, accounts, plusAddressing }: GoneInput): Gone {
  const gone = new Map<CanonicalLogin, string>();
  for (const { login, situation } of accounts)
    if (situation === 'deleted' || situation === 'disabled') gone.set(matchKey(login, plusAddressing), situation);
  for (const { login } of unmatched) {
    const named = canonicalLogin(login);
    if (named !== null) gone.set(matchKey(named, plusAddressing), 'in the leavers file');
  }
  return gone;
}
