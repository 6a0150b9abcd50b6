// Decisions typed on the command line: what is recorded, what is refused whole, and what the next run makes of it.
// It takes long because every decision is a process: what is proven is what an operator types.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { aSharedFolder } from '../../../support/folders.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import { accounts, aReviewedCompany, by, dayFromNow, decide, people, statusOf } from './reviewed-company.ts';

/** What the review consists of. */
async function eventsOf(company: Company): Promise<readonly string[]> {
  const store = openSqliteStore({ file: join(company.path('home'), 'access-review.db') });
  try {
    return (await store.reviews.load('2026-Q4')).map(({ event }) => event.kind);
  } finally {
    store.close();
  }
}

describe('a decision', () => {
  test('about a login opens the review, lists the codes seen, and says that the name was typed', async () => {
    const company = await aReviewedCompany();
    const words = ['--decision', 'revoke', '--reason', ' left in August ', '--by', 'GRC@acme.com'];
    const { exit, stdout } = await decide(company, '--login', 'Ghost@ACME.com', ...words);
    expect(exit).toBe(0);
    expect(stdout).toContain('Opened the review 2026-Q4');
    expect(stdout).toContain(
      '1 decision in the review 2026-Q4: 1 revoke; by grc@acme.com, typed and not authenticated',
    );
    expect(stdout).toContain('It counts as made in view of ORPHANED_ACCOUNT, which stands on ghost@acme.com.');
    const { decisions, undecided, live } = await statusOf(company);
    expect(decisions).toEqual([
      {
        login: 'ghost@acme.com',
        decision: 'revoke',
        until: null,
        reason: 'left in August',
        codesSeen: ['ORPHANED_ACCOUNT'],
        by: 'grc@acme.com',
        assurance: 'asserted',
      },
    ]);
    expect(live).toBe(4);
    expect(undecided.map(({ login }) => login)).toEqual(['orphan@acme.com', 'root@acme.com', 'jane@acme.com']);
  });

  test('about a finding is one about its account', async () => {
    const company = await aReviewedCompany();
    const { files } = await company.review();
    const { id = '' } = files.findings.findings.find(({ login }) => login === 'orphan@acme.com') ?? {};
    const { exit } = await decide(company, '--finding', id, '--decision', 'keep', '--reason', 'a consultant', ...by);
    expect(exit).toBe(0);
    expect((await statusOf(company)).decisions).toEqual([expect.objectContaining({ login: 'orphan@acme.com' })]);
  });

  test('about a finding whose row was edited to be about another account is refused, and nothing is recorded', async () => {
    const company = await aReviewedCompany();
    const { files } = await company.review();
    const { id = '' } = files.findings.findings.find(({ login }) => login === 'orphan@acme.com') ?? {};
    const store = new DatabaseSync(company.path('home/access-review.db'));
    store.exec(`UPDATE findings SET finding = replace(finding, '"orphan@acme.com"', '"root@acme.com"')`);
    store.close();
    const { exit, stderr } = await decide(company, '--finding', id, '--decision', 'revoke', '--reason', 'left', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain(
      `--finding ${id}: the record of a finding was altered. Found: ORPHANED_ACCOUNT on root@acme.com`,
    );
    expect(stderr).toContain('Nothing was recorded.');
  });

  test('can be made again: the later one counts', async () => {
    const company = await aReviewedCompany();
    const about = ['--login', 'ghost@acme.com', '--reason', 'as HR says', ...by];
    await decide(company, ...about, '--decision', 'keep');
    await decide(company, ...about, '--decision', 'revoke');
    expect((await statusOf(company)).decisions).toEqual([expect.objectContaining({ decision: 'revoke' })]);
  });

  test('in place of somebody else’s is told with theirs, as a file that is handed in again may undo it', async () => {
    const company = await aReviewedCompany();
    const about = ['--login', 'ghost@acme.com', '--reason', 'as HR says'];
    await decide(company, ...about, '--decision', 'keep', ...by);
    const other = ['--by', 'jane@acme.com'];
    expect((await decide(company, ...about, '--decision', 'revoke', ...other)).stdout).toContain(
      'ghost@acme.com: in place of keep by grc@acme.com of',
    );
    expect((await decide(company, ...about, '--decision', 'keep', ...other)).stdout).not.toContain('in place of');
  });

  test('that stands already is done, and not recorded a second time', async () => {
    const company = await aReviewedCompany();
    const about = ['--login', 'ghost@acme.com', '--reason', 'as HR says', '--decision', 'revoke', ...by];
    const first = await decide(company, ...about);
    const again = await decide(company, ...about);
    expect([first.exit, again.exit]).toEqual([0, 0]);
    expect(first.stdout).not.toContain('stood already');
    expect(again.stdout).toContain('Nothing new to record: 1 decision in the review 2026-Q4: 1 revoke');
    expect(again.stdout).toContain('1 decision stood already in the same words');
    const store = openSqliteStore({ file: join(company.path('home'), 'access-review.db') });
    try {
      const events = await store.reviews.load('2026-Q4');
      expect(events.map(({ event }) => event.kind)).toEqual(['opened', 'decided']);
    } finally {
      store.close();
    }
  });

  test('is printed as a document with --json', async () => {
    const company = await aReviewedCompany();
    const words = ['--login', 'jane@acme.com', '--decision', 'keep', '--reason', 'works here', ...by];
    const { stdout } = await decide(company, ...words, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      review: '2026-Q4',
      decisions: [{ login: 'jane@acme.com', decision: 'keep', codesSeen: [] }],
    });
  });
});

describe('a decision is refused with exit 2', () => {
  let shared: Company;
  beforeAll(async () => {
    shared = await aReviewedCompany(await aSharedFolder());
    await shared.command('review', 'open', '--review', '2026-Q4', '--home', 'home');
  });

  const revoke = ['--decision', 'revoke', '--reason', 'left'];
  const about = ['--login', 'ghost@acme.com'];
  const except = [...about, '--decision', 'except', '--reason', 'contract', ...by];
  test.each([
    { why: 'about an account that the run does not know', options: ['--login', 'nobody@acme.com', ...revoke, ...by] },
    { why: 'about a finding that nobody knows', options: ['--finding', 'f_0000000000000000', ...revoke, ...by] },
    { why: 'about one’s own access', options: [...about, ...revoke, '--by', 'Ghost@acme.com'] },
    { why: 'without a name', options: [...about, ...revoke] },
    { why: 'with a name that is no e-mail address', options: [...about, ...revoke, '--by', 'grc'] },
    { why: 'without a reason', options: [...about, '--decision', 'revoke', ...by] },
    { why: 'with a blank reason', options: [...about, '--decision', 'revoke', '--reason', ' ', ...by] },
    { why: 'without a word for it', options: [...about, '--reason', 'left', ...by] },
    { why: 'with another word', options: [...about, '--decision', 'remove', '--reason', 'left', ...by] },
    { why: 'about nobody', options: [...revoke, ...by] },
    { why: 'about two things at once', options: [...about, '--finding', 'f_0000000000000000', ...revoke, ...by] },
    { why: 'as an exception without an end', options: except },
    { why: 'as an exception that ends today', options: [...except, '--until', dayFromNow(0)] },
    { why: 'as an exception beyond maxExceptionDays', options: [...except, '--until', dayFromNow(182)] },
    { why: 'as an exception until a day that does not exist', options: [...except, '--until', '2027-02-30'] },
    { why: 'as a revocation with an end', options: [...about, ...revoke, '--until', dayFromNow(9), ...by] },
    { why: 'in a file that is not there', options: ['--file', 'nowhere.csv', ...by] },
    { why: 'in a file without the column login', options: ['--file', 'users.csv', ...by] },
  ])('$why', async ({ options }) => {
    const { exit, stdout, stderr } = await decide(shared, ...options);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/^\S.*: .+\. Found: .+\. Expected: .+\.\n(?:Nothing was recorded\.\n)?$/);
    expect(await eventsOf(shared)).toEqual(['opened']);
  });

  test.each([
    { options: [], found: 'none of them' },
    { options: [...about, '--finding', 'f_0000000000000000'], found: '--login and --finding' },
  ])('that names what was given to decide about: $found', async ({ options, found }) => {
    const { stderr } = await decide(shared, ...options, ...revoke, ...by);
    expect(stderr).toContain(`nothing or too much to decide. Found: ${found}. Expected: one of --login`);
  });

  test('with everything that is wrong with its options at once', async () => {
    const words = ['--decision', 'remove', '--until', '2027-02-30', '--reason', ' '];
    const { exit, stderr } = await decide(shared, ...words, '--by', 'jane', '--review', '2026-Q5');
    expect(exit).toBe(2);
    expect(stderr.split('\n').map((line) => line.split('.')[0])).toEqual([
      '--by: no e-mail address',
      '--review: no review period',
      'decide: nothing or too much to decide',
      'decide, decision: no decision',
      'decide, until: no day',
      'decide, reason: no reason',
      'Nothing was recorded',
      '',
    ]);
  });

  test('by a filter that is none, with its reason missing', async () => {
    const { stderr } = await decide(shared, '--filter', 'unremarked', ...by);
    expect(stderr).toContain('--filter: filter not accepted. Found: unremarked, keep.');
    expect(stderr).toContain('--reason: no reason.');
  });

  test('in a file beside a login, which needs no words of its own', async () => {
    const { stderr } = await decide(shared, ...about, '--file', 'users.csv', ...by);
    expect(stderr).toMatch(/^decide: nothing or too much to decide\. .+\nNothing was recorded\.\n$/);
  });

  test('in an empty file, and the refusal names the columns', async () => {
    await writeFile(shared.path('empty.csv'), '');
    const { exit, stderr } = await decide(shared, '--file', 'empty.csv', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('Expected: the columns login, decision, until, reason.');
  });

  test('about a finding that stands on a control', async () => {
    const company = await aCompany({ policy: { ssoEvidence: null } });
    const { files } = await company.review();
    const { id = '' } = files.findings.findings[0] ?? {};
    const { exit, stderr } = await decide(company, '--finding', id, ...revoke, ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('SSO_NOT_PROVEN');
  });

  test('where no home is, and makes none', async () => {
    const company = await aCompany({ people: [] });
    const { exit, stderr } = await decide(company, '--login', 'jane@acme.com', ...revoke, ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('no home');
    expect(existsSync(company.path('home'))).toBe(false);
  });

  test('and opens no review', async () => {
    const company = await aCompany({ people: ['jane@acme.com'] });
    await company.run('--no-pdf');
    expect((await decide(company, '--login', 'nobody@acme.com', ...revoke, ...by)).exit).toBe(2);
    const { exit, stderr } = await company.command('review', 'status', '--review', '2026-Q4', '--home', 'home');
    expect(exit).toBe(2);
    expect(stderr).toContain('review not open');
  });

  test('where the only run was held', async () => {
    const company = await aCompany({ people: [] });
    expect((await company.run('--no-pdf')).exit).toBe(4);
    const { exit, stderr } = await decide(company, '--login', 'jane@acme.com', ...revoke, ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('no accepted run');
  });
});

describe('the next run', () => {
  const ghost = { accounts: accounts.slice(0, 2), people: ['jane@acme.com'] };
  const policy = { approvedOn: '2020-01-01', ssoEvidence: { takenOn: '2020-01-01', sha256: 'ab'.repeat(32) } };

  test('closes a finding whose account was revoked and is gone', async () => {
    const company = await aCompany({ accounts: [...accounts, 'a@acme.com'], people: [...people, 'a@acme.com'] });
    await company.run('--no-pdf');
    await decide(company, '--login', 'ghost@acme.com', '--decision', 'revoke', '--reason', 'left', ...by);
    await company.has({
      on: '2026-10-12',
      accounts: ['jane@acme.com', 'orphan@acme.com', 'root@acme.com', 'a@acme.com'],
    });
    const { files } = await company.review();
    const said = files.findings.findings.filter(({ login }) => login === 'ghost@acme.com');
    expect(said).toEqual([expect.objectContaining({ code: 'ORPHANED_ACCOUNT', state: 'closed' })]);
  });

  test('reports an excepted finding as excepted, which fails no threshold, until it ends', async () => {
    const company = await aCompany({ on: dayFromNow(-1), ...ghost, policy });
    expect((await company.run('--no-pdf', '--fail-on', 'high')).exit).toBe(3);
    const words = ['--decision', 'except', '--until', dayFromNow(30), '--reason', 'contract ends'];
    expect((await decide(company, '--login', 'ghost@acme.com', ...words, ...by)).exit).toBe(0);
    await company.has({ on: dayFromNow(29) });
    const { outcome, files } = await company.review('--fail-on', 'high');
    expect(files.findings.findings).toEqual([expect.objectContaining({ login: 'ghost@acme.com', state: 'excepted' })]);
    expect(outcome.exit).toBe(0);
    await company.has({ on: dayFromNow(31) });
    const after = await company.review('--fail-on', 'high');
    expect(after.outcome.exit).toBe(3);
  });

  test('reports a code that the exception has not seen', async () => {
    const company = await aCompany({ on: dayFromNow(-1), ...ghost, policy });
    await company.run('--no-pdf');
    const words = ['--decision', 'except', '--until', dayFromNow(30), '--reason', 'contract ends'];
    await decide(company, '--login', 'ghost@acme.com', ...words, ...by);
    const left = anIdentity({ login: 'ghost@acme.com', state: 'deleted', assignments: [] });
    await company.has({ on: dayFromNow(1), people: ['jane@acme.com', left] });
    const { outcome, files } = await company.review('--fail-on', 'critical');
    expect(files.findings.findings).toEqual([expect.objectContaining({ code: 'LEAVER_ACCOUNT', state: 'open' })]);
    expect(outcome.exit).toBe(3);
  });
});
