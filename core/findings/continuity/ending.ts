// Whether an export proves that a finding has ended: what is old, or may lack rows, shows nothing of the kind.
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
import { numberAndName } from '../rules/reassigned.ts';
import { groundsOf, isAskedOfSuspended } from '../rules/rules.ts';
import type { Ground } from '../rules/rules.ts';
import { plural } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';

/** What the end of a finding is judged by of its account. */
export type EndingAccount = Pick<Account, 'status' | 'employeeId'>;

/** What keeps the export of an accepted run from proving everything that it seems to show. */
export interface ExportProof {
  /** When it was taken at the latest: the same bytes are as old as they were at first. */
  readonly takenBy: Instant;
  /** The newest export that an accepted run compared before, when this one is older. */
  readonly newer: Instant | null;
  /** A gate on the rows that somebody accepted, when more are missing than were to be removed. */
  readonly short: GateName | null;
  /** Rows that could not be read: an account that no other shows may stand in one. */
  readonly unread: number;
  /** What was compared besides; `null` for a run of a version that did not ask. */
  readonly lists: Lists | null;
  /** Signs of editing do not keep a finding open (docs/adr/0004-what-closes-a-finding.md); the reason names them. */
  readonly edited: boolean;
  /**
   * Whether the reason says, where a finding that a sign-in told has ended, that the log ends too; `false` for a run of
   * a version that did not say it.
   */
  readonly namesLog: boolean;
}

/** What a finding may rest on besides the rows, and this run may lack. */
interface Lists {
  /** A leavers file was compared. */
  readonly leavers: boolean;
  readonly directories: ReadonlySet<string>;
  /** The columns of the export. */
  readonly tells: ExportTells;
  /** Whether somebody whom a directory shows bears an employee number. */
  readonly isBorne: (employeeId: string) => boolean;
}

function isColumn(ground: Ground): ground is keyof ExportTells {
  return ground in toldByColumn;
}

export interface ProofInput {
  readonly gates: readonly GateOutcome[];
  /** What the gates were judged by. */
  readonly judged: GateInput;
  readonly editedSigns: readonly string[];
  /** Rows that could not be read. */
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

/** Rows that were to be removed are not missing: a gate counts that would be raised with them as well. */
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
    // The application's page no longer counts them either.
    countShown: countShown === null || rowsRead > countShown ? null : countShown + removed.length,
  });
  return accepted.find(({ gate }) => still.some((outcome) => outcome.gate === gate))?.gate ?? null;
}

/**
 * Why a finding that was not found again has not ended, as a sentence; `null` when it has. A finding about a control
 * is about this run, and ends when it is not found.
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
 * What is to be known of the end of a finding that a sign-in told, as a sentence behind a blank; otherwise nothing. That a
 * person signed in does not become untrue, and a directory tells it for weeks only.
 */
export function forgottenText({ code, reason }: Pick<KnownFinding, 'code' | 'reason'>, proof: ExportProof): string {
  if (!proof.namesLog || code !== 'ACCESS_AFTER_LEAVING' || !toldBySignIn(reason)) return '';
  return ' A sign-in told it, which a directory tells only as long as its log holds it: that this run tells it no more does not refute it.';
}

/**
 * What told a finding besides the export and its directory. A history of a version before 0.10.0 does not say it: there
 * the reason names the leavers file.
 */
export function toldBesides({ restsOn, reason }: Pick<KnownFinding, 'restsOn' | 'reason'>): readonly string[] {
  return restsOn ?? (reason.includes(`(${leaversFile})`) ? [leaversFile] : []);
}

/** The columns that told it; a login was passed on by one of two accounts of it. */
function columnsOf({ code }: KnownFinding, told: readonly string[]): readonly (keyof ExportTells)[] {
  return told.includes(numberAndName) ? ['employeeId', 'name'] : groundsOf(code).filter(isColumn);
}

/** Nobody handed in again what told the finding, so that nothing shows whether it still holds; to suspend the account ends it. */
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
  const others = told.filter((one) => one !== leaversFile && one !== numberAndName);
  const sources = [...(directory === null ? [] : [directory]), ...others];
  const dropped = sources.find((id) => !directories.has(id));
  return dropped === undefined ? null : `the directory ${dropped} is no longer compared.`;
}
