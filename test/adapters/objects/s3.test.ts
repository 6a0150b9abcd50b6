import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectStoreFailure } from '../../../adapters/objects/failure.ts';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import type { S3Options } from '../../../adapters/objects/s3.ts';
import type { Objects } from '../../../core/ports.ts';
import { objectsContract } from '../../ports/objects.ts';
import { s3Client, startS3StandIn } from '../../support/aws/s3-stand-in.ts';
import type { S3StandIn } from '../../support/aws/s3-stand-in.ts';
import { pieces, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { at } from '../../support/time.ts';

let standIn: S3StandIn;
let client: S3Client;
beforeAll(async () => {
  standIn = await startS3StandIn();
  client = s3Client(standIn.endpoint);
});
afterAll(async () => {
  client.destroy();
  await standIn.close();
});

interface Fresh {
  readonly objects: Objects;
  readonly bucket: string;
  readonly drafts: string;
}

async function aBucket(options: Partial<S3Options> = {}): Promise<Fresh> {
  const bucket = `evidence-${randomUUID()}`;
  standIn.createBucket(bucket, { versioning: true, objectLock: true });
  const drafts = await aFolder();
  return {
    bucket,
    drafts,
    objects: s3Objects({ client, bucket, drafts, ids: { next: () => randomUUID() }, ...options }),
  };
}

objectsContract('S3', async () => ({ port: (await aBucket()).objects, close: async () => {} }));

describe('objects in S3', () => {
  test('are locked until the instant that their retention says, and only those', async () => {
    const until = at('2033-10-05T08:00:00Z');
    const { objects, bucket } = await aBucket({
      retention: (key) => (key.startsWith('runs/') ? { mode: 'COMPLIANCE', until } : null),
    });
    await objects.put('runs/1/report.pdf', pieces('%PDF'));
    await objects.put('work/1/okta.jsonl', pieces('{}'));
    const head = async (Key: string) => client.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(await head('runs/1/report.pdf')).toMatchObject({
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(until),
    });
    expect((await head('work/1/okta.jsonl')).ObjectLockMode).toBeUndefined();
  });

  test('leave no draft behind, whether a put ends, repeats or conflicts', async () => {
    const { objects, drafts } = await aBucket();
    await objects.put('runs/a/x', pieces('x'));
    await objects.put('runs/a/x', pieces('x'));
    await expect(objects.put('runs/a/x', pieces('y'))).rejects.toThrow();
    expect(await readdir(drafts)).toEqual([]);
  });

  test('are put again when S3 asks to wait for another put of the same key', async () => {
    const { objects } = await aBucket();
    standIn.failNext('PUT', 409);
    await objects.put('runs/a/x', pieces('x'));
    expect(await textOf(await objects.get('runs/a/x'))).toBe('x');
  });

  test('of any size are put, and a small one again when S3 fails once', async () => {
    const { objects } = await aBucket();
    standIn.failNext('PUT', 503);
    await objects.put('runs/a/small', pieces('x'));
    expect(await textOf(await objects.get('runs/a/small'))).toBe('x');
    const large = Buffer.alloc(17 * 1024 * 1024, 'x');
    const stored = await objects.put('runs/a/large', pieces(large));
    expect(stored.bytes).toBe(large.length);
    expect((await textOf(await objects.get('runs/a/large')))?.length).toBe(large.length);
  });

  test('are never taken for stored or absent when S3 fails', async () => {
    const { objects } = await aBucket();
    standIn.failNext('PUT', 403);
    await expect(objects.put('runs/a/x', pieces('x'))).rejects.toThrow(ObjectStoreFailure);
    standIn.failNext('HEAD', 403);
    await expect(objects.get('runs/a/x')).rejects.toThrow(ObjectStoreFailure);
    standIn.failNext('GET', 403);
    await expect(objects.list('runs/')).rejects.toThrow(ObjectStoreFailure);
  });

  test('are listed beyond the thousand that one answer holds', async () => {
    const { objects, bucket } = await aBucket();
    const stored = standIn.buckets.get(bucket);
    const keys = Array.from({ length: 1001 }, (_, index) => `runs/a/${String(index).padStart(4, '0')}`);
    for (const key of keys) stored?.add(key, { body: Buffer.from('x'), headers: {}, lock: null, deleted: false });
    expect(await objects.list('runs/')).toEqual(keys);
  });

  test('are read as they were found, even when a newer version comes in between', async () => {
    const { objects, bucket } = await aBucket();
    await objects.put('work/a', pieces('first'));
    const found = await objects.get('work/a');
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'work/a', Body: 'second' }));
    expect(await textOf(found)).toBe('first');
  });
});

describe('the page of an object', () => {
  const key = 'runs/20261005T080000Z-1a2b3c4d/report.pdf';

  test('is the one of the console, in the region of the bucket', async () => {
    const { objects, bucket } = await aBucket({ console: { region: 'eu-central-1' } });
    expect(objects.bookmark(key)).toBe(
      `https://eu-central-1.console.aws.amazon.com/s3/object/${bucket}?region=eu-central-1&prefix=${key}`,
    );
  });

  test('is where people land after they signed in', async () => {
    const signIn = 'https://acme.awsapps.com/start/#/console?role_name=Auditor&destination={destination}';
    const page = (await aBucket()).objects.bookmark(key);
    const { objects, bucket } = await aBucket({ console: { region: 'eu-central-1', signIn } });
    const address = objects.bookmark(key);
    expect(page).toMatch(/^s3:/);
    expect(address).toMatch(/^https:\/\/acme\.awsapps\.com\/start\/#\/console\?role_name=Auditor&destination=https%3A/);
    const landing = new URLSearchParams(new URL(address).hash.split('?')[1]).get('destination');
    expect(landing).toBe(
      `https://eu-central-1.console.aws.amazon.com/s3/object/${bucket}?region=eu-central-1&prefix=${key}`,
    );
  });

  test('names the very object that was stored, and opens it to nobody who merely has the address', async () => {
    const { objects } = await aBucket({ console: { region: 'eu-central-1' } });
    await objects.put(key, pieces('%PDF'));
    const page = new URL(objects.bookmark(key));
    const object = { Bucket: page.pathname.split('/').at(-1) ?? '', Key: page.searchParams.get('prefix') ?? '' };
    const got = await client.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe('%PDF');
    expect(page.search).not.toMatch(/signature|credential|token/i);
    expect((await fetch(`${standIn.endpoint}/${object.Bucket}/${object.Key}`)).status).toBe(403);
  });
});

describe('the stand-in for S3', () => {
  test('refuses a request that another key signed, or nobody', async () => {
    const { bucket } = await aBucket();
    const { endpoint } = standIn;
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' };
    const stranger = new S3Client({ endpoint, region: 'eu-central-1', credentials });
    await expect(stranger.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }))).rejects.toThrow(
      'SignatureDoesNotMatch',
    );
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
    await expect(client.send(wrong)).rejects.toThrow('BadDigest');
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
      await expect(client.send(new DeleteObjectCommand(remove))).rejects.toThrow('AccessDenied');
      const bypass = client.send(new DeleteObjectCommand({ ...remove, BypassGovernanceRetention: true }));
      if (mode === 'GOVERNANCE') await bypass;
      else await expect(bypass).rejects.toThrow('AccessDenied');
    }
  });
});
