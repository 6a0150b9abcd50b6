// Whoever edits what is kept of runs, and the digests of it in records: it is told by nobody as what was found.
import { cp, readFile, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../../support/bytes.ts';
import { aFolder } from '../../../support/folders.ts';
import { command } from '../../../support/program/command.ts';
import { aCompany } from '../../../support/program/company.ts';
import { append, aReviewedHome, copyOf, keeps, period, signatureOf, signs, storeIn } from './edited-home.ts';
import type { Reviewed } from './edited-home.ts';

let company: Reviewed;
beforeAll(async () => {
  company = await aReviewedHome();
});

/** A file of the run edited in a home of its own, and the digest of it made new in the record; in the manifest where asked. */
async function withEditedFile(name: string, edit: (text: string) => string, isInManifest: boolean): Promise<string> {
  const folder = await copyOf(company);
  const store = storeIn(folder);
  const row = store.prepare('SELECT id, record FROM runs').get();
  const run = join(folder, 'home/runs', String(row?.['id']));
  const write = async (file: string, change: (text: string) => string): Promise<readonly [string, string]> => {
    const before = await readFile(join(run, file), 'utf8');
    const text = change(before);
    expect(text).not.toBe(before);
    await writeFile(join(run, file), text);
    return [sha256(Buffer.from(before)), sha256(Buffer.from(text))];
  };
  let record = String(row?.['record']);
  const [before, after] = await write(name, edit);
  record = record.replace(before, after);
  if (isInManifest) {
    const [old, made] = await write('evidence/manifest.json', (text) => text.replace(before, after));
    record = record.replace(old, made);
  }
  store.prepare('UPDATE runs SET record = ?').run(record);
  store.close();
  return folder;
}

const readers = [
  ['ocsf', '--home', 'home'],
  ['graph', '--home', 'home'],
  ['accounts', '--for', 'vanta', '--home', 'home'],
  ['review', 'status', ...period],
];

const laxer = (text: string): string => text.replace('"maxExceptionDays": 180', '"maxExceptionDays": 1800');
const recounted = (text: string): string => text.replace('"countShown": 2', '"countShown": 3');

test.each(readers)(
  'findings that were edited, with their digest in manifest and record, are not told as those that were reviewed: %s',
  async (...act) => {
    const folder = await withEditedFile('findings.json', recounted, true);
    const { exit, stdout, stderr } = await command(folder, act);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toMatch(
      /event 1 of the review: the record of a run altered since its review\. Found: findings\.json/,
    );
  },
);

test.each(readers)('a policy that was edited, with its digest in the record alone, is refused: %s', async (...act) => {
  const folder = await withEditedFile('evidence/policy.json', laxer, false);
  const { exit, stdout, stderr } = await command(folder, act);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('Found: another evidence/policy.json than its manifest names');
});

/** The row of the run edited in a home of its own, and nothing beside it. */
async function withEditedFiles(edit: (files: readonly Named[]) => readonly Named[]): Promise<string> {
  const folder = await copyOf(company);
  const store = storeIn(folder);
  const record: { readonly files: readonly Named[] } = JSON.parse(
    String(store.prepare('SELECT record FROM runs').get()?.['record']),
  );
  store.prepare('UPDATE runs SET record = ?').run(JSON.stringify({ ...record, files: edit(record.files) }));
  store.close();
  return folder;
}

interface Named {
  readonly name: string;
}

const withMore = (files: readonly Named[]): readonly Named[] => [
  ...files,
  { ...files[0], name: 'evidence/leavers-2.csv' },
];

const without = (name: string) => (files: readonly Named[]) => files.filter((file) => file.name !== name);

test.each(readers)('a row that names no findings any more is believed by nobody: %s', async (...act) => {
  const folder = await withEditedFiles(without('findings.json'));
  const { exit, stdout, stderr } = await command(folder, act);
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toContain('altered since its review. Found: findings.json of the run');
  expect(stderr).toContain('recorded nowhere');
});

test.each(readers)('a row that names fewer files, or more, than the manifest does is refused: %s', async (...act) => {
  for (const [edit, told] of [
    [without('proposals.csv'), 'without proposals.csv, which its manifest names'],
    [withMore, 'evidence/leavers-2.csv'],
  ] as const) {
    const { exit, stdout, stderr } = await command(await withEditedFiles(edit), act);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(told);
  }
});

test('evidence that was edited after a signature, with its digest in manifest and record, is told by what was signed', async () => {
  const folder = await withEditedFile('evidence/policy.json', laxer, true);
  append(folder, signatureOf('jane@acme.com', company));
  const { exit, stdout, stderr } = await command(folder, ['ocsf', '--home', 'home']);
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toMatch(
    /event 3 of the review: the record of a run altered since its review\. Found: evidence\/manifest/,
  );
});

test('a run to which a signature was rolled forward, and whose row was taken away, is missed', async () => {
  const run = '20261006T080000Z-1a2b3c4d';
  const { manifestSha256 } = company;
  const rollForward = { form: 2, run, asOf: '2026-10-06T08:00:00Z', manifestSha256, sha256: manifestSha256 };
  const folder = await copyOf(company);
  await keeps(folder, 'ben@acme.com');
  append(folder, signatureOf('jane@acme.com', { manifestSha256, rollForward }));
  for (const act of [
    ['review', 'status', ...period],
    ['ocsf', '--home', 'home'],
  ]) {
    const { exit, stdout, stderr } = await command(folder, act);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toContain(`event 4 of the review: a run missing that its review knows`);
  }
});

test('a later run whose row names another period is refused where that looks at it', async () => {
  const folder = await aFolder();
  const accounts = ['ann@acme.com'];
  const people = [...accounts, 'jane@acme.com'];
  const made = await aCompany({ accounts, people, config: { reviewers: { fallback: 'jane@acme.com' } } }, folder);
  expect((await made.run('--no-pdf')).exit).toBe(0);
  expect((await command(folder, ['review', 'open', ...period, '--by', 'jane@acme.com'])).exit).toBe(0);
  const [first = ''] = await readdir(join(folder, 'home/runs'));
  expect(
    (await made.run('--no-pdf', '--as-of', '2027-01-05T08:00:00Z', '--review', '2027-Q1', ...acceptsAll)).exit,
  ).toBe(0);
  const store = storeIn(folder);
  store.exec(
    `UPDATE runs SET record = replace(record, '"period":"2027-Q1"', '"period":"2026-Q4"') WHERE id <> '${first}'`,
  );
  store.close();
  const { exit, stdout, stderr } = await command(folder, ['review', 'status', ...period]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('Found: of 2026-Q4, and its findings are those of a run of 2027-Q1');
});

const acceptsAll = ['skew', 'period']
  .flatMap((gate) => ['--accept-gate', gate])
  .concat('--by', 'jane@acme.com', '--reason', 'a test');

test('a run whose row names another period is signed for in neither', async () => {
  const folder = await copyOf(company);
  await keeps(folder, 'ben@acme.com');
  const store = storeIn(folder);
  store.exec(`UPDATE runs SET record = replace(record, '"period":"2026-Q4"', '"period":"2027-Q1"')`);
  store.close();
  const { exit, stderr } = await signs(folder, 'jane@acme.com');
  expect(exit).toBe(4);
  expect(stderr).toContain('a review of another period');
});

test('a held run that the store calls accepted, with a history, is opened by nobody, built on by no run and handed out to nobody', async () => {
  const folder = await aFolder();
  const made = await aCompany({ accounts: ['ann@acme.com'], people: ['ann@acme.com', 'jane@acme.com'] }, folder);
  expect((await made.run('--no-pdf', '--as-of', '2026-10-05T08:00:00Z')).exit).toBe(0);
  const [first = ''] = await readdir(join(folder, 'home/runs'));
  expect((await made.run('--no-pdf', '--as-of', '2026-10-06T08:00:00Z', '--count-shown', '9')).exit).toBe(4);
  const held = (await readdir(join(folder, 'home/runs'))).find((id) => id !== first) ?? '';
  const history = join(folder, 'home/history');
  await cp(join(history, `${first}.json`), join(history, `${held}.json`));
  const store = storeIn(folder);
  const record = `json_set(record, '$.accepted', json('true'), '$.status', 'complete', '$.historyKey', 'history/${held}.json')`;
  store.exec(`UPDATE runs SET accepted = 1, record = ${record} WHERE id = '${held}'`);
  store.close();
  for (const act of [
    async () => command(folder, ['review', 'open', ...period, '--by', 'jane@acme.com']),
    async () => made.run('--no-pdf', '--as-of', '2026-10-07T08:00:00Z'),
    async () => command(folder, ['graph', '--home', 'home']),
    async () => command(folder, ['accounts', '--for', 'vanta', '--home', 'home']),
    async () => command(folder, ['ocsf', '--home', 'home']),
  ]) {
    const { exit, stdout, stderr } = await act();
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(`run ${held}: the record of a run was altered`);
  }
});

test.each([
  ['how many rows there were', '"rowsRead": 2', '"rowsRead": 1'],
  ['whom the directories showed', '"login": "john@acme.com"', '"login": "joan@acme.com"'],
])('a history whose file was edited, %s, is built on by no run', async (_what, before, after) => {
  const folder = await aFolder();
  const people = ['ann@acme.com', 'ben@acme.com', 'john@acme.com'];
  const made = await aCompany({ accounts: people.slice(0, 2), people }, folder);
  expect((await made.run('--no-pdf')).exit).toBe(0);
  const [name = ''] = await readdir(join(folder, 'home/history'));
  const history = join(folder, 'home/history', name);
  const text = await readFile(history, 'utf8');
  expect(text).toContain(before);
  await writeFile(history, text.replace(before, after));
  await made.has({ on: '2026-10-06', accounts: ['ann@acme.com'] });
  const { exit, stdout, stderr } = await made.run('--no-pdf');
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`${name}: stored evidence was changed. Found: SHA-256 `);
});

test('a folder of a run that is a link somewhere else is told as that', async () => {
  const folder = await copyOf(company);
  const [id = ''] = await readdir(join(folder, 'home/runs'));
  const run = join(folder, 'home/runs', id);
  await rename(run, join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), run);
  const { exit, stdout, stderr } = await command(folder, ['graph', '--home', 'home']);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`${id}: not what a home keeps. Found: a symbolic link.`);
});
