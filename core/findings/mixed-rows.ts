// Tells whether cells of an export stand in rows to which they do not belong, as when one column was sorted without the
// others.
import { areComparable, areTwoPeoples, sortedWords } from './collect/known-identity.ts';
import { isLive } from '../inputs/account.ts';
import type { Account } from '../inputs/account.ts';
import type { Mixed, MixedLeavers, MixedRows, MovedStatuses } from '../inputs/mixed.ts';
import type { Judgement, JudgementContext } from './judge/judgement.ts';
import { isNamedOtherwise, listedAs } from './rules/listed.ts';
import type { MatchRule } from './judge/match.ts';

/** The three checks that the rules of the run ask for. */
export function mixedIn(judgements: readonly Judgement[], context: JudgementContext): Mixed {
  const { rules } = context;
  return {
    ...(rules.has('holds-mixed-rows') ? { rows: mixedRows(judgements) } : {}),
    ...(rules.has('holds-moved-statuses') ? { statuses: movedStatuses(judgements.map(({ account }) => account)) } : {}),
    ...(rules.has('asks-whom-hr-names') ? { leavers: mixedLeavers(judgements, context) } : {}),
  };
}

/**
 * Compares the name in each row with the person who bears the row's login. The name is somebody else's when it has no
 * word in common with any name of that person, and is the name of the person behind another row's login. Where the
 * names tell nothing, the employee numbers are compared in the same way. A name counts once: an export that gives every
 * account the name of its administrator is not mixed.
 *
 * @example
 * // The logins of Ann, Bob and Cem moved down by a row; the names stayed.
 * mixedRows(judgements); // { told: 3, mixed: 3, firstRow: 2 }
 */
function mixedRows(judgements: readonly Judgement[]): MixedRows {
  let told = 0;
  const strange = new Map<string, number>();
  for (const judgement of judgements) {
    if (!isTiedByLogin(judgement)) continue;
    const mark = markOf(judgement);
    if (mark === null) continue;
    told += 1;
    if (!mark.isOwn && !strange.has(mark.key())) strange.set(mark.key(), judgement.account.row);
  }
  const rows = strange.size === 0 ? [] : rowsOfOthers(strange, judgements);
  return { told, mixed: rows.length, firstRow: rows[0] ?? null };
}

const byLogin: ReadonlySet<MatchRule | null> = new Set<MatchRule>(['name-id', 'login', 'alias']);

function isTiedByLogin({ match, register }: Judgement): boolean {
  return byLogin.has(match.rule) && !match.disputed && register === null;
}

/** What a row says, besides its login, of the person that it is about. */
interface Mark {
  readonly isOwn: boolean;
  key(): string;
}

function markOf(judgement: Judgement): Mark | null {
  const { account, numbers } = judgement;
  const { name, employeeId: number } = account;
  if (name !== null) {
    const names = namesOf(judgement).filter((one) => areComparable(one, name));
    if (names.length > 0)
      return { isOwn: names.some((one) => one === name || !areTwoPeoples(one, name)), key: () => nameMark(name) };
  }
  if (number === null || !numbers.includes(number)) return null;
  const theirs = numbersOf(judgement);
  return theirs.length === 0 ? null : { isOwn: theirs.includes(number), key: () => numberMark(number) };
}

/** @returns the rows whose mark is that of a person of another row, in the order of the export */
function rowsOfOthers(strange: ReadonlyMap<string, number>, judgements: readonly Judgement[]): readonly number[] {
  const found = new Set<string>();
  for (const judgement of judgements.filter(isTiedByLogin))
    for (const mark of [...namesOf(judgement).map(nameMark), ...numbersOf(judgement).map(numberMark)])
      if (strange.has(mark)) found.add(mark);
  return [...strange].flatMap(([mark, row]) => (found.has(mark) ? [row] : []));
}

function nameMark(name: string): string {
  return `name ${sortedWords(name)}`;
}

function numberMark(number: string): string {
  return `number ${number}`;
}

function namesOf({ match }: Judgement): readonly string[] {
  return [...match.person, ...match.replaced].flatMap(({ known }) => known.identity.name ?? []);
}

function numbersOf({ match, numbers }: Judgement): readonly string[] {
  const borne = match.person.flatMap(({ known }) => known.identity.employeeId ?? []);
  return borne.filter((one) => numbers.includes(one));
}

/**
 * Compares, in the same way, the names in HR's list with the names of the people whose accounts it makes leavers'
 * accounts.
 */
function mixedLeavers(
  judgements: readonly Judgement[],
  context: Pick<JudgementContext, 'leavers' | 'config'>,
): MixedLeavers {
  const told = new Map<string, boolean>();
  for (const judgement of judgements) {
    const leaver = listedAs(judgement, context);
    const isOtherwise = leaver === undefined ? null : isNamedOtherwise(judgement, leaver);
    if (leaver === undefined || isOtherwise === null) continue;
    // A person may have an account under another name: the row of the list is right if the name is right for one of
    // them.
    told.set(leaver.where, isOtherwise && told.get(leaver.where) !== false);
  }
  const mixed = [...told].flatMap(([where, isMixed]) => (isMixed ? [where] : []));
  return { told: told.size, mixed: mixed.length, first: mixed[0] ?? null };
}

/**
 * Holds the times of suspension against the statuses beside them. A single active account may keep the time of an
 * earlier suspension, and an old suspended one may lack its time. Where most are so in both ways, one of the two
 * columns was moved.
 *
 * @example
 * // Of eight suspended accounts seven have no time; seven times stand beside active ones.
 * movedStatuses(accounts); // { suspended: 8, undated: 7, times: 8, strange: 7, firstRow: 2 }
 */
function movedStatuses(accounts: readonly Account[]): MovedStatuses {
  const suspended = accounts.filter((account) => !isLive(account));
  const timed = accounts.filter(({ suspendedAt }) => suspendedAt !== null);
  const strange = timed.filter(isLive);
  return {
    suspended: suspended.length,
    undated: suspended.filter(({ suspendedAt }) => suspendedAt === null).length,
    times: timed.length,
    strange: strange.length,
    firstRow: strange[0]?.row ?? null,
  };
}
