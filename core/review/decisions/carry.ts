// Which decisions stay when a review goes on with the lines of a later run: those whose line the run left as it was.
import { todayOf } from '../../config/calendar.ts';
import type { Config } from '../../config/config.ts';
import { foldedRole } from '../../config/roles.ts';
import type { RoleSpelling } from '../../config/roles.ts';
import { severityRank } from '../../names/codes.ts';
import type { Rebased } from '../events/event.ts';
import type { EffectiveDecision, ReviewState } from '../events/state.ts';
import { assuranceIn } from '../lines/actor.ts';
import { isQuiet } from '../lines/line.ts';
import type { ReviewLine, ReviewLines } from '../lines/line.ts';
import { ownLoginsByLogin } from '../lines/own-logins.ts';
import type { OwnLoginsOf } from '../lines/own-logins.ts';
import { decisionLine } from './decision.ts';

type Frozen = Pick<ReviewLines, 'lines' | 'others'>;

export interface Carrying {
  readonly decisions: ReviewState['decisions'];
  /** The lines that were decided. */
  readonly before: Frozen;
  /** Those of the later run. */
  readonly after: Frozen;
  /** Of the later run: what its policy would refuse now asks again. `null` where it is not known. */
  readonly config: Config | null;
  /** Whether a decision of somebody who signed in asks again where nobody can any more; versions before 0.8.0 did not ask. */
  readonly asksClaims: boolean;
  /** Whether a line is the same whose role is only spelled in another way; before 0.20.0 it was another. */
  readonly roles: RoleSpelling;
  /** Whether a line asks again whose account was made since; before 0.21.0 it did not. */
  readonly asksOfNew: boolean;
}

/** Logins in the order in which they were decided. */
export type Carried = Pick<Rebased, 'carried' | 'again' | 'gone'>;

/**
 * A decision stays when its line is unchanged, and asks again when it is not. Where no line is left there is nothing to
 * keep or to except; what was revoked stays revoked, should the account come back.
 */
export function carriedOver({ decisions, before, after, config, asksClaims, roles, asksOfNew }: Carrying): Carried {
  const [linesBefore, linesAfter] = [byLogin(before), byLogin(after)];
  const [ownBefore, ownAfter] = [ownLoginsByLogin(before), ownLoginsByLogin(after)];
  const mayStandUnder = (decision: EffectiveDecision, line: ReviewLine, ownOf: OwnLoginsOf): boolean => {
    if (config === null) return true;
    const isAsSure = !asksClaims || assuranceIn(config, decision.assurance) === decision.assurance;
    return isAsSure && mayStand(decision, line, { config, ownOf });
  };
  const again: EffectiveDecision['login'][] = [];
  const gone: EffectiveDecision['login'][] = [];
  for (const decision of decisions.values()) {
    const { login } = decision;
    const [was, is] = [linesBefore.get(login), linesAfter.get(login)];
    if (is === undefined) {
      if (was !== undefined && decision.decision !== 'revoke') gone.push(login);
      continue;
    }
    const ownOf = new Map([[login, [...(ownBefore.get(login) ?? []), ...(ownAfter.get(login) ?? [])]]]);
    const isOfSameLine = was !== undefined && isUnchanged(was, is, roles) && !(asksOfNew && isYounger(was, is));
    if (!isOfSameLine || !mayStandUnder(decision, is, ownOf)) again.push(login);
  }
  return { carried: decisions.size - again.length - gone.length, again, gone };
}

function byLogin({ lines }: Frozen): ReadonlyMap<string, ReviewLine> {
  return new Map(lines.map((line) => [line.login, line]));
}

/**
 * What a decision rests on: whose access it is, which, and what was found on it. What passes with time (last login,
 * age), what earlier decisions say, and who was asked, are none of that.
 */
export function isUnchanged(was: ReviewLine, is: ReviewLine, roles: RoleSpelling = 'folded'): boolean {
  return (
    JSON.stringify(substance(was, roles)) === JSON.stringify(substance(is, roles)) &&
    // One that weighs more than before was not seen so.
    severityRank(is.severity) >= severityRank(was.severity)
  );
}

/** Of a later run, it is another account under the same login. */
function isYounger(was: ReviewLine, is: ReviewLine): boolean {
  return was.ageDays !== null && is.ageDays !== null && is.ageDays < was.ageDays;
}

function substance(line: ReviewLine, roles: RoleSpelling): readonly unknown[] {
  const { login, kind, name, team, status, situation, match, privileged, codes, own } = line;
  const role = roles === 'folded' && line.role !== null ? foldedRole(line.role) : line.role;
  return [login, kind, name, role, team, status, situation, match, privileged, codes.toSorted(), own.toSorted()];
}

interface Standing {
  readonly config: Config;
  readonly ownOf: OwnLoginsOf;
}

/** Held against the line once more, as on the day when it was made. */
function mayStand(decision: EffectiveDecision, line: ReviewLine, { config, ownOf }: Standing): boolean {
  const { login, codesSeen, by, at, filter } = decision;
  if (filter !== null && !isQuiet(line)) return false;
  const request = { ...decision, shared: filter !== null, where: login };
  const context = { codesOf: new Map([[login, codesSeen]]), lineOf: new Map([[login, line]]), ownOf, by, alsoBy: [] };
  const { policy } = config;
  return decisionLine(request, { ...context, today: todayOf(at, config), policy }).kind === 'ok';
}
