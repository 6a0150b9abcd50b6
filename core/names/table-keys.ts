// Where each record stands in the one DynamoDB table: its keys are built and taken apart here and nowhere else.
import { msOf } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';

/** What whoever creates the table and whoever reads it must agree on. */
export const tableLayout = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** A local index: unlike a global one it can be read consistently, so a run sees the run that ended just before. */
  orderIndex: { name: 'by-order', sortKey: 'order' },
  /** Seconds since 1970 after which DynamoDB deletes an item that has it, within days: who reads it looks at its end too. */
  timeToLive: 'ends',
} as const;

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const runsPartition = 'runs';
/** Watch runs: apart, so that no run of a review is looked for among them. */
export const watchesPartition = 'watches';
export const reviewsPartition = 'reviews';
/** Who read personal data or took a file. */
export const accessPartition = 'access';
/** Who is at work that nobody else may do meanwhile. */
export const claimsPartition = 'claims';
/** Before the id of a finding: a partition each, since they are written at once. */
export const findingPrefix = 'finding#';
/** Before the id of what passes: a partition each, so that no one of them is asked by everybody. */
export const passingPrefix = 'passing#';

/** Counts the runs, so that those of one as-of keep the order in which they were recorded. */
export const runCounterKey: ItemKey = { pk: 'counters', sk: 'runs' };

/** An id that would read back as another record's key: a bug, or an attempt to reach one. */
export class ItemKeyRefused extends Error {
  override readonly name = 'ItemKeyRefused';
  constructor(id: string) {
    super(`${JSON.stringify(id.slice(0, 100))} is no id of a stored record`);
  }
}

/** Portable names only, all of whose characters sort after the separator `#`. */
const idPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

const separator = '#';
/** The character after the separator: a range that ends with it holds everything below an id and nothing else. */
const afterSeparator = '$';

function checked(id: string): string {
  if (!idPattern.test(id)) throw new ItemKeyRefused(id);
  return id;
}

/** @example runItemKey('20261005T080000Z-1a2b3c4d') // { pk: 'runs', sk: '20261005T080000Z-1a2b3c4d' } */
export function runItemKey(id: string): ItemKey {
  return { pk: runsPartition, sk: checked(id) };
}

/** Its id sorts by its as-of, to the second. */
export function watchItemKey(id: string): ItemKey {
  return { pk: watchesPartition, sk: checked(id) };
}

/**
 * Sorts as the runs do: by as-of to the millisecond, then in the order in which they were recorded.
 *
 * @example runOrder('2026-10-05T08:00:00Z', 12) // '001791187200000#000000012'
 */
export function runOrder(asOf: Instant, recorded: number): string {
  return `${runOrderBefore(asOf)}${separator}${padded(recorded, 9)}`;
}

/** Sorts after every run with an earlier as-of and before all with this one or a later. */
export function runOrderBefore(asOf: Instant): string {
  return padded(msOf(asOf), 15);
}

export function findingItemKey(id: string): ItemKey {
  return { pk: `${findingPrefix}${checked(id)}`, sk: 'finding' };
}

/** @example eventItemKey('2026-Q4', 3) // { pk: 'reviews', sk: '2026-Q4#000000003' } */
export function eventItemKey(review: string, sequence: number): ItemKey {
  return { pk: reviewsPartition, sk: `${checked(review)}${separator}${padded(sequence, 9)}` };
}

/** @param id a digest, so that whoever reads the table can take over no session */
export function passingItemKey(id: string): ItemKey {
  return { pk: `${passingPrefix}${checked(id)}`, sk: 'passing' };
}

/** @example claimItemKey('handing-over') // { pk: 'claims', sk: 'handing-over' } */
export function claimItemKey(name: string): ItemKey {
  return { pk: claimsPartition, sk: checked(name) };
}

/** @example accessItemKey(3) // { pk: 'access', sk: '000000000003' } */
export function accessItemKey(number: number): ItemKey {
  return { pk: accessPartition, sk: padded(number, 12) };
}

/** The sort keys between which all events of a review stand, and no other. */
export function eventRange(review: string): { readonly from: string; readonly to: string } {
  return { from: `${checked(review)}${separator}`, to: `${review}${afterSeparator}` };
}

/** @returns `null` for a sort key that `eventItemKey` did not build */
export function parseEventKey(sk: string): { readonly review: string; readonly sequence: number } | null {
  const [, review, digits] = /^([^#]+)#(\d{9,})$/.exec(sk) ?? [];
  if (review === undefined || digits === undefined || !idPattern.test(review)) return null;
  return { review, sequence: Number(digits) };
}

/** Sort keys are texts: a number sorts as a number only when all have one length. */
function padded(value: number, digits: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} has no place in a sort key`);
  return String(value).padStart(digits, '0');
}
