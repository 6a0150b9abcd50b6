// Judges one account: who it belongs to, what situation that is, and which facts say so.
import type { Config, RegisterEntry } from '../../config/config.ts';
import { registeredAccounts } from '../../config/registers.ts';
import type { FormerBearers } from '../collect/former-bearers.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import type { RenamedAccounts } from '../collect/renamed-accounts.ts';
import { areJoined, identitiesBefore, isNewObjectOf } from '../collect/known-before.ts';
import { joiningKeys, shareAddress } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { doubtsOf } from './doubts.ts';
import { elsewhereIndex, isMadeAfterLeaving, ledgerIndex, leavingOf, leftSince, unseenIndex } from './leaving.ts';
import type { Elsewhere, LedgerLookup } from './leaving.ts';
import { isObjectGone, matcher } from './match.ts';
import type { Match, Matcher, MatchingRules } from './match.ts';
import { peopleIndex } from './people-index.ts';
import { isOthersNow, leftByList, namedBefore, nobody, personOf } from './person.ts';
import type { NamedBefore, PersonContext } from './person.ts';
import { remaining, successors } from './predecessor.ts';
import type { Remaining } from './predecessor.ts';
import { suggestionsOf } from './suggestions.ts';
import { combined, standingOf, firstStanding } from './situation.ts';
import type { DirectoryView, Standing, JudgedIdentity, Leaving } from './situation.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import type { Situation } from '../../names/situations.ts';
import type { Instant, Day } from '../../values/instant.ts';
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';

/** Everything besides the account that a judgement depends on. */
export interface JudgementContext extends PersonContext {
  readonly config: Config;
  readonly exportedAt: Instant;
  /** The calendar day of as-of. Entries of registers expire against it. */
  readonly today: Day;
  readonly views: ReadonlyMap<string, DirectoryView>;
  readonly index: IdentityIndex;
  readonly history: History;
  /** Who bore a login before it passed to somebody else. */
  readonly formerBearers: FormerBearers;
  /** Accounts that the export lacks, and may have under another login. */
  readonly renamed: RenamedAccounts;
}

export interface Judgement {
  readonly account: Account;
  readonly situation: Situation;
  readonly match: Match;
  /** Employee numbers of the account and of its person, but for placeholders. */
  readonly numbers: readonly string[];
  readonly perDirectory: ReadonlyMap<string, Standing>;
  /** The identity that decided the situation; `null` when there is none. */
  readonly decisive: JudgedIdentity | null;
  /** When the person left, where anything tells it. */
  readonly left: Leaving | null;
  /** Whether the account and everybody who bears its login were made after the day on which HR's list says they left. */
  readonly madeAfterLeaving: boolean;
  /** Identities that earlier accepted runs saw and that a complete snapshot no longer holds. */
  readonly gone: readonly LedgerEntry[];
  /** Whom earlier accepted runs tied to the account, and who is there today under other logins. */
  readonly elsewhere: readonly Elsewhere[];
  /**
   * The other identity by which the person who bore the account's login is still there. `null` unless nobody matches
   * the account today.
   */
  readonly remaining: Remaining | null;
  /**
   * The entry of `gone` under whose login HR's list names the person; `null` where the list names them by a login of
   * today, or not at all.
   */
  readonly named: NamedBefore | null;
  readonly register: RegisterEntry | null;
  /** Who would be matched by an alias or an employee id, if the login had not been that of somebody who is gone. */
  readonly successors: readonly KnownIdentity[];
  /** Why the account could not be judged, in words. Empty unless the situation is `undetermined`. */
  readonly doubts: readonly string[];
  /** Identities that a hint or a name suggests, at most a hundred for each kind of likeness. They never link. */
  readonly suggestions: readonly KnownIdentity[];
}

export interface AccountJudge {
  readonly matcher: Matcher;
  /** The identities that earlier runs saw and that are gone. */
  readonly gone: LedgerLookup;
  judge(account: Account): Judgement;
}

/** Indexes everybody once, for all accounts of the run. Nothing of what is asked about one account changes another. */
export function accountJudge(context: JudgementContext): AccountJudge {
  const { config, history, index, rules } = context;
  const plus = config.policy.plusAddressing;
  const people = peopleIndex(index.relevant);
  const matching = { asOf: context.asOf, rules, bearers: index.bearers, wereOne: wereOneIn(context) };
  const identities = matcher(people, config, matching);
  const seeing = { ...context, people: identities };
  const ledger = ledgerIndex(history.ledger, seeing);
  const unseen = unseenIndex(history.ledger, seeing);
  const tiedTo = tying(seeing, { gone: ledger, unseen });
  const doubting = { ...context, unseen };
  const suggestions = suggestionsOf({ suggested: index.suggested, people, matcher: identities, plus, rules });
  const standings = new EqualStandings();
  const register = registeredAccounts(config);

  return {
    matcher: identities,
    gone: ledger,
    judge(account) {
      const key = matchKey(account.login, plus);
      const own = context.leavers.get(key);
      const registered = register.get(account.login) ?? null;
      const tied = tiedTo(account, { own, isRegistered: registered !== null });
      const { match, gone } = tied;
      const perDirectory = standings.once(standingsOf(match, gone, context));
      const standing = combined(perDirectory, account.login, config) ?? (own === undefined ? null : 'deleted');
      const isAbsent = standing === 'deleted' && own === undefined && match.person.length === 0;
      const absent = isAbsent ? gone.filter(({ left }) => left === null) : none;
      const isShown = tied.remaining?.until === null;
      const asked = { account, match, keys: standing === null ? [key] : tied.keys, standing, isShown, absent };
      const doubts = doubtsOf(asked, doubting);
      const left = standing === 'deleted' ? leavingOf({ match, gone, own: own ?? tied.named?.leaver }, context) : null;
      const situation = situationOf({ registered: registered !== null, disputed: match.disputed, standing, doubts });
      return {
        account,
        situation,
        match,
        numbers: numbersOf(account, match, identities),
        perDirectory,
        decisive: decisiveOf(match, standing, context),
        left,
        madeAfterLeaving: isMadeAfterLeaving(left, { account, match, rules }),
        gone,
        elsewhere: tied.elsewhere,
        remaining: tied.remaining,
        named: tied.named,
        register: registered,
        successors: tied.successors,
        doubts: situation === 'undetermined' ? doubts : none,
        suggestions: match.person.length > 0 ? none : suggestions(account),
      };
    },
  };
}

/** Who an account belongs to, by the directories of today, by earlier runs and by HR's list. */
interface Tied extends Pick<Judgement, 'match' | 'gone' | 'elsewhere' | 'remaining' | 'named' | 'successors'> {
  /** The login of the account, and those by which the person of today joins others. */
  readonly keys: readonly CanonicalLogin[];
}

/** What else is known of an account before it is tied. */
interface TiedBy {
  /** The line of HR's list that bears its login. */
  readonly own: Leaver | undefined;
  readonly isRegistered: boolean;
}

/** @returns what ties an account to a person */
function tying(
  context: JudgementContext & { readonly people: Matcher },
  ledger: { readonly gone: LedgerLookup; readonly unseen: LedgerLookup },
): (account: Account, by: TiedBy) => Tied {
  const { people, rules, history, leavers } = context;
  const plus = context.config.policy.plusAddressing;
  const elsewhereOf = elsewhereIndex(history, context);
  const before = { ledger: history.ledger, gone: ledger.gone, elsewhere: elsewhereOf };
  const successorsOf = successors({ people, rules, plus, ...before });
  const remainingOf = remaining(context);
  return (account, { own, isRegistered }) => {
    const found = personOf(account, people, context);
    const succeeding = isOthersNow(found, account, { own, rules }) ? knownOf(found) : successorsOf(account, found);
    const matched = succeeding.length === 0 ? found : nobody;
    const keys = [matchKey(account.login, plus)];
    for (const { known } of matched.person) keys.push(...joiningKeys(known));
    const isNobodys = matched.person.length === 0;
    const missing = ledger.gone(keys, isNobodys ? account.login : null);
    const named = own === undefined && rules.has('remembers-purged') ? namedBefore(matched, missing, leavers) : null;
    const elsewhere = isNobodys && missing.length === 0 ? elsewhereOf(account, succeeding) : none;
    const haveLeft = elsewhere.length > 0 && elsewhere.every(({ today }) => today.state === 'deleted');
    const deleted = haveLeft ? elsewhere.map(({ today }) => today.known) : knownOf(matched);
    const asksWhere = named === null && (isNobodys || (!isRegistered && isDeletedAlone(matched, rules)));
    const stays = asksWhere
      ? remainingOf(account, { gone: missing, deleted, unseen: ledger.unseen(keys, account.login) })
      : null;
    const present = stays === null ? matched : withoutPerson(matched);
    const left = haveLeft ? elsewhere.map(leftSince) : missing;
    return {
      match: named === null ? present : leftByList(present, named),
      gone: stays === null ? left : none,
      elsewhere: haveLeft ? none : elsewhere,
      remaining: stays,
      named,
      successors: succeeding,
      keys,
    };
  };
}

function wereOneIn({ history, rules }: JudgementContext): NonNullable<MatchingRules['wereOne']> {
  if (!rules.has('finds-the-deleted-again') || history.ledger.length === 0) return () => false;
  const ledger = identitiesBefore(history);
  return (today, before, account) => {
    const entry = ledger.get(today.directory, today.identity.id);
    const other = ledger.get(before.directory, before.identity.id);
    if (entry === undefined || other === undefined) return false;
    if (rules.has('follows-new-objects') && isNewObjectOf(entry, other, account)) return true;
    return areJoined(entry, other, account) && !shareAddress(today, before);
  };
}

/** Whether directories show the person as deleted, and nothing else of them. */
function isDeletedAlone({ person, disputed }: Match, rules: JudgementContext['rules']): boolean {
  return rules.has('finds-the-deleted-again') && !disputed && person.every(isObjectGone);
}

function knownOf({ person }: Match): readonly KnownIdentity[] {
  return person.length === 0 ? none : person.map(({ known }) => known);
}

/** The match of an account whose person is there under another login: who bore its login is evidence alone. */
function withoutPerson({ person, replaced }: Match): Match {
  return person.length === 0 && replaced.length === 0 ? nobody : { ...nobody, replaced: [...person, ...replaced] };
}

/** A shared empty list, for the many accounts that have nothing to list. */
const none: readonly never[] = [];

function numbersOf(
  { employeeId }: Pick<Account, 'employeeId'>,
  { person }: Pick<Match, 'person'>,
  { placeholder }: Pick<Matcher, 'placeholder'>,
): readonly string[] {
  const numbers = [employeeId, ...person.map(({ known }) => known.identity.employeeId)].flatMap((number) =>
    number === null || placeholder(number) !== null ? [] : [number],
  );
  return numbers.length === 0 ? none : [...new Set(numbers)];
}

/**
 * Gives one shared map for equal standings: there are many accounts, and few ways in which people stand in the
 * directories.
 */
class EqualStandings {
  readonly #known = new Map<string, ReadonlyMap<string, Standing>>();

  once(found: ReadonlyMap<string, Standing>): ReadonlyMap<string, Standing> {
    let text = '';
    for (const [directory, standing] of found) text += `${directory} ${standing}\n`;
    const known = this.#known.get(text) ?? found;
    this.#known.set(text, known);
    return known;
  }
}

function standingsOf(
  match: Match,
  gone: readonly LedgerEntry[],
  context: JudgementContext,
): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing[]>();
  for (const judged of match.person) {
    const view = context.views.get(judged.known.directory);
    if (view === undefined) continue;
    const standings = found.get(judged.known.directory);
    if (standings === undefined) found.set(judged.known.directory, [standingOf(judged, view)]);
    else standings.push(standingOf(judged, view));
  }
  for (const entry of gone) if (!found.has(entry.directory)) found.set(entry.directory, ['deleted']);
  const perDirectory = new Map<string, Standing>();
  for (const [directory, standings] of found) {
    const first = firstStanding(standings);
    if (first !== null) perDirectory.set(directory, first);
  }
  return perDirectory;
}

function situationOf(input: {
  readonly registered: boolean;
  readonly disputed: boolean;
  readonly standing: Standing | null;
  readonly doubts: readonly string[];
}): Situation {
  if (input.registered) return 'registered';
  if (input.disputed) return 'disputed';
  if (input.doubts.length > 0) return 'undetermined';
  return input.standing ?? 'unmatched';
}

function decisiveOf(match: Match, standing: Standing | null, context: JudgementContext): JudgedIdentity | null {
  if (match.person.length < 2) return match.person[0] ?? null;
  const order = context.config.directories.map((directory) => directory.id);
  const byDirectory = match.person.toSorted(
    (a, b) => order.indexOf(a.known.directory) - order.indexOf(b.known.directory),
  );
  const deciding = byDirectory.find((judged) => {
    const view = context.views.get(judged.known.directory);
    return view !== undefined && standingOf(judged, view) === standing;
  });
  return deciding ?? byDirectory[0] ?? null;
}
