// Keeps the number of users that the application's page showed, beside the export that it belongs to: who typed it, who
// confirmed it, and the picture of the page. Nothing is written over; what was said last counts.
import { sha256Of } from '../../../core/values/digest.ts';
import * as z from 'zod/mini';
import type { ReadPicture } from '../../../core/inputs/count-picture.ts';
import { countSchema } from '../../../core/inputs/custody.ts';
import type { CountPicture, CountSaid } from '../../../core/inputs/custody.ts';
import { countKey, countsPrefix } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { ObjectConflict } from '../../../core/ports/objects.ts';
import { isSamePerson } from '../../../core/review/lines/own-logins.ts';
import type { KnownPeople } from '../../../core/review/lines/own-logins.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { readStored } from '../../../core/values/stored.ts';
import { bytesOf, textOf } from '../../bytes.ts';

const { typed: typist, confirmed: confirmedOrNot, picture: pictureOrNot, shown } = countSchema.shape;
const schemas = {
  typed: z.strictObject({ ...typist.shape, shown }),
  confirmed: confirmedOrNot.def.innerType,
  picture: pictureOrNot.def.innerType,
} as const;

type Typed = z.infer<typeof schemas.typed>;
type Confirmed = z.infer<typeof schemas.confirmed>;

export interface SaidCount {
  readonly exportSha256: string;
  readonly shown: number;
  readonly by: string;
  readonly assurance: Typed['assurance'];
  readonly at: Instant;
}

/** Without a name where an upload names nobody. */
export type TypedCount = Omit<SaidCount, 'by'> & Pick<Typed, 'by'>;

/** Records a number. It takes the place of an earlier one, unless that is confirmed. */
export async function typeCount(objects: Objects, said: TypedCount): Promise<Result<CountSaid>> {
  const { exportSha256, shown: number, by, assurance, at } = said;
  const known = await recordsOf(objects, exportSha256);
  const last = known.typed.at(-1);
  const isConfirmed = known.confirmed.has(known.typed.length);
  if (last !== undefined && last.shown === number && (last.by === by || isConfirmed))
    return ok(countOf(exportSha256, known));
  if (isConfirmed)
    return refused({
      what: 'number of users confirmed already',
      where: whereOf(exportSha256),
      found: `${number}, and ${last?.shown} confirmed by two people`,
      expected: 'the number that both saw, or a new export with its own',
    });
  const record: Typed = { by, at, assurance, shown: number };
  return stored(objects, { exportSha256, name: `typed-${known.typed.length + 1}.json`, record });
}

/**
 * Confirms a number, when another person looked at the page and typed the same. A blank, another number, or the same
 * person confirm nothing.
 */
export async function confirmTyped(
  objects: Objects,
  { exportSha256, shown: number, by, assurance, at }: SaidCount,
  known: KnownPeople,
): Promise<Result<CountSaid>> {
  const records = await recordsOf(objects, exportSha256);
  const [last, where] = [records.typed.at(-1), whereOf(exportSha256)];
  if (last === undefined)
    return refused({
      what: 'no number of users to confirm',
      where,
      found: `none was typed beside the export with SHA-256 ${exportSha256}`,
      expected: 'the export beside which the first person typed it, byte for byte',
    });
  if (last.by !== null && isSamePerson(last.by, by, known))
    return refused({
      what: 'count confirmed by who typed it',
      where,
      found: last.by === by ? by : `${by}, who is ${last.by}`,
      expected: 'a second person',
    });
  if (last.shown !== number)
    return refused({
      what: 'another number of users',
      where,
      found: `${number}, and ${last.shown} before`,
      expected: 'the same number from both; where the first is wrong, it is typed again and then confirmed',
    });
  if (records.confirmed.has(records.typed.length)) return ok(countOf(exportSha256, records));
  const record: Confirmed = { by, at, assurance };
  return stored(objects, { exportSha256, name: `confirmed-${records.typed.length}.json`, record });
}

export interface HandedPicture {
  readonly exportSha256: string;
  readonly picture: ReadPicture;
  /**
   * The digest that the sender worked out, so that a picture that was cut on its way is not kept. Absent where none was
   * sent.
   */
  readonly sha256?: string;
  readonly by: string;
  readonly at: Instant;
}

/** Keeps a picture. It takes the place of an earlier one. */
export async function attachPicture(objects: Objects, handed: HandedPicture): Promise<Result<CountSaid>> {
  const { exportSha256, picture, by, at } = handed;
  const { name, bytes, mediaType } = picture;
  const known = await recordsOf(objects, exportSha256);
  if (known.typed.length === 0)
    return refused({
      what: 'a picture without a number',
      where: name,
      found: `no number of users was typed beside the export with SHA-256 ${exportSha256}`,
      expected: 'the number that the page shows, and then its picture',
    });
  const sha256 = sha256Of(bytes);
  if (handed.sha256 !== undefined && handed.sha256 !== sha256)
    return refused({ what: 'file cut or changed on its way', where: name, found: sha256, expected: handed.sha256 });
  if (known.pictures.at(-1)?.sha256 === sha256) return ok(countOf(exportSha256, known));
  await objects.put(pictureKey(exportSha256, sha256), bytes);
  const record: CountPicture = { name, mediaType, bytes: bytes.length, sha256, by, at };
  return stored(objects, { exportSha256, name: `picture-${known.pictures.length + 1}.json`, record });
}

/**
 * @param until what came later is left out, so that a run done again is the same run; `null` for all
 * @returns `null` when nobody typed a number beside this export
 * @throws StoredRecordUnreadable
 */
export async function keptCount(
  objects: Objects,
  exportSha256: string,
  until: Instant | null,
): Promise<CountSaid | null> {
  const known = await recordsOf(objects, exportSha256, until);
  return known.typed.length === 0 ? null : countOf(exportSha256, known);
}

/** @throws Error when it is missing although a record names it */
export async function pictureBytes(objects: Objects, { exportSha256, picture }: CountSaid): Promise<Uint8Array | null> {
  if (picture === null) return null;
  const key = pictureKey(exportSha256, picture.sha256);
  const found = await objects.get(key);
  if (found === null) throw new Error(`${objects.location(key)} is missing although a record names it`);
  return bytesOf(found);
}

/** Refuses another number than was typed before: two numbers for one export cannot both be right. */
export function anotherNumber(where: string, number: number, { shown: before, typed }: CountSaid): Refusal {
  return {
    what: 'another number of users',
    where,
    found: `${number}, and ${before} was typed beside this export by ${typed.by ?? 'somebody'}`,
    expected: 'one number; where the first is wrong, it is typed again: access-review count',
  };
}

function pictureKey(exportSha256: string, sha256: string): string {
  return countKey(exportSha256, `page-${sha256}`);
}

interface Records {
  readonly typed: readonly Typed[];
  /** Confirmations by the number, from 1, of the record that they confirm. */
  readonly confirmed: ReadonlyMap<number, Confirmed>;
  readonly pictures: readonly CountPicture[];
}

async function recordsOf(objects: Objects, exportSha256: string, until: Instant | null = null): Promise<Records> {
  const told = new Map<string, string>();
  for (const key of await objects.list(countsPrefix(exportSha256))) {
    const found = key.endsWith('.json') ? await objects.get(key) : null;
    if (found !== null) told.set(key, await textOf(found));
  }
  const of = <Value extends { readonly at: Instant }>(
    kind: keyof typeof schemas,
    schema: z.ZodMiniType<Value>,
  ): ReadonlyMap<number, Value> => {
    const numbered = [...told].flatMap(([key, text]) => {
      const number = Number(new RegExp(`/${kind}-(\\d+)\\.json$`).exec(key)?.[1] ?? 0);
      return number === 0 ? [] : [[number, readStored(schema, text, key)] as const];
    });
    const known = numbered.filter(([, { at }]) => until === null || !isBefore(until, at));
    return new Map(known.toSorted(([a], [b]) => a - b));
  };
  return {
    typed: [...of('typed', schemas.typed).values()],
    confirmed: of('confirmed', schemas.confirmed),
    pictures: [...of('picture', schemas.picture).values()],
  };
}

function countOf(exportSha256: string, { typed, confirmed, pictures }: Records): CountSaid {
  const last = typed.at(-1);
  if (last === undefined) throw new Error('a count without a number');
  const { shown: number, ...by } = last;
  return {
    exportSha256,
    shown: number,
    typed: by,
    confirmed: confirmed.get(typed.length) ?? null,
    picture: pictures.at(-1) ?? null,
  };
}

async function stored(
  objects: Objects,
  { exportSha256, name, record }: { readonly exportSha256: string; readonly name: string; readonly record: object },
): Promise<Result<CountSaid>> {
  try {
    await objects.put(countKey(exportSha256, name), Buffer.from(`${JSON.stringify(record)}\n`));
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
    const [what, where] = ['recorded by somebody else at this moment', whereOf(exportSha256)];
    return refused({
      what,
      where,
      found: 'another record at the same moment',
      expected: 'a look at it, and then again',
    });
  }
  return ok(countOf(exportSha256, await recordsOf(objects, exportSha256)));
}

function whereOf(exportSha256: string): string {
  return `export ${exportSha256.slice(0, 12)}`;
}
