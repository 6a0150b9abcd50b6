// An export is read again as it was read first: in a verification, by the watch of a later day, and for a decision.
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';

test.each(['jane@acme.com/x', 'jörg@acme.com?x', 'ſmith@acme.com', '\u212Aate@acme.com'])(
  'a report whose export holds the row %s verifies',
  async (email) => {
    const company = await aCompany({ accounts: ['jane@acme.com', email] });
    const { outcome, document } = await company.review();
    expect(document.totals).toMatchObject({ accounts: 1, rejected: 1 });
    expect((await company.run()).exit).toBe(0);
    expect(outcome.exit).toBe(0);
    expect(await company.command('verify', `home/runs/${document.run}/report.pdf`)).toMatchObject({
      exit: 0,
      stderr: '',
    });
  },
);

test('a watch finds nobody new in such a row', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com/x'] });
  await company.review();
  await company.has({ on: '2026-10-06' });
  const files = ['--config', 'review.json', '--snapshot', 'okta.jsonl', '--as-of', '2026-10-06T09:00:00Z'];
  const { exit, stdout } = await company.command('watch', ...files, '--home', 'home', '--json');
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ fresh: [] });
});

test('people whose employee number is N/A may decide about one another', async () => {
  const logins = ['jane@acme.com', 'ann@acme.com'];
  const company = await aCompany({ accounts: logins.map((email) => ({ email, employeeId: 'N/A' })), people: logins });
  await company.review();
  const about = ['--login', 'ann@acme.com', '--decision', 'keep', '--reason', 'sells', '--home', 'home'];
  expect(await company.command('decide', ...about, '--by', 'jane@acme.com')).toMatchObject({ exit: 0, stderr: '' });
});
