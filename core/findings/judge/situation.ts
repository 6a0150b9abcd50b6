// What follows from a match: the situation of an account, judged per directory and then over all (contract, section 6).
import type { Config } from '../../config/config.ts';
import { isBlockingWord } from '../../config/directories/products.ts';
import type { DirectoryConfig } from '../../config/directories/products.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import { grants } from '../../inputs/snapshot.ts';
import type { IdentityState, Identity } from '../../inputs/snapshot.ts';
import { msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { domainOf } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';

/** What one directory says about a person, in order: over several directories the first counts. */
const standings = ['linked', 'unlinked', 'suspended', 'disabled', 'deleted'] as const;

export type Standing = (typeof standings)[number];

/** Leaving as it is known: somewhere between two instants, and what says so. */
export interface Leaving {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant | null;
  readonly source: string;
}

/** An identity after its leave date and the leavers file were looked at. */
export interface JudgedIdentity {
  readonly known: KnownIdentity;
  readonly state: IdentityState;
  readonly left: Leaving | null;
}

/** The source of a leaving that HR told. */
export const leaversFile = 'leavers file';

export function judgeIdentity(
  known: KnownIdentity,
  leaver: Leaver | undefined,
  { asOf, rules }: { readonly asOf: Instant; readonly rules: JudgingRules },
): JudgedIdentity {
  const { identity } = known;
  if (leaver !== undefined) {
    const { notBefore, notAfter } = leaver;
    return { known, state: 'deleted', left: { notBefore, notAfter, source: leaversFile } };
  }
  const { left } = identity;
  if (left !== null && left.notAfter !== null && msOf(left.notAfter) < msOf(asOf)) {
    return { known, state: 'deleted', left };
  }
  const mayHaveLeft =
    left !== null && left.notAfter === null && (left.notBefore === null || msOf(left.notBefore) < msOf(asOf));
  const isDoubtful = mayHaveLeft && identity.state === 'active' && rules.has('hides-no-leaver');
  return { known, state: isDoubtful ? 'unknown' : identity.state, left };
}

export function unknownWords(identity: Identity): readonly string[] {
  return identity.assignments.flatMap(({ via, blocked }) =>
    via === 'nested-group' || blocked === null || isBlockingWord(blocked) ? [] : [blocked],
  );
}

/** How far a directory can be believed in this run. */
export interface DirectoryView {
  readonly config: DirectoryConfig;
  /** Complete, and not held by a gate that questions what it says. */
  readonly trusted: boolean;
  /** Why not, for the reason of a finding. */
  readonly distrust: string | null;
  readonly assignmentRequired: boolean;
  /** The app of a gate that lets in whoever can sign in, assigned or not. */
  readonly openApp: string | null;
  readonly takenAt: Instant;
  /** Whether somebody whom it shows no longer is gone: not where nobody knows that its credentials see everybody. */
  readonly absenceProves: boolean;
  /** Of the accounts that no list shows, those that were looked up by their login; `null` where all were, or none. */
  readonly lookedUp: { readonly logins: ReadonlySet<string>; readonly unmatched: number } | null;
}

export function standingOf(judged: JudgedIdentity, view: DirectoryView): Standing {
  switch (judged.state) {
    case 'active': {
      if (view.config.role !== 'gate') return 'unlinked';
      return !view.assignmentRequired || judged.known.identity.assignments.some(grants) ? 'linked' : 'unlinked';
    }
    // A doubt goes with it, and the account is undetermined unless another directory links it.
    case 'unknown':
      return 'unlinked';
    case 'suspended':
    case 'disabled':
    case 'deleted':
      return judged.state;
    default:
      return judged.state satisfies never;
  }
}

export function firstStanding(found: readonly Standing[]): Standing | null {
  return standings.find((standing) => found.includes(standing)) ?? null;
}

/** A directory has the last word on who has gone, for the domains that it is authoritative for. */
export function isAuthoritative(directory: DirectoryConfig, login: CanonicalLogin): boolean {
  const domain = domainOf(login);
  return domain !== null && directory.authoritativeFor.includes(domain);
}

/**
 * The first standing in order counts, except that `disabled` or `deleted` in a directory that is authoritative for
 * the login's domain outranks `linked` and `unlinked`.
 */
export function combined(
  perDirectory: ReadonlyMap<string, Standing>,
  login: CanonicalLogin,
  config: Config,
): Standing | null {
  const first = firstStanding([...perDirectory.values()]);
  if (first !== 'linked' && first !== 'unlinked') return first;
  const lastWord = config.directories
    .filter((directory) => isAuthoritative(directory, login))
    .map((directory) => perDirectory.get(directory.id))
    .filter((standing) => standing === 'disabled' || standing === 'deleted');
  return firstStanding(lastWord) ?? first;
}
