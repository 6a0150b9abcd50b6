// A snapshot: what one directory said at one time. The file is checked line by line when it comes in.
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
  /**
   * The id that the directory gave the object. It is never used again, and so tells two holders of one address apart.
   */
  id: text.check(z.regex(/\S/, 'expected an id that is not blank')),
  nameId: presentText,
  logins: z.array(text),
  aliases: z.array(z.object({ login: text, source: z.enum(['proxy', 'on-premises', 'guest']) })),
  hints: z._default(z.array(text), []),
  name: nullableText,
  /** `unknown` where the directory does not say whether this identity may sign in. */
  state: z.enum(['active', 'suspended', 'disabled', 'deleted', 'unknown']),
  /** When the identity left: at some time between the two instants. */
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
  /** How many identities follow, so that a file which was cut short is noticed. Absent in files that do not count. */
  identities: z.optional(z.number()),
  /**
   * What a reader should know although nothing is missing, one sentence each, such as a membership rule that is paused.
   */
  notes: z.optional(z.array(text)),
  /**
   * Set where it is not proven that the credentials see everybody: somebody who is not shown may be there all the same.
   */
  sight: z.optional(z.literal('unproven')),
  /**
   * The time for which sign-ins were looked up. That there is no sign-in outside of it says nothing. Absent when none
   * were asked for.
   */
  lookBack: z.optional(z.object({ from: instant, to: instant, note: text })),
  /**
   * Set where more accounts were in no list than could be looked up by their login: the logins that were looked up, and
   * how many accounts there were.
   */
  lookedUp: z.optional(z.object({ logins: z.array(text), unmatched: z.number() })),
});

export type Assignment = z.infer<typeof assignmentSchema>;
export type Identity = z.infer<typeof identitySchema>;
export type SnapshotCall = z.infer<typeof callSchema>;
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;
export type IdentityState = Identity['state'];

/**
 * The header with the number of identities, its members in the order in which they are read back, so that a run that is
 * done again has the same bytes.
 */
export function countedHeader(header: SnapshotHeader, identities: number): SnapshotHeader {
  return z.parse(snapshotHeaderSchema, { ...header, identities });
}

/** Whether the assignment lets its identity in. Membership in a nested group does not (Entra, "assign users"). */
export function grants(assignment: Assignment): boolean {
  return assignment.via !== 'nested-group' && assignment.blocked === null;
}
