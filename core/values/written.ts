// Values as people write them into the configuration: pieces of its schema, each with words for what it expects.
import * as z from 'zod/mini';
import { isMailAddress, isHttps } from './addresses.ts';
import { parseDay } from './instant.ts';
import type { Day } from './instant.ts';
import { canonicalDomain, canonicalLogin } from './login.ts';
import { isTimeZone } from './time-zone.ts';

export const text = z.string().check(z.trim(), z.minLength(1, 'expected a text that is not empty'));

export const texts = z._default(z.array(text), []);

/** As canonical logins write their domain, so that the two can be compared. */
export const domain = text.check(
  z.overwrite((value) => canonicalDomain(value.replace(/^@/, '').normalize('NFKC').toLowerCase())),
);

export const domains = z._default(z.array(domain), []);

/** An e-mail address is a bare one; a key of the register may be called anything else. */
export const login = text.check(
  z.refine(
    (value) => canonicalLogin(value) !== null && (!value.includes('@') || isMailAddress(value)),
    'expected a login; an e-mail address without anything around it',
  ),
);

export const count = (fallback: number): z.ZodMiniDefault<z.ZodMiniNumber> =>
  z._default(
    z.number().check(z.nonnegative('expected zero or more'), z.multipleOf(1, 'expected a whole number')),
    fallback,
  );

export const day = z.pipe(
  z.string().check(z.refine((value) => parseDay(value) !== null, 'expected a day such as 2026-10-01')),
  z.transform((value): Day => {
    const parsed = parseDay(value);
    if (parsed === null) throw new Error(`not a day: ${value}`);
    return parsed;
  }),
);

export const timeZone = z
  .string()
  .check(z.refine(isTimeZone, 'expected the IANA name of a time zone, such as Europe/Berlin or UTC, and no offset'));

export const mailAddress = text.check(
  z.refine(isMailAddress, 'expected one bare address such as access-review@acme.com, without a name'),
);

export const personAddress = text.check(z.refine(isMailAddress, 'expected the e-mail address of a person'));

export const httpsUrl = z.string().check(z.refine(isHttps, 'expected an https address'));
