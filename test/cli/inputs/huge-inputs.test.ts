// Inputs larger than any company's: refused with a place before they cost anybody's memory or patience.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ended, startCommand } from '../../support/program/command.ts';
import type { Outcome } from '../../support/program/command.ts';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { delivered } from '../../support/program/program.ts';
import { companyWith, expectRefused, withExport, withLeavers } from '../../support/program/handed-in.ts';

describe('a huge input', () => {
  test('of a snapshot in one line is refused', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    await writeFile(join(company.folder, 'okta.jsonl'), `{"kind":"snapshot","reasons":["${'x'.repeat(6_000_000)}`);
    expectRefused(await company.run('--no-pdf'), 'a line of more than 4000000 bytes');
  });

  test.each([
    ['a header', (list: string) => `{"kind":"snapshot","schema":1,"reasons":${list}}`, 'line 1'],
    ['a person', (list: string) => `HEADER\n{"id":"x","logins":${list}}`, 'line 2'],
  ])('of a snapshot in which %s has a list without end is refused with its line', async (_, lineWith, place) => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    const [head = ''] = (await readFile(company.path('okta.jsonl'), 'utf8')).split('\n', 1);
    const list = `[${Array.from({ length: 130_000 }, () => '{}').join()}]`;
    await writeFile(company.path('okta.jsonl'), `${lineWith(list).replace('HEADER', head)}\n`);
    expectRefused(await company.run('--no-pdf'), `okta.jsonl, ${place}`, 'a list of 130000 entries');
  });

  test('of a line of a snapshot is refused by the values written in it', async () => {
    const company = await companyWith('okta.jsonl', `{"kind":"snapshot","reasons":[${'[],'.repeat(1_000_000)}1]}\n`);
    const outcome = await company.run('--no-pdf');
    expectRefused(outcome, 'okta.jsonl, line 1', 'more than 1000000 values in 3000033 characters');
  });

  test('of a configuration with more faults than anybody reads is refused', async () => {
    const config = { policy: { privilegedRoles: Array.from({ length: 130_000 }, () => ({})) } };
    const company = await aCompany({ config });
    expectRefused(await company.run('--no-pdf'), 'review.json, top level', 'without a hundred thousand faults');
  });

  test.each([
    ['one list', { policy: { privilegedRoles: Array.from({ length: 250_000 }, () => 1) } }, '250001 entries or more'],
    [
      'many lists',
      { reviewers: { rules: Array.from({ length: 10 }, () => Array.from({ length: 25_000 }, () => 1)) } },
      '200013 entries or more',
    ],
  ])(
    'of a configuration with %s of more entries than any has is refused before each is judged',
    async (_, config, found) => {
      const company = await aCompany({ config });
      expectRefused(await company.run('--no-pdf'), 'review.json', found, 'at most 200000');
    },
  );

  test('of a configuration is refused before it is looked at', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    await writeFile(join(company.folder, 'review.json'), '['.repeat(10_000_001));
    expectRefused(await company.run('--no-pdf'), 'review.json', 'at most 10000000 bytes');
  });

  test.each([
    ['{}', 200_001],
    ['[]', 400_000],
    ['0', 400_001],
  ])('of a configuration is refused by the values written in it before any is made: %s', async (value, times) => {
    const company = await aCompany();
    const text = `{"nonHuman":[${`${value},`.repeat(times)}0]}`;
    await writeFile(join(company.folder, 'review.json'), text);
    const found = `more than 400000 values in ${text.length} bytes`;
    expectRefused(
      await company.run('--no-pdf'),
      'review.json: configuration too large',
      found,
      'at most 400000 values',
    );
  });

  test('of a configuration takes the registers that fit into its bytes, as people write them', async () => {
    const nonHuman = Array.from({ length: 50_000 }, (_, index) => ({
      login: `service-account-${index}@acme.com`,
      owner: 'jane@acme.com',
      purpose: 'Reads accounts of Salesforce every night',
      expires: '2027-03-31',
      kind: 'account',
    }));
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    const config = JSON.parse(await readFile(company.path('review.json'), 'utf8'));
    await writeFile(company.path('review.json'), JSON.stringify({ ...config, nonHuman }));
    expect(await company.run('--no-pdf')).toMatchObject({ exit: 0 });
  });

  test('of a record of how files came is refused by the values written in it', async () => {
    const company = await companyWith('custody.json', `{"schema":1,"export":[${'{},'.repeat(200_000)}{}]}`);
    const outcome = await company.run('--custody', 'custody.json', '--no-pdf');
    expectRefused(outcome, 'custody.json: more than such a file holds', 'at most 200000');
  });

  test('of 130,000 refusals is refused, with the first of them', async () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => `p${index}@acme.com,Word${index}`);
    const outcome = await withExport('users.csv', `Email,Status\n${rows.join('\n')}\n`);
    expectRefused(outcome, 'users.csv, row 2, column Status', 'and 129980 more');
  });

  test('of 130,000 leavers who are none is refused, with the first of them', async () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => `p${index},2026-09-01`);
    const outcome = await withLeavers('gone.csv', `Email,Last day\n${rows.join('\n')}\n`);
    expectRefused(outcome, 'gone.csv, line 2, column 1', '129999 other rows');
  });

  test('with a name that no cell of a spreadsheet holds is refused with its row and column', async () => {
    const outcome = await withExport('users.csv', `Email,Status,Name\njane@acme.com,Active,${'a'.repeat(32_768)}\n`);
    expectRefused(outcome, 'users.csv, row 2', '32768 characters in the column Name', 'at most 32767 characters');
  });

  test('with some long lists of teams is read, and with 10 megabytes of them refused where they are too many', async () => {
    const teams = 'A team; '.repeat(4_000);
    const listed = (rows: number): string =>
      `Email,Status,Team\n${Array.from({ length: rows }, (_, index) => `p${index}@acme.com,Active,"${teams}"\n`).join('')}`;
    expect((await withExport('users.csv', listed(3))).exit).toBe(0);
    expectRefused(await withExport('users.csv', listed(320)), 'users.csv, row 314', '10016000 characters in cells of');
  });

  test('of more than 10 megabytes of rows that no user stands in is refused, with the first of them', async () => {
    const rows = `${','.repeat(16_000)}\n`.repeat(100);
    const outcome = await withExport('users.csv', `Email,Status\njane@acme.com,Active\n${rows}`);
    expectRefused(outcome, 'users.csv, row 81', '79 rows up to here that no user stands in, the first in row 3');
  });

  test('of more than 200,000 leavers is refused with the line at which reading stopped', async () => {
    const rows = 'gone@acme.com,2026-09-01\n'.repeat(200_001);
    expectRefused(await withLeavers('gone.csv', `Email,Last day\n${rows}`), 'gone.csv, line 200002: too many leavers');
  });

  test('of a line of 60 megabytes is refused with its line', async () => {
    const outcome = await withExport('users.csv', `Email,Status\njane@acme.com,${'a'.repeat(60_000_000)}\n`);
    expectRefused(outcome, 'users.csv, row 2', 'a record of more than 16 megabytes');
  });
});

describe('more accounts than the heap of the process holds', () => {
  const rows = Array.from({ length: 150_000 }, (_, index) => `p${index}@acme.com,Active,User\n`);
  const run = ['run', '--config', 'review.json', '--export', 'users.csv', '--snapshot', 'okta.jsonl', '--no-pdf'];

  async function inHeap(megabytes: number, { folder }: Company): Promise<Outcome> {
    const env = { NODE_OPTIONS: `--max-old-space-size=${megabytes}` };
    return ended(await startCommand({ folder, env, program: delivered }, run));
  }

  test.each([
    ['that are read', 64, 'at most 34 of the 68 MB'],
    ['that are to be judged', 90, 'MB in use and at least 105 MB to come'],
    ['of which each is found', 200, 'MB in use and at least 158 MB to come'],
  ])('%s are refused in words, before Node.js ends the process by a signal', async (_, megabytes, found) => {
    const company = await companyWith('users.csv', `Email,Status,Role\n${rows.join('')}`);
    const outcome = await inHeap(megabytes, company);
    expectRefused(outcome, 'more than the memory of this process holds', found, '--max-old-space-size=1000');
  });

  test('are compared with a larger one', async () => {
    const company = await companyWith('users.csv', `Email,Status,Role\n${rows.slice(0, 15_000).join('')}`);
    expect(await inHeap(200, company)).toMatchObject({ exit: 4 });
  });
});
