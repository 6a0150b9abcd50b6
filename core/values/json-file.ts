// JSON that came from outside, as a value or as a refusal that names the file.
import * as z from 'zod/mini';
import { ok, refused, refusedAll, within } from './result.ts';
import type { Result } from './result.ts';
import { refusalOfIssue } from './schema-issue.ts';

/** What this program reads nests some ten deep; more would only exhaust whoever walks through it. */
const deepest = 100;

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125];

/**
 * JSON that came from outside, of a depth that every function can walk.
 *
 * @throws SyntaxError when it is no JSON, or nests deeper
 * @example parsedJson('['.repeat(200_000)) // SyntaxError: values that nest more than 100 deep
 */
export function parsedJson(text: string): unknown {
  const json: unknown = JSON.parse(text);
  if (!opensMoreThan(deepest, text)) return json;
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
  return json;
}

/** Nothing nests deeper than it has openings, of which a line of a directory has a few: to walk it would cost as much as to parse it. */
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

/** @param name of the file within the evidence; only for refusals */
export function jsonOf(bytes: Uint8Array, name: string): Result<unknown> {
  try {
    return ok(parsedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return refused({ what: 'not readable', where: name, found: error.message, expected: 'JSON in UTF-8' });
  }
}

/**
 * @param name of the file within the evidence; only for refusals
 * @example const manifest = accepted(manifestSchema, json, 'evidence/manifest.json');
 */
export function accepted<Value>(schema: z.ZodMiniType<Value>, json: unknown, name: string): Result<Value> {
  const parsed = z.safeParse(schema, json);
  if (parsed.success) return ok(parsed.data);
  return within(name, refusedAll(parsed.error.issues.map((issue) => refusalOfIssue(issue, json))));
}
