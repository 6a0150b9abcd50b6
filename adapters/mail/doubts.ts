// What programs read differently in a message: our receiver could have judged another one than the one that is read.
import type { Header } from '../../core/inputs/intake/message.ts';
import { quoted } from '../../core/values/text.ts';
import { attachmentNames, isTableName } from './attachment-names.ts';
import type { DecodeWords } from './attachment-names.ts';
import type { PartDoubt, RawPart } from './raw-parts.ts';

/** Which of two counts, programs disagree about: they would read another file each. */
const deciding = ['content-type', 'content-transfer-encoding', 'content-disposition'];

/** By these a message is dated and named (RFC 5322, 3.6), whichever of two a signature covers. */
const once = ['date', 'message-id'];

/** How the text of a part may be written (RFC 2045, 6); parts of parts are never encoded (6.4). */
const encodings: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable']);
const ofMultipart: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary']);

/** @returns what is wrong with the headers of the message itself */
export function doubtsOfMessage({ headers }: Pick<RawPart, 'headers'>): readonly PartDoubt[] {
  if (!headers.some(({ name }) => name === 'from' || name === 'date')) {
    return [{ found: 'no header of a message', expected: 'a message with its headers (.eml)' }];
  }
  return once.flatMap((name) => moreThanOne(headers, name, `one ${name} at most`));
}

/**
 * @returns why a part could be read differently, or shorter than it is: by its headers, its encoding, its names
 * @example doubtsOfPart(part, decodeWords)[0]?.found // 'Base64 that ends within a group of four'
 */
export function doubtsOfPart(part: RawPart, decodeWords: DecodeWords): readonly PartDoubt[] {
  const doubts = [...doubtsOfHead(part.head)];
  for (const name of deciding) {
    doubts.push(...moreThanOne(part.headers, name, `one ${name}, by which every program reads the parts`));
  }
  // What two headers say is told already.
  if (doubts.length > 0) return doubts;
  if (part.boundary === '') {
    doubts.push({ found: 'several parts without a boundary between them', expected: 'a boundary in Content-Type' });
  } else if (!part.isClosed) {
    doubts.push({ found: 'an end without the last boundary: the message was cut', expected: 'the whole message' });
  }
  const { names, doubt } = attachmentNames(part.headers, decodeWords);
  if (doubt !== null) doubts.push(doubt);
  const isInText = isShownAsText(part.headers);
  const list = isInText ? names.find(isTableName) : undefined;
  if (list !== undefined) {
    const found = `${quoted(list)}, written into the text of the message`;
    doubts.push({ found, expected: 'the file as an attachment' });
  }
  const text = encodingDoubt(part, isInText);
  return text === null ? doubts : [...doubts, text];
}

function moreThanOne(headers: readonly Header[], name: string, expected: string): readonly PartDoubt[] {
  return headers.filter((header) => header.name === name).length > 1
    ? [{ found: `more than one ${name}`, expected }]
    : [];
}

/**
 * What a receiver takes for one header, or for the text, and another program for two, carries past the receiver what it
 * would have removed or judged: another From, or its own word (RFC 5322, 2.2 and 4.5; RFC 5321, 2.3.8).
 */
function doubtsOfHead(head: Buffer): readonly PartDoubt[] {
  const lines = head.toString('latin1').split('\n');
  // Behind the last line feed stands nothing.
  const block = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  const returns = block.filter((line) => line.endsWith('\r')).length;
  const bare = block.map((line) => line.replace(/\r$/, ''));
  const found = [
    returns > 0 && returns < block.length ? 'headers whose lines end in two ways' : null,
    bare.some((line) => line.includes('\r')) ? 'a carriage return within a header' : null,
    bare.some((line) => /^[ \t]+$/.test(line)) ? 'a line of blanks among the headers' : null,
    bare.some((line) => /^[!-9;-~]+[ \t]+:/.test(line)) ? 'a blank between the name of a header and its colon' : null,
  ].find((one) => one !== null);
  return found === undefined ? [] : [{ found, expected: 'headers that every program reads alike' }];
}

/** The parser takes such a part for the message's own words, whatever it is called. */
function isShownAsText(headers: readonly Header[]): boolean {
  const of = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  const isText = of('content-type') === '' || /^text\/(?:plain|html)\b/i.test(of('content-type'));
  return isText && !/^attachment\b/i.test(of('content-disposition'));
}

function encodingDoubt({ headers, boundary, body }: RawPart, isInText: boolean): PartDoubt | null {
  const encoding = headers.find(({ name }) => name === 'content-transfer-encoding')?.value.toLowerCase() ?? '';
  const known = boundary === null ? encodings : ofMultipart;
  if (!known.has(encoding)) {
    const found = `content-transfer-encoding ${quoted(encoding)}`;
    return { found, expected: `one of ${[...known].slice(1).join(', ')}` };
  }
  if (encoding === 'base64') return base64Doubt(body) ?? lineDoubt(body) ?? sizeDoubt(headers, body);
  // Words of a page are written carelessly by many programs, and decide nothing.
  return encoding === 'quoted-printable' && !isInText ? quotedPrintableDoubt(body) : null;
}

/** A quarter of a list decodes as well as a whole one: the last group must be full, and nothing may stand behind it. */
function base64Doubt(body: Buffer): PartDoubt | null {
  const expected = 'Base64 to its end, and nothing else beside it';
  let letters = 0;
  let padding = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09) continue;
    if (byte === 0x3d) padding += 1;
    else if (!isBase64(byte)) return { found: `a sign that is no Base64 (${hex(byte)})`, expected };
    else if (padding > 0) return { found: 'text behind the end of the Base64', expected };
    else letters += 1;
  }
  const isWhole = (letters + padding) % 4 === 0 && padding < 3;
  return isWhole ? null : { found: 'Base64 that ends within a group of four', expected };
}

/**
 * Programs fill every line but the last (RFC 2045, 6.8): where another is shorter, or one is longer than the first, text
 * was taken out or put in. What was cut behind a full line looks whole: one file in 57 ends so by itself.
 */
function lineDoubt(body: Buffer): PartDoubt | null {
  const lengths = body
    .toString('latin1')
    .split('\n')
    .map((line) => line.trim().length)
    .filter((length) => length > 0);
  const [full = 0] = lengths;
  const odd = lengths.findIndex((length, at) => (at < lengths.length - 1 ? length !== full : length > full));
  if (odd < 0) return null;
  const found = `Base64 with ${lengths[odd]} signs in line ${odd + 1}, and ${full} in the first`;
  return { found, expected: 'lines of one length, but the last: nothing taken out' };
}

/** What Outlook tells is the size with what it keeps beside the file, and never less than the file's (RFC 2183, 2.7). */
const toldMore = { share: 0.1, bytes: 8_192 };

function sizeDoubt(headers: readonly Header[], body: Buffer): PartDoubt | null {
  const disposition = headers.find(({ name }) => name === 'content-disposition')?.value ?? '';
  const told = Number(/;\s*size\s*=\s*"?(\d{1,12})/i.exec(disposition)?.[1] ?? '0');
  const size = Buffer.byteLength(body.toString('latin1').replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64');
  if (size >= told * (1 - toldMore.share) - toldMore.bytes) return null;
  return { found: `${size} bytes, where Content-Disposition tells ${told}`, expected: 'the whole file' };
}

function isBase64(byte: number): boolean {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2f;
}

/** RFC 2045, 6.7: behind an equals sign stand two hexadecimal digits, or the end of the line. */
function quotedPrintableDoubt(body: Buffer): PartDoubt | null {
  const expected = 'quoted-printable to its end';
  for (let at = body.indexOf('='); at >= 0; at = body.indexOf('=', at + 1)) {
    const behind = body.toString('latin1', at + 1, at + 3);
    if (!/^(?:[0-9A-Fa-f]{2}|\r?\n)/.test(behind)) return { found: 'an equals sign that means nothing', expected };
  }
  return null;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
