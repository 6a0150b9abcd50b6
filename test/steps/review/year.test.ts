// A year of quarterly reviews, played on the embedded store.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { aFolder } from '../../support/folders.ts';
import { firstQuarter, secondQuarter } from './play.ts';
import { fourthQuarter, thirdQuarter } from './second-half.ts';
import { aWorld } from './world.ts';

test('a year of reviews on the embedded store comes to what the play says', { timeout: 300_000 }, async () => {
  const home = await aFolder();
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => store.close());
  const world = await aWorld(store, { home });
  await firstQuarter(world);
  await secondQuarter(world);
  await thirdQuarter(world);
  await fourthQuarter(world);
  expect(await world.dependencies.reviews.list()).toHaveLength(4);
});
