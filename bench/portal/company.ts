// The home of a large company whose review is open: one person is to decide nearly all of its lines.
import { join } from 'node:path';
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { databaseName } from '../../homes/laptop.ts';
import { aWorld } from '../../test/steps/review/world.ts';
import { fallback, founded, joins, opens } from '../../test/steps/review/year/year.ts';

export const period = '2026-Q1';
export const reviewer = fallback;

/** @param lines people beside those of the company of the tests: `person0@acme.com` and on */
export async function companyIn(home: string, lines: number): Promise<void> {
  const store = openSqliteStore({ file: join(home, databaseName) });
  try {
    const world = await aWorld(store, { home });
    founded(world);
    // Without an issuer of a company, which does not exist here, people sign in by choosing their name.
    delete world.config['portal'];
    for (let index = 0; index < lines; index += 1) joins(world, `person${index}@acme.com`);
    world.at('2026-03-30T09:00:00Z');
    await world.run();
    await opens(world, period);
  } finally {
    store.close();
  }
}
