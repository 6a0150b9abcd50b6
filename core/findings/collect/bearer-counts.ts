// How many of a directory bear an employee number that no account has. Nearly every number is one person's: to keep each
// would take memory for the whole directory, so the first pass only estimates, and the next counts what many may bear.
import type { Identity } from '../../inputs/snapshot.ts';
import { mostOfOneNumber } from './placeholder.ts';
import type { CountsOfNumber } from './placeholder.ts';

type Bearer = Pick<Identity, 'employeeId' | 'state'>;

export class BearerCounts {
  readonly #estimates = new Map<string, Estimate>();
  readonly #counted = new Map<string, Map<string, number>>();
  #open: ReadonlyMap<string, Map<string, number>> = new Map();

  /** Every identity of the first pass. */
  estimate(directory: string, { employeeId, state }: Bearer): void {
    if (employeeId === null || state === 'deleted') return;
    const known = this.#estimates.get(directory);
    const estimate = known ?? new Estimate();
    if (known === undefined) this.#estimates.set(directory, estimate);
    estimate.add(employeeId);
  }

  /** Every identity of a later pass. */
  count(directory: string, { employeeId, state }: Bearer): void {
    if (this.#open.size === 0 || employeeId === null || state === 'deleted') return;
    const counts = this.#open.get(employeeId);
    counts?.set(directory, (counts.get(directory) ?? 0) + 1);
  }

  /**
   * Asks, between two passes, for the numbers of these.
   *
   * @returns whether the next pass has any to count
   */
  ask(employeeIds: Iterable<string>): boolean {
    const open = new Map<string, Map<string, number>>();
    const estimates = [...this.#estimates.values()];
    for (const employeeId of employeeIds) {
      if (this.#counted.has(employeeId) || !estimates.some((one) => one.isOfMany(employeeId))) continue;
      open.set(employeeId, new Map());
    }
    for (const [employeeId, counts] of open) this.#counted.set(employeeId, counts);
    this.#open = open;
    return open.size > 0;
  }

  /** Of those that many may bear. */
  counted(): ReadonlyMap<string, CountsOfNumber> {
    return this.#counted;
  }
}

/** Of more numbers than this only an estimate is kept. */
const mostExact = 10_000;
/** 4 MB. Of a million numbers none is expected to be taken for one of many by those that share both its places. */
const places = 2 ** 22;

/** Never too low: numbers that share a place are counted together, and each has two. */
class Estimate {
  readonly #exact = new Map<string, number>();
  #places: Uint8Array | null = null;

  add(employeeId: string): void {
    if (this.#places !== null) return addTo(this.#places, employeeId, 1);
    this.#exact.set(employeeId, (this.#exact.get(employeeId) ?? 0) + 1);
    if (this.#exact.size <= mostExact) return;
    this.#places = new Uint8Array(places);
    for (const [known, count] of this.#exact) addTo(this.#places, known, count);
    this.#exact.clear();
  }

  isOfMany(employeeId: string): boolean {
    const counts = this.#places;
    if (counts === null) return (this.#exact.get(employeeId) ?? 0) > mostOfOneNumber;
    return placesOf(employeeId).every((place) => (counts[place] ?? 0) > mostOfOneNumber);
  }
}

function addTo(counts: Uint8Array, employeeId: string, count: number): void {
  for (const place of placesOf(employeeId)) counts[place] = Math.min((counts[place] ?? 0) + count, 255);
}

/** FNV-1a, and the same mixed once more. */
function placesOf(employeeId: string): readonly [number, number] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < employeeId.length; index += 1)
    hash = Math.imul(hash ^ employeeId.charCodeAt(index), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return [(hash >>> 0) % places, ((mixed ^ (mixed >>> 12)) >>> 0) % places];
}
