// The stand-in for S3 is held to S3's own answers: what it takes too kindly, no test of the product would notice.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import type { S3Options } from '../../../adapters/objects/s3.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { s3ForTheFile } from '../../support/aws/s3/s3-for-the-file.ts';
import { pieces } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { at } from '../../support/time.ts';

const { standIn, client } = await s3ForTheFile();

async function aBucket(
  options: Partial<S3Options> = {},
): Promise<{ readonly objects: Objects; readonly bucket: string }> {
  const bucket = `evidence-${randomUUID()}`;
  standIn.createBucket(bucket, { versioning: true, objectLock: true });
  const drafts = await aFolder();
  return { bucket, objects: s3Objects({ client, bucket, drafts, ids: { next: () => randomUUID() }, ...options }) };
}

describe('the stand-in for S3', () => {
  test('refuses a request that another key signed, or nobody', async () => {
    const { bucket } = await aBucket();
    const { endpoint } = standIn;
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' };
    const stranger = new S3Client({ endpoint, region: 'eu-central-1', credentials });
    await expect(stranger.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    expect((await fetch(`${endpoint}/${bucket}/a`)).status).toBe(403);
    stranger.destroy();
  });

  test('refuses a body that is not what its checksum says', async () => {
    const { bucket } = await aBucket();
    const wrong = new PutObjectCommand({
      Bucket: bucket,
      Key: 'a',
      Body: 'x',
      ChecksumSHA256: Buffer.alloc(32).toString('base64'),
    });
    await expect(client.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  });

  test('takes an upload to a presigned address, with what the sender declared, until it is altered or too late', async () => {
    const { bucket } = await aBucket();
    const signer = new S3Client({
      endpoint: standIn.endpoint,
      region: 'eu-central-1',
      credentials: client.config.credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const put = new PutObjectCommand({ Bucket: bucket, Key: 'inbox/users.csv' });
    const address = await getSignedUrl(signer, put, { expiresIn: 60 });
    expect((await fetch(address, { method: 'PUT', body: 'Email\n' })).status).toBe(200);
    expect((await fetch(address.replace('users', 'other'), { method: 'PUT', body: 'x' })).status).toBe(403);
    const expired = await getSignedUrl(signer, put, { expiresIn: 1, signingDate: new Date('2026-01-01') });
    expect((await fetch(expired, { method: 'PUT', body: 'x' })).status).toBe(403);
    const part = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'inbox/users.csv', Range: 'bytes=1-2' }),
    );
    expect(await part.Body?.transformToString()).toBe('ma');
    signer.destroy();
  });

  test('deletes no locked version, except in governance mode for who may bypass it', async () => {
    const until = at('2033-10-05T08:00:00Z');
    for (const mode of ['COMPLIANCE', 'GOVERNANCE'] as const) {
      const { objects, bucket } = await aBucket({ retention: () => ({ mode, until }) });
      await objects.put('runs/a', pieces('x'));
      const { VersionId } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'runs/a' }));
      const remove = { Bucket: bucket, Key: 'runs/a', VersionId };
      await expect(client.send(new DeleteObjectCommand(remove))).rejects.toMatchObject({ name: 'AccessDenied' });
      const bypass = client.send(new DeleteObjectCommand({ ...remove, BypassGovernanceRetention: true }));
      if (mode === 'GOVERNANCE') await bypass;
      else await expect(bypass).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });

  test('gives a whole object to who holds its presigned address, and only until it ends', async () => {
    const { bucket, objects } = await aBucket();
    await objects.put('runs/a', pieces('evidence'));
    const get = new GetObjectCommand({ Bucket: bucket, Key: 'runs/a' });
    const given = await fetch(await getSignedUrl(client, get, { expiresIn: 60 }));
    expect([given.status, await given.text()]).toEqual([200, 'evidence']);
    const ended = await getSignedUrl(client, get, { expiresIn: 1, signingDate: new Date('2026-01-01') });
    expect((await fetch(ended)).status).toBe(403);
  });

  test.each([
    ['bytes=0-3', { status: 206, body: 'evid', range: 'bytes 0-3/8' }],
    ['bytes=4-', { status: 206, body: 'ence', range: 'bytes 4-7/8' }],
    ['bytes=-3', { status: 206, body: 'nce', range: 'bytes 5-7/8' }],
    ['bytes=6-100', { status: 206, body: 'ce', range: 'bytes 6-7/8' }],
    ['bytes=5-2', { status: 200, body: 'evidence', range: undefined }],
  ] as const)('answers the range %s as S3 does', async (Range, expected) => {
    const { bucket, objects } = await aBucket();
    await objects.put('runs/a', pieces('evidence'));
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'runs/a', Range }));
    const { $metadata, Body, ContentRange: range } = answer;
    const body = await Body?.transformToString();
    expect({ status: $metadata.httpStatusCode, body, range }).toEqual(expected);
  });

  test('refuses a range beyond the end', async () => {
    const { bucket, objects } = await aBucket();
    await objects.put('runs/a', pieces('evidence'));
    const get = client.send(new GetObjectCommand({ Bucket: bucket, Key: 'runs/a', Range: 'bytes=8-9' }));
    await expect(get).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  const future = new Date('2099-01-01');
  test.each([
    ['a lock that has ended', { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date('2020-01-01') }],
    ['a lock without a date', { ObjectLockMode: 'COMPLIANCE' }],
    ['a date without a lock', { ObjectLockRetainUntilDate: future }],
    ['a condition that names a version', { IfNoneMatch: '"0123456789abcdef"' }],
    ['a key of more than 1,024 bytes', { Key: 'ä'.repeat(513) }],
  ] as const)('refuses %s', async (_what, part) => {
    const { bucket } = await aBucket();
    const put = new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'x', ...part });
    await expect(client.send(put)).rejects.toThrow(/^(?!UnknownError)/);
    expect(standIn.buckets.get(bucket)?.keys('')).toEqual([]);
  });

  test('refuses a mode of locks that S3 does not know', async () => {
    const { bucket } = await aBucket();
    const input = { Bucket: bucket, Key: 'a', Body: 'x', ObjectLockRetainUntilDate: future };
    const put = new PutObjectCommand({ ...input, ObjectLockMode: 'COMPLIANCE' });
    put.middlewareStack.add(
      (next) => async (args) => {
        const { request } = z.parse(
          z.object({ request: z.looseObject({ headers: z.record(z.string(), z.string()) }) }),
          args,
        );
        request.headers['x-amz-object-lock-mode'] = 'FOREVER';
        return next({ ...args, request });
      },
      { step: 'build' },
    );
    await expect(client.send(put)).rejects.toThrow('Unknown wormMode directive');
  });

  test('outlives an upload that its sender breaks off', async () => {
    const { bucket, objects } = await aBucket();
    const { hostname, port } = new URL(standIn.endpoint);
    const upload = request({ hostname, port, method: 'PUT', path: `/${bucket}/a`, headers: { 'content-length': 100 } });
    upload.on('error', () => {});
    upload.write('half');
    await new Promise((resolve) => setTimeout(resolve, 50));
    upload.destroy();
    await objects.put('runs/a', pieces('still there'));
    expect(standIn.buckets.get(bucket)?.keys('')).toEqual(['runs/a']);
  });
});
