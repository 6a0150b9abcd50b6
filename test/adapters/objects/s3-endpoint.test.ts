// The store of objects against an S3 that nobody here wrote: the endpoint that AWS_ENDPOINT_URL_S3 names, or Ceph's
// RADOS gateway where Debian's packages are installed, as they are in CI.
import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, test } from 'vitest';
import { ObjectStoreFailure } from '../../../adapters/objects/failure.ts';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { objectsContract } from '../../ports/objects.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { isRadosgwInstalled, startRadosgw } from '../../support/aws/s3/radosgw.ts';
import { pieces, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';

interface Reached {
  readonly name: string;
  readonly client: S3Client;
  /** Where a put with a condition is kept: radosgw 16.2 takes it in buckets without versions alone. */
  readonly conditionsWithVersions: boolean;
  close(): Promise<void>;
}

async function reach(): Promise<Reached | null> {
  const named = process.env['AWS_ENDPOINT_URL_S3'];
  if (named !== undefined) {
    const client = new S3Client({ forcePathStyle: true });
    return { name: named, client, conditionsWithVersions: true, close: async () => client.destroy() };
  }
  if (!(await isRadosgwInstalled())) {
    if (process.env['CI'] === 'true') throw new Error('CI has to install radosgw, ceph-mon, ceph-mgr and ceph-osd');
    return null;
  }
  const gateway = await startRadosgw();
  const { endpoint } = gateway;
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: standInCredentials });
  return { name: 'radosgw', client, conditionsWithVersions: false, close: async () => gateway.close() };
}

const reached = await reach();
afterAll(async () => reached?.close());

interface Made {
  readonly objects: Objects;
  readonly bucket: string;
  readonly client: S3Client;
}

/** @param kind with versions, as the deployment's are, or without */
async function aBucket(kind: 'with versions' | 'without versions'): Promise<Made> {
  if (reached === null) throw new Error('no S3 is reached');
  const { client } = reached;
  const bucket = `access-review-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (kind === 'with versions') {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  const drafts = await aFolder();
  return { objects: s3Objects({ client, bucket, drafts, ids: { next: () => randomUUID() } }), bucket, client };
}

describe.skipIf(reached === null)('an S3 that nobody here wrote', () => {
  const kind = reached?.conditionsWithVersions === true ? 'with versions' : 'without versions';
  objectsContract(`${reached?.name}, a bucket ${kind},`, async () => ({
    port: (await aBucket(kind)).objects,
    close: async () => {},
  }));

  test.skipIf(reached?.conditionsWithVersions)(
    'is refused with its first put where it ignores the condition',
    async () => {
      const { objects, bucket } = await aBucket('with versions');
      const put = objects.put('runs/a', pieces('x'));
      await expect(put).rejects.toThrow(ObjectStoreFailure);
      await expect(put).rejects.toThrow(`the bucket ${bucket} ignores If-None-Match`);
    },
  );

  test.each([
    ['the checksum CRC32', 'CRC32'],
    ['the checksum CRC32C', 'CRC32C'],
    ['the checksum SHA1', 'SHA1'],
    ['no checksum', undefined],
  ] as const)(
    'holds what another tool stored with %s for the same when its bytes are',
    async (_what, ChecksumAlgorithm) => {
      const { objects, bucket, client } = await aBucket(kind);
      const put = { Bucket: bucket, Key: 'runs/a', Body: 'by another tool', ChecksumAlgorithm };
      await client.send(new PutObjectCommand(put));
      expect(await objects.put('runs/a', pieces('by another tool'))).toMatchObject({ bytes: 15 });
      await expect(objects.put('runs/a', pieces('by some one else'))).rejects.toThrow('already stored');
      await expect(objects.put('runs/a', pieces('by another fool'))).rejects.toThrow('already stored');
      expect(await textOf(await objects.get('runs/a'))).toBe('by another tool');
    },
  );

  test('says which bucket is missing, and by which code', async () => {
    const missing = `access-review-${randomUUID()}`;
    const options = { bucket: missing, drafts: await aFolder(), ids: { next: () => randomUUID() } };
    const { client } = await aBucket(kind);
    const objects = s3Objects({ client, ...options });
    const asks = [objects.get('runs/a'), objects.list('runs/'), objects.put('runs/a', pieces('x'))];
    for (const ended of await Promise.allSettled(asks)) {
      expect(ended).toMatchObject({ reason: { message: expect.stringContaining('S3 answered 404 NoSuchBucket') } });
    }
  });

  test('keeps nothing of a put with a wrong digest', async () => {
    const { bucket, client } = await aBucket(kind);
    const wrong = { Bucket: bucket, Key: 'a', Body: 'x', ContentMD5: Buffer.alloc(16).toString('base64') };
    await expect(client.send(new PutObjectCommand(wrong))).rejects.toThrow();
    await expect(client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });
});
