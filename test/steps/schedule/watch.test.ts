import { describe, expect, test } from 'vitest';
import { runKey, watchedKey } from '../../../core/names/object-keys.ts';
import type { Directory } from '../../../core/ports/inputs.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { watchMail } from '../../../drawing/mail/watch.ts';
import { declaredOf, lastAcceptedRun } from '../../../steps/schedule/accepted-export.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import { recordNewsSent, watch } from '../../../steps/schedule/watch.ts';
import { encoded } from '../../../steps/bytes.ts';
import { EvidenceChanged } from '../../../steps/run/stored-evidence.ts';
import { at } from '../../support/time.ts';
import { acceptedRun, aConfig, anOkta, aWorld, newCodes, scheduled, uploaded, watched, everybody } from './world.ts';
import type { ScheduleWorld } from './world.ts';

const disabled = { login: 'cat@acme.com', state: 'disabled' } as const;
/** As many as lose one without a gate that asks where so many went. */
const staff = [...everybody, ...Array.from({ length: 9 }, (_, index) => `user${index}@acme.com`)];
const others = staff.filter((login) => login !== disabled.login);

describe('a watch run', () => {
  test('tells what is new once', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: [...staff, 'ghost@acme.com'] }, '2026-10-01T12:00:00Z');
    const before = world.mails.length;
    const first = await watched(world, '1-watch', anOkta(staff));
    expect(first).toMatchObject({ kind: 'watched', mail: expect.stringMatching(/^watch-1-watch-[0-9a-f]{12}$/) });
    expect(world.mails[before]?.text).toContain('The export is 3 days old');
    expect(newCodes(first)).toContain('LEAVER_ACCOUNT');
    expect(world.told).toContain('Create LEAVER_ACCOUNT ghost@acme.com');
    const told = world.told.length;
    const second = await watched(world, '2-watch', anOkta(staff));
    expect(second).toMatchObject({ kind: 'watched', mail: null, news: { fresh: [] } });
    expect(world.mails).toHaveLength(before + 1);
    expect(world.told).toHaveLength(told);
  });

  test('tells its news again until their mail was sent', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const later = { ...world, sentLater: true };
    const without = (left: number): Directory => anOkta(staff.slice(left));
    expect(newCodes(await watched(later, '1-watch', without(1)))).toEqual(['LEAVER_ACCOUNT']);
    expect(newCodes(await watched(later, '2-watch', without(1))), 'nobody recorded that the first was sent').toEqual([
      'LEAVER_ACCOUNT',
    ]);
    await recordNewsSent(world, '2-watch');
    expect(newCodes(await watched(later, '3-watch', without(1)))).toEqual([]);
    expect(newCodes(await watched(later, '4-watch', without(2)))).toEqual(['LEAVER_ACCOUNT']);
    expect(newCodes(await watched(later, '5-watch', without(2)))).toEqual(['LEAVER_ACCOUNT']);
  });

  test('tells who was disabled or left since, and no other information', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-02T12:00:00Z');
    const place = world.uploadLeavers('ben@acme.com,2026-10-03\n', '2026-10-04T13:00:00Z');
    await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
    const outcome = await watched(world, '1-watch', anOkta([...others, disabled, 'new@acme.com']));
    expect(newCodes(outcome).toSorted()).toEqual(['DISABLED_IDENTITY', 'LEAVER_ACCOUNT']);
  });

  test('tells again what had become another finding and is back', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff, known: [...others, disabled] }, '2026-10-01T12:00:00Z');
    const deleted = { ...disabled, state: 'deleted' };
    await acceptedRun(world, { logins: staff, known: [...others, deleted] }, '2026-10-02T12:00:00Z');
    expect(newCodes(await watched(world, '1-watch', anOkta([...others, disabled])))).toEqual(['DISABLED_IDENTITY']);
  });

  test('says how old the export is in each mail, and makes no finding of it', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: [...staff, 'ghost@acme.com'] }, '2026-08-01T12:00:00Z');
    expect(newCodes(await watched(world, '1-watch', anOkta(staff)))).not.toContain('EXPORT_STALE');
    expect(world.mails.at(-1)?.text).toContain('The export is 64 days old');
  });

  test('leaves what a signature is rolled forward to, and nothing where a directory could not be read', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const partial = anOkta(staff, { completeness: 'partial', reasons: ['the people could not be read'] });
    await watched(world, '1-watch', partial);
    expect(await world.runs.watchesAfter(at('2026-01-01T00:00:00Z'))).toEqual([]);
    await watched(world, '2-watch', anOkta(staff));
    await watched(world, '2-watch', anOkta(staff));
    const left = await world.runs.watchesAfter(at('2026-01-01T00:00:00Z'));
    expect(left).toMatchObject([{ status: 'complete', accepted: false, historyKey: null }]);
    const stored = await Promise.all(
      (left[0]?.files ?? []).map(({ name }) => world.objects.get(watchedKey(left[0]?.id ?? '', name))),
    );
    expect(stored.map((one) => one !== null)).toEqual([true, true, true, true]);
    expect(await world.runs.list()).toHaveLength(1);
  });

  test('calls nobody an orphan because a directory could not be read', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const partial = anOkta(staff, { completeness: 'partial', reasons: ['the people could not be read'] });
    const outcome = await watched(world, '1-watch', partial);
    const fresh = outcome.kind === 'watched' ? outcome.news.fresh : [];
    expect(fresh.filter(({ login }) => login !== null)).toEqual([]);
    expect(outcome).toMatchObject({ news: { incomplete: [expect.stringContaining('could not be read')] } });
  });

  test('does not tell the same again after a day on which a directory could not be read', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: [...staff, 'ghost@acme.com'] }, '2026-10-01T12:00:00Z');
    await watched(world, '1-watch', anOkta(staff));
    await watched(world, '2-watch', anOkta([], { completeness: 'unread', reasons: ['nobody answered'] }));
    expect(newCodes(await watched(world, '3-watch', anOkta(staff)))).toEqual([]);
    expect(newCodes(await watched(world, '4-watch', anOkta(staff.slice(1))))).toEqual(['LEAVER_ACCOUNT']);
  });

  test('compares the export of the last accepted run, not a later one that was held', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    // Cut short on its way: no run that compares it is accepted, and nobody may be told that its rows are news.
    await uploaded(world, ['stranger@acme.com'], '2026-10-04T12:00:00Z');
    const outcome = await watched(world, '1-watch', anOkta(staff.slice(1)));
    const fresh = outcome.kind === 'watched' ? outcome.news.fresh.map(({ login }) => login) : [];
    expect(fresh).toEqual(['ann@acme.com']);
    expect(outcome).toMatchObject({ news: { exportedAt: '2026-10-01T12:00:00Z', incomplete: [] } });
  });

  test('takes what was declared of the export, and how it came, from that run', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const run = await scheduled(world, '1-watch', anOkta(staff));
    const base = await lastAcceptedRun(world, run.asOf, aConfig());
    const declared = base === null ? null : await declaredOf(base.run);
    expect(declared?.exportedAt).toEqual({ at: '2026-10-01T12:00:00Z', declared: false, by: null });
    expect(declared?.custody?.record.export.receipts).toMatchObject([{ kind: 'bucket', at: '2026-10-01T12:00:00Z' }]);
  });

  test('holds HR’s list of today against how that came, not against how the list of that run did', async () => {
    const world = await aWorld();
    const handsIn = async (body: string, when: string) =>
      receiveUpload({ ...world, compose: uploadMail }, world.uploadLeavers(body, when), aConfig());
    await handsIn('dan@acme.com,2026-10-01\n', '2026-10-01T13:00:00Z');
    await acceptedRun(world, { logins: staff }, '2026-10-02T12:00:00Z');
    const { place } = await handsIn('ben@acme.com,2026-10-02\n', '2026-10-04T13:00:00Z');
    const outcome = await watched(world, '1-watch', anOkta(staff));
    expect(outcome).toMatchObject({ news: { fresh: [{ login: 'ben@acme.com' }], incomplete: [] } });
    const read: ScheduleWorld['uploads']['read'] = async (wanted) => {
      const found = await world.uploads.read(wanted);
      const isToday = found !== null && wanted.version === place.version;
      return isToday ? { ...found, bytes: Buffer.from('cat@acme.com,2026-10-02\n') } : found;
    };
    const altered = await watched({ ...world, uploads: { read } }, '2-watch', anOkta(staff));
    expect(altered).toMatchObject({ news: { incomplete: [expect.stringContaining('the leavers file was received')] } });
    expect(newCodes(await watched(world, '3-watch', anOkta(staff))), 'gone with the list, and back').toEqual([
      'LEAVER_ACCOUNT',
    ]);
  });

  test('is refused where somebody who left accepts a gate that holds it', async () => {
    const world = await aWorld();
    await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const acceptedGates = [{ gate: 'drop-identities', by: 'ann@acme.com', reason: 'they moved' }] as const;
    const run = { ...(await scheduled(world, '1-watch', anOkta(staff.slice(6)))), acceptedGates };
    await expect(watch({ ...world, compose: watchMail }, run, aConfig())).rejects.toThrow(/refused: by/);
  });

  test('is refused where the evidence of that run was changed', async () => {
    const world = await aWorld();
    const id = await acceptedRun(world, { logins: staff }, '2026-10-01T12:00:00Z');
    const objects: ScheduleWorld['objects'] = {
      ...world.objects,
      get: async (key) =>
        key === runKey(id, 'evidence/export.csv') ? encoded(['Email\nann@acme.com\n']) : world.objects.get(key),
    };
    await expect(watched({ ...world, objects }, '1-watch', anOkta(staff))).rejects.toThrow(EvidenceChanged);
  });

  test('has nothing to compare with before the first accepted run', async () => {
    const world = await aWorld();
    await uploaded(world, staff, '2026-10-04T12:00:00Z');
    expect(await watched(world, '1-watch', anOkta(staff))).toEqual({ kind: 'no-export' });
  });
});
