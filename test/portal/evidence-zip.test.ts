// The archive of a period: what an auditor takes in one download, and what it proves.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openZip } from '../../adapters/files/zip.ts';
import { zipOf } from '../../drawing/archive/zip.ts';
import type { RunRecord } from '../../core/run.ts';
import { bytesOf, encoded } from '../../steps/bytes.ts';
import { fallback } from '../steps/review/year/year.ts';
import { aFolder } from '../support/folders.ts';
import { given } from '../support/given.ts';
import { aPortal, period, portalOn } from './portal.ts';
import type { Portal } from './portal.ts';

async function zipBy(portal: Portal, cookie: string): Promise<Response> {
  return portal.call(cookie, 'GET', `/api/periods/${period}/evidence-zip`);
}

test('holds every file with its digest, opens with any program, and is the same each time', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, ['auditor']);
  const response = await zipBy(portal, cookie);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="evidence-${period}.zip"`);
  const zip = Buffer.from(await response.arrayBuffer());
  expect(Buffer.from(await (await zipBy(portal, cookie)).arrayBuffer()).equals(zip)).toBe(true);

  const folder = await aFolder();
  writeFileSync(join(folder, 'evidence.zip'), zip);
  const unpack =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])';
  execFileSync('python3', ['-c', unpack, join(folder, 'evidence.zip'), folder]);
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  expect(sums.length).toBeGreaterThan(8);
  for (const sum of sums) {
    const [digest, name = ''] = sum.split('  ');
    expect([
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]).toEqual([name, digest]);
  }
  expect(sums.some((sum) => sum.endsWith('/evidence/manifest.json'))).toBe(true);
  expect(readFileSync(join(folder, 'README.txt'), 'utf8')).toContain('sha256sum -c SHA256SUMS');
  const [entry] = await portal.ports.access.page({ before: null, by: fallback, most: 1 });
  expect(entry).toMatchObject({ act: 'download', what: `evidenceZip: period ${period}` });
});

test.each([`/api/periods/${period}/evidence-zip`, '/api/reports'])(
  '%s reads what is handed out, and not an object for every event',
  async (path) => {
    const base = await aPortal();
    const { dependencies } = base.world;
    const read: string[] = [];
    const get = async (key: string) => {
      read.push(key);
      return dependencies.objects.get(key);
    };
    // As in a process that has just begun.
    const world = { ...base.world, dependencies: { ...dependencies, objects: { ...dependencies.objects, get } } };
    const portal = portalOn(world, { ...dependencies, passing: base.ports.passing, access: base.ports.access });
    const response = await portal.call(await portal.session(fallback, ['auditor']), 'GET', path);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    expect(read.some((key) => key.endsWith('/report.pdf'))).toBe(true);
    expect(read.filter((key) => /\/(?:heads\/|lines-)/.test(key))).toEqual([]);
  },
);

/** The archive in a process that has just begun, where the store gives other bytes under the keys that end so. */
async function zipWhere(portal: Portal, changed: Readonly<Record<string, string | null>>): Promise<Response> {
  const { dependencies } = portal.world;
  const endOf = (key: string) => Object.keys(changed).find((end) => key.endsWith(end));
  const get = async (key: string) => {
    const end = endOf(key);
    const bytes = end === undefined ? undefined : changed[end];
    return bytes === undefined ? dependencies.objects.get(key) : bytes === null ? null : encoded([bytes]);
  };
  const list = async (prefix: string) => {
    const added = Object.keys(changed).filter((key) => key.startsWith(prefix));
    return [...(await dependencies.objects.list(prefix)), ...added];
  };
  const world = { ...portal.world, dependencies: { ...dependencies, objects: { ...dependencies.objects, get, list } } };
  const begun = portalOn(world, { ...dependencies, passing: portal.ports.passing, access: portal.ports.access });
  return zipBy(begun, await portal.session(fallback, ['auditor']));
}

test.each([
  ['/findings.json', '{}'],
  ['/evidence/export.csv', 'Email\n'],
  ['/evidence/manifest.json', null],
])(
  'is refused where %s is other than the run recorded, and not handed out under a digest of its own',
  async (end, text) => {
    expect((await zipWhere(await aPortal(), { [end]: text })).status).toBe(500);
  },
);

test.each([
  [
    'names a file less than the manifest',
    (files: Files): Files => files.filter(({ name }) => name !== 'proposals.csv'),
  ],
  ['names a file more', (files: Files): Files => [...files, { ...firstOf(files), name: 'evidence/leavers.csv' }]],
])('nothing of a run whose record %s is handed out', async (_how, edit) => {
  const base = await aPortal();
  const { dependencies } = base.world;
  const list = async () => (await dependencies.runs.list()).map((run) => ({ ...run, files: edit(run.files) }));
  const get = async (id: string) => (await list()).find((run) => run.id === id) ?? null;
  const world = { ...base.world, dependencies: { ...dependencies, runs: { ...dependencies.runs, list, get } } };
  const portal = portalOn(world, { ...world.dependencies, passing: base.ports.passing, access: base.ports.access });
  const cookie = await portal.session(fallback, ['auditor']);
  const [run] = await dependencies.runs.list();
  const key = encodeURIComponent(`runs/${run?.id}/findings.json`);
  expect((await zipBy(portal, cookie)).status).toBe(500);
  expect((await portal.call(cookie, 'GET', `/api/files?key=${key}`)).status).toBe(500);
  expect((await base.call(cookie, 'GET', `/api/files?key=${key}`)).status).toBe(200);
});

type Files = RunRecord['files'];

function firstOf(files: Files): Files[number] {
  const [first] = files;
  if (first === undefined) throw new Error('a run without files');
  return first;
}

test('holds no file that was slipped in beside those of a work order', async () => {
  const slipped = `reviews/${period}/work-order-1/suspend-001.csv`;
  const response = await zipWhere(await aPortal(), { [slipped]: 'Operation,Email\nSuspend,cfo@acme.com\n' });
  const zip = Buffer.from(await response.arrayBuffer());
  expect([response.status, zip.includes(slipped)]).toEqual([200, false]);
});

test('is not there for a period that has no files, and is not handed to an auditor of other periods', async () => {
  const portal = await aPortal();
  const reader = await portal.session(fallback, ['auditor']);
  expect((await portal.call(reader, 'GET', '/api/periods/2020-Q1/evidence-zip')).status).toBe(404);
  expect((await zipBy(portal, await portal.session('ann@audit.example', ['auditor'], ['2025-Q4']))).status).toBe(403);
});

test('is no archive of an entry that changed while it was read', async () => {
  let times = 0;
  const read = () => encoded([(times += 1) === 1 ? 'short' : 'longer']);
  await expect(bytesOf(zipOf([{ name: 'a.txt', read }]))).rejects.toThrow('changed while it was read');
});

test('is read by our own reader of archives too', async () => {
  const zip = await bytesOf(zipOf([{ name: 'ä/b.txt', read: () => encoded(['one', 'two']) }]));
  const opened = given(openZip(Buffer.from(zip), 'x.zip'));
  expect(given(opened.read('ä/b.txt')).toString()).toBe('onetwo');
});
