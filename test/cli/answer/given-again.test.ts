// Documents that are asked for once more, as after a command that was killed when its file stood already.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';

const review = ['--review', '2026-Q4'] as const;

const documents: Readonly<Record<string, readonly string[]>> = {
  graph: ['graph'],
  'graph as CSV': ['graph', '--format', 'csv'],
  ocsf: ['ocsf'],
  accounts: ['accounts', '--for', 'vanta'],
  oscal: ['oscal', ...review],
};

async function aSignedCompany(): Promise<Company> {
  const company = await aCompany({
    accounts: ['jane@acme.com', 'ghost@acme.com'],
    people: ['jane@acme.com'],
    config: {
      policy: { ordinaryRoles: ['User'] },
      reviewers: { fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    },
  });
  await company.run('--no-pdf', '--count-shown', '2', '--quiet');
  const kept = ['--decision', 'keep', '--reason', 'needed', '--by', 'grc@acme.com', '--home', 'home'] as const;
  for (const login of ['jane@acme.com', 'ghost@acme.com']) await company.command('decide', '--login', login, ...kept);
  for (const by of ['grc@acme.com', 'cfo@acme.com'])
    expect(await company.command('review', 'sign-off', ...review, '--by', by, '--home', 'home')).toMatchObject({
      exit: 0,
    });
  return company;
}

test('a document that lies there as it would be written stands, and another file is not lost', async () => {
  const company = await aSignedCompany();
  for (const [name, args] of Object.entries(documents)) {
    const out = `${name.replaceAll(' ', '-')}.out`;
    const command = [...args, '--home', 'home', '--out', out];
    const first = await company.command(...command);
    expect(first, name).toMatchObject({ exit: 0 });
    const { ino } = await stat(company.path(out));
    expect(await company.command(...command), name).toEqual(first);
    expect((await stat(company.path(out))).ino).toBe(ino);
    const written = await readFile(company.path(out), 'utf8');
    await writeFile(company.path(out), `${written}mine\n`);
    const refused = await company.command(...command);
    expect(refused, name).toMatchObject({ exit: 2, stdout: '' });
    expect(refused.stderr).toContain('another content than would be written');
  }
});

test('so does a worksheet, and an order whose files were copied', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'], people: ['jane@acme.com'] });
  await company.run('--no-pdf', '--count-shown', '2', '--quiet');
  const on = [...review, '--home', 'home', '--out', 'sheets'] as const;
  await company.command('review', 'open', ...review, '--home', 'home');
  const first = await company.command('review', 'lines', ...on);
  expect(first).toMatchObject({ exit: 0 });
  expect(await company.command('review', 'lines', ...on)).toEqual(first);
  const left = ['--decision', 'revoke', '--reason', 'left', '--by', 'jane@acme.com', '--home', 'home'] as const;
  await company.command('decide', '--login', 'ghost@acme.com', ...left);
  const order = ['review', 'work-order', ...review, '--home', 'home', '--out', 'order'] as const;
  expect(await company.command(...order)).toMatchObject({ exit: 0 });
  const again = await company.command(...order);
  expect(again.stdout).toContain('Work order 1 stands');
  expect(again.exit).toBe(0);
});
