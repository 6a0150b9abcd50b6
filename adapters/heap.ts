// What the heap of this process may still hold, asked while much is read or made: at its end Node.js ends the process by
// a signal and without a word.
import { totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Unusable } from '../core/values/result.ts';

/** Of the heap: the rest is for what is made between two questions, and for the engine, which slows down before the end. */
const mostShare = 0.9;

/** Of the heap, while records are read: whoever keeps them makes as much again of them, and of an export four times as much. */
export const shareOfRecords = 0.5;

/** What is in use and to come from which on it is asked again, once a collection has shown that there is room. */
let asksFrom = 0;
const leastStep = 0.02;

/** In bytes, of a heap of which a tenth is too little. */
const leastReserve = 16e6;

/** What the heap may hold of what lasts: the engine counts three young halves beside it (V8, `Heap::MaxReserved`). */
function roomForWhatLasts(): number {
  // Asked once: it looks into the files of a container.
  young ??= 3 * 2 ** Math.ceil(Math.log2(youngHalf())) * 2 ** 20;
  return getHeapStatistics().heap_size_limit - young;
}
let young: number | undefined;

/**
 * In megabytes, of which the engine takes the next power of two. Where nobody sets it, as the entry and Lambda do on the
 * command line, 64, and less on a machine or in a container of less than four gigabytes (V8,
 * `ResourceConstraints::ConfigureDefaults`), whatever the heap is set to.
 */
function youngHalf(): number {
  const set = process.execArgv.findLast((option) => /^--max[-_]semi[-_]space[-_]size=\d+$/.test(option))?.split('=')[1];
  if (Number(set) > 0) return Number(set);
  const most = process.constrainedMemory();
  const memory = most > 0 ? Math.min(most, totalmem()) : totalmem();
  return Math.max(1, Math.min(64, memory / 2 ** 26));
}

/**
 * Costs some microseconds, and a collection where what is in use leaves little: only that tells what is needed still.
 *
 * @param toCome bytes that what follows takes at least
 * @param share of the heap that may be in use with it
 * @throws Unusable when the heap cannot hold that beside what is in use
 * @example needHeap(accounts.length * 1000)
 */
export function needHeap(toCome = 0, share = mostShare): void {
  const { used_heap_size: used } = getHeapStatistics();
  const limit = roomForWhatLasts();
  const most = Math.min(share * limit, limit - leastReserve);
  const need = used + toCome;
  if (need <= most || need < asksFrom) return;
  collect();
  const lasting = getHeapStatistics().used_heap_size;
  const least = lasting + toCome;
  if (least <= most) {
    asksFrom = Math.max((least + most) / 2, least + leastStep * limit);
    return;
  }
  const needed = Math.ceil(Math.max(least / share, 2 * limit) / 1e9) * 1000;
  throw new Unusable({
    what: 'more than the memory of this process holds',
    where: 'the heap of Node.js',
    found: `${megabytes(lasting)} MB in use${toCome === 0 ? '' : ` and at least ${megabytes(toCome)} MB to come`}`,
    expected: `at most ${megabytes(most)} of the ${megabytes(limit)} MB that there are: a larger heap, with NODE_OPTIONS=--max-old-space-size=${needed} on a machine that has so many MB free, or a function with more memory; and then the same again; what was written in part counts for nothing`,
  });
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

/** Node.js offers its collector to whoever asks for it by this flag, in a context that is made afterwards. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const collector: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collector === 'function') collector();
}
