import { expect, test } from 'vitest';
import { askKey } from '../../../core/names/object-keys.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { askedBefore } from '../../../steps/schedule/last-uploads.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { at } from '../../support/time.ts';
import { aConfig, aWorld } from './world.ts';

test('a run is asked for once while its request comes again at once, and anew for another upload or later', async () => {
  const world = await aWorld();
  const receive = async (body: string, when: string): Promise<unknown> =>
    receiveUpload({ ...world, compose: uploadMail }, world.upload(body, when), aConfig());
  const [first, second] = ['jane@acme.com', 'joe@acme.com'].map((email) => exportCsv([{ email }]));
  const before = async (body = '', now = '2026-10-05T08:00:09Z') =>
    askedBefore(world.results, { export: sha256(body), leavers: null }, { now: at(now), calendar: aConfig().calendar });
  await receive(first ?? '', '2026-10-04T12:00:00Z');
  expect(await before(first), 'nobody has asked').toBeNull();
  await world.results.put(askKey({ kind: 'issue', period: '2026-Q3' }, at('2026-10-05T08:00:05Z')), new Uint8Array());
  expect(await before(first), 'a report was asked for').toBeNull();
  await world.results.put(askKey({ kind: 'review' }, at('2026-10-05T08:00:00Z')), new Uint8Array());
  expect(await before(first)).toBe('2026-10-05T08:00:00Z');
  expect(await before(first, '2026-10-05T08:00:31Z'), 'later').toBeNull();
  expect(await before(first, '2026-10-05T07:59:58Z'), 'by a clock that is behind').toBe('2026-10-05T08:00:00Z');
  expect(await before(first, '2026-10-05T07:59:29Z'), 'of a time that has not come').toBeNull();
  await receive(second ?? '', '2026-10-05T08:00:04Z');
  expect(await before(second), 'of what came since').toBeNull();
});
