// Many lines and several people at the same moment: every line is decided once, and whoever came second is told.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { decide } from '../../../steps/review/decide.ts';
import type { DecideRequest } from '../../../steps/review/decide.ts';
import { aFolder } from '../../support/folders.ts';
import { aWorld, valueOf } from './world.ts';
import type { World } from './world.ts';
import { fallback, founded, opens, orders, owner, shows } from './year.ts';

const period = '2026-Q1';

/** Orphans enough for two events and two work orders, in a review that is open. */
async function manyOrphans(count: number): Promise<World> {
  const home = await aFolder();
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => store.close());
  const world = await aWorld(store, { home });
  founded(world);
  for (let index = 0; index < count; index += 1) shows(world, `orphan${index}@acme.com`);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  return world;
}

function revoking(from: number, to: number, by: string): DecideRequest {
  const requests = Array.from({ length: to - from }, (_, index) => ({
    login: `orphan${from + index}@acme.com`,
    decision: 'revoke' as const,
    until: null,
    reason: 'nobody knows it',
    shared: true,
    where: 'here',
  }));
  return { asked: { kind: 'lines', requests }, by, assurance: 'asserted', period };
}

test('of two people who decide overlapping lines at once, each line is decided by one, and the other is told', async () => {
  const world = await manyOrphans(2400);
  const [one, other] = await Promise.all([
    decide(world.dependencies, revoking(0, 1500, fallback)),
    decide(world.dependencies, revoking(900, 2400, owner)),
  ]);
  const [mine, theirs] = [valueOf(one), valueOf(other)];
  const decided = [...mine.lines, ...theirs.lines].map(({ login }) => login);
  expect(new Set(decided).size).toBe(decided.length);
  expect(decided).toHaveLength(2400);
  expect(mine.taken.length + theirs.taken.length).toBe(600);
  const stream = await world.dependencies.reviews.load(period);
  const recorded = stream.flatMap(({ event }) => (event.kind === 'decided' ? event.lines : []));
  expect(recorded).toHaveLength(2400);
  expect(stream.every(({ event }) => event.kind !== 'decided' || event.lines.length <= 1000)).toBe(true);
});

test('revocations are handed over once, when two people ask for the order at the same time', async () => {
  const world = await manyOrphans(1400);
  valueOf(await decide(world.dependencies, revoking(0, 1400, fallback)));
  const [one, other] = await Promise.all([orders(world, period), orders(world, period)]);
  const numbers = [...valueOf(one).orders, ...valueOf(other).orders];
  expect(numbers.map(({ number }) => number)).toEqual([1]);
  expect(numbers.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(1400);
  const stream = await world.dependencies.reviews.load(period);
  const logins = stream.flatMap(({ event }) => (event.kind === 'work-order-issued' ? event.logins : []));
  expect(new Set(logins).size).toBe(1400);
});
