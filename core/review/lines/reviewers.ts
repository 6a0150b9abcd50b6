// Who reviews which line: the first rule that fits, the fallback where it leads to nobody or to the account's own person.
import type { Config } from '../../config/config.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';

export interface AssignmentFacts {
  readonly team: string | null;
  readonly role: string | null;
  /** The manager as a directory names them, wherever that is a login. */
  readonly manager: string | null;
  /** The owner in the register of non-human access. */
  readonly owner: string | null;
  readonly own: readonly CanonicalLogin[];
}

/**
 * Words of a rule's reviewer: `manager` (the directory's), `owner` (the register's), anything else is a login.
 * Access of the register is its owner's, so its line goes past them to the fallback, as that of a person does.
 *
 * @returns `null` when nobody is configured who is not the account's own person
 * @example reviewerOf({ team: 'Sales', ... }, { rules: [{ team: 'Sales', reviewer: 'manager' }], fallback: 'grc@acme.com' })
 */
export function reviewerOf(facts: AssignmentFacts, reviewers: Config['reviewers']): CanonicalLogin | null {
  const rule = reviewers.rules.find((one) => fits(one.team, facts.team) && fits(one.role, facts.role));
  const named = rule === undefined ? facts.owner : personOf(rule.reviewer, facts);
  const candidates = [named, reviewers.fallback, reviewers.controlOwner];
  for (const candidate of candidates) {
    const login = canonicalLogin(candidate ?? '');
    if (login !== null && login.includes('@') && !facts.own.includes(login)) return login;
  }
  return null;
}

function personOf(reviewer: string, { manager, owner }: AssignmentFacts): string | null {
  if (reviewer === 'manager') return manager;
  return reviewer === 'owner' ? owner : reviewer;
}

/** `*` fits everything, also an account without a team. */
function fits(wanted: string | undefined, value: string | null): boolean {
  if (wanted === undefined || wanted === '*') return true;
  return value !== null && wanted.trim().toLowerCase() === value.trim().toLowerCase();
}

export interface StandIns {
  readonly delegations: ReadonlyMap<CanonicalLogin, CanonicalLogin | null>;
  readonly reviewers: Pick<Config['reviewers'], 'fallback' | 'controlOwner'>;
}

/** Who stands in for a person now; the fallback (then the control owner) where a chain of them ends or turns back. */
export function standInOf(
  person: CanonicalLogin | null,
  standIns: StandIns,
  own: readonly CanonicalLogin[],
): CanonicalLogin | null {
  return standInsOf(standIns)(person, own);
}

/**
 * Who acts for somebody whom the configuration names, such as the control owner: themselves, or who stands in.
 *
 * @returns `null` where it names nobody
 * @example actingFor(reviewers.controlOwner, { delegations, reviewers }) // who signs second
 */
export function actingFor(named: string | undefined, standIns: StandIns): CanonicalLogin | null {
  const person = canonicalLogin(named ?? '');
  return person === null ? null : standInOf(person, standIns, []);
}

/** The same for whoever asks about many lines: each person is followed once. */
export function standInsOf({
  delegations,
  reviewers,
}: StandIns): (person: CanonicalLogin | null, own: readonly CanonicalLogin[]) => CanonicalLogin | null {
  const away = (login: CanonicalLogin): boolean => {
    const to = delegations.get(login);
    return to !== undefined && to !== login;
  };
  const named = [reviewers.fallback, reviewers.controlOwner].map((login) => canonicalLogin(login ?? ''));
  const candidatesFor = (person: CanonicalLogin | null): readonly CanonicalLogin[] => {
    const seen = new Set<CanonicalLogin>();
    let current = person;
    while (current !== null && away(current) && !seen.has(current)) {
      seen.add(current);
      current = delegations.get(current) ?? null;
    }
    return [current, ...named].flatMap((login) => (login === null || away(login) ? [] : [login]));
  };
  const known = new Map<CanonicalLogin | null, readonly CanonicalLogin[]>();
  return (person, own) => {
    const candidates = known.get(person) ?? candidatesFor(person);
    known.set(person, candidates);
    return candidates.find((login) => !own.includes(login)) ?? null;
  };
}
