// Reads parsed JSON as a schema would, in less than half the time, because snapshots have a line for each person and
// histories an entry. A reader is made out of a schema and knows no rule of its own. What it cannot read it leaves to
// the schema, which alone refuses and says why. A value that already is what the schema would give is returned as it
// is, so that it is not in memory twice.
import * as z from 'zod/mini';
import { judged } from './schema-issue.ts';

/** The answer of a reader that leaves the value to the schema. No value of JSON equals it. */
const unread = Symbol('unread');

type Read = (value: unknown) => unknown;

/**
 * @returns a reader that gives what `z.parse` gives, with the members in the order of the schema. It gives `null` when
 *   only the schema can tell
 * @example schemaReader(z.object({ a: z._default(z.nullable(z.string()), null) }))({}) // { a: null }
 */
export function schemaReader<Value extends object>(schema: z.ZodMiniType<Value>): (json: unknown) => Value | null {
  const read = readerOf(schema);
  return (json) => {
    const value = read(json);
    // The value was made member by member as the schema says.
    return value === unread ? null : (value as Value);
  };
}

function readerOf(schema: z.core.$ZodType): Read {
  const { checks = [] } = schema._zod.def;
  // A schema with a format counts as a string or a number by its class, and checks more.
  if ('format' in schema._zod.def) return bySchema(schema);
  if (checks.length > 0) return patternReader(schema, checks) ?? bySchema(schema);
  if (schema instanceof z.ZodMiniObject) return objectReader(schema) ?? bySchema(schema);
  if (schema instanceof z.ZodMiniArray) return arrayReader(readerOf(schema._zod.def.element));
  if (schema instanceof z.ZodMiniNullable) return nullableReader(readerOf(schema._zod.def.innerType));
  if (schema instanceof z.ZodMiniDefault) return defaultReader(schema);
  if (schema instanceof z.ZodMiniPipe) return pipeReader(schema);
  if (schema instanceof z.ZodMiniEnum) return enumReader(schema);
  if (schema instanceof z.ZodMiniBoolean) return (value) => (typeof value === 'boolean' ? value : unread);
  if (schema instanceof z.ZodMiniString) return (value) => (typeof value === 'string' ? value : unread);
  if (schema instanceof z.ZodMiniNumber) return (value) => (Number.isFinite(value) ? value : unread);
  if (schema instanceof z.ZodMiniCustom) return customReader(schema);
  return bySchema(schema);
}

function bySchema(schema: z.core.$ZodType): Read {
  return (value) => {
    const parsed = judged(schema, value);
    return parsed.success ? parsed.data : unread;
  };
}

/** @returns `null` for anything but a text that only has to match patterns */
function patternReader(schema: z.core.$ZodType, checks: readonly z.core.$ZodCheck[]): Read | null {
  if (!(schema instanceof z.ZodMiniString)) return null;
  const patterns = checks.flatMap(patternOf);
  // A pattern with the flag g or y remembers where it ended, and so does not answer the same for the same text.
  if (patterns.length < checks.length || patterns.some(({ global, sticky }) => global || sticky)) return null;
  return (value) => (typeof value === 'string' && patterns.every((pattern) => pattern.test(value)) ? value : unread);
}

/**
 * Recognised by its definition, not by its class: importing that class would put the whole schema library into every
 * function's bundle.
 */
function patternOf({ _zod: { def } }: z.core.$ZodCheck): readonly RegExp[] {
  const isRegex = 'format' in def && def.format === 'regex' && 'pattern' in def;
  return isRegex && def.pattern instanceof RegExp ? [def.pattern] : [];
}

interface Member {
  readonly key: string;
  readonly read: Read;
  /** Whether the member may be absent. It is never `undefined`. */
  readonly mayBeAbsent: boolean;
}

/** @returns `null` for an object whose members may be `undefined`, and for one that forbids or takes unknown members */
function objectReader({ _zod: { def } }: z.ZodMiniObject): Read | null {
  const shape = Object.entries<z.core.$ZodType>(def.shape);
  if (def.catchall !== undefined || shape.some(([, member]) => member instanceof z.ZodMiniOptional)) return null;
  const members = shape.map(([key, member]): Member => {
    const mayBeAbsent = member instanceof z.ZodMiniExactOptional;
    return { key, mayBeAbsent, read: readerOf(mayBeAbsent ? member._zod.def.innerType : member) };
  });
  return (value) => {
    if (!isRecord(value)) return unread;
    return isAsRead(value, members) ? value : readMembers(value, members);
  };
}

/** Whether the schema would return the value as it is: the same members in the same order, each unchanged. */
function isAsRead(value: Readonly<Record<string, unknown>>, members: readonly Member[]): boolean {
  let next = 0;
  for (const key in value) {
    while (members[next]?.mayBeAbsent === true && members[next]?.key !== key) next += 1;
    const member = members[next];
    if (member?.key !== key || member.read(value[key]) !== value[key]) return false;
    next += 1;
  }
  return members.slice(next).every(({ mayBeAbsent }) => mayBeAbsent);
}

function readMembers(value: Readonly<Record<string, unknown>>, members: readonly Member[]): unknown {
  const found: Record<string, unknown> = {};
  for (const { key, read, mayBeAbsent } of members) {
    if (mayBeAbsent && !Object.hasOwn(value, key)) continue;
    const member = read(value[key]);
    if (member === unread || member === undefined) return unread;
    found[key] = member;
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function arrayReader(read: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) return unread;
    let isAsRead = true;
    const found: unknown[] = [];
    for (const element of value as readonly unknown[]) {
      const one = read(element);
      if (one === unread) return unread;
      isAsRead &&= one === element;
      found.push(one);
    }
    return isAsRead ? value : found;
  };
}

function nullableReader(read: Read): Read {
  return (value) => (value === null ? null : read(value));
}

function defaultReader({ _zod: { def } }: z.ZodMiniDefault): Read {
  const read = readerOf(def.innerType);
  return (value) => (value === undefined ? def.defaultValue : read(value));
}

function customReader({ _zod: { def } }: z.ZodMiniCustom): Read {
  return (value) => (def.fn(value) === true ? value : unread);
}

/** A pipe that transforms what was read. Any other pipe is left to the schema. */
function pipeReader(schema: z.ZodMiniPipe): Read {
  const { in: from, out: to } = schema._zod.def;
  if (!(to instanceof z.ZodMiniTransform)) return bySchema(schema);
  const read = readerOf(from);
  const { transform } = to._zod.def;
  return (value) => {
    const given = read(value);
    if (given === unread) return unread;
    const payload = { value: given, issues: [] };
    const made: unknown = transform(given, payload);
    return payload.issues.length === 0 ? made : unread;
  };
}

function enumReader({ _zod: { def } }: z.ZodMiniEnum): Read {
  const values = new Set<unknown>(Object.values(def.entries));
  return (value) => (values.has(value) ? value : unread);
}
