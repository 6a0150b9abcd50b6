// The same inputs give the same bytes: in two homes, again in one home, and whatever surrounds the process.
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, ownCommand } from '../../support/program/command.ts';
import { aCompany, filesOf } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { aHeader, anIdentity } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';
import { digestsBelow } from '../../support/program/run-files.ts';

const entra = { id: 'entra', kind: 'entra', tenantId: 'tenant', appId: 'app' };
const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.example', appId: 'app' };
const secondSnapshot = ['--snapshot', 'entra.jsonl'];

type Digests = Readonly<Record<string, string>>;

let company: Company;
let original: Digests;

/** Runs into a home of its own that has the key of the first one. */
async function digestsOf(home: string, args: readonly string[], performed = command): Promise<Digests> {
  await cp(company.path('home/key'), company.path(`${home}/key`), { recursive: true });
  const { exit, stderr } = await performed(company.folder, [...args, '--home', home]);
  if (exit !== 0) throw new Error(stderr);
  return runDigests(home);
}

/** Every file of every run; the database holds the order of writes besides. */
async function runDigests(home: string): Promise<Digests> {
  const all = Object.entries(await digestsBelow(company.path(home)));
  return Object.fromEntries(all.filter(([name]) => /^(runs|history)\//.test(name)));
}

beforeAll(async () => {
  company = await aCompany(
    {
      accounts: ['jane@acme.com', { email: 'ghost@acme.com', name: 'Ghöst "G" 王', role: 'Admin' }, 'gone@acme.com'],
      people: ['jane@acme.com', anIdentity({ login: 'gone@acme.com', state: 'deleted', assignments: [] })],
      config: { directories: [entra, okta], calendar: { timeZone: 'America/New_York' } },
    },
    await aSharedFolder(),
  );
  const header = aHeader({ directory: 'entra', takenAt: at('2026-10-05T07:31:00Z') });
  const lines = [header, anIdentity({ login: 'jane@acme.com', id: 'e1' })].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(company.path('entra.jsonl'), lines.join(''));
  expect((await company.run(...secondSnapshot)).exit).toBe(0);
  original = await runDigests('home');
  expect(Object.keys(original).filter((name) => name.endsWith('report.pdf'))).toHaveLength(1);
});

describe('every file, the signed report included, is equal byte for byte', () => {
  const args = ['run', ...filesOf('2026-10-05'), ...secondSnapshot];

  test('in a second home with the same key, by another process', async () => {
    expect(await digestsOf('second', args, ownCommand)).toEqual(original);
  });

  test('when it is done again in the same home', async () => {
    expect((await company.run(...secondSnapshot)).exit).toBe(0);
    expect(await runDigests('home')).toEqual(original);
    expect(await readdir(company.path('home/runs'))).toHaveLength(1);
  });

  test('when the report is asked for later', async () => {
    const home = ['--home', 'later'];
    expect((await company.run(...secondSnapshot, ...home, '--no-pdf')).exit).toBe(0);
    expect(await digestsOf('later', args)).toEqual(original);
  });

  test('when the snapshots are named in another order', async () => {
    const swapped = args.map((word) =>
      word === 'okta.jsonl' ? 'entra.jsonl' : word === 'entra.jsonl' ? 'okta.jsonl' : word,
    );
    expect(await digestsOf('swapped', swapped)).toEqual(original);
  });

  test('in another time zone and language', async () => {
    const env = { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
    expect(await digestsOf('elsewhere', args, async (folder, words) => ownCommand(folder, words, env))).toEqual(
      original,
    );
  });

  test('when the files have other names and are written anew', async () => {
    const renamed = new Map([
      ['users.csv', 'Export Users (1).csv'],
      ['okta.jsonl', 'a.jsonl'],
      ['review.json', 'b.json'],
    ]);
    for (const [from, to] of renamed) await writeFile(company.path(to), await readFile(company.path(from)));
    expect(
      await digestsOf(
        'renamed',
        args.map((word) => renamed.get(word) ?? word),
      ),
    ).toEqual(original);
  });

  test('when the same configuration is laid out in another way', async () => {
    const config: unknown = JSON.parse(await readFile(company.path('review.json'), 'utf8'));
    await writeFile(company.path('compact.json'), JSON.stringify(config));
    expect(
      await digestsOf(
        'compact',
        args.map((word) => (word === 'review.json' ? 'compact.json' : word)),
      ),
    ).toEqual(original);
  });

  test('when several processes do it at once in one home', async () => {
    await cp(company.path('home/key'), company.path('at-once/key'), { recursive: true });
    const atOnce = [1, 2, 3].map(async () => ownCommand(company.folder, [...args, '--home', 'at-once']));
    const outcomes = await Promise.all(atOnce);
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(await runDigests('at-once')).toEqual(original);
  });

  test('after a run of a later day on the same home', async () => {
    await cp(company.path('home'), company.path('worked-on'), { recursive: true });
    const later = ['--as-of', '2026-10-06T09:00:00Z', '--home', 'worked-on'];
    expect((await company.run(...secondSnapshot, ...later)).exit).toBe(0);
    expect((await company.run(...secondSnapshot, '--home', 'worked-on')).exit).toBe(0);
    expect(await runDigests('worked-on')).toMatchObject(original);
    expect(await readdir(company.path('worked-on/runs'))).toHaveLength(2);
  });
});

describe('another input is another run', () => {
  test.each([
    ['--as-of', '2026-10-05T09:00:01Z'],
    ['--exported-at', '2026-10-05T08:00:01Z'],
    ['--exported-by', 'jane@acme.com'],
    ['--count-shown', '3'],
    ['--review', '2026-Q3'],
    ['--accept-gate', 'skew', '--by', 'jane@acme.com', '--reason', 'to be safe'],
  ])('%s %s', async (...options) => {
    const { document } = await company.review(...secondSnapshot, ...options, '--home', `other-${options.join('')}`);
    expect(Object.keys(original)).not.toContain(`runs/${document.run}/findings.json`);
  });
});
