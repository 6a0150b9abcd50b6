// Whether cells of the export, or of HR's list, stand in rows that are not theirs, as after one column was sorted without
// the others: what holds a run of it.
import type { GateName } from '../names/gates.ts';
import { plural } from '../values/text.ts';

/** Of accounts that a login ties to somebody, what their names tell, or their numbers where names tell nothing. */
export interface MixedRows {
  /** Those of which it can be told. */
  readonly told: number;
  /** Names, or numbers, that are not those of the people whose logins stand beside them, but of others of the export. */
  readonly mixed: number;
  /** The first row of one; `null` where there is none. */
  readonly firstRow: number | null;
}

/** Of an export that tells when accounts were suspended: whether the times stand beside those that are. */
export interface MovedStatuses {
  /** Accounts that are suspended, and those of them without a time. */
  readonly suspended: number;
  readonly undated: number;
  /** Times of suspension, and those of them beside accounts that are not suspended. */
  readonly times: number;
  readonly strange: number;
  /** The first row of such a time; `null` where there is none. */
  readonly firstRow: number | null;
}

/** Of rows of HR's list by which an account is a leaver's, what the names in them tell. */
export interface MixedLeavers {
  /** Those of which it can be told. */
  readonly told: number;
  /** Those whose name is not that of the person whose address stands beside it. */
  readonly mixed: number;
  /** Where the first of them stands: `line 3`; `null` where there is none. */
  readonly first: string | null;
}

/** What was counted of each; absent by the rules of a version that did not ask. */
export interface Mixed {
  readonly rows?: MixedRows;
  readonly statuses?: MovedStatuses;
  readonly leavers?: MixedLeavers;
}

/**
 * @returns the gates that are raised, each with what was found
 * @example mixedGates({ rows: { told: 6, mixed: 4, firstRow: 4 } }) // [{ gate: 'mixed-rows', reason: 'in 4 of 6 rows …' }]
 */
export function mixedGates({ rows, statuses, leavers }: Mixed): readonly Raised[] {
  return [
    ...(rows !== undefined && areMixed(rows) ? [{ gate: 'mixed-rows', reason: mixedText(rows) } as const] : []),
    ...(statuses !== undefined && areMoved(statuses)
      ? [{ gate: 'mixed-rows', reason: movedText(statuses) } as const]
      : []),
    ...(leavers !== undefined && areMixedLeavers(leavers)
      ? [{ gate: 'mixed-leavers', reason: leaversText(leavers) } as const]
      : []),
  ];
}

interface Raised {
  readonly gate: GateName;
  readonly reason: string;
}

/** Fewer may be logins that passed from one person to another. */
const enoughMixed = 3;

/** One in twenty: who sorts a part of a list alone moves more than a few rows. */
function areMixed({ told, mixed }: MixedRows): boolean {
  return mixed >= enoughMixed && mixed * 20 > told;
}

/** One in five: whoever marries and goes by another first name is a stranger to their own, and few are. */
function areMixedLeavers({ told, mixed }: MixedLeavers): boolean {
  return mixed >= enoughMixed && mixed * 5 > told;
}

/** Most, both ways: by themselves there are old accounts without a time, and some that were let in again. */
function areMoved({ suspended, undated, times, strange }: MovedStatuses): boolean {
  return Math.min(undated, strange) >= enoughMixed && undated * 2 > suspended && strange * 2 > times;
}

function mixedText({ mixed, told, firstRow }: MixedRows): string {
  return `in ${mixed} of ${plural(told, 'row')} the login is one person’s and the name, or number, another’s, whose login stands in another row (first: row ${firstRow}): perhaps one column was sorted or moved without the others`;
}

function movedText({ suspended, undated, times, strange, firstRow }: MovedStatuses): string {
  return `${strange} of ${plural(times, 'time')} of suspension stand beside accounts that are not suspended (first: row ${firstRow}), and ${undated} of ${plural(suspended, 'suspended account')} have none: perhaps the status was sorted or moved without the other columns`;
}

function leaversText({ mixed, told, first }: MixedLeavers): string {
  return `in ${mixed} of ${plural(told, 'row')} of the leavers file the address is one person’s and the name another’s (first: ${first}): perhaps one column was sorted or moved without the others`;
}
