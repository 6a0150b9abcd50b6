// What counts as an answer: status 200 and a body of the documented shape; anything else is a failed call, never "none".
import { judged, refusalOfIssue } from '../../../core/values/schemas/schema-issue.ts';
import type { Parsed } from '../../../core/values/schemas/schema-issue.ts';
import * as z from 'zod/mini';
import { addressText, CallFailure, printableCode } from '../reading/call-failure.ts';
import type { Reply } from './request.ts';
import { statusText } from './request.ts';

/** Graph and Okta both name their errors, and a token endpoint does in a word of its own; only the name is ever printed. */
const errorBody = z.object({
  error: z.optional(z.union([z.object({ code: z.optional(z.string()) }), z.string()])),
  errorCode: z.optional(z.string()),
});

/** The name of the error in a body; `null` where it names none, or one that is not to be printed. */
export function errorNamed(body: unknown): string | null {
  const { success, data } = z.safeParse(errorBody, body);
  if (!success) return null;
  return printableCode(typeof data.error === 'string' ? data.error : (data.error?.code ?? data.errorCode));
}

/** The name of the error in a challenge (RFC 6750, 3): Okta names there what a token lacks. */
function errorChallenged(headers: Headers): string | null {
  return printableCode(/\berror="([^"]*)"/.exec(headers.get('www-authenticate') ?? '')?.[1]);
}

/** @returns the parsed body of a 200; @throws CallFailure for any other status or shape */
export function answerOf<T>(
  reply: Pick<Reply, 'status' | 'headers' | 'body'>,
  schema: z.ZodMiniType<T>,
  url: string,
): T {
  const call = `GET ${addressText(url)}`;
  if (reply.status !== 200) {
    const code = errorNamed(reply.body) ?? errorChallenged(reply.headers);
    const detail = statusText(reply.status) + (code === null ? '' : ` (${code})`);
    throw new CallFailure({ call, detail, status: reply.status, code: code ?? undefined });
  }
  refuseNamedError(reply.body, call);
  return documented(reply.body, schema, url);
}

/** A success that names an error beside its rows is none: nobody knows which rows it kept back. */
function refuseNamedError(body: unknown, call: string): void {
  const named = z.safeParse(
    z.looseObject({ error: z.optional(z.unknown()), errorCode: z.optional(z.unknown()) }),
    body,
  );
  if (!named.success || (named.data.error ?? named.data.errorCode ?? null) === null) return;
  const code = errorNamed(body);
  throw new CallFailure({
    call,
    detail: `200, but the body names an error${code === null ? '' : ` (${code})`}`,
    status: 200,
    code: code ?? undefined,
  });
}

/** Reads the rows of a list that answered well. @throws CallFailure for a row of another shape */
export function rowParser<T>(schema: z.ZodMiniType<T>, url: string): (row: unknown) => T {
  return (row) => documented(row, schema, url);
}

function documented<T>(value: unknown, schema: z.ZodMiniType<T>, url: string): T {
  const parsed = judged(schema, value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CallFailure({
    call: `GET ${addressText(url)}`,
    detail: `200, but the body is not as documented (${issue === undefined ? 'not accepted' : faultText(issue, { schema, input: value })})`,
    status: 200,
  });
}

/** Which field of which row, and of which kind its value is: never the value, which may be what nobody should read. */
function faultText(issue: z.core.$ZodIssue, parsed: Parsed): string {
  const value = parsed.input;
  let found = value;
  for (const part of issue.path) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : null;
  const place = issue.path.length === 0 ? 'the body' : issue.path.map(String).join('.');
  const row = z.safeParse(z.object({ id: z.string().check(z.regex(/^[\w-]{1,64}$/)) }), value);
  const whose = row.success && place !== 'id' ? ` of ${row.data.id}` : '';
  return `${place}${whose}: found ${kindOf(found)}, expected ${refusalOfIssue(issue, parsed).expected}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const kinds: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', boolean: 'true or false' };
  return kinds[typeof value] ?? 'an object';
}
