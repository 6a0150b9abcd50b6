// The company with its review opened, and what is done to it in a few words: for tests of one turn of the story.
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { reviewStatus } from '../../../../steps/review/review-status.ts';
import type { Instant } from '../../../../core/values/instant.ts';
import type { ReviewStatus } from '../../../../steps/review/review-status.ts';
import { sha256 } from '../../../support/bytes.ts';
import { aFolder } from '../../../support/folders.ts';
import { given } from '../../../support/given.ts';
import { aWorld } from '../world.ts';
import type { World } from '../world.ts';
import * as company from './year.ts';

const { fallback } = company;
export const period = '2026-Q1';
export const [first, second, third] = ['user01@acme.com', 'user02@acme.com', 'user03@acme.com'];

const homes = new WeakMap<World, string>();

/**
 * Until the test is over.
 *
 * @param like a home that is copied; by default nothing has happened
 */
export async function embeddedWorld(like: string | null = null): Promise<World> {
  const home = await aFolder();
  if (like !== null) await cp(like, home, { recursive: true });
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => store.close());
  const world = await aWorld(store, { home });
  homes.set(world, home);
  return world;
}

/** What somebody does who reaches the home and its store without the program: a file of a run, and its digest in the record. */
export async function editRun(
  world: World,
  { id, key, table }: { readonly id: string; readonly key: string; readonly table: 'runs' | 'watches' },
  edit: (text: string) => string,
): Promise<void> {
  const home = homes.get(world) ?? '';
  const before = await world.stored(key);
  const after = Buffer.from(edit(before.toString()));
  expect(sha256(after), key).not.toBe(sha256(before));
  await writeFile(join(home, key), after);
  const store = new DatabaseSync(join(home, 'access-review.db'));
  store
    .prepare(`UPDATE ${table} SET record = replace(record, ?, ?) WHERE id = ?`)
    .run(sha256(before), sha256(after), id);
  store.close();
}

interface Original extends Pick<World, 'accounts' | 'people' | 'config'> {
  readonly home: string;
  readonly now: Instant;
}

const originals = new Map<() => Promise<World>, Promise<Original>>();

/**
 * The world that `make` makes, as far as nobody was written to: made for whoever asks first of a process, since several
 * reports may be drawn in it, and copied for each.
 *
 * @param make the same function whenever it is the same world
 */
export async function copyOf(make: () => Promise<World>): Promise<World> {
  const original = originals.get(make) ?? originalOf(make);
  originals.set(make, original);
  const { home, accounts, people, config, now } = await original;
  const world = await embeddedWorld(home);
  for (const [login, account] of accounts) world.accounts.set(login, account);
  for (const [login, person] of people) world.people.set(login, person);
  Object.assign(world.config, structuredClone(config));
  world.at(now);
  return world;
}

async function originalOf(make: () => Promise<World>): Promise<Original> {
  const world = await make();
  if (world.mails.length > 0) throw new Error('a copy would not know of these mails');
  // Not the test's own folder, which goes with the test: it is gone with the scratch of the suite.
  const home = await mkdtemp(join(tmpdir(), 'access-review-original-'));
  await cp(homes.get(world) ?? '', home, { recursive: true });
  const { accounts, people, config, dependencies } = world;
  return { home, accounts, people, config, now: dependencies.clock.now() };
}

/** @param change what else is so before the first run */
export async function openedWorld(change: ((world: World) => void) | null = null): Promise<World> {
  return change === null ? copyOf(openedAsFounded) : openedWith(change);
}

async function openedAsFounded(): Promise<World> {
  return openedWith(() => undefined);
}

async function openedWith(change: (world: World) => void): Promise<World> {
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
  return copyOf(withdrawn);
}

async function withdrawn(): Promise<World> {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke', [second]: 'revoke', [third]: 'revoke' });
  await ordered(world);
  expect(await decided(world, { [first]: 'keep' })).toEqual([1]);
  return world;
}
