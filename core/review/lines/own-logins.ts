// Whose an account is: every login that is known of its person, so that nobody decides or signs under another name of theirs.
import type { Config } from '../../config/config.ts';
import { identityKey, loginKeys } from '../../findings/collect/known-identity.ts';
import type { KnownIdentity } from '../../findings/collect/known-identity.ts';
import { mostOfOneNumber } from '../../findings/collect/placeholder.ts';
import type { Judgement } from '../../findings/judge/judgement.ts';
import { multimap } from '../../values/multimap.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { ReviewLines } from './line.ts';

/** Something that is somebody's: a line of a review, or a login that is no line. */
export interface Owned {
  readonly login: CanonicalLogin;
  readonly own: readonly CanonicalLogin[];
}

export type OwnLoginsOf = ReadonlyMap<string, readonly CanonicalLogin[]>;

export interface OwnLoginsInput {
  readonly judgements: readonly Judgement[];
  readonly config: Pick<Config, 'aliases' | 'policy'>;
}

/**
 * Logins of the person's identities, their aliases, approved ones too, the logins of their other accounts, and those of
 * accounts and identities with their employee number.
 */
export function ownLogins({ judgements, config }: OwnLoginsInput): (judgement: Judgement) => CanonicalLogin[] {
  const accountsOf = multimap(judgements, ({ match }) => match.person.map(({ known }) => keyOf(known)));
  const approved = loginsEverApproved(config);
  const numberedLike = byNumber(judgements);
  return ({ account, match, numbers }) => {
    // Disputed people count all: none of those whose it may be decides it.
    const own = match.person.flatMap(({ known }) => {
      const keys = [...loginKeys(known), ...known.aliases.map(({ key }) => key), ...hintsOf(known)];
      const accounts = (accountsOf.get(keyOf(known)) ?? []).map((other) => other.account.login);
      return [...keys, ...keys.flatMap((key) => approved.get(key) ?? []), ...accounts];
    });
    return [...new Set([account.login, ...own, ...numberedLike({ account, match, numbers })])];
  };
}

type Numbered = Pick<Judgement, 'account' | 'match' | 'numbers'>;

function byNumber(judgements: readonly Numbered[]): (judgement: Numbered) => readonly CanonicalLogin[] {
  const bearers = multimap(judgements, ({ numbers }) => numbers);
  return ({ numbers }) =>
    numbers.flatMap((number) => {
      const same = bearers.get(number) ?? [];
      if (same.length < 2 || same.length > mostOfOneNumber) return [];
      return same.flatMap(({ account, match }) => [
        account.login,
        ...match.person.flatMap(({ known }) => loginKeys(known)),
      ]);
    });
}

/**
 * Access that no person bears is its owner's: every login that is known of them, by their accounts.
 *
 * @param own of the accounts of the run
 */
export function ownersLogins(
  judgements: readonly Judgement[],
  own: (judgement: Judgement) => readonly CanonicalLogin[],
  plusAddressing: PlusAddressing,
): (owner: string | null) => readonly CanonicalLogin[] {
  const byKey = multimap(judgements.filter(({ register }) => register === null).map(own), (logins) => [
    ...new Set(logins.map((login) => matchKey(login, plusAddressing))),
  ]);
  return (owner) => {
    const login = canonicalLogin(owner ?? '');
    if (login === null) return [];
    return [...new Set([login, ...(byKey.get(matchKey(login, plusAddressing)) ?? []).flat()])];
  };
}

/**
 * Names in another form than a person's logins have, and theirs all the same: where plus addressing is ignored, a line of
 * jane@acme.com is not for `jane+boss@acme.com` to review.
 *
 * @returns those of the names that are among a person's logins
 * @example namedAmong(['jane+boss@acme.com'], 'ignore')(['jane@acme.com']) // ['jane+boss@acme.com']
 */
export function namedAmong(
  names: readonly CanonicalLogin[],
  plusAddressing: PlusAddressing,
): (own: readonly CanonicalLogin[]) => readonly CanonicalLogin[] {
  const named = multimap([...new Set(names)], (name) => [matchKey(name, plusAddressing)]);
  return (own) => own.flatMap((login) => named.get(matchKey(login, plusAddressing)) ?? []);
}

/** Where no account of the run tells it, as of a login that vanished: by the identities that bore it at any time. */
export function ownLoginsByLedger(
  logins: readonly CanonicalLogin[],
  ledger: readonly LedgerEntry[],
): ReadonlyMap<string, CanonicalLogin[]> {
  // Few are asked of a ledger of many.
  const asked = new Set<string>(logins);
  const ledgerOf = multimap(ledger, (entry) =>
    [...entry.logins, ...entry.accounts].filter((login) => asked.has(login)),
  );
  const ownOf = (login: CanonicalLogin): CanonicalLogin[] => {
    const own = (ledgerOf.get(login) ?? []).flatMap((entry) => [...entry.logins, ...entry.accounts]);
    return [...new Set([login, ...own])];
  };
  return new Map(logins.map((login) => [login, ownOf(login)]));
}

/** Anybody may enter a hint, so it ties no account to a person; to decide one's own access under it is another matter. */
function hintsOf({ identity }: KnownIdentity): readonly CanonicalLogin[] {
  return identity.hints.flatMap((hint) => canonicalLogin(hint) ?? []);
}

function keyOf({ directory, identity }: KnownIdentity): string {
  return identityKey(directory, identity.id);
}

/** By the identity that they name; an entry that expired is still a name of its person. */
function loginsEverApproved({ aliases, policy }: OwnLoginsInput['config']): ReadonlyMap<string, CanonicalLogin[]> {
  const entries = aliases.flatMap((entry) => {
    const [login, identity] = [canonicalLogin(entry.login), canonicalLogin(entry.identity)];
    return login === null || identity === null ? [] : [{ login, key: matchKey(identity, policy.plusAddressing) }];
  });
  const byIdentity = Map.groupBy(entries, ({ key }) => key);
  return new Map([...byIdentity].map(([key, some]) => [key, some.map(({ login }) => login)]));
}

/** @param typed a name as somebody wrote it, in whatever case or Unicode form */
export function isAmong(typed: string, own: readonly CanonicalLogin[], plusAddressing: PlusAddressing): boolean {
  const login = canonicalLogin(typed);
  if (login === null) return false;
  const key = matchKey(login, plusAddressing);
  return own.some((one) => matchKey(one, plusAddressing) === key);
}

/** Who is known by which logins, and when two logins count as one. */
export interface KnownPeople {
  readonly people: readonly Owned[];
  readonly plusAddressing: PlusAddressing;
}

/** One person may have several logins: what is owned knows all of its person's. */
export function isSamePerson(a: string, b: string, { people, plusAddressing }: KnownPeople): boolean {
  const left = canonicalLogin(a);
  if (left === null) return false;
  const both = (own: readonly CanonicalLogin[]): boolean =>
    isAmong(a, own, plusAddressing) && isAmong(b, own, plusAddressing);
  return isAmong(b, [left], plusAddressing) || people.some(({ own }) => both(own));
}

/** Every login of the person behind each login that can be decided. */
export function ownLoginsByLogin({ lines, others }: Pick<ReviewLines, 'lines' | 'others'>): OwnLoginsOf {
  return new Map([...lines, ...others].map(({ login, own }) => [login, own]));
}
