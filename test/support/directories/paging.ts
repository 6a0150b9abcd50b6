// How a stand-in cuts a list into pages, whatever the directory calls its cursor.

export interface Paging {
  /** Rows of a page, where that is fewer than the client asks for. */
  readonly pageSize?: number;
  /** Puts an empty page after the first page of every list. */
  readonly emptyPages?: boolean;
}

interface PlaceInList {
  /** First row of the page, counted from 0. */
  readonly start: number;
  /** The row behind its last. */
  readonly end: number;
  /** Cursor of the next page; `null` on the last. */
  readonly next: string | null;
}

/**
 * The page that a cursor names: its first row, and whether the empty page was given already.
 *
 * @param count of the rows of the list
 * @param size of a page
 * @example placeInList(5, { cursor: '2-0', size: 2, emptyPages: false }) // { start: 2, end: 4, next: '4-0' }
 */
export function placeInList(
  count: number,
  asked: { readonly cursor: string; readonly size: number; readonly emptyPages: boolean | undefined },
): PlaceInList {
  const { size } = asked;
  const [start = 0, wasEmpty = 0] = asked.cursor.split('-').map(Number);
  const isEmpty = asked.emptyPages === true && start > 0 && start === size && wasEmpty === 0;
  if (isEmpty) return { start, end: start, next: `${start}-1` };
  const end = start + size;
  return { start, end, next: end < count ? `${end}-0` : null };
}
