// Streams of bytes as text lines and back, a piece at a time, so that memory does not follow the file; or whole, when small.
import type { Bytes } from '../core/ports.ts';

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
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of bytes) {
    const texts = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = texts.pop() ?? '';
    yield texts;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
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
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

export async function* eachOf<Value>(batches: AsyncIterable<readonly Value[]>): AsyncGenerator<Value, void, void> {
  for await (const batch of batches) yield* batch;
}
