// Two people and one number: `count` as they type it, and what a run on the same export makes of it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../support/bytes.ts';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { onePixel } from '../../support/inputs/custody.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

const people = [
  'jane@acme.com',
  { ...anIdentity({ login: 'ana@acme.com' }), logins: ['ana@acme.com', 'a.admin@acme.com'] },
  'ben@acme.com',
];
const early = ['--as-of', '2026-10-05T08:30:00Z'];

async function counting(): Promise<
  Company & { count: (by: string, shown: string, ...more: string[]) => ReturnType<Company['command']> }
> {
  const company = await aCompany({ people });
  const count = async (by: string, shown: string, ...more: string[]): ReturnType<Company['command']> =>
    company.command(
      'count',
      '--export',
      'users.csv',
      '--shown',
      shown,
      '--by',
      by,
      '--home',
      'home',
      ...early,
      ...more,
    );
  return { ...company, count };
}

const custodyIn = ({ stdout }: { readonly stdout: string }): unknown => JSON.parse(stdout).custody;

describe('the number of users', () => {
  test.each([
    ['a picture', onePixel, 'users.csv'],
    ['an empty file', Buffer.alloc(0), 'users.csv'],
    ['a list of leavers', Buffer.from('Email,Last day\nghost@acme.com,2026-09-01\n'), 'no status column'],
  ])('is typed beside an export, and not beside %s', async (_what, bytes, found) => {
    const company = await counting();
    await writeFile(company.path('users.csv'), bytes);
    const typed = await company.count('ana@acme.com', '1');
    expect(typed).toMatchObject({ exit: 2, stdout: '' });
    expect(typed.stderr).toContain(found);
  });

  test('is typed beside an export that is read by the configuration that is named', async () => {
    const company = await counting();
    await writeFile(company.path('users.csv'), 'Mail,State,Team\nana@acme.com,Active,Sales\n');
    const config = JSON.parse(await readFile(company.path('review.json'), 'utf8'));
    const columns = { email: 'Mail', status: 'State' };
    await writeFile(company.path('other.json'), JSON.stringify({ ...config, export: { columns } }));
    expect(await company.count('ana@acme.com', '1')).toMatchObject({ exit: 2 });
    expect(await company.count('ana@acme.com', '1', '--config', 'other.json')).toMatchObject({ exit: 0 });
  });

  test('typed by one person, confirmed by another, and its picture, are taken by the run on the same export', async () => {
    const company = await counting();
    await writeFile(company.path('page.png'), onePixel);
    expect(await company.count('ana@acme.com', '1', '--picture', 'page.png')).toMatchObject({ exit: 0 });
    expect((await company.count('ben@acme.com', '1', '--confirm')).stdout).toContain('Confirmed by ben@acme.com');
    const { outcome, document } = await company.review(
      '--received-by',
      'ben@acme.com',
      '--exported-by',
      'ana@acme.com',
    );
    expect(custodyIn(outcome)).toMatchObject({
      count: {
        shown: 1,
        typed: { by: 'ana@acme.com' },
        confirmed: { by: 'ben@acme.com' },
        picture: { sha256: sha256(onePixel) },
      },
      countStanding: { kind: 'two-people' },
      chains: [{ file: 'export', breaks: [] }],
    });
    expect(document.files).toEqual(expect.arrayContaining(['evidence/custody.json', 'evidence/count-page.png']));
  });

  test('is not confirmed by who typed it, by another number, or beside another export, and each says why', async () => {
    const company = await counting();
    await company.count('ana@acme.com', '1');
    const same = await company.count('Ana@Acme.com', '1', '--confirm');
    expect(same).toMatchObject({ exit: 2, stdout: '' });
    expect(same.stderr).toContain('count confirmed by who typed it');
    expect((await company.count('ben@acme.com', '2', '--confirm')).stderr).toContain('another number of users');
    await writeFile(company.path('users.csv'), 'Email,Status\nsomebody@acme.com,Active\n');
    expect((await company.count('ben@acme.com', '1', '--confirm')).stderr).toContain('no number of users to confirm');
  });

  test('is not confirmed under another name of who typed it, once a run has read the directories', async () => {
    const company = await counting();
    await company.review();
    await company.count('ana@acme.com', '1');
    const { exit, stderr } = await company.count('a.admin@acme.com', '1', '--confirm');
    expect({ exit, told: stderr.includes('a.admin@acme.com, who is ana@acme.com') }).toEqual({ exit: 2, told: true });
  });

  test('confirmed under another name before any run is told by the run to be of one person', async () => {
    const company = await counting();
    await company.count('ana@acme.com', '1');
    await company.count('a.admin@acme.com', '1', '--confirm');
    const { outcome } = await company.review();
    expect(custodyIn(outcome)).toMatchObject({
      countStanding: { kind: 'one-person', why: 'a.admin@acme.com, who confirmed it, is the same person' },
    });
  });

  test('that is blank, a picture that is none, and one that is too large are refused, and nothing is recorded', async () => {
    const company = await counting();
    await writeFile(company.path('page.txt'), 'the page shows one user');
    await writeFile(company.path('large.png'), Buffer.concat([onePixel, Buffer.alloc(5_000_001)]));
    expect((await company.count('ana@acme.com', ' ')).exit).toBe(2);
    expect((await company.count('ana@acme.com', '1', '--picture', 'page.txt')).stderr).toContain('PNG, JPEG or PDF');
    expect((await company.count('ana@acme.com', '1', '--picture', 'large.png')).stderr).toContain('at most 5000000');
    expect((await company.count('ben@acme.com', '1', '--confirm')).stderr).toContain('none was typed');
  });

  test('typed with the run is of one person, and another number than the recorded one is refused', async () => {
    const company = await counting();
    expect(custodyIn((await company.review('--count-shown', '1', '--count-by', 'ana@acme.com')).outcome)).toMatchObject(
      {
        count: { typed: { by: 'ana@acme.com' }, confirmed: null },
        countStanding: { kind: 'one-person', why: 'nobody confirmed it' },
      },
    );
    await company.count('ana@acme.com', '1');
    const { exit, stderr } = await company.run('--count-shown', '2', '--no-pdf');
    expect({ exit, told: stderr.includes('was typed beside this export by ana@acme.com') }).toEqual({
      exit: 2,
      told: true,
    });
  });

  test('recorded after the as-of of a run is not of that run', async () => {
    const company = await counting();
    await company.command(
      'count',
      '--export',
      'users.csv',
      '--shown',
      '1',
      '--by',
      'ana@acme.com',
      '--home',
      'home',
      '--as-of',
      '2026-10-05T10:00:00Z',
    );
    expect(custodyIn((await company.review()).outcome)).toMatchObject({ count: null });
  });
});

describe('a run that is done again from its evidence', () => {
  test('is the same run in another home, and another file than the one received holds it', async () => {
    const company = await counting();
    await writeFile(company.path('page.png'), onePixel);
    await company.count('ana@acme.com', '1', '--picture', 'page.png');
    await company.count('ben@acme.com', '1', '--confirm');
    const { document } = await company.review('--received-by', 'ben@acme.com');
    const custody = join(document.folder, 'evidence', 'custody.json');
    const again = await company.review('--custody', custody, '--home', 'another-home');
    expect(again.document.run).toBe(document.run);
    await company.has({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
    const { outcome } = await company.review('--custody', custody, '--home', 'third-home');
    expect({ exit: outcome.exit, gates: outcome.stdout.includes('was received (by-hand)') }).toEqual({
      exit: 4,
      gates: true,
    });
  });
});

describe('the digest that whoever took the export told', () => {
  test('holds the run when the file is another, whatever is accepted', async () => {
    const company = await counting();
    const { outcome, document } = await company.review('--exported-digest', 'a'.repeat(64));
    expect({ exit: outcome.exit, status: document.status }).toEqual({ exit: 4, status: 'held' });
    const accepting = ['--accept-gate', 'custody', '--by', 'ben@acme.com', '--reason', 'it is the same'];
    expect((await company.run('--exported-digest', 'a'.repeat(64), ...accepting)).exit).toBe(2);
  });

  test('ties to the file that is compared, and the run done again is the same', async () => {
    const company = await counting();
    const told = sha256(await readFile(company.path('users.csv')));
    const options = [
      '--exported-digest',
      told.toUpperCase(),
      '--received-by',
      'ben@acme.com',
      '--exported-by',
      'ana@acme.com',
    ];
    const [first, second] = [await company.review(...options), await company.review(...options)];
    expect(first.document.run).toBe(second.document.run);
    expect(custodyIn(first.outcome)).toMatchObject({
      chains: [{ links: [{ link: 'taken', sha256: told }, {}, {}, {}, {}, {}], breaks: [] }],
    });
  });
});
