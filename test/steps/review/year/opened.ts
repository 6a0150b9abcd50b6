// The company with its review opened, and what is done to it in a few words: for tests of one turn of the story.
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { reviewStatus } from '../../../../steps/review/review-status.ts';
import type { ReviewStatus } from '../../../../steps/review/review-status.ts';
import { aFolder } from '../../../support/folders.ts';
import { given } from '../../../support/given.ts';
import { aWorld } from '../world.ts';
import type { World } from '../world.ts';
import * as company from './year.ts';

const { fallback } = company;
export const period = '2026-Q1';
export const [first, second, third] = ['user01@acme.com', 'user02@acme.com', 'user03@acme.com'];

/** Until the test is over. */
export async function embeddedWorld(): Promise<World> {
  const home = await aFolder();
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => store.close());
  return aWorld(store, { home });
}

/** @param change what else is so before the first run */
export async function openedWorld(change: (world: World) => void = () => undefined): Promise<World> {
  const world = await embeddedWorld();
  company.founded(world);
  change(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await company.opens(world, period);
  return world;
}

export type Word = company.Said[0];

export async function decided(world: World, says: Readonly<Record<string, Word>>): Promise<readonly number[]> {
  const lines = Object.fromEntries(Object.entries(says).map(([login, word]) => [login, [word] as const]));
  return given(await company.decides(world, period, { by: fallback, says: lines })).withdrawn;
}

export async function ordered(world: World): Promise<readonly number[]> {
  return given(await company.orders(world, period)).orders.map(({ accounts }) => accounts);
}

export async function statusOf(world: World): Promise<ReviewStatus> {
  return given(await reviewStatus(world.dependencies, period));
}

export async function newExport(world: World, instant: string, suspended: readonly string[]): Promise<void> {
  for (const login of suspended) company.shows(world, login, { status: 'Suspended', suspendedAt: '2026-04-01' });
  world.at(instant);
  await world.run({ period });
}

/** Three accounts revoked and handed over, and one of them kept after all. */
export async function withdrawnWorld(): Promise<World> {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke', [second]: 'revoke', [third]: 'revoke' });
  await ordered(world);
  expect(await decided(world, { [first]: 'keep' })).toEqual([1]);
  return world;
}
