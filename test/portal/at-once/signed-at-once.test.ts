// Two who sign at one moment, having looked at the same: one signature is recorded, and whoever comes second is told.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Reviews } from '../../../core/ports/stores.ts';
import { decides, fallback, keepsTheRest, managers, owner } from '../../steps/review/year/year.ts';
import { verified } from '../../steps/verify/verified.ts';
import { given } from '../../support/given.ts';
import { aPortal, period } from '../portal.ts';
import type { Portal } from '../portal.ts';

const [mona] = managers;
const overview = `/api/periods/${period}`;

/** Decided by two, so that either may sign the first stage. */
async function aDecidedReview(): Promise<Portal> {
  const portal = await aPortal();
  given(await decides(portal.world, period, { by: mona, says: { 'user01@acme.com': ['keep'] } }));
  await keepsTheRest(portal.world, period, fallback);
  return portal;
}

/** While somebody else is about something else. */
async function monaDecides({ world }: Portal, word: 'keep' | 'revoke' = 'revoke'): Promise<void> {
  given(await decides(world, period, { by: mona, says: { 'user01@acme.com': [word] } }));
}

/** @returns the statuses of their answers, the lowest first */
async function signAtOnce(portal: Portal, stage: string, people: readonly string[]): Promise<readonly number[]> {
  const cookies = await Promise.all(people.map(async (one) => portal.session(one, ['reviewer', 'control-owner'])));
  const [first = ''] = cookies;
  const etag = (await portal.call(first, 'GET', overview)).headers.get('etag') ?? '';
  const sent = { body: { stage }, headers: { 'if-match': etag } };
  const answers = await Promise.all(
    cookies.map(async (cookie) => portal.call(cookie, 'POST', `${overview}/signatures`, sent)),
  );
  expect(portal.unexpected).toEqual([]);
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

async function signed(portal: Portal): Promise<readonly string[]> {
  const events = await portal.world.dependencies.reviews.load(period);
  return events.flatMap(({ event }) => (event.kind === 'signed' ? [event.stage] : []));
}

test.each([
  ['two people', [fallback, mona], [owner, owner]],
  ['one person, twice', [fallback, fallback], [owner, owner]],
])(
  'each stage has one signature where it is signed at once by %s, and the report verifies',
  async (_, reviewers, owners) => {
    const portal = await aDecidedReview();
    const [recorded, second] = await signAtOnce(portal, 'reviewer', reviewers);
    expect(recorded).toBe(201);
    expect([201, 409, 412, 422]).toContain(second);
    expect(await signed(portal)).toEqual(['reviewer']);
    expect((await signAtOnce(portal, 'control-owner', owners))[0]).toBe(201);
    expect(await signed(portal)).toEqual(['reviewer', 'control-owner']);
    expect(await verified(await portal.world.stored(`reviews/${period}/report.pdf`))).toMatchObject({
      exit: 0,
      err: '',
    });
  },
);

test('a decision at the moment of the last signature comes before it or not at all', async () => {
  const portal = await aDecidedReview();
  await signAtOnce(portal, 'reviewer', [fallback]);
  const cookie = await portal.session(mona, ['reviewer']);
  const body = { decisions: [{ login: 'user01@acme.com', decision: 'revoke', reason: 'left the team' }] };
  const [[last], decided] = await Promise.all([
    signAtOnce(portal, 'control-owner', [owner]),
    portal.call(cookie, 'POST', `${overview}/decisions`, { body }),
  ]);
  const isDecided = decided.status === 200;
  const events = await portal.world.dependencies.reviews.load(period);
  expect({ signed: last === 201, end: events.at(-1)?.event.kind }).toEqual({
    signed: !isDecided,
    end: isDecided ? 'decided' : 'signed',
  });
  const report = isDecided ? null : await verified(await portal.world.stored(`reviews/${period}/report.pdf`));
  expect(report?.exit ?? 0).toBe(0);
});

test.each([
  ['signatures', { stage: 'reviewer' }],
  ['void', { reason: 'opened in error' }],
] as const)('what is recorded after %s was held against what was looked at is not passed over', async (act, body) => {
  const portal = await aDecidedReview();
  const cookie = await portal.session(fallback, ['reviewer', 'control-owner', 'admin']);
  const etag = (await portal.call(cookie, 'GET', overview)).headers.get('etag') ?? '';
  const { reviews } = portal.ports;
  let isFirst = true;
  const append: Reviews['append'] = async (...asked) => {
    if (isFirst) await monaDecides(portal);
    isFirst = false;
    return reviews.append(...asked);
  };
  Object.assign(portal.ports, { reviews: { ...reviews, append } });
  const sent = { body, headers: { 'if-match': etag } };
  const answer = await portal.call(cookie, 'POST', `${overview}/${act}`, sent);
  expect([answer.status, portal.unexpected]).toEqual([412, []]);
  const last = (await portal.world.dependencies.reviews.load(period)).at(-1)?.event;
  expect(last).toMatchObject({ kind: 'decided', by: mona });
});

const overviewSchema = z.object({ review: z.object({ sequence: z.number() }) });

test('the ETag of an overview names no event that the overview does not know, whenever that was recorded', async () => {
  const portal = await aDecidedReview();
  const cookie = await portal.session(fallback, ['reviewer']);
  const { reviews } = portal.ports;
  let loads = 0;
  let recordedBefore = 0;
  const load: Reviews['load'] = async (review) => {
    loads += 1;
    if (loads === recordedBefore) await monaDecides(portal, recordedBefore % 2 === 0 ? 'keep' : 'revoke');
    return reviews.load(review);
  };
  Object.assign(portal.ports, { reviews: { ...reviews, load } });
  do {
    loads = 0;
    recordedBefore += 1;
    const answer = await portal.call(cookie, 'GET', overview);
    const { review } = z.parse(overviewSchema, await answer.json());
    const named = Number(/^"(\d+)-/.exec(answer.headers.get('etag') ?? '')?.[1]);
    expect([recordedBefore, named <= review.sequence]).toEqual([recordedBefore, true]);
  } while (recordedBefore < loads);
  expect(loads).toBeGreaterThan(0);
});
