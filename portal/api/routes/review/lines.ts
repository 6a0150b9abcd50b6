// The lines of a review: found, filtered and read, each with its whole story.
import * as z from 'zod/mini';
import { everybody } from '../../route.ts';
import type { Route } from '../../route.ts';
import { comment } from './comments.ts';
import { finding } from '../findings.ts';
import {
  carrying,
  code,
  cursor,
  day,
  decision,
  instant,
  login,
  next,
  ofPeriod,
  period,
  severity,
  situation,
  text,
} from '../values.ts';

const effectiveDecision = z.object({
  decision,
  until: z.nullable(day),
  reason: z.string(),
  by: z.string(),
  at: instant,
  assurance: z.enum(['asserted', 'oidc']),
  /** Number of the event that holds it. */
  sequence: z.number(),
  /** The filter under which it was decided in bulk. */
  filter: z.nullable(z.string()),
});

const line = z.object({
  login: z.string(),
  kind: z.enum(['account', 'api-key']),
  name: z.nullable(z.string()),
  role: z.nullable(z.string()),
  team: z.nullable(z.string()),
  status: z.nullable(z.string()),
  situation: z.nullable(situation),
  privileged: z.boolean(),
  roleUnclassified: z.boolean(),
  /** What the role is for, as the policy describes it; `null` where it describes none. */
  roleMeans: z.nullable(z.string()),
  lastLogin: z.nullable(z.string()),
  ageDays: z.nullable(z.number()),
  /** Codes that stand on it now. */
  codes: z.array(code),
  severity: z.nullable(severity),
  changed: z.boolean(),
  recommendation: z.object({ decision: z.enum(['keep', 'revoke', 'look']), reason: z.string() }),
  /** Who is to decide it now; `null` where nobody is named. */
  reviewer: z.nullable(z.string()),
  /** The caller is to decide it. */
  mine: z.boolean(),
  /** Why the caller may not decide it; `null` when they may. */
  locked: z.nullable(z.string()),
  /** May be kept together with others by the filter `unremarkable`. */
  unremarkable: z.boolean(),
  decision: z.nullable(effectiveDecision),
  /** Decided, and a code stands on it that the decision has not seen. */
  asksAgain: z.boolean(),
});

export type Line = z.infer<typeof line>;

export const sorts = ['gravity', 'login', 'name', 'team', 'role', 'reviewer', 'last-login', 'decision'] as const;

const flag = z.enum(['true', 'false']);

export const lineQuery = z.strictObject({
  cursor: z.optional(cursor),
  /** Looked for in login, name, team and role, whatever the case. */
  text: z.optional(text),
  mine: z.optional(flag),
  reviewer: z.optional(login),
  decision: z.optional(z.enum(['undecided', 'keep', 'revoke', 'except'])),
  code: z.optional(code),
  severity: z.optional(severity),
  situation: z.optional(situation),
  team: z.optional(text),
  role: z.optional(text),
  recommendation: z.optional(z.enum(['keep', 'revoke', 'look'])),
  privileged: z.optional(flag),
  changed: z.optional(flag),
  unremarkable: z.optional(flag),
  sort: z.optional(z.enum(sorts)),
  direction: z.optional(z.enum(['up', 'down'])),
});

export type LineQuery = z.infer<typeof lineQuery>;

export const lines = {
  method: 'get',
  path: '/periods/{period}/lines',
  says: 'A page of 50 lines, those of the caller first unless another order is asked for.',
  access: everybody,
  params: ofPeriod,
  query: lineQuery,
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      sequence: z.number(),
      total: z.number(),
      matching: z.number(),
      carriedBy: carrying,
      /** The place of the first line on this page, counted from 1; 0 on an empty page. */
      from: z.number(),
      lines: z.array(line),
      previous: next,
      next,
    }),
  },
} as const satisfies Route;

/** The values of one column, each with how many lines have it. */
const counted = z.array(z.object({ value: z.string(), lines: z.number() }));

export const lineFilters = {
  method: 'get',
  path: '/periods/{period}/line-filters',
  says: 'The values that lines can be filtered by, each with how many lines have it.',
  access: everybody,
  params: ofPeriod,
  answer: {
    kind: 'json',
    schema: z.object({
      team: counted,
      role: counted,
      reviewer: counted,
      code: counted,
      severity: counted,
      situation: counted,
    }),
  },
} as const satisfies Route;

export const lineFile = {
  method: 'get',
  path: '/periods/{period}/lines-file',
  says: 'The undecided lines as a worksheet (CSV), as `review lines` writes it.',
  access: everybody,
  params: ofPeriod,
  query: z.strictObject({ reviewer: z.optional(login) }),
  recorded: 'download',
  answer: { kind: 'file', mediaTypes: ['text/csv'] },
} as const satisfies Route;

export const lineTable = {
  method: 'get',
  path: '/periods/{period}/lines-table',
  says: 'Every line that the question finds, decided or not, as a table (CSV) to look at elsewhere.',
  access: everybody,
  params: ofPeriod,
  query: z.omit(lineQuery, { cursor: true }),
  recorded: 'download',
  answer: { kind: 'file', mediaTypes: ['text/csv'] },
} as const satisfies Route;

export const lineStory = {
  method: 'get',
  path: '/periods/{period}/lines/{login}',
  says: 'One line with its story: the match explained, findings, what changed, who decided what and when.',
  access: everybody,
  params: z.strictObject({ period, login }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      ...line.shape,
      /** Who it was matched to and by which rule, as a sentence. */
      match: z.string(),
      changes: z.array(z.string()),
      /** Every login of the person behind it. */
      own: z.array(z.string()),
      lastDecision: z.nullable(
        z.object({ review: z.string(), decision, until: z.nullable(day), by: z.string(), at: instant }),
      ),
      findings: z.array(finding),
      /** Every decision about it in this review, the latest first. */
      decisions: z.array(effectiveDecision),
      /** The earliest first. */
      comments: z.array(comment),
      removal: z.nullable(
        z.object({ order: z.number(), state: z.string(), handedOverAt: instant, provenAt: z.nullable(instant) }),
      ),
    }),
  },
} as const satisfies Route;
