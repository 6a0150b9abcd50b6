// The event of an order names its files: what is laid down has those digests, whatever the clock said when it was issued.
import { expect, test } from 'vitest';
import { orderFiles } from '../../../steps/remove/order-files.ts';
import { sha256 } from '../../support/bytes.ts';
import { decided, first, openedWorld, ordered, period } from '../review/year/opened.ts';
import type { World } from '../review/world.ts';

/** @returns of each file of the orders, how its digest stands in the event and how in the home */
async function digestsOf(world: World): Promise<Readonly<Record<'named' | 'laid', readonly string[]>>> {
  const named = [...orderFiles(period, await world.dependencies.reviews.load(period))];
  const laid = await Promise.all(named.map(async ([key]) => sha256(await world.stored(key))));
  return { named: named.map(([, digest]) => digest), laid };
}

test.each([
  ['set back by days since the last decision', '2026-04-10T09:00:00Z', '2026-04-01T09:00:00Z'],
  ['at a time before that of the run, which was played ahead', '2026-03-01T09:00:00Z', '2026-03-02T09:00:00Z'],
])('the files of an order are those that its event names, with a clock %s', async (_clock, decidedAt, orderedAt) => {
  const world = await openedWorld();
  world.at(decidedAt);
  await decided(world, { [first]: 'revoke' });
  world.at(orderedAt);
  expect(await ordered(world)).toEqual([1]);
  const { named, laid } = await digestsOf(world);
  expect(laid).toEqual(named);
  expect(laid).toHaveLength(2);
});
