// Which of the uploads counts: the newest that can be read, a file that is fetched again, and HR's list.
import { describe, expect, test } from 'vitest';
import { periodOf } from '../../../core/config/calendar.ts';
import type { UploadResult } from '../../../core/inputs/upload-result.ts';
import type { UploadPlace } from '../../../core/ports/inputs.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { judgedExport, judgedUpload, judgedUploads } from '../../../steps/read/judged-uploads.ts';
import { lastExport, lastLeavers } from '../../../steps/schedule/last-uploads.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { at } from '../../support/time.ts';
import { aConfig, aWorld } from './world.ts';
import type { ScheduleWorld } from './world.ts';

const users = exportCsv([{ email: 'jane@acme.com' }, { email: 'joe@acme.com' }, { email: 'jane@acme.com' }]);

const of = (minute: number): string => exportCsv([{ email: `user${minute}@acme.com` }]);

test('of many uploads the newest are shown and the others counted, and one of them is found without reading all again', async () => {
  const world = await aWorld();
  for (let minute = 0; minute < 55; minute += 1) {
    const place = world.upload(of(minute), `2026-10-04T12:${String(minute).padStart(2, '0')}:00Z`);
    await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
  }
  const { uploads, earlier } = await judgedUploads(world.results);
  expect([uploads.length, uploads[0]?.id, earlier]).toEqual([50, sha256(of(54)), 5]);
  let read = 0;
  const get = async (key: string) => {
    read += Number(key.startsWith('results/'));
    return world.results.get(key);
  };
  const counted = { ...world.results, get };
  expect((await judgedUpload(counted, sha256(of(54)), 'export'))?.id).toBe(sha256(of(54)));
  expect(read).toBe(50);
  expect((await judgedUpload(counted, sha256(of(0)), 'export'))?.id).toBe(sha256(of(0)));
  expect(await judgedUpload(counted, sha256('another'), 'export')).toBeNull();
  expect(read).toBe(55);
});

test('an export that could be read stays one, whatever the same file is refused as later', async () => {
  const world = await aWorld();
  const dependencies = { ...world, compose: uploadMail };
  await receiveUpload(dependencies, world.upload(users, '2026-10-01T12:00:00Z', { 'count-shown': '2' }), aConfig());
  const unclear = world.upload(users, '2026-10-02T12:00:00Z', { 'exported-at': 'yesterday' });
  expect(await receiveUpload(dependencies, unclear, aConfig())).toMatchObject({ kind: 'refused', as: 'export' });
  const asList = world.uploadLeavers(users, '2026-10-03T12:00:00Z');
  expect(await receiveUpload(dependencies, asList, aConfig())).toMatchObject({ kind: 'refused', as: 'leavers' });
  expect(await judgedExport(world.results, sha256(users))).toMatchObject({
    kind: 'ok',
    value: { uploadedAt: '2026-10-01T12:00:00Z', refusals: [], count: { shown: 2 } },
  });
});

describe('the last export', () => {
  test('is the newest that was accepted by then, whatever was refused after it', async () => {
    const world = await aWorld();
    const dependencies = { ...world, compose: uploadMail };
    for (const [body, when] of [
      [users, '2026-10-01T12:00:00Z'],
      [users, '2026-10-03T12:00:00Z'],
      ['no,export\n', '2026-10-04T12:00:00Z'],
      [users, '2026-10-06T12:00:00Z'],
    ] as const) {
      await receiveUpload(dependencies, world.upload(body, when), aConfig());
    }
    expect(await lastExport(world.results, at('2026-10-05T08:00:00Z'))).toMatchObject({
      uploadedAt: '2026-10-03T12:00:00Z',
    });
    expect(await lastExport(world.results, at('2026-10-06T12:00:00Z'))).toMatchObject({
      uploadedAt: '2026-10-06T12:00:00Z',
    });
    expect(await lastExport(world.results, at('2026-10-01T11:59:59Z'))).toBeNull();
  });
});

async function receivedAt(world: ScheduleWorld, place: UploadPlace): Promise<UploadResult> {
  return receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
}

describe('a file that is fetched again unchanged', () => {
  const vendor = 'inbox/sftp/vendor/users.csv';

  test('is no new upload, also when another came in between: it stays as old as it was at first', async () => {
    const world = await aWorld();
    const first = await receivedAt(world, world.fetch(vendor, users, '2026-07-01T05:00:00Z'));
    expect(await receivedAt(world, world.fetch(vendor, users, '2026-10-01T05:00:00Z'))).toEqual(first);
    expect(await lastExport(world.results, at('2026-10-01T08:00:00Z'))).toMatchObject({
      uploadedAt: '2026-07-01T05:00:00Z',
      exportedAt: { at: '2026-07-01T05:00:00Z', declared: false },
    });
    const newer = exportCsv([{ email: 'ann@acme.com' }]);
    await receivedAt(world, world.upload(newer, '2026-10-01T09:00:00Z', { 'exported-at': '2026-10-01T08:59:00Z' }));
    const mails = world.mails.length;
    await receivedAt(world, world.fetch(vendor, users, '2026-10-02T05:00:00Z'));
    expect(await lastExport(world.results, at('2026-10-02T06:00:00Z'))).toMatchObject({ sha256: sha256(newer) });
    expect(world.mails).toHaveLength(mails);
  });

  test('is judged anew while it could not be read, and is one upload for the notice that comes twice', async () => {
    const world = await aWorld();
    expect(await receivedAt(world, world.fetch(vendor, 'no,export\n', '2026-10-01T05:00:00Z'))).toMatchObject({
      kind: 'refused',
    });
    const place = world.fetch(vendor, users, '2026-10-02T05:00:00Z');
    expect(await receivedAt(world, place)).toEqual(await receivedAt(world, place));
    expect(await world.results.list('results/')).toHaveLength(2);
  });

  test('of HR counts each time it comes: the same list says that nobody left since', async () => {
    const world = await aWorld();
    const { calendar } = aConfig();
    const last = async (asOf: string): Promise<string | null> =>
      (await lastLeavers(world.results, at(asOf), { period: periodOf(at(asOf), calendar), calendar }))?.uploadedAt ??
      null;
    const left = 'email,last day\njane@acme.com,2025-10-01\n';
    for (const when of ['2025-10-02T05:00:00Z', '2026-10-02T05:00:00Z'])
      await receivedAt(world, world.fetch('leavers/sftp/hr/leavers.csv', left, when));
    expect(await last('2025-10-05T08:00:00Z')).toBe('2025-10-02T05:00:00Z');
    expect(await last('2026-10-05T08:00:00Z')).toBe('2026-10-02T05:00:00Z');
  });

  test('of HR is mailed when it is new, changed, or read again, and not every day', async () => {
    const world = await aWorld();
    const [one, other] = ['jane', 'joe'].map((name) => `email,last day\n${name}@acme.com,2026-09-30\n`);
    const mailed: boolean[] = [];
    for (const [day, body = ''] of [one, one, other, one, 'no list', one, one].entries()) {
      const before = world.mails.length;
      const place = world.fetch('leavers/sftp/hr/leavers.csv', body, `2026-10-0${day + 1}T05:00:00Z`);
      await receivedAt(world, place);
      mailed.push(world.mails.length > before);
    }
    expect(mailed).toEqual([true, false, true, true, true, true, false]);
    const byHand = world.mails.length;
    await receivedAt(world, world.uploadLeavers(one ?? '', '2026-10-08T05:00:00Z'));
    expect(world.mails).toHaveLength(byHand + 1);
  });
});

async function leaversReceived(world: ScheduleWorld, body: string, when: string): Promise<UploadResult> {
  return receiveUpload({ ...world, compose: uploadMail }, world.uploadLeavers(body, when), aConfig());
}

describe("an upload of HR's leavers file", () => {
  const q4 = { calendar: aConfig().calendar, period: periodOf(at('2026-10-05T08:00:00Z'), aConfig().calendar) };

  test('is taken in with the number of its people, and is no export', async () => {
    const world = await aWorld();
    const body = 'E-Mail,Last day\njoe@acme.com,2026-09-30\neve@acme.com,2027-01-31\n';
    expect(await leaversReceived(world, body, '2026-10-04T12:00:00Z')).toMatchObject({
      kind: 'accepted-leavers',
      people: 2,
      uploadedBy: 'hr@acme.com',
    });
    expect(world.mails.at(-1)?.subject).toBe('People.ai access review: leavers file taken in');
    expect(world.mails.at(-1)?.text).toContain('2 people who left or will leave');
    expect(await lastExport(world.results, at('2026-10-05T08:00:00Z'))).toBeNull();
  });

  test('is refused with the line that cannot be read', async () => {
    const world = await aWorld();
    const result = await leaversReceived(world, 'joe@acme.com,yesterday\n', '2026-10-04T12:00:00Z');
    expect(result).toMatchObject({ kind: 'refused', as: 'leavers' });
    expect(world.mails.at(-1)?.subject).toBe('People.ai access review: leavers file refused');
    expect(world.mails.at(-1)?.text).toContain('leavers.csv, line 1, column 2: no day. Found: "yesterday"');
  });

  test('is refused with what its runs would refuse once a day is over, and the list before it counts on', async () => {
    const world = await aWorld();
    await leaversReceived(world, 'joe@acme.com,2026-11-15\n', '2026-10-04T12:00:00Z');
    const result = await leaversReceived(
      world,
      'joe@acme.com,2026-11-15\njoe@acme.com,2026-12-15\n',
      '2026-10-05T12:00:00Z',
    );
    expect(result).toMatchObject({ kind: 'refused', refusals: [{ what: 'somebody with two last days to come' }] });
    const last = await lastLeavers(world.results, at('2026-11-20T08:00:00Z'), q4);
    expect(last?.uploadedAt).toBe('2026-10-04T12:00:00Z');
  });

  test.each([
    ['does not count for a run of a period that began after it', '2026-09-30T23:59:59Z', false],
    ['counts from the first moment of the period', '2026-10-01T00:00:00Z', true],
    ['counts up to the as-of of the run', '2026-10-05T08:00:00Z', true],
    ['does not count where it came after the as-of', '2026-10-05T08:00:01Z', false],
  ])('%s', async (_what, when, counts) => {
    const world = await aWorld();
    await leaversReceived(world, 'joe@acme.com,2026-09-30\n', when);
    const last = await lastLeavers(world.results, at('2026-10-05T08:00:00Z'), q4);
    expect(last?.uploadedAt ?? null).toBe(counts ? when : null);
  });
});
