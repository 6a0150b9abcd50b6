// Closing a review in which a revoked account was never handed over: only a whole export shows that it is gone.
import { expect, test } from 'vitest';
import { given } from '../../support/given.ts';
import { openedWorld, period } from './opened.ts';
import type { RunSays, World } from './world.ts';
import { closes, decides, fallback, keepsTheRest, owner, signs } from './year.ts';

const revoked = 'user03@acme.com';

/** Signed by both, with one account revoked and in no work order. */
async function signedWorld(): Promise<World> {
  const world = await openedWorld();
  given(await decides(world, period, { by: fallback, says: { [revoked]: ['revoke'] } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  return world;
}

/** The account is missing from the next export. */
async function without(world: World, says: RunSays): Promise<void> {
  world.accounts.delete(revoked);
  world.at('2026-04-10T09:00:00Z');
  await world.run({ period, ...says });
}

test('closes when a later whole export no longer shows the account', async () => {
  const world = await signedWorld();
  expect(await closes(world, period)).toContain(`not proven gone: ${revoked}`);
  await without(world, {});
  expect(await closes(world, period)).toBe('closed');
});

test.each([
  ['lacks rows', { countShown: 60, accept: ['count'] }],
  ['is older than one that was compared', { exportedAt: '2026-03-29T09:00:00Z', accept: ['skew'] }],
] as const)('does not close on the strength of an export that %s', async (_what, says) => {
  const world = await signedWorld();
  await without(world, says);
  expect(await closes(world, period)).toContain(`not proven gone: ${revoked}`);
});
