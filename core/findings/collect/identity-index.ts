// Chooses from directories of any size the identities that this export needs, looking at one identity at a time.
import type { Config } from '../../config/config.ts';
import { BearerCounts } from './bearer-counts.ts';
import { BearersOfGone } from './bearers-of-gone.ts';
import { ByIdentity } from './by-identity.ts';
import { wantedOf } from './wanted.ts';
import type { Wanted } from './wanted.ts';
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
import { plainNumber } from '../../values/text.ts';

export interface DirectoryCount {
  /** Identities of the directory that are not deleted. */
  identities: number;
  /** Those of them that can sign in, and those of which the directory does not say. */
  able: number;
  /** Assignments that the directory holds, blocked ones included, nested groups left out. */
  assignments: number;
  /** Identities without any name, login or alias, which shows that a permission is missing. */
  limited: number;
}

export interface IdentityIndex {
  /** Identities to which an account, an entry of the register, an alias or another relevant identity refers. */
  readonly relevant: readonly KnownIdentity[];
  /** Identities with an assignment, or with a sign-in just before the export, to which nothing else refers. */
  readonly accountless: readonly KnownIdentity[];
  /** Identities that only a hint or a name ties to an account. They are suggested in a reason and never link. */
  readonly suggested: readonly KnownIdentity[];
  /**
   * Identities to which nothing refers today, and that an earlier run tied to an account of the export or that bear the
   * employee number of somebody who is gone. Of one number no more are kept than show that it is a placeholder.
   */
  readonly tied: readonly KnownIdentity[];
  readonly counts: ReadonlyMap<string, DirectoryCount>;
  /** Identities of the ledger that the directories still show, whatever their logins are now. */
  readonly ledgerSeen: Pick<ByIdentity<true>, 'has'>;
  /** For each login of the leavers file that a directory knows: the employee numbers of its bearers there. */
  readonly leaverNumbers: ReadonlyMap<CanonicalLogin, readonly NumberedLogin[]>;
  /** For employee numbers of these identities that no account has and that many may bear: how many do, kept or not. */
  readonly bearers: ReadonlyMap<string, CountsOfNumber>;
}

export interface NumberedLogin {
  readonly directory: string;
  readonly employeeId: string;
}

export interface IdentityCollector {
  /**
   * Looks at one identity. In each pass, every identity of every directory has to be offered.
   *
   * @returns whether the evidence keeps the identity whole; a later pass may still say so
   */
  offer(directory: string, identity: Identity): boolean;
  /**
   * Ends a pass.
   *
   * @returns whether another pass is needed: to find people who share a login with somebody just found, or to count or
   *   keep the bearers of a number
   */
  another(): boolean;
  index(): IdentityIndex;
}

export interface CollectorInput {
  readonly accounts: readonly Account[];
  readonly config: Config;
  readonly history: History;
  readonly exportedAt: Instant;
  /** The leavers file; empty by default. */
  readonly leavers?: Leavers;
}

/**
 * The memory that this takes grows with the accounts and the assignments, not with the directories: an identity to
 * which nothing refers is counted and let go. Passes are repeated until none brings in another person by a shared
 * login, another employee number that many may bear, or another number of somebody who is gone. Two are usual.
 */
export function identityCollector(input: CollectorInput): IdentityCollector {
  return new Collector(input);
}

class Collector implements IdentityCollector {
  readonly #wanted: Wanted;
  readonly #plus: PlusAddressing;
  readonly #history: History;
  readonly #exportedAt: Instant;
  readonly #leavers: Leavers;
  readonly #relevant = new ByIdentity<KnownIdentity>();
  readonly #accountless = new ByIdentity<KnownIdentity>();
  readonly #suggested = new ByIdentity<KnownIdentity>();
  readonly #tied = new ByIdentity<KnownIdentity>();
  readonly #counts = new Map<string, DirectoryCount>();
  readonly #ledgerSeen = new ByIdentity<true>();
  readonly #leaverNumbers = new Map<CanonicalLogin, NumberedLogin[]>();
  readonly #bearers = new BearerCounts();
  readonly #returned = new BearersOfGone();
  #pass = 1;
  /** Whether this pass found a login that none before it looked for. */
  #grown = false;

  constructor({ accounts, config, history, exportedAt, leavers = new Map() }: CollectorInput) {
    this.#wanted = wantedOf(accounts, config, history);
    this.#plus = config.policy.plusAddressing;
    this.#history = history;
    this.#exportedAt = exportedAt;
    this.#leavers = leavers;
  }

  offer(directory: string, identity: Identity): boolean {
    this.#count(directory, identity);
    const { id } = identity;
    if (this.#relevant.has(directory, id)) return true;
    const known = knownIdentity(directory, identity, this.#plus);
    if (this.#pass === 1 && this.#leavers.size > 0) numberLeavers(this.#leaverNumbers, known, this.#leavers);
    const before = this.#wanted.ledger.get(directory, id);
    if (before !== undefined) this.#ledgerSeen.set(directory, id, true);
    if (isWanted(known, this.#wanted)) {
      this.#keep(known, directory, id);
      return true;
    }
    if (this.#returned.takes(known)) {
      this.#tied.set(directory, id, known);
      return true;
    }
    return this.#keepUnreferred(known, before);
  }

  another(): boolean {
    const isAsking = this.#bearers.ask(numbersOfNoAccount(this.#relevant, this.#wanted));
    const isSeeking = this.#returned.seek(this.#numbersOfGone());
    const more = isAsking || isSeeking || this.#grown;
    this.#grown = false;
    this.#pass += 1;
    return more;
  }

  index(): IdentityIndex {
    return {
      relevant: inOrder(this.#relevant.values()),
      accountless: inOrder(this.#accountless.values()),
      suggested: inOrder([
        ...this.#suggested.values(),
        ...this.#accountless.values().filter((known) => isSuggested(known, this.#wanted, this.#plus)),
      ]),
      tied: inOrder(this.#tied.values()),
      counts: this.#counts,
      ledgerSeen: this.#ledgerSeen,
      leaverNumbers: this.#leaverNumbers,
      bearers: this.#bearers.counted(),
    };
  }

  #count(directory: string, identity: Identity): void {
    if (this.#pass === 1) {
      count(this.#counts, directory, identity);
      this.#bearers.estimate(directory, identity);
    } else this.#bearers.count(directory, identity);
  }

  /** The identity is relevant, and so is from now on who bears one of its logins. */
  #keep(known: KnownIdentity, directory: string, id: string): void {
    this.#relevant.set(directory, id, known);
    this.#accountless.delete(directory, id);
    this.#suggested.delete(directory, id);
    this.#tied.delete(directory, id);
    for (const login of joiningKeys(known)) {
      if (!this.#wanted.keys.has(login)) this.#grown = true;
      this.#wanted.keys.add(login);
    }
  }

  /**
   * An identity to which nothing refers, for what else may be asked of it.
   *
   * @param before what the ledger says of it
   * @returns whether the evidence keeps it whole
   */
  #keepUnreferred(known: KnownIdentity, before: LedgerEntry | undefined): boolean {
    const { directory, identity } = known;
    const { id } = identity;
    const mayOwn = this.#wanted.mayOwn(known);
    if (mayOwn || isTied(before, this.#wanted, this.#plus)) this.#tied.set(directory, id, known);
    if (identity.assignments.some(grants) || signedInBefore(identity, this.#exportedAt)) {
      this.#accountless.set(directory, id, known);
      return true;
    }
    if (isSuggested(known, this.#wanted, this.#plus)) {
      this.#suggested.set(directory, id, known);
      return true;
    }
    return mayOwn || identity.assignments.length > 0;
  }

  /**
   * The employee numbers of relevant identities that a directory shows as deleted, and of entries of the ledger that no
   * directory shows any more and that bore the login of an account or of an owner.
   */
  *#numbersOfGone(): Generator<string, void, void> {
    for (const { identity } of this.#relevant.values())
      if (identity.state === 'deleted' && identity.employeeId !== null) yield identity.employeeId;
    if (this.#pass > 1) return;
    for (const entry of this.#history.ledger) {
      if (entry.employeeId === null || this.#ledgerSeen.has(entry.directory, entry.id)) continue;
      if (bore(entry, this.#wanted, this.#plus)) yield entry.employeeId;
    }
  }
}

function isTied(entry: LedgerEntry | undefined, { accountKeys }: Wanted, plus: PlusAddressing): boolean {
  return entry?.accounts.some((login) => accountKeys.has(matchKey(login, plus))) === true;
}

/** Whether an identity that is gone bore the login of an account of the export or of an owner, or was tied to an account. */
function bore({ logins, accounts }: LedgerEntry, { accountKeys, registered }: Wanted, plus: PlusAddressing): boolean {
  return (
    logins.some((login) => registered.has(matchKey(login, plus))) ||
    [...logins, ...accounts].some((login) => accountKeys.has(matchKey(login, plus)))
  );
}

/**
 * The numbers of relevant identities that no account has. The bearers of an account's number are relevant, so they need
 * no count.
 */
function* numbersOfNoAccount(
  relevant: ByIdentity<KnownIdentity>,
  { employeeIds }: Wanted,
): Generator<string, void, void> {
  for (const { identity } of relevant.values())
    if (identity.employeeId !== null && !employeeIds.has(identity.employeeId)) yield identity.employeeId;
}

/** Sorted, so that the order in which a directory answers does not show in the result. */
function inOrder(identities: Iterable<KnownIdentity>): readonly KnownIdentity[] {
  return [...identities].toSorted(compareKnown);
}

/** What matching needs of a person to whom nothing refers: keys and state, but no name, department or manager. */
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
    (employeeId !== null && wanted.plainNumbers.has(plainNumber(employeeId) ?? '')) ||
    (name !== null && wanted.accountNames.has(nameKey(name))) ||
    loginKeys(known).some((login) => isAlike(login, wanted)) ||
    hints.some((hint) => {
      const login = canonicalLogin(hint);
      return login !== null && wanted.accountKeys.has(matchKey(login, plus));
    })
  );
}
