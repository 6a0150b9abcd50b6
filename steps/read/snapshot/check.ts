// Judges the lines of a snapshot, each once.
import type { Config } from '../../../core/config/config.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { nameTwice } from '../../../core/values/json-file.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { idOrAbsent, numberOrAbsent, shortened } from '../../../core/values/text.ts';
import { withAddressesAsSeen } from './addresses.ts';
import { heldAgainstItself } from './claims.ts';
import { headerIn, identityIn, jsonLine } from './line.ts';
import type { ReadLine } from './line.ts';
import { foreignness } from './origin.ts';
import { reversedLeaving, withoutTimesAhead, withoutZeros } from './times.ts';

/** Is given the lines of one snapshot in their order, and then knows what it is or why it is refused. */
export class SnapshotCheck {
  readonly #fileName: string;
  readonly #config: Config;
  readonly #comesIn: boolean;
  readonly #lineOf = new Map<string, number>();
  #header: SnapshotHeader | null = null;
  #refusal: Result<never> | null = null;
  #lines = 0;
  #isOurs = true;

  /** @param when `is kept`: what was judged when it came in is not held to more than it was then */
  constructor(fileName: string, config: Config, when: 'comes in' | 'is kept') {
    this.#fileName = fileName;
    this.#config = config;
    this.#comesIn = when === 'comes in';
  }

  /** Of the line that is read. */
  get #where(): string {
    return `${this.#fileName}, line ${this.#lines}`;
  }

  /** Whether every line was as this program writes it. */
  get isOurs(): boolean {
    return this.#isOurs;
  }

  /** @returns the line as this program writes it, with its line break; `null` when it is refused, and nothing may follow */
  line(text: string): string | null {
    this.#lines += 1;
    const read = this.#header === null ? this.#readHeader(text) : this.#readIdentity(text);
    if (read.kind === 'refused') {
      this.#refusal = read;
      return null;
    }
    const { value, json } = read.value;
    const ours = jsonLine(value);
    if (ours.length === text.length + 1 && ours.startsWith(text)) return ours;
    this.#isOurs = false;
    const twice = this.#comesIn ? nameTwice(text, json) : null;
    if (twice === null) return ours;
    this.#refusal = refused({
      what: 'snapshot not readable',
      where: this.#where,
      found: twice,
      expected: 'each name once: of two values, readers differ in which they take',
    });
    return null;
  }

  refuseEncoding(): void {
    this.#refusal = refused({
      what: 'snapshot not readable',
      where: this.#fileName,
      found: 'bytes that are no UTF-8',
      expected: 'a text file of JSON lines',
    });
  }

  refuseLength(longest: number): void {
    this.#refusal = refused({
      what: 'snapshot not readable',
      where: `${this.#fileName}, line ${this.#lines + 1} or soon behind it`,
      found: `a line of more than ${longest} bytes`,
      expected: 'a header line and one identity a line',
    });
  }

  /** After the last line. */
  ending(): Result<{ readonly header: SnapshotHeader; readonly identityCount: number }> {
    if (this.#refusal !== null) return this.#refusal;
    const header = this.#header;
    if (header === null) {
      return refused({
        what: 'empty snapshot',
        where: this.#fileName,
        found: 'nothing',
        expected: 'a header line and one identity a line',
      });
    }
    const identityCount = this.#lineOf.size;
    if (header.identities !== undefined && header.identities !== identityCount) {
      return refused({
        what: 'snapshot cut short or added to',
        where: this.#fileName,
        found: identityCount === 1 ? '1 identity' : `${identityCount} identities`,
        expected: `${header.identities}, as its header says`,
      });
    }
    return ok({ header, identityCount });
  }

  #readHeader(text: string): Result<ReadLine<SnapshotHeader>> {
    const read = headerIn(text, this.#where);
    if (read.kind === 'refused') return read;
    const { value, json } = read.value;
    const foreign = foreignness(value, { where: this.#where, config: this.#config, comesIn: this.#comesIn });
    if (foreign !== null) return refused(foreign);
    const header = this.#comesIn ? heldAgainstItself(value) : value;
    this.#header = header;
    return ok({ value: header, json });
  }

  #readIdentity(text: string): Result<ReadLine<Identity>> {
    const read = identityIn(text, this.#where);
    if (read.kind === 'refused') return read;
    const { value, json } = read.value;
    const { id, nameId, employeeId } = value;
    const earlier = this.#lineOf.get(id);
    if (earlier !== undefined) return refused(identityTwice(id, this.#where, earlier));
    this.#lineOf.set(id, this.#lines);
    if (!this.#comesIn) return read;
    const reversed = reversedLeaving(value, this.#where);
    if (reversed !== null) return refused(reversed);
    const known = { nameId: idOrAbsent(nameId), employeeId: numberOrAbsent(employeeId) };
    const named = known.nameId === nameId && known.employeeId === employeeId ? value : { ...value, ...known };
    const takenAt = this.#header?.takenAt ?? null;
    return ok({ value: withoutTimesAhead(withoutZeros(withAddressesAsSeen(named)), takenAt), json });
  }
}

/** Told twice, a person would be counted twice, and a directory that lost people would look whole. */
function identityTwice(id: string, where: string, earlier: number): Refusal {
  return {
    what: 'identity told twice',
    where: `${where}, id`,
    found: `${shortened(id)}, which is in line ${earlier} too`,
    expected: 'each identity in one line',
  };
}
