// What a browser said about a file before it put the file straight into the bucket. In the custody it is the link
// before the bucket's own.
import { sha256Of } from '../../../core/values/digest.ts';
import * as z from 'zod/mini';
import type { Receipt } from '../../../core/inputs/custody.ts';
import { announcedKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { readStored, storedInstant, storedSha256 } from '../../../core/values/stored.ts';
import { textOf } from '../../bytes.ts';

const announcedSchema = z.strictObject({
  schema: z.literal(1),
  /** The key under which the browser may put the file. */
  key: z.string(),
  by: z.string(),
  assurance: z.enum(['asserted', 'oidc']),
  at: storedInstant,
  /** The digest that the browser worked out. */
  browserSha256: storedSha256,
  /**
   * What was said about the file, under the names of the metadata; absent in records of programs that left it to the
   * metadata.
   */
  said: z.optional(z.record(z.string(), z.string())),
});

export type Announced = Omit<z.infer<typeof announcedSchema>, 'schema'>;

/** Written before the browser gets the address, so that no file lies there that was not announced. Repeatable. */
export async function announce(results: Objects, announced: Announced): Promise<void> {
  const record = z.parse(announcedSchema, { schema: 1, ...announced });
  await results.put(keyOf(announced.key, announced.by), Buffer.from(`${JSON.stringify(record)}\n`));
}

/** What an announcement tells of a file that landed. */
export interface Announcement {
  readonly receipt: Extract<Receipt, { readonly kind: 'portal' }>;
  /**
   * What the person who had signed in said about these very bytes; `null` where other bytes landed, or nothing was
   * written down. The metadata of the object says the same, but anybody who may put an object can write it.
   */
  readonly said: Readonly<Record<string, string>> | null;
}

interface Landed {
  readonly key: string;
  readonly by: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Finds the announcement of a file that landed. Where it has other bytes than the browser's, the receipt has both
 * digests, so that the gate `custody` holds its run.
 *
 * @param landed what lies in the bucket, and who brought it as the upload says
 * @returns `null` for a file that no browser announced
 * @throws StoredRecordUnreadable
 */
export async function announcedOf(results: Objects, { key, by, name, bytes }: Landed): Promise<Announcement | null> {
  const at = keyOf(key, by);
  const stored = await results.get(at);
  if (stored === null) return null;
  const announced = readStored(announcedSchema, await textOf(stored), `what was announced of ${key}`);
  const { browserSha256, assurance, at: announcedAt, said = null } = announced;
  const sha256 = sha256Of(bytes);
  return {
    receipt: {
      kind: 'portal',
      at: announcedAt,
      name,
      bytes: bytes.length,
      sha256,
      by: announced.by,
      assurance,
      browserSha256,
    },
    said: browserSha256 === sha256 ? said : null,
  };
}

function keyOf(key: string, by: string): string {
  return announcedKey(sha256Of(JSON.stringify([key, by])));
}
