// Streams of bytes as text lines and back, a piece at a time, so that memory does not follow the file; or whole, when small.
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

/** The texts of the same lines, those of one piece at a time: to wait for each would cost more than the line. */
export async function* textBatches(bytes: Bytes): AsyncGenerator<readonly string[], void, void> {
  // Joined once its end is there: a line of many megabytes would be copied with each piece of it.
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

/** A larger text is given memory of its own, fresh from the system, which takes a hundred times as long as to decode it. */
const decodedLength = 1 << 15;

/**
 * UTF-8 as text, in small pieces. Each is decoded by itself, as far as its characters are whole: what a decoder that goes
 * on from piece to piece gives takes twice the memory.
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
      // Only the first piece can begin with a mark of the byte order.
      decoder = behindFirst;
    }
  }
  if (rest.length > 0) yield decoder.decode(rest);
}

/** How many bytes at the end are the beginning of a character that may go on: at most three. */
function lengthBegun(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < lengthBegunBy(byte) ? length : 0;
  }
  return 0;
}

/** How many bytes a character of UTF-8 has, by its first one. */
function lengthBegunBy(first: number): number {
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** A write for each line would cost more than the line. */
const pieceLength = 1 << 18;

/** Bytes that a UTF-16 code unit takes at most in UTF-8. */
const widest = 3;

/**
 * Pieces of text as UTF-8, gathered so that few and large writes come of many and small pieces. Each is written where
 * its bytes go: to join the texts first would copy them twice more.
 */
export async function* encoded(pieces: AsyncIterable<string> | Iterable<string>): Bytes {
  let gathered = Buffer.allocUnsafe(pieceLength);
  let length = 0;
  for await (const piece of pieces) {
    if (length + widest * piece.length > pieceLength) {
      if (length > 0) yield gathered.subarray(0, length);
      // One of its own for each piece that is given away: whoever has it may keep it.
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

/** The whole text in memory, decoded a piece at a time: its bytes would be as much again. UTF-8; what is none is replaced. */
export async function textOf(bytes: Bytes): Promise<string> {
  let whole = '';
  for await (const text of texts(bytes, { fatal: false, ignoreBOM: true })) whole += text;
  return whole;
}

export async function* eachOf<Value>(batches: AsyncIterable<readonly Value[]>): AsyncGenerator<Value, void, void> {
  for await (const batch of batches) yield* batch;
}
