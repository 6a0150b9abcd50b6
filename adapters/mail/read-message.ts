// Reads a message as mail programs write it (RFC 5322, MIME) into headers, text and what is attached, or refuses it whole.
import { sha256Of } from '../../core/values/digest.ts';
import type { Attached, ReceivedMessage } from '../../core/inputs/intake/message.ts';
import type { MessageReader } from '../../core/ports/inputs.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { doubtsOfMessage, doubtsOfPart } from './doubts.ts';
import { rawParts } from './raw-parts.ts';

/** More than a message of a person has; each part costs a parser more memory than bytes on the wire. */
const mostDelimiters = 500;
/** The parser keeps each line of what is not encoded by itself: a million of them take minutes and gigabytes. */
const mostShortLines = 50_000;
/** What is encoded has up to 76 characters a line (RFC 2045, 6.8), and programs fill them. */
const shortLine = 60;
const deepest = 20;
const largestHeaders = 256_000;
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
  // Loaded only for messages: most commands and functions read none.
  const { default: PostalMime, decodeWords } = await import('postal-mime');
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
  const refusals = rawParts(raw).flatMap((part, index) => {
    const doubts = [...(index === 0 ? doubtsOfMessage(part) : []), ...doubtsOfPart(part, decodeWords)];
    const where = index === 0 ? name : `${name}, part ${index}`;
    return doubts.map((doubt) => ({ what: 'message not readable', where, ...doubt }));
  });
  if (refusals.length > 0) return refusedAll(refusals);
  const attached = email.attachments.map(({ filename, mimeType, content }): Attached => ({
    name: filename,
    mediaType: mimeType,
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }));
  const sha256 = sha256Of(bytes);
  return ok({ name, sha256, bytes: bytes.length, headers, text: email.text ?? '', attached });
}

/** As many as count, and no more: the rest of a bomb is not looked at. */
function occurrences(raw: Buffer, text: string, most: number): number {
  let count = 0;
  for (let at = raw.indexOf(text); at >= 0 && count <= most; at = raw.indexOf(text, at + 1)) count += 1;
  return count;
}
