// Every kind of change in every gap of a quarter, all in one played year: which proof tells it, and that no later one does.
import { expect, test } from 'vitest';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { jsonSha256 } from '../../../../core/values/canonical-json.ts';
import { storedRuns } from '../../../../steps/run/stored-runs.ts';
import { reviewStatus } from '../../../../steps/review/review-status.ts';
import { changedSince } from '../../../../steps/review/standing/run-ahead.ts';
import { given } from '../../../support/given.ts';
import { embeddedWorld } from '../year/opened.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';

const gaps = ['export-signature', 'signature-removal', 'between-quarters'] as const;
type Gap = (typeof gaps)[number];
const madeAnewOn = {
  'export-signature': '2026-04-02',
  'signature-removal': '2026-04-10',
  'between-quarters': '2026-05-02',
};

interface Kind {
  /** What there is on the first day; a person with an account unless told otherwise. */
  readonly before?: 'nothing' | 'an admin';
  readonly happens: (world: World, login: string, gap: Gap) => void;
  /** In the same gap, after a run that shows the first. */
  readonly afterwards?: (world: World, login: string) => void;
  /** As the signature and the closing tell it, which look at directories too. */
  readonly forward: readonly string[];
  /** As the next quarter tells it, which looks at accounts. */
  readonly outside: readonly string[];
}

const kinds: Readonly<Record<string, Kind>> = {
  joiner: {
    before: 'nothing',
    happens: (world, login) => company.joins(world, login),
    forward: ['created'],
    outside: ['created'],
  },
  stranger: {
    before: 'nothing',
    happens: (world, login) => company.shows(world, login),
    forward: ['created', 'orphaned'],
    outside: ['created'],
  },
  leaver: {
    happens: (world, login) => company.leaves(world, login, '2026-04-01'),
    forward: ['left'],
    outside: [],
  },
  up: {
    happens: (world, login) => company.shows(world, login, { role: 'Admin' }),
    forward: ['role'],
    outside: ['role'],
  },
  down: {
    before: 'an admin',
    happens: (world, login) => company.shows(world, login, { role: 'User' }),
    forward: ['role'],
    outside: ['role'],
  },
  suspended: {
    happens: (world, login) => company.shows(world, login, { status: 'Suspended' }),
    forward: ['suspended'],
    outside: ['suspended'],
  },
  deleted: {
    happens: (world, login) => world.accounts.delete(login),
    // The person is still assigned, and did not join: that an account is gone is told once.
    forward: ['deleted'],
    outside: ['deleted'],
  },
  anew: {
    happens: (world, login, gap) => company.shows(world, login, { createdAt: madeAnewOn[gap] }),
    forward: ['recreated'],
    outside: ['recreated'],
  },
  back: {
    happens: (world, login) => company.shows(world, login, { role: 'Admin' }),
    afterwards: (world, login) => company.shows(world, login),
    forward: [],
    outside: [],
  },
};

const loginOf = (kind: string, gap: Gap): string => `${kind}.${gap}@acme.com`;

function happens(world: World, gap: Gap): void {
  for (const [name, { happens: change }] of Object.entries(kinds)) change(world, loginOf(name, gap), gap);
}

function goesBack(world: World, gap: Gap): void {
  for (const [name, { afterwards }] of Object.entries(kinds)) afterwards?.(world, loginOf(name, gap));
}

type Told = readonly { readonly login: string; readonly kind: string }[];
const toldOf = (changes: Told = []): readonly string[] =>
  changes.map(({ login, kind }) => `${login.split('@')[0]} ${kind}`).toSorted();
const expectedOf = (by: 'forward' | 'outside', ...of: readonly Gap[]): readonly string[] =>
  of
    .flatMap((gap) => Object.entries(kinds).flatMap(([name, kind]) => kind[by].map((word) => `${name}.${gap} ${word}`)))
    .toSorted();

async function signedOver(world: World, period: string): Promise<readonly string[]> {
  const { forward } = given(await reviewStatus(world.dependencies, period));
  await company.keepsTheRest(world, period, company.owner);
  given(await company.signs(world, period, company.fallback));
  given(await company.signs(world, period, company.owner));
  return toldOf(forward?.changes);
}

/** What the closing tells, by the digest in the event that closes. */
async function closedOver(world: World, period: string): Promise<readonly string[]> {
  const { dependencies } = world;
  const events = await dependencies.reviews.load(period);
  const state = foldReview(events);
  if (state === null) throw new Error(`${period} was never opened`);
  const until = dependencies.clock.now();
  const since = await changedSince(dependencies, { stored: storedRuns(dependencies), state, period, until });
  expect(await company.closes(world, period)).toBe('closed');
  const last = (await dependencies.reviews.load(period)).at(-1)?.event;
  expect(last).toMatchObject({ kind: 'closed', rollForward: since === null ? null : { sha256: jsonSha256(since) } });
  return toldOf(since?.changes);
}

async function runsOn(world: World, instant: string, period?: string): ReturnType<World['run']> {
  world.at(instant);
  return world.run(period === undefined ? {} : { period });
}

test('signature, closing and next quarter tell every kind of change of their gaps, and no later quarter does', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  for (const [name, { before }] of Object.entries(kinds))
    for (const gap of before === 'nothing' ? [] : gaps) {
      company.joins(world, loginOf(name, gap));
      if (before === 'an admin') company.shows(world, loginOf(name, gap), { role: 'Admin' });
    }
  for (let index = 0; index < 60; index += 1) company.joins(world, `more${index}@acme.com`);
  await runsOn(world, '2026-03-30T09:00:00Z');
  await company.opens(world, '2026-Q1');
  await company.keepsTheRest(world, '2026-Q1', company.owner);

  happens(world, 'export-signature');
  await runsOn(world, '2026-04-07T09:00:00Z');
  goesBack(world, 'export-signature');
  await runsOn(world, '2026-04-08T09:00:00Z');
  expect(await signedOver(world, '2026-Q1')).toEqual(expectedOf('forward', 'export-signature'));

  happens(world, 'signature-removal');
  await runsOn(world, '2026-04-11T09:00:00Z');
  goesBack(world, 'signature-removal');
  await runsOn(world, '2026-04-12T09:00:00Z');
  expect(await closedOver(world, '2026-Q1')).toEqual(expectedOf('forward', 'signature-removal'));

  happens(world, 'between-quarters');
  await runsOn(world, '2026-06-01T09:00:00Z');
  goesBack(world, 'between-quarters');
  const second = await runsOn(world, '2026-07-01T09:00:00Z', '2026-Q2');
  expect(toldOf(second.report.proofs?.outside.changes)).toEqual(
    // What the closing tells is not told again.
    expectedOf('outside', 'between-quarters'),
  );

  await company.opens(world, '2026-Q2');
  world.at('2026-07-02T09:00:00Z');
  expect(await signedOver(world, '2026-Q2')).toEqual([]);
  expect(await closedOver(world, '2026-Q2')).toEqual([]);
  const third = await runsOn(world, '2026-10-01T09:00:00Z', '2026-Q3');
  expect(toldOf(third.report.proofs?.outside.changes)).toEqual([]);
  expect(third.report.proofs?.outside.untold).toBeNull();
});
