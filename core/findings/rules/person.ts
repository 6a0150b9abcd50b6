// Findings about the person of an account: the directories disagree about them, they returned, they have several
// accounts.
import { application } from '../../application/applications.ts';
import type { Instant } from '../../values/instant.ts';
import { momentText } from '../../values/time-text.ts';
import { isLive } from '../../inputs/account.ts';
import { domainOf, matchKey } from '../../values/login.ts';
import { some } from '../../values/text.ts';
import { accountDraft, mostNamed } from './draft.ts';
import type { Draft } from './draft.ts';
import { areNamesakes, areStrangers, isMadeAfter } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Judgement } from '../judge/judgement.ts';
import type { FindingContext, JudgedRun } from './context.ts';
import { isAuthoritative } from '../judge/situation.ts';
import type { JudgedIdentity } from '../judge/situation.ts';
import { leavingText, personText, standingsText } from '../judge/wording.ts';

export function directoryConflict(judgement: Judgement, context: FindingContext): Draft | null {
  const { account, match, perDirectory, gone } = judgement;
  // Nearly everybody is in one directory, which cannot disagree with itself.
  if (match.disputed || perDirectory.size < 2) return null;
  const silent = context.rules.has('weighs-no-silence') ? directoriesThatSayNothing(match.person) : new Set<string>();
  const told = new Map([...perDirectory].filter(([directory]) => !silent.has(directory)));
  const states = [...told.values()];
  const away = states.some((standing) => standing === 'disabled' || standing === 'deleted');
  const able = states.some((standing) => standing === 'linked' || standing === 'unlinked');
  const authority = [...perDirectory.keys()].some((directory) => {
    const view = context.views.get(directory);
    return view !== undefined && isAuthoritative(view.config, account.login);
  });
  if (!away || !able || authority) return null;
  return accountDraft('DIRECTORY_CONFLICT', judgement, {
    restsOn: [...told.keys()],
    reason: `The directories disagree about this person (${standingsText(told)}), and none of them is authoritative for ${domainOf(account.login) ?? 'this login'}.${gone.length > 0 ? ' The one that lost the person held them in an earlier accepted run.' : ''}`,
  });
}

/** Directories that show the person and do not say whether they may sign in. They speak for neither side. */
function directoriesThatSayNothing(person: readonly JudgedIdentity[]): ReadonlySet<string> {
  const said = new Set(person.filter(({ state }) => state !== 'unknown').map(({ known }) => known.directory));
  return new Set(person.map(({ known }) => known.directory).filter((directory) => !said.has(directory)));
}

export function rehired(judgement: Judgement, context: FindingContext): Draft | null {
  if (judgement.match.disputed || judgement.register !== null) return null;
  const pair = rehirePair(judgement, context);
  if (pair === null) return null;
  return accountDraft('REHIRED_ACCOUNT', judgement, {
    reason: `${personText(pair.newer.known)} returned: an earlier identity of employee ${pair.newer.known.identity.employeeId} is gone; that one ${leavingText(pair.left)}. The account is from before: check that the role still fits.`,
    about: pair.newer,
  });
}

export interface RehirePair {
  readonly newer: JudgedIdentity;
  readonly left: JudgedIdentity['left'];
}

/**
 * A deleted identity and a newer one with the same employee id, in the snapshots or in the ledger of earlier runs.
 * Within one directory, newer means created later. Over two directories it means created after the person left, because
 * who is in both at once has two objects of different age. A placeholder shows nobody to have returned.
 */
export function rehirePair(
  { match, gone }: Judgement,
  { people, rules }: Pick<FindingContext, 'people' | 'rules'>,
): RehirePair | null {
  const all = match.replaced.length === 0 ? match.person : [...match.person, ...match.replaced];
  if (gone.length === 0 && !all.some(({ state }) => state === 'deleted')) return null;
  const before = [
    ...all
      .filter((judged) => judged.state === 'deleted')
      .map(({ known, left }) => ({
        directory: known.directory,
        employeeId: known.identity.employeeId,
        createdAt: known.identity.createdAt,
        left,
      })),
    ...gone.map(({ directory, employeeId, createdAt, lastSeen, left }) => {
      const told = rules.has('returns-after-leaving') ? left : null;
      const seen = { notBefore: lastSeen, notAfter: null, source: `${directory}, an earlier accepted run` };
      return { directory, employeeId, createdAt, left: told ?? seen };
    }),
  ];
  for (const newer of all.filter((judged) => judged.state !== 'deleted')) {
    const { employeeId, createdAt } = newer.known.identity;
    if (employeeId === null || people.placeholder(employeeId) !== null) continue;
    const earlier = before.find(
      (one) =>
        one.employeeId === employeeId &&
        isMadeAfter(createdAt, one.directory === newer.known.directory ? one.createdAt : endOfLeaving(one)),
    );
    if (earlier !== undefined) return { newer, left: earlier.left };
  }
  return null;
}

function endOfLeaving({
  createdAt,
  left,
}: {
  readonly createdAt: Instant | null;
  readonly left: JudgedIdentity['left'];
}): Instant | null {
  return left?.notAfter ?? left?.notBefore ?? createdAt;
}

export function aliasUnconfirmed(judgement: Judgement, context: FindingContext): Draft | null {
  const { account, match } = judgement;
  if (match.rule === 'employee-id')
    return context.rules.has('asks-of-numbers') ? numberAlone(judgement, context) : null;
  if (match.rule !== 'alias') return null;
  const key = matchKey(account.login, context.config.policy.plusAddressing);
  const byProxy = match.candidates.find((judged) =>
    judged.known.aliases.some((alias) => alias.key === key && alias.source === 'proxy'),
  );
  if (byProxy === undefined || isConfirmed(byProxy, judgement, context)) return null;
  return accountDraft('ALIAS_UNCONFIRMED', judgement, {
    reason: `The login is only a secondary address of ${personText(byProxy.known)}. Addresses of leavers are often given to a successor: confirm the alias in the configuration, or revoke.${goneText(judgement)}`,
    about: byProxy,
  });
}

/**
 * The finding of an account that only an employee number ties to somebody, where both sides have a name and the two
 * have no word in common, or each has one that the other lacks: the number was given out again or typed wrong.
 */
function numberAlone(judgement: Judgement, { rules }: Pick<FindingContext, 'rules'>): Draft | null {
  const { account, match, register } = judgement;
  if (match.disputed || register !== null) return null;
  const [bearer] = match.candidates;
  const called = account.name;
  if (bearer === undefined || called === null) return null;
  const asksNamesakes = rules.has('asks-of-numbered-namesakes');
  const isStranger = match.candidates.every(
    ({
      known: {
        identity: { name },
      },
    }) => name !== null && (areStrangers(name, called) || (asksNamesakes && areNamesakes(name, called))),
  );
  if (!isStranger) return null;
  return accountDraft('ALIAS_UNCONFIRMED', judgement, {
    reason: `Nobody bears the login. Only the employee number ${account.employeeId} ties the account to ${personText(bearer.known)}, and the export names ${called}: a number that was given out again, or typed wrong in ${application.name}, would look the same. Confirm the login in \`aliases\`, or revoke.${goneText(judgement)}`,
    about: bearer,
  });
}

function goneText({ gone }: Judgement): string {
  const [before] = gone;
  if (before === undefined) return '';
  return ` An earlier accepted run saw ${before.name ?? 'another identity'} with this login in ${before.directory}, and it is gone.`;
}

function isConfirmed(judged: JudgedIdentity, { account }: Judgement, { people }: FindingContext): boolean {
  return people
    .approvedFor(account.login)
    .some((known) => known.directory === judged.known.directory && known.identity.id === judged.known.identity.id);
}

/**
 * Two or more live accounts of one person. Disputed and registered accounts do not count, because they are no one
 * person's.
 */
export function duplicates({ judgements }: JudgedRun, context: FindingContext): readonly Draft[] {
  return groupsOfOnePerson(judgements).flatMap((group) => {
    const rows = rowsText(group);
    return group.map((judgement) =>
      accountDraft('DUPLICATE_ACCOUNT', judgement, {
        reason: `${group.length} live accounts belong to ${judgement.decisive === null ? 'one person' : personText(judgement.decisive.known)}: ${rows}.${context.tells.lastLogin && judgement.account.lastLogin !== null ? ` This one: last login ${momentText(judgement.account.lastLogin)}.` : ''}`,
      }),
    );
  });
}

function rowsText(group: readonly Judgement[]): string {
  const inOrder = group.toSorted((a, b) => a.account.row - b.account.row);
  return some(
    inOrder.map(({ account }) => `${account.login} (row ${account.row})`),
    mostNamed,
  );
}

function groupsOfOnePerson(judgements: readonly Judgement[]): readonly (readonly Judgement[])[] {
  const groupOf = new Map<KnownIdentity, Set<Judgement>>();
  for (const judgement of sharing(judgements)) {
    const met = new Set(judgement.match.person.flatMap(({ known }) => groupOf.get(known) ?? []));
    const [largest = new Set(), ...others] = [...met].toSorted((a, b) => b.size - a.size);
    for (const moved of [judgement, ...others.flatMap((other) => [...other])]) {
      largest.add(moved);
      for (const { known } of moved.match.person) groupOf.set(known, largest);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}

/** The accounts that share an identity with another account. */
function sharing(judgements: readonly Judgement[]): readonly Judgement[] {
  const counted = judgements.filter(
    ({ account, situation, match }) => isLive(account) && situation !== 'registered' && !match.disputed,
  );
  const [once, several] = [new Set<KnownIdentity>(), new Set<KnownIdentity>()];
  for (const { match } of counted) for (const { known } of match.person) (once.has(known) ? several : once).add(known);
  return counted.filter(({ match }) => match.person.some(({ known }) => several.has(known)));
}
