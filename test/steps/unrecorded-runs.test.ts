// Which accepted runs the folder of a home keeps and its database does not know, while other processes are at work.
import { expect, test } from 'vitest';
import { openFolderObjects } from '../../adapters/objects/folder.ts';
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { historyKey } from '../../core/names/object-keys.ts';
import { runId } from '../../core/run.ts';
import type { RunRecord } from '../../core/run.ts';
import { encoded } from '../../steps/bytes.ts';
import { unrecordedAtTheEnd, unrecordedRuns } from '../../steps/unrecorded-runs.ts';
import { sha256 } from '../support/bytes.ts';
import { aFolder } from '../support/folders.ts';
import { countingIds } from '../support/ids.ts';
import { aRun } from '../support/inputs/records.ts';
import { at, clockAt } from '../support/time.ts';

test('a run that another process ends at this moment is not said to be missing', async () => {
  const clock = clockAt('2026-10-05T08:00:00Z');
  const objects = await openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
  const store = openSqliteStore({ file: ':memory:' });
  const leavesHistory = async (id: string): Promise<void> => {
    await objects.put(historyKey(id), encoded(['{}']));
  };
  const thenAnotherEnds = <Found>(look: () => Promise<Found>) =>
    async function looked(): Promise<Found> {
      const found = await look();
      await leavesHistory('meanwhile');
      await store.runs.put(aRun({ id: 'meanwhile' }));
      return found;
    };
  try {
    await leavesHistory('broken-off');
    const found = await unrecordedRuns({
      objects: { list: thenAnotherEnds(async () => objects.list('history/')) },
      runs: { list: thenAnotherEnds(async () => store.runs.list()) },
    });
    expect(found).toEqual(['broken-off']);
  } finally {
    store.close();
  }
});

test('a run that no record names is of consequence until an accepted one follows it', async () => {
  const clock = clockAt('2026-10-05T08:00:00Z');
  const objects = await openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
  const store = openSqliteStore({ file: ':memory:' });
  const [lost, held, next] = [ranOn('2026-10-04'), ranOn('2026-10-05'), ranOn('2026-10-06')];
  try {
    await objects.put(historyKey(lost.id), encoded(['{}']));
    const found = async (before = '2026-10-07T08:00:00Z'): Promise<readonly string[]> =>
      unrecordedAtTheEnd({ objects, runs: store.runs }, at(before));
    expect(await found()).toEqual([lost.id]);
    // It may still be at work.
    expect(await found('2026-10-04T08:00:00Z')).toEqual([]);
    await store.runs.put({ ...held, status: 'held', accepted: false, historyKey: null });
    expect(await found()).toEqual([lost.id]);
    await store.runs.put(next);
    expect(await found()).toEqual([]);
    expect(await unrecordedRuns({ objects, runs: store.runs })).toEqual([lost.id]);
  } finally {
    store.close();
  }
});

function ranOn(day: string): RunRecord {
  const [asOf, inputsSha256] = [at(`${day}T08:00:00Z`), sha256(day)];
  return aRun({ id: runId(asOf, inputsSha256), asOf, inputsSha256 });
}
