// Stored objects in S3: whole or absent, never overwritten, and locked for as long as the evidence has to last.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { HeadObjectCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { isObjectKey, isObjectPrefix, ObjectKeyRefused } from '../../core/names/object-keys.ts';
import type { Instant } from '../../core/values/instant.ts';
import { msOf } from '../../core/values/instant.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Bytes, Kept, Objects, StoredObject } from '../../core/ports/objects.ts';
import type { Ids } from '../../core/ports/world.ts';
import { ObjectStoreFailure, onDisk } from './failure.ts';
import { digestOf, readBytes, writeLasting } from './file-bytes.ts';
import type { Counted } from './file-bytes.ts';
import { consolePage } from './s3-page.ts';
import type { ConsolePage } from './s3-page.ts';
import { asked, s3Failure, statusOf } from './s3-failure.ts';
import { readObject } from './s3-read.ts';
import { draftName } from './scratch.ts';

/** Until when nobody may delete an object: in compliance mode not even the owner of the account. */
export interface Retention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Instant;
}

export interface S3Options {
  readonly client: S3Client;
  readonly bucket: string;
  /** Folder for bodies on their way: S3 wants the length and digest of an object before its first byte. */
  readonly drafts: string;
  readonly ids: Ids;
  /** Asked at each put; without it, or when it answers `null`, the object is not locked. */
  readonly retention?: (key: string) => Retention | null;
  /** Where people see the bucket's objects; without it, a bookmark is no more than a location. */
  readonly console?: Omit<ConsolePage, 'bucket'>;
}

/**
 * A bucket with versions, and with Object Lock when there is a retention.
 *
 * `location` answers `s3://bucket/key`, and `bookmark` the console's page; every other method throws
 * ObjectStoreFailure when S3 does not answer as it should. A put of up to 5 GB is one request, so that it appears whole
 * or not at all. The first object is put twice: a store that takes it twice ignores `If-None-Match`, would overwrite
 * evidence, and is refused.
 *
 * @example s3Objects({ client: new S3Client(), bucket: 'evidence', drafts: tmpdir(), ids })
 */
export function s3Objects(options: S3Options): Objects {
  const { client, bucket, drafts, ids } = options;
  const location = (key: string): string => `s3://${bucket}/${checkedKey(key)}`;
  let refusesSecond = false;
  return {
    async put(key: string, body: Uint8Array | Bytes | Kept): Promise<StoredObject> {
      const checked = checkedKey(key);
      const draft = join(drafts, draftName(ids.next()));
      try {
        const written = await writeLasting(draft, body);
        const settling = { ...options, key: checked, draft, written };
        const settled = await settle(settling);
        if (settled === 'stored' && !refusesSecond) await expectRefusal(settling);
        refusesSecond = true;
        return { key, ...written };
      } finally {
        await onDisk(`cannot remove ${draft}`, rm(draft, { force: true }));
      }
    },

    async get(key: string): Promise<Bytes | null> {
      return readObject(client, { Bucket: bucket, Key: checkedKey(key) });
    },

    async list(prefix: string): Promise<readonly string[]> {
      if (!isObjectPrefix(prefix)) throw new ObjectKeyRefused(prefix);
      const keys: string[] = [];
      await asked(`cannot list ${bucket}`, async () => {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key: key } of page.Contents ?? []) if (key !== undefined && isObjectKey(key)) keys.push(key);
        }
      });
      // Keys are ASCII, where the order of code units is that of code points.
      return keys.toSorted();
    },

    location,
    bookmark: (key) =>
      options.console === undefined ? location(key) : consolePage({ ...options.console, bucket }, checkedKey(key)),
  };
}

function checkedKey(key: string): string {
  if (!isObjectKey(key)) throw new ObjectKeyRefused(key);
  return key;
}

interface Settling extends S3Options {
  readonly key: string;
  readonly draft: string;
  readonly written: Counted;
}

/** S3 refuses a put while another one to the same key is under way; this often it is asked again. */
const attempts = 5;

async function settle(settling: Settling): Promise<'stored' | 'in place'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send(settling);
      return 'stored';
    } catch (error) {
      const status = statusOf(error);
      if (status === 409 && attempt < attempts) continue;
      if (status !== 412) throw s3Failure(`cannot store ${placeOf(settling)}`, error);
      if (!(await isInPlace(settling))) throw new ObjectConflict(settling.key);
      return 'in place';
    }
  }
}

/** Puts the same bytes again, which a store that keeps the condition does not take. */
async function expectRefusal(settling: Settling): Promise<void> {
  try {
    await send(settling);
  } catch (error) {
    const status = statusOf(error);
    if (status === 412 || status === 409) return;
    throw s3Failure(`cannot store ${placeOf(settling)} a second time, which shows whether it is overwritten`, error);
  }
  const { bucket } = settling;
  throw new ObjectStoreFailure(
    `the bucket ${bucket} ignores If-None-Match: it took ${placeOf(settling)} twice, and would overwrite evidence. Expected is the status 412; use S3, or a store that keeps conditional writes in a bucket with versions`,
  );
}

async function send(settling: Settling): Promise<void> {
  const body = await bodyOf(settling);
  try {
    await settling.client.send(new PutObjectCommand({ ...putInput(settling), Body: body }));
  } finally {
    // The client leaves a stream open that it could not send to its end.
    if (body instanceof Readable) body.destroy();
  }
}

function putInput({ bucket, key, written, retention }: Settling): Omit<PutObjectCommandInput, 'Body'> {
  const lock = retention?.(key) ?? null;
  return {
    Bucket: bucket,
    Key: key,
    ContentLength: written.bytes,
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: base64(written.sha256),
    IfNoneMatch: '*',
    ...(lock === null ? {} : { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: new Date(msOf(lock.until)) }),
  };
}

/** A body in memory can be sent again by the client when the network fails; a stream only by whoever called us. */
const mostInMemory = 16 * 1024 * 1024;

async function bodyOf({ draft, written }: Settling): Promise<Uint8Array | Readable> {
  return written.bytes <= mostInMemory ? readFile(draft) : Readable.from(readBytes(draft));
}

/** By its digest where S3 keeps one of the whole, else by its bytes: other tools store with checksums of their own. */
async function isInPlace(settling: Settling): Promise<boolean> {
  const { client, bucket, key, written } = settling;
  const place = { Bucket: bucket, Key: key };
  const head = new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' });
  const found = await asked(`cannot read ${placeOf(settling)}`, () => client.send(head));
  if (found.ContentLength !== written.bytes) return false;
  if (found.ChecksumSHA256 !== undefined && found.ChecksumType !== 'COMPOSITE') {
    return found.ChecksumSHA256 === base64(written.sha256);
  }
  const body = await readObject(client, place);
  return body !== null && (await digestOf(body)) === written.sha256;
}

function placeOf({ bucket, key }: Settling): string {
  return `s3://${bucket}/${key}`;
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
