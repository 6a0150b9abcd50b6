// What a request says, held against the table: parameters, query and body, each fault with its place, all at once.
import type * as z from 'zod/mini';
import { holdsMoreThan, nameTwice, parsedJson } from '../../core/values/json-file.ts';
import type { Refusal } from '../../core/values/result.ts';
import { Refused, refuse } from './problem.ts';
import { isFileBody } from './route.ts';
import type { Route, Writing } from './route.ts';

/** In bytes. A thousand decisions with their reasons, the most that a route takes, are less. */
const mostJsonBytes = 4 * 1024 * 1024;
/**
 * Enough for a thousand decisions with a hundred values each. They are counted before the JSON is parsed, so that no
 * body fills the memory.
 */
const mostJsonValues = 100_000;

export interface Said {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** @throws Refused which names everything that the route does not take */
export async function saidIn(
  route: Route,
  request: Request,
  parts: { readonly params: Readonly<Record<string, string>>; readonly query: URLSearchParams },
): Promise<Said> {
  const { params, query } = parts;
  const asked = parsed(route.query, queryOf(query), 'query');
  const named = parsed(route.params, params, 'path');
  const faults = [...named.faults, ...asked.faults];
  if (faults.length > 0) throw new Refused(400, faults);
  const body = route.method === 'post' ? await bodyOf(route, request) : undefined;
  return { params: named.value, query: asked.value, body };
}

function queryOf(query: URLSearchParams): Record<string, string> {
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined)
    throw refuse(400, {
      what: 'said twice',
      where: `query, ${twice.slice(0, 60)}`,
      found: 'two values',
      expected: 'one',
    });
  return Object.fromEntries(query);
}

interface Parsed {
  readonly value: unknown;
  readonly faults: readonly Refusal[];
}

function parsed(schema: z.ZodMiniType | undefined, value: unknown, where: string): Parsed {
  if (schema === undefined) {
    const extra = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const faults = extra.map((name) => ({
      what: 'not known here',
      where: `${where}, ${name.slice(0, 60)}`,
      found: 'a value',
      expected: 'nothing',
    }));
    return { value: undefined, faults };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  const faults = result.error.issues.slice(0, 100).map(({ path, message, code }) => ({
    what: code === 'unrecognized_keys' ? 'not known here' : 'not accepted',
    where: [where, ...path.map(String)].join(', ').slice(0, 200),
    found: foundAt(value, path),
    expected: message,
  }));
  return { value: undefined, faults };
}

function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = value;
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  return brief(at);
}

/** What a value is, in a few words, however large or deep it is. */
function brief(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).slice(0, 5);
    return names.length === 0 ? 'an empty object' : `an object of ${names.join(', ')}`.slice(0, 100);
  }
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 100) : value).slice(0, 100);
}

async function bodyOf({ body }: Writing, request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (body === undefined) {
    if ((await limited(request, 0)).length > 0) throw tooLarge('0 bytes');
    return undefined;
  }
  const wanted = isFileBody(body) ? body.mediaTypes : ['application/json'];
  if (!wanted.includes(type))
    throw refuse(415, {
      what: 'not a form that is taken',
      where: 'Content-Type',
      found: type === '' ? 'nothing' : type.slice(0, 100),
      expected: wanted.join(' or '),
    });
  const bytes = await limited(request, isFileBody(body) ? body.mostBytes : mostJsonBytes);
  if (isFileBody(body)) return bytes;
  const { value, faults } = parsed(body, jsonIn(bytes), 'body');
  if (faults.length > 0) throw new Refused(400, faults);
  return value;
}

function jsonIn(bytes: Uint8Array): unknown {
  // Latin-1 is enough to count values, because the signs that part them are ASCII.
  if (holdsMoreThan(mostJsonValues, Buffer.from(bytes).toString('latin1'))) throw tooLarge(`${mostJsonValues} values`);
  const { text, value } = parsedText(bytes);
  const twice = nameTwice(text, value);
  if (twice === null) return value;
  throw refuse(400, {
    what: 'said twice',
    where: 'body',
    found: twice.slice(0, 100),
    expected: 'each name once in an object',
  });
}

function parsedText(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: parsedJson(text) };
  } catch {
    throw refuse(400, { what: 'no JSON', where: 'body', found: `${bytes.length} bytes`, expected: 'one JSON value' });
  }
}

/** Stops reading at the limit, whatever the browser said about the length. */
async function limited(request: Request, most: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? '0') > most) throw tooLarge(`${most} bytes`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.length;
    if (length > most) throw tooLarge(`${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(most: string): Refused {
  return refuse(413, { what: 'body too large', where: 'body', found: 'more', expected: `at most ${most}` });
}
