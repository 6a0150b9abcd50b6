// Who hands on what is whose, in the portal: the same people who may by the command.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Role } from '../../../portal/api/route.ts';
import { closes, fallback, keepsTheRest, managers, owner, signs } from '../../steps/review/year/year.ts';
import { aPortal, period } from '../portal.ts';

const [mona, max] = managers;

const at = `/api/periods/${period}`;
const carried = z.object({ carriedBy: z.string() });
const ofReview = z.object({ review: carried });

interface HandsOn {
  readonly by: string;
  readonly role: Role;
  readonly status: number;
}

test.each<[who: string, HandsOn]>([
  ['whoever gives them away', { by: mona, role: 'reviewer', status: 201 }],
  ['the fallback, as a reviewer', { by: fallback, role: 'reviewer', status: 201 }],
  ['the control owner', { by: owner, role: 'control-owner', status: 201 }],
  ['nobody else who reviews', { by: 'root@acme.com', role: 'reviewer', status: 403 }],
  ['nobody else in the role of the control owner', { by: 'root@acme.com', role: 'control-owner', status: 403 }],
])('lines of a reviewer are handed on by %s', async (_who, { by, role, status }) => {
  const portal = await aPortal();
  const body = { from: mona, to: max, reason: 'on leave' };
  const cookie = await portal.session(by, [role]);
  const done = await portal.call(cookie, 'POST', `/api/periods/${period}/delegations`, { body });
  expect(done.status).toBe(status);
  expect((await portal.ports.reviews.load(period)).length).toBe(status === 201 ? 2 : 1);
});

test('whoever hands lines on is told which report carries it: after the last signature the closing alone, then none', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(owner, ['control-owner']);
  const body = { from: mona, to: max, reason: 'on leave' };
  const carriedBy = async (): Promise<readonly unknown[]> => {
    const told = [];
    for (const [method, path, sent] of [
      ['POST', 'delegations', { body }],
      ['GET', 'lines', {}],
    ] as const)
      told.push(z.parse(carried, await (await portal.call(cookie, method, `${at}/${path}`, sent)).json()).carriedBy);
    const overview = z.parse(ofReview, await (await portal.call(cookie, 'GET', at)).json());
    return [...told, overview.review.carriedBy];
  };
  expect(await carriedBy()).toEqual(['signature', 'signature', 'signature']);
  await keepsTheRest(portal.world, period, fallback);
  for (const by of [fallback, owner]) await signs(portal.world, period, by);
  expect(await carriedBy()).toEqual(['closing', 'closing', 'closing']);
  await closes(portal.world, period);
  expect(await carriedBy()).toEqual(['none', 'none', 'none']);
});
