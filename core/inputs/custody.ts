// The record of how the files of a run came in, written as they came. The chain of custody is told from it (AS
// 1105.10A).
import * as z from 'zod/mini';
import { canonicalJson } from '../values/canonical-json.ts';
import { msOf } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';
import { documentIn } from '../values/json-file.ts';
import type { Refusal, Result } from '../values/result.ts';
import { readStored, storedInstant, storedSha256 } from '../values/stored.ts';

const text = z.string();
const nullableText = z.nullable(text);
const size = z.number().check(z.nonnegative(), z.multipleOf(1));
const place = z.strictObject({ key: text, version: text });

/** `asserted`: typed, nobody authenticated it; `oidc`: the person signed in. */
const assurance = z.enum(['asserted', 'oidc']);

/** What a receiving server said of a message; `unknown` where it said nothing. */
const verdict = z.enum(['pass', 'fail', 'none', 'unknown']);

const received = {
  /** When the file had been received completely. */
  at: storedInstant,
  /** The name that the sender or uploader gave it. */
  name: text,
  bytes: size,
  /** The digest of the file, worked out from its bytes by the program that received it. */
  sha256: storedSha256,
} as const;

/**
 * One way in which a file came in. A file that came by mail into a bucket has two receipts, in the order of their
 * times.
 */
export const receiptSchema = z.discriminatedUnion('kind', [
  /** Named on the command line of a run. */
  z.strictObject({ kind: z.literal('by-hand'), ...received, by: nullableText }),
  /** Taken out of a folder by `intake`. */
  z.strictObject({ kind: z.literal('folder'), ...received, by: nullableText }),
  z.strictObject({ kind: z.literal('portal'), ...received, by: text, assurance, browserSha256: storedSha256 }),
  z.strictObject({
    kind: z.literal('bucket'),
    ...received,
    /** The uploader, as the object's metadata names them. */
    by: nullableText,
    place,
    etag: nullableText,
  }),
  z.strictObject({
    kind: z.literal('mail'),
    ...received,
    /** The address in the header From, whose domain DMARC is about. */
    from: text,
    messageId: nullableText,
    /** The digest of the raw message as it was received; its place is where it is kept. */
    messageSha256: storedSha256,
    place: z.nullable(place),
    verdicts: z.strictObject({ dmarc: verdict, dkim: verdict, spf: verdict, virus: verdict, spam: verdict }),
    /** The domain whose key signed the message (DKIM, d=); `null` where none did or nobody said. */
    signedBy: nullableText,
    /** Whether the last hop was encrypted; `null` where nobody said. */
    tls: z.nullable(z.boolean()),
  }),
  /** Fetched on schedule from a server of the vendor or of HR. */
  z.strictObject({ kind: z.literal('pull'), ...received, server: text, path: text, place: z.nullable(place) }),
]);

const typist = z.strictObject({ by: text, at: storedInstant, assurance });

const picture = z.strictObject({
  name: text,
  mediaType: z.enum(['image/png', 'image/jpeg', 'application/pdf']),
  bytes: size,
  sha256: storedSha256,
  by: text,
  at: storedInstant,
});

/** The number of users that the application's page showed, and who says so. */
export const countSchema = z.strictObject({
  /** The digest of the export beside which the page was looked at. */
  exportSha256: storedSha256,
  shown: size,
  typed: z.strictObject({ ...typist.shape, by: nullableText }),
  /** Who looked at the page too and typed the same number; `null` while nobody did. */
  confirmed: z.nullable(typist),
  /** A picture of the page, where somebody attached one. */
  picture: z.nullable(picture),
});

/**
 * The most values in a custody record. They are counted before any is read; no file comes in by tens of thousands of
 * ways.
 */
const mostCustodyValues = 200_000;

/** `evidence/custody.json`: what was recorded about the files of a run before it began; an input of the run. */
const custodySchema = z.strictObject({
  schema: z.literal(1),
  export: z.strictObject({
    /** The digest of the export that its taker told by another way; `null` where nobody told one. */
    toldSha256: z.nullable(storedSha256),
    receipts: z.array(receiptSchema),
  }),
  /** `null` when the run compares no leavers file. */
  leavers: z.nullable(z.strictObject({ receipts: z.array(receiptSchema) })),
  /** `null` when nobody typed a number. */
  count: z.nullable(countSchema),
});

export type Receipt = z.infer<typeof receiptSchema>;
export type CountPicture = z.infer<typeof picture>;
export type CountSaid = z.infer<typeof countSchema>;
export type Custody = z.infer<typeof custodySchema>;

/** The digests of what a run compares; `leavers` is `null` when it compares no leavers file. */
export interface ComparedDigests {
  readonly export: string;
  readonly leavers: string | null;
}

/** @returns a sentence for each record by which a compared file is not the one that was taken or received */
export function alterations(custody: Custody, compared: ComparedDigests): readonly string[] {
  const { toldSha256, receipts } = custody.export;
  const told =
    toldSha256 === null || toldSha256 === compared.export
      ? []
      : [`whoever took the export told the SHA-256 ${toldSha256}, and the compared file has ${compared.export}`];
  const leavers =
    compared.leavers === null ? [] : receiptsOfAnother('leavers file', custody.leavers?.receipts, compared.leavers);
  return [...told, ...receiptsOfAnother('export', receipts, compared.export), ...leavers];
}

function receiptsOfAnother(file: string, receipts: readonly Receipt[] = [], compared: string): readonly string[] {
  return receipts.flatMap((receipt) => {
    const digests = [receipt.sha256, ...(receipt.kind === 'portal' ? [receipt.browserSha256] : [])];
    const other = digests.find((sha256) => sha256 !== compared);
    return other === undefined
      ? []
      : [`the ${file} was received (${receipt.kind}) with the SHA-256 ${other}, and the compared file has ${compared}`];
  });
}

/** Whether two people stand behind the number; `one-person` gives the reason why not, as the rest of a sentence. */
export type CountStanding =
  | { readonly kind: 'two-people' }
  | { readonly kind: 'one-person'; readonly why: string }
  /** The number was typed beside another file, and so says nothing about this one. */
  | { readonly kind: 'other-export' };

/** @param name of the file within the evidence; only for refusals */
export function readCustody(bytes: Uint8Array, name: string): Result<Custody> {
  return documentIn(bytes, name, { schema: custodySchema, mostValues: mostCustodyValues });
}

/**
 * The record as text, with its members in the order of the schema: a record that is read and written again is the same
 * text.
 */
export function custodyText(custody: Custody): string {
  return `${JSON.stringify(z.parse(custodySchema, custody), null, 2)}\n`;
}

export function encodeReceipt(receipt: Receipt): string {
  return `${canonicalJson(receipt)}\n`;
}

/** @throws StoredRecordUnreadable */
export function decodeReceipt(stored: string, key: string): Receipt {
  return readStored(receiptSchema, stored, `the receipt ${key}`);
}

/** How far the clocks of two machines may be apart. */
const clocksApartMs = 5 * 60_000;

/**
 * Whether a file is said to have been taken after it had already come in, by more than clocks differ. Then the said
 * time is wrong.
 */
export function takenAfter(taken: Instant, there: Instant): boolean {
  return msOf(taken) > msOf(there) + clocksApartMs;
}

/**
 * Refuses a time that has not come yet. Proofs, signatures and the closing that rest on such a file would be dated in
 * the future, and no later export could prove anything until then.
 *
 * @param told when the file was taken, and where that is written; `typed` where somebody wrote it in another form
 * @param now by the clock of whoever takes the file in
 * @returns `null` for a time that has come, or is less than five minutes ahead, because clocks differ
 * @example notYetTaken({ where: '--exported-at', at: '2027-01-01T00:00:00Z' }, now)
 */
export function notYetTaken(
  { where, at, typed }: { readonly where: string; readonly at: Instant; readonly typed?: string | undefined },
  now: Instant,
): Refusal | null {
  if (!takenAfter(at, now)) return null;
  return {
    what: 'a time that has not come',
    where,
    found: typed === undefined || typed === at ? at : `${typed}, which is ${at}`,
    expected: `when it was taken, in UTC or with its offset, such as 2026-10-05T08:00:00+02:00; it is ${now} now`,
  };
}
