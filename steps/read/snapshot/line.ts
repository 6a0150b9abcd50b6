// A line of a snapshot, written and read: without the schema library where it is plainly an identity, and by the library,
// which judges and refuses, where it is not.
import { schemaReader } from '../../../core/values/schemas/schema-reader.ts';
import { identitySchema, snapshotHeaderSchema } from '../../../core/inputs/snapshot.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { holdsMoreThan, parsedJson } from '../../../core/values/json-file.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { judged, refusalOfIssue } from '../../../core/values/schemas/schema-issue.ts';
import { shortened } from '../../../core/values/text.ts';
import * as z from 'zod/mini';

/** As this program writes it, with its line break. */
export function jsonLine(value: SnapshotHeader | Identity): string {
  return `${JSON.stringify(value)}\n`;
}

const plainIdentity = schemaReader(identitySchema);

/** @throws what the schema throws for what is no identity */
export function identityOf(json: unknown): Identity {
  return plainIdentity(json) ?? z.parse(identitySchema, json);
}

export interface ReadLine<Value> {
  readonly value: Value;
  /** What was written, as it was parsed. */
  readonly json: unknown;
}

/** @param where only for refusals: the file and the line */
export function headerIn(text: string, where: string): Result<ReadLine<SnapshotHeader>> {
  return readLine(text, where, {
    schema: snapshotHeaderSchema,
    plainly: () => null,
    what: 'no header of a snapshot',
    expected: 'the header line of a snapshot, {"kind":"snapshot","schema":1,...}',
  });
}

/** @param where only for refusals: the file and the line */
export function identityIn(text: string, where: string): Result<ReadLine<Identity>> {
  return readLine(text, where, identities);
}

interface Judging<Value> {
  readonly schema: z.ZodMiniType<Value>;
  /** What it is without asking the schema, or `null`. */
  readonly plainly: (json: unknown) => Value | null;
  /** What is wrong with a line that is JSON and does not fit. */
  readonly what: string;
  /** What the line should have been when it is no JSON. */
  readonly expected: string;
}

/** Made once: it is asked of millions of lines. */
const identities: Judging<Identity> = {
  schema: identitySchema,
  plainly: plainIdentity,
  what: 'identity not accepted',
  expected: 'one identity as a JSON object',
};

function readLine<Value>(
  text: string,
  where: string,
  { schema, plainly, what, expected }: Judging<Value>,
): Result<ReadLine<Value>> {
  if (holdsMoreThan(mostValues, text)) {
    const found = `more than ${mostValues} values in ${text.length} characters`;
    return refused({ what, where, found, expected: `at most ${mostValues}` });
  }
  let json: unknown;
  try {
    json = parsedJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused({ what: 'no JSON', where, found: text === '' ? 'an empty line' : shortened(text), expected });
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
  const refusals = parsed.error.issues.slice(0, 1).map((issue) => refusalOfIssue(issue, { schema, input: json }));
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
