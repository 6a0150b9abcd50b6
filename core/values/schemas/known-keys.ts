// Which key somebody meant who wrote another: the keys that the object may have, and the one that comes nearest.
import type * as z from 'zod/mini';

/**
 * @param path of an object within `input`, as an issue of the schema names it
 * @returns its keys in the order of the schema; none where it takes any
 * @example keysAt(configFileSchema, { path: ['calendar'], input }) // ['timeZone', 'fiscalYearStart']
 */
export function keysAt(
  schema: z.core.$ZodType,
  { path, input }: { readonly path: readonly PropertyKey[]; readonly input: unknown },
): readonly string[] {
  let [at, value] = [[schema], input];
  for (const part of path) {
    at = at.flatMap((one) => partOf(one, value, part));
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
  }
  return [...new Set(at.flatMap((one) => formsOf(one, value)).flatMap(keysOf))];
}

function keysOf(form: Form): readonly string[] {
  if (form.type === 'object') return Object.keys(form.shape);
  const keys = form.type === 'record' ? formOf(form.keyType) : null;
  return keys?.type === 'enum' ? Object.values(keys.entries).map(String) : [];
}

function partOf(schema: z.core.$ZodType, value: unknown, part: PropertyKey): readonly z.core.$ZodType[] {
  return formsOf(schema, value).flatMap((form) => {
    if (form.type === 'array') return [form.element];
    if (form.type === 'record') return [form.valueType];
    return form.type === 'object' ? (form.shape[String(part)] ?? []) : [];
  });
}

/** What a schema is without its defaults. Of alternatives, the ones that the value itself names, where it names one. */
function formsOf(schema: z.core.$ZodType, value: unknown): readonly Form[] {
  const form = formOf(schema);
  if ('innerType' in form) return formsOf(form.innerType, value);
  if (form.type !== 'union') return [form];
  const options = form.options.flatMap((option) => formsOf(option, value));
  const named = options.filter((option) => isNamedBy(option, value));
  return named.length > 0 ? named : options;
}

function isNamedBy(option: Form, value: unknown): boolean {
  if (option.type !== 'object' || typeof value !== 'object' || value === null) return false;
  return Object.entries(option.shape).some(([key, member]) => {
    const literal = formOf(member);
    return literal.type === 'literal' && literal.values.includes(Reflect.get(value, key));
  });
}

type Form = z.core.$ZodTypes['_zod']['def'];

/**
 * Told by its word and not by its class: naming a class of the schema library puts all of the library into a function's
 * bundle.
 */
function formOf(schema: z.core.$ZodType): Form {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/**
 * @returns the key that comes nearest to a word, when a slip of the hand or another spelling lies between
 * @example nearestOf('directoriess', ['organisation', 'directories']) // 'directories'
 */
export function nearestOf(word: string, keys: readonly string[]): string | null {
  const written = plain(word);
  let nearest: string | null = null;
  let least = written.length < 6 ? 1 : 2;
  for (const key of keys) {
    const distance = distanceBetween(written, plain(key), least);
    if (distance > least || (distance === least && nearest !== null)) continue;
    [nearest, least] = [key, distance];
  }
  return nearest;
}

/** `time_zone` and `Time-Zone` are slips too. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

/**
 * How many letters were left out, added, replaced or exchanged with the next one. Above `most` the number is not exact.
 */
function distanceBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const isSame = one[at - 1] === other[to - 1];
      const isExchanged = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      const change = (row[to - 1] ?? 0) + (isSame ? 0 : 1);
      const exchange = isExchanged ? (before[to - 2] ?? 0) + 1 : change;
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, change, exchange));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
