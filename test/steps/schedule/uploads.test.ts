import { describe, expect, test } from 'vitest';
import { alterations } from '../../../core/inputs/custody.ts';
import { decodeUploadResult } from '../../../core/inputs/upload-result.ts';
import type { UploadResult } from '../../../core/inputs/upload-result.ts';
import type { UploadPlace } from '../../../core/ports/inputs.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { announce } from '../../../steps/read/custody/announced.ts';
import { countBeside, judgedUploads } from '../../../steps/read/judged-uploads.ts';
import { lastExport } from '../../../steps/schedule/last-uploads.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { sha256, textOf } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { at } from '../../support/time.ts';
import { aConfig, aWorld } from './world.ts';
import type { ScheduleWorld } from './world.ts';

const users = exportCsv([{ email: 'jane@acme.com' }, { email: 'joe@acme.com' }, { email: 'jane@acme.com' }]);

interface Received {
  readonly world: ScheduleWorld;
  readonly result: UploadResult;
}

async function received(body: string, declared: Record<string, string> = {}): Promise<Received> {
  const world = await aWorld();
  const place = world.upload(body, '2026-10-04T12:00:00Z', declared);
  return { world, result: await receiveUpload({ ...world, compose: uploadMail }, place, aConfig()) };
}

describe('an upload', () => {
  test('is accepted with what was declared about it, and the result lies beside it', async () => {
    const { world, result } = await received(users, {
      'exported-at': '2026-10-04T10:00:00+02:00',
      'exported-by': 'jane@acme.com',
      'count-shown': '3',
    });
    expect(result).toMatchObject({
      kind: 'accepted-export',
      exportedAt: { at: '2026-10-04T08:00:00Z', declared: true, by: 'jane@acme.com' },
      countShown: 3,
      rows: { read: 3, accounts: 2, rejected: 0, duplicates: 1 },
    });
    const [key = ''] = await world.results.list('results/');
    expect(key).toMatch(/^results\/20261004T120000Z-[0-9a-f]{16}\.json$/);
    expect(decodeUploadResult((await textOf(await world.results.get(key))) ?? '', key)).toEqual(result);
  });

  test('leaves a receipt: who said that they uploaded it, when it arrived, as which version, and its digest', async () => {
    const { result } = await received(users, {
      'uploaded-by': 'jane@acme.com',
      'exported-digest': sha256(users).toUpperCase(),
    });
    expect(result).toMatchObject({
      toldSha256: sha256(users),
      receipts: [
        { kind: 'bucket', by: 'jane@acme.com', at: '2026-10-04T12:00:00Z', sha256: sha256(users), place: result.place },
      ],
    });
    const told = await received(users, { 'exported-digest': 'abc' });
    expect(told.result).toMatchObject({ refusals: [{ what: 'digest of the export not understood', found: 'abc' }] });
  });

  test('that a browser put leaves the digest that the browser worked out, by whom and when, before the version', async () => {
    const world = await aWorld();
    const place = world.upload(users, '2026-10-04T12:00:00Z', { 'uploaded-by': 'jane@acme.com' });
    const who = { by: 'jane@acme.com', assurance: 'oidc', at: at('2026-10-04T11:59:58Z') } as const;
    await announce(world.results, { key: place.key, ...who, browserSha256: sha256(users) });
    const { receipts } = await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
    const file = { name: 'users.csv', bytes: users.length, sha256: sha256(users) };
    expect(receipts).toMatchObject([
      { kind: 'portal', ...who, ...file, browserSha256: sha256(users) },
      { kind: 'bucket', by: 'jane@acme.com', at: '2026-10-04T12:00:00Z', ...file, place },
    ]);
  });

  test('that is not what the browser announced keeps both digests, and its run is held', async () => {
    const world = await aWorld();
    const place = world.upload(users, '2026-10-04T12:00:00Z', { 'uploaded-by': 'jane@acme.com' });
    const who = { by: 'jane@acme.com', assurance: 'oidc', at: at('2026-10-04T11:59:58Z') } as const;
    await announce(world.results, { key: place.key, ...who, browserSha256: sha256('another file') });
    const { receipts = [] } = await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
    const custody = { schema: 1, export: { toldSha256: null, receipts: [...receipts] }, leavers: null, count: null };
    expect(alterations({ ...custody, schema: 1 }, { export: sha256(users), leavers: null })).toEqual([
      `the export was received (portal) with the SHA-256 ${sha256('another file')}, and the compared file has ${sha256(users)}`,
    ]);
  });

  test('of somebody else than the browser announced, or without a name, has the link of the bucket alone', async () => {
    for (const declared of [{ 'uploaded-by': 'mallory@acme.com' }, {}]) {
      const world = await aWorld();
      const place = world.upload(users, '2026-10-04T12:00:00Z', declared);
      const who = { by: 'jane@acme.com', assurance: 'oidc', at: at('2026-10-04T11:59:58Z') } as const;
      await announce(world.results, { key: place.key, ...who, browserSha256: sha256(users) });
      const { receipts } = await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
      expect(receipts).toMatchObject([{ kind: 'bucket' }]);
    }
  });

  test('is said of what the portal wrote down of these bytes, whatever the metadata of the object say', async () => {
    const metadata = { 'uploaded-by': 'jane@acme.com', 'count-typed': '2', 'exported-at': '2026-10-04T11:00:00Z' };
    const said = { 'uploaded-by': 'jane@acme.com', 'count-typed': '3', 'exported-at': '2026-10-04T09:00:00Z' };
    const who = { by: 'jane@acme.com', assurance: 'oidc', at: at('2026-10-04T11:59:58Z') } as const;
    const landed = async (browserSha256: string | null): Promise<ScheduleWorld> => {
      const world = await aWorld();
      const place = world.upload(users, '2026-10-04T12:00:00Z', metadata);
      if (browserSha256 !== null) await announce(world.results, { key: place.key, ...who, browserSha256, said });
      await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
      return world;
    };
    const announced = await landed(sha256(users));
    expect((await judgedUploads(announced.results)).uploads[0]).toMatchObject({
      exportedAt: '2026-10-04T09:00:00Z',
      count: { shown: 3, typed: { by: 'jane@acme.com', assurance: 'oidc' } },
    });
    for (const other of [sha256('another file'), null]) {
      const { results } = await landed(other);
      expect((await judgedUploads(results)).uploads[0]).toMatchObject({
        exportedAt: '2026-10-04T11:00:00Z',
        count: null,
      });
    }
  });

  test('that an earlier version believed to be typed in the portal was typed by nobody who had signed in', async () => {
    const { world, result } = await received(users, { 'uploaded-by': 'jane@acme.com' });
    if (result.kind !== 'accepted-export') throw new Error(result.kind);
    const count = await countBeside(world.results, { ...result, countTyped: 3 }, null);
    expect(count).toMatchObject({ shown: 3, typed: { by: 'jane@acme.com', assurance: 'asserted' } });
  });

  test('that was fetched on schedule leaves a receipt of the server and the path, and any other file there does not', async () => {
    const world = await aWorld();
    const place = world.upload(users, '2026-10-04T12:00:00Z');
    const from = { server: 'sftp://files.vendor.com', files: ['/out/users.csv'] };
    const receive = async (server: typeof from) =>
      receiveUpload({ ...world, compose: uploadMail, fetchedFrom: { 'inbox/': server } }, place, aConfig());
    expect((await receive(from)).receipts).toEqual([
      {
        kind: 'pull',
        at: '2026-10-04T12:00:00Z',
        name: 'users.csv',
        bytes: users.length,
        sha256: sha256(users),
        server: 'sftp://files.vendor.com',
        path: '/out/users.csv',
        place,
      },
    ]);
    const other = await aWorld();
    const lying = other.upload(users, '2026-10-04T12:00:00Z');
    const fetchedFrom = { 'inbox/': { ...from, files: ['/out/people.csv'] }, 'inbox/sftp/hr/': from };
    const { receipts } = await receiveUpload({ ...other, compose: uploadMail, fetchedFrom }, lying, aConfig());
    expect(receipts).toMatchObject([{ kind: 'bucket' }]);
  });

  test('is dated by its arrival, and says so, when nobody declared when it was exported', async () => {
    const { world, result } = await received(users);
    expect(result).toMatchObject({ exportedAt: { at: '2026-10-04T12:00:00Z', declared: false, by: null } });
    expect(world.mails[0]?.text).toContain('not declared: the time of the upload is used');
  });

  test('is refused when it is said to be of a time that has not come, five minutes for clocks that differ', async () => {
    const { result } = await received(users, { 'exported-at': '2026-10-04T12:05:01Z' });
    expect(result).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'a time that has not come', found: '2026-10-04T12:05:01Z' }],
    });
    const near = await received(users, { 'exported-at': '2026-10-04T12:05:00Z' });
    expect(near.result).toMatchObject({ kind: 'accepted-export' });
  });

  test('is refused with every reason at once', async () => {
    const { result, world } = await received('Name,Age\nJane,40\n', {
      'exported-at': 'yesterday',
      'count-shown': 'ten',
    });
    expect(result).toMatchObject({ kind: 'refused' });
    const [mail] = world.mails;
    expect(mail?.subject).toBe('People.ai access review: export refused');
    expect(mail?.text).toContain('exported-at: time of the export not understood. Found: yesterday.');
    expect(mail?.text).toContain('count-shown: number of users not understood. Found: ten.');
    expect(mail?.text).toContain('users.csv');
    expect(await lastExport(world.results, at('2026-10-05T08:00:00Z'))).toBeNull();
  });

  test('with headers that nobody declared is refused with the piece of configuration that would declare them', async () => {
    const { result, world } = await received('Kennung,Zustand,Rolle\njane@acme.com,Active,User\n');
    const [shown] = (await judgedUploads(world.results)).uploads;
    expect(result).toMatchObject({ kind: 'refused', mapping: expect.stringContaining('"email": "Kennung"') });
    expect(shown?.mapping).toBe(result.kind === 'refused' ? result.mapping : '');
  });

  test('with a fault in each of its many rows is kept and shown with the first ones, and with how many more there are', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({ email: `user${row}@acme.com`, status: `Aktiv ${row}` }));
    const { result, world } = await received(exportCsv(rows));
    if (result.kind !== 'refused') throw new Error('it was accepted');
    const more = result.moreRefusals ?? 0;
    expect([result.refusals.length, more > 1000]).toEqual([20, true]);
    expect(world.mails[0]?.text).toContain(`And ${more} more.`);
    const shown = await judgedUploads(world.results);
    expect(shown).toMatchObject({ uploads: [{ moreRefusals: more }], earlier: 0 });
    expect(JSON.stringify(shown).length).toBeLessThan(20_000);
  });

  test('as an earlier version kept it, with every refusal, is shown with the first ones too', async () => {
    const { result, world } = await received('Name,Age\nJane,40\n', { 'uploaded-by': 'jane@acme.com' });
    if (result.kind !== 'refused') throw new Error('it was accepted');
    const refusals = Array.from({ length: 3000 }, () => result.refusals[0]);
    const before = Buffer.from(JSON.stringify({ ...result, refusals }));
    await world.results.put('results/20261005T120000Z-0123456789abcdef.json', before);
    expect(await judgedUploads(world.results)).toMatchObject({ uploads: [{ moreRefusals: 2980 }, {}] });
  });

  test('is refused for a number of users that is none', async () => {
    expect((await received(users, { 'count-shown': '-1' })).result).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'number of users not understood', found: '-1' }],
    });
  });

  test.each([
    ['somebody of the company, to them', 'jane@acme.com', 'jane@acme.com'],
    ['somebody else, to the company', 'eve@evil.example', 'grc@acme.com'],
    ['a domain that begins as that of the company, to the company', 'eve@acme.com.evil.example', 'grc@acme.com'],
    ['two people at once, to the company', 'eve@evil.example,jane@acme.com', 'grc@acme.com'],
    ['what is no address, to the company', 'acme.com', 'grc@acme.com'],
    ['nobody who is named, to the company', undefined, 'grc@acme.com'],
  ])('is answered, by %s', async (_who, uploader, recipient) => {
    const { world } = await received(users, uploader === undefined ? {} : { 'uploaded-by': uploader });
    expect(world.mails.map(({ to }) => to)).toEqual([[recipient]]);
  });

  test('by somebody of a company whose domain has other letters is answered to them', async () => {
    const world = await aWorld();
    const by = 'jane@Bücher.example';
    const place = world.upload(users, '2026-10-04T12:00:00Z', { 'uploaded-by': by });
    const config = aConfig({ policy: { companyDomains: ['bücher.example'] } });
    await receiveUpload({ ...world, compose: uploadMail }, place, config);
    expect(world.mails.map(({ to }) => to)).toEqual([[by]]);
  });

  test('keeps its first judgement when its notice comes twice, and both mails are one', async () => {
    const world = await aWorld();
    const place = world.upload(users, '2026-10-04T12:00:00Z');
    const dependencies = { ...world, compose: uploadMail };
    const first = await receiveUpload(dependencies, place, aConfig());
    const changed = aConfig({ export: { columns: { email: 'Mail' } } });
    expect(await receiveUpload(dependencies, place, changed)).toEqual(first);
    expect(new Set(world.mails.map(({ id }) => id)).size).toBe(1);
  });

  test('is judged beside what came in the same second, as another version or under another key', async () => {
    const world = await aWorld();
    const when = '2026-10-04T12:00:00Z';
    const receive = async (place: UploadPlace): Promise<UploadResult> =>
      receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
    const first = await receive(world.upload(users, when));
    const version = await receive(world.upload(`${users}\n`, when));
    const other = await receive(world.fetch('inbox/other.csv', users, when));
    expect([first, version, other].map(({ sha256: digest }) => digest)).toEqual(
      [users, `${users}\n`, users].map((body) => sha256(body)),
    );
    expect(other.place.key).toBe('inbox/other.csv');
    expect((await judgedUploads(world.results)).uploads).toHaveLength(3);
  });

  test('lets no file name into the page of the mail', async () => {
    const { result } = await received(users);
    const { html } = uploadMail({ ...result, name: '<script>alert(1)</script>.csv' });
    expect(html).not.toContain('<script>');
  });
});
