// Work orders: what was handed over for removal, its files, and what later exports prove.
import * as z from 'zod/mini';
import { everybody } from '../../route.ts';
import type { Route } from '../../route.ts';
import { file, instant, ofPeriod } from '../values.ts';

const order = z.object({
  number: z.number(),
  at: instant,
  by: z.nullable(z.string()),
  run: z.string(),
  logins: z.array(z.string()),
  left: z.array(z.object({ login: z.string(), why: z.string() })),
  /** A later decision made it wrong: nobody may import its files any more. */
  withdrawn: z.boolean(),
  files: z.array(file),
});

export const remediation = {
  method: 'get',
  path: '/periods/{period}/remediation',
  says: 'Work orders with their files, and each removal with its proof, its hours, and whether it is overdue.',
  access: everybody,
  params: ofPeriod,
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      /** What the next work order takes. */
      toHandOver: z.array(z.string()),
      /** Revoked, and in no work order: why the next one takes none of them either, as a sentence after the login. */
      leftOut: z.array(z.object({ login: z.string(), why: z.string() })),
      orders: z.array(order),
      removals: z.array(
        z.object({
          login: z.string(),
          order: z.number(),
          state: z.string(),
          handedOverAt: instant,
          provenAt: z.nullable(instant),
          provenBy: z.nullable(z.string()),
          hours: z.nullable(z.number()),
          overdue: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies Route;

export const workOrder = {
  method: 'post',
  path: '/periods/{period}/work-orders',
  says: 'Hands the revoked accounts over: suspend files in the import form of the application, and a text.',
  access: { admin: 'all', 'control-owner': 'all' },
  params: ofPeriod,
  ifMatch: true,
  answer: {
    kind: 'json',
    status: 201,
    schema: z.object({
      orders: z.array(z.object({ number: z.number(), accounts: z.number(), files: z.array(file) })),
      left: z.array(z.object({ login: z.string(), why: z.string() })),
    }),
  },
} as const satisfies Route;
