// The periods, and one of them at a glance: its state, days left, who owes what, and what blocks the signature.
import * as z from 'zod/mini';
import { everybody } from '../route.ts';
import type { Route } from '../route.ts';
import { carrying, day, instant, ofPeriod, refusal, severity, stage } from './values.ts';

/** `not-opened`: there is an accepted run and no review; `not-performed`: its due day passed without one. */
const periodState = z.enum([
  'not-opened',
  'open',
  'in-review',
  'remediation',
  'signed',
  'closed',
  'not-performed',
  'voided',
]);

export const signature = z.object({
  stage,
  by: z.string(),
  at: instant,
  statement: z.string(),
  assurance: z.enum(['asserted', 'oidc']),
});

export const periods = {
  method: 'get',
  path: '/periods',
  says: 'Every period with a run or a review, the latest first.',
  access: everybody,
  ofPeriodsShown: true,
  answer: {
    kind: 'json',
    schema: z.object({
      periods: z.array(
        z.object({
          period: z.string(),
          state: periodState,
          dueDay: day,
          run: z.nullable(z.string()),
          accounts: z.nullable(z.number()),
          signedAt: z.nullable(instant),
        }),
      ),
    }),
  },
} as const satisfies Route;

const counts = z.object({
  accounts: z.number(),
  apiKeys: z.number(),
  undecided: z.number(),
  keep: z.number(),
  revoke: z.number(),
  except: z.number(),
});

export const overview = {
  method: 'get',
  path: '/periods/{period}',
  says: 'The period at a glance. Its ETag is what signing, closing and work orders hand back as If-Match.',
  access: everybody,
  params: ofPeriod,
  answer: {
    kind: 'json',
    schema: z.object({
      period: z.string(),
      state: periodState,
      dueDay: day,
      /** Negative when late. */
      daysLeft: z.number(),
      run: z.nullable(
        z.object({
          id: z.string(),
          asOf: instant,
          exportedAt: z.nullable(instant),
          countShown: z.nullable(z.number()),
        }),
      ),
      /** `null` while nobody opened it. */
      review: z.nullable(
        z.object({
          openedAt: instant,
          openedBy: z.nullable(z.string()),
          /** How many events there are: what colleagues do raises it. */
          sequence: z.number(),
          lines: counts,
          /** Lines that the caller is to decide. */
          mine: z.object({ assigned: z.number(), undecided: z.number() }),
          rejectedRows: z.number(),
          turns: z.array(z.object({ who: z.string(), owes: z.string() })),
          /** Reviewers whose decisions would be refused, and why: their lines wait until somebody hands them over. */
          cannotDecide: z.array(z.object({ who: z.string(), lines: z.number(), why: z.string() })),
          blocks: z.array(refusal),
          signatures: z.array(signature),
          nextStage: z.nullable(stage),
          /** Of the configuration that the run under review used. */
          approval: z.nullable(z.object({ by: z.string(), at: instant, sha256: z.string() })),
          removals: z.object({ open: z.number(), proven: z.number(), overdue: z.number() }),
          /** Revoked, in no work order that stands, and live: what the next one takes. */
          toHandOver: z.number(),
          closed: z.nullable(z.object({ at: instant, by: z.string() })),
          carriedBy: carrying,
          /** A later accepted run of the period, onto which the review can be moved. */
          laterRun: z.nullable(z.string()),
        }),
      ),
      findings: z.array(z.object({ severity, open: z.number() })),
      /** The periods before, the earliest first. */
      trend: z.array(
        z.object({ period: z.string(), accounts: z.number(), revoked: z.number(), openFindings: z.number() }),
      ),
      /** What happened in the last 24 hours, the latest first, at most 20. */
      news: z.array(z.object({ sequence: z.number(), at: instant, by: z.nullable(z.string()), says: z.string() })),
    }),
  },
} as const satisfies Route;

export const changes = {
  method: 'get',
  path: '/periods/{period}/changes',
  says: 'What was recorded after an event, for pages that ask again every few seconds; answers 304 when nothing was.',
  access: everybody,
  params: ofPeriod,
  recorded: 'read',
  unlessEmpty: 'events',
  query: z.strictObject({ after: z.string().check(z.regex(/^\d{1,9}$/, 'expected the number of an event')) }),
  answer: {
    kind: 'json',
    schema: z.object({
      sequence: z.number(),
      events: z.array(
        z.object({
          sequence: z.number(),
          kind: z.string(),
          at: instant,
          by: z.nullable(z.string()),
          says: z.string(),
          /** Lines that are to be looked at again. */
          logins: z.array(z.string()),
        }),
      ),
    }),
  },
} as const satisfies Route;

export const live = {
  method: 'get',
  path: '/periods/{period}/live',
  says: 'The number of the last event, again whenever it rises; on a deployment ask `changes` instead.',
  access: everybody,
  params: ofPeriod,
  answer: { kind: 'events' },
} as const satisfies Route;
