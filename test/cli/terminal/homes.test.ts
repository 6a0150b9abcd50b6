// Where a home may be, and who may read it.
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import { filesBelow } from '../../../adapters/objects/tree.ts';

test.each(['/proc/x', '/proc/self/x', '/sys/x', '/dev/x', '/dev/null', '/dev/shm/x'])(
  'a home at %s is refused at once',
  async (home) => {
    const company = await aCompany({ accounts: ['jane@acme.com'] });
    const { exit, stderr } = await company.run('--no-pdf', '--home', home);
    expect(stderr).toMatch(/^--home .*: no folder\. Found: /);
    expect(exit).toBe(2);
  },
  20_000,
);

test('a home that is a file is refused', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  await writeFile(join(company.folder, 'taken'), 'x');
  for (const home of ['taken', 'taken/below']) {
    expect((await company.run('--no-pdf', '--home', home)).exit).toBe(2);
  }
});

test('in a folder that somebody else opened to everybody, nobody but the owner reads what is kept', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  const home = join(company.folder, 'home');
  await mkdir(home);
  await chmod(home, 0o755);
  expect((await company.run('--no-pdf')).exit).toBe(0);
  const open: string[] = [];
  for await (const names of filesBelow(home)) {
    if (((await stat(join(home, ...names))).mode & 0o077) !== 0) open.push(names.join('/'));
  }
  expect(open).toEqual([]);
});

test('a store that an earlier version left readable is closed to others', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  expect((await company.run('--no-pdf')).exit).toBe(0);
  const store = join(company.folder, 'home', 'access-review.db');
  await chmod(store, 0o644);
  await company.command('review', 'open', '--review', '2026-Q4', '--home', 'home');
  expect((await stat(store)).mode & 0o777).toBe(0o600);
});

test.each([
  ['access-review.db', 'the database of the home is damaged'],
  ['key/signing-key.pem', 'the signing key is damaged'],
  ['key/signing-certificate.pem', 'the signing key is damaged'],
])('a home whose %s is damaged is refused with what to do, and stays as it is', async (name, what) => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  expect((await company.run()).exit).toBe(0);
  const damaged = join(company.folder, 'home', name);
  await writeFile(damaged, 'not what it was');
  const { exit, stderr } = await company.run();
  expect(exit).toBe(2);
  expect(stderr).toContain(`${name}: ${what}. Found: `);
  expect(stderr).toContain('from a backup.');
  expect(await readFile(damaged, 'utf8')).toBe('not what it was');
});

test('a run that is done again where its files were changed is refused with the file, and leaves it', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  const { document } = await company.review();
  const changed = join(document.folder, 'findings.json');
  await writeFile(changed, '{}');
  const { exit, stderr } = await company.run('--no-pdf');
  expect(exit).toBe(2);
  expect(stderr).toMatch(
    /^runs\/[^/]+\/findings\.json: stored already, and never overwritten\. Found: another content/m,
  );
  expect(await readFile(changed, 'utf8')).toBe('{}');
});

test('a home that another program holds is waited for in words, refused after ten seconds, and used once it is free', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  expect((await company.run('--no-pdf')).exit).toBe(0);
  const other = new DatabaseSync(join(company.folder, 'home', 'access-review.db'));
  other.exec('BEGIN EXCLUSIVE');
  const open = ['review', 'open', '--review', '2026-Q4', '--home', 'home'];
  const { exit, stderr } = await company.command(...open);
  other.close();
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^Waiting for another command or program that is writing to home\/access-review\.db\n/);
  expect(stderr).toContain('Found: another command or program that is writing there, and does not end.');
  expect((await company.command(...open)).exit).toBe(0);
}, 60_000);
