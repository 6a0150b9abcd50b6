// The directory products that the review can read, one line each.
import * as z from 'zod/mini';
import { entraSchema } from './entra.ts';
import { oktaSchema } from './okta.ts';

export const directorySchema = z.discriminatedUnion('kind', [entraSchema, oktaSchema]);

export type DirectoryConfig = z.infer<typeof directorySchema>;
