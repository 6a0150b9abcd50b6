// What concerns a review as a whole: opening, approving the policy, signing, the ways back, and closing.
import * as z from 'zod/mini';
import type { Route } from '../../route.ts';
import { signature } from '../periods.ts';
import { carrying, file, instant, ofPeriod, refusal, sha256, stage, statedReason } from '../values.ts';

const leading = { admin: 'all', 'control-owner': 'all' } as const;
const signing = { reviewer: 'all', 'control-owner': 'all' } as const;

export const open = {
  method: 'post',
  path: '/periods/{period}/opening',
  says: 'Opens the review of a period on its latest accepted run; repeatable.',
  access: leading,
  params: ofPeriod,
  answer: {
    kind: 'json',
    schema: z.object({ run: z.string(), openedAt: instant, openedNow: z.boolean(), accounts: z.number() }),
  },
} as const satisfies Route;

export const approvePolicy = {
  method: 'post',
  path: '/periods/{period}/policy-approval',
  says: 'Approves the configuration that the run under review used, by its digest.',
  access: { 'control-owner': 'all' },
  params: ofPeriod,
  ifMatch: true,
  fresh: true,
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({
      by: z.string(),
      at: instant,
      sha256: z.string(),
      changes: z.array(z.string()),
      carriedBy: carrying,
    }),
  },
} as const satisfies Route;

export const statement = {
  method: 'get',
  path: '/periods/{period}/statement',
  says: 'The statement as the caller would sign it now, the figures beside it, and what stands against it.',
  access: signing,
  params: ofPeriod,
  answer: {
    kind: 'json',
    schema: z.object({
      /** `null` when every stage has signed. */
      stage: z.nullable(stage),
      statement: z.nullable(z.string()),
      /**
       * SHA-256 of the statement in UTF-8. It is sent with the signature, so that nothing is signed but what was read.
       */
      statementSha256: z.nullable(z.string()),
      figures: z.nullable(
        z.object({
          /** How the decisions were handed in: when, how many at once, by whom. */
          acts: z.array(
            z.object({ by: z.string(), at: instant, decisions: z.number(), filter: z.nullable(z.string()) }),
          ),
          daysOpen: z.number(),
          byOthers: z.number(),
          ownLines: z.number(),
        }),
      ),
      refusals: z.array(refusal),
      signatures: z.array(signature),
    }),
  },
} as const satisfies Route;

export const sign = {
  method: 'post',
  path: '/periods/{period}/signatures',
  says: 'Signs the stage whose turn it is, and refuses where another one is named; the last one issues the final report.',
  access: signing,
  params: ofPeriod,
  ifMatch: true,
  fresh: true,
  body: z.strictObject({ stage, statementSha256: z.optional(sha256) }),
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({ signature, final: z.boolean(), report: z.nullable(file) }),
  },
} as const satisfies Route;

export const withdrawSignature = {
  method: 'post',
  path: '/periods/{period}/signatures/withdrawal',
  says: 'Takes back the caller’s own signature while the other stage is open.',
  access: { reviewer: 'own', 'control-owner': 'own' },
  params: ofPeriod,
  ifMatch: true,
  fresh: true,
  body: z.strictObject({ reason: statedReason }),
  answer: { kind: 'json', schema: z.object({ stage, by: z.string(), at: instant, reason: z.string() }) },
} as const satisfies Route;

export const rebase = {
  method: 'post',
  path: '/periods/{period}/rebase',
  says: 'Moves the review onto the latest accepted run of its period; decisions on unchanged lines stay.',
  access: leading,
  params: ofPeriod,
  ifMatch: true,
  body: z.strictObject({ reason: statedReason }),
  answer: {
    kind: 'json',
    schema: z.object({ run: z.string(), carried: z.number(), again: z.number(), gone: z.number() }),
  },
} as const satisfies Route;

export const voiding = {
  method: 'post',
  path: '/periods/{period}/void',
  says: 'Voids a review that was opened in error; nothing is erased.',
  access: leading,
  params: ofPeriod,
  ifMatch: true,
  fresh: true,
  body: z.strictObject({ reason: statedReason }),
  answer: { kind: 'json', schema: z.object({ by: z.string(), at: instant, reason: z.string() }) },
} as const satisfies Route;

export const close = {
  method: 'post',
  path: '/periods/{period}/closing',
  says: 'Closes a signed review whose removals a later export proves, and issues the closing report.',
  access: leading,
  params: ofPeriod,
  ifMatch: true,
  fresh: true,
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({ at: instant, by: z.string(), report: z.nullable(file) }),
  },
} as const satisfies Route;
