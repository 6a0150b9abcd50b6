// Turns what a schema did not accept into a refusal that a person can act on: zod/mini itself says only "Invalid
// input".
import * as z from 'zod/mini';
import type { Refusal } from '../result.ts';
import { keysAt, nearestOf } from './known-keys.ts';

type Judged<Value> =
  | { readonly success: true; readonly data: Value }
  | { readonly success: false; readonly error: { readonly issues: readonly z.core.$ZodIssue[] } };

/** What was parsed, and by which schema. An issue names neither. */
export interface Parsed {
  readonly schema: z.core.$ZodType;
  readonly input: unknown;
  /** The file in which people read the schema; absent where it is not published. */
  readonly published?: string | undefined;
}

/**
 * As `z.safeParse`, for values of any size. The library hands the faults of a list on as the arguments of one call, of
 * which the engine takes about a hundred thousand.
 *
 * @example judged(z.array(z.string()), ['a']) // { success: true, data: ['a'] }
 */
export function judged<Value>(schema: z.core.$ZodType<Value>, value: unknown): Judged<Value> {
  try {
    return z.safeParse(schema, value);
  } catch (error) {
    if (!isOverTheStack(error)) throw error;
    const message = 'expected lists without a hundred thousand faults';
    return { success: false, error: { issues: [{ code: 'custom', path: [], message }] } };
  }
}

/**
 * @param parsed the value and its schema: the issue tells the path alone
 * @returns a refusal whose `where` is the path alone, `top level` when it is empty; the caller knows the file
 * @example refusalOfIssue(issue, { schema, input: { policy: { dormantDays: '90' } } })
 *   // { what: 'value not accepted', where: 'policy.dormantDays', found: '"90"', expected: 'a number' }
 */
export function refusalOfIssue(issue: z.core.$ZodIssue, { schema, input, published }: Parsed): Refusal {
  const where = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const what = issue.keys.length === 1 ? 'unknown key' : 'unknown keys';
    const keys = keysAt(schema, { path: issue.path, input });
    const expected = `only the keys of ${published ?? 'such a file'}${meantBy(issue.keys, keys)}`;
    return { what, where, found: issue.keys.join(', '), expected };
  }
  const value = valueAt(input, issue.path);
  return value === undefined
    ? { what: 'missing value', where, found: 'nothing', expected: expectation(issue) }
    : { what: 'value not accepted', where, found: shortJson(value), expected: expectation(issue) };
}

/** For how many unknown keys the nearest known one is named. A file with more of them is another kind of file. */
const mostMeant = 5;
/** Up to so many words are listed in a refusal; a longer list is in the schema. */
const mostListed = 12;

function meantBy(unknown: readonly string[], keys: readonly string[]): string {
  const meant = unknown.slice(0, mostMeant).flatMap((word) => {
    const nearest = nearestOf(word, keys);
    return nearest === null ? [] : [`"${nearest}" for "${word}"`];
  });
  if (meant.length > 0) return `; perhaps ${meant.join(', ')}`;
  return keys.length === 0 || keys.length > mostListed ? '' : `; here ${keys.join(', ')}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** The words of the schema itself go first, where it says what it expects. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected ')) return issue.message.replace('expected ', '');
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options) : 'another form';
    case 'too_small':
      return `at least ${issue.minimum}${lengthUnit(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${lengthUnit(issue.origin)}`;
    case 'not_multiple_of':
      return issue.divisor === 1 ? 'a whole number' : `a multiple of ${issue.divisor}`;
    case 'custom':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
      return issue.message;
    default:
      return issue satisfies never;
  }
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return quoted.length === 1 ? quoted.join('') : `one of ${quoted.join(', ')}`;
}

function lengthUnit(origin: string): string {
  return origin === 'string' ? ' characters' : '';
}

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'top level';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function shortJson(value: unknown): string {
  const json = jsonOf(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

/** The parser takes lists in lists of any depth, and what writes them does not. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    if (!isOverTheStack(error)) throw error;
    return Array.isArray(value) ? 'a list of lists of lists and so on' : 'an object of objects and so on';
  }
}

/** Whether the engine gave up because a value is nested too deeply, or has too many faults. */
export function isOverTheStack(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}
