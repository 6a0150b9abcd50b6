// A command that records something and then cannot go on: what stands is said, because to do it again would be another one.
import { mkdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';

const period = ['--review', '2026-Q4', '--home', 'home'];
const jane = ['--by', 'jane@acme.com'];
const workOrder = ['review', 'work-order', ...period, ...jane, '--out', 'out', '--overwrite'];
const signOff = ['review', 'sign-off', ...period, ...jane, '--out', 'out', '--overwrite'];

async function aDecidedCompany(): Promise<Company> {
  const config = { reviewers: { fallback: 'jane@acme.com', controlOwner: 'cfo@acme.com' } };
  const people = ['jane@acme.com', 'cfo@acme.com'];
  const company = await aCompany({ accounts: ['ghost@acme.com'], people, config });
  expect((await company.run('--no-pdf', '--exported-by', 'ops@acme.com', '--count-shown', '1')).exit).toBe(0);
  const words = ['--login', 'ghost@acme.com', '--decision', 'revoke', '--reason', 'left', ...jane, '--home', 'home'];
  expect((await company.command('decide', ...words)).exit).toBe(0);
  return company;
}

/** What is copied under this name has nowhere to go. */
async function isTaken(company: Company, name: string): Promise<void> {
  await mkdir(company.path(`out/${name}`), { recursive: true });
}

test('a signature whose report cannot be copied stands, and it is told where the report is kept', async () => {
  const company = await aDecidedCompany();
  await isTaken(company, 'report.pdf');
  const { exit, stderr } = await company.command(...signOff);
  expect({ exit, stderr }).toEqual({
    exit: 2,
    stderr: expect.stringContaining(
      'out/report.pdf: cannot be read or written. Found: a folder in the place of a file.',
    ),
  });
  expect(stderr).toMatch(/^Recorded in the review 2026-Q4 before what follows, and it stands: signed\. /m);
  const [, kept = ''] = /^Kept in the home, and not copied: (.*)$/m.exec(stderr) ?? [];
  expect((await readFile(kept)).subarray(0, 5).toString()).toBe('%PDF-');
});

test('whoever signs a second time, not knowing what became of the first, is told that it stands and where its report is', async () => {
  const company = await aDecidedCompany();
  const first = await company.command('review', 'sign-off', ...period, ...jane);
  const [, report = ''] = /^Report: (.*)$/m.exec(first.stdout) ?? [];
  const { exit, stdout, stderr } = await company.command('review', 'sign-off', ...period, ...jane);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(/^The signature of jane@acme\.com as reviewer of .+ UTC stands\. Report: /m);
  expect(stderr).toContain(`stands. Report: ${report}\n`);
  expect(stderr).toMatch(
    /the same person in two stages\. Found: signed by jane@acme\.com as reviewer on .+ UTC, which stands\./,
  );
});

test('a way back that is gone already says when and why', async () => {
  const company = await aDecidedCompany();
  expect((await company.command('review', 'sign-off', ...period, ...jane)).exit).toBe(0);
  const back = ['review', 'withdraw-signature', ...period, ...jane, '--reason', 'too early'];
  expect((await company.command(...back)).exit).toBe(0);
  expect((await company.command(...back)).stderr).toMatch(
    /Found: nobody has signed; jane@acme\.com took back theirs as reviewer on .+ UTC: too early\. Expected/,
  );
  const again = await company.run('--no-pdf', '--as-of', '2026-10-06T09:00:00Z', '--count-shown', '1');
  expect(again).toMatchObject({ exit: 0 });
  const move = ['review', 'rebase', ...period, ...jane, '--reason', 'a later export'];
  expect((await company.command(...move)).exit).toBe(0);
  expect((await company.command(...move)).stderr).toMatch(
    /Found: the review stands on \S+, the latest, onto which jane@acme\.com moved it on .+ UTC\. Expected/,
  );
});

test('a work order whose files cannot be copied stands, and so says whoever asks for it again', async () => {
  const company = await aDecidedCompany();
  await isTaken(company, 'suspend-001.csv');
  const { exit, stderr } = await company.command(...workOrder);
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining('work order issued. To see how') });
  const again = await company.command(...workOrder);
  expect(again).toEqual({ exit: 0, stderr: '', stdout: expect.stringContaining('No revoked account is left') });
  expect(again.stdout).toMatch(
    /^Work order 1 stands since .+ UTC, issued by jane@acme\.com: 1 account, not all of them proven gone yet$/m,
  );
  const [, kept = ''] = /^Files: (.*); nothing was copied$/m.exec(again.stdout) ?? [];
  expect(await readFile(`${kept}/suspend-001.csv`, 'utf8')).toContain('ghost@acme.com');
});
