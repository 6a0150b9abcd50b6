// JSON that came from outside, as a value or as a refusal that names the file.
import type * as z from 'zod/mini';
import { ok, refused, refusedAll, within } from './result.ts';
import type { Result } from './result.ts';
import { isUndecodable } from './text.ts';
import { judged, refusalOfIssue } from './schemas/schema-issue.ts';

/**
 * The deepest nesting that is read. Files of this program nest about ten deep; a much deeper value would exhaust the
 * functions that walk through it.
 */
const deepest = 100;

const [blank, quote, colon, backslash, openBracket, closeBracket, openBrace, closeBrace] = [
  32, 34, 58, 92, 91, 93, 123, 125,
];

/**
 * JSON that came from outside, of a depth that every function can walk.
 *
 * @throws SyntaxError when it is no JSON, or nests deeper
 * @example parsedJson('['.repeat(200_000)) // SyntaxError: values that nest more than 100 deep
 */
export function parsedJson(text: string): unknown {
  // Asked before the text is parsed, because each opening that is never closed takes more memory than its byte.
  if (opensMoreThan(deepest, text)) refuseDepth(text);
  return JSON.parse(text);
}

function refuseDepth(text: string): void {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) isText = !isText;
    else if (isText) at += unit === backslash ? 1 : 0;
    else if (unit === openBracket || unit === openBrace) depth += 1;
    else if (unit === closeBracket || unit === closeBrace) depth -= 1;
    if (depth > deepest) throw new SyntaxError(`values that nest more than ${deepest} deep`);
  }
}

/**
 * Whether the text has more openings than may be nested. A text with fewer cannot be too deep, and need not be walked,
 * which would take as long as parsing it.
 */
function opensMoreThan(most: number, text: string): boolean {
  let openings = 0;
  for (const opening of ['[', '{']) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      openings += 1;
      if (openings > most) return true;
    }
  }
  return false;
}

/**
 * As `parsedJson`, for a file in which no object may have a name twice: one reader takes the first of the two values,
 * another the last, and a person sees both.
 *
 * @throws SyntaxError as `parsedJson` does, and for a name that stands twice
 * @example unambiguousJson('{"by":"ann","by":"bob"}') // SyntaxError: the name "by" twice in one object
 */
export function unambiguousJson(text: string): unknown {
  const json = parsedJson(text);
  const twice = nameTwice(text, json);
  if (twice === null) return json;
  throw new SyntaxError(twice);
}

/**
 * Whether an object in a text that was parsed has a name twice. The parsed value keeps only the last of the two, so the
 * text then has more names than the value. Counting them takes a sixth of the time of looking for the name, and a
 * directory has a line for each person.
 *
 * @param json what `JSON.parse` made of the text
 * @returns the name, in words, or `null`
 * @example nameTwice('{"by":"ann","by":"bob"}', { by: 'bob' }) // 'the name "by" twice in one object'
 */
export function nameTwice(text: string, json: unknown): string | null {
  if (namesWritten(text) === namesIn(json)) return null;
  const found = firstTwice(text);
  return found === null ? null : `the name ${found.slice(0, 80)} twice in one object`;
}

function namesWritten(text: string): number {
  let names = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = endOfText(text, at);
    while (text.charCodeAt(at) <= blank) at += 1;
    if (text.charCodeAt(at) === colon) names += 1;
  }
  return names;
}

function namesIn(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  if (Array.isArray(json)) return json.reduce<number>((names, element) => names + namesIn(element), 0);
  let names = 0;
  for (const value of Object.values(json)) {
    names += 1;
    if (typeof value === 'object') names += namesIn(value);
  }
  return names;
}

const quoteOrBrace = /["{}]/g;
const nameEnds = /[ \t\n\r]*:/y;

/** @param text of which it is known that it is JSON */
function firstTwice(text: string): string | null {
  const objects: Set<string>[] = [];
  quoteOrBrace.lastIndex = 0;
  for (let found = quoteOrBrace.exec(text); found !== null; found = quoteOrBrace.exec(text)) {
    if (found[0] === '{') objects.push(new Set());
    else if (found[0] === '}') objects.pop();
    else {
      const end = endOfText(text, found.index);
      quoteOrBrace.lastIndex = end;
      nameEnds.lastIndex = end;
      const names = nameEnds.test(text) ? objects.at(-1) : undefined;
      if (names === undefined) continue;
      const written = text.slice(found.index, end);
      // One name can be written with different escapes.
      const name = written.includes('\\') ? JSON.stringify(JSON.parse(written)) : written;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return null;
}

/**
 * Finds the end by walking: a pattern could fail on a text as long as the file. A text that is no JSON may have no end.
 */
function endOfText(text: string, begin: number): number {
  for (let at = begin + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
}

const structure = /[",[{]/g;

/**
 * Whether a text has more values than a file of its kind holds. `{}` takes three bytes of a file, and about 150 bytes
 * of memory once it is parsed. Values are counted by the characters before them, so that a text that is no JSON can be
 * counted too.
 *
 * @example holdsMoreThan(3, '[{},{}]') // true: the list, two objects, and the comma that a list alone would not need
 */
export function holdsMoreThan(mostValues: number, text: string): boolean {
  if (text.length <= mostValues) return false;
  let values = 0;
  structure.lastIndex = 0;
  for (let found = structure.exec(text); found !== null; found = structure.exec(text)) {
    if (found[0] !== '"') values += 1;
    else structure.lastIndex = endOfText(text, found.index);
    if (values > mostValues) return true;
  }
  return false;
}

/**
 * @param name of the file within the evidence; only for refusals
 * @param mostValues of a file that is small by its nature, counted before any is made (see `holdsMoreThan`)
 */
export function jsonOf(bytes: Uint8Array, name: string, mostValues = Infinity): Result<unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (holdsMoreThan(mostValues, text)) {
      const [found, expected] = [`more than ${mostValues} values in ${bytes.length} bytes`, `at most ${mostValues}`];
      return refused({ what: 'more than such a file holds', where: name, found, expected });
    }
    return ok(unambiguousJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || isUndecodable(error))) throw error;
    return refused({ what: 'not readable', where: name, found: error.message, expected: 'JSON in UTF-8' });
  }
}

/**
 * Reads a JSON file by its schema. Nothing in it is believed before.
 *
 * @param name and `mostValues` as of `jsonOf`
 * @returns everything that the schema refuses, or why the bytes are no JSON
 * @example const stated = documentIn(bytes, 'evidence/findings.json', { schema: statedRunSchema });
 */
export function documentIn<Value>(
  bytes: Uint8Array,
  name: string,
  { schema, mostValues }: { readonly schema: z.ZodMiniType<Value>; readonly mostValues?: number },
): Result<Value> {
  const json = jsonOf(bytes, name, mostValues);
  return json.kind === 'refused' ? json : accepted(schema, json.value, name);
}

/** How refusals call the file, and where its schema is published. */
interface Described {
  readonly name: string;
  readonly published: string;
}

/**
 * @param of the name of the file within the evidence; only for refusals
 * @example const config = accepted(configFileSchema, json, { name: 'review.json', published: 'review.schema.json' });
 */
export function accepted<Value>(schema: z.ZodMiniType<Value>, json: unknown, of: string | Described): Result<Value> {
  const parsed = judged(schema, json);
  if (parsed.success) return ok(parsed.data);
  const { name, published } = typeof of === 'string' ? { name: of, published: undefined } : of;
  const { issues } = parsed.error;
  return within(name, refusedAll(issues.map((issue) => refusalOfIssue(issue, { schema, input: json, published }))));
}
