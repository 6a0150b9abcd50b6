// Values that several routes take or answer, each with the words in which a fault in it is told.
import * as z from 'zod/mini';
import { codeNames, severities } from '../../../core/names/codes.ts';
import type { Code } from '../../../core/names/codes.ts';
import { decisions } from '../../../core/names/decisions.ts';
import { situations } from '../../../core/names/situations.ts';
import { carryingReports } from '../../../core/review/signatures/carried-by.ts';
import { isSeen } from '../../../core/values/text.ts';

// What requests bring, in the form that is taken.

export const period = z.string().check(z.regex(/^\d{4}-Q[1-4]$/, 'expected a period such as 2026-Q4'));
export const login = z.string().check(z.minLength(1, 'expected a login'), z.maxLength(320, 'expected a login'));
export const reason = z.string().check(z.maxLength(2000, 'expected at most 2,000 characters'));
export const statedReason = reason.check(
  z.trim(),
  z.minLength(1, 'expected a sentence that says why'),
  z.refine(isSeen, 'expected a sentence that says why'),
);
export const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-10-05'));
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'));
/** `1` when the body is empty, because the browser put the file into the store itself. */
export const staged = z.optional(z.enum(['1']));
export const cursor = z.string().check(z.maxLength(600, 'expected a cursor as it was answered'));
export const text = z.string().check(z.maxLength(200, 'expected at most 200 characters'));
export const ofPeriod = z.strictObject({ period });

export const code = z.enum(Object.fromEntries(codeNames.map((name) => [name, name])) as { [Name in Code]: Name });
export const severity = z.enum(severities);
export const situation = z.enum(situations);
export const decision = z.enum(decisions);
export const stage = z.enum(['reviewer', 'control-owner']);
/**
 * Which report will carry what somebody says of the review now: the next final report, the closing report alone, or
 * none, because all are issued.
 */
export const carrying = z.enum(carryingReports);

// What answers hold: the program itself has written it.

export const instant = z.string();
/** Where the browser puts a file itself; `null` where it is sent with the request. */
export const putAddress = z.nullable(z.object({ address: z.string(), headers: z.record(z.string(), z.string()) }));
/** Reads on where the page ended; `null` on the last page. */
export const next = z.nullable(z.string());
/** Why something is refused, or stands against a signature. */
export const refusal = z.object({ what: z.string(), where: z.string(), found: z.string(), expected: z.string() });
export const file = z.object({
  /** Hand it to `/files`. */
  key: z.string(),
  name: z.string(),
  mediaType: z.string(),
  says: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});

/** RFC 9457, with every refusal there is; nothing was changed. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  refusals: z.optional(z.array(refusal)),
  /** Where to sign in, when that is what is asked for; a page adds `return`. */
  signIn: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;

/** The refusal of what asks for a fresh sign-in, to somebody who signed in too long ago. */
export const tooOldForThis = 'sign-in too old for this';
