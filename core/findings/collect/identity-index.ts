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
import { withoutLeadingZeros } from '../../values/text.ts';

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
      const mayOwn = wanted.mayOwn(known);
      if (mayOwn || isTied(before, wanted, plus)) tied.set(directory, id, known);
      if (identity.assignments.some(grants) || signedInBefore(identity, exportedAt)) {
        accountless.set(directory, id, known);
      } else if (isSuggested(known, wanted, plus)) suggested.set(directory, id, known);
      else return mayOwn || identity.assignments.length > 0;
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

/** Whether an identity that is gone bore the login of an account of the export, or was tied to one. */
function bore({ logins, accounts }: LedgerEntry, { accountKeys }: Wanted, plus: PlusAddressing): boolean {
  return [...logins, ...accounts].some((login) => accountKeys.has(matchKey(login, plus)));
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
    (employeeId !== null && wanted.plainNumbers.has(withoutLeadingZeros(employeeId) ?? '')) ||
    (name !== null && wanted.accountNames.has(nameKey(name))) ||
    loginKeys(known).some((login) => isAlike(login, wanted)) ||
    hints.some((hint) => {
      const login = canonicalLogin(hint);
      return login !== null && wanted.accountKeys.has(matchKey(login, plus));
    })
  );
}
