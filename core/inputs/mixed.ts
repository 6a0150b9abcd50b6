// Gates against cells of the export, or of HR's list, that stand in rows which are not theirs, as after one column was
// sorted without the others.
import type { GateName } from '../names/gates.ts';
import { plural } from '../values/text.ts';

/**
 * What the names in the rows tell, or the numbers where names tell nothing, for accounts that a login ties to somebody.
 */
export interface MixedRows {
  /** In how many rows it can be told whose name or number stands there. */
  readonly told: number;
  /** How many of these names or numbers are not those of the login's person but of another person of the export. */
  readonly mixed: number;
  /** The first such row; `null` where there is none. */
  readonly firstRow: number | null;
}

/**
 * Whether times of suspension stand beside accounts that are suspended. Worked out only for an export that has the
 * times.
 */
export interface MovedStatuses {
  /** How many accounts are suspended, and how many of them have no time. */
  readonly suspended: number;
  readonly undated: number;
  /** How many times of suspension there are, and how many of them stand beside accounts that are not suspended. */
  readonly times: number;
  readonly strange: number;
  /** The first row with such a time; `null` where there is none. */
  readonly firstRow: number | null;
}

/** What the names in HR's list tell, for the rows by which an account is a leaver's. */
export interface MixedLeavers {
  /** In how many rows it can be told whose name stands there. */
  readonly told: number;
  /** How many of these names are not that of the person whose address stands beside it. */
  readonly mixed: number;
  /** Where the first such row stands, as `line 3`; `null` where there is none. */
  readonly first: string | null;
}

/** The results of the three checks; absent under the rules of a version that did not make them. */
export interface Mixed {
  readonly rows?: MixedRows;
  readonly statuses?: MovedStatuses;
  readonly leavers?: MixedLeavers;
}

/**
 * @returns the gates that are raised, each with what was found
 * @example mixedGates({ rows: { told: 6, mixed: 4, firstRow: 4 } }) // [{ gate: 'mixed-rows', reason: 'in 4 of 6 rows
 * …' }]
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

/** One or two may be logins that passed from one person to another. */
const enoughMixed = 3;

/** More than one in twenty: who sorts only a part of a list moves more rows than a few. */
function areMixed({ told, mixed }: MixedRows): boolean {
  return mixed >= enoughMixed && mixed * 20 > told;
}

/**
 * More than one in five: somebody who marries and goes by another first name shares no word with their own account, and
 * such people are few.
 */
function areMixedLeavers({ told, mixed }: MixedLeavers): boolean {
  return mixed >= enoughMixed && mixed * 5 > told;
}

/**
 * More than half, of both: also in a sound export a few old accounts lack the time, and a few that were let in again
 * keep it.
 */
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
