// What reviewers do: decide lines, one or many, and hand lines to somebody else.
import * as z from 'zod/mini';
import type { Route } from '../../route.ts';
import { carrying, code, day, decision, instant, login, ofPeriod, reason, refusal, statedReason } from '../values.ts';

const recorded = z.object({
  recorded: z.array(z.object({ login: z.string(), decision, until: z.nullable(day), reason: z.string() })),
  /** Lines that somebody else decided at the same moment: theirs stands. */
  taken: z.array(refusal),
  /** Decisions of somebody else that stood otherwise, and do no longer. */
  replaced: z.array(z.object({ login: z.string(), decision, until: z.nullable(day), by: z.string(), at: instant })),
  /** Work orders that are withdrawn by it: nobody may import their files any more. */
  withdrawn: z.array(z.number()),
  /** How many events there are now. */
  sequence: z.number(),
});

export const decide = {
  method: 'post',
  path: '/periods/{period}/decisions',
  says: 'Records decisions about lines that are the caller’s to decide. Refused whole when one of them is.',
  access: { reviewer: 'own', 'control-owner': 'own' },
  params: ofPeriod,
  body: z.strictObject({
    decisions: z
      .array(
        z.strictObject({
          login,
          decision,
          until: z._default(z.nullable(day), null),
          reason,
          /** Those that stood on the line as it was shown: where another one stands by now, the decision is refused. */
          codes: z.optional(z.array(code)),
        }),
      )
      .check(z.minLength(1, 'expected at least one decision'), z.maxLength(1000, 'expected at most 1,000 decisions')),
  }),
  answer: { kind: 'json', schema: recorded },
} as const satisfies Route;

export const decideFiltered = {
  method: 'post',
  path: '/periods/{period}/decisions/filtered',
  says: 'Keeps every undecided line of the caller that is linked, without findings, not privileged and unchanged.',
  access: { reviewer: 'own', 'control-owner': 'own' },
  params: ofPeriod,
  body: z.strictObject({ filter: z.literal('unremarkable'), reason: statedReason }),
  answer: { kind: 'json', schema: recorded },
} as const satisfies Route;

export const delegate = {
  method: 'post',
  path: '/periods/{period}/delegations',
  says: 'Hands the lines of a reviewer, and what they would sign, to somebody else; `null` for the fallback. Done by whoever gives them away, the fallback or the control owner.',
  access: { reviewer: 'own', 'control-owner': 'all' },
  params: ofPeriod,
  body: z.strictObject({
    from: login,
    to: z.nullable(login),
    reason: statedReason,
    /** The last day; without one until the review ends. */
    until: z.optional(z.nullable(day)),
  }),
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({
      from: z.string(),
      to: z.nullable(z.string()),
      by: z.nullable(z.string()),
      at: instant,
      until: z.nullable(day),
      carriedBy: carrying,
    }),
  },
} as const satisfies Route;
