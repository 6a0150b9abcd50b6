// The way back into People.ai: the revoked accounts' own rows, cell for cell, in the order and the portions it imports.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../support/bytes.ts';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { csvText } from '../../../support/inputs/export-builder.ts';
import { aSharedFolder } from '../../../support/folders.ts';
import { csvCells, digestsBelow } from '../../../support/program/run-files.ts';
import { anOrder } from '../../../support/tickets/an-order.ts';
import { decide, importForm, order, plain, reviewed, workOrder } from './own-export.ts';
import type { Cells } from './own-export.ts';

const hostile = [
  '=HYPERLINK("http://evil.example")',
  '@SUM(1)',
  '+1',
  '-1',
  '\ttab',
  ' blanks around ',
  'a "quote"',
  'a;b,c',
];
const header = ['Team', 'Operation', 'Email', 'Status', 'Ünknown Column', 'Suspended At', 'Full Name', 'Role', ''];

function row(index: number): readonly string[] {
  const cell = hostile[index % hostile.length] ?? '';
  return [
    cell,
    '',
    `User-${index}@acme.com`,
    'Active',
    'two\nlines, Zoë, 王',
    '',
    cell,
    index % 3 === 0 ? 'User' : '',
    '',
  ];
}

async function ordersOf(company: Company): Promise<readonly string[]> {
  const names = await readdir(company.path('home/reviews/2026-Q4'));
  return names.filter((name) => name.startsWith('work-order-')).toSorted();
}

describe('1,200 accounts in one review', () => {
  const cells: Cells = [
    header,
    ['Sales', '', 'jane@acme.com', 'Active', 'keeps her account', '', 'Jane', 'Admin', ''],
    ...Array.from({ length: 1200 }, (_, index) => row(index)),
  ];
  const logins = Array.from({ length: 1200 }, (_, index) => `user-${index}@acme.com`);
  let company: Company;

  beforeAll(async () => {
    company = await aCompany({}, await aSharedFolder());
    await reviewed(company, csvText(cells));
    await decide(company, logins.slice(0, 1150));
    expect((await company.command(...workOrder)).exit).toBe(0);
  }, 60_000);

  test('go into one order with files of at most 500 rows, in the order of the export', async () => {
    expect(await ordersOf(company)).toEqual(['work-order-1']);
    expect((await readdir(company.path(`${order}1`))).toSorted()).toEqual([
      'suspend-001.csv',
      'suspend-002.csv',
      'suspend-003.csv',
      'work-order.txt',
    ]);
    const names = ['1/suspend-001.csv', '1/suspend-002.csv', '1/suspend-003.csv'];
    const files = await Promise.all(names.map((name) => csvCells(company.path(`${order}${name}`))));
    expect(files.map((file) => file.length - 1)).toEqual([500, 500, 150]);
    const [head, ...rows] = importForm(cells, new Set(logins.slice(0, 1150)));
    expect(files.map(([first]) => first)).toEqual([head, head, head]);
    expect(files.flatMap(([, ...rest]) => rest)).toEqual(rows);
  });

  test('are UTF-8 without a byte order mark, with the line ends of RFC 4180', async () => {
    const bytes = await readFile(company.path(`${order}1/suspend-001.csv`));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    expect(text.startsWith('Team,Operation,Email,Ünknown Column,Full Name,Role,\r\n')).toBe(true);
  });

  test('are told apart in the text where a spreadsheet would run their cells', async () => {
    const text = await readFile(company.path(`${order}1/work-order.txt`), 'utf8');
    expect(text).toContain(
      'import 3 files: suspend-001.csv (500 rows), suspend-002.csv (500 rows), suspend-003.csv (150 rows)',
    );
    // Two physical lines a record; the first five of each eight cells are formulas or begin with a tab.
    const named = /formula: ([\d, ]+)\./.exec(text)?.[1]?.split(', ').map(Number) ?? [];
    expect(named.slice(0, 6)).toEqual([3, 5, 7, 9, 11, 19]);
  });

  test('are handed over once: a further order holds only the new ones, and then nobody is left', async () => {
    await decide(company, logins.slice(1140));
    expect((await company.command(...workOrder)).stdout).toContain('Work order 2: 50 accounts');
    const file = await csvCells(company.path(`${order}2/suspend-001.csv`));
    expect(file).toEqual(importForm(cells, new Set(logins.slice(1150))));
    const again = await company.command(...workOrder);
    expect(again).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^No revoked account is left to hand over\.\n/),
    });
    expect(again.stdout).not.toContain('Its files were missing');
    expect(await ordersOf(company)).toHaveLength(2);
  });

  test('are laid down again, the same to the byte, when a process was killed before the files were whole', async () => {
    const before = await digestsBelow(company.path(`${order}1`));
    await rm(company.path(`${order}1/work-order.txt`));
    await rm(company.path(`${order}1/suspend-002.csv`));
    const again = await company.command(...workOrder);
    expect(again).toMatchObject({ exit: 0, stdout: expect.stringContaining('Work order 1 stands since') });
    expect(again.stdout).toContain('proven gone yet\nIts files were missing, and are laid down now.\nFiles: ');
    expect(await digestsBelow(company.path(`${order}1`))).toEqual(before);
  });
});

test.each([
  {
    as: 'Windows-1252 with semicolons',
    bytes: Buffer.from(csvText(plain, { delimiter: ';', newline: '\r\n' }), 'latin1'),
  },
  { as: 'UTF-16 with tabs', bytes: Buffer.from(`\uFEFF${csvText(plain, { delimiter: '\t' })}`, 'utf16le') },
])('an export in $as comes back as a CSV in UTF-8, equal cell for cell', async ({ bytes }) => {
  const company = await aCompany();
  await reviewed(company, bytes);
  await decide(company, ['ghost@acme.com']);
  await company.command(...workOrder);
  const file = company.path(`${order}1/suspend-001.csv`);
  expect(await csvCells(file)).toEqual(importForm(plain, new Set(['ghost@acme.com'])));
  expect(await readFile(file, 'utf8')).toContain('Suspend,ghost@acme.com,Ghöst,User\r\n');
});

test('an export without the column Operation gets it in front', async () => {
  const company = await aCompany();
  await reviewed(company, csvText(plain.map(([, ...cells]) => cells)));
  await decide(company, ['ghost@acme.com']);
  await company.command(...workOrder);
  expect(await csvCells(company.path(`${order}1/suspend-001.csv`))).toEqual([
    ['Operation', 'Email', 'Full Name', 'Role'],
    ['Suspend', 'ghost@acme.com', 'Ghöst', 'User'],
  ]);
});

test('an account that is suspended already is named and not handed over', async () => {
  const company = await aCompany();
  await reviewed(company, csvText(plain));
  await decide(company, ['ghost@acme.com', 'asleep@acme.com']);
  const { stdout } = await company.command(...workOrder);
  expect(stdout).toContain('not handed over: asleep@acme.com is already suspended');
  expect(await csvCells(company.path(`${order}1/suspend-001.csv`))).toHaveLength(2);
});

test('the last administrator is never handed over, however often somebody asks', async () => {
  const company = await aCompany();
  const second = ['', 'second@acme.com', 'Active', '', 'Second', 'Admin'];
  await reviewed(company, csvText([...plain, second]));
  await decide(company, ['jane@acme.com', 'second@acme.com', 'ghost@acme.com']);
  for (const number of [1, 2]) {
    const { stdout } = await company.command(...workOrder);
    expect(stdout).toContain('not handed over: second@acme.com is the last live account with a privileged role');
    expect({ number, orders: await ordersOf(company) }).toEqual({ number, orders: ['work-order-1'] });
  }
  const logins = (await csvCells(company.path(`${order}1/suspend-001.csv`))).map(([, login]) => login);
  expect(logins).toEqual(['Email', 'jane@acme.com', 'ghost@acme.com']);
});

test('users managed from Salesforce get a text in place of files that People.ai would refuse', async () => {
  const company = await aCompany({ config: { instance: { userManagement: 'salesforce' } } });
  await reviewed(company, csvText(plain));
  await decide(company, ['ghost@acme.com']);
  expect((await company.command(...workOrder)).exit).toBe(0);
  expect(await readdir(company.path(`${order}1`))).toEqual(['work-order.txt']);
  const text = await readFile(company.path(`${order}1/work-order.txt`), 'utf8');
  expect(text).toContain('Salesforce');
  expect(text).toContain('ghost@acme.com (Ghöst), row 3 of the export');
});

test.each([
  ['nothing of an export as it came', csvText(plain), null],
  [
    'that the rows of an edited export overwrite users',
    csvText([['Users'], ...plain]),
    /not as People\.ai wrote it: 1 row above/,
  ],
])('the text says %s', async (_, content, says) => {
  const company = await aCompany();
  await reviewed(company, content);
  await decide(company, ['ghost@acme.com']);
  expect((await company.command(...workOrder)).exit).toBe(0);
  const text = await readFile(company.path(`${order}1/work-order.txt`), 'utf8');
  if (says === null) expect(text).not.toContain('not as People.ai wrote it');
  else expect(text).toMatch(says);
});

test('--out gets a copy of the files, and --json names them', async () => {
  const company = await aCompany();
  await reviewed(company, csvText(plain));
  await decide(company, ['ghost@acme.com']);
  const { stdout } = await company.command(...workOrder, '--out', 'for-the-admin', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    review: '2026-Q4',
    order: { number: 1, accounts: 1, names: ['suspend-001.csv', 'work-order.txt'] },
    folder: 'for-the-admin',
    left: [],
  });
  expect(await digestsBelow(company.path('for-the-admin'))).toEqual(await digestsBelow(company.path(`${order}1`)));
  expect(sha256(await readFile(company.path('own.csv')))).toBe(
    /SHA-256 ([0-9a-f]{64})/.exec(await readFile(company.path('for-the-admin/work-order.txt'), 'utf8'))?.[1],
  );
});

async function ticked(company: Company): Promise<{ exit: number | null; stderr: string; sent: string }> {
  const { exit, stderr } = await company.command('tick', '--home', 'home');
  const names = (await readdir(company.path('home'), { recursive: true })).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(names.map(async (name) => readFile(company.path(`home/${name}`), 'utf8')));
  return { exit, stderr, sent: mails.join('') };
}

describe('a file of an order in the home', () => {
  test('that was edited is mailed to nobody, and the tick says which it is', async () => {
    const company = await anOrder([]);
    const file = company.path(`${order}1/suspend-001.csv`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('ghost@acme.com', 'cfo@acme.com'));
    const { exit, stderr, sent } = await ticked(company);
    expect({ exit, sent }).toEqual({ exit: 1, sent: expect.not.stringContaining('suspend-001.csv') });
    expect(stderr).toContain('work-order-1/suspend-001.csv: stored evidence was changed');
  });

  test('that is gone is missed: no mail goes without it, and the next order lays it down again with its text', async () => {
    const company = await anOrder([]);
    await rm(company.path(`${order}1/suspend-001.csv`));
    const { exit, stderr, sent } = await ticked(company);
    expect({ exit, sent }).toEqual({ exit: 1, sent: expect.not.stringContaining('work-order.txt') });
    expect(stderr).toContain('work-order-1/suspend-001.csv: stored evidence is missing');
    await rm(company.path(`${order}1/work-order.txt`));
    expect((await company.command(...workOrder)).exit).toBe(0);
    expect(await ticked(company)).toMatchObject({
      exit: 0,
      sent: expect.stringContaining('2026-Q4-1-suspend-001.csv'),
    });
  });

  test('that no order names is mailed to nobody, and the order is', async () => {
    const company = await anOrder([]);
    await writeFile(company.path(`${order}1/suspend-002.csv`), 'Operation,Email\r\nSuspend,cfo@acme.com\r\n');
    const { exit, sent } = await ticked(company);
    expect(exit).toBe(0);
    expect(sent).toContain('2026-Q4-1-suspend-001.csv');
    expect(sent).not.toContain('suspend-002.csv');
  });
});
