// What the operator of `run` declares: who made the export and when, how many it shows, the clock and the period.
import { readFile, utimes } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { command } from '../../support/program/command.ts';
import { aCompany, filesOf, without } from '../../support/program/company.ts';
import { opened, pagesOf, textOfPage } from '../../support/reports/read-pdf.ts';
import { runDocumentOf, runFiles } from '../../support/program/run-files.ts';

async function textOfPdf(path: string): Promise<string> {
  const pages = await pagesOf(await opened(await readFile(path)));
  return (await Promise.all(pages.map(textOfPage))).join('');
}

describe('what is declared', () => {
  test('--exported-by and --count-shown stand in the findings', async () => {
    const company = await aCompany();
    const { files } = await company.review('--exported-by', 'Ann@acme.com', '--count-shown', '1');
    expect(files.findings.run).toMatchObject({ exportedBy: 'ann@acme.com', countShown: 1, exportedAtDeclared: true });
  });

  test('without --exported-at the time of the file counts, and the report says "not declared"', async () => {
    const company = await aCompany();
    await utimes(company.path('users.csv'), new Date(), new Date('2026-10-05T06:15:00.999Z'));
    const args = without('--exported-at', filesOf('2026-10-05'));
    const { exit } = await company.command('run', ...args, '--out', 'out');
    expect(exit).toBe(0);
    const { findings } = await runFiles(company.path('out'));
    expect(findings.run).toMatchObject({ exportedAt: '2026-10-05T06:15:00Z', exportedAtDeclared: false });
    expect(await textOfPdf(company.path('out/report.pdf'))).toContain('notdeclared');
  });

  test('--as-of is said to be the operator’s clock, and without it the machine’s counts', async () => {
    const company = await aCompany();
    const { stdout } = await company.run('--no-pdf');
    expect(stdout).toContain('as of 5 October 2026, 09:00 UTC (clock set by the operator)');
    const args = without('--as-of', filesOf('2026-10-05'));
    const unset = await company.command('run', ...args, '--no-pdf');
    expect(unset.stdout).toContain('as of ');
    expect(unset.stdout).not.toContain('clock set');
  });

  test('--as-of takes a day, and a time with another zone', async () => {
    const company = await aCompany();
    expect((await company.review('--as-of', '2026-10-06')).document.run).toMatch(/^20261006T000000Z-/);
    expect((await company.review('--as-of', '2026-10-05T12:00:00+02:00')).document.run).toMatch(/^20261005T100000Z-/);
  });
});

describe('an instant without a zone', () => {
  test('is taken as UTC, as stderr says once, and is shown as it was typed where it is refused', async () => {
    const company = await aCompany();
    const bare = ['--no-pdf', '--json', '--exported-at', '2026-10-05T07:00:00'];
    const { stdout, stderr } = await company.run(...bare);
    const told = '--exported-at 2026-10-05T07:00:00 names no zone: taken as 2026-10-05T07:00:00Z';
    expect(stderr.split('\n').filter((line) => line.includes('names no zone'))).toEqual([told]);
    expect(runDocumentOf(stdout)).toMatchObject({ review: '2026-Q4' });
    expect((await company.run(...bare, '--quiet')).stderr).not.toContain('names no zone');
    const files = without('--as-of', without('--exported-at', filesOf('2026-10-05')));
    const ahead = await command(company.folder, ['run', ...files, '--exported-at', '2999-10-05', '--no-pdf']);
    expect(ahead.stderr).toContain('--exported-at 2999-10-05 names no zone: taken as 2999-10-05T00:00:00Z');
    expect(ahead.stderr).toContain('a time that has not come. Found: 2999-10-05, which is 2999-10-05T00:00:00Z');
  });
});

describe('--exported-at after now', () => {
  test('holds the run: no snapshot was taken near it', async () => {
    const company = await aCompany();
    const { document } = await company.review('--exported-at', '2999-10-05T08:00:00Z');
    expect(document.status).toBe('held');
    expect(document.reasons.join(' ')).toContain('skew');
  });

  test('is refused where nobody set the clock, and so is such a snapshot: nothing could be dated by it', async () => {
    const company = await aCompany();
    const files = without('--as-of', without('--exported-at', filesOf('2026-10-05')));
    const hence = new Date(Date.now() + 20 * 3_600_000).toISOString();
    const { exit, stderr } = await command(company.folder, ['run', ...files, '--exported-at', hence, '--no-pdf']);
    expect(exit).toBe(2);
    expect(stderr).toContain(`--exported-at: a time that has not come. Found: ${hence}`);
    const ahead = await aCompany({ header: { takenAt: hence } });
    const taken = await command(ahead.folder, ['run', ...files, '--exported-at', new Date().toISOString(), '--no-pdf']);
    expect(taken.stderr).toContain('takenAt: a time that has not come');
  });

  test('is taken when the operator set the clock, who may look back', async () => {
    const company = await aCompany();
    const { document } = await company.review('--as-of', '2026-10-05T07:45:00Z');
    expect(document.status).toBe('complete');
  });
});

describe('the period', () => {
  const asOf = ['--as-of', '2026-10-01T02:00:00Z', '--exported-at', '2026-10-01T01:00:00Z'];
  const header = { takenAt: '2026-10-01T01:00:00Z' };

  test('is the calendar quarter of as-of', async () => {
    const company = await aCompany({ header });
    expect((await company.review(...asOf)).document.review).toBe('2026-Q4');
  });

  test('of a day that has not come is taken, as the report says whose the clock is, and told at once', async () => {
    const ahead = `${new Date().getUTCFullYear() + 2}-10-05`;
    const { exit, stderr } = await (await aCompany({ on: ahead })).run('--no-pdf');
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: expect.stringContaining(`--as-of ${ahead}T09:00:00Z has not come: it is `),
    });
  });

  test('follows the time zone: in New York it is still the evening of 30 September', async () => {
    const company = await aCompany({ header, config: { calendar: { timeZone: 'America/New_York' } } });
    expect((await company.review(...asOf)).document.review).toBe('2026-Q3');
  });

  test('is the fiscal quarter where a fiscal year is configured, named by the year in which it ends', async () => {
    const company = await aCompany({ config: { calendar: { fiscalYearStart: 2 } } });
    expect((await company.review()).document.review).toBe('2027-Q3');
  });

  test.each([
    ['--as-of', '0206-10-05T09:00:00Z', 'no instant'],
    ['--as-of', '9999-12-31T09:00:00Z', 'no instant'],
    ['--exported-at', '0206-10-05', 'no instant'],
    ['--review', '0206-Q4', 'no review period'],
    ['--review', '9999-Q4', 'no review period'],
  ])('is refused where %s %s is of a year in which there is none', async (option, value, what) => {
    const { exit, stderr } = await (await aCompany()).run('--no-pdf', option, value);
    expect(exit).toBe(2);
    expect(stderr).toContain(`${option}: ${what}. Found: ${value}. Expected: `);
  });

  test('is the one of --review', async () => {
    const company = await aCompany();
    expect((await company.review('--review', '2026-q3')).document).toMatchObject({
      review: '2026-Q3',
      status: 'complete',
    });
  });
});
