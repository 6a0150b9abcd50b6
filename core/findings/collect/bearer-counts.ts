// Counts how many identities of a directory bear an employee number that no account has. Nearly every number has one
// bearer, and counting each exactly would take memory for the whole directory. So the first pass only estimates, and
// the next one counts exactly the numbers that may have many bearers.
import type { Identity } from '../../inputs/snapshot.ts';
import { mostOfOneNumber } from './placeholder.ts';
import type { CountsOfNumber } from './placeholder.ts';

type Bearer = Pick<Identity, 'employeeId' | 'state'>;

export class BearerCounts {
  readonly #estimates = new Map<string, Estimate>();
  readonly #counted = new Map<string, Map<string, number>>();
  #open: ReadonlyMap<string, Map<string, number>> = new Map();

  /** In the first pass: takes the identity into the estimate. */
  estimate(directory: string, { employeeId, state }: Bearer): void {
    if (employeeId === null || state === 'deleted') return;
    const known = this.#estimates.get(directory);
    const estimate = known ?? new Estimate();
    if (known === undefined) this.#estimates.set(directory, estimate);
    estimate.add(employeeId);
  }

  /** In a later pass: counts the identity where its number was asked for. */
  count(directory: string, { employeeId, state }: Bearer): void {
    if (this.#open.size === 0 || employeeId === null || state === 'deleted') return;
    const counts = this.#open.get(employeeId);
    counts?.set(directory, (counts.get(directory) ?? 0) + 1);
  }

  /**
   * Between two passes: asks for exact counts of those of these numbers that many may bear.
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

  /** The exact counts of the numbers that may have many bearers. */
  counted(): ReadonlyMap<string, CountsOfNumber> {
    return this.#counted;
  }
}

/** An estimate of up to so many different numbers is exact. */
const mostExact = 10_000;
/**
 * 4 MB. Of a million numbers, none is expected to share both its places with numbers that make it look like one of
 * many.
 */
const places = 2 ** 22;

/**
 * An estimate that is never too low: each number counts in two places, which other numbers may share, and the lower one
 * is taken.
 */
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

/** FNV-1a, and the same hash mixed once more, give the two places of a number. */
function placesOf(employeeId: string): readonly [number, number] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < employeeId.length; index += 1)
    hash = Math.imul(hash ^ employeeId.charCodeAt(index), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return [(hash >>> 0) % places, ((mixed ^ (mixed >>> 12)) >>> 0) % places];
}
