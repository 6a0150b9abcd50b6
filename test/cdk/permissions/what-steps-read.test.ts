// Steps are played on a review whose signature reaches to a watch run; what each reads, the role of its function may read.
import { describe, expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Config } from '../../../core/config/config.ts';
import { todayOf } from '../../../core/config/calendar.ts';
import { periodStandings } from '../../../steps/answer/periods.ts';
import { loadHistory } from '../../../steps/run/load-history.ts';
import { storedRun } from '../../../steps/run/stored-runs.ts';
import { declaredOf, lastAcceptedRun } from '../../../steps/schedule/accepted-export.ts';
import { advanceReviews } from '../../../steps/schedule/advance-reviews.ts';
import { lookAt } from '../../../steps/show/look.ts';
import { mailsDue } from '../../../steps/tell/mails-due.ts';
import { heldReviews } from '../../../steps/witnessed-reviews.ts';
import { given } from '../../support/given.ts';
import { openedWorld, period } from '../../steps/review/year/opened.ts';
import { fallback, keepsTheRest, owner, signs } from '../../steps/review/year/year.ts';
import type { World } from '../../steps/review/world.ts';
import { evidence, exports, once, whoMay } from './who-may.ts';

type Dependencies = World['dependencies'];

/** Signed after a watch run, and half a year later. */
async function signedOnWatchRun(): Promise<World> {
  const world = await openedWorld();
  world.at('2026-04-01T09:00:00Z');
  await keepsTheRest(world, period, fallback);
  await watched(world, '2026-04-08T06:00:00Z');
  for (const person of [fallback, owner]) given(await signs(world, period, person));
  // A watch run of after the signature is looked for by whoever opens the review, and told to nobody who signed.
  await watched(world, '2026-04-09T06:00:00Z');
  world.at('2026-07-01T09:00:00Z');
  return world;
}

async function watched(world: World, takenAt: string): Promise<void> {
  world.at(takenAt);
  expect(await world.watch({ exportedAt: '2026-03-30T08:00:00Z', takenAt })).not.toBeNull();
}

/** @returns the keys of the objects that a step asked for */
async function readBy(
  world: World,
  step: (dependencies: Dependencies) => Promise<unknown>,
): Promise<readonly string[]> {
  const { objects, reviews } = world.dependencies;
  const keys = new Set<string>();
  const noted: Objects = {
    ...objects,
    get: async (key) => {
      keys.add(key);
      return objects.get(key);
    },
  };
  const held = heldReviews(reviews, { objects: noted, runs: world.dependencies.runs });
  await step({ ...world.dependencies, objects: noted, reviews: { ...reviews, ...held } });
  return [...keys].toSorted();
}

/** @returns which of these functions may not read which of these objects */
async function keptFrom(by: readonly string[], keys: readonly string[]): Promise<readonly string[]> {
  const kept = [];
  for (const key of keys) {
    const readers = await whoMay({ action: 's3:GetObject', resource: evidence(key) });
    for (const name of by) if (!readers.includes(name)) kept.push(`${name}: ${key}`);
  }
  return kept;
}

interface Played {
  /** The functions that do it. */
  readonly by: readonly string[];
  readonly step: (dependencies: Dependencies) => Promise<unknown>;
}

async function configOfFirst({ runs, objects }: Dependencies): Promise<Config> {
  const [run] = await runs.list();
  if (run === undefined) throw new Error('no run');
  return storedRun(objects, run).config();
}

async function toldToPeople(dependencies: Dependencies): Promise<void> {
  const config = await configOfFirst(dependencies);
  const asking = { config, today: todayOf(dependencies.clock.now(), config), performedBy: 'review' } as const;
  await advanceReviews(dependencies, asking);
  await mailsDue(dependencies, asking);
}

const steps: readonly (readonly [string, Played])[] = [
  [
    'what a run takes from earlier reviews',
    { by: ['reconcile', 'watch'], step: async (world) => loadHistory(world, world.clock.now()) },
  ],
  ['what people are told', { by: ['tick'], step: toldToPeople }],
  [
    'a review that somebody looks at',
    { by: ['portal'], step: async (world) => lookAt({ ...world, looks: new Map() }, period) },
  ],
  [
    'how the reviews stand',
    {
      by: ['assistants'],
      step: async (world) => periodStandings({ ...world, open: neverAgain, scope: { person: owner, periods: 'all' } }),
    },
  ],
];

async function comparedAgain(dependencies: Dependencies, config: Config): Promise<void> {
  const reading = { ...dependencies, exportReader: exportReader() };
  const base = await lastAcceptedRun(reading, dependencies.clock.now(), config);
  if (base === null) throw new Error('no run is accepted');
  await declaredOf(base.run);
}

async function neverAgain(): Promise<never> {
  throw new Error('no run is done again');
}

describe('what is read by a function', () => {
  test.each(steps)('is what its role may read: %s', async (_, { by, step }) => {
    const keys = await readBy(await signedOnWatchRun(), step);
    expect(keys.filter((key) => key.startsWith('watched/'))).not.toEqual([]);
    expect(await keptFrom(by, keys)).toEqual([]);
  });

  test('is what its role may read: the export that is compared again', async () => {
    const world = await signedOnWatchRun();
    // The function has it bundled, and asks no run for it.
    const config = await configOfFirst(world.dependencies);
    const keys = await readBy(world, async (dependencies) => comparedAgain(dependencies, config));
    expect(keys.filter((key) => key.endsWith('/evidence/export.csv'))).toHaveLength(1);
    expect(await keptFrom(['watch'], keys)).toEqual([]);
  });
});

describe('what a function puts', () => {
  // Whether what stands under the name is the same is asked by reading it, as a repetition does.
  test.each([
    ['evidence', 'work/20261005T080000Z-review/unmatched.json'],
    ['evidence', 'work/20261005T080000Z-review/inputs.json'],
    ['evidence', 'work/20261005T080000Z-review/told.json'],
    ['evidence', 'work/20261005T080000Z-review/snapshot-okta.jsonl'],
    ['evidence', 'work/20261005T080000Z-review/run-20261005T080000Z-1a2b3c4d.json'],
    ['evidence', 'work/20261005T080000Z-review/watch-20261005T080000Z-watch.json'],
    ['evidence', 'work/20261005T080000Z-review/review-2026-10-05-0123456789ab.json'],
    ['evidence', 'watch/20261005T080000Z-watch/findings.json'],
    ['evidence', 'watched/watch-20261005T080000Z-1a2b3c4d/findings.json'],
    ['evidence', 'runs/1/report.pdf'],
    ['evidence', 'history/1.json'],
    ['evidence', 'certificates/1.pem'],
    ['evidence', `reviews/2026-Q4/heads/12-${'0'.repeat(64)}`],
    ['evidence', `reviews/2026-Q4/lines-${'0'.repeat(16)}.json`],
    ['evidence', `reviews/2026-Q4/attached/${'0'.repeat(64)}`],
    ['exports', 'asks/20261005T080000Z-review'],
    ['exports', `announced/${'0'.repeat(64)}.json`],
    ['exports', `counts/${'0'.repeat(64)}/typed-1.json`],
    ['exports', `handed/${'0'.repeat(64)}`],
    ['exports', 'results/20261005T080000Z-0123456789abcdef.json'],
  ] as const)('it may read, so that putting it again is found to be the same: %s, %s', async (bucket, key) => {
    const resource = bucket === 'evidence' ? evidence(key) : exports(key);
    const writers = await whoMay({ action: 's3:PutObject', resource, context: once });
    expect(writers).not.toEqual([]);
    const readers = await whoMay({ action: 's3:GetObject', resource });
    expect(writers.filter((name) => !readers.includes(name))).toEqual([]);
  });
});
