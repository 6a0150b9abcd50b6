// Reads parsed JSON as a schema would, in less than half the time: a directory has a line for everybody, and each is read
// several times. The reader is made of the schema, so it knows nothing by itself; what it cannot take it leaves to the
// schema, which alone refuses and says why.
import * as z from 'zod/mini';

/** Stands for: ask the schema. No value of JSON can be it. */
const unread = Symbol('unread');

type Read = (value: unknown) => unknown;

/**
 * @returns a reader that gives what `z.parse` gives, in a value of its own with the members in the order of the schema,
 *   or `null`: then the schema has to be asked
 * @example schemaReader(z.object({ a: z._default(z.nullable(z.string()), null) }))({}) // { a: null }
 */
export function schemaReader<Value extends object>(schema: z.ZodMiniType<Value>): (json: unknown) => Value | null {
  const read = readerOf(schema);
  return (json) => {
    const value = read(json);
    // Made member by member as the schema says.
    return value === unread ? null : (value as Value);
  };
}

function readerOf(schema: z.core.$ZodType): Read {
  if ((schema._zod.def.checks ?? []).length > 0) return bySchema(schema);
  if (schema instanceof z.ZodMiniObject) return objectReader(schema) ?? bySchema(schema);
  if (schema instanceof z.ZodMiniArray) return arrayReader(readerOf(schema._zod.def.element));
  if (schema instanceof z.ZodMiniNullable) return nullableReader(readerOf(schema._zod.def.innerType));
  if (schema instanceof z.ZodMiniDefault) return defaultReader(schema);
  if (schema instanceof z.ZodMiniPipe) return pipeReader(schema);
  if (schema instanceof z.ZodMiniEnum) return enumReader(schema);
  if (schema instanceof z.ZodMiniBoolean) return (value) => (typeof value === 'boolean' ? value : unread);
  if (schema instanceof z.ZodMiniString) return (value) => (typeof value === 'string' ? value : unread);
  return bySchema(schema);
}

function bySchema(schema: z.core.$ZodType): Read {
  return (value) => {
    const parsed = z.safeParse(schema, value);
    return parsed.success ? parsed.data : unread;
  };
}

/** @returns `null` for an object whose members may be absent, or that forbids or takes unknown ones */
function objectReader({ _zod: { def } }: z.ZodMiniObject): Read | null {
  const shape = Object.entries<z.core.$ZodType>(def.shape);
  if (def.catchall !== undefined || shape.some(([, member]) => member instanceof z.ZodMiniOptional)) return null;
  const members = shape.map(([key, member]) => ({ key, read: readerOf(member) }));
  return (value) => {
    if (!isRecord(value)) return unread;
    const found: Record<string, unknown> = {};
    for (const { key, read } of members) {
      const member = read(value[key]);
      if (member === unread || member === undefined) return unread;
      found[key] = member;
    }
    return found;
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function arrayReader(read: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) return unread;
    const found: unknown[] = [];
    for (const item of value) {
      const element = read(item);
      if (element === unread) return unread;
      found.push(element);
    }
    return found;
  };
}

function nullableReader(read: Read): Read {
  return (value) => (value === null ? null : read(value));
}

function defaultReader({ _zod: { def } }: z.ZodMiniDefault): Read {
  const read = readerOf(def.innerType);
  return (value) => (value === undefined ? def.defaultValue : read(value));
}

/** Only a transformation of what was read: any other pipe is left to the schema. */
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
