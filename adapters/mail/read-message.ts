// Reads a message as mail programs write it (RFC 5322, MIME) into headers, text and what is attached, or refuses it whole.
import { createHash } from 'node:crypto';
import type { Attached, ReceivedMessage } from '../../core/inputs/intake/message.ts';
import type { MessageReader } from '../../core/ports/inputs.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';

/** More than a message of a person has; each part costs a parser more memory than bytes on the wire. */
const mostDelimiters = 500;
/** The parser keeps each line of what is not encoded by itself: a million of them take minutes and gigabytes. */
const mostShortLines = 50_000;
/** What is encoded has up to 76 characters a line (RFC 2045, 6.8), and programs fill them. */
const shortLine = 60;
const deepest = 20;
const largestHeaders = 256_000;
/** Which of two counts, programs disagree about: they would read another file each. */
const deciding = ['content-type', 'content-transfer-encoding', 'content-disposition'];
/** A message that is larger is told by its size, and not read. */
const largestMessage = 41_000_000;

/**
 * What is inside a forwarded message stays inside: it is attached as `message/rfc822`. A message that was cut on its way
 * lacks its last boundary and is refused: half a list is read as well as a whole one.
 *
 * @example const message = await messageReader().read(bytes, 'message.eml');
 */
export function messageReader(): MessageReader {
  return { read };
}

async function read(bytes: Uint8Array, name: string): Promise<Result<ReceivedMessage>> {
  const no = (found: string, expected: string): Result<never> =>
    refused({ what: 'message not readable', where: name, found, expected });
  if (bytes.length > largestMessage) return no(`${bytes.length} bytes`, `at most ${largestMessage} bytes`);
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (occurrences(raw, '\n--', mostDelimiters) > mostDelimiters) {
    return no(`more than ${mostDelimiters} lines that begin with --`, 'a message with a few parts');
  }
  const mostLines = Math.max(mostShortLines, Math.floor(raw.length / shortLine));
  if (occurrences(raw, '\n', mostLines) > mostLines) {
    return no(`more than ${mostLines} lines in ${raw.length} bytes`, 'a file that is attached encoded, in Base64');
  }
  const doubtful = doubtInHeaders(raw);
  if (doubtful !== null) return no(doubtful, 'headers that every program reads alike');
  // Loaded only for messages: most commands and functions read none.
  const { default: PostalMime } = await import('postal-mime');
  const limits = { maxNestingDepth: deepest, maxHeadersSize: largestHeaders, forceRfc822Attachments: true };
  let email: Awaited<ReturnType<typeof PostalMime.parse>>;
  try {
    email = await PostalMime.parse(bytes, limits);
  } catch (error) {
    return no(
      error instanceof Error ? error.message : 'what the parser cannot take',
      'a message as mail programs write it',
    );
  }
  const headers = email.headers.map(({ key, value }) => ({ name: key, value }));
  if (!headers.some((header) => header.name === 'from' || header.name === 'date')) {
    return no('no header of a message', 'a message with its headers (.eml)');
  }
  const twice = deciding.find((one) => headers.filter((header) => header.name === one).length > 1);
  if (twice !== undefined) return no(`more than one ${twice}`, `one ${twice}, by which every program reads the parts`);
  const boundary = boundaryIn(headers.find((header) => header.name === 'content-type')?.value ?? '');
  if (boundary === '') return no('several parts without a boundary between them', 'a boundary in Content-Type');
  if (boundary !== null && !isClosed(raw, boundary)) {
    return no('an end without the last boundary: the message was cut', 'the whole message');
  }
  const attached = email.attachments.map(({ filename, mimeType, content }): Attached => ({
    name: filename,
    mediaType: mimeType,
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return ok({ name, sha256, bytes: bytes.length, headers, text: email.text ?? '', attached });
}

/** As many as count, and no more: the rest of a bomb is not looked at. */
function occurrences(raw: Buffer, text: string, most: number): number {
  let count = 0;
  for (let at = raw.indexOf(text); at >= 0 && count <= most; at = raw.indexOf(text, at + 1)) count += 1;
  return count;
}

/**
 * What a receiver takes for one header, or for the text, and another program for two, carries past the receiver what it
 * would have removed or judged: another From, or its own word (RFC 5322, 2.2 and 4.5; RFC 5321, 2.3.8).
 */
function doubtInHeaders(raw: Buffer): string | null {
  const head = raw.toString('latin1', 0, Math.min(raw.length, largestHeaders));
  const lines = head.split('\n').slice(0, -1);
  const end = lines.findIndex((line) => line === '' || line === '\r');
  const block = end < 0 ? lines : lines.slice(0, end + 1);
  const returns = block.filter((line) => line.endsWith('\r')).length;
  if (returns > 0 && returns < block.length) return 'headers whose lines end in two ways';
  const bare = block.map((line) => line.replace(/\r$/, ''));
  if (bare.some((line) => line.includes('\r'))) return 'a carriage return within a header';
  if (bare.some((line) => /^[ \t]+$/.test(line))) return 'a line of blanks among the headers';
  if (bare.some((line) => /^[!-9;-~]+[ \t]+:/.test(line))) return 'a blank between the name of a header and its colon';
  return null;
}

/** @returns `null` for a message of one part, `''` for several without a boundary */
function boundaryIn(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(contentType) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '';
}

/** By a line of its own: another boundary may begin with the same letters. */
function isClosed(raw: Buffer, boundary: string): boolean {
  const last = `\n--${boundary}--`;
  for (let at = raw.indexOf(last); at >= 0; at = raw.indexOf(last, at + 1)) {
    const [rest = ''] = raw.toString('latin1', at + last.length, at + last.length + shortLine).split('\n');
    if (/^[ \t]*\r?$/.test(rest)) return true;
  }
  return false;
}
