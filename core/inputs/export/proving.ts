// What an export can prove about an account. The closing of findings, the proof of removals and the list of changes all
// ask the same question here.
import { application } from '../../application/applications.ts';
import { takenAfter } from '../custody.ts';
import type { Receipt } from '../custody.ts';
import type { History } from '../history.ts';
import { earlierOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';

/** Each reason is a phrase that continues a sentence about the export; `null` where there is none. */
export interface Proving {
  /** Why nothing that the export shows of an account proves anything. */
  readonly doubt: string | null;
  /**
   * Why an account that the export lacks is not proven gone. There may be such a reason although the rest of the export
   * can be believed.
   */
  readonly absence: string | null;
}

/** What a run says about its export. */
export interface ToldExport {
  readonly rules: JudgingRules;
  /** Whether somebody said when the export was taken. */
  readonly declared: boolean;
  /** The signs that the export was edited, as far as the run tells them; `null` where there are none. */
  readonly edited: readonly string[] | null;
  /** Whether the export was too old when it was compared. */
  readonly stale: boolean;
  /** The gate on missing rows that somebody accepted. */
  readonly shortBy: string | null;
  /** How many rows could not be read. */
  readonly unread: number;
  readonly exportedAt: Instant;
  /** When it was first received; `null` where nothing tells. */
  readonly received: Instant | null;
}

/** @example provingOf({ ...told, unread: 1 }) // { doubt: null, absence: '1 row of it could not be read' } */
export function provingOf(told: ToldExport): Proving {
  const doubt = doubtOf(told);
  const unread = unreadRows(told);
  return { doubt, absence: doubt ?? (unread === 0 ? null : `${plural(unread, 'row')} of it could not be read`) };
}

/**
 * Why the export shows nothing about what was removed: rows may be missing, it was old or edited, or nobody said when
 * it was taken.
 */
function doubtOf({ rules, declared, edited, stale, shortBy, exportedAt, received }: ToldExport): string | null {
  if (!declared) return 'nobody declared when it was taken';
  if (edited !== null) {
    const signs = edited.length === 0 ? '' : ` (${edited.join('; ')})`;
    return `it is not as ${application.name} wrote it${signs}`;
  }
  if (rules.has('doubts-exports') && received !== null && takenAfter(exportedAt, received))
    return `it was received on ${instantText(received)}, before the time at which somebody says it was taken`;
  if (stale) return 'it was too old when it was compared';
  return shortBy === null ? null : `it was accepted in spite of the gate ${shortBy}`;
}

/**
 * How many unread rows count against the export: an account that stands in no other row may stand in one of them. None
 * count under the rules of versions that did not ask.
 */
export function unreadRows({ rules, unread }: Pick<ToldExport, 'rules' | 'unread'>): number {
  return rules.has('doubts-exports') ? unread : 0;
}

export interface TakenExport {
  readonly rules: JudgingRules;
  readonly sha256: string;
  /** When it was taken, as somebody declared or as is assumed. */
  readonly exportedAt: Instant;
  readonly history: Pick<History, 'exports'>;
  readonly receipts: readonly Pick<Receipt, 'at'>[];
}

/**
 * The latest instant at which the export can have been taken. Bytes that an earlier run compared were taken no later
 * than that run's export, whatever is declared now, and nothing is taken after it was received. When nothing has
 * changed, a new export may be equal to the last one byte for byte; it then proves no more than the last one did.
 */
export function takenByOf({ rules, sha256, exportedAt, history, receipts }: TakenExport): Instant {
  const before = (history.exports ?? []).flatMap((one) => (one.sha256 === sha256 ? [one.takenBy] : []));
  const received = rules.has('doubts-exports')
    ? receipts.flatMap(({ at }) => (takenAfter(exportedAt, at) ? [at] : []))
    : [];
  return [...before, ...received].reduce(earlierOf, exportedAt);
}
