// The event of an order names its files: what is laid down has those digests, whatever the clock said when it was issued.
import { expect, test } from 'vitest';
import { parseConfig } from '../../../core/config/parse.ts';
import { workKey } from '../../../core/names/object-keys.ts';
import { rulesOf } from '../../../core/versions.ts';
import { asTaken } from '../../../steps/read/ingest-export.ts';
import { orderFiles } from '../../../steps/remove/order-files.ts';
import { prepareMails } from '../../../steps/tell/tell-people.ts';
import { sha256 } from '../../support/bytes.ts';
import { given } from '../../support/given.ts';
import { onDay } from '../../support/time.ts';
import { decided, embeddedWorld, first, openedWorld, ordered, period } from '../review/year/opened.ts';
import { decides, fallback, founded, opens } from '../review/year/year.ts';
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

test('a file of an order that is missing keeps back the mail of the order, and no other', async () => {
  const world = await openedWorld();
  world.at('2026-04-02T09:00:00Z');
  await decided(world, { [first]: 'revoke' });
  await ordered(world);
  const { objects } = world.dependencies;
  const get: typeof objects.get = async (key) => (key.endsWith('suspend-001.csv') ? null : objects.get(key));
  const dependencies = { ...world.dependencies, objects: Object.assign(Object.create(objects), { get }) };
  const config = given(parseConfig(world.config, 'review.json'));
  const asking = {
    config,
    today: onDay('2026-04-02'),
    performedBy: 'review',
    key: workKey('tick', 'told.json'),
  } as const;
  const prepared = await prepareMails(dependencies, asking);
  expect(prepared).toEqual({ places: expect.objectContaining({ length: world.mails.length }), withheld: 1 });
  expect(world.mails.length).toBeGreaterThan(0);
  expect(world.mails.flatMap(({ to }) => to)).not.toContain('ops@acme.com');
  expect(await prepareMails(dependencies, asking)).toEqual(prepared);
});

test.each([
  ['says so since 0.19.0', null, true],
  ['says nothing of it on a run of before, as the digest in its event does not', '0.18.0', false],
])('the text of an order on an edited export %s', async (_, version, isSaid) => {
  const world = await embeddedWorld();
  founded(world);
  if (version !== null) Object.assign(world.dependencies, { tool: { ...world.dependencies.tool, version } });
  world.accounts.set('edited', { email: 'edited@acme.com', status: 'Active', role: 'User', operation: 'Edit' });
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  given(await decides(world, period, { by: fallback, says: { 'edited@acme.com': ['revoke'] } }));
  expect(await ordered(world)).toEqual([1]);
  const text = String(await world.stored(`reviews/${period}/work-order-1/work-order.txt`));
  expect(text.includes('The export is not as People.ai wrote it: `Operation` is filled in')).toBe(isSaid);
});

test('an account that the version of the run took, and that would be rejected now, is handed over', async () => {
  const world = await embeddedWorld();
  founded(world);
  const version = '0.10.0';
  const reader = asTaken(world.dependencies.exportReader, rulesOf({ tool: { version } }));
  Object.assign(world.dependencies, { exportReader: reader, tool: { ...world.dependencies.tool, version } });
  world.accounts.set('gasket', { email: '\u1D4Dasket@acme.com', status: 'Active', role: 'User' });
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await opens(world, period);
  given(await decides(world, period, { by: fallback, says: { 'gasket@acme.com': ['revoke'] } }));
  expect(await ordered(world)).toEqual([1]);
});
