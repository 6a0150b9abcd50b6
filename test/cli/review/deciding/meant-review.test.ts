// Which review a decision is about that names none, in a home with more than one.
import { copyFile, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../support/program/command.ts';
import type { Company } from '../../../support/program/company.ts';
import { aReviewedCompany, by, decide, statusOf } from './reviewed-company.ts';

const keep = ['--decision', 'keep', '--reason', 'works here', ...by];
const aboutJane = ['--login', 'jane@acme.com', ...keep];

/** The quarter of the company is open, and a run of the next one was accepted. */
async function aCompanyInTwoQuarters(): Promise<Company> {
  const company = await aReviewedCompany();
  const opened = await review(company, 'open 2026-Q4', ...by);
  await company.has({ on: '2027-01-05' });
  const { exit } = await company.run('--no-pdf', '--quiet');
  if (opened.exit !== 0 || exit !== 0) throw new Error(opened.stderr);
  return company;
}

/** @param what the verb and its review */
function review(company: Company, what: string, ...options: readonly string[]): Promise<Outcome> {
  const [verb = '', period = ''] = what.split(' ');
  return company.command('review', verb, '--review', period, '--home', 'home', ...options);
}

describe('a decision that names no review', () => {
  test('is about that of the latest accepted run, and says so, though an earlier one is open', async () => {
    const company = await aCompanyInTwoQuarters();
    const { exit, stdout } = await decide(company, ...aboutJane);
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining('in the review 2027-Q1') });
    expect((await statusOf(company)).decisions).toEqual([]);
  });

  test('is taken with the one that is meant, which it says', async () => {
    const company = await aCompanyInTwoQuarters();
    const { exit, stdout } = await decide(company, ...aboutJane, '--review', '2026-Q4');
    expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining('in the review 2026-Q4') });
    expect((await statusOf(company)).decisions).toEqual([expect.objectContaining({ login: 'jane@acme.com' })]);
  });

  test('is about the only one that is open, though the latest run is of one that was voided', async () => {
    const company = await aCompanyInTwoQuarters();
    await review(company, 'open 2027-Q1', ...by);
    expect((await review(company, 'void 2027-Q1', '--reason', 'too early', ...by)).exit).toBe(0);
    expect((await decide(company, ...aboutJane)).stdout).toContain('in the review 2026-Q4');
  });
});

describe('a worksheet of one quarter', () => {
  test.each([
    ['as a workbook under any name', '.xlsx', 'lines.xlsx'],
    ['as CSV by its name', '.csv', null],
  ])('says which review it is of, %s, and is refused in another', async (_, extension, renamed) => {
    const company = await aCompanyInTwoQuarters();
    await review(company, 'lines 2026-Q4', '--out', '.');
    const [made = ''] = (await readdir(company.folder)).filter(
      (name) => name.startsWith('worksheet-2026-Q4') && name.endsWith(extension),
    );
    const file = renamed ?? made;
    if (renamed !== null) await copyFile(company.path(made), company.path(renamed));
    const handedIn = ['--file', file, ...keep];
    const wrong = await decide(company, ...handedIn, '--review', '2027-Q1');
    expect({ exit: wrong.exit, stderr: wrong.stderr }).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining(
        `--file ${file}: worksheet of another review. Found: lines that were handed out for 2026-Q4.`,
      ),
    });
    // Faults or none, it is held against its own review.
    const taken = await decide(company, ...handedIn);
    expect(`${taken.stdout}${taken.stderr}`).not.toContain('2027-Q1');
    expect((await review(company, 'status 2027-Q1')).exit).toBe(2);
  });
});
