// What became of an upload: the record beside it, from which runs take what came last and can be read.
import * as z from 'zod/mini';
import { receiptSchema } from './custody.ts';
import { readStored, storedInstant, storedSha256 } from '../values/stored.ts';

const refusal = z.strictObject({ what: z.string(), where: z.string(), found: z.string(), expected: z.string() });

const upload = {
  schema: z.literal(1),
  place: z.strictObject({ key: z.string(), version: z.string() }),
  name: z.string(),
  bytes: z.number(),
  sha256: storedSha256,
  uploadedAt: storedInstant,
  uploadedBy: z.nullable(z.string()),
  /** How it came, in the order of the times; absent in results of programs that did not keep it. */
  receipts: z.optional(z.readonly(z.array(receiptSchema))),
} as const;

const readableExport = z.strictObject({
  ...upload,
  /** It can be read; the word is that of records from before `accepted` was said of runs alone. */
  kind: z.literal('accepted-export'),
  exportedAt: z.strictObject({ at: storedInstant, declared: z.boolean(), by: z.nullable(z.string()) }),
  countShown: z.nullable(z.number()),
  /** The digest that whoever took the export told; absent where nobody did. */
  toldSha256: z.optional(storedSha256),
  /** The number of users as one person typed it in the portal: it counts once a second one has typed the same. */
  countTyped: z.optional(z.number()),
  rows: z.strictObject({ read: z.number(), accounts: z.number(), rejected: z.number(), duplicates: z.number() }),
  /** Signs that the file is not as the application wrote it. */
  editedSigns: z.readonly(z.array(z.string())),
});

/** HR's file of who left. */
const readableLeavers = z.strictObject({ ...upload, kind: z.literal('accepted-leavers'), people: z.number() });

const refused = z.strictObject({
  ...upload,
  kind: z.literal('refused'),
  /** What the place of the upload says that it is. */
  as: z.enum(['export', 'leavers']),
  /** For unknown headers or status words: the piece of configuration that would declare them; absent for other faults. */
  mapping: z.optional(z.string()),
  refusals: z.readonly(z.array(refusal)),
  /** How many more there are, beyond those that are kept; absent where these are all. */
  moreRefusals: z.optional(z.number()),
});

const resultSchema = z.discriminatedUnion('kind', [readableExport, readableLeavers, refused]);

/** As the inputs of a run name them. */
export const readableUploads = { export: readableExport, leavers: readableLeavers } as const;

export type UploadResult = z.infer<typeof resultSchema>;
export type ReadableExport = z.infer<typeof readableExport>;
export type ReadableLeavers = z.infer<typeof readableLeavers>;

/** The first ones tell what to mend; a file of the wrong form has one a row. */
const mostRefusals = 20;

/** Nobody completes a longer one by hand: such a file has another form altogether. */
const longestMapping = 10_000;

/** What of a result is kept and shown: a function answers with 6 MB at most, and one file has a million rows. */
export function inBounds(result: UploadResult): UploadResult {
  if (result.kind !== 'refused') return result;
  const { mapping, moreRefusals = 0, ...others } = result;
  const refusals = result.refusals.slice(0, mostRefusals);
  const more = moreRefusals + result.refusals.length - refusals.length;
  return {
    ...others,
    refusals,
    ...(more === 0 ? {} : { moreRefusals: more }),
    ...(mapping === undefined || mapping.length > longestMapping ? {} : { mapping }),
  };
}

export function encodeUploadResult(result: UploadResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** @throws StoredRecordUnreadable */
export function decodeUploadResult(text: string, key: string): UploadResult {
  return readStored(resultSchema, text, `the result ${key}`);
}
