// A file of decisions, as somebody fills it in and hands it back: taken as far as it is done, or refused whole.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inlineRows, workbookOf } from '../../../support/inputs/workbook-builder.ts';
import { aReviewedCompany, by, dayFromNow, decide, statusOf } from './reviewed-company.ts';

describe('a file of decisions', () => {
  test('of 130,000 rows that say nothing is refused after the first 10,001 of them', async () => {
    const company = await aReviewedCompany();
    const rows = Array.from({ length: 130_000 }, (_, index) => `ghost${index}@acme.com,perhaps,,\n`);
    await writeFile(join(company.folder, 'many.csv'), `login,decision,until,reason\n${rows.join('')}`);
    const { exit, stderr } = await decide(company, '--file', 'many.csv', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('many.csv, line 10002: more than a file of decisions holds');
    expect(stderr.split('\n').filter((line) => line.includes('(decision)'))).toHaveLength(10_001);
  });

  test('may come back half done: rows without a decision stay undecided', async () => {
    const company = await aReviewedCompany();
    const until = dayFromNow(30);
    await writeFile(
      company.path('decisions.csv'),
      `Login;Name;Decision;Until;Reason\nghost@acme.com;;Revoke;;left\norphan@acme.com;;except;${until};contract ends\nroot@acme.com;;;;\n`,
    );
    const { exit, stdout } = await decide(company, '--file', 'decisions.csv', ...by);
    expect(exit).toBe(0);
    expect(stdout).toContain('Recorded 2 decisions');
    expect(stdout).toContain('1 revoke, 1 except');
    const { decisions, undecided } = await statusOf(company);
    expect(decisions.map(({ login, decision, until: end }) => `${login} ${decision} ${end}`)).toEqual([
      'ghost@acme.com revoke null',
      `orphan@acme.com except ${until}`,
    ]);
    expect(undecided.map(({ login }) => login)).toEqual(['root@acme.com', 'jane@acme.com']);
  });

  test('takes what its cells leave blank from the options', async () => {
    const company = await aReviewedCompany();
    await writeFile(company.path('decisions.csv'), 'login,reason\njane@acme.com,\nroot@acme.com,runs the system\n');
    await decide(company, '--file', 'decisions.csv', '--decision', 'keep', '--reason', 'works here', ...by);
    expect((await statusOf(company)).decisions.map(({ login, reason }) => `${login} ${reason}`)).toEqual([
      'jane@acme.com works here',
      'root@acme.com runs the system',
    ]);
  });

  test('is refused, all faults at once, with a column twice and a comma that no quotes surround', async () => {
    const company = await aReviewedCompany();
    await writeFile(
      company.path('decisions.csv'),
      'login,decision,until,reason,decision\nghost@acme.com,revoke,,left,keep\njane@acme.com,keep,,needs, check,keep\n',
    );
    const { exit, stderr } = await decide(company, '--file', 'decisions.csv', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain('decisions.csv, line 1: a column that stands more than once. Found: decision in the');
    expect(stderr).toContain('decisions.csv, line 3, cell F3: more cells than headers. Found: "keep".');
  });

  test.each([
    ['the error of a formula for a reason', '#N/A', 'line 2, cell D2 (reason): no reason. Found: #N/A.'],
    ['a reason of which nobody sees anything', '\u200b\u2060', 'line 2, cell D2 (reason): no reason. Found: nothing.'],
  ])('is refused with %s', async (_, reason, says) => {
    const company = await aReviewedCompany();
    await writeFile(company.path('back.csv'), `login,decision,until,reason\nghost@acme.com,revoke,,${reason}\n`);
    const { exit, stderr } = await decide(company, '--file', 'back.csv', ...by);
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining(says) });
  });

  test('is refused without a column of decisions, and names the columns that it has', async () => {
    const company = await aReviewedCompany();
    await writeFile(company.path('back.csv'), 'login,decsion,until,reason\nghost@acme.com,revoke,,left\n');
    const { exit, stderr } = await decide(company, '--file', 'back.csv', ...by);
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('no decision column') });
    expect(stderr).toContain('login, decsion, until, reason');
  });

  test('of a workbook is refused when somebody decided on two of its sheets: neither would be told', async () => {
    const company = await aReviewedCompany();
    const header = ['login', 'decision', 'until', 'reason'];
    const first = inlineRows([header, ['ghost@acme.com', 'revoke', '', 'left']]);
    const second = inlineRows([header, ['orphan@acme.com', 'revoke', '', 'left']]);
    await writeFile(company.path('back.xlsx'), workbookOf({ sheets: { North: first, South: second } }));
    const { exit, stderr } = await decide(company, '--file', 'back.xlsx', ...by);
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining('"North" and "South"') });

    const copy = inlineRows([header, ['orphan@acme.com', '', '', '']]);
    await writeFile(company.path('back.xlsx'), workbookOf({ sheets: { North: first, Copy: copy } }));
    expect(await decide(company, '--file', 'back.xlsx', ...by)).toMatchObject({ exit: 0 });
  });

  test('takes the longest reason that a cell of a spreadsheet holds, and refuses one of megabytes by its cell', async () => {
    const company = await aReviewedCompany();
    const whole = 'w'.repeat(32_767);
    await writeFile(company.path('long.csv'), `login,decision,reason\nghost@acme.com,revoke,${whole}\n`);
    expect((await decide(company, '--file', 'long.csv', ...by)).exit).toBe(0);
    expect((await statusOf(company)).decisions.map(({ reason }) => reason === whole)).toEqual([true]);
    await writeFile(company.path('longer.csv'), `login,decision,reason\njane@acme.com,keep,${'w'.repeat(5_000_000)}\n`);
    const { exit, stderr } = await decide(company, '--file', 'longer.csv', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain(
      'longer.csv, line 2, cell C2 (reason): reason too long. Found: 5000000 characters. Expected: at most 32767 characters.',
    );
    const typed = await decide(
      company,
      '--login',
      'jane@acme.com',
      '--decision',
      'keep',
      '--reason',
      `${whole}w`,
      ...by,
    );
    expect([typed.exit, typed.stderr]).toEqual([
      2,
      expect.stringContaining('reason too long. Found: 32768 characters'),
    ]);
    expect((await statusOf(company)).decisions).toHaveLength(1);
  });

  test('is refused whole when one line is, with a message a line', async () => {
    const company = await aReviewedCompany();
    await writeFile(
      company.path('decisions.csv'),
      'login,decision,until,reason\nghost@acme.com,revoke,,left\nnobody@acme.com,revoke,,left\njane@acme.com,revoke,2027-01-01,left\n',
    );
    const { exit, stderr } = await decide(company, '--file', 'decisions.csv', ...by);
    expect(exit).toBe(2);
    expect(stderr).toContain(
      'decisions.csv, line 3, cell A3 (login): no account of this review. Found: nobody@acme.com.',
    );
    expect(stderr).toContain('decisions.csv, line 4, cell C4 (until): end of an exception without an exception.');
    await company.command('review', 'open', '--review', '2026-Q4', '--home', 'home');
    expect((await statusOf(company)).decisions).toEqual([]);
  });
});
