// Two quarters with a change in every gap: each is told once, by the proof of the gap in which it happened.
import { expect, test } from 'vitest';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { given } from '../../../support/given.ts';
import { embeddedWorld } from '../year/opened.ts';
import * as company from '../year/year.ts';
import { outside, reviewed, signed } from './quarter.ts';

const lapsed = 'user05@acme.com';

test('each change is told once, where it happened', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  const first = await world.run();
  expect(outside(first.report)).toEqual([]);
  expect(first.report.proofs?.outside.untold).toBe('no review was signed before this run');
  await reviewed(world, '2026-Q1', ['ghost@acme.com', lapsed]);
  // Between export and signature.
  company.joins(world, 'early@acme.com');
  world.at('2026-04-08T09:00:00Z');
  await world.run();
  expect(given(await company.orders(world, '2026-Q1')).orders).toMatchObject([{ accounts: 2 }]);
  const q1 = await signed(world, '2026-Q1');
  expect(q1.forward).toEqual(['early']);

  // Between signature and removal: one is removed by the order, another by nobody's order.
  company.shows(world, 'ghost@acme.com', { status: 'Suspended' });
  world.accounts.delete(lapsed);
  company.shows(world, 'user06@acme.com', { status: 'Suspended' });
  world.at('2026-04-12T09:00:00Z');
  await world.run();
  expect(await company.closes(world, '2026-Q1')).toBe('closed');

  // Between quarters.
  company.shows(world, 'user07@acme.com', { role: 'Admin' });
  company.joins(world, 'late@acme.com');
  world.at('2026-07-01T09:00:00Z');
  const second = await world.run({ period: '2026-Q2' });
  expect(outside(second.report), 'what signature and closing reached to is not told again').toEqual([
    'late created',
    'user07 role',
  ]);
  expect(
    second.report.proofs?.timeliness.rows.map(({ period, order, removal }) => [period, order.outcome, removal.outcome]),
  ).toEqual([
    ['2026-Q1', 'pass', 'pass'],
    ['2026-Q2', 'not yet', 'not yet'],
  ]);
  await reviewed(world, '2026-Q2', []);
  company.shows(world, 'user08@acme.com', { status: 'Suspended' });
  world.at('2026-07-06T09:00:00Z');
  await world.run();
  const q2 = await signed(world, '2026-Q2');
  expect(q2.forward).toEqual(['user08']);
  expect(q2.text).toContain('2026-Q1:signedthisstagein1earlierreview');

  // The third quarter begins where the second signature ended.
  world.at('2026-10-01T09:00:00Z');
  const third = await world.run({ period: '2026-Q3' });
  expect(outside(third.report)).toEqual([]);
  expect(third.report.proofs?.outside.sum).toMatchObject({ created: 0, deleted: 0 });
  const state = foldReview(await world.dependencies.reviews.load('2026-Q2'));
  expect(third.report.proofs?.outside.since?.run.id).toBe(state?.signatures.at(-1)?.rollForward?.run);
});

test('an account made again under its address is told, one that left by its order once, and what was changed back is not', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await reviewed(world, '2026-Q1', ['ghost@acme.com']);
  expect(given(await company.orders(world, '2026-Q1')).orders).toMatchObject([{ accounts: 1 }]);
  const q1 = await signed(world, '2026-Q1');
  expect(q1.forward).toEqual([]);

  // Between signature and removal: the account under order is deleted, and another one with nobody's order.
  for (const login of ['ghost@acme.com', 'user09@acme.com']) world.accounts.delete(login);
  company.shows(world, 'user10@acme.com', { role: 'Admin' });
  world.at('2026-04-12T09:00:00Z');
  await world.run();
  expect(await company.closes(world, '2026-Q1')).toBe('closed');

  // Between quarters: made again, and changed back.
  company.shows(world, 'user09@acme.com', { createdAt: '2026-05-02' });
  company.shows(world, 'user10@acme.com', { role: 'User' });
  world.at('2026-07-01T09:00:00Z');
  const second = await world.run({ period: '2026-Q2' });
  expect(outside(second.report)).toEqual(['user09 created', 'user10 role']);
  await reviewed(world, '2026-Q2', []);
  const q2 = await signed(world, '2026-Q2');
  expect(q2.forward).toEqual([]);
  world.at('2026-10-01T09:00:00Z');
  const third = await world.run({ period: '2026-Q3' });
  expect(outside(third.report), 'and never again').toEqual([]);
});

test('whoever keeps an account explains nothing that came after the run that they looked at', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  world.at('2026-04-02T09:00:00Z');
  await reviewed(world, '2026-Q1', []);
  const { text } = await signed(world, '2026-Q1');
  expect(text).toContain('Notrolledforward');
  company.shows(world, 'user07@acme.com', { role: 'Admin' });
  company.joins(world, 'late@acme.com');
  world.at('2026-07-01T09:00:00Z');
  expect(outside((await world.run({ period: '2026-Q2' })).report)).toEqual(['late created', 'user07 role']);

  // The review of that run is not signed yet, so the next run still compares with the first population.
  await reviewed(world, '2026-Q2', []);
  company.shows(world, 'user08@acme.com', { role: 'Admin' });
  world.at('2026-10-01T09:00:00Z');
  expect(outside((await world.run({ period: '2026-Q3' })).report)).toEqual([
    'late created, explained',
    'user07 role, explained',
    'user08 role',
  ]);
});
