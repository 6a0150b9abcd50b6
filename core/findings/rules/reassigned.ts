// The finding of a login that passed on: the account was made for somebody else than the person who bears it today.
import { dayInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Moment } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import { matchKey } from '../../values/login.ts';
import type { FormerBearer } from '../collect/former-bearers.ts';
import { areComparable, areTwoPeoples, loginKeys, sortedWords } from '../collect/known-identity.ts';
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
  const passing = sinceCreation(judgement, context) ?? namedInRow(judgement, context);
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

/** What was before the account, or came after it, is told only where the export says when it was created. */
function sinceCreation(judgement: Judgement, context: FindingContext): Passing | null {
  const { createdAt } = judgement.account;
  if (createdAt === null) return null;
  const passing = newcomer(judgement, createdAt, context) ?? successorOf(judgement, createdAt, context);
  return passing && { ...passing, text: `The account was created on ${momentText(createdAt)}, and ${passing.text}` };
}

/** What such a finding rests on, as the history keeps it; no directory is called so. */
export const numberAndName = 'number and name in the row';

/** The row says by number and name whose the account is, and its login leads to somebody of neither. */
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

/** Somebody whom no directory shows any more may be who the account was made for. */
function formerlyCalled(employeeId: string, name: string, { people, past, rules }: FindingContext): string | null {
  if (!rules.has('remembers-whose-number') || people.placeholder(employeeId) !== null) return null;
  const before = past.called(employeeId, name);
  return before === undefined ? null : `${name}, whom ${before.directory} showed until ${instantText(before.lastSeen)}`;
}

/** Unknown creation dates are no proof: Graph has none for people created before 2018. */
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
 * Somebody of another name or number, in the directory that took the login from whom the account was tied to. The first of
 * several bearers in it counts, whose the account is: who has their login back is no successor. Another directory may have
 * renamed the first before, and shows the login with nobody.
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
    if (bearer === undefined || !isSomebodyElse(bearer.known, first, context)) continue;
    return {
      text: `${directory} showed this login with ${first.name ?? 'somebody else'} until ${instantText(first.borne)}, but today it is that of ${personText(bearer.known)}`,
      about: bearer,
    };
  }
  return null;
}

/**
 * One person may have two objects: a number joins them whatever they are called, a word of the name where none does. Where
 * names tell nothing, two numbers are of two people.
 */
function isSomebodyElse(
  { identity }: KnownIdentity,
  before: FormerBearer,
  { people }: Pick<FindingContext, 'people'>,
): boolean {
  if (identity.id === before.entry.id) return false;
  const { employeeId } = identity;
  const areNumbered = [employeeId, before.employeeId].every((one) => one !== null && people.placeholder(one) === null);
  if (areNumbered && employeeId === before.employeeId) return false;
  const { name } = identity;
  if (name === null || before.name === null || !areComparable(name, before.name)) return areNumbered;
  return areTwoPeoples(name, before.name);
}
