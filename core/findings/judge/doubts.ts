// What keeps an account from being judged: a directory that is not believed, says nothing, or may have shown somebody.
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { Config } from '../../config/config.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import { dayInMs, earliest, hourInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import { isSeenSince } from './leaving.ts';
import type { LedgerLookup } from './leaving.ts';
import type { Match } from './match.ts';
import { isAuthoritative, unknownWords } from './situation.ts';
import type { DirectoryView, Standing } from './situation.ts';

export interface DoubtContext {
  readonly config: Config;
  readonly exportedAt: Instant;
  readonly views: ReadonlyMap<string, DirectoryView>;
  readonly rules: JudgingRules;
  /** Identities of earlier runs of which it is not known whether they are gone. */
  readonly unseen: LedgerLookup;
}

export interface Judged {
  readonly account: Account;
  readonly match: Match;
  /** The logins of the account and of its person. */
  readonly keys: readonly CanonicalLogin[];
  /** The standing over all directories; `null` where nobody is known, now or before. */
  readonly standing: Standing | null;
  /** Whether a directory still shows who bore the login, as deleted. */
  readonly isShown: boolean;
  /** Identities by whose absence alone the person is gone. */
  readonly absent: readonly LedgerEntry[];
}

/**
 * A sentence for each doubt. A single one makes the situation `undetermined`.
 *
 * @example doubtsOf({ account, match, keys, standing: null, isShown: false, absent: [] }, context) // ['entra was not complete']
 */
export function doubtsOf(judged: Judged, context: DoubtContext): readonly string[] {
  return [
    ...(judged.standing === 'linked' ? doubtsOfLinked(judged, context) : doubtsOfOthers(judged, context)),
    ...missedBy(judged, context).map((entry) => unseenText(entry, context)),
    ...(judged.standing === null && !judged.isShown ? unaskedTexts(judged.account, context.views) : none),
    ...(context.rules.has('asks-when-made') ? unreadSinceTexts(judged, context) : none),
    ...(context.rules.has('asks-where-to') ? unreadElsewhereTexts(judged, context) : none),
  ];
}

/** One list for all accounts without a doubt. */
const none: readonly never[] = [];

/** Somebody who is linked stays so, unless a directory with the last word on their domain may say otherwise. */
function doubtsOfLinked({ account, match }: Judged, { views, rules }: DoubtContext): readonly string[] {
  const doubtful = [...views.values()]
    .filter((view) => !view.trusted && isAuthoritative(view.config, account.login))
    .map(({ config, distrust }) => ({ id: config.id, why: distrust ?? 'was not complete' }));
  const silent = match.person
    .filter(({ known: { directory }, state }) => {
      const view = views.get(directory);
      const isSilent = state === 'unknown' && view !== undefined && isAuthoritative(view.config, account.login);
      return isSilent && rules.has('hides-no-leaver');
    })
    .map(({ known: { directory } }) => ({ id: directory, why: 'does not say whether the person may sign in' }));
  return [...doubtful, ...silent].map(({ id, why }) => `${id} has the last word on this domain and ${why}`);
}

function doubtsOfOthers({ match, standing }: Judged, { views, rules }: DoubtContext): readonly string[] {
  const words = match.person
    .filter((judged) => judged.state === 'active')
    .flatMap((judged) =>
      unknownWords(judged.known.identity).map(
        (word) =>
          `${judged.known.directory} gives the assignment the status "${word}", which is not known to grant or block access`,
      ),
    );
  // Where a directory with the last word says that somebody is gone, it does not matter that another says nothing.
  const asks = standing === 'unlinked' || !rules.has('weighs-no-silence');
  const unsaid = asks ? match.person.filter(({ state }) => state === 'unknown') : none;
  const away = match.person.filter(({ state }) => state === 'disabled' || state === 'deleted');
  const beside = away.map(({ known: { directory }, state }) => `, while the person is ${state} in ${directory}`);
  return [
    ...unsaid.map(
      (judged) =>
        `${judged.known.directory} does not say whether the person may sign in${[...new Set(beside)].join('')}`,
    ),
    ...[...views.values()]
      .filter((view) => !view.trusted)
      .map(({ config, distrust }) => `${config.id} ${distrust ?? 'was not complete'}`),
    ...(standing === 'unlinked' ? words : []),
  ];
}

function missedBy(judged: Judged, context: DoubtContext): readonly LedgerEntry[] {
  const { account, keys, standing } = judged;
  return standing === null
    ? context.unseen(keys, account.login)
    : context.unseen(keys, null).filter((entry) => couldChange(standing, entry, { ...judged, ...context }));
}

/**
 * Whether a directory that showed the person earlier, and shows nobody of that person now, could change the standing if
 * it still held them: a gate might grant access, and a directory with the last word might have lost them.
 */
function couldChange(
  standing: Standing,
  { directory }: LedgerEntry,
  { match, account, views, rules }: Pick<Judged & DoubtContext, 'match' | 'account' | 'views' | 'rules'>,
): boolean {
  if (!rules.has('misses-unseen') || (standing !== 'linked' && standing !== 'unlinked')) return false;
  const view = views.get(directory);
  if (view === undefined || match.person.some((judged) => judged.known.directory === directory)) return false;
  return isAuthoritative(view.config, account.login) || (standing === 'unlinked' && view.config.role === 'gate');
}

/**
 * Why it is not known whether the identity is still there: its directory may show only a part of its people, or the
 * snapshot was taken before the identity was last seen.
 */
function unseenText(entry: LedgerEntry, { views, rules }: Pick<DoubtContext, 'views' | 'rules'>): string {
  const { directory, lastSeen } = entry;
  const view = views.get(directory);
  if (view !== undefined && rules.has('asks-when-seen') && isSeenSince(entry, view))
    return `${directory} showed the person on ${instantText(lastSeen)}, and its snapshot is from before, ${instantText(view.takenAt)}: run again with one of today`;
  return `${directory} showed the person until ${instantText(lastSeen)} and no longer does, and nothing proves that its credentials see everybody`;
}

/**
 * Where a directory was asked for some logins one by one, because its list may lag behind: an account that was not
 * among them may belong to somebody, and is not proven an orphan.
 */
function unaskedTexts(account: Account, views: DoubtContext['views']): readonly string[] {
  if (!isLive(account) || !account.login.includes('@')) return none;
  return [...views.values()].flatMap(({ config, trusted, lookedUp }) =>
    lookedUp === null || !trusted || lookedUp.logins.has(account.login)
      ? []
      : [
          `${config.id} was asked for the logins of ${lookedUp.logins.size} of the ${lookedUp.unmatched} accounts that no list shows, and not for this one: settle those first and run again`,
        ],
  );
}

/**
 * Where a directory was read before the account was made: whoever it was made for may have come, or have been assigned,
 * since. Not asked of a new account in its grace, of which nothing but information is told; a time of creation after the
 * export cannot be, and excuses nobody.
 */
function unreadSinceTexts({ account, standing }: Judged, context: DoubtContext): readonly string[] {
  const { createdAt } = account;
  if (createdAt === null || !isLive(account) || (standing !== null && standing !== 'unlinked')) return none;
  if (inGrace(account, context) || isBefore(context.exportedAt, earliest(createdAt))) return none;
  return [...context.views.values()]
    .filter(({ config, trusted }) => trusted && (standing === null || config.role === 'gate'))
    .filter(({ takenAt }) => isBefore(takenAt, latest(createdAt)))
    .map(
      ({ config, takenAt }) =>
        `${config.id} was read on ${instantText(takenAt)}, before the account was created (${momentText(createdAt)}): run again with a snapshot of today`,
    );
}

/**
 * Where somebody is gone from one directory and another was read before: they may have moved there since. Not asked where
 * the one that they are gone from has the last word, nor where the other was read after they were last seen and the two are
 * no further apart than the policy lets export and snapshot be.
 */
function unreadElsewhereTexts({ account, absent }: Judged, { views, config }: DoubtContext): readonly string[] {
  if (absent.length === 0) return none;
  const from = absent.flatMap((entry) => views.get(entry.directory) ?? []);
  if (from.some((view) => isAuthoritative(view.config, account.login))) return none;
  const seenLast = Math.max(...absent.map(({ lastSeen }) => msOf(lastSeen)));
  const goneBy = Math.max(...from.map(({ takenAt }) => msOf(takenAt)));
  const allowedMs = config.policy.maxSkewHours * hourInMs;
  return [...views.values()]
    .filter((view) => view.trusted && !from.includes(view))
    .filter(({ takenAt }) => msOf(takenAt) < seenLast || goneBy - msOf(takenAt) > allowedMs)
    .map(
      (view) =>
        `${from.map((one) => one.config.id).join(' and ')} showed the person before and no longer does, and ${view.config.id} was read earlier, on ${instantText(view.takenAt)}: they may have moved there since; run again with a snapshot of today`,
    );
}

/**
 * Whether the account was created within `newAccountGraceDays` before the export. A day without a time counts from its
 * end, and what is dated after the export is in no grace.
 */
export function inGrace(
  { createdAt }: Pick<Account, 'createdAt'>,
  { config, exportedAt }: { readonly config: Config; readonly exportedAt: Instant },
): boolean {
  if (createdAt === null || isBefore(exportedAt, earliest(createdAt))) return false;
  return msOf(exportedAt) - msOf(latest(createdAt)) <= config.policy.newAccountGraceDays * dayInMs;
}
