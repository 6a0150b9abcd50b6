// The review of a period on the command line: opened on its latest accepted run, and told how it stands.
import { readFile, rm } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { opened, pagesOf, textOfPage } from '../../support/reports/read-pdf.ts';

const home = ['--home', 'home'];
const period = ['--review', '2026-Q4', ...home];
const by = ['--by', 'grc@acme.com'];

async function aReviewedCompany(folder?: string): Promise<Company> {
  const accounts = ['jane@acme.com', 'ghost@acme.com', { email: 'asleep@acme.com', status: 'Suspended' }];
  const company = await aCompany({ accounts }, folder);
  const { exit, stderr } = await company.run('--no-pdf');
  if (exit !== 0) throw new Error(stderr);
  return company;
}

describe('opening', () => {
  test('takes the latest accepted run of the period, and not a held one', async () => {
    const company = await aReviewedCompany();
    await company.has({ on: '2026-10-06' });
    const { document } = await company.review();
    await company.has({ on: '2026-10-07' });
    expect((await company.run('--no-pdf', '--count-shown', '9')).exit).toBe(4);
    const { exit, stdout } = await company.command('review', 'open', ...period, ...by);
    expect(exit).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`The review 2026-Q4 is open: 3 accounts of the run ${document.run}.`);
  });

  test('keeps its population when the period is run again, and says since when it is open', async () => {
    const company = await aReviewedCompany();
    await company.command('review', 'open', ...period);
    await company.has({ on: '2026-10-06', accounts: ['jane@acme.com', 'ghost@acme.com', 'a@acme.com'] });
    const { document } = await company.review();
    const { exit, stdout } = await company.command('review', 'open', ...period, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, review: '2026-Q4', openedNow: false, accounts: 3 });
    expect(stdout).not.toContain(document.run);
  });
});

describe('the status', () => {
  let company: Company;
  beforeAll(async () => {
    company = await aReviewedCompany(await aSharedFolder());
    await company.command('review', 'open', ...period, ...by);
  });

  test('names the undecided live accounts, those with findings first', async () => {
    const { exit, stdout } = await company.command('review', 'status', ...period);
    expect(exit).toBe(0);
    expect(stdout).toContain('Lines: 2 accounts: 2 undecided, 0 keep, 0 revoke, 0 except');
    expect(stdout).toMatch(/undecided: ghost@acme\.com \(ORPHANED_ACCOUNT\)\n +undecided: jane@acme\.com\n/);
  });

  test('follows decisions and work orders', async () => {
    const words = ['--decision', 'revoke', '--reason', 'left', ...by, ...home];
    await company.command('decide', '--login', 'ghost@acme.com', ...words);
    await company.command('review', 'work-order', ...period, ...by);
    const { stdout } = await company.command('review', 'status', ...period);
    expect(stdout).toContain('Lines: 2 accounts: 1 undecided, 0 keep, 1 revoke, 0 except');
    expect(stdout).toMatch(/^Work order 1 of .+ UTC: 1 account$/m);
  });

  test('does not change what a run done again comes to', async () => {
    const before = await company.review();
    const words = ['--decision', 'keep', '--reason', 'works here', ...by, ...home];
    await company.command('decide', '--login', 'jane@acme.com', ...words);
    expect((await company.review()).document).toEqual(before.document);
  });
});

describe('refused with exit 2', () => {
  test.each(['open', 'status', 'work-order'])('%s of a period that nobody ran or opened', async (action) => {
    const company = await aReviewedCompany();
    const { exit, stdout, stderr } = await company.command('review', action, '--review', '2026-Q1', ...home);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/^review 2026-Q1: .+\. Found: .+\. Expected: .*access-review .+\.\n$/);
  });

  test.each([
    { option: '--review', args: ['--review', 'Q4-2026'] },
    { option: '--by', args: ['--review', '2026-Q4', '--by', 'grc'] },
  ])('a value of $option without a meaning', async ({ option, args }) => {
    const company = await aCompany();
    const { exit, stderr } = await company.command('review', 'open', ...home, ...args);
    expect(exit).toBe(2);
    expect(stderr).toMatch(new RegExp(`^${option}: .+\\. Found: .+\\. Expected: .+\\.\\n$`));
  });
});

test('all that is wrong with the options of an action is told at once', async () => {
  const company = await aCompany();
  const typed = { '--by': 'x', '--reviewer': 'y', '--to': 'z', '--reason': ' ', '--until': '2026' };
  const options = Object.entries(typed).flat();
  const { exit, stderr } = await company.command('review', 'delegate', '--review', '2026-Q5', ...options);
  expect(exit).toBe(2);
  for (const option of ['--review', ...Object.keys(typed)]) expect(stderr).toContain(`${option}: no `);
});

test('evidence that was taken out of the home is missed by name, not passed over', async () => {
  const company = await aReviewedCompany();
  const { document } = await company.review();
  await rm(`${document.folder}/findings.json`);
  const { exit, stderr } = await company.command('review', 'open', ...period);
  expect(exit).toBe(2);
  expect(stderr).toContain('findings.json');
});

describe('a period that nobody reviewed', () => {
  test('stands as not performed, with its report, until a late review is opened', async () => {
    const company = await aReviewedCompany();
    await company.command('tick', ...home, '--as-of', '2027-01-16T08:00:00Z');
    const missed = await company.command('review', 'status', ...period);
    expect(missed).toMatchObject({ exit: 0, stderr: '' });
    expect(missed.stdout).toMatch(
      /^2026-Q4: not performed\. The review was due on 15 January 2027\. A run was accepted,/,
    );
    expect(missed.stdout).toContain('reviews/2026-Q4/not-performed.pdf');
    const report = await readFile(company.path('home/reviews/2026-Q4/not-performed.pdf'));
    const [page] = await pagesOf(await opened(report));
    expect(page === undefined ? '' : await textOfPage(page)).toContain('16January2027,08:00UTC(clocksetbytheoperator)');
    const { stdout } = await company.command('review', 'status', ...period, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, phase: 'not-performed', dueDay: '2027-01-15' });

    await company.command('review', 'open', ...period, ...by);
    expect((await company.command('review', 'status', ...period)).stdout).toContain('Phase open');
  });
});

test('the status tells of each revocation how it stands: in no order, handed over, or with a decision put aside', async () => {
  const company = await aReviewedCompany();
  const words = ['--login', 'ghost@acme.com', '--decision', 'revoke', '--reason', 'left'];
  await company.command('decide', ...words, '--by', 'jane@acme.com', ...home);
  const status = async (): Promise<string> => (await company.command('review', 'status', ...period)).stdout;
  expect(await status()).toContain('  revoked, in no work order: ghost@acme.com\n');
  await company.command('review', 'work-order', ...period);
  expect(await status()).toContain('  removal of ghost@acme.com: handed over with work order 1, not proven yet\n');
  await company.has({
    on: '2026-10-06',
    accounts: [
      'jane@acme.com',
      { email: 'ghost@acme.com', role: 'Admin' },
      { email: 'asleep@acme.com', status: 'Suspended' },
    ],
  });
  await company.run('--no-pdf');
  expect((await company.command('review', 'rebase', ...period, '--by', 'jane@acme.com', '--reason', 'late')).exit).toBe(
    0,
  );
  expect(await status()).toContain(
    'handed over with work order 1, and its decision was put aside when the review was moved: it asks again',
  );
});
