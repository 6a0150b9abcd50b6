// Whether somebody may act in a review at all: a typed name proves nothing, so it has to be a person who works here.
import type { Config } from '../../config/config.ts';
import type { IdentityState } from '../../inputs/snapshot.ts';
import type { Assurance, ReviewEvent } from '../events/event.ts';
import { canonicalLogin, domainOf, matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import type { Gone } from './gone.ts';
import type { ReviewLine } from './line.ts';
import { isAmong } from './own-logins.ts';
import type { Owned } from './own-logins.ts';

/** Somebody as a directory of the run knows them. */
export interface KnownPerson extends Owned {
  readonly directory: string;
  /** As accounts are judged: past a leave date, or named by HR, deleted; as the directory says it where nobody asks. */
  readonly state: IdentityState;
  /** What the run says of them, whatever this directory says; `null` where it says nothing. */
  readonly gone: string | null;
  /** Those of `own` that are logins of this identity: no aliases, and nobody else's. */
  readonly logins: readonly CanonicalLogin[];
  /** As the directory calls them. */
  readonly name: string | null;
  /** Logins of every identity with the employee number of this one, its own among them; empty where it has none. */
  readonly numbered: readonly CanonicalLogin[];
}

/**
 * The other logins of whoever acts, by their employee number: an administrator's second account shares nothing else with
 * the first.
 *
 * @example numberedWith('adm-jane@acme.com', people, 'distinct') // ['jane@acme.com', 'adm-jane@acme.com']
 */
export function numberedWith(
  by: string,
  people: readonly Pick<KnownPerson, 'numbered'>[],
  plusAddressing: PlusAddressing,
): readonly CanonicalLogin[] {
  return people.flatMap(({ numbered }) => (isAmong(by, numbered, plusAddressing) ? numbered : []));
}

/**
 * Every other name of whoever acts, by the identities that bear theirs and by their employee number: what is an owner's is
 * known by the names of the owner's accounts, and whoever has no account has names all the same.
 *
 * @example otherNames('i.da@acme.com', people, 'distinct') // ['ida@acme.com', 'i.da@acme.com']
 */
export function otherNames(
  by: string,
  people: readonly Pick<KnownPerson, 'own' | 'numbered'>[],
  plusAddressing: PlusAddressing,
): readonly CanonicalLogin[] {
  const borne = people.flatMap(({ own }) => (isAmong(by, own, plusAddressing) ? own : []));
  return [...new Set([...borne, ...numberedWith(by, people, plusAddressing)])];
}

export interface ActorFacts {
  readonly by: CanonicalLogin;
  /** Those who bear the name, of every directory of the run. */
  readonly people: readonly KnownPerson[];
  /** Of the same run. */
  readonly gone: Gone;
  readonly lines: readonly Pick<ReviewLine, 'kind' | 'login' | 'own' | 'situation'>[];
  readonly config: Pick<Config, 'reviewers' | 'nonHuman' | 'directories' | 'policy'>;
}

const expected =
  'a person whom a directory of the run knows and who can sign in, or whom the configuration names (reviewers, policy.approvedBy, owners in nonHuman)';

/**
 * @param where what they are about to do: `sign-off of 2026-Q4`
 * @returns why not, by name and reason; `null` for somebody who can sign in, or whom only the configuration names
 * @example actorRefusal({ by: 'ghost@acme.com', people: [], ... }, 'decision') // { what: 'nobody who is known', ... }
 */
export function actorRefusal(facts: ActorFacts, where: string): Refusal | null {
  const { by, people, lines, config } = facts;
  const { plusAddressing } = config.policy;
  const own = lines.filter((line) => line.kind === 'account' && isAmong(by, line.own, plusAddressing));
  const gone = own.find(({ situation }) => situation === 'deleted' || situation === 'disabled');
  const found = people.filter((person) => isAmong(by, person.own, plusAddressing));
  const ended = gone === undefined ? endedBy(facts, found) : `${gone.login} is ${gone.situation}`;
  if (ended !== null) return { what: 'somebody who cannot sign in', where, found: `${by}: ${ended}`, expected };
  // Under the very name: another login in `own` may be a hint, which anybody may enter.
  const isHere =
    found.some(({ state }) => state === 'active') ||
    own.some(({ login, situation }) => situation === 'linked' && login === by);
  if (isHere) return null;
  const [known] = found;
  if (known !== undefined) {
    const how = found.map(({ directory, state }) => `${stateWords[state]} in ${directory}`).join(', ');
    return { what: 'somebody who cannot sign in', where, found: `${by}: ${how}`, expected };
  }
  if (namedIn(config).some((name) => isAmong(by, [name], plusAddressing))) return null;
  const account = own.length === 0 ? '' : `, and an account alone is no proof (${own[0]?.situation})`;
  return { what: 'nobody who is known', where, found: `${by}: no directory of the run knows them${account}`, expected };
}

const stateWords: Readonly<Record<IdentityState, string>> = {
  active: 'active',
  suspended: 'suspended',
  disabled: 'disabled',
  deleted: 'deleted',
  unknown: 'not known to be active',
};

/**
 * How surely a name is theirs who bore it. Whoever reads a report knows of the sign-in what the configuration of its run
 * says. Where that names none, nobody can tell whether somebody signed in or typed the name, so it counts as typed.
 *
 * @example assuranceIn(config, 'oidc') // 'asserted' where `portal.clientId` is absent
 */
export function assuranceIn({ portal }: Pick<Config, 'portal'>, claimed: Assurance): Assurance {
  return portal?.clientId === undefined ? 'asserted' : claimed;
}

/** @returns what stands against an event that claims a sign-in; `null` for one that claims none */
export function claimRefusal(event: ReviewEvent, config: Pick<Config, 'portal'>, where: string): Refusal | null {
  if (!('assurance' in event) || event.assurance === undefined) return null;
  if (assuranceIn(config, event.assurance) === event.assurance) return null;
  return {
    what: 'a sign-in where nobody can sign in',
    where,
    found: `${event.assurance} of ${event.by}`,
    expected: 'asserted: the configuration of the run names no portal.clientId',
  };
}

/**
 * Whether somebody has left, by all that the run tells of them: nobody who is on leave, or of whom it knows nothing.
 *
 * @example hasLeft({ by: 'ghost@acme.com', people: [], gone: nobodyGone, lines: [], config }) // false
 */
export function hasLeft(
  facts: Omit<ActorFacts, 'config'> & { readonly config: Pick<Config, 'directories' | 'policy'> },
): boolean {
  const { by, people, config } = facts;
  const found = people.filter(({ own }) => isAmong(by, own, config.policy.plusAddressing));
  return endedBy(facts, found) !== null || (found.length > 0 && found.every(isGone));
}

function isGone({ state }: Pick<KnownPerson, 'state'>): boolean {
  return state === 'disabled' || state === 'deleted';
}

/** The run has the word on somebody without a line as on everybody else: HR's list above all, then the last word. */
function endedBy(
  { by, gone, lines, config }: Parameters<typeof hasLeft>[0],
  found: readonly KnownPerson[],
): string | null {
  const isLinked = lines.some(
    ({ kind, situation, login }) => kind === 'account' && situation === 'linked' && login === by,
  );
  if (!isLinked) {
    const told = gone.get(matchKey(by, config.policy.plusAddressing));
    if (told !== undefined) return told;
    // Who gets the mail of a leaver is not the leaver.
    const bearers = found.filter(({ logins }) => isAmong(by, logins, config.policy.plusAddressing));
    const left = (bearers.length === 0 ? found : bearers).find((one) => one.gone !== null);
    if (left !== undefined) return `${left.gone}, as ${left.login} in ${left.directory}`;
  }
  return lastWordAgainst(by, found, config);
}

/** A directory with the last word on the domain says that they left, whatever another says. */
function lastWordAgainst(
  by: CanonicalLogin,
  found: readonly KnownPerson[],
  { directories }: Pick<Config, 'directories'>,
): string | null {
  const domain = domainOf(by);
  const against = found.filter(({ directory }) =>
    directories.some(
      ({ id, authoritativeFor }) => id === directory && domain !== null && authoritativeFor.includes(domain),
    ),
  );
  const [left] = against;
  if (left === undefined || !against.every(isGone)) return null;
  return `${stateWords[left.state]} in ${left.directory}`;
}

/** Everybody whom the company named for this, wherever in the configuration. */
export function namedIn({ reviewers, nonHuman, policy }: ActorFacts['config']): readonly CanonicalLogin[] {
  const { controlOwner, fallback, rules } = reviewers;
  const names = [
    controlOwner,
    fallback,
    policy.approvedBy,
    ...rules.map(({ reviewer }) => reviewer),
    ...nonHuman.map(({ owner }) => owner),
  ];
  return names.flatMap((name) => canonicalLogin(name ?? '') ?? []).filter((name) => name.includes('@'));
}
