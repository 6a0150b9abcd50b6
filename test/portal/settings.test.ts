// The page of the settings: whose approval it tells, and what changed since which review.
import { expect, test } from 'vitest';
import { rebaseReview } from '../../steps/review/ways-back/rebase-review.ts';
import { login } from '../support/inputs/population-builder.ts';
import { given } from '../support/given.ts';
import {
  fallback,
  keepsTheRest,
  keepsUnremarkable,
  managers,
  owner,
  policy,
  signs,
} from '../steps/review/year/year.ts';
import { aPortal, period } from './portal.ts';
import type { Portal } from './portal.ts';

async function settings(portal: Portal): Promise<unknown> {
  const cookie = await portal.session(owner, ['control-owner']);
  return (await portal.call(cookie, 'GET', '/api/settings')).json();
}

async function approves(portal: Portal): Promise<number> {
  const cookie = await portal.session(owner, ['control-owner']);
  const looked = await portal.call(cookie, 'GET', `/api/periods/${period}`);
  const headers = { 'if-match': looked.headers.get('etag') ?? '' };
  return (await portal.call(cookie, 'POST', `/api/periods/${period}/policy-approval`, { headers })).status;
}

test('an approval is told of the configuration that was approved, and of no later one', async () => {
  const portal = await aPortal();
  expect(await settings(portal)).toMatchObject({ approval: null });
  expect(await approves(portal)).toBe(201);
  expect(await settings(portal)).toMatchObject({ approval: { by: owner, period, ofThis: true } });
  portal.world.config['policy'] = { ...policy, dormantDays: 30 };
  // What is told is what a run used, not what the next one will.
  expect(await settings(portal)).toMatchObject({ approval: { by: owner, period, ofThis: true } });
  portal.world.at('2026-06-30T09:00:00Z');
  await portal.world.run();
  expect(await settings(portal)).toMatchObject({ approval: { by: owner, period, ofThis: false } });
});

test('a review that moved onto a run of another configuration shows no approval of that, and takes one', async () => {
  const portal = await aPortal();
  const { world } = portal;
  const cookie = await portal.session(owner, ['control-owner']);
  const shown = async (): Promise<unknown> => (await portal.call(cookie, 'GET', `/api/periods/${period}`)).json();
  await approves(portal);
  expect(await shown()).toMatchObject({ review: { approval: { by: owner } } });
  world.config['policy'] = { ...policy, dormantDays: 30 };
  world.at('2026-04-03T09:00:00Z');
  await world.run({ period });
  const asked = { period, by: login(owner), assurance: 'asserted', reason: 'the policy was mended' } as const;
  given(await rebaseReview(world.dependencies, asked));
  expect(await shown()).toMatchObject({ review: { approval: null } });
  expect(await approves(portal)).toBe(201);
  expect(await shown()).toMatchObject({ review: { approval: { by: owner } } });
});

test('what changed is told since the last signed review, approved or not, and nothing where none is signed', async () => {
  const portal = await aPortal();
  const { world } = portal;
  await approves(portal);
  expect(await settings(portal)).toMatchObject({ changes: null });
  for (const one of managers) given(await keepsUnremarkable(world, period, one));
  given(await keepsUnremarkable(world, period, fallback));
  await keepsTheRest(world, period, owner);
  world.at('2026-04-02T09:00:00Z');
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  expect(await settings(portal)).toMatchObject({ changes: [] });
  world.config['policy'] = { ...policy, dormantDays: 30 };
  world.at('2026-06-30T09:00:00Z');
  await world.run();
  expect(await settings(portal)).toMatchObject({ changes: ['policy.dormantDays: 90, now 30'] });
});
