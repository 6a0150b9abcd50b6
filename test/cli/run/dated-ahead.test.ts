// A clock that was set back, or a period that was played ahead: what a run of a later date knew is not taken, and that is said.
import { expect, test } from 'vitest';
import { command } from '../../support/program/command.ts';
import { aCompany, filesOf, without } from '../../support/program/company.ts';

const by = ['--by', 'grc@acme.com', '--reason', 'played ahead'];

test('a run that is dated later than the clock shows is said not to be taken: whom it saw would be no leaver', async () => {
  const company = await aCompany();
  const now = without('--as-of', filesOf('2026-10-05'));
  const before = await command(company.folder, ['run', ...now, '--no-pdf']);
  expect(before.stderr).not.toContain('of this home is dated');
  const ahead = await company.review('--as-of', '2999-10-05T09:00:00Z', '--accept-gate', 'period', ...by);
  expect(ahead.document.status).toBe('complete');
  const { stderr } = await command(company.folder, ['run', ...now, '--no-pdf']);
  expect(stderr).toContain(`The run ${ahead.document.run} of this home is dated 5 October 2999, 09:00 UTC`);
  expect(stderr).toContain('run again after that time');
  expect((await command(company.folder, ['run', ...now, '--no-pdf', '--quiet'])).stderr).not.toContain('is dated');
});
