import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { aloneBy } from '../../../adapters/stores/sqlite/alone.ts';
import { StoreDamaged, StoreTooNew } from '../../../adapters/stores/sqlite/connection.ts';
import { openLookup } from '../../../adapters/stores/sqlite/lookup.ts';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import type { SqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { runId } from '../../../core/run.ts';
import { msOf } from '../../../core/values/instant.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';
import { verifyChain } from '../../../core/review/events/chain.ts';
import { accessContract } from '../../ports/access.ts';
import { aloneContract } from '../../ports/alone.ts';
import { findingsContract } from '../../ports/findings.ts';
import { lookupContract } from '../../ports/lookup.ts';
import type { Opened } from '../../ports/opened.ts';
import { passingContract } from '../../ports/passing.ts';
import { reviewsContract } from '../../ports/reviews.ts';
import { runsContract } from '../../ports/runs.ts';
import { aFolder } from '../../support/folders.ts';
import { killAfter } from '../../support/program/processes.ts';
import { aFinding, aRun, aWatch, kept, opened } from '../../support/inputs/records.ts';
import { at } from '../../support/time.ts';

/** In memory: the contract is about behaviour, the tests below about the file. */
async function inMemory<Port>(port: (store: SqliteStore) => Port, aside: boolean): Promise<Opened<Port>> {
  const store = openSqliteStore({ file: ':memory:', aside });
  return { port: port(store), close: async () => store.close() };
}

for (const [name, aside] of [
  ['SQLite', false],
  ['SQLite that waits aside', true],
] as const) {
  runsContract(name, () => inMemory((store) => store.runs, aside));
  findingsContract(name, () => inMemory((store) => store.findings, aside));
  reviewsContract(name, () => inMemory((store) => store.reviews, aside));
  passingContract(name, () => inMemory((store) => store.passing, aside));
  accessContract(name, () => inMemory((store) => store.access, aside));
}
lookupContract('SQLite', openLookup);
aloneContract('SQLite', async () => {
  const file = join(await aFolder(), 'handing-over.lock');
  return { port: { one: aloneBy(file), other: aloneBy(file) }, close: async () => {} };
});

const appendDecisions = join(import.meta.dirname, 'append-decisions.ts');

async function aFile(): Promise<string> {
  return join(await aFolder(), 'home', 'access-review.db');
}

/** Changes the file behind the store's back. */
function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe('the file of the SQLite store', () => {
  test('holds everything when it is opened again', async () => {
    const file = await aFile();
    const before = openSqliteStore({ file });
    await before.runs.put(aRun({ id: 'run' }));
    await before.findings.put({ id: 'run', asOf: at('2026-10-05T08:00:00Z') }, [aFinding()]);
    await before.reviews.append('2026-Q4', 0, opened);
    before.close();

    const after = openSqliteStore({ file });
    expect(await after.runs.get('run')).toEqual(aRun({ id: 'run' }));
    expect(await after.findings.get(aFinding().id)).toEqual(aFinding());
    expect((await after.reviews.load('2026-Q4')).map((stored) => stored.event)).toEqual([opened]);
    after.close();
  });

  test('that another process holds is waited for while other work goes on, and written once it is free', async () => {
    const file = await aFile();
    const store = openSqliteStore({ file, aside: true });
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    const [ends, began]: [string[], number] = [[], Date.now()];
    const put = store.runs.put(aRun({ id: 'run' })).then(() => ends.push('put'));
    await pause(300);
    ends.push('other work');
    expect(Date.now() - began).toBeLessThan(1000);
    other.exec('COMMIT');
    other.close();
    await put;
    expect(ends).toEqual(['other work', 'put']);
    expect(await store.runs.get('run')).toEqual(aRun({ id: 'run' }));
    store.close();
  });

  test('is refused when a later version of the program wrote it, and stays as it is', async () => {
    const file = await aFile();
    openSqliteStore({ file }).close();
    tamper(file, 'PRAGMA user_version = 99');
    expect(() => openSqliteStore({ file })).toThrow(StoreTooNew);
    expect(() => openSqliteStore({ file })).toThrow(/version 99\. Expected: up to \d+/);
  });

  test('is refused when it is no database', async () => {
    const file = join(await aFolder(), 'access-review.db');
    await writeFile(file, 'Email,Status\n'.repeat(100));
    expect(() => openSqliteStore({ file })).toThrow(StoreDamaged);
    expect(() => openSqliteStore({ file })).toThrow(`${file}: the database of the home is damaged`);
  });

  test.each([
    ['lacks a table', 'DROP TABLE watches'],
    ['lacks a column', 'ALTER TABLE watches DROP COLUMN inputs_sha256'],
    ['lost its version, as a dump does', 'PRAGMA user_version = 0'],
  ])('is refused as damaged when it %s', async (_what, change) => {
    const file = await aFile();
    openSqliteStore({ file }).close();
    tamper(file, change);
    const used = async (): Promise<void> => {
      const store = openSqliteStore({ file });
      await store.runs.watchesAfter(at('2026-10-05T08:00:00Z')).finally(() => store.close());
    };
    await expect(used()).rejects.toThrow(StoreDamaged);
  });

  test('names the file when an entry of the record of access was altered', async () => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.access.add({ at: at('2026-10-05T08:00:00Z'), by: 'jane@acme.com', act: 'read', what: 'lines' });
    tamper(file, `UPDATE access SET act = 'guessed'`);
    const page = store.access.page({ before: null, by: null, most: 9 });
    await expect(page).rejects.toThrow(StoredRecordUnreadable);
    await expect(page).rejects.toThrow(`a row of ${file}: cannot be read`);
    store.close();
  });

  test('names the record that somebody damaged', async () => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.runs.put(aRun({ id: 'run' }));
    tamper(file, `UPDATE runs SET record = json_set(record, '$.status', 'perfect')`);
    await expect(store.runs.get('run')).rejects.toThrow(StoredRecordUnreadable);
    await expect(store.runs.get('run')).rejects.toThrow(/run run: cannot be read/);
    store.close();
  });

  test.each([
    ['the record of another run', `record = (SELECT record FROM runs AS other WHERE other.id <> runs.id)`],
    ['a held run that is called accepted', `accepted = 1`],
    ['a held run with the record of an accepted one', `record = json_set(record, '$.accepted', json('true'))`],
    ['another as-of', `as_of_ms = as_of_ms + 1`],
    ['other inputs', `inputs_sha256 = '${'f'.repeat(64)}'`],
  ])('gives out no run whose row was edited: %s', async (_what, change) => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.runs.put(aRun({ id: 'accepted' }));
    await store.runs.put(aRun({ id: 'held', status: 'held', accepted: false, historyKey: null }));
    tamper(file, `UPDATE runs SET ${change} WHERE id = 'held'`);
    const altered = /run held: the record of a run was altered/;
    await expect(store.runs.get('held')).rejects.toThrow(altered);
    await expect(store.runs.list()).rejects.toThrow(altered);
    expect(await store.runs.get('accepted')).toEqual(aRun({ id: 'accepted' }));
    store.close();
  });

  const inputsSha256 = 'ab'.repeat(32);
  const [monday, tuesday] = [at('2026-10-05T08:00:00Z'), at('2026-10-06T08:00:00Z')];
  const later = aRun({ id: runId(tuesday, inputsSha256), asOf: tuesday, inputsSha256 });

  test.each([
    ['held', `accepted = 0`],
    ['of an earlier as-of', `as_of_ms = 0`],
    ['of a later as-of', `as_of_ms = as_of_ms * 2`],
    ['another run', `id = 'other'`],
    [
      'of an earlier as-of, in its record too',
      `as_of_ms = ${msOf(monday) - 1000}, record = json_set(record, '$.asOf', '2026-10-05T07:59:59Z')`,
    ],
  ])('passes over no run whose row calls it %s, and builds on none before it', async (_what, change) => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.runs.put(aRun({ id: 'before', asOf: monday }));
    await store.runs.put(later);
    expect(await store.runs.lastAccepted(at('2026-10-07T08:00:00Z'))).toEqual(later);
    tamper(file, `UPDATE runs SET ${change} WHERE id = '${later.id}'`);
    const altered = /the record of a run was altered/;
    await expect(store.runs.lastAccepted(at('2026-10-07T08:00:00Z'))).rejects.toThrow(altered);
    await expect(store.runs.list()).rejects.toThrow(altered);
    store.close();
  });

  test.each([
    ['of an earlier as-of', `as_of_ms = 0`],
    ['an earlier one', `id = 'watch-20200101T000000Z-00000000'`],
    ['of other inputs', `inputs_sha256 = '${'f'.repeat(64)}'`],
  ])('passes over no watch run whose row calls it %s', async (_what, change) => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.runs.putWatch(aWatch({ asOf: tuesday }));
    tamper(file, `UPDATE watches SET ${change}`);
    await expect(store.runs.watchesAfter(monday)).rejects.toThrow(/the record of a run was altered/);
    store.close();
  });

  test('gives out no stream with a decision that somebody changed in the table', async () => {
    const file = await aFile();
    const store = openSqliteStore({ file });
    await store.reviews.append('2026-Q4', 0, opened);
    await store.reviews.append('2026-Q4', 1, kept(['jane@acme.com']));
    await store.reviews.append('2026-Q4', 2, kept(['joe@acme.com']));
    tamper(file, `UPDATE review_events SET event = json_set(event, '$.by', 'cfo@acme.com') WHERE sequence = 2`);
    await expect(store.reviews.load('2026-Q4')).rejects.toMatchObject({
      name: 'ReviewAltered',
      refusals: [{ what: 'event altered after it was stored', where: 'review 2026-Q4, event 2 of the review' }],
    });
    store.close();
  });

  test('writes all findings of a run or none', async () => {
    const store = openSqliteStore({ file: await aFile() });
    const broken = aFinding({ login: 'broken@acme.com', reviewsOpen: Number.NaN });
    const run = { id: 'run', asOf: at('2026-10-05T08:00:00Z') };
    await expect(store.findings.put(run, [aFinding(), broken])).rejects.toThrow(TypeError);
    expect(await store.findings.get(aFinding().id)).toBeNull();
    await store.findings.put(run, [aFinding()]);
    expect(await store.findings.get(aFinding().id)).toEqual(aFinding());
    store.close();
  });

  test('takes the events of four processes at once into one chain', async () => {
    const file = await aFile();
    const writers = ['ann', 'ben', 'cat', 'dan'];
    const append = promisify(execFile);
    await Promise.all(writers.map((who) => append(process.execPath, [appendDecisions, file, who, '25'])));
    const store = openSqliteStore({ file });
    const stream = await store.reviews.load('2026-Q4');
    expect(verifyChain(stream).kind).toBe('ok');
    for (const who of writers) {
      expect(stream.filter(({ event }) => event.kind === 'decided' && event.by === who)).toHaveLength(25);
    }
    store.close();
  });

  test.each([1, 7, 20])('holds what a process appended before it was killed, after append %i', async (appends) => {
    const file = await aFile();
    await killAfter(appends, appendDecisions, [file, 'ann', '100000']);
    const store = openSqliteStore({ file });
    const stream = await store.reviews.load('2026-Q4');
    expect(verifyChain(stream).kind).toBe('ok');
    expect(stream.length).toBeGreaterThanOrEqual(appends);
    expect(await store.reviews.append('2026-Q4', stream.length, kept(['jane@acme.com']))).toEqual({ kind: 'appended' });
    store.close();
  });
});
