// The command `ocsf`: what changed from one run to the next, a line each.
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';

const told = z.looseObject({
  activity_name: z.string(),
  metadata: z.looseObject({ uid: z.string() }),
  finding_info: z.looseObject({ types: z.tuple([z.string()]) }),
  resources: z.array(z.looseObject({ uid: z.string() })),
});

async function changes(company: Company, ...args: readonly string[]): Promise<readonly string[]> {
  const { exit, stdout, stderr } = await company.command('ocsf', '--home', 'home', ...args);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => z.parse(told, JSON.parse(line)))
    .filter(({ finding_info: { types } }) => types[0] === 'ORPHANED_ACCOUNT')
    .map((event) => `${event.activity_name} ${event.resources[0]?.uid ?? ''}`);
}

test('a new orphan is created once, and closed when an export proves that the account is gone', async () => {
  const people = ['jane@acme.com'];
  const company = await aCompany({ on: '2026-10-05', accounts: ['jane@acme.com', 'ghost@acme.com'], people });
  await company.run('--no-pdf', '--quiet');
  expect(await changes(company)).toEqual(['Create ghost@acme.com']);
  expect(await changes(company), 'asked again, the same').toEqual(['Create ghost@acme.com']);

  await company.has({ on: '2026-10-06', accounts: ['jane@acme.com', 'ghost@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  expect(await changes(company), 'what is still open is no news').toEqual([]);

  await company.has({
    on: '2026-10-07',
    accounts: ['jane@acme.com', { email: 'ghost@acme.com', status: 'Suspended' }],
  });
  await company.run('--no-pdf', '--quiet');
  expect(await changes(company)).toEqual(['Close ghost@acme.com']);

  for (const [on, told] of [
    ['2026-10-08', ['Update ghost@acme.com']],
    ['2026-10-09', []],
  ] as const) {
    await company.has({ on, accounts: ['jane@acme.com', 'ghost@acme.com'] });
    await company.run('--no-pdf', '--quiet');
    expect(await changes(company), 'who came back is told once').toEqual(told);
  }
  for (const [on, told] of [
    ['2026-10-10', ['Update ghost@acme.com']],
    ['2026-10-11', []],
  ] as const) {
    await company.has({ on, accounts: ['jane@acme.com'] });
    await company.run('--no-pdf', '--quiet', '--accept-gate', 'drop-rows', '--by', 'jane@acme.com', '--reason', 'gone');
    expect(await changes(company), 'and so is who vanished').toEqual(told);
  }
}, 60_000);

test('a file is counted, and a second document on stdout is refused', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'], people: ['jane@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  const filed = await company.command('ocsf', '--home', 'home', '--out', 'findings.jsonl', '--json');
  expect(filed).toMatchObject({ exit: 0 });
  expect(JSON.parse(filed.stdout)).toMatchObject({ schema: 1, out: 'findings.jsonl', events: expect.any(Number) });
  const refused = await company.command('ocsf', '--home', 'home', '--json');
  expect(refused).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('--out FILE') });
  const { run } = z.parse(z.object({ run: z.string() }), JSON.parse(filed.stdout));
  await writeFile(company.path(`home/runs/${run}/evidence/snapshot-okta.jsonl`), 'x');
  const changed = await company.command('ocsf', '--home', 'home');
  expect(changed).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('evidence was changed') });
}, 60_000);
