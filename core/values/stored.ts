// Records are stored as JSON text; this turns the text into values again, or into an error that names the record.
import * as z from 'zod/mini';
import { Unusable } from './result.ts';
import { parseDay, parseInstant } from './instant.ts';
import type { Day, Instant } from './instant.ts';
import { canonicalLogin } from './login.ts';
import type { CanonicalLogin } from './login.ts';

/** Stored values have one spelling only: an instant in another form was not written by this program. */
export const storedInstant = z.custom<Instant>(
  (value) => typeof value === 'string' && parseInstant(value) === value,
  'expected an instant such as 2026-10-05T08:00:00Z',
);

export const storedDay = z.custom<Day>(
  (value) => typeof value === 'string' && parseDay(value) === value,
  'expected a day such as 2026-10-05',
);

export const storedLogin = z.custom<CanonicalLogin>(
  (value) => typeof value === 'string' && canonicalLogin(value) === value,
  'expected a canonical login',
);

/** A login in the history of an earlier version, which is checked less strictly. */
export const earlierLogin = z.custom<CanonicalLogin>((value) => typeof value === 'string' && value !== '');

export const storedSha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'));

/** A stored record that this version cannot read: damaged, altered by hand, or written by another version. */
export class StoredRecordUnreadable extends Unusable {
  override readonly name = 'StoredRecordUnreadable';
  constructor(record: string, cause: unknown) {
    const [what, found] = ['cannot be read as it is stored', 'another form than this version stores'];
    super({ what, where: record, found, expected: 'what a run left there, by this version or one before' }, { cause });
  }
}

/**
 * @param record what the text is, for the error: `run 20261005T080000Z-1a2b3c4d`
 * @throws StoredRecordUnreadable
 */
export function readStored<Value>(schema: z.ZodMiniType<Value>, text: string, record: string): Value {
  try {
    return z.parse(schema, JSON.parse(text));
  } catch (cause) {
    throw new StoredRecordUnreadable(record, cause);
  }
}
