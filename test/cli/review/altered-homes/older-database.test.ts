// A copy of the database that was put back into a folder which went on without it.
import { cp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';

const database = ['access-review.db', 'access-review.db-wal', 'access-review.db-shm'];

/** Of two runs the database knows the first. @returns the id of the second */
async function putBack(company: Company): Promise<string> {
  await company.run('--no-pdf', '--quiet');
  await cp(company.path('home/access-review.db'), company.path('older.db'));
  await company.has({ on: '2026-10-06', accounts: ['jane@acme.com'] });
  const { stdout } = await company.run('--no-pdf', '--json');
  for (const name of database) await rm(company.path(`home/${name}`), { force: true });
  await cp(company.path('older.db'), company.path('home/access-review.db'));
  return /"run": ?"([^"]+)"/.exec(stdout)?.[1] ?? '';
}

test('every command that reads the home says which accepted run its database lacks', async () => {
  const company = await aCompany({ on: '2026-10-05', accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
  const lost = await putBack(company);
  const said = `holds 1 accepted run that its database does not know, the newest ${lost}`;
  const review = ['--review', '2026-Q4'];
  for (const asked of [
    ['ocsf'],
    ['review', 'status', ...review],
    ['review', 'open', ...review],
    ['decide', '--login', 'jane@acme.com', '--decision', 'keep', '--by', 'grc@acme.com', '--reason', 'needed'],
    ['tick'],
    ['graph'],
  ]) {
    const { stderr } = await company.command(...asked, '--home', 'home');
    expect(stderr, asked.join(' ')).toContain(said);
  }
  expect((await company.run('--no-pdf', '--quiet')).stderr, 'quiet').not.toContain('database');
});

test('a run that is done again is recorded, and nothing is said any more', async () => {
  const company = await aCompany({ on: '2026-10-05', accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
  await putBack(company);
  expect((await company.run('--no-pdf')).stderr).toContain('its database does not know');
  expect((await company.command('ocsf', '--home', 'home')).stderr).toBe('');
});

test('a record of long ago that somebody damaged keeps no later run from being made', async () => {
  const company = await aCompany({ on: '2026-10-04', accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  await company.has({ on: '2026-10-05', accounts: ['jane@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  const store = new DatabaseSync(company.path('home/access-review.db'));
  const { changes } = store
    .prepare("UPDATE runs SET record = '{}' WHERE as_of_ms = (SELECT min(as_of_ms) FROM runs)")
    .run();
  store.close();
  expect(changes).toBe(1);
  await company.has({ on: '2026-10-06', accounts: ['jane@acme.com'] });
  expect(await company.run('--no-pdf')).toMatchObject({ exit: 0 });
});
