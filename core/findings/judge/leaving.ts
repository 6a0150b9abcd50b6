// When a person left, by the word of HR or of a directory, or because an identity of earlier runs is no longer there.
import { dayMoment, dayOf, earliest, isBefore, latest, latestOf, msOf, startOfDay } from '../../values/instant.ts';
import type { Config } from '../../config/config.ts';
import { multimap } from '../../values/multimap.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import { loginKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { knownToday } from '../collect/known-today.ts';
import { mostOfOneNumber } from '../collect/placeholder.ts';
import type { JudgingRules } from '../../versions.ts';
import type { Match, Matcher } from './match.ts';
import { leaverOf } from './person.ts';
import type { PersonContext } from './person.ts';
import { judgeIdentity, leaversFile } from './situation.ts';
import type { DirectoryView, JudgedIdentity, Leaving } from './situation.ts';

type Views = ReadonlyMap<string, DirectoryView>;

/**
 * Finds entries of the ledger for an account by the keys of its person. `account` is given only when nobody matches it
 * now: then entries of which it once was the account are found as well.
 */
export type LedgerLookup = (keys: readonly CanonicalLogin[], account: CanonicalLogin | null) => readonly LedgerEntry[];

/**
 * Finds the identities of earlier accepted runs that are gone: a complete snapshot no longer holds them, and its
 * directory surely shows everybody.
 */
export function ledgerIndex(ledger: readonly LedgerEntry[], seeing: Seeing): LedgerLookup {
  const gone = absentIn(ledger, seeing).filter((entry) => entry.left !== null || provesAbsence(entry, seeing));
  return lookup(gone, ledger, seeing);
}

/**
 * Finds the identities of earlier accepted runs of which it is not known whether they are gone: the directory may not
 * show everybody, or its snapshot was taken before they were last seen.
 */
export function unseenIndex(ledger: readonly LedgerEntry[], seeing: Seeing): LedgerLookup {
  const unseen = absentIn(ledger, seeing).filter((entry) => entry.left === null && !provesAbsence(entry, seeing));
  return lookup(unseen, ledger, seeing);
}

/** Somebody whom an accepted run tied to an account, and who is there today without its login. */
export interface Elsewhere {
  readonly before: LedgerEntry;
  readonly today: JudgedIdentity;
}

/** @returns whom accepted runs tied to the account, and who is there today, but for those who are given */
export type ElsewhereLookup = (
  account: Pick<Account, 'login' | 'employeeId'>,
  others: readonly KnownIdentity[],
) => readonly Elsewhere[];

/**
 * Finds whom accepted runs tied to an account that nobody bears today: their logins were changed since. A tie by a number
 * that is a placeholder by now does not count.
 */
export function elsewhereIndex(
  history: Pick<History, 'ledger'>,
  { index, people, ...context }: Pick<Seeing, 'index' | 'people'> & PersonContext,
): ElsewhereLookup {
  if (!context.rules.has('hears-the-renamed') || history.ledger.length === 0) return () => [];
  return ({ login, employeeId }, others) => {
    const { tiedTo, today } = knownToday(history, index);
    const isPlaceholder = employeeId !== null && people.placeholder(employeeId) !== null;
    return (tiedTo.get(login) ?? []).flatMap((before) => {
      const known = today.get(before.directory, before.id);
      if (known === undefined || others.includes(known)) return [];
      if (isPlaceholder && before.employeeId === employeeId) return [];
      return [{ before, today: judgeIdentity(known, leaverOf(known, context.leavers), context) }];
    });
  };
}

/** Whoever is gone, as an entry of the ledger that tells what their directory says of their leaving today. */
export function leftSince({ before, today }: Elsewhere): LedgerEntry {
  const left = toldLeaving(today);
  const [login] = loginKeys(today.known);
  if (login === undefined || left.source === leaversFile) return { ...before, left };
  return { ...before, left: { ...left, source: `${left.source}, of ${login}` } };
}

interface Seeing {
  readonly views: Views;
  readonly index: IdentityIndex;
  readonly people: Pick<Matcher, 'placeholder'>;
  readonly rules: JudgingRules;
}

function absentIn(
  ledger: readonly LedgerEntry[],
  { views, index }: Pick<Seeing, 'views' | 'index'>,
): readonly LedgerEntry[] {
  return ledger.filter(
    (entry) => views.get(entry.directory)?.trusted === true && !index.ledgerSeen.has(entry.directory, entry.id),
  );
}

function provesAbsence(entry: LedgerEntry, { views, rules }: Pick<Seeing, 'views' | 'rules'>): boolean {
  const view = views.get(entry.directory);
  if (view === undefined || !view.absenceProves) return false;
  return !(rules.has('asks-when-seen') && isSeenSince(entry, view));
}

/** Whether an accepted run saw the identity after this snapshot was taken. */
export function isSeenSince({ lastSeen }: LedgerEntry, { takenAt }: Pick<DirectoryView, 'takenAt'>): boolean {
  return isBefore(takenAt, lastSeen);
}

function lookup(gone: readonly LedgerEntry[], ledger: readonly LedgerEntry[], { people }: Seeing): LedgerLookup {
  const byLogin = multimap(gone, (entry) => entry.logins);
  const byAccount = multimap(gone, accountsIn(gone, ledger, people));
  return (keys, account) => {
    const found = new Set<LedgerEntry>();
    for (const key of keys) for (const entry of byLogin.get(key) ?? []) found.add(entry);
    if (account !== null) for (const entry of byAccount.get(account) ?? []) found.add(entry);
    return found.size === 0 ? none : [...found];
  };
}

/**
 * Which accounts once belonged to an identity. Versions that did not know placeholders tied an account to everybody
 * with its number: such ties do not count, or the account would be taken for a leaver's as soon as one of them leaves.
 */
function accountsIn(
  gone: readonly LedgerEntry[],
  ledger: readonly LedgerEntry[],
  people: Seeing['people'],
): (entry: LedgerEntry) => readonly CanonicalLogin[] {
  const isShared = ({ accounts, employeeId }: LedgerEntry): boolean =>
    accounts.length > 0 && employeeId !== null && people.placeholder(employeeId) !== null;
  const shared = new Set(gone.filter(isShared).map(({ employeeId }) => employeeId));
  if (shared.size === 0) return ({ accounts }) => accounts;
  const tied = Map.groupBy(
    ledger.filter(({ employeeId }) => shared.has(employeeId)),
    ({ employeeId }) => employeeId,
  );
  const ties = new Map(
    [...tied].map(([employeeId, entries]) => [employeeId, multimap(entries, ({ accounts }) => accounts)]),
  );
  return ({ accounts, employeeId }) =>
    accounts.filter((account) => (ties.get(employeeId)?.get(account)?.length ?? 0) <= mostOfOneNumber);
}

/** One empty list, which is the answer for nearly every account. */
const none: readonly LedgerEntry[] = [];

export interface Left {
  readonly match: Match;
  readonly gone: readonly LedgerEntry[];
  /** The line of the leavers file for the account's login, or for a login of somebody who is gone. */
  readonly own: Leaver | undefined;
}

/**
 * When the person left. HR has the last word. Otherwise, of several identities in one directory the one that left last
 * counts, because who came back and left again has left the second time. Of several directories the earliest end
 * counts, since by then the person had surely left.
 */
export function leavingOf(left: Left, context: LeavingContext): Leaving | null {
  const told = toldOf(left, context);
  return told !== null && context.rules.has('spans-midnights') ? wholeDayOf(told, context.config) : told;
}

interface LeavingContext extends Pick<Seeing, 'views' | 'rules'> {
  readonly config: Pick<Config, 'calendar'>;
}

/**
 * Whoever writes leave dates for HR often writes a last day of work as its first moment, in UTC or in the company's time
 * zone. Nothing tells it from somebody who left at midnight, so that they may have left until that day ends in both.
 */
function wholeDayOf(left: Leaving, { calendar: { timeZone } }: LeavingContext['config']): Leaving {
  const { notBefore, notAfter, source } = left;
  if (notAfter === null || notBefore !== notAfter) return left;
  const ends = ['UTC', timeZone].flatMap((zone) => {
    const day = dayOf(notAfter, zone);
    return startOfDay(day, zone) === notAfter ? ['UTC', timeZone].map((one) => latest(dayMoment(day, one))) : [];
  });
  const end = latestOf([notAfter, ...ends]);
  return end === notAfter
    ? left
    : { notBefore, notAfter: end, source: `${source}, a midnight, which may stand for its whole day` };
}

function toldOf({ match, gone, own }: Left, context: Pick<Seeing, 'views' | 'rules'>): Leaving | null {
  if (own !== undefined) return { notBefore: own.notBefore, notAfter: own.notAfter, source: leaversFile };
  const told = match.person.flatMap((judged) =>
    judged.state === 'deleted' ? [{ directory: judged.known.directory, left: toldLeaving(judged) }] : [],
  );
  const saidByHr = told.find(({ left }) => left.source === leaversFile);
  if (saidByHr !== undefined) return saidByHr.left;
  const held = new Set(match.person.map(({ known }) => known.directory));
  const missed = gone
    .filter(({ directory }) => !held.has(directory))
    .map((entry) => ({ directory: entry.directory, left: goneLeaving(entry, context) }));
  const inEach = Map.groupBy([...told, ...missed], ({ directory }) => directory)
    .values()
    .flatMap((inOne) =>
      inOne
        .map(({ left }) => left)
        .toSorted(byEnd)
        .slice(-1),
    );
  return [...inEach].toSorted(byEnd)[0] ?? null;
}

/**
 * Leaving as the absence of an identity tells it: between when it was last seen and when the directory was read to its end. Where
 * a leave date was known and lies in between, that day is given, and the source says that it may have been moved since.
 */
function goneLeaving(entry: LedgerEntry, { views, rules }: Pick<Seeing, 'views' | 'rules'>): Leaving {
  const { directory, lastSeen, left } = entry;
  if (left !== null) return left;
  const leaves = rules.has('remembers-leave-dates') ? entry.leaves : undefined;
  const view = views.get(directory);
  const notAfter = (rules.has('spans-readings') ? view?.readUntil : view?.takenAt) ?? null;
  if (leaves !== undefined && notAfter !== null && isBefore(lastSeen, leaves.at) && isBefore(leaves.at, notAfter)) {
    const source = `${directory}: ${leaves.source}, told before that day to an accepted run, absent now; whether it was moved since is not known`;
    return { notBefore: leaves.at, notAfter: leaves.at, source };
  }
  return { notBefore: lastSeen, notAfter, source: `last seen in ${directory} by an accepted run, absent now` };
}

function byEnd(one: Leaving, other: Leaving): number {
  return endOf(one) - endOf(other);
}

/** Orders a leaving of which no end is known last, because it may have been at any time. */
function endOf({ notAfter }: Leaving): number {
  return notAfter === null ? Number.MAX_SAFE_INTEGER : msOf(notAfter);
}

function toldLeaving({ known, left }: JudgedIdentity): Leaving {
  if (left === null) return { notBefore: null, notAfter: null, source: `${known.directory} does not say when` };
  return left.source === leaversFile ? left : { ...left, source: `${known.directory}: ${left.source}` };
}

/**
 * Whether HR's list gives a last day before the account and everybody who bears its login were made: lists that keep all
 * who ever left name addresses that others have by now. The list decides all the same, for its day may be wrong.
 */
export function isMadeAfterLeaving(
  left: Leaving | null,
  { account, match, rules }: { readonly account: Account; readonly match: Match; readonly rules: JudgingRules },
): boolean {
  if (left?.source !== leaversFile || left.notAfter === null || !rules.has('asks-when-hr-means')) return false;
  const { notAfter } = left;
  const made = [
    account.createdAt === null ? null : earliest(account.createdAt),
    ...match.person.map(({ known }) => known.identity.createdAt),
  ];
  return made.every((at) => at !== null && isBefore(notAfter, at));
}
