// Values as people and other programs write them: pieces of schemas, each with words for what it expects.
import * as z from 'zod/mini';
import { isHttps, isHttpsOrLoopback, isMailAddress } from '../addresses.ts';
import { parseDay, parseInstant } from '../instant.ts';
import { canonicalDomain, canonicalLogin } from '../login.ts';
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

/** A text with one meaning, which is read once. */
function meaning<Value>(read: (value: string) => Value | null, expected: string) {
  return z.pipe(
    z.string(),
    z.transform((value: string, context): Value => {
      const found = read(value);
      if (found !== null) return found;
      context.issues.push({ code: 'custom', message: expected, input: value });
      return z.NEVER;
    }),
  );
}

export const day = meaning(parseDay, 'expected a day such as 2026-10-01');
export const instant = meaning(parseInstant, 'expected an ISO 8601 instant with a zone');

export const timeZone = z
  .string()
  .check(z.refine(isTimeZone, 'expected the IANA name of a time zone, such as Europe/Berlin or UTC, and no offset'));

export const mailAddress = text.check(
  z.refine(isMailAddress, 'expected one bare address such as access-review@acme.com, without a name'),
);

export const personAddress = text.check(z.refine(isMailAddress, 'expected the e-mail address of a person'));

export const httpsUrl = z.string().check(z.refine(isHttps, 'expected an https address'));

export const httpsOrLoopbackUrl = z
  .string()
  .check(z.refine(isHttpsOrLoopback, 'expected an https address, or http on a loopback address'));
