// What a browser said of a file before it put it straight into the bucket: the link before the bucket's own in its custody.
import { sha256Of } from '../../../core/values/digest.ts';
import * as z from 'zod/mini';
import type { Receipt } from '../../../core/inputs/custody.ts';
import { announcedKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { readStored, storedInstant, storedSha256 } from '../../../core/values/stored.ts';
import { textOf } from '../../bytes.ts';

const announcedSchema = z.strictObject({
  schema: z.literal(1),
  /** Where the file was let go to. */
  key: z.string(),
  by: z.string(),
  assurance: z.enum(['asserted', 'oidc']),
  at: storedInstant,
  /** As the browser worked it out. */
  browserSha256: storedSha256,
  /** What was said of the file, under the names of the metadata; absent in records of programs that left it to these. */
  said: z.optional(z.record(z.string(), z.string())),
});

export type Announced = Omit<z.infer<typeof announcedSchema>, 'schema'>;

/** Before the address is handed out: no file lies there that was not announced. Repeatable. */
export async function announce(results: Objects, announced: Announced): Promise<void> {
  const record = z.parse(announcedSchema, { schema: 1, ...announced });
  await results.put(keyOf(announced.key, announced.by), Buffer.from(`${JSON.stringify(record)}\n`));
}

/** What an announcement tells of a file that landed. */
export interface Announcement {
  readonly receipt: Extract<Receipt, { readonly kind: 'portal' }>;
  /**
   * What whoever had signed in said of these very bytes; `null` where other bytes landed or nothing was written down.
   * The metadata of the object says the same, and anybody who may put an object may have written that.
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
 * Of other bytes than the browser's the receipt has both digests, so that the gate `custody` holds their run.
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
