// An identity of a directory as a history keeps it: by its ledger, runs know everybody whom accepted runs ever saw.
import * as z from 'zod/mini';
import { earlierLogin as login, storedInstant } from '../values/stored.ts';

const text = z.string();

export const ledgerEntrySchema = z.object({
  directory: text,
  id: text,
  name: z.nullable(text),
  /** NameID and logins as keys. Aliases are left out, because an alias moves from a leaver to a successor. */
  logins: z.array(login),
  /** The accounts for which this identity was a candidate. */
  accounts: z.array(login),
  employeeId: z.nullable(text),
  createdAt: z.nullable(storedInstant),
  firstSeen: storedInstant,
  /** When the last snapshot that held the identity was taken. */
  lastSeen: storedInstant,
  /** When the person left, where that snapshot already said so. */
  left: z.nullable(
    z.object({ notBefore: z.nullable(storedInstant), notAfter: z.nullable(storedInstant), source: text }),
  ),
  /**
   * The leave date that the snapshot told and that was still to come. Absent where it told none, and in histories
   * before 0.15.0.
   */
  leaves: z.exactOptional(z.object({ at: storedInstant, source: text })),
  /**
   * Logins that the identity no longer bears. Each with the last time at which accepted runs saw the identity bear it,
   * no later than their export, and the name and number of that time: they tell whose the account with this login was.
   * Absent where there are none, and in histories before 0.17.0.
   */
  former: z.exactOptional(
    z.array(z.object({ login, borne: storedInstant, name: z.nullable(text), employeeId: z.nullable(text) })),
  ),
  /**
   * Identities of other directories that were of the same person by an address which this one no longer bears. Absent
   * where there are none, and in histories before 0.23.0.
   */
  joined: z.exactOptional(z.array(z.object({ directory: text, id: text }))),
});
