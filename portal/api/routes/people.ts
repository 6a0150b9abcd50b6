// One account's whole story, over every period.
import * as z from 'zod/mini';
import { everybody } from '../route.ts';
import type { Route } from '../route.ts';
import { finding } from './findings.ts';
import { day, decision, instant, login, text } from './values.ts';

export const people = {
  method: 'get',
  path: '/people',
  says: 'Accounts whose login or name holds a text, of the latest reviews; at most 50.',
  access: everybody,
  ofPeriodsShown: true,
  query: z.strictObject({ text: text.check(z.minLength(2, 'expected at least two characters')) }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      people: z.array(z.object({ login: z.string(), name: z.nullable(z.string()), period: z.string() })),
      more: z.boolean(),
    }),
  },
} as const satisfies Route;

export const person = {
  method: 'get',
  path: '/people/{login}',
  says: 'The story of one account: in each period its line, its findings, the decisions and the removal.',
  access: everybody,
  ofPeriodsShown: true,
  params: z.strictObject({ login }),
  recorded: 'read',
  answer: {
    kind: 'json',
    schema: z.object({
      login: z.string(),
      name: z.nullable(z.string()),
      periods: z.array(
        z.object({
          period: z.string(),
          run: z.string(),
          match: z.nullable(z.string()),
          role: z.nullable(z.string()),
          team: z.nullable(z.string()),
          changes: z.array(z.string()),
          findings: z.array(finding),
          decision: z.nullable(
            z.object({ decision, until: z.nullable(day), reason: z.string(), by: z.string(), at: instant }),
          ),
          removal: z.nullable(z.object({ state: z.string(), handedOverAt: instant, provenAt: z.nullable(instant) })),
        }),
      ),
    }),
  },
} as const satisfies Route;
