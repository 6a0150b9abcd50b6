// The command `oscal`: a signed review handed out, and what is refused.
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { oscalFaults } from '../../support/formats/oscal.ts';

const told = z.object({
  'assessment-results': z.object({
    results: z.tuple([
      z.object({
        'local-definitions': z.object({ users: z.array(z.object({ title: z.string(), props: z.array(z.unknown()) })) }),
      }),
    ]),
  }),
});

const on = ['--review', '2026-Q4', '--home', 'home'] as const;

async function aReviewedCompany(): Promise<Company> {
  const company = await aCompany({
    accounts: [
      { email: 'jane@acme.com', role: 'User' },
      { email: 'ghost@acme.com', role: '=Admin()' },
    ],
    people: ['jane@acme.com'],
    config: {
      policy: { privilegedRoles: ['=Admin()'], ordinaryRoles: ['User'] },
      reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    },
  });
  await company.run('--no-pdf', '--count-shown', '2', '--quiet');
  return company;
}

async function said(company: Company, ...args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await company.command(...args);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout;
}

test('a review is refused until every stage has signed, and is then handed out by the rules of the schema', async () => {
  const company = await aReviewedCompany();
  const early = await company.command('oscal', ...on);
  expect(early).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('Found: ') });
  for (const [login, decision] of [
    ['jane@acme.com', 'keep'],
    ['ghost@acme.com', 'keep'],
  ] as const)
    await said(
      company,
      'decide',
      '--login',
      login,
      '--decision',
      decision,
      '--by',
      'grc@acme.com',
      '--reason',
      'known',
      ...on,
    );
  await said(company, 'review', 'sign-off', ...on, '--by', 'grc@acme.com');
  const half = await company.command('oscal', ...on);
  expect(half).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('no signature as control-owner') });
  await said(company, 'review', 'sign-off', ...on, '--by', 'cfo@acme.com');

  const text = await said(company, 'oscal', ...on);
  expect(oscalFaults(JSON.parse(text))).toEqual([]);
  expect(await said(company, 'oscal', ...on), 'the same review has the same document').toBe(text);
  expect(JSON.parse(await said(company, 'oscal', ...on, '--out', 'oscal.json', '--json'))).toMatchObject({
    schema: 1,
    review: '2026-Q4',
    out: 'oscal.json',
  });
  expect(await readFile(company.path('oscal.json'), 'utf8')).toBe(text);
  expect(await company.command('oscal', ...on, '--out', 'oscal.json'), 'once more').toMatchObject({ exit: 0 });
  await writeFile(company.path('other.json'), '{}');
  expect(await company.command('oscal', ...on, '--out', 'other.json')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('file is there already'),
  });

  // The lists write the role so that no spreadsheet runs it; the document tells it as the export has it.
  const { users } = z.parse(told, JSON.parse(text))['assessment-results'].results[0]['local-definitions'];
  expect(users.find(({ title }) => title === 'ghost@acme.com')?.props).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'role', value: '=Admin()' }),
      expect.objectContaining({ name: 'privileged', value: 'true' }),
      expect.objectContaining({ name: 'situation', value: 'unmatched' }),
    ]),
  );

  const [population = ''] = (await readdir(company.path('home/runs'), { recursive: true })).filter((file) =>
    file.endsWith('population.csv'),
  );
  await appendFile(company.path(`home/runs/${population}`), ' ');
  expect(await company.command('oscal', ...on)).toMatchObject({
    exit: 2,
    stdout: '',
    stderr: expect.stringContaining('stored evidence was changed'),
  });
}, 60_000);

test('what is no period, and a home that no run has used, are refused', async () => {
  const company = await aCompany();
  for (const args of [['--review', '2026-Q5', '--home', 'home'], on])
    expect(await company.command('oscal', ...args)).toMatchObject({ exit: 2, stdout: '' });
});
