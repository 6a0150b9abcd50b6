// Finds the person of an account as the directories tell it on the day of the run, and puts HR's word above theirs.
import { areCalledOtherwise, isCalledAs, loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Config } from '../../config/config.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import type { Leavers } from '../../inputs/leavers/leavers.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import { msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import type { Match, Matchable, Matcher } from './match.ts';
import { judgeIdentity, leaversFile } from './situation.ts';
import type { JudgedIdentity, Leaving } from './situation.ts';

export interface PersonContext {
  readonly config: Pick<Config, 'policy'>;
  readonly asOf: Instant;
  readonly leavers: Leavers;
  readonly rules: JudgingRules;
}

export const nobody: Match = { rule: null, person: [], replaced: [], disputed: false, candidates: [] };

/**
 * The person by the snapshots and the leavers file of today. What earlier runs knew comes after this: the account of
 * somebody who is gone does not belong to this person (`successors`).
 */
export function personOf(account: Matchable, matcher: Pick<Matcher, 'match'>, context: PersonContext): Match {
  return leaversOutrank(matchedTo(account, matcher, context));
}

/** The identities that the rules find, each judged by its own directory and by the leavers file. */
export function matchedTo(
  account: Matchable,
  matcher: Pick<Matcher, 'match'>,
  { leavers, config, asOf, rules }: PersonContext,
): Match {
  const own = leavers.get(matchKey(account.login, config.policy.plusAddressing));
  return matcher.match(account, (known) => judgeIdentity(known, own ?? leaverOf(known, leavers), { asOf, rules }));
}

/**
 * Whether the account's login, which HR's list names, leads by an alias or a number to people who are called otherwise than
 * the account or the one in the list: what a leaver had was given to them, and they did not leave.
 */
export function isOthersNow(
  { rule, person }: Match,
  account: Matchable,
  { own, rules }: Pick<PersonContext, 'rules'> & { readonly own: Leaver | undefined },
): boolean {
  if ((rule !== 'alias' && rule !== 'employee-id') || own === undefined || !rules.has('asks-when-hr-means'))
    return false;
  const told = [account.name, own.called?.name ?? null];
  return person.every(({ known: { identity } }) => {
    const isOwn = told.some((name) => isCalledAs(identity.name, name));
    return !isOwn && told.some((name) => areCalledOtherwise(identity.name, name));
  });
}

/** The line of the leavers file that names one of the identity's logins; the first login that has one decides. */
export function leaverOf(known: KnownIdentity, leavers: Leavers): Leaver | undefined {
  for (const login of loginKeys(known)) {
    const leaver = leavers.get(login);
    if (leaver !== undefined) return leaver;
  }
  return undefined;
}

/** Where HR names one login of a person as having left, the person has left in every directory. */
function leaversOutrank(match: Match): Match {
  const named = match.person.find((judged) => judged.left?.source === leaversFile);
  if (named === undefined || match.disputed) return match;
  return leftAs(match, named.left);
}

function leftAs(match: Match, left: Leaving | null): Match {
  return { ...match, person: match.person.map((judged) => ({ ...judged, state: 'deleted', left })) };
}

/** An identity of earlier runs, and its login that HR names. */
export interface NamedBefore {
  readonly entry: LedgerEntry;
  readonly login: CanonicalLogin;
  readonly leaver: Leaver;
}

/**
 * Finds an identity that is gone and that HR's list names. Somebody whom HR names stays a leaver when the directory
 * purges the identity that bore the named login. The login may also have been given to somebody new; that is assumed
 * where the directory shows a living identity of this person, or where all identities of the person were created after
 * the gone one was last seen.
 *
 * @param gone identities of earlier runs that share a login with the account or its person, and that nobody shows now
 */
export function namedBefore(match: Match, gone: readonly LedgerEntry[], leavers: Leavers): NamedBefore | null {
  if (leavers.size === 0 || gone.length === 0 || match.disputed) return null;
  if (match.person.some(({ left }) => left?.source === leaversFile)) return null;
  const alive = match.person.filter(({ state }) => state !== 'deleted');
  const held = new Set(alive.map(({ known }) => known.directory));
  for (const entry of gone) {
    const isSuccessor = ({ known: { identity } }: JudgedIdentity): boolean =>
      identity.createdAt !== null && msOf(identity.createdAt) > msOf(entry.lastSeen);
    if (held.has(entry.directory) || (match.person.length > 0 && match.person.every(isSuccessor))) continue;
    for (const login of entry.logins) {
      const leaver = leavers.get(login);
      if (leaver !== undefined) return { entry, login, leaver };
    }
  }
  return null;
}

export function leftByList(match: Match, { leaver: { notBefore, notAfter } }: NamedBefore): Match {
  return leftAs(match, { notBefore, notAfter, source: leaversFile });
}
