// What leads back from a mistake, on the command line: what it answers, what it refuses, and how the review then stands.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';

const period = ['--review', '2026-Q4', '--home', 'home'];
const home = ['--home', 'home'];
const [jane, john, cfo] = [
  ['--by', 'jane@acme.com'],
  ['--by', 'john@acme.com'],
  ['--by', 'cfo@acme.com'],
];

/** Two people, everything declared, and a control owner. */
async function aReviewedCompany(folder?: string): Promise<Company> {
  const config = { reviewers: { fallback: 'jane@acme.com', controlOwner: 'cfo@acme.com' } };
  const accounts = ['ann@acme.com', 'ben@acme.com'];
  const people = [...accounts, 'jane@acme.com', 'john@acme.com', 'cfo@acme.com'];
  const company = await aCompany({ accounts, people, config }, folder);
  await ran(company, 2);
  await done(company, 'review', 'open', ...period, ...jane);
  return company;
}

async function ran(company: Company, count: number): Promise<void> {
  const declared = ['--exported-by', 'ops@acme.com', '--count-shown', String(count)];
  const { exit, stderr } = await company.run('--no-pdf', ...declared);
  if (exit !== 0) throw new Error(stderr);
}

async function done(company: Company, ...args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await company.command(...args);
  if (exit !== 0) throw new Error(stderr);
  return stdout;
}

async function keeps(company: Company, login: string): Promise<void> {
  await done(company, 'decide', '--login', login, '--decision', 'keep', '--reason', 'needed', ...jane, ...home);
}

const why = (reason: string): readonly string[] => ['--reason', reason];

describe('a review from a signature given too early, over a later run, to its final report', () => {
  let company: Company;
  beforeAll(async () => {
    company = await aReviewedCompany(await aSharedFolder());
    await keeps(company, 'ann@acme.com');
    await keeps(company, 'ben@acme.com');
    await done(company, 'review', 'sign-off', ...period, ...jane);
  });

  test('takes the signature back with its reason, and the status tells it', async () => {
    const stdout = await done(company, 'review', 'withdraw-signature', ...period, ...jane, ...why('signed too early'));
    expect(stdout).toBe(
      'jane@acme.com, typed and not authenticated, took back the signature as reviewer of the review 2026-Q4. The decisions stay; the stage is to be signed again.\n',
    );
    const status = await done(company, 'review', 'status', ...period);
    expect(status).toMatch(/^Signature as reviewer taken back by jane@acme\.com on .+ UTC: signed too early$/m);
    expect(status).not.toContain('Signed as');
  });

  test('moves it onto the later run, says what asks again, and proves the final report with all of it', async () => {
    await company.has({ on: '2026-10-06', accounts: ['ann@acme.com', { email: 'ben@acme.com', team: 'Sales' }] });
    await ran(company, 2);
    const stdout = await done(company, 'review', 'rebase', ...period, ...cfo, ...why('a team was missing'));
    expect(stdout).toContain('1 decision carried, 1 asked again.');
    expect(stdout).toContain('asks again, because its line changed: ben@acme.com');
    const status: unknown = JSON.parse(await done(company, 'review', 'status', ...period, '--json'));
    expect(status).toMatchObject({
      undecided: [{ login: 'ben@acme.com' }],
      withdrawnSignatures: [{ by: 'jane@acme.com', stage: 'reviewer' }],
      rebases: [{ by: 'cfo@acme.com', carried: 1, again: ['ben@acme.com'] }],
    });
    await keeps(company, 'ben@acme.com');
    await done(company, 'review', 'sign-off', ...period, ...jane);
    await done(company, 'review', 'sign-off', ...period, ...cfo, '--out', 'out');
    const { exit, stdout: verdict } = await company.command('verify', join('out', 'report.pdf'));
    expect(exit).toBe(0);
    expect(verdict).toMatch(/drawn again, \d+ pages print the same/);
  });

  test.each([
    ['withdraw-signature', jane],
    ['rebase', cfo],
    ['void', cfo],
  ])('refuses %s once the final report is issued', async (action, by) => {
    const { exit, stdout, stderr } = await company.command('review', action, ...period, ...by, ...why('too late'));
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/2026-Q4: review signed already\. Found: .+\. Expected: a correction in the next review/);
  });
});

describe('a review that was opened in error', () => {
  let company: Company;
  beforeAll(async () => {
    company = await aReviewedCompany(await aSharedFolder());
    await keeps(company, 'ann@acme.com');
  });

  test('is not voided by just anybody, nor without a reason', async () => {
    const { exit, stderr } = await company.command('review', 'void', ...period, ...john, ...why('I may'));
    expect(exit).toBe(2);
    expect(stderr).toContain('not entitled. Found: john@acme.com. Expected: jane@acme.com or cfo@acme.com');
    const silent = await company.command('review', 'void', ...period, ...cfo, '--reason', ' ');
    expect({ exit: silent.exit, stderr: silent.stderr }).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('no reason'),
    });
  });

  test('is voided, told as such, takes no decisions, and is opened again as a new one', async () => {
    const told = await done(company, 'review', 'void', ...period, ...cfo, ...why('test instance'));
    expect(told).toMatch(/^2026-Q4: voided by cfo@acme\.com on .+ UTC: test instance\n/);
    expect(await done(company, 'review', 'status', ...period)).toBe(told);
    const words = ['--decision', 'keep', '--reason', 'needed', ...jane, ...home];
    const late = await company.command('decide', '--login', 'ben@acme.com', ...words);
    expect(late.exit).toBe(2);
    expect(late.stderr).toContain('review not open. Found: voided by cfo@acme.com');
    expect(await done(company, 'review', 'open', ...period, ...jane)).toContain('is open: 2 accounts');
    const status = await done(company, 'review', 'status', ...period);
    expect(status).toContain('2 undecided');
    expect(status).toMatch(/^An earlier review of the period was voided by cfo@acme\.com on .+: test instance$/m);
  });
});

test.each(['withdraw-signature', 'rebase', 'void'])('%s is refused where no review is open', async (action) => {
  const company = await aReviewedCompany();
  const named = ['--review', '2026-Q1', ...home, ...cfo, ...why('a mistake')];
  const { exit, stderr } = await company.command('review', action, ...named);
  expect(exit).toBe(2);
  expect(stderr).toMatch(/review 2026-Q1: review not open\. Found: no review/);
});

test('a review whose policy was approved is moved onto a later run and signed', async () => {
  const company = await aReviewedCompany();
  await done(company, 'review', 'approve-policy', ...period, ...john);
  await company.has({ on: '2026-10-06' });
  await ran(company, 2);
  await done(company, 'review', 'rebase', ...period, ...jane, ...why('a later export'));
  await keeps(company, 'ann@acme.com');
  await keeps(company, 'ben@acme.com');
  expect(await done(company, 'review', 'sign-off', ...period, ...jane)).toContain('Signed as reviewer');
});

test('what is said of a review that every stage has signed, or that is closed, tells that its reports do not carry it', async () => {
  const company = await aReviewedCompany();
  await keeps(company, 'ann@acme.com');
  await keeps(company, 'ben@acme.com');
  for (const by of [jane, cfo]) await done(company, 'review', 'sign-off', ...period, ...by);
  const said = async (): Promise<readonly string[]> => [
    (await company.command('review', 'approve-policy', ...period, ...cfo)).stderr,
    (
      await company.command(
        'review',
        'delegate',
        ...period,
        '--reviewer',
        'jane@acme.com',
        '--to',
        'john@acme.com',
        ...jane,
        ...why('on leave'),
      )
    ).stderr,
  ];
  const signed =
    'The review 2026-Q4 is signed by every stage: of its reports only the one that closes it carries this.\n';
  expect(await said()).toEqual([signed, signed]);
  await done(company, 'review', 'close', ...period, ...cfo);
  const closed = 'The review 2026-Q4 is closed: its reports are issued, and none of them carries this.\n';
  expect(await said()).toEqual([closed, closed]);
});
