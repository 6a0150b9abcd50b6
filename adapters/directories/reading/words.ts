// Texts of a directory, as they come: missing, null, blank and invisible are the same, nothing.
import * as z from 'zod/mini';
import { isSeen } from '../../../core/values/text.ts';

export const optionalText = z.optional(
  z.pipe(
    z.nullable(z.string()),
    z.transform((text: string | null): string | null => (text === null || !isSeen(text) ? null : text)),
  ),
);

/** One that only describes a person: of another shape it says nothing, and nobody is judged by it. */
export const describingText = z.optional(
  z.pipe(
    z.unknown(),
    z.transform((text: unknown): string | null => (typeof text === 'string' && isSeen(text) ? text : null)),
  ),
);

/** A number or other id of a person, as a text or as the number that it looks like. */
export const personNumber = z.optional(
  z.pipe(
    z.nullable(z.union([z.string(), z.number()])),
    z.transform((id: string | number | null): string | null => (id === null ? null : String(id))),
  ),
);

/** The directory's own id of an object. */
export const presentId = z.string().check(z.regex(/\S/, 'expected an id'));

/** One that is the same in capitals, such as a GUID: lists that write it differently speak of one object. */
export const caselessId = z.pipe(presentId, z.transform(inOneCase));

/** @example inOneCase('9F0C1C8A-…') // '9f0c1c8a-…' */
export function inOneCase(id: string): string {
  return id.toLowerCase();
}
