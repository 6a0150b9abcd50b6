// Who is signed in, and what they may do.
import * as z from 'zod/mini';
import { roles } from '../route.ts';
import type { Route } from '../route.ts';
import { day, instant } from './values.ts';

export const me = {
  method: 'get',
  path: '/me',
  says: 'Who is signed in, in which roles, and until when a signature asks for no new sign-in.',
  access: 'signed-in',
  answer: {
    kind: 'json',
    schema: z.object({
      login: z.string(),
      name: z.nullable(z.string()),
      roles: z.array(z.enum(roles)),
      /** The periods that an auditor may see; `null` for every period. */
      periods: z.nullable(z.array(z.string())),
      /** Last day of an auditor. */
      until: z.nullable(day),
      signedInAt: instant,
      sessionEndsAt: instant,
      /** A signature before this instant asks for no new sign-in: `/auth/sign-in?fresh=1&return=…`. */
      freshUntil: instant,
      /** The issuer sent no groups because there were too many of them: roles are not known then, and none is given. */
      groupsOverage: z.boolean(),
      /** The people of the sample sign in without a password: never on a deployment. */
      localIssuer: z.boolean(),
      organisation: z.string(),
      timeZone: z.string(),
      today: day,
      application: z.string(),
      version: z.string(),
    }),
  },
} as const satisfies Route;
