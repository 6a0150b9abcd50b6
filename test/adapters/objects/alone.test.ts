import { aloneAmong } from '../../../adapters/objects/alone.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import type { Alone } from '../../../core/ports/stores.ts';
import { aloneContract } from '../../ports/alone.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { clockAt } from '../../support/time.ts';

aloneContract('A claim among objects', async () => {
  const clock = clockAt('2026-10-05T08:00:00Z');
  const objects = await openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
  const claiming = (name: string): Alone =>
    aloneAmong({ objects, keyOf: (said) => `claims/${said}`, endsAfterMs: 30_000, clock, ids: countingIds(name) });
  return { port: { one: claiming('one'), other: claiming('other') }, close: async () => {} };
});
