// The finding of a login that passed on: the account was made for another person than the one who bears its login
// today.
import { dayInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Moment } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import { matchKey } from '../../values/login.ts';
import type { FormerBearer } from '../collect/former-bearers.ts';
import { areComparable, areNamesakes, areTwoPeoples, loginKeys, sortedWords } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Judgement } from '../judge/judgement.ts';
import type { JudgedIdentity } from '../judge/situation.ts';
import { personText } from '../judge/wording.ts';
import type { FindingContext } from './context.ts';
import { accountDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { rehirePair } from './person.ts';

export function reassignedLogin(judgement: Judgement, context: FindingContext): Draft | null {
  const { match, register } = judgement;
  if (match.disputed || register !== null || match.person.length === 0) return null;
  const passing =
    sinceCreation(judgement, context) ??
    namedInRow(judgement, context) ??
    namedAsGone(judgement, context) ??
    approvedForAnother(judgement, context);
  if (passing === null || rehirePair(judgement, context) !== null) return null;
  return accountDraft('REASSIGNED_LOGIN', judgement, {
    reason: `${passing.text}: the login seems to have been passed on.`,
    ...(passing.about === undefined ? {} : { about: passing.about }),
    ...(passing.restsOn === undefined ? {} : { restsOn: passing.restsOn }),
  });
}

interface Passing {
  readonly text: string;
  readonly about?: JudgedIdentity;
  readonly restsOn?: readonly string[];
}

/** Compares the people of the login with the time at which the account was created, where the export tells it. */
function sinceCreation(judgement: Judgement, context: FindingContext): Passing | null {
  const { createdAt } = judgement.account;
  if (createdAt === null) return null;
  const passing = newcomer(judgement, createdAt, context) ?? successorOf(judgement, createdAt, context);
  return passing && { ...passing, text: `The account was created on ${momentText(createdAt)}, and ${passing.text}` };
}

/** How the history names that a finding rests on the number and name in the row. No directory can have this id. */
export const numberAndName = 'number and name in the row';

/** The same where it rests on the name alone. */
export const nameInRow = 'name in the row';

/** The same where it rests on whom an approved alias named when an earlier run tied the account to them. */
export const approvedBefore = 'approved alias';

/** The number and the name in the row are those of one person, and the login is that of another. */
function namedInRow({ account, match }: Judgement, context: FindingContext): Passing | null {
  const { people, rules } = context;
  const { name, employeeId } = account;
  if (name === null || employeeId === null || !rules.has('asks-whose-number')) return null;
  const theirs = [...match.person, ...match.replaced].map(({ known }) => known.identity);
  if (theirs.some((one) => one.employeeId === employeeId)) return null;
  const called = theirs.flatMap((one) => one.name ?? []);
  if (called.length === 0 || !called.every((one) => areTwoPeoples(one, name))) return null;
  const owner = people
    .numbered(employeeId)
    .find(({ identity }) => identity.name !== null && sortedWords(identity.name) === sortedWords(name));
  const bearer = match.person[0];
  const whose = owner === undefined ? formerlyCalled(employeeId, name, context) : personText(owner);
  if (bearer === undefined || whose === null) return null;
  return {
    text: `The row bears the number and name of ${whose}, but its login is that of ${personText(bearer.known)}`,
    about: bearer,
    restsOn: [numberAndName],
  };
}

/**
 * Somebody with this number and name whom no directory shows any more, in words: the account may have been made for
 * them.
 */
function formerlyCalled(employeeId: string, name: string, { people, past, rules }: FindingContext): string | null {
  if (!rules.has('remembers-whose-number') || people.placeholder(employeeId) !== null) return null;
  const before = past.called(employeeId, name);
  return before === undefined ? null : `${name}, whom ${before.directory} showed until ${instantText(before.lastSeen)}`;
}

/**
 * The person came after the account was made. An unknown date of creation proves nothing: Graph has none for people
 * created before 2018.
 */
function newcomer({ match }: Judgement, createdAt: Moment, { config }: FindingContext): Passing | null {
  const created = match.person.map((judged) => judged.known.identity.createdAt);
  if (created.includes(null)) return null;
  const earliestIdentity = created.filter((at) => at !== null).toSorted((a, b) => msOf(a) - msOf(b))[0];
  if (earliestIdentity === undefined) return null;
  const graceEnd = msOf(latest(createdAt)) + config.policy.newAccountGraceDays * dayInMs;
  return msOf(earliestIdentity) <= graceEnd
    ? null
    : { text: `the person who bears this login today only since ${instantText(earliestIdentity)}` };
}

/**
 * Another person of the directory got the login after the account was made: the first bearer of the login in that
 * directory since then is the one whose account it is, and somebody who got their own login back is no successor. Each
 * directory is looked at by itself, because another one may have taken the login from its bearer earlier.
 */
function successorOf({ account, match }: Judgement, createdAt: Moment, context: FindingContext): Passing | null {
  const key = matchKey(account.login, context.config.policy.plusAddressing);
  const firstIn = new Map<string, FormerBearer>();
  for (const one of context.formerBearers.of(key)) {
    const { directory, accounts } = one.entry;
    if (firstIn.has(directory) || !accounts.includes(account.login) || isBefore(one.borne, latest(createdAt))) continue;
    firstIn.set(directory, one);
  }
  for (const [directory, first] of firstIn) {
    const bearer = match.person.find(({ known }) => known.directory === directory && loginKeys(known).includes(key));
    if (
      bearer === undefined ||
      !isSomebodyElse(bearer.known, { ...first, id: first.entry.id }, { ...context, account })
    )
      continue;
    return {
      text: `${directory} showed this login with ${first.name ?? 'somebody else'} until ${instantText(first.borne)}, but today it is that of ${personText(bearer.known)}`,
      about: bearer,
    };
  }
  return null;
}

/**
 * The row bears the name of somebody who is deleted or gone and bore its login, while the login is that of somebody else in
 * the same directory.
 */
function namedAsGone({ account, match, gone }: Judgement, context: FindingContext): Passing | null {
  const { name } = account;
  if (name === null || !context.rules.has('asks-of-namesakes')) return null;
  const key = matchKey(account.login, context.config.policy.plusAddressing);
  const before = [
    ...match.replaced
      .filter(({ known }) => loginKeys(known).includes(key))
      .map(({ known: { directory, identity } }) => ({ ...identity, directory, how: 'shows as deleted' })),
    ...gone
      .filter(({ logins }) => logins.includes(key))
      .map((entry) => ({ ...entry, how: `showed until ${instantText(entry.lastSeen)}` })),
  ];
  for (const { directory, how, ...one } of before) {
    if (one.name === null || sortedWords(one.name) !== sortedWords(name)) continue;
    const bearer = match.person.find(({ known }) => known.directory === directory && loginKeys(known).includes(key));
    if (bearer === undefined || !isSomebodyElse(bearer.known, one, { ...context, account })) continue;
    return {
      text: `The row bears the name of ${one.name}, whom ${directory} ${how} with this login, but today it is that of ${personText(bearer.known)}`,
      about: bearer,
      restsOn: [nameInRow],
    };
  }
  return null;
}

/**
 * The approved alias leads to somebody who got the login that it names after an accepted run had tied the account to its
 * bearer of then: whoever approved it did not mean the one of today.
 */
function approvedForAnother({ account, match }: Judgement, context: FindingContext): Passing | null {
  if (match.rule !== 'approved-alias' || !context.rules.has('asks-whom-approvals-meant')) return null;
  for (const bearer of match.candidates) {
    const { known } = bearer;
    const before = loginKeys(known)
      .flatMap((key) => context.formerBearers.of(key))
      .find(
        ({ entry, ...borne }) =>
          entry.directory === known.directory &&
          entry.accounts.includes(account.login) &&
          isSomebodyElse(known, { ...borne, id: entry.id }, { ...context, account }),
      );
    if (before === undefined) continue;
    return {
      text: `The approved alias names ${before.login}, which ${known.directory} showed with ${before.name ?? 'somebody else'} until ${instantText(before.borne)}, but today it is that of ${personText(known)}`,
      about: bearer,
      restsOn: [approvedBefore],
    };
  }
  return null;
}

interface Comparing extends Pick<FindingContext, 'people' | 'rules'> {
  readonly account: Pick<Judgement['account'], 'name'>;
}

/**
 * Whether the bearer of today is another person than the one before. The same employee number makes two objects one
 * person, whatever they are called. Otherwise the names decide, and where they cannot be compared, different numbers
 * do. Namesakes are taken for two people, unless the row bears the name of the one of today.
 */
function isSomebodyElse(
  { identity }: KnownIdentity,
  before: Pick<KnownIdentity['identity'], 'id' | 'name' | 'employeeId'>,
  { people, rules, account }: Comparing,
): boolean {
  if (identity.id === before.id) return false;
  const { employeeId } = identity;
  const areNumbered = [employeeId, before.employeeId].every((one) => one !== null && people.placeholder(one) === null);
  if (areNumbered && employeeId === before.employeeId) return false;
  const { name } = identity;
  if (name === null || before.name === null || !areComparable(name, before.name)) return areNumbered;
  if (areTwoPeoples(name, before.name)) return true;
  const isOwn = account.name !== null && sortedWords(account.name) === sortedWords(name);
  return rules.has('asks-of-namesakes') && !isOwn && areNamesakes(name, before.name);
}
