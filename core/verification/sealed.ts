// When a report was sealed: whether the certificate of the key held then, and whether the file tells the same time.
import type { Instant } from '../values/instant.ts';
import { isBefore, parseInstant } from '../values/instant.ts';
import type { Refusal } from '../values/result.ts';
import { isSince } from '../versions.ts';
import type { Versioned } from '../versions.ts';
import type { ReportFile } from './report-file.ts';

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

/**
 * When the file says that it was made: the one time that it tells, which viewers show as that of the signature.
 *
 * @returns `null` where that is no time
 * @example madeAt(file) // of "D:20270116080000Z" '2027-01-16T08:00:00Z'
 */
export function madeAt({ info }: Pick<ReportFile, 'info'>): Instant | null {
  const [, year, month, day, hour, minute, second] =
    /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(info.get('CreationDate') ?? '') ?? [];
  return year === undefined ? null : parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export interface Dated {
  /** By its data: the last event that it carries, or the as-of of its run. */
  readonly sealedAt: Instant;
  readonly asOf: Instant;
  readonly isClosing: boolean;
  readonly tool: Versioned;
}

/** Since this version a report that somebody signed is dated by the last signature; some before by its run. */
const datedBySignature = '0.7.0';

/** Whoever looks at the signature in a viewer must not find another time than the data tell. */
export function datedBreak(file: Pick<ReportFile, 'info'>, { sealedAt, asOf, isClosing, tool }: Dated): Refusal | null {
  const expected = isClosing || isSince(tool, datedBySignature) ? [sealedAt] : [sealedAt, asOf];
  const found = madeAt(file);
  if (found !== null && expected.map(inSeconds).includes(inSeconds(found))) return null;
  return {
    what: 'the file tells another time than its data',
    where: 'CreationDate of the PDF',
    found: found ?? file.info.get('CreationDate') ?? 'nothing',
    expected: expected.join(' or '),
  };
}

function inSeconds(instant: Instant): string {
  return instant.slice(0, '2027-01-16T08:00:00'.length);
}
