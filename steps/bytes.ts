// Turns streams of bytes into lines of text and back, a piece at a time, so that memory does not grow with the file.
// Small files may be read whole.
import type { Bytes } from '../core/ports/objects.ts';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** UTF-8, separated by `\n`; an empty last line is none. @throws TypeError for bytes that are no UTF-8. */
export async function* linesOf(bytes: Bytes): AsyncGenerator<Line, void, void> {
  let number = 0;
  for await (const texts of textBatches(bytes)) for (const text of texts) yield { number: (number += 1), text };
}

/**
 * The texts of the lines, in batches of those that end in one piece of bytes: waiting for each line would take longer
 * than reading it.
 */
export async function* textBatches(bytes: Bytes): AsyncGenerator<readonly string[], void, void> {
  // Joined when the end of the line is there. Otherwise a line of many megabytes would be copied with each piece of it.
  let begun: string[] = [];
  for await (const text of texts(bytes, { fatal: true, ignoreBOM: false })) {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = `${begun.join('')}${lines[0] ?? ''}`;
      begun = [];
    }
    if (rest !== '') begun.push(rest);
    yield lines;
  }
  if (begun.length > 0) yield [begun.join('')];
}

/** The text in pieces, cut anywhere. UTF-8. @throws TypeError for bytes that are no UTF-8 */
export function textPieces(bytes: Bytes): AsyncGenerator<string, void, void> {
  return texts(bytes, { fatal: true, ignoreBOM: true });
}

/**
 * Pieces are decoded up to this length. A larger text gets memory of its own from the system, which takes a hundred
 * times as long as decoding it.
 */
const decodedLength = 1 << 15;

/**
 * UTF-8 as text, in small pieces. Each piece is decoded alone, as far as its characters are complete, because what a
 * decoder gives that continues over pieces takes twice the memory.
 */
async function* texts(
  bytes: Bytes,
  { fatal, ignoreBOM }: { readonly fatal: boolean; readonly ignoreBOM: boolean },
): AsyncGenerator<string, void, void> {
  const behindFirst = new TextDecoder('utf-8', { fatal, ignoreBOM: true });
  let decoder = new TextDecoder('utf-8', { fatal, ignoreBOM });
  let rest = new Uint8Array();
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += decodedLength) {
      const next = chunk.subarray(at, at + decodedLength);
      const piece = rest.length === 0 ? next : Buffer.concat([rest, next]);
      const whole = piece.length - lengthBegun(piece);
      rest = piece.slice(whole);
      if (whole === 0) continue;
      yield decoder.decode(piece.subarray(0, whole));
      // Only the first piece may begin with a byte order mark.
      decoder = behindFirst;
    }
  }
  if (rest.length > 0) yield decoder.decode(rest);
}

/** How many bytes at the end are the beginning of a character that continues in the next piece: three at the most. */
function lengthBegun(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < lengthBegunBy(byte) ? length : 0;
  }
  return 0;
}

/** How many bytes a character of UTF-8 has, told by its first byte. */
function lengthBegunBy(first: number): number {
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Texts are gathered to this length: a write for each line would take longer than making the line. */
const pieceLength = 1 << 18;

/** Bytes that a UTF-16 code unit takes at most in UTF-8. */
const widest = 3;

/**
 * Texts as UTF-8, gathered into few large pieces. Each text is written directly to where its bytes go, because joining
 * the texts first would copy them twice more.
 */
export async function* encoded(pieces: AsyncIterable<string> | Iterable<string>): Bytes {
  let gathered = Buffer.allocUnsafe(pieceLength);
  let length = 0;
  for await (const piece of pieces) {
    if (length + widest * piece.length > pieceLength) {
      if (length > 0) yield gathered.subarray(0, length);
      // Each piece has memory of its own, because the receiver may keep it.
      gathered = Buffer.allocUnsafe(Math.max(pieceLength, widest * piece.length));
      length = 0;
    }
    length += gathered.write(piece, length);
  }
  if (length > 0) yield gathered.subarray(0, length);
}

/** Bytes that are in memory already, as one piece. */
export async function* whole(bytes: Uint8Array): Bytes {
  yield bytes;
}

/** The whole object in memory: for exports and smaller. */
export async function bytesOf(bytes: Bytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * The whole text in memory. It is decoded a piece at a time, because its bytes would take as much memory again. Bytes
 * that are no UTF-8 are replaced.
 */
export async function textOf(bytes: Bytes): Promise<string> {
  let whole = '';
  for await (const text of texts(bytes, { fatal: false, ignoreBOM: true })) whole += text;
  return whole;
}

export async function* eachOf<Value>(batches: AsyncIterable<readonly Value[]>): AsyncGenerator<Value, void, void> {
  for await (const batch of batches) yield* batch;
}
