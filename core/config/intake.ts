// Who may send exports and leavers files by mail, and whose word about a message is believed. Without this setting,
// nobody.
import * as z from 'zod/mini';
import { domain, mailAddress } from '../values/schemas/written.ts';

/** What a file of somebody is taken for. */
const fileKinds = ['export', 'leavers'] as const;

export type FileKind = (typeof fileKinds)[number];

const senderSchema = z.strictObject({
  /** The one address in From. Mail from any other address goes to quarantine. */
  address: mailAddress,
  sends: z.array(z.enum(fileKinds)).check(z.minLength(1, 'expected export, leavers or both')),
});

/** The company's own mail receiver, for messages that lie in a folder. On AWS, SES says what it found. */
const receiverSchema = z.strictObject({
  /**
   * The name under which it writes Authentication-Results (RFC 8601, 2.5). It removes such headers that others wrote
   * under this name.
   */
  authservId: domain,
  /** Whether it scans everything that it lets through for spam and viruses. */
  scansAll: z._default(z.boolean(), false),
  /** Whether it takes mail over TLS only. */
  requiresTls: z._default(z.boolean(), false),
});

export const intakeSchema = z.strictObject({
  senders: z._default(z.array(senderSchema), []),
  /** The largest message, in bytes as it came. SES takes at most 40 MB. */
  maxBytes: z._default(
    z
      .number()
      .check(
        z.gte(1_000, 'expected bytes, 1000 to 40000000'),
        z.lte(40_000_000, 'expected bytes, 1000 to 40000000'),
        z.multipleOf(1, 'expected a whole number'),
      ),
    20_000_000,
  ),
  /** How many hours after its date a message may come. A later one may be an old message that somebody sends again. */
  maxHours: z._default(
    z.number().check(z.gte(1, 'expected hours, 1 to 168'), z.lte(168, 'expected hours, 1 to 168')),
    24,
  ),
  receiver: z.optional(receiverSchema),
});

export type IntakeConfig = z.infer<typeof intakeSchema>;
