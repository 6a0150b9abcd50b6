// What is said early of lines that nobody decides: their reviewer may not, or none is named for them.
import { chmod, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';

const period = ['--review', '2026-Q4', '--home', 'home'];

/** Jane's and Ida's manager is of the holding; Mona is the fallback, and has no manager. */
async function managed(colleagues: readonly string[] = []): Promise<Company> {
  const manager = 'chef@holding.example';
  const made = await aCompany({
    people: [
      anIdentity({ login: 'jane@acme.com', manager }),
      anIdentity({ login: 'ida@acme.com', manager }),
      ...colleagues,
      'mona@acme.com',
      anIdentity({ login: 'carl@acme.com', assignments: [] }),
    ],
    accounts: ['jane', 'ida', 'mona'].map((name) => ({ email: `${name}@acme.com`, role: 'User' })),
    config: {
      mail: { from: 'access-review@acme.com' },
      reviewers: {
        rules: [{ team: '*', reviewer: 'manager' }],
        fallback: 'mona@acme.com',
        controlOwner: 'carl@acme.com',
      },
    },
  });
  await made.run('--no-pdf', '--count-shown', '3', '--quiet');
  return made;
}

describe('a manager whom no directory knows', () => {
  const opening = ['review', 'open', ...period, '--by', 'mona@acme.com'];
  const waits = 'Cannot decide: chef@holding.example: no directory of the run knows them; 2 lines waiting for them';
  const wayOut =
    '  Hand over what is theirs: access-review review delegate --review 2026-Q4 --reviewer chef@holding.example --to EMAIL --reason TEXT --by EMAIL, as the fallback or the control owner';

  test('is named when the review is opened and whenever somebody looks, with the way out', async () => {
    const made = await managed();
    const opened = await made.command(...opening);
    expect(opened.stdout.split('\n')).toEqual(expect.arrayContaining([waits, wayOut]));
    const status = await made.command('review', 'status', ...period);
    expect(status.stdout.split('\n')).toEqual(expect.arrayContaining([waits, wayOut]));
    const told = [
      { who: 'chef@holding.example', lines: 2, why: 'chef@holding.example: no directory of the run knows them' },
    ];
    for (const args of [opening, ['review', 'status', ...period]]) {
      const { stdout } = await made.command(...args, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ cannotDecide: told });
    }
  });

  test('is not told where the evidence was changed, and nobody is kept from looking', async () => {
    // Of a small file the header is not read without its digest.
    const made = await managed(Array.from({ length: 400 }, (_, at) => `colleague${at}@acme.com`));
    await made.command(...opening);
    const [run = ''] = await readdir(made.path('home/runs'));
    const snapshot = made.path(`home/runs/${run}/evidence/snapshot-okta.jsonl`);
    await chmod(snapshot, 0o600);
    await writeFile(snapshot, (await readFile(snapshot, 'utf8')).replaceAll('holding', 'changed'));
    const { exit, stdout, stderr } = await made.command('review', 'status', ...period);
    expect({ exit, stderr, stdout }).toEqual({
      exit: 0,
      stderr: '',
      stdout: expect.not.stringContaining('Cannot decide'),
    });
  });

  test('is told to the fallback and the control owner by mail, without a name', async () => {
    const made = await managed();
    await made.command(...opening);
    const tick = await made.command('tick', '--home', 'home');
    expect(tick).toMatchObject({ exit: 0 });
    const outbox = made.path('home/outbox');
    const mails = (await readdir(outbox)).filter((name) => name.startsWith('review-'));
    const told = await Promise.all(mails.map(async (name) => readFile(join(outbox, name), 'utf8')));
    const about = told.filter((text) =>
      text.replaceAll(/=\r?\n/g, '').includes('waiting for somebody who cannot decide'),
    );
    expect(about.map((text) => /^To: (.+)$/m.exec(text)?.[1] ?? '').toSorted()).toEqual([
      'carl@acme.com',
      'mona@acme.com',
    ]);
    for (const text of about) expect(text).not.toContain('chef@');
  });

  test('is one of many: those whose turn is not shown are counted', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `m${at}`);
    const made = await aCompany({
      people: [
        ...names.map((name) => anIdentity({ login: `${name}@acme.com`, manager: `${name}@holding.example` })),
        'mona@acme.com',
      ],
      accounts: names.map((name) => ({ email: `${name}@acme.com`, role: 'User' })),
      config: { reviewers: { rules: [{ team: '*', reviewer: 'manager' }], fallback: 'mona@acme.com' } },
    });
    await made.run('--no-pdf', '--count-shown', '12', '--quiet');
    const { stdout } = await made.command(...opening);
    expect(stdout.match(/Cannot decide: /g)).toHaveLength(10);
    expect(stdout).toMatch(/^ {2}and 2 more\n {2}Hand over what is theirs: /m);
    const status = await made.command('review', 'status', ...period);
    expect(status.stdout).toMatch(/^Turn: .+\n {2}and 2 more\nCannot decide: /m);
  });

  test('is named no more once the lines are handed over, and neither are those who may decide', async () => {
    const made = await managed();
    await made.command(...opening);
    const handing = ['--reviewer', 'chef@holding.example', '--to', 'mona@acme.com', '--reason', 'of the holding'];
    const handed = await made.command('review', 'delegate', ...period, ...handing, '--by', 'carl@acme.com');
    expect(handed.exit).toBe(0);
    const { stdout } = await made.command('review', 'status', ...period);
    expect(stdout).toContain('Turn: mona@acme.com, 2 decisions');
    expect(stdout).not.toContain('Cannot decide');
  });
});

test.each([
  ['nobody', [], 'nobody is reminded of them'],
  ['the recipient of mail', ['it@acme.com'], 'it@acme.com will be reminded of them'],
])('where no reviewer is named, the opening says so, and that %s hears of the lines', async (_who, to, reminded) => {
  const made = await aCompany({
    accounts: ['jane@acme.com'],
    people: ['jane@acme.com'],
    config: { reviewers: {}, mail: { to } },
  });
  await made.run('--no-pdf', '--count-shown', '1', '--quiet');
  const { exit, stdout } = await made.command('review', 'open', ...period, '--by', 'jane@acme.com');
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: expect.stringContaining(
      `No reviewer is named for 1 line: anybody whom a directory of the run knows may decide them, and ${reminded}. The next run knows those whom reviewers.rules or reviewers.fallback names.`,
    ),
  });
});
