// The closing report: what it states, that its own file proves it, and that whatever an event promises is issued.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ClosingReport } from '../../../../core/report/closing/closing.ts';
import { conclusionOfClosing } from '../../../../core/report/closing/conclusion.ts';
import { closeReview } from '../../../../steps/review/close-review.ts';
import { issuePromised } from '../../../../steps/review/issue-promised.ts';
import { EvidenceChanged } from '../../../../steps/run/stored-evidence.ts';
import { given } from '../../../support/given.ts';
import { verified } from '../../verify/verified.ts';
import { copyOf, newExport, openedWorld, ordered, period, statusOf } from '../year/opened.ts';
import type { World } from '../world.ts';
import { decides, fallback, keepsTheRest, owner, shows, signs, ticked } from '../year/year.ts';

/** Three accounts ordered or gone, three exceptions of which two ended, and a key that no export shows. */
async function provenWorld(): Promise<World> {
  const world = await openedWorld();
  const says = {
    'user01@acme.com': ['revoke'],
    'user02@acme.com': ['revoke'],
    'user04@acme.com': ['except', '2026-07-31'],
    'user05@acme.com': ['except', '2026-04-02'],
    'onleave@acme.com': ['except', '2026-04-02'],
    'key-1': ['revoke'],
  } as const;
  given(await decides(world, period, { by: fallback, says }));
  await ordered(world);
  given(await decides(world, period, { by: fallback, says: { 'user07@acme.com': ['revoke'] } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await newExport(world, '2026-04-05T09:00:00Z', ['user01@acme.com']);
  world.accounts.delete('user07@acme.com');
  await newExport(world, '2026-04-14T09:00:00Z', ['user02@acme.com']);
  return world;
}

async function closed(world: World): Promise<string> {
  return given(await closeReview(world.dependencies, { period, by: fallback })).reportKey ?? 'none';
}

/** A store from which a process was killed before it laid these down. */
function withoutReport(world: World, missing: string): { readonly put: string[]; readonly world: World } {
  const put: string[] = [];
  const { objects } = world.dependencies;
  const lacking = {
    ...objects,
    get: async (key: string) => (key === missing ? null : objects.get(key)),
    put: async (key: string, body: Parameters<typeof objects.put>[1]) => {
      put.push(key);
      return objects.put(key, body);
    },
  };
  return { put, world: { ...world, dependencies: { ...world.dependencies, objects: lacking } } };
}

test('says of each removal when it was ordered, which export and row prove it, and in how many hours', async () => {
  const world = await copyOf(provenWorld);
  await closed(world);
  const stated: unknown = JSON.parse(String(await world.stored(`reviews/${period}/closing.json`)));
  expect(stated).toMatchObject({
    removals: [
      {
        login: 'user01@acme.com',
        order: { number: 1 },
        proof: { shown: 'suspended', row: 2 },
        hours: 143,
        late: false,
      },
      { login: 'user02@acme.com', order: { number: 1 }, proof: { shown: 'suspended', row: 3 }, hours: 359, late: true },
      { login: 'user07@acme.com', order: null, proof: { shown: 'absent', row: null }, hours: 359 },
    ],
    exceptions: [{ login: 'user04@acme.com', until: '2026-07-31' }],
    open: [
      { about: 'ghost@acme.com', why: 'access kept by grc@acme.com: looked into it' },
      { about: 'key-1', what: 'API key pair to be deleted' },
      {
        about: 'onleave@acme.com',
        what: 'exception ended',
        severity: 'medium',
        why: 'it was given by grc@acme.com until 2 April 2026 for SUSPENDED_IDENTITY, and nobody decided anew in this review',
      },
      { about: 'user05@acme.com', what: 'exception ended', severity: null },
    ],
  });
});

test('takes no time of an account that was suspended when it was decided: it needed no removal', async () => {
  const suspended = { status: 'Suspended', suspendedAt: '2026-03-01' };
  const world = await openedWorld((before) => shows(before, 'user07@acme.com', suspended));
  const revoke = ['revoke'] as const;
  given(await decides(world, period, { by: fallback, says: { 'user01@acme.com': revoke, 'user07@acme.com': revoke } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  world.accounts.delete('user01@acme.com');
  await newExport(world, '2026-04-05T09:00:00Z', []);
  await closed(world);
  const stated = JSON.parse(String(await world.stored(`reviews/${period}/closing.json`))) as ClosingReport;
  const hours = Object.fromEntries(stated.removals.map((removal) => [removal.login, removal.hours]));
  expect(hours).toEqual({ 'user01@acme.com': 143, 'user07@acme.com': null });
  expect(conclusionOfClosing(stated)).toMatchObject({
    note: '1 of 2 revocations proven, 1 gone before',
    meaning: expect.stringContaining('1 removal is proven by a later export, 1 revoked account was gone before'),
  });
});

test.each([
  [
    'that was made before, on another day, with the name of who is gone',
    { createdAt: '2024-01-16', name: 'User Seven' },
    'user07@acme.com',
  ],
  [
    'that was made before, with another name',
    { createdAt: '2024-01-15', name: 'Someone' },
    'user07@acme.com or user08@acme.com',
  ],
  ['that was made since', { createdAt: '2026-04-12', name: 'User Seven' }, null],
  ['that is suspended', { createdAt: '2024-01-15', status: 'Suspended', suspendedAt: '2026-04-12' }, null],
  ['of which the export tells no time', { createdAt: '', name: 'User Seven' }, null],
])('lists an account %s under a login that is new, beside one that is absent', async (_, says, perhaps) => {
  const world = await openedWorld((before) => shows(before, 'user07@acme.com', { name: 'User Seven' }));
  const revoke = ['revoke'] as const;
  given(await decides(world, period, { by: fallback, says: { 'user07@acme.com': revoke, 'user08@acme.com': revoke } }));
  await ordered(world);
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  world.accounts.delete('user07@acme.com');
  world.accounts.delete('user08@acme.com');
  shows(world, 'other@acme.com', says);
  await newExport(world, '2026-04-14T09:00:00Z', []);
  const pdf = await world.stored(await closed(world));
  const { open } = JSON.parse(String(await world.stored(`reviews/${period}/closing.json`))) as Pick<
    ClosingReport,
    'open'
  >;
  const found = open.filter(({ what }) => what === 'live under a login that is new');
  const why: unknown = expect.stringContaining(`perhaps it is ${perhaps} under another login`);
  expect(found).toEqual(perhaps === null ? [] : [expect.objectContaining({ about: 'other@acme.com', why })]);
  expect(await verified(pdf)).toMatchObject({ exit: 0, err: '' });
});

test('is not issued while a removed account may be live under another login', async () => {
  const world = await openedWorld((before) => shows(before, 'user07@acme.com', { name: 'User Seven' }));
  given(await decides(world, period, { by: fallback, says: { 'user07@acme.com': ['revoke'] } }));
  await ordered(world);
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  world.accounts.delete('user07@acme.com');
  shows(world, 'other@acme.com', { name: 'User Seven' });
  await newExport(world, '2026-04-05T09:00:00Z', []);
  const refused = await closeReview(world.dependencies, { period, by: fallback });
  expect(refused).toMatchObject({
    kind: 'refused',
    refusals: [{ found: 'not proven gone: user07@acme.com, perhaps as other@acme.com now' }],
  });
  await newExport(world, '2026-04-14T09:00:00Z', ['other@acme.com']);
  expect(await verified(await world.stored(await closed(world)))).toMatchObject({ exit: 0, err: '' });
});

test('is proven from its own file, and goes by mail', async () => {
  const world = await copyOf(provenWorld);
  const pdf = await world.stored(await closed(world));
  const { exit, out, err } = await verified(pdf);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toContain('Closing report of Acme Corp, 2026-Q1');
  expect(out).toContain('3 removals proven by 2 exports, each read again');
  await ticked(world, '2026-04-15T06:00:00Z');
  const attached = world.mails.flatMap(({ attachments }) => attachments.map(({ name }) => name));
  expect(attached).toContain('2026-Q1-closing.pdf');
});

test.each(['report.pdf', 'closing.pdf'])(
  'issues %s, which a killed process left undone, to whoever looks next',
  async (name) => {
    const world = await copyOf(provenWorld);
    await closed(world);
    const key = `reviews/${period}/${name}`;
    const status = withoutReport(world, key);
    expect((await statusOf(status.world)).issued).toEqual([key]);
    expect(status.put).toContain(key);
    const tick = withoutReport(world, key);
    await ticked(tick.world, '2026-04-15T06:00:00Z');
    expect(tick.put).toContain(key);
    const again = withoutReport(world, key);
    await signs(again.world, period, owner);
    expect(again.put).toContain(key);
  },
);

test('appends no signature and closes nothing where one byte of evidence was changed', async () => {
  const world = await openedWorld();
  await keepsTheRest(world, period, fallback);
  const [run] = await world.dependencies.runs.list();
  const path = world.dependencies.objects.location(`runs/${run?.id ?? ''}/evidence/export.csv`);
  const bytes = await readFile(path);
  await writeFile(path, Buffer.from(bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte))));
  const before = await world.dependencies.reviews.load(period);
  await expect(signs(world, period, fallback)).rejects.toThrow(EvidenceChanged);
  expect(await world.dependencies.reviews.load(period)).toEqual(before);
  await writeFile(path, bytes);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await writeFile(path, Buffer.concat([bytes, Buffer.from(' ')]));
  await expect(closeReview(world.dependencies, { period, by: fallback })).rejects.toThrow(EvidenceChanged);
  expect((await statusOf(world)).state.closed).toBeNull();
  expect((await issuePromised(world.dependencies, period)).withheld).toEqual([]);
});

test('counts a removal as proven that was decided once more after its proof', async () => {
  const world = await openedWorld();
  const revoke = { by: fallback, says: { 'user01@acme.com': ['revoke'] } } as const;
  given(await decides(world, period, revoke));
  await ordered(world);
  await newExport(world, '2026-04-05T09:00:00Z', ['user01@acme.com']);
  await statusOf(world);
  world.at('2026-04-06T09:00:00Z');
  given(await decides(world, period, revoke));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await closed(world);
  const stated = JSON.parse(String(await world.stored(`reviews/${period}/closing.json`))) as ClosingReport;
  expect(stated.removals).toMatchObject([{ login: 'user01@acme.com', order: { number: 1 }, hours: null }]);
  expect(conclusionOfClosing(stated)).toMatchObject({
    note: '1 of 1 revocation proven',
    meaning: expect.stringContaining('The one removal is proven by a later export'),
  });
});
