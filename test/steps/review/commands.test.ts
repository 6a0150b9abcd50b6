// A review through the command line, from its opening to its closing, as people type it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { deliveredCommand } from '../../support/program/command.ts';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';

const on = ['--review', '2026-Q4', '--home', 'home'] as const;
const sheetSchema = z.array(z.record(z.string(), z.string()));

const started = new Set<string>();

/** The first of its kind from the very files that are delivered, which takes a second; the others as everywhere. */
async function said(company: Company, ...args: readonly string[]): Promise<string> {
  const kind = args.slice(0, args[0] === 'review' ? 2 : 1).join(' ');
  const isKnown = started.has(kind);
  started.add(kind);
  const outcome = isKnown ? await company.command(...args) : await deliveredCommand(company.folder, args);
  const { exit, stdout, stderr } = outcome;
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout;
}

async function worksheet(company: Company): Promise<z.infer<typeof sheetSchema>> {
  await said(company, 'review', 'lines', ...on, '--out', 'sheet', '--overwrite');
  const text = await readFile(company.path(join('sheet', 'worksheet-2026-Q4.csv')), 'utf8');
  return z.parse(sheetSchema, parse(text, { columns: true, bom: true }));
}

test('a worksheet is filled in, signed by two people, proven by verify, and the review is closed', async () => {
  const company = await aCompany({
    accounts: [
      { email: 'jane@acme.com', role: 'User' },
      { email: 'root@acme.com', role: 'Admin' },
      { email: 'ghost@acme.com', name: '=1+1', role: 'User' },
    ],
    people: ['jane@acme.com', 'root@acme.com'],
    config: { reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' } },
  });
  await company.run('--no-pdf', '--count-shown', '3', '--exported-by', 'ops@acme.com', '--quiet');
  await said(company, 'review', 'open', ...on, '--by', 'grc@acme.com');
  const sheet = await worksheet(company);
  expect(sheet.map(({ login, recommendation, name }) => [login, recommendation, name])).toEqual([
    ['ghost@acme.com', 'revoke', "'=1+1"],
    ['root@acme.com', 'look', ''],
    ['jane@acme.com', 'keep', ''],
  ]);

  await said(company, 'decide', '--filter', 'unremarkable', '--by', 'grc@acme.com', '--reason', 'unchanged', ...on);
  expect(await worksheet(company)).toHaveLength(2);
  await writeFile(
    company.path('back.csv'),
    'login,decision,until,reason\nroot@acme.com,keep,,runs it\nghost@acme.com,keep,,a robot\n',
  );
  await said(company, 'decide', '--file', 'back.csv', '--by', 'grc@acme.com', ...on);
  expect(await said(company, 'review', 'status', ...on)).toContain('Phase remediation, due on 15 January 2027');

  expect(await said(company, 'review', 'sign-off', ...on, '--by', 'grc@acme.com')).toContain('Signed as reviewer');
  const again = await company.command('review', 'sign-off', ...on, '--by', 'grc@acme.com');
  expect(again).toMatchObject({ exit: 2, stderr: expect.stringContaining('the same person in two stages') });
  const signed = await said(company, 'review', 'sign-off', ...on, '--by', 'cfo@acme.com', '--out', 'signed');
  expect(signed).toContain('Handed in: 1 by a stated filter, 2 together');
  expect(await said(company, 'verify', 'signed/report.pdf')).toMatch(/^INTACT/);
  expect(await said(company, 'review', 'close', ...on, '--by', 'grc@acme.com')).toContain('is closed');
  expect(await said(company, 'review', 'close', ...on, '--by', 'grc@acme.com'), 'twice is no harm').toContain(
    'is closed',
  );
});

test('a tick of a day that has not come says that what it signed cannot be taken back', async () => {
  const company = await aCompany();
  const year = new Date().getUTCFullYear() + 2;
  await company.run('--no-pdf', '--quiet');
  const told = await said(company, 'tick', '--home', 'home', '--as-of', `${year}-01-20T08:00:00Z`);
  expect(told).toContain('control not performed; a signed report says so.\n');
  expect(told).toContain(`--as-of ${year}-01-20T08:00:00Z has not come: it is `);
});

test('a tick says what is due, and nothing the second time on a day', async () => {
  const company = await aCompany({ config: { mail: { to: ['ops@acme.com'] } } });
  await company.run('--no-pdf', '--quiet');
  const tick = ['tick', '--home', 'home', '--as-of', '2027-01-08T08:00:00Z'];
  expect(await said(company, ...tick)).toBe('8 January 2027: 1 mail sent.\n');
  expect(await said(company, ...tick)).toBe('8 January 2027: 0 mails sent.\n');
  expect(await said(company, 'tick', '--home', 'home', '--as-of', '2027-01-16T08:00:00Z')).toContain(
    '2026-Q4: control not performed; a signed report says so.',
  );
});
