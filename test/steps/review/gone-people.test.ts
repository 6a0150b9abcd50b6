// Who has left may not act, account or none: HR's list and leave dates count for whoever opens, decides and signs.
import { expect, test } from 'vitest';
import { delegateLeavers } from '../../../steps/review/delegate-leavers.ts';
import { openReview } from '../../../steps/review/open-review.ts';
import { anIdentity, leftBy } from '../../support/inputs/population-builder.ts';
import { embeddedWorld, first, period } from './year/opened.ts';
import type { World } from './world.ts';
import * as company from './year/year.ts';

const { fallback, owner } = company;
const gone = `e-mail,last day\n${owner},2026-02-27\n`;

/** Whom no account tells: the control owner and the fallback are in the directory alone. */
async function withoutAccounts(change: (world: World) => void = () => undefined): Promise<World> {
  const world = await embeddedWorld();
  company.founded(world);
  for (const login of [fallback, owner]) world.people.set(login, anIdentity({ login, assignments: [] }));
  change(world);
  world.at('2026-03-30T09:00:00Z');
  return world;
}

const opens = { period, by: owner };

test('somebody in the leavers file opens no review, though the directory says that they are active', async () => {
  const world = await withoutAccounts();
  await world.run({ leavers: gone });
  expect(await openReview(world.dependencies, opens)).toMatchObject({
    kind: 'refused',
    refusals: [{ what: 'somebody who cannot sign in', found: `${owner}: in the leavers file` }],
  });
});

test('somebody in the leavers file decides nothing, whichever of their logins HR names', async () => {
  const world = await withoutAccounts((made) => {
    made.people.set(owner, anIdentity({ login: owner, logins: [owner, 'c.finance@acme.com'], assignments: [] }));
  });
  await world.run({ leavers: 'e-mail,last day\nc.finance@acme.com,2026-02-27\n' });
  await company.opens(world, period);
  expect(await company.decides(world, period, { by: owner, says: { [first]: ['keep'] } })).toMatchObject({
    kind: 'refused',
    refusals: [{ found: `${owner}: in the leavers file, as ${owner} in okta` }],
  });
});

test('somebody whom the configuration alone names opens no review either once HR lists them', async () => {
  const world = await withoutAccounts((made) => void made.people.delete(owner));
  await world.run({ leavers: gone });
  expect((await openReview(world.dependencies, opens)).kind).toBe('refused');
});

test('somebody whose leave date had passed opens no review', async () => {
  const world = await withoutAccounts((made) => {
    const left = leftBy('2026-02-27T00:00:00Z');
    made.people.set(owner, anIdentity({ login: owner, left, assignments: [] }));
  });
  await world.run();
  expect((await openReview(world.dependencies, opens)).kind).toBe('refused');
});

test('whoever gets the mail of a leaver, or is to leave later, still acts', async () => {
  const world = await withoutAccounts((made) => {
    const aliases = [{ login: owner, source: 'proxy' }];
    made.people.set('former@acme.com', anIdentity({ login: 'former@acme.com', aliases, assignments: [] }));
  });
  await world.run({ leavers: `e-mail,last day\nformer@acme.com,2026-02-27\n${owner},2026-06-30\n` });
  expect((await openReview(world.dependencies, opens)).kind).toBe('ok');
});

test.each(['no account', 'an account'])('who left by a later list decides nothing more, with %s', async (which) => {
  const world = await withoutAccounts((made) => {
    if (which === 'an account') company.joins(made, owner);
  });
  await world.run();
  await company.opens(world, period);
  world.at('2026-04-01T09:00:00Z');
  await world.run({ period, leavers: gone });
  expect((await company.decides(world, period, { by: owner, says: { [first]: ['keep'] } })).kind).toBe('refused');
});

/** The manager whose lines are half of the team's. */
const [mona] = company.managers;

/** A reviewer without an account, and the next run after which something is known of them. */
async function reviewedByMona(then: (world: World) => Promise<unknown>): Promise<readonly string[]> {
  const world = await withoutAccounts((made) => {
    made.accounts.delete(mona);
    made.people.set(mona, anIdentity({ login: mona, assignments: [] }));
  });
  await world.run();
  await company.opens(world, period);
  world.at('2026-04-01T09:00:00Z');
  await then(world);
  await delegateLeavers(world.dependencies, period);
  const events = await world.dependencies.reviews.load(period);
  return events.flatMap(({ event }) => (event.kind === 'delegated' ? [event.from] : []));
}

test('lines of a reviewer without an account move once HR lists them', async () => {
  const leavers = `e-mail,last day\n${mona},2026-03-30\n`;
  expect(await reviewedByMona(async (world) => world.run({ period, leavers }))).toEqual([mona]);
});

test('lines of a reviewer without an account move once a complete directory knows them no longer', async () => {
  const vanished = reviewedByMona(async (world) => {
    world.people.delete(mona);
    return world.run({ period });
  });
  expect(await vanished).toEqual([mona]);
});

test('lines of a reviewer without an account stay while they are suspended, or nothing is known of them', async () => {
  const onLeave = reviewedByMona(async (world) => {
    world.people.set(mona, anIdentity({ login: mona, state: 'suspended', assignments: [] }));
    return world.run({ period });
  });
  expect(await onLeave).toEqual([]);
  expect(await reviewedByMona(async (world) => world.run({ period }))).toEqual([]);
});
