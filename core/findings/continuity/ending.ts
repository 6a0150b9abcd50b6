// Whether an export proves that a finding has ended. One that is older than another, or that may lack rows, does not.
import type { Instant } from '../../values/instant.ts';
import { isBefore } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import type { Account } from '../../inputs/account.ts';
import { isLive } from '../../inputs/account.ts';
import { isShort, judgeGates } from '../../inputs/gates.ts';
import type { GateInput, GateOutcome } from '../../inputs/gates.ts';
import { unreadRows } from '../../inputs/export/proving.ts';
import type { GateName } from '../../names/gates.ts';
import { newestExport } from '../../inputs/history.ts';
import type { KnownFinding } from '../../inputs/history.ts';
import { leaversFile } from '../judge/situation.ts';
import { toldBySignIn } from '../judge/usage.ts';
import { toldByColumn } from '../rules/context.ts';
import type { ExportTells } from '../rules/context.ts';
import { approvedBefore, nameInRow, numberAndName } from '../rules/reassigned.ts';
import { groundsOf, isAskedOfSuspended } from '../rules/rules.ts';
import type { Ground } from '../rules/rules.ts';
import { plural } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';

/** What of an account tells whether a finding about it has ended. */
export type EndingAccount = Pick<Account, 'status' | 'employeeId'>;

/** What keeps the export of an accepted run from proving everything that it seems to show. */
export interface ExportProof {
  /**
   * The latest instant at which the export can have been taken. Bytes that an earlier run compared are as old as they
   * were then.
   */
  readonly takenBy: Instant;
  /** The newest export that an accepted run compared before, when this one is older. */
  readonly newer: Instant | null;
  /** The gate on missing rows that somebody accepted, where more rows are missing than accounts were to be removed. */
  readonly short: GateName | null;
  /** How many rows could not be read. An account that stands in no other row may stand in one of them. */
  readonly unread: number;
  /** What was compared besides the rows; `null` for a run of a version that did not ask for it. */
  readonly lists: Lists | null;
  /**
   * Whether the export bears signs of editing. They keep no finding open (docs/adr/0004-what-closes-a-finding.md), and
   * the reason names them.
   */
  readonly edited: boolean;
  /**
   * Whether the reason says that a directory's log of sign-ins forgets, where a sign-in had told the finding that has
   * ended. `false` for a run of a version that did not say it.
   */
  readonly namesLog: boolean;
}

/** What a finding may rest on besides the rows, and what a run may have been made without. */
interface Lists {
  /** Whether a leavers file was compared. */
  readonly leavers: boolean;
  readonly directories: ReadonlySet<string>;
  /** Which columns the export has. */
  readonly tells: ExportTells;
  /** Whether a directory shows somebody with this employee number, or a number that many bear. */
  readonly isBorne: (employeeId: string) => boolean;
}

function isColumn(ground: Ground): ground is keyof ExportTells {
  return ground in toldByColumn;
}

export interface ProofInput {
  readonly gates: readonly GateOutcome[];
  /** The input by which the gates were judged. */
  readonly judged: GateInput;
  readonly editedSigns: readonly string[];
  /** How many rows could not be read. */
  readonly rejected: number;
  readonly rules: JudgingRules;
  readonly lists: Lists;
}

export function exportProof({ gates, judged, editedSigns, rejected, rules, lists }: ProofInput): ExportProof {
  const { takenBy, history } = judged;
  const newest = newestExport(history);
  return {
    takenBy,
    newer: newest !== null && isBefore(takenBy, newest) ? newest : null,
    short: shortBesidesRemovals(gates, judged),
    unread: unreadRows({ rules, unread: rejected }),
    lists: rules.has('doubts-exports') ? lists : null,
    edited: editedSigns.length > 0,
    namesLog: rules.has('names-the-log'),
  };
}

/**
 * Finds the accepted gate on missing rows that would have been raised even if the accounts that were to be removed were
 * still in the export. Without such a gate, no row is missing that should be there.
 */
function shortBesidesRemovals(gates: readonly GateOutcome[], judged: GateInput): GateName | null {
  const { history, logins, rowsRead, countShown } = judged;
  const accepted = gates.filter(isShort);
  if (accepted.length === 0) return null;
  const revoked = new Set(history.decisions.flatMap(({ login, decision }) => (decision === 'revoke' ? [login] : [])));
  const removed = history.accounts.flatMap(({ login }) => (revoked.has(login) && !logins.has(login) ? [login] : []));
  const back = new Set(removed);
  const still = judgeGates({
    ...judged,
    rowsRead: rowsRead + removed.length,
    logins: { has: (login) => logins.has(login) || back.has(login) },
    // People.ai's page no longer counts the removed accounts, so the number that it showed grows with them.
    countShown: countShown === null || rowsRead > countShown ? null : countShown + removed.length,
  });
  return accepted.find(({ gate }) => still.some((outcome) => outcome.gate === gate))?.gate ?? null;
}

/**
 * Why a finding that was not found again cannot be said to have ended, as a sentence; `null` when it has ended. A
 * finding about a control is about this run alone, and ends as soon as it is not found.
 *
 * @param account as this export shows it; `undefined` when it does not
 */
export function unprovenEnd(
  known: KnownFinding,
  account: EndingAccount | undefined,
  { takenBy, newer, short, unread, lists }: ExportProof,
): string | null {
  const { code, login, situation } = known;
  if (login === null) return null;
  if (newer !== null) {
    return `the export of ${instantText(takenBy)} is older than the one of ${instantText(newer)} that was compared before.`;
  }
  const lacking = account === undefined || lists === null ? null : lackingList(known, account, lists);
  if (lacking !== null) return lacking;
  if (short === null && unread === 0) return null;
  const rests = account === undefined ? situation !== null : isLive(account) && groundsOf(code).includes('other-rows');
  if (!rests) return null;
  return short === null
    ? `${plural(unread, 'row')} of this export could not be read, and what is missing may stand there.`
    : `rows may be missing from this export, which was accepted in spite of the gate ${short}.`;
}

/**
 * A sentence, with a blank in front, for the end of a finding that a sign-in had told; otherwise the empty text.
 * Directories keep sign-ins for some weeks only, and that one is forgotten does not make it untrue.
 */
export function forgottenText({ code, reason }: Pick<KnownFinding, 'code' | 'reason'>, proof: ExportProof): string {
  if (!proof.namesLog || code !== 'ACCESS_AFTER_LEAVING' || !toldBySignIn(reason)) return '';
  return ' A sign-in told it, which a directory tells only as long as its log holds it: that this run tells it no more does not refute it.';
}

/**
 * What a finding rests on besides the export and its directory. Histories of versions before 0.10.0 do not keep it:
 * there only the leavers file is known, because the reason names it.
 */
export function toldBesides({ restsOn, reason }: Pick<KnownFinding, 'restsOn' | 'reason'>): readonly string[] {
  return restsOn ?? (reason.includes(`(${leaversFile})`) ? [leaversFile] : []);
}

/**
 * The columns on which the finding rests. REASSIGNED_LOGIN has four ways to be found: by the date of creation, by the number
 * and name in the row, by the name alone, and by whom an approved alias named, which no column tells.
 */
function columnsOf({ code }: KnownFinding, told: readonly string[]): readonly (keyof ExportTells)[] {
  if (told.includes(approvedBefore)) return [];
  if (told.includes(nameInRow)) return ['name'];
  return told.includes(numberAndName) ? ['employeeId', 'name'] : groundsOf(code).filter(isColumn);
}

/** What tells a finding and is no directory. */
const inRowOrList: readonly string[] = [leaversFile, numberAndName, nameInRow, approvedBefore];

/**
 * Names what the finding rests on and this run was made without, so that nothing shows whether it still holds. `null`
 * where nothing lacks, and where the account was suspended, which ends the finding in any case.
 */
function lackingList(
  known: KnownFinding,
  account: EndingAccount,
  { leavers, directories, tells, isBorne }: Lists,
): string | null {
  const { code, directory, situation } = known;
  if (!isLive(account) && !isAskedOfSuspended(code)) return null;
  const told = toldBesides(known);
  const column = columnsOf(known, told).find((one) => !tells[one]);
  if (column !== undefined) return `no column of this export tells ${toldByColumn[column]}.`;
  if (situation === null || !groundsOf(code).includes('person')) return null;
  const { employeeId } = account;
  if (told.includes(numberAndName) && employeeId !== null && !isBorne(employeeId))
    return 'the row bears a number that no directory shows any more.';
  if (told.includes(leaversFile) && !leavers) return 'no list of leavers was compared.';
  const others = told.filter((one) => !inRowOrList.includes(one));
  const sources = [...(directory === null ? [] : [directory]), ...others];
  const dropped = sources.find((id) => !directories.has(id));
  return dropped === undefined ? null : `the directory ${dropped} is no longer compared.`;
}
