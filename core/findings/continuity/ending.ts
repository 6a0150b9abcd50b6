// Whether an export proves that a finding has ended: what is old, or may lack rows, shows nothing of the kind.
import type { Instant } from '../../values/instant.ts';
import { instantText, isBefore } from '../../values/instant.ts';
import type { Account } from '../../inputs/account.ts';
import { isLive } from '../../inputs/account.ts';
import { holds, judgeGates } from '../../inputs/gates.ts';
import type { GateInput, GateOutcome } from '../../inputs/gates.ts';
import { unreadRows } from '../../inputs/proving.ts';
import type { ProofForm } from '../../inputs/proving.ts';
import { questionedBy } from '../../names/gates.ts';
import type { GateName } from '../../names/gates.ts';
import { newestExport } from '../../inputs/history.ts';
import type { KnownFinding } from '../../inputs/history.ts';
import type { Code } from '../../names/codes.ts';
import { plural } from '../../values/text.ts';

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
  /** Signs of editing do not keep a finding open (docs/adr/0004-what-closes-a-finding.md); the reason names them. */
  readonly edited: boolean;
}

/** Codes that rest on several rows: one that is missing takes the finding away. */
const restsOnSeveralRows: ReadonlySet<Code> = new Set(['DUPLICATE_ACCOUNT', 'CONFLICTING_ROWS']);

export interface ProofInput {
  readonly gates: readonly GateOutcome[];
  /** What the gates were judged by. */
  readonly judged: GateInput;
  readonly editedSigns: readonly string[];
  /** Rows that could not be read. */
  readonly rejected: number;
  readonly form: ProofForm;
}

export function exportProof({ gates, judged, editedSigns, rejected, form }: ProofInput): ExportProof {
  const { takenBy, history } = judged;
  const newest = newestExport(history);
  return {
    takenBy,
    newer: newest !== null && isBefore(takenBy, newest) ? newest : null,
    short: shortBy(gates, judged),
    unread: unreadRows({ form, unread: rejected }),
    edited: editedSigns.length > 0,
  };
}

/** Rows that were to be removed are not missing: a gate counts that would be raised with them as well. */
function shortBy(gates: readonly GateOutcome[], judged: GateInput): GateName | null {
  const { history, logins, rowsRead, countShown } = judged;
  const accepted = gates.filter((outcome) => !holds(outcome) && questionedBy(outcome.gate) === 'rows');
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
  { code, login, situation }: Pick<KnownFinding, 'code' | 'login' | 'situation'>,
  account: Pick<Account, 'status'> | undefined,
  { takenBy, newer, short, unread }: ExportProof,
): string | null {
  if (login === null) return null;
  if (newer !== null) {
    return `the export of ${instantText(takenBy)} is older than the one of ${instantText(newer)} that was compared before.`;
  }
  if (short === null && unread === 0) return null;
  const rests = account === undefined ? situation !== null : isLive(account) && restsOnSeveralRows.has(code);
  if (!rests) return null;
  return short === null
    ? `${plural(unread, 'row')} of this export could not be read, and what is missing may stand there.`
    : `rows may be missing from this export, which was accepted in spite of the gate ${short}.`;
}
