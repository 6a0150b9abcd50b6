// Judges one account: who it belongs to, what situation that is, and which facts say so.
import type { Config, RegisterEntry } from '../../config/config.ts';
import { registeredAccounts } from '../../config/registers.ts';
import type { FormerBearers } from '../collect/former-bearers.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import type { RenamedAccounts } from '../collect/renamed-accounts.ts';
import { joiningKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { isSeenSince, ledgerIndex, leavingOf, unseenIndex } from './leaving.ts';
import type { LedgerLookup } from './leaving.ts';
import { matcher } from './match.ts';
import type { Match, Matcher } from './match.ts';
import { peopleIndex } from './people-index.ts';
import { leftByList, namedBefore, nobody, personOf } from './person.ts';
import type { NamedBefore, PersonContext } from './person.ts';
import { remaining, successors } from './predecessor.ts';
import type { Remaining } from './predecessor.ts';
import { suggestionsOf } from './suggestions.ts';
import { combined, standingOf, firstStanding, isAuthoritative, unknownWords } from './situation.ts';
import type { DirectoryView, Standing, JudgedIdentity, Leaving } from './situation.ts';
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { Situation } from '../../names/situations.ts';
import type { Instant, Day } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';

/** Everything that judging looks at, besides the account. */
export interface ReviewContext extends PersonContext {
  readonly config: Config;
  readonly exportedAt: Instant;
  /** The calendar day of as-of, against which entries expire. */
  readonly today: Day;
  readonly views: ReadonlyMap<string, DirectoryView>;
  readonly index: IdentityIndex;
  readonly history: History;
  /** Whose a login was before it passed on. */
  readonly formerBearers: FormerBearers;
  /** Accounts that the export lacks, and may have under another login. */
  readonly renamed: RenamedAccounts;
}

export interface Judgement {
  readonly account: Account;
  readonly situation: Situation;
  readonly match: Match;
  /** Employee numbers of the account and of its person, without placeholders. */
  readonly numbers: readonly string[];
  readonly perDirectory: ReadonlyMap<string, Standing>;
  /** The identity that decided the situation; `null` when there is none. */
  readonly decisive: JudgedIdentity | null;
  /** When the person left, where anything tells it. */
  readonly left: Leaving | null;
  /** Identities that earlier accepted runs saw and that a complete snapshot no longer holds. */
  readonly gone: readonly LedgerEntry[];
  /** By which other identity whoever bore the account is there, where nobody matches it today; `null` mostly. */
  readonly remaining: Remaining | null;
  /** The one of them by a login of which HR names the person, where no login of today is named. */
  readonly named: NamedBefore | null;
  readonly register: RegisterEntry | null;
  /** Who would hold the account by an alias or an employee id, had nobody who is gone borne its login. */
  readonly successors: readonly KnownIdentity[];
  /** Why it could not be judged, in words; empty unless undetermined. */
  readonly doubts: readonly string[];
  /** Identities that a hint or a name suggests, at most a hundred by each; they never link. */
  readonly suggestions: readonly KnownIdentity[];
}

export interface AccountJudge {
  readonly matcher: Matcher;
  /** Whom earlier runs saw and nobody shows now. */
  readonly gone: LedgerLookup;
  judge(account: Account): Judgement;
}

export function accountJudge(context: ReviewContext): AccountJudge {
  const { config, history, index, rules } = context;
  const plus = config.policy.plusAddressing;
  const people = peopleIndex(index.relevant);
  const identities = matcher(people, config, { asOf: context.asOf, rules, bearers: index.bearers });
  const seeing = { ...context, people: identities };
  const ledger = ledgerIndex(history.ledger, seeing);
  const unseen = unseenIndex(history.ledger, seeing);
  const successorsOf = successors({ people: identities, rules, ledger: history.ledger, gone: ledger, plus });
  const remainingOf = remaining(seeing);
  const suggestions = suggestionsOf({ suggested: index.suggested, people, matcher: identities, plus });
  const standings = new EqualStandings();
  const register = registeredAccounts(config);

  return {
    matcher: identities,
    gone: ledger,
    judge(account) {
      const key = matchKey(account.login, plus);
      const own = context.leavers.get(key);
      const found = personOf(account, identities, context);
      const succeeding = successorsOf(account, found);
      const matched = succeeding.length === 0 ? found : nobody;
      const keys = [key];
      for (const { known } of matched.person) keys.push(...joiningKeys(known));
      const isNobodys = matched.person.length === 0;
      const missing = ledger(keys, isNobodys ? account.login : null);
      const named =
        own === undefined && rules.has('remembers-purged') ? namedBefore(matched, missing, context.leavers) : null;
      const stays = isNobodys && named === null ? remainingOf(account, missing) : null;
      const gone = stays === null ? missing : none;
      const match = named === null ? matched : leftByList(matched, named);
      const perDirectory = standings.once(standingsOf(match, gone, context));
      const registered = register.get(account.login) ?? null;
      const known = combined(perDirectory, account.login, config) ?? (own === undefined ? null : 'deleted');
      const missed =
        known === null
          ? unseen([key], account.login)
          : unseen(keys, null).filter((entry) => wouldTell(entry, { known, match, login: account.login }, context));
      const doubts = [
        ...doubtsOf(known, { match, login: account.login }, context),
        ...missed.map((entry) => unseenText(entry, context)),
        ...(known === null ? unaskedTexts(account, context.views) : none),
      ];
      const situation = situationOf({ registered: registered !== null, disputed: match.disputed, known, doubts });
      return {
        account,
        situation,
        match,
        numbers: numbersOf(account, match, identities),
        perDirectory,
        decisive: decisiveOf(match, known, context),
        left: known === 'deleted' ? leavingOf({ match, gone, own: own ?? named?.leaver }, context) : null,
        gone,
        remaining: stays,
        named,
        register: registered,
        successors: succeeding,
        doubts: situation === 'undetermined' ? doubts : none,
        suggestions: match.person.length > 0 ? none : suggestions(account),
      };
    },
  };
}

/** One list for all accounts that have nothing to list. */
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

/** There are many accounts and few ways in which people stand in the directories, so equal ones are one map. */
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
  context: ReviewContext,
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

/** What keeps the account from being judged; the situation turns undetermined when there is any. */
function doubtsOf(
  known: Standing | null,
  { match, login }: { readonly match: Match; readonly login: CanonicalLogin },
  context: ReviewContext,
): readonly string[] {
  const untrusted = [...context.views.values()].filter((view) => !view.trusted);
  if (known === 'linked') {
    const doubtful = untrusted
      .filter((view) => isAuthoritative(view.config, login))
      .map(({ config, distrust }) => ({ id: config.id, why: distrust ?? 'was not complete' }));
    const silent = match.person
      .filter(({ known: { directory }, state }) => {
        const view = context.views.get(directory);
        const isSilent = state === 'unknown' && view !== undefined && isAuthoritative(view.config, login);
        return isSilent && context.rules.has('hides-no-leaver');
      })
      .map(({ known: { directory } }) => ({ id: directory, why: 'does not say whether the person may sign in' }));
    return [...doubtful, ...silent].map(({ id, why }) => `${id} has the last word on this domain and ${why}`);
  }
  const words = match.person
    .filter((judged) => judged.state === 'active')
    .flatMap((judged) =>
      unknownWords(judged.known.identity).map(
        (word) =>
          `${judged.known.directory} gives the assignment the status "${word}", which is not known to grant or block access`,
      ),
    );
  // Where a directory that has the last word says that somebody is gone, what another does not say changes nothing.
  const asks = known === 'unlinked' || !context.rules.has('weighs-no-silence');
  const unsaid = asks ? match.person.filter(({ state }) => state === 'unknown') : none;
  const away = match.person.filter(({ state }) => state === 'disabled' || state === 'deleted');
  const beside = away.map(({ known: { directory }, state }) => `, while the person is ${state} in ${directory}`);
  return [
    ...unsaid.map(
      (judged) =>
        `${judged.known.directory} does not say whether the person may sign in${[...new Set(beside)].join('')}`,
    ),
    ...untrusted.map((view) => `${view.config.id} ${view.distrust ?? 'was not complete'}`),
    ...(known === 'unlinked' ? words : []),
  ];
}

interface Known {
  readonly known: Standing;
  readonly match: Match;
  readonly login: CanonicalLogin;
}

/**
 * Whether a directory that showed the person before could change what the others tell: a gate may still grant, and one with
 * the last word may have lost the person. Not where it shows somebody else of the person.
 */
function wouldTell(
  { directory }: LedgerEntry,
  { known, match, login }: Known,
  { views, rules }: ReviewContext,
): boolean {
  if (!rules.has('misses-unseen') || (known !== 'linked' && known !== 'unlinked')) return false;
  const view = views.get(directory);
  if (view === undefined || match.person.some((judged) => judged.known.directory === directory)) return false;
  return isAuthoritative(view.config, login) || (known === 'unlinked' && view.config.role === 'gate');
}

/**
 * It was there; a directory that may show a part of the people only says nothing by not showing it, nor does a snapshot
 * from before.
 */
function unseenText(entry: LedgerEntry, { views, rules }: Pick<ReviewContext, 'views' | 'rules'>): string {
  const { directory, lastSeen } = entry;
  const view = views.get(directory);
  if (view !== undefined && rules.has('asks-when-seen') && isSeenSince(entry, view))
    return `${directory} showed the person on ${instantText(lastSeen)}, and its snapshot is from before, ${instantText(view.takenAt)}: run again with one of today`;
  return `${directory} showed the person until ${instantText(lastSeen)} and no longer does, and nothing proves that its credentials see everybody`;
}

/** A list may lag behind: whom nobody asked for may be there, and is proven an orphan by nothing. */
function unaskedTexts(account: Account, views: ReviewContext['views']): readonly string[] {
  if (!isLive(account) || !account.login.includes('@')) return none;
  return [...views.values()].flatMap(({ config, trusted, lookedUp }) =>
    lookedUp === null || !trusted || lookedUp.logins.has(account.login)
      ? []
      : [
          `${config.id} was asked for the logins of ${lookedUp.logins.size} of the ${lookedUp.unmatched} accounts that no list shows, and not for this one: settle those first and run again`,
        ],
  );
}

function situationOf(input: {
  readonly registered: boolean;
  readonly disputed: boolean;
  readonly known: Standing | null;
  readonly doubts: readonly string[];
}): Situation {
  if (input.registered) return 'registered';
  if (input.disputed) return 'disputed';
  if (input.doubts.length > 0) return 'undetermined';
  return input.known ?? 'unmatched';
}

function decisiveOf(match: Match, known: Standing | null, context: ReviewContext): JudgedIdentity | null {
  if (match.person.length < 2) return match.person[0] ?? null;
  const order = context.config.directories.map((directory) => directory.id);
  const byDirectory = match.person.toSorted(
    (a, b) => order.indexOf(a.known.directory) - order.indexOf(b.known.directory),
  );
  const deciding = byDirectory.find((judged) => {
    const view = context.views.get(judged.known.directory);
    return view !== undefined && standingOf(judged, view) === known;
  });
  return deciding ?? byDirectory[0] ?? null;
}
