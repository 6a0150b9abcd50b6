// JSON that came from outside, as a value or as a refusal that names the file.
import * as z from 'zod/mini';
import { ok, refused, within } from './result.ts';
import type { Result } from './result.ts';
import { refusalOfIssue } from './schema-issue.ts';

/** @param name of the file within the evidence; only for refusals */
export function jsonOf(bytes: Uint8Array, name: string): Result<unknown> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
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
  return within(name, refused(...parsed.error.issues.map((issue) => refusalOfIssue(issue, json))));
}
