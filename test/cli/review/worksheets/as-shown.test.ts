// A worksheet that comes back says what the reviewer had before them: another line's name in a row, or a finding that the
// sheet does not show, is not what they decided about.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import type { Company, CompanySays } from '../../../support/program/company.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import type { Outcome } from '../../../support/program/command.ts';

const names: Readonly<Record<string, string>> = { jane: 'Jane Doe', bob: 'Bob Ray', ida: 'Ida Ek' };
const says: CompanySays = {
  accounts: Object.entries(names).map(([login, name]) => ({ email: `${login}@acme.com`, name })),
  people: Object.entries(names).map(([login, name]) => anIdentity({ login: `${login}@acme.com`, name })),
};
const on = ['--review', '2026-Q4', '--home', 'home'] as const;

async function anOpenReview(): Promise<Company> {
  const company = await aCompany(says);
  expect((await company.run('--no-pdf', '--quiet')).exit).toBe(0);
  expect((await company.command('review', 'open', ...on)).exit).toBe(0);
  return company;
}

/** The lines as they are handed out, each to be kept; `change` is what a spreadsheet did to them. */
async function keptAll(company: Company, change = (rows: string[][]): string[][] => rows): Promise<string> {
  expect((await company.command('review', 'lines', ...on, '--out', '.', '--overwrite')).exit).toBe(0);
  const text = await readFile(company.path('worksheet-2026-Q4.csv'), 'utf8');
  const [header = [], ...rows] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const [decision, reason] = [header.indexOf('decision'), header.indexOf('reason')];
  const kept = rows.map((row) => row.with(decision, 'keep').with(reason, `needs it ${row[0]}`));
  await writeFile(company.path('back.csv'), [header, ...change(kept)].map((row) => `${row.join(',')}\n`).join(''));
  return 'back.csv';
}

function handBack(company: Company, file: string): Promise<Outcome> {
  return company.command('decide', '--file', file, '--by', 'grc@acme.com', ...on);
}

test('a worksheet whose column of logins was sorted alone is refused, row by row', async () => {
  const company = await anOpenReview();
  const sorted = await keptAll(company, (rows) => {
    const logins = rows.map(([login]) => login ?? '');
    return rows.map((row, at) => row.with(0, logins[(at + 1) % logins.length] ?? ''));
  });
  const { exit, stderr } = await handBack(company, sorted);
  expect(exit).toBe(2);
  expect(stderr.match(/: the name of another line\. Found: /g)).toHaveLength(3);
  expect(stderr).toMatch(/back\.csv, line 2, cell A2 \(login\): .*perhaps one column was sorted/);
  expect(stderr).toContain('Nothing was recorded.');
});

test('a worksheet in another order of its rows is taken, and so is a list with names of somebody’s own', async () => {
  const company = await anOpenReview();
  expect(await handBack(company, await keptAll(company, (rows) => rows.toReversed()))).toMatchObject({ exit: 0 });
  await writeFile(company.path('own.csv'), 'name,login,decision,reason\nRay Bob,bob@acme.com,keep,needs it\n');
  expect(await handBack(company, 'own.csv')).toMatchObject({ exit: 0 });
});

test('a worksheet that is older than a finding is refused, and one that shows it is taken', async () => {
  const company = await anOpenReview();
  const before = await keptAll(company);
  const left = says.people?.filter((person) => typeof person !== 'string' && person.name !== 'Bob Ray') ?? [];
  await company.has({ on: '2026-10-06', people: left });
  const accepted = ['--accept-gate', 'drop-identities', '--accept-gate', 'drop-assignments', '--by', 'grc@acme.com'];
  expect((await company.run('--no-pdf', '--quiet', ...accepted, '--reason', 'one of three left')).exit).toBe(0);
  const { exit, stderr } = await handBack(company, before);
  expect({ exit, stderr }).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/a finding that was not shown\. Found: LEAVER_ACCOUNT on bob@acme\.com/),
  });
  expect(stderr.match(/was not shown/g)).toHaveLength(1);
  expect(await handBack(company, await keptAll(company))).toMatchObject({ exit: 0 });
});
