// Which files may be attached to a line: kinds that people show as evidence, told by their first bytes and not by their name alone.
import { ok, refused } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { visibleLine } from '../../values/text.ts';
import type { AttachedFile } from '../events/event.ts';

/** Larger evidence belongs where it is kept, and a reference to it into the comment. */
export const mostAttachedBytes = 10 * 1024 * 1024;
export const mostAttachedFiles = 5;

interface Kind {
  readonly endings: readonly string[];
  readonly mediaType: AttachedFile['mediaType'];
  /** The first bytes; `null` for text, which is UTF-8 without the character 0. */
  readonly begins: readonly number[] | null;
}

const kinds: readonly Kind[] = [
  { endings: ['pdf'], mediaType: 'application/pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { endings: ['png'], mediaType: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { endings: ['jpg', 'jpeg'], mediaType: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { endings: ['txt', 'eml'], mediaType: 'text/plain', begins: null },
  { endings: ['csv'], mediaType: 'text/csv', begins: null },
];

export const attachedMediaTypes: readonly string[] = kinds.map(({ mediaType }) => mediaType);
const expected = `a file that is what its name says: ${kinds.flatMap(({ endings }) => endings).join(', ')}`;

/** Without folders and without what is not seen: `../a.pdf` and right-to-left tricks are refused. */
const portableName = /^[^\\/:*?"<>|]{1,200}$/;

/** @example isPlainName('../ticket.pdf') // false */
export function isPlainName(name: string): boolean {
  return portableName.test(name) && visibleLine(name) === name;
}

/**
 * Whether a file that is recorded so was ever taken: its bytes lie beside the review, and no report attaches them.
 *
 * @example isAttachedAs({ name: 'ticket.pdf', mediaType: 'application/pdf', bytes: 0 }) // false
 */
export function isAttachedAs({ name, mediaType, bytes }: Omit<AttachedFile, 'sha256'>): boolean {
  const isSize = Number.isSafeInteger(bytes) && bytes > 0 && bytes <= mostAttachedBytes;
  return isPlainName(name) && isSize && kindOf(name)?.mediaType === mediaType;
}

function kindOf(name: string): Kind | undefined {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return kinds.find(({ endings }) => endings.includes(ending));
}

/** @returns the media type @example attachedKind({ name: 'ticket.pdf', bytes }) // { kind: 'ok', value: 'application/pdf' } */
export function attachedKind({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): Result<string> {
  const where = 'attached file';
  if (!isPlainName(name))
    return refused({
      what: 'name of a file not accepted',
      where,
      found: name.slice(0, 80),
      expected: 'a plain file name',
    });
  if (bytes.length === 0 || bytes.length > mostAttachedBytes)
    return refused({
      what: 'file not taken',
      where: name,
      found: `${bytes.length} bytes`,
      expected: `1 to ${mostAttachedBytes} bytes`,
    });
  const kind = kindOf(name);
  if (kind === undefined || !isOfKind(bytes, kind))
    return refused({
      what: 'kind of file not taken',
      where: name,
      found: kind === undefined ? 'another ending' : 'other content than its name says',
      expected,
    });
  return ok(kind.mediaType);
}

function isOfKind(bytes: Uint8Array, { begins }: Kind): boolean {
  if (begins !== null) return begins.every((byte, index) => bytes[index] === byte);
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\u0000');
  } catch {
    return false;
  }
}
