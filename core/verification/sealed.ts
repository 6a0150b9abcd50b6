// Whether the certificate of the key held when the report was sealed.
import type { Instant } from '../values/instant.ts';
import { isBefore } from '../values/instant.ts';
import type { Refusal } from '../values/result.ts';

interface Validity {
  readonly validUntil: Instant;
}

/** No version seals with a certificate that has ended. One that begins later is said: a clock can be set, a key made anew. */
export function expiredBreak({ validUntil }: Validity, sealedAt: Instant): Refusal | null {
  if (!isBefore(validUntil, sealedAt)) return null;
  return {
    what: 'sealed after the certificate of its key had ended',
    where: 'the certificate of the signature',
    found: `valid until ${validUntil}, and sealed at ${sealedAt}`,
    expected: 'a time within the validity of the certificate',
  };
}
