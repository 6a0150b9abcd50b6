// A list over all its pages, each row once, however the directory cuts, repeats or renews them.
import { CallFailure } from '../reading/call-failure.ts';
import type { CallEntry } from '../reading/journal.ts';
import { NextLinks } from './next-link.ts';
import type { Surroundings } from '../reading/surroundings.ts';

/** A page as it came, its rows not looked at yet. */
export interface Page {
  readonly rows: readonly unknown[];
  readonly next: string | null;
}

export interface Chain<Row> {
  readonly directory: string;
  readonly entry: CallEntry;
  readonly first: string;
  readonly read: (url: string) => Promise<Page>;
  /** @throws CallFailure for a row that is not as documented */
  readonly parse: (row: unknown) => Row;
  /** The first page, when it came in by another way (a batch). */
  readonly firstPage?: Page;
  /** What tells rows apart; `null` when repeated rows do no harm. */
  readonly keyOf: ((row: Row) => string) | null;
  /** Keys that came in by an earlier list: their rows are dropped here. */
  readonly seen?: Set<string>;
  /** Puts back what a next link lost of the first address. */
  readonly repair?: (link: string) => string;
  /** The list is read again from its start, and its rows come once more where nothing tells them apart. */
  readonly restarted?: () => void;
  /** How many pages are read where not all are: the link to what follows is looked at, and not followed. */
  readonly most?: number;
}

/** How a list ended. */
export interface Ended {
  /** How many rows the last page had that was read. */
  readonly lastPage: number;
  /** Whether no page follows. */
  readonly whole: boolean;
}

const mostRestarts = 2;

/**
 * Yields the rows page by page; an empty page in the middle is one page of many. Each row is parsed when it is taken,
 * so that only one of a page is in memory twice. Ends normally only when the last page says that it is the last, or `most`
 * were read.
 *
 * @throws CallFailure as soon as a page or its next link cannot be trusted
 */
export async function* readChain<Row>(
  chain: Chain<Row>,
  around: Surroundings,
): AsyncGenerator<Iterable<Row>, Ended, void> {
  const links = (): NextLinks => linksOf(chain, around);
  const seen = chain.seen ?? new Set<string>();
  let guard = links();
  const counted = { rows: 0 };
  let restarts = 0;
  let page = chain.firstPage ?? null;
  let url = chain.first;
  for (let pages = 1; ; pages += 1) {
    try {
      page ??= await chain.read(url);
    } catch (error) {
      if (url === chain.first || !isExpired(error) || restarts === mostRestarts) throw error;
      restarts += 1;
      chain.entry.retries += 1;
      // Nothing tells the rows of before from those that come now, so each would be counted twice.
      if (chain.keyOf === null) {
        chain.entry.rows -= counted.rows;
        counted.rows = 0;
        chain.restarted?.();
      }
      guard = links();
      url = chain.first;
      pages = 0;
      continue;
    }
    chain.entry.page(0);
    yield newRows(page.rows, chain, { seen, counted });
    around.log({ kind: 'page', directory: chain.directory, call: chain.entry.plan.call, rows: chain.entry.rows });
    const lastPage = page.rows.length;
    if (page.next === null) return { lastPage, whole: true };
    url = guard.check(chain.repair?.(page.next) ?? page.next);
    if (pages === chain.most) return { lastPage, whole: false };
    page = null;
  }
}

/** How a list begins: what an examination needs to know of it. */
export interface Beginning<Row> extends Ended {
  readonly rows: readonly Row[];
}

/** @throws CallFailure as `readChain` does */
export async function readBeginning<Row>(
  chain: Chain<Row> & { readonly most: number },
  around: Surroundings,
): Promise<Beginning<Row>> {
  const rows: Row[] = [];
  const reading = readChain({ ...chain, restarted: () => void rows.splice(0) }, around);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { ...step.value, rows };
    rows.push(...step.value);
  }
}

function linksOf({ first, entry }: Pick<Chain<unknown>, 'first' | 'entry'>, { limits }: Surroundings): NextLinks {
  return new NextLinks(first, { call: entry.plan.call, pages: limits.pages });
}

/** Whether a page token outlived its time, in Graph's words or as HTTP has it: the list has to be read again from its start. */
function isExpired(error: unknown): boolean {
  return error instanceof CallFailure && (error.code === 'Directory_ExpiredPageToken' || error.status === 410);
}

interface Taken {
  readonly seen: Set<string>;
  /** Of this list since it was last begun. */
  readonly counted: { rows: number };
}

function* newRows<Row>(rows: readonly unknown[], chain: Chain<Row>, { seen, counted }: Taken): Iterable<Row> {
  for (const unread of rows) {
    const row = chain.parse(unread);
    if (chain.keyOf !== null) {
      const known = seen.size;
      if (seen.add(chain.keyOf(row)).size === known) continue;
    }
    chain.entry.rows += 1;
    counted.rows += 1;
    yield row;
  }
}
