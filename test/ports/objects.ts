// What every adapter behind the port Objects must do, whether it keeps files in a folder or in S3.
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectKeyRefused } from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { breakingAfter, pieces, sha256, textOf } from '../support/bytes.ts';
import type { Opened } from './opened.ts';

const hostileKeys = [
  '',
  '/',
  '/etc/passwd',
  '..',
  'runs/../../secret',
  'runs/./a',
  'runs//a',
  'runs/a/',
  '.incoming/a',
  'runs\\..\\a',
  'C:/runs/a',
  'runs/a\n',
  'runs/a\0b',
  'runs/\u202Efdp.exe',
];

export function objectsContract(name: string, make: () => Promise<Opened<Objects>>): void {
  describe(`${name} as a store of objects`, () => {
    let store: Opened<Objects>;
    let objects: Objects;
    /** Of one test only, so that the store may be shared. */
    let home: string;

    beforeEach(async () => {
      store = await make();
      objects = store.port;
      home = `runs/${randomUUID()}`;
    });
    afterEach(() => store.close());

    test('gives back what was put, with its size and digest', async () => {
      const stored = await objects.put(`${home}/findings.json`, pieces('{"a":', '', '1}'));
      expect(stored).toEqual({ key: `${home}/findings.json`, bytes: 7, sha256: sha256('{"a":1}') });
      expect(await textOf(await objects.get(`${home}/findings.json`))).toBe('{"a":1}');
    });

    test('keeps an empty object', async () => {
      expect(await objects.put(`${home}/empty`, new Uint8Array())).toMatchObject({ bytes: 0, sha256: sha256('') });
      expect(await textOf(await objects.get(`${home}/empty`))).toBe('');
    });

    test('takes what is kept elsewhere, with the size and digest that are known of it', async () => {
      const kept = { bytes: 7, sha256: sha256('{"a":1}'), read: () => pieces('{"a":', '1}') };
      expect(await objects.put(`${home}/kept.json`, kept)).toEqual({
        key: `${home}/kept.json`,
        bytes: 7,
        sha256: kept.sha256,
      });
      expect(await textOf(await objects.get(`${home}/kept.json`))).toBe('{"a":1}');
    });

    test('gives back any bytes in any pieces', async () => {
      let put = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 5 }), async (parts) => {
          const key = `${home}/bytes-${(put += 1)}`;
          const stored = await objects.put(key, pieces(...parts));
          expect(stored.sha256).toBe(sha256(Buffer.concat(parts)));
          expect(await collected(objects, key)).toEqual(Buffer.concat(parts));
        }),
        { numRuns: 20 },
      );
    });

    test('gives a large object in pieces that fit into memory', async () => {
      const megabyte = Buffer.alloc(1024 * 1024, 'account\n');
      const stored = await objects.put(`${home}/large`, pieces(megabyte, megabyte, megabyte, 'end'));
      const sizes: number[] = [];
      for await (const chunk of (await objects.get(`${home}/large`)) ?? []) sizes.push(chunk.byteLength);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(stored.bytes);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
    });

    test('lets a consumer stop after the first piece and read again', async () => {
      await objects.put(`${home}/report.pdf`, Buffer.alloc(3 * 1024 * 1024, 'x'));
      for await (const chunk of (await objects.get(`${home}/report.pdf`)) ?? []) {
        expect(chunk.byteLength).toBeGreaterThan(0);
        break;
      }
      expect((await collected(objects, `${home}/report.pdf`)).byteLength).toBe(3 * 1024 * 1024);
    });

    test('knows no object that nobody put, and none at a folder of others', async () => {
      await objects.put(`${home}/evidence/export.csv`, pieces('Email\n'));
      expect(await objects.get(`${home}/report.pdf`)).toBeNull();
      expect(await objects.get(`${home}/evidence`)).toBeNull();
      expect(await objects.get(`${home}/evidence/export.csv/more`)).toBeNull();
    });

    test('takes the same content again as success', async () => {
      const first = await objects.put(`${home}/policy.json`, pieces('{}'));
      expect(await objects.put(`${home}/policy.json`, Buffer.from('{}'))).toEqual(first);
    });

    test('refuses other content under a key and keeps the first', async () => {
      await objects.put(`${home}/policy.json`, pieces('{}'));
      await expect(objects.put(`${home}/policy.json`, pieces('[]'))).rejects.toThrow(ObjectConflict);
      expect(await textOf(await objects.get(`${home}/policy.json`))).toBe('{}');
    });

    test('lets one of several puts at once win', async () => {
      const bodies = ['first', 'second', 'third', 'fourth'];
      const puts = await Promise.allSettled(bodies.map((body) => objects.put(`${home}/race`, pieces(body, ' body'))));
      const won = puts.flatMap((put) => (put.status === 'fulfilled' ? [put.value] : []));
      const lost = puts.flatMap((put): unknown[] => (put.status === 'rejected' ? [put.reason] : []));
      expect(won).toHaveLength(1);
      expect(lost.every((reason) => reason instanceof ObjectConflict)).toBe(true);
      expect(sha256((await textOf(await objects.get(`${home}/race`))) ?? '')).toBe(won[0]?.sha256);
    });

    test('leaves nothing under the key when the source breaks off, and throws its error', async () => {
      await expect(objects.put(`${home}/export.csv`, breakingAfter('Email\njane'))).rejects.toThrow('broke off');
      expect(await objects.get(`${home}/export.csv`)).toBeNull();
      expect(await objects.list(`${home}/`)).toEqual([]);
      await objects.put(`${home}/export.csv`, pieces('Email\n'));
      expect(await textOf(await objects.get(`${home}/export.csv`))).toBe('Email\n');
    });

    test('lists keys that begin with a prefix by code point', async () => {
      const names = ['evidence/export.csv', 'evidence-2', 'evidence.txt', 'Report.pdf', 'report.pdf'];
      for (const name of names) await objects.put(`${home}/${name}`, pieces(name));
      expect(await objects.list(`${home}/`)).toEqual(
        ['Report.pdf', 'evidence-2', 'evidence.txt', 'evidence/export.csv', 'report.pdf'].map((at) => `${home}/${at}`),
      );
      expect(await objects.list(`${home}/evidence/`)).toEqual([`${home}/evidence/export.csv`]);
      expect(await objects.list(`${home}/evidence/ex`)).toEqual([`${home}/evidence/export.csv`]);
      expect(await objects.list(`${home}/evidence.`)).toEqual([`${home}/evidence.txt`]);
      expect(await objects.list(`${home}/nothing/`)).toEqual([]);
      expect(await objects.list('')).toContain(`${home}/report.pdf`);
    });

    test('says where a person finds an object', async () => {
      expect(objects.location(`${home}/report.pdf`)).toContain('report.pdf');
      expect(objects.bookmark(`${home}/report.pdf`)).toContain('report.pdf');
    });

    test.each(hostileKeys)('refuses the key %j', async (key) => {
      await expectRefused(key);
    });

    test('refuses a key of more letters than S3 takes', async () => {
      await expectRefused(`runs/${'a'.repeat(1100)}`);
    });

    async function expectRefused(key: string): Promise<void> {
      await expect(objects.put(key, pieces('x'))).rejects.toThrow(ObjectKeyRefused);
      await expect(objects.get(key)).rejects.toThrow(ObjectKeyRefused);
      expect(() => objects.location(key)).toThrow(ObjectKeyRefused);
      expect(() => objects.bookmark(key)).toThrow(ObjectKeyRefused);
    }

    test.each(['..', '../', '/', 'runs/../', '.incoming/', 'runs\\', 'runs//'])(
      'refuses the prefix %j',
      async (prefix) => {
        await expect(objects.list(prefix)).rejects.toThrow(ObjectKeyRefused);
      },
    );
  });
}

async function collected(objects: Objects, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await objects.get(key)) ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}
