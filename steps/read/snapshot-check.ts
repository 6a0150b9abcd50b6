// Judges the lines of a snapshot, each once, without the schema library where a line is plainly an identity: the library
// judges and refuses whatever is not.
import type { Config } from '../../core/config/config.ts';
import { originOf, tenantOf } from '../../core/config/directories/products.ts';
import type { DirectoryConfig } from '../../core/config/directories/products.ts';
import { schemaReader } from '../../core/inputs/schema-reader.ts';
import { identitySchema, snapshotHeaderSchema } from '../../core/inputs/snapshot.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { dayInMs, isNever, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { holdsMoreThan, nameTwice, parsedJson } from '../../core/values/json-file.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { idOrAbsent } from '../../core/values/text.ts';
import { judged, refusalOfIssue } from '../../core/values/schema-issue.ts';
import * as z from 'zod/mini';
import { jsonLine } from './pull-directory.ts';
import { heldAgainstItself } from './snapshot-claims.ts';

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

  /** @param comesIn what is kept already is not told otherwise than it was */
  constructor(fileName: string, config: Config, comesIn: boolean) {
    this.#fileName = fileName;
    this.#config = config;
    this.#comesIn = comesIn;
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
      where: `${this.#fileName}, line ${this.#lines}`,
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
    const read = readLine(text, headers, {
      fileName: this.#fileName,
      line: this.#lines,
      what: 'no header of a snapshot',
      expected: 'the header line of a snapshot, {"kind":"snapshot","schema":1,...}',
    });
    if (read.kind === 'refused') return read;
    const { value, json } = read.value;
    const foreign = foreignness(value, { fileName: this.#fileName, config: this.#config, comesIn: this.#comesIn });
    if (foreign !== null) return refused(foreign);
    const header = this.#comesIn ? heldAgainstItself(value) : value;
    this.#header = header;
    return ok({ value: header, json });
  }

  #readIdentity(text: string): Result<ReadLine<Identity>> {
    const read = readLine(text, identities, {
      fileName: this.#fileName,
      line: this.#lines,
      what: 'identity not accepted',
      expected: 'one identity as a JSON object',
    });
    if (read.kind === 'refused') return read;
    const { value, json } = read.value;
    const { id, nameId, employeeId } = value;
    const earlier = this.#lineOf.get(id);
    if (earlier !== undefined) return refused(identityTwice(id, `${this.#fileName}, line ${this.#lines}`, earlier));
    this.#lineOf.set(id, this.#lines);
    if (!this.#comesIn) return read;
    const reversed = reversedLeaving(value, `${this.#fileName}, line ${this.#lines}`);
    if (reversed !== null) return refused(reversed);
    const known = { nameId: idOrAbsent(nameId), employeeId: idOrAbsent(employeeId) };
    const named = known.nameId === nameId && known.employeeId === employeeId ? value : { ...value, ...known };
    const takenAt = this.#header?.takenAt ?? null;
    return ok({ value: withoutTimesAhead(withoutZeros(named), takenAt), json });
  }
}

const plainIdentity = schemaReader(identitySchema);

/** @throws what the schema throws for what is no identity */
export function identityOf(json: unknown): Identity {
  return plainIdentity(json) ?? z.parse(identitySchema, json);
}

function reversedLeaving({ left }: Identity, where: string): Refusal | null {
  const { notBefore = null, notAfter = null } = left ?? {};
  if (notBefore === null || notAfter === null || msOf(notBefore) <= msOf(notAfter) || isNever(notAfter)) return null;
  return {
    what: 'identity not accepted',
    where: `${where}, left`,
    found: `notBefore ${notBefore}, which is after notAfter ${notAfter}`,
    expected: 'the two instants between which the person left',
  };
}

/** Other programs write the zero of their clock where there is no date. */
function withoutZeros(identity: Identity): Identity {
  const { createdAt, lastSignIn, left, assignments, state } = identity;
  const dates = [createdAt, lastSignIn, left?.notBefore, left?.notAfter, ...assignments.map(({ since }) => since)];
  if (!dates.some((at) => at !== null && at !== undefined && isNever(at))) return identity;
  const interval =
    left === null ? null : { ...left, notBefore: orNever(left.notBefore), notAfter: orNever(left.notAfter) };
  const saysNothing = interval?.notBefore === null && interval.notAfter === null && state !== 'deleted';
  return {
    ...identity,
    createdAt: orNever(createdAt),
    lastSignIn: orNever(lastSignIn),
    left: saysNothing ? null : interval,
    assignments: assignments.map((one) => ({ ...one, since: orNever(one.since) })),
  };
}

/** Clocks of two systems differ, by a whole zone where one of them has none. */
const aheadMs = dayInMs;

/**
 * Whoever is deleted had left when the snapshot was taken, and everybody was created before: a later time is a wrong one,
 * and would make the leaving one after the export.
 */
function withoutTimesAhead(identity: Identity, takenAt: Instant | null): Identity {
  const { createdAt, left, state } = identity;
  const isAhead = (at: Instant | null | undefined): boolean =>
    takenAt !== null && at !== null && at !== undefined && msOf(at) > msOf(takenAt) + aheadMs;
  const leftAhead = state === 'deleted' && left !== null && (isAhead(left.notBefore) || isAhead(left.notAfter));
  if (!leftAhead && !isAhead(createdAt)) return identity;
  return {
    ...identity,
    createdAt: isAhead(createdAt) ? null : createdAt,
    left: leftAhead ? { notBefore: null, notAfter: null, source: `${left.source}, whose time had not come` } : left,
  };
}

function orNever(at: Instant | null): Instant | null {
  return at === null || isNever(at) ? null : at;
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

interface Place {
  readonly fileName: string;
  readonly line: number;
  /** What is wrong with a line that is JSON and does not fit. */
  readonly what: string;
  /** What the line should have been when it is no JSON. */
  readonly expected: string;
}

interface Judging<Value> {
  readonly schema: z.ZodMiniType<Value>;
  /** What it is without asking the schema, or `null`. */
  readonly plainly: (json: unknown) => Value | null;
}

const headers: Judging<SnapshotHeader> = { schema: snapshotHeaderSchema, plainly: () => null };
const identities: Judging<Identity> = { schema: identitySchema, plainly: plainIdentity };

interface ReadLine<Value> {
  readonly value: Value;
  /** What was written, as it was parsed. */
  readonly json: unknown;
}

function readLine<Value>(
  text: string,
  { schema, plainly }: Judging<Value>,
  { fileName, line, what, expected }: Place,
): Result<ReadLine<Value>> {
  const where = `${fileName}, line ${line}`;
  if (holdsMoreThan(mostValues, text)) {
    const found = `more than ${mostValues} values in ${text.length} characters`;
    return refused({ what, where, found, expected: `at most ${mostValues}` });
  }
  let json: unknown;
  try {
    json = parsedJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused({ what: 'no JSON', where, found: shortened(text), expected });
  }
  const plain = plainly(json);
  if (plain !== null) return ok({ value: plain, json });
  const longest = longestListIn(json);
  if (longest > longestList) {
    return refused({
      what,
      where,
      found: `a list of ${longest} entries`,
      expected: `at most ${longestList} in one list`,
    });
  }
  const parsed = judged(schema, json);
  if (parsed.success) return ok({ value: parsed.data, json });
  const refusals = parsed.error.issues.slice(0, 1).map((issue) => refusalOfIssue(issue, json));
  return refusedAll(refusals.map((refusal) => ({ ...refusal, what, where: `${where}, ${refusal.where}` })));
}

/** No list about one person or one reading comes near it; of a longer one each entry may be a fault, and takes memory. */
const longestList = 100_000;

/** Ten such lists; counted before any is made (`holdsMoreThan`). */
const mostValues = 10 * longestList;

function longestListIn(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  const longest = Array.isArray(json) ? json.length : 0;
  if (longest > longestList) return longest;
  return Object.values(json).reduce<number>((most, one) => Math.max(most, longestListIn(one)), longest);
}

function shortened(text: string): string {
  if (text === '') return 'an empty line';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

interface Checked {
  readonly fileName: string;
  readonly config: Config;
  readonly comesIn: boolean;
}

function foreignness(header: SnapshotHeader, { fileName, config, comesIn }: Checked): Refusal | null {
  const directory = config.directories.find((one) => one.id === header.directory);
  const where = `${fileName}, line 1`;
  if (directory === undefined) {
    const known = config.directories.map(({ id }) => id).join(', ');
    return {
      what: 'snapshot of a directory that is not configured',
      where: `${where}, directory`,
      found: header.directory,
      expected: `one of ${known}`,
    };
  }
  // Earlier versions took snapshots of any org of Okta, and what a run took is judged as it was then.
  const tenant = comesIn ? originOf(directory) : tenantOf(directory);
  return foreignTenant(header, tenant, where) ?? foreignApp(header, directory, where);
}

function foreignTenant(header: SnapshotHeader, tenant: string | null, where: string): Refusal | null {
  if (tenant === null || header.tenant === null || plainly(header.tenant) === plainly(tenant)) return null;
  return {
    what: 'snapshot of another tenant',
    where: `${where}, tenant`,
    found: header.tenant,
    expected: tenant,
  };
}

/** Neither the id of a tenant nor the name of a host has a case, and a host may be written as its address. */
function plainly(tenant: string): string {
  return tenant.toLowerCase().replace(/^https:\/\/([^/]+)\/?$/, '$1');
}

function foreignApp(header: SnapshotHeader, directory: DirectoryConfig, where: string): Refusal | null {
  if (directory.role !== 'gate' || directory.appId === undefined) return null;
  if (header.app === null && header.completeness !== 'complete') return null;
  if (header.app?.id === directory.appId) return null;
  return {
    what: 'snapshot of another app',
    where: `${where}, app.id`,
    found: header.app?.id ?? 'no app',
    expected: directory.appId,
  };
}
