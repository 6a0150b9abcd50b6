// What several people do at one moment: nothing is lost, nothing stands twice, and each is told what became of it.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { fallback, managers, owner } from '../../steps/review/year/year.ts';
import { aPortal, period } from '../portal.ts';
import type { Portal } from '../portal.ts';

const [mona, max] = managers;
const file = Buffer.from(exportCsv([{ email: 'user01@acme.com', role: 'User' }]));
const id = sha256(file);
const review = `/api/periods/${period}`;

async function handsIn(portal: Portal, by: string, countShown: number): Promise<number> {
  const path = `/api/uploads/exports?name=users.csv&sha256=${id}&countShown=${countShown}`;
  const sent = { body: file, headers: { 'content-type': 'text/csv' } };
  return (await portal.call(await portal.session(by, ['admin']), 'POST', path, sent)).status;
}

async function confirms(portal: Portal, by: string, countShown: number): Promise<number> {
  const cookie = await portal.session(by, ['control-owner']);
  return (await portal.call(cookie, 'POST', `/api/uploads/${id}/confirmation`, { body: { countShown } })).status;
}

const uploadsSchema = z.object({
  uploads: z.array(
    z.object({
      id: z.string(),
      count: z.object({
        shown: z.nullable(z.number()),
        typedBy: z.nullable(z.string()),
        confirmedBy: z.nullable(z.string()),
      }),
    }),
  ),
});

async function uploads(portal: Portal): Promise<z.infer<typeof uploadsSchema>['uploads']> {
  const answer = await portal.call(await portal.session(owner, ['control-owner']), 'GET', '/api/uploads');
  return z.parse(uploadsSchema, await answer.json()).uploads;
}

test('an export that two hand in at once with two numbers stands once, with the number of one of them', async () => {
  const portal = await aPortal();
  const statuses = await Promise.all([handsIn(portal, mona, 20), handsIn(portal, max, 21)]);
  expect(statuses).toContain(201);
  expect([201, 409]).toEqual(expect.arrayContaining(statuses));
  const kept = await uploads(portal);
  expect(kept).toHaveLength(1);
  const { shown, typedBy } = kept[0]?.count ?? {};
  expect([
    [20, mona],
    [21, max],
  ]).toContainEqual([shown, typedBy]);
  expect(portal.unexpected).toEqual([]);
});

test('a number that two confirm at once is confirmed by one of them', async () => {
  const portal = await aPortal();
  await handsIn(portal, mona, 20);
  const statuses = await Promise.all([confirms(portal, owner, 20), confirms(portal, max, 20)]);
  expect(statuses).toContain(200);
  expect([200, 409]).toEqual(expect.arrayContaining(statuses));
  expect([owner, max]).toContain((await uploads(portal))[0]?.count.confirmedBy);
  expect(portal.unexpected).toEqual([]);
});

test('a number that is typed anew while it is confirmed is not confirmed unseen', async () => {
  const portal = await aPortal();
  await handsIn(portal, mona, 20);
  await Promise.all([handsIn(portal, max, 21), confirms(portal, owner, 20)]);
  const { shown, confirmedBy } = (await uploads(portal))[0]?.count ?? {};
  expect([
    [20, owner],
    [21, null],
  ]).toContainEqual([shown, confirmedBy]);
});

async function events(portal: Portal): Promise<readonly string[]> {
  return (await portal.ports.reviews.load(period)).map(({ event }) => event.kind);
}

test('lines that are handed over while they are decided are decided by who might, and by nobody twice', async () => {
  const portal = await aPortal();
  const [monas, maxs] = [await portal.session(mona, ['reviewer']), await portal.session(max, ['reviewer'])];
  const body = { decisions: [{ login: 'user01@acme.com', decision: 'keep', reason: 'in the team' }] };
  const delegation = { from: mona, to: max, reason: 'on leave', until: null };
  const answers = await Promise.all([
    portal.call(monas, 'POST', `${review}/delegations`, { body: delegation }),
    portal.call(monas, 'POST', `${review}/decisions`, { body }),
    portal.call(maxs, 'POST', `${review}/decisions`, { body }),
  ]);
  const [handed, hers, his] = answers.map(({ status }) => status);
  expect(handed).toBe(201);
  expect([200, 403, 409]).toContain(hers);
  expect([200, 403, 409]).toContain(his);
  const decided = (await portal.ports.reviews.load(period)).flatMap(({ event }) =>
    event.kind === 'decided' ? [event.by] : [],
  );
  expect(decided.length).toBeLessThanOrEqual(1);
  expect(portal.unexpected).toEqual([]);
});

test('a review that two open at once, or void at once, is opened and voided once', async () => {
  const portal = await aPortal();
  const people = [fallback, owner];
  const cookies = await Promise.all(people.map(async (one) => portal.session(one, ['admin', 'control-owner'])));
  const [first = ''] = cookies;
  const etag = (await portal.call(first, 'GET', review)).headers.get('etag') ?? '';
  const sent = { body: { reason: 'opened in error' }, headers: { 'if-match': etag } };
  const voided = await Promise.all(cookies.map(async (one) => portal.call(one, 'POST', `${review}/void`, sent)));
  expect(voided.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const opened = await Promise.all(cookies.map(async (one) => portal.call(one, 'POST', `${review}/opening`)));
  expect(opened.map(({ status }) => status)).toEqual([200, 200]);
  expect(await events(portal)).toEqual(['opened', 'voided', 'opened']);
  expect(portal.unexpected).toEqual([]);
});
