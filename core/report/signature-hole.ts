// The room for the signature in a report's PDF: how it is drawn, how it is filled in, and how it is read back. The file
// holds its two entries (ISO 32000-1, 12.8.1) once each, uncompressed, `/Contents` behind `/ByteRange`.

/** Octets that a signature with its certificate may take; the file holds twice as many hex digits. */
export const signatureRoom = 8192;

export const byteRangeKey = '/ByteRange';
/** The name that stands where an offset is not known yet. */
export const emptyOffset = '**********';
const offset = `/${emptyOffset}`;

/** Stands in place of the offsets, each a decimal number of at most 10 digits, and keeps its length when it is filled. */
export const emptyByteRange = `${byteRangeKey} [0 ${offset} ${offset} ${offset}]`;

export const contentsKey = '/Contents ';

/** Stands in place of the signature. */
export const emptyContents = `<${'0'.repeat(2 * signatureRoom)}>`;

/**
 * The two stretches of the file that are signed: from its first byte to `before`, where the `<` of `/Contents` stands,
 * and `length` bytes from `after`, behind its `>`.
 */
export interface SignedRanges {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/** @example byteRangeText({ before: 840, after: 17226, length: 512 }) // '/ByteRange [0 840 17226 512]', padded with blanks */
export function byteRangeText({ before, after, length }: SignedRanges): string {
  return `${byteRangeKey} [0 ${before} ${after} ${length}]`.padEnd(emptyByteRange.length);
}

/** @returns `null` when the text is none that `byteRangeText` writes */
export function readByteRange(text: string): SignedRanges | null {
  const [, before, after, length] = /^\/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\] *$/.exec(text) ?? [];
  if (length === undefined) return null;
  return { before: Number(before), after: Number(after), length: Number(length) };
}

/** @param signature in hex digits; zeros follow it up to the room's end */
export function contentsText(signature: string): string {
  return `<${signature.padEnd(2 * signatureRoom, '0')}>`;
}
