// What every adapter behind the port Runs must do, whatever table the records stand in.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RunConflict } from '../../core/ports/stores.ts';
import type { Runs } from '../../core/ports/stores.ts';
import { aRun, aWatch } from '../support/inputs/records.ts';
import { at } from '../support/time.ts';
import type { Opened } from './opened.ts';

const early = at('2026-10-05T08:00:00Z');
const halfASecondLater = at('2026-10-05T08:00:00.5Z');
const late = at('2026-10-05T08:00:01Z');

/** @param make opens a store without any run: some questions are about all of them */
export function runsContract(name: string, make: () => Promise<Opened<Runs>>): void {
  describe(`${name} as a store of runs`, () => {
    let opened: Opened<Runs>;
    let runs: Runs;
    beforeEach(async () => {
      opened = await make();
      runs = opened.port;
    });
    afterEach(() => opened.close());

    test('gives back a run as it was recorded', async () => {
      const held = aRun({ id: 'held', status: 'held', accepted: false, historyKey: null });
      await runs.put(aRun({ id: 'accepted' }));
      await runs.put(held);
      expect(await runs.get('held')).toEqual(held);
      expect(await runs.get('accepted')).toEqual(aRun({ id: 'accepted' }));
    });

    test('knows no run that nobody recorded', async () => {
      expect(await runs.get('20261005T080000Z-00000000')).toBeNull();
      expect(await runs.list()).toEqual([]);
      expect(await runs.lastAccepted(late)).toBeNull();
    });

    test('takes the same run again as success, and lists it once in its first place', async () => {
      for (const id of ['first', 'second', 'first']) await runs.put(aRun({ id }));
      expect((await runs.list()).map((run) => run.id)).toEqual(['first', 'second']);
    });

    test('refuses other inputs under the id of a run and keeps the first', async () => {
      await runs.put(aRun({ id: 'run' }));
      await expect(runs.put(aRun({ id: 'run', inputsSha256: 'f'.repeat(64) }))).rejects.toThrow(RunConflict);
      expect(await runs.get('run')).toEqual(aRun({ id: 'run' }));
    });

    test('keeps the first record of a run that is recorded again with the same inputs', async () => {
      await runs.put(aRun({ id: 'run' }));
      await runs.put(aRun({ id: 'run', files: [] }));
      expect(await runs.get('run')).toEqual(aRun({ id: 'run' }));
    });

    test('lists runs by as-of, and those of one as-of as they were recorded', async () => {
      await runs.put(aRun({ id: 'late', asOf: late }));
      await runs.put(aRun({ id: 'z-early', asOf: early }));
      await runs.put(aRun({ id: 'between', asOf: halfASecondLater }));
      await runs.put(aRun({ id: 'a-early', asOf: early }));
      expect((await runs.list()).map((run) => run.id)).toEqual(['z-early', 'a-early', 'between', 'late']);
    });

    test('finds the last accepted run strictly before an instant, to the millisecond', async () => {
      await runs.put(aRun({ id: 'between', asOf: halfASecondLater }));
      await runs.put(aRun({ id: 'early', asOf: early }));
      expect((await runs.lastAccepted(late))?.id).toBe('between');
      expect((await runs.lastAccepted(halfASecondLater))?.id).toBe('early');
      expect(await runs.lastAccepted(early)).toBeNull();
    });

    test('never builds on a run that a gate held', async () => {
      await runs.put(aRun({ id: 'early', asOf: early }));
      await runs.put(aRun({ id: 'held', asOf: halfASecondLater, status: 'held', accepted: false, historyKey: null }));
      expect((await runs.lastAccepted(late))?.id).toBe('early');
    });

    test('takes the one recorded last of several accepted runs with one as-of', async () => {
      for (const id of ['b', 'c', 'a']) await runs.put(aRun({ id, asOf: early }));
      expect((await runs.lastAccepted(late))?.id).toBe('a');
    });

    test('gives back a watch run as it was recorded, and knows it as no run', async () => {
      const watched = aWatch({ asOf: early });
      await runs.putWatch(watched);
      expect(await runs.getWatch(watched.id)).toEqual(watched);
      expect(await runs.get(watched.id)).toBeNull();
      expect(await runs.list()).toEqual([]);
      expect(await runs.lastAccepted(late)).toBeNull();
    });

    test('knows no run as a watch run', async () => {
      await runs.put(aRun({ id: 'run', asOf: late }));
      expect(await runs.getWatch('run')).toBeNull();
      expect(await runs.watchesAfter(early)).toEqual([]);
    });

    test('takes the same watch run again as success, and refuses other inputs under its id', async () => {
      const watched = aWatch({ asOf: early });
      await runs.putWatch(watched);
      await runs.putWatch({ ...watched, files: [] });
      await expect(runs.putWatch({ ...watched, inputsSha256: 'f'.repeat(64) })).rejects.toThrow(RunConflict);
      expect(await runs.getWatch(watched.id)).toEqual(watched);
    });

    test('lists the watch runs after an instant, to the millisecond, by as-of', async () => {
      const [a, b, c] = [aWatch({ asOf: late }), aWatch({ asOf: halfASecondLater }), aWatch({ asOf: early })];
      for (const watched of [a, c, b]) await runs.putWatch(watched);
      expect(await runs.watchesAfter(at('2026-10-05T07:59:59Z'))).toEqual([c, b, a]);
      expect(await runs.watchesAfter(early)).toEqual([b, a]);
      expect(await runs.watchesAfter(halfASecondLater)).toEqual([a]);
      expect(await runs.watchesAfter(late)).toEqual([]);
    });
  });
}
