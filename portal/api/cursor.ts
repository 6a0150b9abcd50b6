// Cursors of pages. One is taken only if this server gave it, for the same question.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from './problem.ts';

/**
 * The key of this process. After a restart cursors of before are refused, and the page of lines then begins at its
 * first page by itself.
 */
let key = randomBytes(32);

/** For several processes that answer one browser: each takes the cursors of the others. */
export function markCursorsWith(secret: string): void {
  key = createHmac('sha256', secret).update('cursors').digest();
}

function mark(place: string, question: string): Buffer {
  return createHmac('sha256', key).update(`${place}\n${question}`).digest().subarray(0, 12);
}

/** @param question what the page belongs to: a cursor of another one is refused */
export function cursorOf(place: number, question: string): string {
  return `${place}.${mark(String(place), question).toString('base64url')}`;
}

/** @throws Refused for a cursor that this server did not give for this question */
export function placeIn(cursor: string | undefined, question: string): number | null {
  if (cursor === undefined) return null;
  const [place = '', given = ''] = cursor.split('.');
  const found = Buffer.from(given, 'base64url');
  const expected = mark(place, question);
  if (/^\d{1,12}$/.test(place) && found.length === expected.length && timingSafeEqual(found, expected))
    return Number(place);
  throw refuse(400, {
    what: 'cursor not known',
    where: 'cursor',
    found: cursor.slice(0, 60),
    expected: 'a cursor as it was answered to the same question; begin anew without one',
  });
}
