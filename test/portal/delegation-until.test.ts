// A delegation with an end: after its last day the lines are theirs again, for deciding, for signing and for `verify`.
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { keepsTheRest, managers, owner, fallback, signs } from '../steps/review/year/year.ts';
import { verified } from '../steps/verify/verified.ts';
import { given } from '../support/given.ts';
import { aPortal, period } from './portal.ts';
import type { Portal } from './portal.ts';

const [mona, max] = managers;

async function handsOver(portal: Portal, until: string | null): Promise<Response> {
  const cookie = await portal.session(mona, ['reviewer']);
  const body = { from: mona, to: max, reason: 'on leave', until };
  return portal.call(cookie, 'POST', `/api/periods/${period}/delegations`, { body });
}

async function decides(portal: Portal, by: string, login: string): Promise<number> {
  const body = { decisions: [{ login, decision: 'keep', reason: 'in the team' }] };
  const cookie = await portal.session(by, ['reviewer']);
  return (await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body })).status;
}

async function mine(portal: Portal, by: string): Promise<number> {
  const path = `/api/periods/${period}/lines?mine=true`;
  const page = await portal.call(await portal.session(by, ['reviewer']), 'GET', path);
  return z.parse(z.object({ matching: z.number() }), await page.json()).matching;
}

test('of managers whom a directory knows none is told as somebody who cannot decide', async () => {
  const portal = await aPortal();
  const overview = await portal.call(await portal.session(owner, ['control-owner']), 'GET', `/api/periods/${period}`);
  expect(await overview.json()).toMatchObject({ review: { cannotDecide: [] } });
});

describe('a delegation until a day', () => {
  test('moves the lines on that day still, and no longer on the next, without anybody recording anything', async () => {
    const portal = await aPortal();
    expect((await handsOver(portal, '2026-04-02')).status).toBe(201);
    portal.world.at('2026-04-02T23:59:00Z');
    expect([await mine(portal, mona), await mine(portal, max)]).toEqual([0, 20]);
    expect(await decides(portal, mona, 'user01@acme.com')).toBe(403);
    expect(await decides(portal, max, 'user01@acme.com')).toBe(200);
    portal.world.at('2026-04-03T00:00:00Z');
    expect([await mine(portal, mona), await mine(portal, max)]).toEqual([10, 10]);
    expect(await decides(portal, max, 'user03@acme.com')).toBe(403);
    expect(await decides(portal, mona, 'user03@acme.com')).toBe(200);
  });

  test('stands in the statement, and a report that is signed after it verifies', async () => {
    const portal = await aPortal();
    const { world } = portal;
    await handsOver(portal, '2026-04-02');
    await decides(portal, max, 'user01@acme.com');
    world.at('2026-04-03T09:00:00Z');
    await decides(portal, mona, 'user03@acme.com');
    await keepsTheRest(world, period, owner);
    const first = given(await signs(world, period, fallback));
    expect(first.signed.statement).toContain(`${mona} to ${max}, until 2 April 2026, by ${mona}`);
    const { reportKey } = given(await signs(world, period, owner));
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0 });
  });

  test('is refused when the day has passed, or is none', async () => {
    const portal = await aPortal();
    expect((await handsOver(portal, '2026-03-29')).status).toBe(422);
    expect((await handsOver(portal, '2026-02-31')).status).toBe(422);
    expect(await portal.ports.reviews.load(period)).toHaveLength(1);
    expect((await handsOver(portal, null)).status).toBe(201);
  });
});
