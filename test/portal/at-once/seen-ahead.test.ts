// A review is shown as of the latest run and watch run, also by a process that showed it before.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { lookAt } from '../../../steps/show/look.ts';
import { given } from '../../support/given.ts';
import { leaves, managers } from '../../steps/review/year/year.ts';
import { aPortal, period, whatOf } from '../portal.ts';
import type { Portal } from '../portal.ts';

const [mona] = managers;
const lineSchema = z.object({ asksAgain: z.boolean() });

async function asksAgain(portal: Portal, login: string): Promise<boolean> {
  const path = `/api/periods/${period}/lines/${login}`;
  const shown = await portal.call(await portal.session(mona, ['reviewer']), 'GET', path);
  return z.parse(lineSchema, await shown.json()).asksAgain;
}

async function keeps(portal: Portal, login: string): Promise<void> {
  const body = { decisions: [{ login, decision: 'keep', reason: 'in the team' }] };
  const cookie = await portal.session(mona, ['reviewer']);
  expect((await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body })).status).toBe(200);
}

async function aKeptLeaver(): Promise<Portal> {
  const portal = await aPortal();
  await keeps(portal, 'user01@acme.com');
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(false);
  leaves(portal.world, 'user01@acme.com', '2026-04-01');
  return portal;
}

test('a line asks again as soon as a watch run finds that its person left', async () => {
  const portal = await aKeptLeaver();
  portal.world.at('2026-04-03T09:00:00Z');
  expect(await portal.world.watch({ period: '2026-Q2' })).not.toBeNull();
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(true);
});

test('a decision is refused that was made before a finding came, until the line was shown with it', async () => {
  const portal = await aPortal();
  const login = 'user01@acme.com';
  leaves(portal.world, login, '2026-04-01');
  portal.world.at('2026-04-03T09:00:00Z');
  await portal.world.watch({ period: '2026-Q2' });
  const cookie = await portal.session(mona, ['reviewer']);
  const sent = (codes: readonly string[]) => {
    const decisions = [{ login, decision: 'revoke', reason: 'left', codes }];
    return portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body: { decisions } });
  };
  const staged = await sent([]);
  expect([staged.status, await whatOf(staged)]).toEqual([422, 'a finding that was not shown']);
  const shown = await portal.call(cookie, 'GET', `/api/periods/${period}/lines/${login}`);
  const { codes } = z.parse(z.object({ codes: z.array(z.string()) }), await shown.json());
  expect((await sent(codes)).status).toBe(200);
});

test('a run that lies ahead of its time tells nothing until then', async () => {
  const portal = await aKeptLeaver();
  portal.world.at('2026-04-03T09:00:00Z');
  await portal.world.watch({ period: '2026-Q2' });
  portal.world.at('2026-04-02T09:00:00Z');
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(false);
  portal.world.at('2026-04-03T10:00:00Z');
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(true);
});

test('a line asks again on the day after the last one of its exception, without anybody recording anything', async () => {
  const portal = await aPortal();
  const body = {
    decisions: [{ login: 'user01@acme.com', decision: 'except', until: '2026-04-02', reason: 'contract' }],
  };
  const cookie = await portal.session(mona, ['reviewer']);
  expect((await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, { body })).status).toBe(200);
  portal.world.at('2026-04-02T23:59:00Z');
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(false);
  portal.world.at('2026-04-03T00:00:00Z');
  expect(await asksAgain(portal, 'user01@acme.com')).toBe(true);
});

test('what was worked out stays while nothing came', async () => {
  const { ports, world } = await aKeptLeaver();
  const before = given(await lookAt(ports, period));
  world.at('2026-04-03T09:00:00Z');
  expect(given(await lookAt(ports, period))).toBe(before);
});
