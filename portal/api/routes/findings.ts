// Findings of a period's run, who left, and access that is nobody's own.
import * as z from 'zod/mini';
import { everybody } from '../route.ts';
import type { Route } from '../route.ts';
import { code, cursor, day, decision, instant, next, ofPeriod, period, severity, situation, text } from './values.ts';

export const findingState = z.enum(['new', 'open', 'reopened', 'excepted', 'vanished', 'closed']);

export const finding = z.object({
  id: z.string(),
  code,
  title: z.string(),
  severity,
  /** `null` for a finding about a control. */
  login: z.nullable(z.string()),
  situation: z.nullable(situation),
  reason: z.string(),
  state: findingState,
  firstSeen: instant,
  reviewsOpen: z.number(),
  /** Line of the export. */
  row: z.nullable(z.number()),
  directory: z.nullable(z.string()),
  /** Id of the earlier finding that this one takes over from. */
  continues: z.nullable(z.string()),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
});

export const findings = {
  method: 'get',
  path: '/periods/{period}/findings',
  says: 'A page of 50 findings of the run under review, or of the latest run where none is.',
  access: everybody,
  params: ofPeriod,
  query: z.strictObject({
    cursor: z.optional(cursor),
    text: z.optional(text),
    code: z.optional(code),
    severity: z.optional(severity),
    state: z.optional(findingState),
  }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      run: z.string(),
      total: z.number(),
      matching: z.number(),
      findings: z.array(finding),
      next,
    }),
  },
} as const satisfies Route;

export const findingHistory = {
  method: 'get',
  path: '/periods/{period}/findings/{id}',
  says: 'One finding, and how it stood in every run that knew it.',
  access: everybody,
  params: z.strictObject({
    period,
    id: z.string().check(z.regex(/^f_[0-9a-f]{16}$/, 'expected the id of a finding')),
  }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      finding,
      history: z.array(z.object({ run: z.string(), period: z.string(), asOf: instant, state: findingState, severity })),
    }),
  },
} as const satisfies Route;

export const leavers = {
  method: 'get',
  path: '/periods/{period}/leavers',
  says: 'Accounts of people who left, and the hours until each was removed.',
  access: everybody,
  params: ofPeriod,
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      leavers: z.array(
        z.object({
          login: z.string(),
          name: z.nullable(z.string()),
          code,
          severity,
          state: findingState,
          reason: z.string(),
          decision: z.nullable(decision),
          handedOverAt: z.nullable(instant),
          provenAt: z.nullable(instant),
          /** From the hand-over to the export that proves the removal, or until now. */
          hours: z.nullable(z.number()),
          proven: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies Route;

export const nonHuman = {
  method: 'get',
  path: '/periods/{period}/non-human',
  says: 'The register of non-human access, with its owners, ends, findings and decisions.',
  access: everybody,
  params: ofPeriod,
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      entries: z.array(
        z.object({
          login: z.string(),
          kind: z.enum(['account', 'api-key']),
          owner: z.nullable(z.string()),
          purpose: z.nullable(z.string()),
          expires: z.nullable(day),
          codes: z.array(code),
          reviewer: z.nullable(z.string()),
          decision: z.nullable(decision),
        }),
      ),
    }),
  },
} as const satisfies Route;
