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

/**
 * What one directory says about a person. Where several directories say something, the one that comes first in this
 * list counts.
 */
const standings = ['linked', 'unlinked', 'suspended', 'disabled', 'deleted'] as const;

export type Standing = (typeof standings)[number];

/** When somebody left: between two instants, either of which may be unknown, and what tells it. */
export interface Leaving {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant | null;
  readonly source: string;
}

/** An identity with its leave date and the leavers file taken into account. */
export interface JudgedIdentity {
  readonly known: KnownIdentity;
  readonly state: IdentityState;
  readonly left: Leaving | null;
}

/** How `Leaving.source` names the leavers file. */
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
  /** Whether the snapshot is complete and no gate questions what it says. */
  readonly trusted: boolean;
  /** Why it is not trusted, in words for a reason; `null` where it is. */
  readonly distrust: string | null;
  readonly assignmentRequired: boolean;
  /**
   * The id of the directory's app, where it is a gate that lets in everybody who can sign in, assigned or not;
   * otherwise `null`.
   */
  readonly openApp: string | null;
  /** When the reading began. */
  readonly takenAt: Instant;
  /** When the last of its calls was answered, which may be hours later: until then somebody may have been there. */
  readonly readUntil: Instant;
  /**
   * Whether an identity that the directory no longer shows is gone. `false` where it is not known that the credentials
   * see everybody.
   */
  readonly absenceProves: boolean;
  /**
   * Where accounts that no list shows were looked up one by one: the logins that were asked for, and how many accounts
   * there were to ask for. `null` where all were looked up, or none had to be.
   */
  readonly lookedUp: { readonly logins: ReadonlySet<string>; readonly unmatched: number } | null;
}

export function standingOf(judged: JudgedIdentity, view: DirectoryView): Standing {
  switch (judged.state) {
    case 'active': {
      if (view.config.role !== 'gate') return 'unlinked';
      return !view.assignmentRequired || judged.known.identity.assignments.some(grants) ? 'linked' : 'unlinked';
    }
    // The account gets a doubt beside this standing, and is `undetermined` unless another directory links it.
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

/** Whether the directory has the last word on who has gone, for the domain of this login. */
export function isAuthoritative(directory: DirectoryConfig, login: CanonicalLogin): boolean {
  const domain = domainOf(login);
  return domain !== null && directory.authoritativeFor.includes(domain);
}

/**
 * The standing over all directories: the first in the order of `standings`, except that `disabled` or `deleted` in a
 * directory that is authoritative for the login's domain outranks `linked` and `unlinked`.
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
