// Worksheets as people get them and hand them back: one workbook a reviewer, never written over, each faulty cell told.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre/xlsx';
import type { CellValue } from 'hucre/xlsx';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportReader } from '../../../../adapters/files/export-reader.ts';
import { openZip } from '../../../../adapters/files/zip.ts';
import type { Table } from '../../../../core/inputs/table.ts';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { aSharedFolder } from '../../../support/folders.ts';

const accounts = [
  'jane@acme.com',
  { email: 'ghost@acme.com', name: 'Doe;=1+1', lastLogin: '2026-09-30' },
  { email: 'orphan@acme.com', name: '_x0041_' },
  { email: 'root@acme.com', role: 'Admin' },
];
const reviewers = {
  fallback: 'grc@acme.com',
  controlOwner: 'cfo@acme.com',
  rules: [{ role: 'Admin', reviewer: 'cfo@acme.com' }],
};
const on = ['--review', '2026-Q4', '--home', 'home'] as const;
const dayInMs = 86_400_000;
const soon = new Date(Date.now() + 30 * dayInMs).toISOString().slice(0, 10);
const [year = '', month = '', day = ''] = soon.split('-');

async function anOpenReview(folder?: string): Promise<Company> {
  const company = await aCompany(
    { accounts, people: ['jane@acme.com', 'root@acme.com'], config: { reviewers } },
    folder,
  );
  expect((await company.run('--no-pdf', '--quiet')).exit).toBe(0);
  expect((await company.command('review', 'open', ...on)).exit).toBe(0);
  return company;
}

async function cellsOf(company: Company, name: string): Promise<readonly (readonly string[])[]> {
  const tables = await exportReader().tables(await readFile(company.path(name)), name);
  const [table]: readonly Table[] = tables.kind === 'ok' ? tables.value : [];
  return [...(table?.rows() ?? [])].map((row) => (row.kind === 'row' ? row.cells : []));
}

function loginsIn(rows: readonly (readonly string[])[]) {
  return rows.slice(1).map(([login]) => login);
}

function filledIn(rows: readonly (readonly string[])[]) {
  return rows.map((row) => row.filter((cell) => cell !== ''));
}

async function partOf(company: Company, name: string, part: string): Promise<string> {
  const zip = openZip(await readFile(company.path(name)), name);
  const read = zip.kind === 'ok' ? zip.value.read(part) : zip;
  return read.kind === 'ok' ? read.value.toString() : '';
}

test('a cell that is longer than a workbook shows says that it was cut, and the CSV beside it has all', async () => {
  const [long, brief] = [`Doe ${'and Doe '.repeat(1500)}`.trim(), 'x'.repeat(8000)];
  const company = await aCompany({
    accounts: [
      { email: 'jane@acme.com', name: long },
      { email: 'joe@acme.com', name: brief },
    ],
    people: ['jane@acme.com', 'joe@acme.com'],
    config: { reviewers },
  });
  await company.run('--no-pdf', '--quiet');
  await company.command('review', 'open', ...on);
  expect((await company.command('review', 'lines', ...on, '--out', '.')).exit).toBe(0);
  const rows = await cellsOf(company, 'worksheet-2026-Q4-grc@acme.com.xlsx');
  const names = rows.slice(1).map((row) => row[rows[0]?.indexOf('name') ?? -1] ?? '');
  expect(names).toContain(brief);
  const cut = names.find((name) => name !== brief) ?? '';
  expect(cut).toHaveLength(8000);
  expect(long.startsWith(cut.slice(0, 7000))).toBe(true);
  expect(cut).toMatch(/ … \(cut here, of 12,003 characters; the worksheet as CSV has them all\)$/);
  expect(await readFile(company.path('worksheet-2026-Q4.csv'), 'utf8')).toContain(long);
});

describe('worksheets in a folder', () => {
  let company: Company;
  beforeAll(async () => {
    company = await anOpenReview(await aSharedFolder());
    const { exit, stderr } = await company.command('review', 'lines', ...on, '--out', 'out');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  });

  test('are one CSV of all lines and a workbook a reviewer', async () => {
    expect((await readdir(company.path('out'))).toSorted()).toEqual([
      'worksheet-2026-Q4-cfo@acme.com.xlsx',
      'worksheet-2026-Q4-grc@acme.com.xlsx',
      'worksheet-2026-Q4.csv',
    ]);
    expect(loginsIn(await cellsOf(company, 'out/worksheet-2026-Q4.csv'))).toHaveLength(4);
    expect(loginsIn(await cellsOf(company, 'out/worksheet-2026-Q4-cfo@acme.com.xlsx'))).toEqual(['root@acme.com']);
  });

  test('begin with a byte order mark where they are text, so that Excel reads UTF-8', async () => {
    expect((await readFile(company.path('out/worksheet-2026-Q4.csv'))).subarray(0, 3).toString('hex')).toBe('efbbbf');
  });

  test('say the same in both forms, with days that are dates', async () => {
    const text = await cellsOf(company, 'out/worksheet-2026-Q4.csv');
    const book = await cellsOf(company, 'out/worksheet-2026-Q4-grc@acme.com.xlsx');
    expect(filledIn(book)).toEqual(filledIn(text.filter(([login]) => login !== 'root@acme.com')));
    expect(book.flat()).toContain('2026-09-30');
    expect(book.flat()).toContain("Doe;'=1+1");
    expect(book.flat()).toContain('_x0041_');
  });

  test('let a reviewer fill in three columns and choose among three words', async () => {
    const sheet = await partOf(company, 'out/worksheet-2026-Q4-grc@acme.com.xlsx', 'xl/worksheets/sheet1.xml');
    expect(sheet).toContain('<sheetProtection sheet="1"');
    expect(sheet).toMatch(/<dataValidation type="list" sqref="B2:B4"[^>]*><formula1>"keep,revoke,except"/);
    expect(sheet).toMatch(/<dataValidation type="date" sqref="C2:C4"/);
    const styles = await partOf(company, 'out/worksheet-2026-Q4-grc@acme.com.xlsx', 'xl/styles.xml');
    const open = [...styles.matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/g)].map(([xf]) => xf.includes('locked="0"'));
    const base = (/<cellStyleXfs count="(\d+)"/.exec(styles) ?? [])[1];
    const openColumns = [...sheet.matchAll(/<c r="([A-Z]+)2"[^>]*? s="(\d+)"/g)].flatMap(([, column = '', style]) =>
      open[Number(base) + Number(style)] === true ? [column] : [],
    );
    expect(openColumns).toEqual(['B', 'C', 'D']);
  });

  test('give a row the height of what wraps in it, and leave a row of one line to grow with the reason', async () => {
    const sheet = await partOf(company, 'out/worksheet-2026-Q4-grc@acme.com.xlsx', 'xl/worksheets/sheet1.xml');
    const heights = [...sheet.matchAll(/<row [^>]*>/gu)].map(([row]) => / ht="(\d+)"/u.exec(row)?.[1]);
    const rows = await cellsOf(company, 'out/worksheet-2026-Q4-grc@acme.com.xlsx');
    const because = rows[0]?.indexOf('because') ?? -1;
    const longest = rows.map((row) => (row[because] ?? '').length);
    expect(longest.every((length, index) => length <= 44 || Number(heights[index]) >= 30)).toBe(true);
    expect(heights.some((height) => height !== undefined)).toBe(true);
    expect(heights[0]).toBeUndefined();
  });

  test('are never written over unasked, and nothing of what was filled in is lost', async () => {
    const path = company.path('out/worksheet-2026-Q4.csv');
    const written = await readFile(path);
    expect((await company.command('review', 'lines', ...on, '--out', 'out')).exit, 'the same content').toBe(0);
    await writeFile(path, 'login,decision\nghost@acme.com,revoke\n');
    for (const args of [
      ['review', 'lines', ...on],
      ['review', 'open', ...on],
    ]) {
      const { exit, stderr } = await company.command(...args, '--out', 'out');
      expect(exit).toBe(2);
      expect(stderr).toContain('out/worksheet-2026-Q4.csv: file is there already.');
      expect(stderr).toContain('--overwrite');
    }
    expect(await readFile(path, 'utf8')).toContain('ghost@acme.com,revoke');
    expect((await company.command('review', 'lines', ...on, '--out', 'out', '--overwrite')).exit).toBe(0);
    expect(await readFile(path)).toEqual(written);
  });

  test.each(['open', 'lines'])('are told by %s --json in its one document', async (action) => {
    const { exit, stdout } = await company.command('review', action, ...on, '--out', action, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      review: '2026-Q4',
      files: expect.arrayContaining([`${action}/worksheet-2026-Q4.csv`]),
    });
    expect(await readdir(company.path(action))).toContain('worksheet-2026-Q4.csv');
  });

  test('of somebody for whom nothing waits is empty, and says for whom lines wait', async () => {
    const { exit, stdout, stderr } = await company.command('review', 'lines', ...on, '--reviewer', 'cfo@acme.co');
    expect({ exit, lines: stdout.trim().split('\n').length, stderr }).toEqual({
      exit: 0,
      lines: 1,
      stderr: 'No line waits for cfo@acme.co. Lines wait for cfo@acme.com, grc@acme.com.\n',
    });
  });

  test('of one reviewer bear their name in both forms', async () => {
    await company.command('review', 'lines', ...on, '--reviewer', 'cfo@acme.com', '--out', 'one');
    expect((await readdir(company.path('one'))).toSorted()).toEqual([
      'worksheet-2026-Q4-cfo@acme.com.csv',
      'worksheet-2026-Q4-cfo@acme.com.xlsx',
    ]);
  });
});

function decide(company: Company, file: string, ...more: readonly string[]) {
  return company.command('decide', '--home', 'home', '--file', file, '--by', 'grc@acme.com', ...more);
}

async function workbook(company: Company, ...rows: readonly CellValue[][]): Promise<void> {
  const lines = [['login', 'decision', 'until', 'reason'], ...rows];
  const sheets = [
    { name: 'Notes', rows: [['mine']] },
    { name: 'Decisions', rows: lines },
  ];
  await writeFile(company.path('back.xlsx'), await writeXlsx({ sheets }));
}

describe('a worksheet that comes back', () => {
  test('as a workbook is read from the sheet that has the columns, with date cells', async () => {
    const company = await anOpenReview();
    await workbook(
      company,
      ['ghost@acme.com', 'Revoke', null, 'left'],
      ['orphan@acme.com', 'except', new Date(`${soon}T00:00:00Z`), 'contract ends'],
      ['jane@acme.com', null, null, null],
    );
    const { exit, stdout, stderr } = await decide(company, 'back.xlsx', '--json');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      decisions: [
        { login: 'ghost@acme.com', decision: 'revoke' },
        { login: 'orphan@acme.com', decision: 'except', until: soon },
      ],
    });
  });

  test.each([
    ['DD.MM.YYYY', `${day}.${month}.${year}`],
    ['DD/MM/YYYY', `${day}/${month}/${year}`],
    ['MM/DD/YYYY', `${Number(month)}/${Number(day)}/${year}`],
    ['YYYY/MM/DD', `${year}/${month}/${day}`],
    ['DD-MM-YYYY', `${day}-${month}-${year}`],
    ['MM/DD/YYYY', soon],
  ])('is read with local dates as %s when that is stated: %s', async (format, until) => {
    const company = await anOpenReview();
    await writeFile(company.path('back.csv'), `login;decision;until;reason\nghost@acme.com;except;${until};contract\n`);
    const { stdout } = await decide(company, 'back.csv', '--date-format', format, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ decisions: [{ until: soon }] });
  });

  test('tells every faulty cell at once by its name, and that nothing was recorded', async () => {
    const company = await anOpenReview();
    await mkdir(company.path('in'));
    await writeFile(
      company.path('in/back.csv'),
      '\uFEFFlogin,decision,until,reason\r\nghost@acme.com,except,31/12/2026,"two\r\nlines"\r\n' +
        'nobody@acme.com,maybe,,x\r\norphan@acme.com,revoke,,\r\njane@acme.com,revoke,2027-01-01,left\r\n' +
        'root@acme.com,,2027-01-01,\r\nghost@acme.com,keep,,yes\r\nghost@acme.com,keep,,yes\r\n',
    );
    const { exit, stdout, stderr } = await decide(company, 'in/back.csv');
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.split('. Found')[0]),
    ).toEqual([
      'back.csv, line 2, cell C2 (until): no day',
      'back.csv, line 4, cell A3 (login): no account of this review',
      'back.csv, line 4, cell B3 (decision): no decision',
      'back.csv, line 5, cell D4 (reason): no reason',
      'back.csv, line 6, cell C5 (until): end of an exception without an exception',
      'back.csv, line 7, cell B6 (decision): end of an exception without a decision',
      'back.csv, line 8, cell A7 (login): account decided twice',
      'Nothing was recorded.',
    ]);
    expect(stderr).toContain('--date-format');
    expect(stderr).toContain('Found: ghost@acme.com, which stands at back.csv, line 9, cell A8 (login) too.');
    const status = await company.command('review', 'status', ...on, '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ decisions: [] });
  });

  test('calls no two rows without a login one account', async () => {
    const company = await anOpenReview();
    await writeFile(company.path('back.csv'), 'login,decision,until,reason\n,keep,,x\n,keep,,x\n');
    const { exit, stderr } = await decide(company, 'back.csv');
    expect(exit).toBe(2);
    expect(stderr.split('\n').map((line) => line.split('. Found')[0])).toEqual([
      'back.csv, line 2, cell A2 (login): no account of this review',
      'back.csv, line 3, cell A3 (login): no account of this review',
      'Nothing was recorded.',
      '',
    ]);
  });

  test('tells all of many faults', async () => {
    const company = await anOpenReview();
    const rows = Array.from({ length: 60 }, (_, index) => `nobody${index}@acme.com,keep,,x\n`).join('');
    await writeFile(company.path('back.csv'), `login,decision,until,reason\n${rows}`);
    const { stderr } = await decide(company, 'back.csv');
    expect(stderr.match(/no account of this review/g)).toHaveLength(60);
  });
});
