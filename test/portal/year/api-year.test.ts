// A year of quarterly reviews through the API, on the embedded store.
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { aWorld } from '../../steps/review/world.ts';
import { aFolder } from '../../support/folders.ts';
import { apiYear } from './api-year.ts';

test(
  'a year of reviews through the API closes, and its reports verify and say oidc',
  { timeout: 300_000 },
  async () => {
    const home = await aFolder();
    const store = openSqliteStore({ file: join(home, 'access-review.db') });
    onTestFinished(() => store.close());
    await apiYear(await aWorld(store, { home }), store);
  },
);
