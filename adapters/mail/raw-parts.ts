// The parts of a message as they stand in it, nothing decoded: what the parser drops while it decodes can be looked at here.
import type { Header } from '../../core/inputs/intake/message.ts';

export interface RawPart {
  /** Its header lines and the empty line behind them, as they were written. */
  readonly head: Buffer;
  readonly headers: readonly Header[];
  /** By which its own parts are told apart: `null` for a part that has none, `''` where it has some and names no boundary. */
  readonly boundary: string | null;
  /** Whether its last boundary is there. */
  readonly isClosed: boolean;
  /** What stands in it; of a part with parts the text before the first. */
  readonly body: Buffer;
}

/** Why two programs could read a part differently. */
export interface PartDoubt {
  readonly found: string;
  readonly expected: string;
}

/** A line that ends a part: `depth` is the place of its boundary among those that are open. */
interface Delimiter {
  readonly at: number;
  /** Offset behind its line. */
  readonly next: number;
  readonly depth: number;
  readonly isLast: boolean;
}

/** No boundary is longer (RFC 2046, 5.1.1), and blanks behind it are few. */
const longestDelimiter = 300;

/**
 * Lines are told apart as the parser does it: they end with a line feed, and carriage returns before it are no part of
 * them. A forwarded message is one part, whatever stands in it.
 *
 * @param raw a message whose parts are nested within the bounds of the reader
 * @returns the message itself first, then its parts as they stand
 * @example rawParts(raw).filter(({ boundary }) => boundary === null) // what has content
 */
export function rawParts(raw: Buffer): readonly RawPart[] {
  const parts: RawPart[] = [];
  readPart(raw, 0, { open: [], parts });
  return parts;
}

/** @returns the line that ended the part; at the end of the message a depth of -1 */
function readPart(
  raw: Buffer,
  from: number,
  { open, parts }: { readonly open: readonly string[]; readonly parts: RawPart[] },
): Delimiter {
  const limit = nextDelimiter(raw, from, open);
  const start = endOfHead(raw, from, limit.at);
  const head = raw.subarray(from, start);
  const headers = headersIn(head);
  const boundary = boundaryIn(headers.find(({ name }) => name === 'content-type')?.value ?? '');
  const index = parts.length;
  const inner = boundary === null || boundary === '' ? open : [...open, boundary];
  let end = nextDelimiter(raw, start, inner);
  const body = raw.subarray(start, Math.max(start, end.at));
  const part = { head, headers, boundary, body };
  parts.push({ ...part, isClosed: true });
  if (inner === open) return end;
  while (end.depth === open.length && !end.isLast) end = readPart(raw, end.next, { open: inner, parts });
  if (end.depth === open.length) return nextDelimiter(raw, end.next, open);
  parts[index] = { ...part, isClosed: false };
  return end;
}

/** Behind the first empty line, or where the next part begins. */
function endOfHead(raw: Buffer, from: number, limit: number): number {
  for (let at = from; at < limit;) {
    const end = raw.indexOf(0x0a, at);
    const next = end < 0 ? raw.length : end + 1;
    if (isEmpty(raw, at, end < 0 ? raw.length : end)) return Math.min(next, limit);
    at = next;
  }
  return limit;
}

function isEmpty(raw: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (raw[at] !== 0x0d) return false;
  return true;
}

function nextDelimiter(raw: Buffer, from: number, open: readonly string[]): Delimiter {
  // A part begins behind a line feed, and the message itself has no boundary before its head was read.
  for (let feed = raw.indexOf('\n--', from - 1); open.length > 0 && feed >= 0; feed = raw.indexOf('\n--', feed + 1)) {
    const found = delimiterAt(raw, feed + 1, open);
    if (found !== null) return found;
  }
  return { at: raw.length, next: raw.length, depth: -1, isLast: true };
}

/** By a line of its own, the innermost boundary first: another may begin with the same letters. */
function delimiterAt(raw: Buffer, at: number, open: readonly string[]): Delimiter | null {
  const feed = raw.indexOf(0x0a, at);
  const end = feed < 0 ? raw.length : feed;
  if (end - at > longestDelimiter) return null;
  const line = raw.toString('utf8', at, end);
  const depth = open.findLastIndex(
    (boundary) => line.startsWith(boundary, 2) && /^(?:--)?[ \t]*\r*$/.test(line.slice(2 + boundary.length)),
  );
  if (depth < 0) return null;
  const isLast = line.startsWith('--', 2 + (open[depth] ?? '').length);
  return { at, next: feed < 0 ? raw.length : feed + 1, depth, isLast };
}

/** Unfolded, the blanks of each fold kept (RFC 5322, 2.2.3). */
function headersIn(head: Buffer): readonly Header[] {
  return head
    .toString('utf8')
    .replaceAll(/\r*\n(?=[ \t])/g, '')
    .split('\n')
    .flatMap((line): readonly Header[] => {
      const at = line.indexOf(':');
      if (at < 0) return [];
      return [{ name: line.slice(0, at).toLowerCase(), value: line.slice(at + 1).trim() }];
    });
}

function boundaryIn(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(contentType) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '';
}
