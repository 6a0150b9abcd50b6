// Texts of a directory, as they come: missing, null and blank are the same, nothing.
import * as z from 'zod/mini';
import { orAbsent } from '../../../core/values/text.ts';

export const optionalText = z.optional(
  z.pipe(
    z.nullable(z.string()),
    z.transform((text: string | null): string | null => orAbsent(text)),
  ),
);

/** The directory's own id of an object. */
export const presentId = z.string().check(z.regex(/\S/, 'expected an id'));
