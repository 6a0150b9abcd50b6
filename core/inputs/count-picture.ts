// Checks a picture of People.ai's page, which shows the number of users that somebody typed. Only the kind of file is
// checked, by its first bytes; what the picture shows is for people to judge.
import { ok, refused } from '../values/result.ts';
import type { Result } from '../values/result.ts';
import type { CountPicture } from './custody.ts';

/** Larger than a screenshot in any resolution, and small enough to be attached to every report of the run. */
const largestPicture = 5_000_000;

/** PNG (RFC 2083, 3.1), JPEG (start of image and the first marker), PDF (ISO 32000, 7.5.2). */
const signatures: readonly (readonly [CountPicture['mediaType'], readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

export interface PictureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReadPicture extends PictureFile {
  readonly mediaType: CountPicture['mediaType'];
}

/** @example pictureOf({ name: 'page.txt', bytes }) // refused: PNG, JPEG or PDF is expected */
export function pictureOf({ name, bytes }: PictureFile): Result<ReadPicture> {
  const [mediaType] = signatures.find(([, first]) => first.every((byte, index) => bytes[index] === byte)) ?? [];
  if (mediaType === undefined)
    return refused({
      what: 'not a picture of a page',
      where: name,
      found: bytes.length === 0 ? 'an empty file' : `a file that begins with ${beginning(bytes)}`,
      expected: 'PNG, JPEG or PDF',
    });
  if (bytes.length <= largestPicture) return ok({ name, bytes, mediaType });
  return refused({
    what: 'a picture that is too large',
    where: name,
    found: `${bytes.length} bytes`,
    expected: `at most ${largestPicture}: it travels in every report of the run`,
  });
}

function beginning(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
