// What an export can prove of an account: asked alike by what closes findings, what proves removals and what tells changes.
import { application } from '../../application/applications.ts';
import { takenAfter } from '../custody.ts';
import type { Receipt } from '../custody.ts';
import type { History } from '../history.ts';
import { earlierOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { instantText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';

/** A phrase each, which goes on a sentence about the export; `null` where there is no such reason. */
export interface Proving {
  /** Why nothing that it shows of an account proves anything. */
  readonly doubt: string | null;
  /** Why it does not prove of an account that it lacks that it is gone: also where the rest can be believed. */
  readonly absence: string | null;
}

/** What a run tells of its export. */
export interface ToldExport {
  readonly rules: JudgingRules;
  /** Somebody said when it was taken. */
  readonly declared: boolean;
  /** What shows that it is not as the application wrote it, as far as that was told; `null` where nothing does. */
  readonly edited: readonly string[] | null;
  /** Too old when it was compared. */
  readonly stale: boolean;
  /** The gate in spite of which it was accepted although rows may be missing. */
  readonly shortBy: string | null;
  /** Rows that could not be read. */
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

/** An export that is short, old, edited, or of no declared time shows nothing about what was removed. */
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

/** An account that no row shows may stand in one that could not be read. */
export function unreadRows({ rules, unread }: Pick<ToldExport, 'rules' | 'unread'>): number {
  return rules.has('doubts-exports') ? unread : 0;
}

export interface TakenExport {
  readonly rules: JudgingRules;
  readonly sha256: string;
  /** As somebody says, or as it is assumed. */
  readonly exportedAt: Instant;
  readonly history: Pick<History, 'exports'>;
  readonly receipts: readonly Pick<Receipt, 'at'>[];
}

/**
 * When an export was taken at the latest: the same bytes are as old as they were at first, whatever time somebody says
 * later, and nothing was taken after it had been received. Where nothing changed, an export may be the same byte for byte
 * as the last one; it then shows nothing that the last one did not, and is as young as that.
 */
export function takenByOf({ rules, sha256, exportedAt, history, receipts }: TakenExport): Instant {
  const before = (history.exports ?? []).flatMap((one) => (one.sha256 === sha256 ? [one.takenBy] : []));
  const received = rules.has('doubts-exports')
    ? receipts.flatMap(({ at }) => (takenAfter(exportedAt, at) ? [at] : []))
    : [];
  return [...before, ...received].reduce(earlierOf, exportedAt);
}
