// Reports and their evidence: listed with digests, downloaded, and verified again.
import * as z from 'zod/mini';
import { everybody } from '../route.ts';
import type { Route } from '../route.ts';
import { file, instant, ofPeriod, refusal } from './values.ts';

const key = z
  .string()
  .check(z.regex(/^(?:runs|reviews)\/[\w.-]+\/[\w./-]+$/, 'expected a key as it was answered'), z.maxLength(500));

export const reports = {
  method: 'get',
  path: '/reports',
  says: 'Every period’s reports, with size and digest of each file; the evidence of each run beside them.',
  access: everybody,
  ofPeriodsShown: true,
  answer: {
    kind: 'json',
    schema: z.object({
      /** SHA-256 of the signing certificate, as viewers show it; `null` before anything was signed. */
      fingerprint: z.nullable(z.string()),
      periods: z.array(
        z.object({
          period: z.string(),
          reports: z.array(
            z.object({
              kind: z.enum(['run', 'review', 'closing', 'not-performed']),
              run: z.nullable(z.string()),
              issuedAt: instant,
              /** Every stage has signed it. */
              final: z.boolean(),
              report: z.nullable(file),
              evidence: z.array(file),
            }),
          ),
        }),
      ),
    }),
  },
} as const satisfies Route;

export const download = {
  method: 'get',
  path: '/files',
  says: 'One stored file, byte for byte; its digest is the ETag.',
  access: everybody,
  ofPeriodsShown: true,
  query: z.strictObject({ key }),
  recorded: 'download',
  answer: {
    kind: 'file',
    mediaTypes: [
      'application/pdf',
      'application/json',
      'application/jsonl',
      'text/csv',
      'text/plain',
      'application/pem-certificate-chain',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
  },
} as const satisfies Route;

export const evidenceZip = {
  method: 'get',
  path: '/periods/{period}/evidence-zip',
  says: 'Reports and evidence of a period in one archive, streamed, with their digests and how to check them.',
  access: everybody,
  params: ofPeriod,
  recorded: 'download',
  answer: { kind: 'file', mediaTypes: ['application/zip'] },
} as const satisfies Route;

export const verify = {
  method: 'post',
  path: '/verifications',
  says: 'Proves a stored report from its own file, as `access-review verify` does, and says what held.',
  access: everybody,
  ofPeriodsShown: true,
  body: z.strictObject({ key }),
  answer: {
    kind: 'json',
    schema: z.object({
      holds: z.boolean(),
      /** What was checked and held, a sentence each. */
      held: z.array(z.string()),
      /** What was not checked, a sentence each: nothing that is wrong, and nothing that was proven. */
      notes: z.array(z.string()),
      /** The first thing that is wrong. */
      refusals: z.array(refusal),
    }),
  },
} as const satisfies Route;
