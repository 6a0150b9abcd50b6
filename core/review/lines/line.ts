// A line of a review: one live account or API key to decide, with what helps to decide it.
import * as z from 'zod/mini';
import { storedCode, severities, severityRank } from '../../names/codes.ts';
import { decisions } from '../../names/decisions.ts';
import { schemaReader } from '../../values/schemas/schema-reader.ts';
import { situations } from '../../names/situations.ts';
import { canonicalJson } from '../../values/canonical-json.ts';
import { storedLogin, storedDay, storedInstant } from '../../values/stored.ts';

const text = z.nullable(z.string());

const recommendationSchema = z.object({
  /** `look`: a person must weigh it, nothing speaks clearly for one or the other. */
  decision: z.enum(['keep', 'revoke', 'look']),
  reason: z.string(),
});

const lineSchema = z.object({
  login: storedLogin,
  /** An API key pair is no account: it stands in the register and nowhere else. */
  kind: z.enum(['account', 'api-key']),
  name: text,
  role: text,
  team: text,
  status: z.nullable(z.enum(['active', 'pending'])),
  situation: z.nullable(z.enum(situations)),
  /** Who it was matched to and by which rule, as a sentence. */
  match: z.string(),
  lastLogin: text,
  /** Days since the account was created, at the as-of of the run. */
  ageDays: z.nullable(z.number()),
  privileged: z.boolean(),
  /** The role is blank, or in neither list of the policy: nobody decided whether it is privileged. Absent mostly. */
  roleUnclassified: z.exactOptional(z.literal(true)),
  /** What the role is for, as the policy describes it; absent where it describes none. */
  roleMeans: z.exactOptional(z.string()),
  codes: z.array(storedCode),
  /** Of its gravest code, also where an earlier exception covers that: this review decides it anew. */
  severity: z.nullable(z.enum(severities)),
  /** Sentences; empty when nothing changed since the last signed review, and in the first one. */
  changes: z.array(z.string()),
  lastDecision: z.nullable(
    z.object({
      review: z.string(),
      decision: z.enum(decisions),
      until: z.nullable(storedDay),
      by: z.string(),
      at: storedInstant,
    }),
  ),
  recommendation: recommendationSchema,
  /** As the rules and the fallback say; `null` when the configuration names nobody. */
  reviewer: z.nullable(storedLogin),
  /** Every login of the person behind it: none of them may decide it. */
  own: z.array(storedLogin),
});

export type ReviewLine = z.infer<typeof lineSchema>;

export type Recommendation = ReviewLine['recommendation'];

/** The frozen lines as they are stored: the last signed review they are compared with, and the lines in print order. */
export const linesSchema = z.object({
  schema: z.literal(1),
  run: z.string(),
  since: z.nullable(z.object({ review: z.string(), run: z.string() })),
  /** Against the population of that review. */
  rollForward: z.nullable(
    z.object({ opening: z.number(), added: z.number(), removed: z.number(), closing: z.number() }),
  ),
  /** Logins of that population that are gone. */
  gone: z.array(storedLogin),
  lines: z.array(lineSchema),
  /** Logins that can be decided and are no line, such as suspended accounts, where their person has other logins. */
  others: z.array(z.object({ login: storedLogin, own: z.array(storedLogin) })),
});

export type ReviewLines = z.infer<typeof linesSchema>;

const plainLines = schemaReader(linesSchema);

/** As `linesSchema` gives it, in less time: each line is read whenever somebody decides one. @throws ZodError */
export function readLines(json: unknown): ReviewLines {
  return plainLines(json) ?? z.parse(linesSchema, json);
}

/** Decided one by one: privileged access and what is grave must not be waved through. */
export function needsOwnDecision({ privileged, severity }: Pick<ReviewLine, 'privileged' | 'severity'>): boolean {
  return privileged || severity === 'critical' || severity === 'high';
}

/**
 * What may be kept in bulk: a quiet line of which nothing that was decided before asks for a look. Whoever revoked the
 * account meant it to go, and whoever gave an exception meant an end.
 */
export function isUnremarkable(line: ReviewLine): boolean {
  return isQuiet(line) && line.recommendation.decision === 'keep' && line.lastDecision?.decision !== 'except';
}

/** Linked to its person, nothing found, nothing changed. Versions before 0.24.0 let all of these be kept in bulk. */
export function isQuiet(line: ReviewLine): boolean {
  return (
    !needsOwnDecision(line) &&
    line.kind === 'account' &&
    line.situation === 'linked' &&
    line.roleUnclassified !== true &&
    line.codes.length === 0 &&
    line.changes.length === 0
  );
}

/** Findings first, the gravest at the top; privileged accounts before others of the same gravity. */
export function compareLines(a: ReviewLine, b: ReviewLine): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    Number(b.privileged) - Number(a.privileged) ||
    (a.login < b.login ? -1 : 1)
  );
}

/** The text of which the review names the digest. */
export function linesText(lines: ReviewLines): string {
  return `${canonicalJson(lines)}\n`;
}
