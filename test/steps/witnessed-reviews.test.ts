// What the folder of a review witnesses holds against whatever the store says.
import { DatabaseSync } from 'node:sqlite';
import { copyFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFolderObjects } from '../../adapters/objects/folder.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import { chainEvent, chainStart } from '../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../core/review/events/event.ts';
import { heldReviews, NotWitnessed, witnessedReviews } from '../../steps/witnessed-reviews.ts';
import { aCompany } from '../support/program/company.ts';
import type { Company } from '../support/program/company.ts';
import { aFolder } from '../support/folders.ts';
import { countingIds } from '../support/ids.ts';
import { kept } from '../support/inputs/records.ts';
import { clockAt } from '../support/time.ts';

const home = ['--home', 'home'];
const by = ['--by', 'grc@acme.com'];
const period = ['--review', '2026-Q4', ...home];

async function aDecidedCompany(): Promise<Company> {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
  expect((await company.run('--no-pdf')).exit).toBe(0);
  expect((await company.command('review', 'open', ...period, ...by)).exit).toBe(0);
  return company;
}

async function decides(company: Company, login: string): Promise<{ exit: number | null; stderr: string }> {
  const words = ['--decision', 'revoke', '--reason', 'left in August', ...by, ...home];
  return company.command('decide', '--login', login, ...words);
}

function database(company: Company): string {
  return join(company.folder, 'home', 'access-review.db');
}

test('an event edited in the store is refused by every command that looks at the review', async () => {
  const company = await aDecidedCompany();
  expect((await decides(company, 'ghost@acme.com')).exit).toBe(0);
  const store = new DatabaseSync(database(company));
  store.exec(`UPDATE review_events SET event = replace(event, 'left in August', 'left in May') WHERE sequence = 2`);
  store.close();
  for (const words of [
    ['review', 'status', ...period],
    ['review', 'sign-off', ...period, ...by],
  ]) {
    const { exit, stderr } = await company.command(...words);
    expect(stderr).toContain('event altered after it was stored');
    expect(exit).toBe(4);
  }
  expect((await decides(company, 'jane@acme.com')).exit).toBe(4);
});

test('an older copy of the store is refused, and the store that holds everything is taken again', async () => {
  const company = await aDecidedCompany();
  const [now, older, newer] = [database(company), join(company.folder, 'older.db'), join(company.folder, 'newer.db')];
  await copyFile(now, older);
  expect((await decides(company, 'ghost@acme.com')).exit).toBe(0);
  await copyFile(now, newer);
  await copyFile(older, now);
  const refused = await decides(company, 'jane@acme.com');
  expect(refused.stderr).toContain('store behind what was witnessed');
  expect(refused.exit).toBe(4);
  expect((await company.command('review', 'sign-off', ...period, ...by)).exit).toBe(4);
  await copyFile(newer, now);
  expect((await decides(company, 'jane@acme.com')).exit).toBe(0);
});

test('a store made anew beside the witnesses of a review is refused', async () => {
  const company = await aDecidedCompany();
  await rm(database(company));
  await company.run('--no-pdf');
  const { exit, stderr } = await company.command('review', 'open', ...period, ...by);
  expect(stderr).toContain('store behind what was witnessed');
  expect(exit).toBe(4);
});

test('an event whose witness was not written is witnessed by the next command that looks, and is missed from then on', async () => {
  const company = await aDecidedCompany();
  const [now, older] = [database(company), join(company.folder, 'older.db')];
  await copyFile(now, older);
  expect((await decides(company, 'ghost@acme.com')).exit).toBe(0);
  const heads = join(company.folder, 'home', 'reviews', '2026-Q4', 'heads');
  const witnesses = await readdir(heads);
  await rm(join(heads, witnesses.find((name) => name.startsWith('2-')) ?? ''));
  expect((await company.command('review', 'status', ...period)).exit).toBe(0);
  expect(await readdir(heads)).toEqual(witnesses);
  await copyFile(older, now);
  expect((await company.command('review', 'status', ...period)).stderr).toContain('store behind what was witnessed');
});

test('an event that is recorded and cannot be witnessed is told as recorded', async () => {
  const store: Reviews = {
    load: async () => [],
    since: async () => [],
    list: async () => [],
    append: async () => ({ kind: 'appended' }),
  };
  const objects = await openFolderObjects({
    root: await aFolder(),
    clock: clockAt('2026-10-05T08:00:00Z'),
    ids: countingIds(),
  });
  const full = { ...objects, put: async () => Promise.reject(new Error('a full disk')) };
  const writing = witnessedReviews(store, { objects: full, runs: { get: async () => null } });
  await expect(writing.append('2026-Q4', 0, kept(['jane@acme.com']))).rejects.toThrow(NotWitnessed);
});

test('a stream that was rewritten, cut or taken away is refused, its chain made anew or not; one that grew is not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('jane@acme.com', 'root@acme.com', 'ghost@acme.com'), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.constantFrom('rewritten', 'cut', 'taken away', 'grown'),
      async (logins, place, how) => {
        const objects = await openFolderObjects({
          root: await aFolder(),
          clock: clockAt('2026-10-05T08:00:00Z'),
          ids: countingIds(),
        });
        const stream: StoredReviewEvent[] = [];
        const append = (event: ReviewEvent): void =>
          void stream.push(chainEvent(stream.at(-1)?.sha256 ?? chainStart, stream.length + 1, event));
        const store: Reviews = {
          load: async () => stream,
          since: async (_review, head) => stream.slice(head.sequence),
          list: async () => (stream.length === 0 ? [] : ['2026-Q4']),
          append: async (_review, _expected, event) => {
            append(event);
            return { kind: 'appended' };
          },
        };
        const beside = { objects, runs: { get: async () => null } };
        const writing = witnessedReviews(store, beside);
        for (const [index, login] of logins.entries()) await writing.append('2026-Q4', index, kept([login]));
        const at = place % logins.length;
        if (how === 'grown') append(kept(['new@acme.com']));
        else {
          const later = stream.splice(at).slice(1);
          if (how === 'rewritten')
            for (const { event } of [{ event: kept(['other@acme.com']) }, ...later]) append(event);
          if (how === 'taken away') stream.length = 0;
        }
        for (const looking of [witnessedReviews(store, beside), heldReviews(store, beside)]) {
          expect(await looking.list()).toEqual(['2026-Q4']);
          const loaded = looking.load('2026-Q4');
          if (how === 'grown') expect((await loaded).length).toBe(logins.length + 1);
          else await expect(loaded).rejects.toThrow('store behind what was witnessed');
        }
      },
    ),
    { numRuns: 60 },
  );
});
