// Whose an account is: whom the rules find, as the directories tell it on the day of the run, and HR above them.
import { loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Config } from '../../config/config.ts';
import type { Account } from '../../inputs/account.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import type { Leavers } from '../../inputs/leavers/leavers.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import { msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import type { Match, Matcher } from './match.ts';
import { judgeIdentity, leaversFile } from './situation.ts';
import type { JudgedIdentity, Leaving } from './situation.ts';

export interface PersonContext {
  readonly config: Pick<Config, 'policy'>;
  readonly asOf: Instant;
  readonly leavers: Leavers;
  readonly rules: JudgingRules;
}

export const nobody: Match = { rule: null, person: [], replaced: [], disputed: false, candidates: [] };

/** Before earlier runs are asked: an account whose login a leaver bore may be nobody's all the same (`successors`). */
export function personOf(
  account: Pick<Account, 'login' | 'employeeId'>,
  matcher: Pick<Matcher, 'match'>,
  context: PersonContext,
): Match {
  return leaversOutrank(matchedTo(account, matcher, context));
}

/** Whom the rules find, each as their own directory and HR tell it. */
export function matchedTo(
  account: Pick<Account, 'login' | 'employeeId'>,
  matcher: Pick<Matcher, 'match'>,
  { leavers, config, asOf, rules }: PersonContext,
): Match {
  const own = leavers.get(matchKey(account.login, config.policy.plusAddressing));
  return matcher.match(account, (known) => judgeIdentity(known, own ?? leaverOf(known, leavers), { asOf, rules }));
}

/** The line of the leavers file by which HR names somebody as gone, under the first of their logins that it has. */
export function leaverOf(known: KnownIdentity, leavers: Leavers): Leaver | undefined {
  for (const login of loginKeys(known)) {
    const leaver = leavers.get(login);
    if (leaver !== undefined) return leaver;
  }
  return undefined;
}

/** Whoever HR says has left has left in every directory, also where only one of them bears the login that HR named. */
function leaversOutrank(match: Match): Match {
  const named = match.person.find((judged) => judged.left?.source === leaversFile);
  if (named === undefined || match.disputed) return match;
  return leftAs(match, named.left);
}

function leftAs(match: Match, left: Leaving | null): Match {
  return { ...match, person: match.person.map((judged) => ({ ...judged, state: 'deleted', left })) };
}

/** One whom earlier runs saw with the person, and the login by which HR names them. */
export interface NamedBefore {
  readonly entry: LedgerEntry;
  readonly login: CanonicalLogin;
  readonly leaver: Leaver;
}

/**
 * A directory that purges whom it deleted takes nobody off HR's list: who was a leaver by a login of an identity that is
 * gone stays one. Not where somebody of the person lives in its directory, or everybody was created after it was last seen:
 * they got its login.
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
