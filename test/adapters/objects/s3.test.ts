import { randomUUID } from 'node:crypto';
import { readdir, readlink } from 'node:fs/promises';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test, vi } from 'vitest';
import { ObjectStoreFailure } from '../../../adapters/objects/failure.ts';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import type { S3Options } from '../../../adapters/objects/s3.ts';
import { ObjectConflict } from '../../../core/ports/objects.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { objectsContract } from '../../ports/objects.ts';
import { s3ForTheFile } from '../../support/aws/s3/s3-for-the-file.ts';
import { pieces, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { at } from '../../support/time.ts';

const { standIn, client } = await s3ForTheFile();

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

  test('say why S3 refused: its status, its code and its words', async () => {
    const { objects, bucket } = await aBucket();
    standIn.failNext('PUT', 403);
    await expect(objects.put('runs/a/x', pieces('x'))).rejects.toThrow(
      `cannot store s3://${bucket}/runs/a/x: S3 answered 403 Injected: as the test asked`,
    );
    standIn.failNext('HEAD', 403);
    await expect(objects.get('runs/a/x')).rejects.toThrow(`cannot read s3://${bucket}/runs/a/x: S3 answered 403`);
  });

  test('are not absent because their bucket is', async () => {
    const options = { client, drafts: await aFolder(), ids: { next: () => randomUUID() } };
    const objects = s3Objects({ ...options, bucket: 'nowhere' });
    await expect(objects.get('runs/a/x')).rejects.toThrow('S3 answered 404 NoSuchBucket');
    await expect(objects.put('runs/a/x', pieces('x'))).rejects.toThrow('S3 answered 404 NoSuchBucket');
  });

  test.each(['CRC32', 'SHA256'] as const)(
    'that another tool stored with the checksum %s are the same when their bytes are',
    async (ChecksumAlgorithm) => {
      const { objects, bucket } = await aBucket();
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'runs/a', Body: 'other', ChecksumAlgorithm }));
      expect(await objects.put('runs/a', pieces('other'))).toMatchObject({ bytes: 5 });
      await expect(objects.put('runs/a', pieces('OTHER'))).rejects.toThrow(ObjectConflict);
      await expect(objects.put('runs/a', pieces('longer one'))).rejects.toThrow(ObjectConflict);
    },
  );

  test('are refused at the first of them by a store that ignores the condition, which then holds only that one, twice', async () => {
    const { bucket } = await aBucket();
    const ignoring = standIn.createBucket(bucket, { versioning: true, objectLock: true, ignoresConditions: true });
    const objects = s3Objects({ client, bucket, drafts: await aFolder(), ids: { next: () => randomUUID() } });
    await expect(objects.put('runs/a', pieces('x'))).rejects.toThrow(`the bucket ${bucket} ignores If-None-Match`);
    await expect(objects.put('runs/a', pieces('y'))).rejects.toThrow(`the bucket ${bucket} ignores If-None-Match`);
    expect(
      new Set(
        ignoring
          .versions('runs/a')
          .slice(0, 2)
          .map(({ body }) => body.toString()),
      ),
    ).toEqual(new Set(['x']));
  });

  test('ask once whether the condition is kept, and store nothing twice for it', async () => {
    const { objects, bucket } = await aBucket();
    for (const key of ['runs/a', 'runs/b']) await objects.put(key, pieces(key));
    const stored = standIn.buckets.get(bucket);
    expect(stored?.keys('').map((key) => stored.versions(key).length)).toEqual([1, 1]);
  });

  test.runIf(process.platform === 'linux')('of many megabytes leave no file open when the network fails', async () => {
    const { objects, drafts } = await aBucket();
    standIn.resetNext('PUT');
    await expect(objects.put('runs/a', pieces(Buffer.alloc(17 * 1024 * 1024)))).rejects.toThrow(ObjectStoreFailure);
    await vi.waitFor(async () => expect(await openFilesIn(drafts)).toEqual([]), { timeout: 5000 });
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

/** Files of the folder that this process holds open, also when they are removed already. */
async function openFilesIn(folder: string): Promise<readonly string[]> {
  const open = await readdir('/proc/self/fd');
  const places = await Promise.all(open.map(async (fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return places.filter((place) => place.startsWith(folder));
}
