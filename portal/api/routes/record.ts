// What is on record: every event of a review, who read and took what, and the settings with who approved them.
import * as z from 'zod/mini';
import { accessActs } from '../../../core/ports/stores.ts';
import type { Route } from '../route.ts';
import { cursor, instant, login, next, ofPeriod } from './values.ts';

const watching = { admin: 'all', 'control-owner': 'all', auditor: 'all' } as const;

export const trail = {
  method: 'get',
  path: '/periods/{period}/trail',
  says: 'A page of 50 events of a review, the latest first, each bound to the one before by its digest.',
  access: watching,
  params: ofPeriod,
  query: z.strictObject({ cursor: z.optional(cursor) }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      total: z.number(),
      events: z.array(
        z.object({
          sequence: z.number(),
          at: instant,
          kind: z.string(),
          by: z.nullable(z.string()),
          assurance: z.nullable(z.enum(['asserted', 'oidc'])),
          says: z.string(),
          sha256: z.string(),
          previous: z.string(),
        }),
      ),
      next,
    }),
  },
} as const satisfies Route;

export const accessRecord = {
  method: 'get',
  path: '/access',
  says: 'A page of 50 entries of the record of access: who signed in, read personal data, took a file or let an assistant ask, and when.',
  access: { admin: 'all', auditor: 'all' },
  query: z.strictObject({ cursor: z.optional(cursor), by: z.optional(login) }),
  answer: {
    kind: 'json',
    schema: z.object({
      entries: z.array(
        z.object({
          number: z.number(),
          at: instant,
          by: z.string(),
          act: z.enum(accessActs),
          what: z.string(),
        }),
      ),
      next,
    }),
  },
} as const satisfies Route;

export const settings = {
  method: 'get',
  path: '/settings',
  says: 'The configuration of the latest accepted run, who approved it, and what changed since the last signed review.',
  access: watching,
  ofPeriodsShown: true,
  answer: {
    kind: 'json',
    schema: z.object({
      run: z.nullable(z.string()),
      sha256: z.nullable(z.string()),
      /** A setting a line, by its path. */
      settings: z.array(z.object({ name: z.string(), value: z.string() })),
      /** The last one: of this very configuration where somebody has approved it, otherwise of another one. */
      approval: z.nullable(z.object({ by: z.string(), at: instant, period: z.string(), ofThis: z.boolean() })),
      /** Since the last signed review, a setting a line; `null` where none is signed. */
      changes: z.nullable(z.array(z.string())),
      version: z.string(),
    }),
  },
} as const satisfies Route;
