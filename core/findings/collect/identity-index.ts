// Chooses, out of directories of any size, the identities that this export needs, one identity at a time.
import type { Config } from '../../config/config.ts';
import { BearerCounts } from './bearer-counts.ts';
import { ByIdentity } from './by-identity.ts';
import { identitiesBefore } from './known-before.ts';
import { mostOfOneNumber } from './placeholder.ts';
import type { CountsOfNumber } from './placeholder.ts';
import { compareKnown, nameKey, joiningKeys, loginKeys, knownIdentity, signedInBefore } from './known-identity.ts';
import type { KnownIdentity } from './known-identity.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { Leavers } from '../../inputs/leavers/leavers.ts';
import { grants } from '../../inputs/snapshot.ts';
import type { Identity } from '../../inputs/snapshot.ts';
import type { Instant } from '../../values/instant.ts';
import { matchKey, canonicalLogin, plainForm } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import { withoutLeadingZeros } from '../../values/text.ts';

export interface DirectoryCount {
  /** People of the directory, deleted ones left out. */
  identities: number;
  /** Those of them of whom it does not say that they cannot sign in. */
  able: number;
  /** Assignments that the directory holds, blocked ones included, nested groups left out. */
  assignments: number;
  /** Identities that came without any name, login or alias: a permission is missing. */
  limited: number;
}

export interface IdentityIndex {
  /** Identities that an account, a register entry, an alias or a person of these refers to. */
  readonly relevant: readonly KnownIdentity[];
  /** Identities with an assignment or a sign-in just before the export, that nothing else refers to. */
  readonly accountless: readonly KnownIdentity[];
  /** Identities that only a hint or a name ties to an account: they never link, they suggest. */
  readonly suggested: readonly KnownIdentity[];
  /**
   * Identities that an earlier run tied to an account of the export, or that bear the employee number of one that is gone, and
   * that nothing refers to today; of a number no more than show that it is a placeholder.
   */
  readonly tied: readonly KnownIdentity[];
  readonly counts: ReadonlyMap<string, DirectoryCount>;
  /** Identities of the ledger that are still there, whatever they are called now. */
  readonly ledgerSeen: Pick<ByIdentity<true>, 'has'>;
  /** By the login of a leaver that a directory knows, whether an account has it or not: under which employee numbers. */
  readonly leaverNumbers: ReadonlyMap<CanonicalLogin, readonly NumberedLogin[]>;
  /** Of numbers of these identities that no account has: how many bear them, kept or not, where these may be many. */
  readonly bearers: ReadonlyMap<string, CountsOfNumber>;
}

export interface NumberedLogin {
  readonly directory: string;
  readonly employeeId: string;
}

export interface IdentityCollector {
  /**
   * Looks at one identity. Every identity of every directory is offered once a pass.
   *
   * @returns whether the evidence keeps it whole; a later pass may still find that it does
   */
  offer(directory: string, identity: Identity): boolean;
  /**
   * Ends a pass; `true` while another pass can bring more people in (a login shared with one just found), or has to count
   * or to keep who bears a number.
   */
  another(): boolean;
  index(): IdentityIndex;
}

export interface CollectorInput {
  readonly accounts: readonly Account[];
  readonly config: Config;
  readonly history: History;
  readonly exportedAt: Instant;
  /** Whom HR names as gone; nobody by default. */
  readonly leavers?: Leavers;
}

interface Wanted {
  readonly keys: Set<CanonicalLogin>;
  readonly employeeIds: ReadonlySet<string>;
  /** Employee numbers of accounts, without the zeros in front. */
  readonly plainNumbers: ReadonlySet<string>;
  readonly accountKeys: ReadonlySet<CanonicalLogin>;
  readonly accountNames: ReadonlySet<string>;
  /** Of the accounts whose logins have letters beyond ASCII: the logins as `plainForm` writes them. */
  readonly plainForms: ReadonlySet<string>;
  readonly ledger: Pick<ByIdentity<LedgerEntry>, 'get'>;
}

function wantedOf(accounts: readonly Account[], config: Config, history: History): Wanted {
  const plus = config.policy.plusAddressing;
  const accountKeys = new Set(accounts.map((account) => matchKey(account.login, plus)));
  const registered = [
    ...config.nonHuman.map((entry) => entry.owner ?? ''),
    ...config.aliases.map((entry) => entry.identity),
  ]
    .map(canonicalLogin)
    .filter((login) => login !== null)
    .map((login) => matchKey(login, plus));
  return {
    ledger: identitiesBefore(history),
    keys: new Set([...accountKeys, ...registered]),
    employeeIds: new Set(accounts.flatMap((account) => account.employeeId ?? [])),
    plainNumbers: new Set(accounts.flatMap(({ employeeId }) => withoutLeadingZeros(employeeId ?? '') ?? [])),
    accountKeys,
    plainForms: new Set(accounts.flatMap(({ login }) => plainForm(login) ?? [])),
    accountNames: new Set(accounts.flatMap((account) => (account.name === null ? [] : nameKey(account.name)))),
  };
}

/**
 * Memory follows the accounts and the assignments, not the directories: an identity that nothing refers to is
 * counted and let go. People are joined by shared logins across directories, so passes are repeated until none
 * brings a new one, nor an employee number that many may bear, or that of somebody who is gone; two are usual.
 */
export function identityCollector({
  accounts,
  config,
  history,
  exportedAt,
  leavers = new Map(),
}: CollectorInput): IdentityCollector {
  const wanted = wantedOf(accounts, config, history);
  const plus = config.policy.plusAddressing;
  const relevant = new ByIdentity<KnownIdentity>();
  const accountless = new ByIdentity<KnownIdentity>();
  const suggested = new ByIdentity<KnownIdentity>();
  const tied = new ByIdentity<KnownIdentity>();
  const counts = new Map<string, DirectoryCount>();
  const ledgerSeen = new ByIdentity<true>();
  const leaverNumbers = new Map<CanonicalLogin, NumberedLogin[]>();
  const bearers = new BearerCounts();
  const returned = new BearersOfGone();
  let pass = 1;
  let grown = false;

  const isGone = ({ directory, id }: LedgerEntry): boolean => !ledgerSeen.has(directory, id);
  const keep = (known: KnownIdentity, directory: string, id: string): void => {
    relevant.set(directory, id, known);
    accountless.delete(directory, id);
    suggested.delete(directory, id);
    tied.delete(directory, id);
    for (const login of joiningKeys(known)) {
      if (!wanted.keys.has(login)) grown = true;
      wanted.keys.add(login);
    }
  };

  return {
    offer(directory, identity) {
      const { id } = identity;
      if (pass === 1) {
        count(counts, directory, identity);
        bearers.estimate(directory, identity);
      } else bearers.count(directory, identity);
      if (relevant.has(directory, id)) return true;
      const known = knownIdentity(directory, identity, plus);
      if (pass === 1 && leavers.size > 0) numberLeavers(leaverNumbers, known, leavers);
      const before = wanted.ledger.get(directory, id);
      if (before !== undefined) ledgerSeen.set(directory, id, true);
      if (isWanted(known, wanted)) {
        keep(known, directory, id);
        return true;
      }
      if (returned.takes(known)) {
        tied.set(directory, id, known);
        return true;
      }
      if (isTied(before, wanted, plus)) tied.set(directory, id, known);
      if (identity.assignments.some(grants) || signedInBefore(identity, exportedAt)) {
        accountless.set(directory, id, known);
      } else if (isSuggested(known, wanted, plus)) suggested.set(directory, id, known);
      else return identity.assignments.length > 0;
      return true;
    },
    another() {
      const isAsking = bearers.ask(numbersOfNoAccount(relevant, wanted));
      const isSeeking =
        pass === 1 && returned.seek(history.ledger.filter((entry) => isGone(entry) && bore(entry, wanted, plus)));
      const more = isAsking || isSeeking || grown;
      grown = false;
      pass += 1;
      return more;
    },
    index() {
      return {
        relevant: inOrder(relevant.values()),
        accountless: inOrder(accountless.values()),
        suggested: inOrder([
          ...suggested.values(),
          ...accountless.values().filter((known) => isSuggested(known, wanted, plus)),
        ]),
        tied: inOrder(tied.values()),
        counts,
        ledgerSeen,
        leaverNumbers,
        bearers: bearers.counted(),
      };
    },
  };
}

function isTied(entry: LedgerEntry | undefined, { accountKeys }: Wanted, plus: PlusAddressing): boolean {
  return entry?.accounts.some((login) => accountKeys.has(matchKey(login, plus))) === true;
}

/** Whether an account of the export would be a leaver's by somebody who is gone: it was theirs, or has a login that they bore. */
function bore({ logins, accounts }: LedgerEntry, { accountKeys }: Wanted, plus: PlusAddressing): boolean {
  return [...logins, ...accounts].some((login) => accountKeys.has(matchKey(login, plus)));
}

/** Who bears the employee number of somebody who is gone; as many in a directory as show that the number is a placeholder. */
class BearersOfGone {
  readonly #taken = new Map<string, Map<string, Set<string>>>();

  /** @returns whether any of them has a number, so that everybody has to be looked at again */
  seek(gone: readonly LedgerEntry[]): boolean {
    for (const { employeeId } of gone) if (employeeId !== null) this.#taken.set(employeeId, new Map());
    return this.#taken.size > 0;
  }

  takes({ directory, identity: { id, employeeId, state } }: KnownIdentity): boolean {
    const taken = employeeId === null || state === 'deleted' ? undefined : this.#taken.get(employeeId);
    if (taken === undefined) return false;
    const ids = taken.get(directory) ?? new Set<string>();
    taken.set(directory, ids);
    if (ids.size > mostOfOneNumber) return ids.has(id);
    ids.add(id);
    return true;
  }
}

/** Of the others everybody is kept, and found by the number. */
function* numbersOfNoAccount(
  relevant: ByIdentity<KnownIdentity>,
  { employeeIds }: Wanted,
): Generator<string, void, void> {
  for (const { identity } of relevant.values())
    if (identity.employeeId !== null && !employeeIds.has(identity.employeeId)) yield identity.employeeId;
}

/** The order in which a directory answers must not show in the result. */
function inOrder(identities: Iterable<KnownIdentity>): readonly KnownIdentity[] {
  return [...identities].toSorted(compareKnown);
}

/** What matching needs of a person whom nothing refers to: keys and state; name, department and manager are let go. */
export function minimised(identity: Identity): Identity {
  return { ...identity, hints: [], name: null, sponsor: null, department: null, manager: null };
}

function count(counts: Map<string, DirectoryCount>, directory: string, identity: Identity): void {
  const counted = counts.get(directory) ?? { identities: 0, able: 0, assignments: 0, limited: 0 };
  if (identity.state !== 'deleted') counted.identities += 1;
  if (identity.state === 'active' || identity.state === 'unknown') counted.able += 1;
  counted.assignments += identity.assignments.filter((assignment) => assignment.via !== 'nested-group').length;
  const nameless = identity.nameId === null && identity.logins.length === 0 && identity.aliases.length === 0;
  if (nameless && identity.name === null) counted.limited += 1;
  counts.set(directory, counted);
}

function numberLeavers(found: Map<CanonicalLogin, NumberedLogin[]>, known: KnownIdentity, leavers: Leavers): void {
  const { directory, identity } = known;
  const { employeeId } = identity;
  if (employeeId === null) return;
  for (const login of loginKeys(known))
    if (leavers.has(login)) found.set(login, [...(found.get(login) ?? []), { directory, employeeId }]);
}

function isWanted(known: KnownIdentity, wanted: Wanted): boolean {
  const { employeeId } = known.identity;
  return (
    (known.nameId !== null && wanted.keys.has(known.nameId)) ||
    known.logins.some((login) => wanted.keys.has(login)) ||
    known.aliases.some((alias) => wanted.keys.has(alias.key)) ||
    (employeeId !== null && wanted.employeeIds.has(employeeId))
  );
}

function isAlike(login: CanonicalLogin, { plainForms, accountKeys }: Wanted): boolean {
  const plain = plainForm(login);
  if (plain === null) return plainForms.size > 0 && plainForms.has(login);
  return plainForms.has(plain) || (accountKeys as ReadonlySet<string>).has(plain);
}

function isSuggested(known: KnownIdentity, wanted: Wanted, plus: PlusAddressing): boolean {
  const { hints, name, employeeId } = known.identity;
  return (
    (employeeId !== null && wanted.plainNumbers.has(withoutLeadingZeros(employeeId) ?? '')) ||
    (name !== null && wanted.accountNames.has(nameKey(name))) ||
    loginKeys(known).some((login) => isAlike(login, wanted)) ||
    hints.some((hint) => {
      const login = canonicalLogin(hint);
      return login !== null && wanted.accountKeys.has(matchKey(login, plus));
    })
  );
}
