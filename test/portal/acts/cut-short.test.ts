// What is answered when an act is recorded and what follows from it fails: that it stands, and is not to be done again.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { StoreBusy } from '../../../core/ports/stores.ts';
import { NotWitnessed } from '../../../steps/witnessed-reviews.ts';
import { newExport } from '../../steps/review/year/opened.ts';
import { decides, fallback, keepsTheRest, managers, orders } from '../../steps/review/year/year.ts';
import { given } from '../../support/given.ts';
import { aPortal, period, revoke } from '../portal.ts';
import type { Portal } from '../portal.ts';

const [mona] = managers;
const overview = `/api/periods/${period}`;
const problem = z.object({
  refusals: z.array(z.object({ what: z.string(), found: z.string(), expected: z.string() })),
});

async function kindsRecorded({ world }: Portal): Promise<readonly string[]> {
  return (await world.dependencies.reviews.load(period)).map(({ event }) => event.kind);
}

async function told(answer: Response): Promise<unknown> {
  expect(answer.status).toBe(500);
  expect(answer.headers.get('retry-after')).toBeNull();
  const [first] = z.parse(problem, await answer.json()).refusals;
  return first;
}

test('a signature whose report cannot be stored stands, and whoever gave it is told so', async () => {
  const portal = await aPortal();
  given(await decides(portal.world, period, { by: mona, says: { 'user01@acme.com': ['keep'] } }));
  await keepsTheRest(portal.world, period, fallback);
  const { objects } = portal.ports;
  const put: typeof objects.put = async (key, body) => {
    if (key.endsWith('.pdf')) throw new Error('no space');
    return objects.put(key, body);
  };
  const full = { ...objects, put };
  const { issuing } = portal.ports;
  const ofFullDisk = async (): Promise<object> => ({
    ...(typeof issuing === 'function' ? await issuing() : {}),
    objects: full,
  });
  Object.assign(portal.ports, { objects: full, issuing: ofFullDisk });
  const cookie = await portal.session(mona, ['reviewer']);
  const etag = (await portal.call(cookie, 'GET', overview)).headers.get('etag') ?? '';
  const sent = { body: { stage: 'reviewer' }, headers: { 'if-match': etag } };
  expect(await told(await portal.call(cookie, 'POST', `${overview}/signatures`, sent))).toMatchObject({
    what: 'recorded, and not carried on',
    found: 'signed',
    expected: expect.stringContaining('not to be done again'),
  });
  expect((await kindsRecorded(portal)).at(-1)).toBe('signed');
  expect(portal.unexpected.map(String)).toEqual(['Error: no space']);
});

test('a decision whose witness cannot be written stands, and one that fails before it is recorded is not called so', async () => {
  const portal = await aPortal();
  const { reviews } = portal.ports;
  const cookie = await portal.session(mona, ['reviewer']);
  const append: typeof reviews.append = async (...said) => {
    await reviews.append(...said);
    throw new NotWitnessed('no space');
  };
  Object.assign(portal.ports, { reviews: { ...reviews, append } });
  const decided = await portal.call(cookie, 'POST', `${overview}/decisions`, { body: revoke('user01@acme.com') });
  expect(await told(decided)).toMatchObject({ what: 'recorded, and not carried on', found: 'decided' });
  expect((await kindsRecorded(portal)).at(-1)).toBe('decided');
  const keep = { decisions: [{ login: 'user01@acme.com', decision: 'keep', reason: 'stays' }] };
  Object.assign(portal.ports, { reviews: { ...reviews, append: () => Promise.reject(new Error('no space')) } });
  const lost = await portal.call(cookie, 'POST', `${overview}/decisions`, { body: keep });
  expect(await told(lost)).toBeUndefined();
});

test('a decision that stands is not asked for again because another program held the database after it', async () => {
  const portal = await aPortal();
  const { reviews } = portal.ports;
  const cookie = await portal.session(mona, ['reviewer']);
  const load: typeof reviews.load = async (review) => {
    if ((await kindsRecorded(portal)).at(-1) === 'decided') throw new StoreBusy('held');
    return reviews.load(review);
  };
  Object.assign(portal.ports, { reviews: { ...reviews, load } });
  const decided = await portal.call(cookie, 'POST', `${overview}/decisions`, { body: revoke('user01@acme.com') });
  expect(await told(decided)).toMatchObject({ what: 'recorded, and not carried on', found: 'decided' });
});

test('a signature that fails behind what exports prove is told to be none', async () => {
  const portal = await aPortal();
  given(await decides(portal.world, period, { by: mona, says: { 'user01@acme.com': ['revoke'] } }));
  await keepsTheRest(portal.world, period, fallback);
  given(await orders(portal.world, period));
  await newExport(portal.world, '2026-04-05T09:00:00Z', ['user01@acme.com']);
  const { reviews } = portal.ports;
  const append: typeof reviews.append = async (review, expected, event) => {
    if (event.kind === 'signed') throw new Error('no space');
    return reviews.append(review, expected, event);
  };
  Object.assign(portal.ports, { reviews: { ...reviews, append } });
  const cookie = await portal.session(mona, ['reviewer']);
  const etag = (await portal.call(cookie, 'GET', overview)).headers.get('etag') ?? '';
  const sent = { body: { stage: 'reviewer' }, headers: { 'if-match': etag } };
  expect(await told(await portal.call(cookie, 'POST', `${overview}/signatures`, sent))).toMatchObject({
    found: 'removals observed',
    expected: expect.stringContaining('whatever else was asked is not done'),
  });
  expect((await kindsRecorded(portal)).at(-1)).toBe('removals-observed');
});
