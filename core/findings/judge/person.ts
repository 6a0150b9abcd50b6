// Whose an account is: whom the rules find, as the directories tell it on the day of the run, and HR above them.
import { loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Config } from '../../config/config.ts';
import type { Account } from '../../inputs/account.ts';
import type { Leaver, Leavers } from '../../inputs/leavers.ts';
import type { Instant } from '../../values/instant.ts';
import { matchKey } from '../../values/login.ts';
import type { Match, Matcher } from './match.ts';
import { judgeIdentity, leaversFile } from './situation.ts';

export interface PersonContext {
  readonly config: Pick<Config, 'policy'>;
  readonly asOf: Instant;
  readonly leavers: Leavers;
}

export const nobody: Match = { rule: null, person: [], replaced: [], disputed: false, candidates: [] };

/** Before earlier runs are asked: an account whose login a leaver bore may be nobody's all the same (`successors`). */
export function personOf(
  account: Pick<Account, 'login' | 'employeeId'>,
  matcher: Pick<Matcher, 'match'>,
  { leavers, config, asOf }: PersonContext,
): Match {
  const own = leavers.get(matchKey(account.login, config.policy.plusAddressing));
  return leaversOutrank(matcher.match(account, (known) => judgeIdentity(known, own ?? leaverOf(known, leavers), asOf)));
}

function leaverOf(known: KnownIdentity, leavers: Leavers): Leaver | undefined {
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
  return { ...match, person: match.person.map((judged) => ({ ...judged, state: 'deleted', left: named.left })) };
}
