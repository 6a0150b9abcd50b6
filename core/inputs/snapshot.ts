// What one directory said at one time: the file format, checked line by line when it comes in.
import * as z from 'zod/mini';
import { orAbsent } from '../values/text.ts';
import { instant } from '../values/schemas/written.ts';

const text = z.string();
const presentText = z.pipe(
  z.nullable(text),
  z.transform((value: string | null): string | null => orAbsent(value)),
);
const nullableText = z._default(presentText, null);
const nullableInstant = z._default(z.nullable(instant), null);

const assignmentSchema = z.object({
  via: z.enum(['direct', 'group', 'nested-group']),
  group: nullableText,
  role: nullableText,
  since: nullableInstant,
  /** The word with which the directory blocks this assignment (Okta app-user status), or `null` when it grants. */
  blocked: z.nullable(text),
});

export const identitySchema = z.object({
  /** The directory's own id of the object: never reused, so it tells two holders of one address apart. */
  id: text.check(z.regex(/\S/, 'expected an id that is not blank')),
  nameId: presentText,
  logins: z.array(text),
  aliases: z.array(z.object({ login: text, source: z.enum(['proxy', 'on-premises', 'guest']) })),
  hints: z._default(z.array(text), []),
  name: nullableText,
  /** `unknown` where the directory does not say of this one whether they may sign in. */
  state: z.enum(['active', 'suspended', 'disabled', 'deleted', 'unknown']),
  /** Leaving is an interval: what is known is that it happened between the two instants. */
  left: z._default(z.nullable(z.object({ notBefore: nullableInstant, notAfter: nullableInstant, source: text })), null),
  createdAt: nullableInstant,
  guest: z.boolean(),
  sponsor: nullableText,
  employeeId: nullableText,
  department: nullableText,
  manager: nullableText,
  assignments: z.array(assignmentSchema),
  lastSignIn: nullableInstant,
});

const callSchema = z.object({
  call: text,
  pages: z.number(),
  rows: z.number(),
  retries: z.number(),
  requestIds: z.array(text),
  firstAt: nullableInstant,
  lastAt: nullableInstant,
  ok: z.boolean(),
});

export const snapshotHeaderSchema = z.object({
  kind: z.literal('snapshot'),
  schema: z.literal(1),
  directory: text.check(z.minLength(1)),
  product: text,
  tenant: nullableText,
  app: z._default(
    z.nullable(
      z.object({
        id: text,
        name: nullableText,
        enabled: z.boolean(),
        assignmentRequired: z.boolean(),
        nameId: nullableText,
      }),
    ),
    null,
  ),
  takenAt: instant,
  completeness: z.enum(['complete', 'partial', 'unread']),
  reasons: z.array(text),
  calls: z.array(callSchema),
  /** How many identities follow; a file that was cut short shows. Absent in files that do not count. */
  identities: z.optional(z.number()),
  /** What a reader should know although nothing is missing, one sentence each: a paused membership rule. */
  notes: z.optional(z.array(text)),
  /** Set where nothing proves that the credentials see everybody: who is not shown may be there all the same. */
  sight: z.optional(z.literal('unproven')),
  /** How far back sign-ins were looked up; outside of it, no sign-in says nothing. Absent when they were not asked for. */
  lookBack: z.optional(z.object({ from: instant, to: instant, note: text })),
  /** Set where more accounts were in no list than are looked up by their login: which were, and of how many. */
  lookedUp: z.optional(z.object({ logins: z.array(text), unmatched: z.number() })),
});

export type Assignment = z.infer<typeof assignmentSchema>;
export type Identity = z.infer<typeof identitySchema>;
export type SnapshotCall = z.infer<typeof callSchema>;
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;
export type IdentityState = Identity['state'];

/** With the count, its members in the order in which they are read back: a run that is done again has the same bytes. */
export function countedHeader(header: SnapshotHeader, identities: number): SnapshotHeader {
  return z.parse(snapshotHeaderSchema, { ...header, identities });
}

/** An assignment that lets its identity in; membership in a nested group grants nothing (Entra "assign users"). */
export function grants(assignment: Assignment): boolean {
  return assignment.via !== 'nested-group' && assignment.blocked === null;
}
