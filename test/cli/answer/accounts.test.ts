// The command `accounts`: the files of products of identity governance, and who is left out of them.
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { governanceProducts } from '../../../core/formats/governance/products.ts';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { anApp, anIdentity } from '../../support/inputs/population-builder.ts';

const rows = z.array(z.record(z.string(), z.string()));

let company: Company;
beforeAll(async () => {
  company = await aCompany(
    {
      accounts: [
        { email: 'jane@acme.com', name: '  =Jane\tDoe ', role: 'Admin' },
        { email: 'ghost@acme.com', role: 'User' },
        { email: 'old@acme.com', status: 'Suspended', role: 'Read\u2028 only' },
        { email: 'older@acme.com', status: 'Suspended', role: 'Read  only' },
        { email: 'sync@acme.com', role: 'User' },
        { email: 'gone@acme.com', status: 'Suspended', role: 'USER' },
        { email: 'guest@partner.com', role: 'User' },
      ],
      people: [
        anIdentity({ login: 'jane@acme.com', id: '9c335107-9881-4b2a-a02f-87802c7e63f8' }),
        anIdentity({ login: 'guest@partner.com', guest: true }),
        anIdentity({ login: 'gone@acme.com' }),
      ],
      config: {
        directories: [{ id: 'okta', kind: 'entra', tenantId: 'tenant', appId: 'app' }],
        nonHuman: [{ login: 'sync@acme.com', owner: 'jane@acme.com', purpose: 'sync' }],
      },
      header: { app: anApp({}) },
    },
    await aSharedFolder(),
  );
  const { exit, stderr } = await company.run('--no-pdf', '--quiet');
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
}, 30_000);

async function fileFor(...options: readonly string[]): Promise<{ rows: z.infer<typeof rows>; stderr: string }> {
  const { exit, stdout, stderr } = await company.command('accounts', '--home', 'home', ...options);
  expect(exit).toBe(0);
  return { rows: z.parse(rows, parse(stdout, { columns: true })), stderr };
}

test('Vanta is told whose each account is, in its own words, and which are active', async () => {
  const { rows: file } = await fileFor('--for', 'vanta');
  expect(file).toEqual([
    { 'Account name': 'ghost@acme.com', 'Account owner': 'No owner', Role: 'User', Status: 'Active' },
    { 'Account name': 'gone@acme.com', 'Account owner': 'gone@acme.com', Role: 'User', Status: 'Deactivated' },
    { 'Account name': 'guest@partner.com', 'Account owner': 'External user', Role: 'User', Status: 'Active' },
    { 'Account name': 'jane@acme.com', 'Account owner': 'jane@acme.com', Role: 'Admin', Status: 'Active' },
    { 'Account name': 'old@acme.com', 'Account owner': 'No owner', Role: 'Read only', Status: 'Deactivated' },
    { 'Account name': 'older@acme.com', 'Account owner': 'No owner', Role: 'Read only', Status: 'Deactivated' },
    { 'Account name': 'sync@acme.com', 'Account owner': 'Not a person', Role: 'User', Status: 'Active' },
  ]);
});

test('Entra gets accounts of its own people, and everybody else is told', async () => {
  const { rows: file, stderr } = await fileFor('--for', 'entra');
  expect(
    file.map(({ PrincipalAADId, ResourceId, PermissionName }) => [PrincipalAADId, ResourceId, PermissionName]),
  ).toEqual([
    ['id-guest@partner.com', 'guest@partner.com', 'User'],
    ['9c335107-9881-4b2a-a02f-87802c7e63f8', 'jane@acme.com', 'Admin'],
  ]);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^Left out: ghost@acme\.com: belongs to nobody/),
    expect.stringMatching(/^Left out: gone@acme\.com: suspended/),
    expect.stringMatching(/^Left out: old@acme\.com: suspended/),
    expect.stringMatching(/^Left out: older@acme\.com: suspended/),
    expect.stringMatching(/^Left out: sync@acme\.com: belongs to nobody/),
  ]);
});

test('Entra gets the form of its v1.0 too, in which the account stands in the description', async () => {
  const { rows: file } = await fileFor('--for', 'entra-v1');
  expect(file).toEqual([
    expect.objectContaining({ principalId: 'id-guest@partner.com', permissionId: 'User' }),
    {
      principalId: '9c335107-9881-4b2a-a02f-87802c7e63f8',
      principalType: 'user',
      permissionId: 'Admin',
      permissionName: 'Admin',
      permissionDescription: 'Privileged role of the People.ai account jane@acme.com',
      permissionType: 'role',
    },
  ]);
});

test('SailPoint gets accounts sorted by name, and its roles', async () => {
  const { rows: file } = await fileFor('--for', 'sailpoint');
  expect(file.map(({ id }) => id)).toEqual([
    'ghost@acme.com',
    'gone@acme.com',
    'guest@partner.com',
    'jane@acme.com',
    'old@acme.com',
    'older@acme.com',
    'sync@acme.com',
  ]);
  expect(file.find(({ id }) => id === 'jane@acme.com')).toMatchObject({ displayName: "'=Jane Doe", groups: 'Admin' });
  expect((await fileFor('--for', 'sailpoint', '--entitlements')).rows.map(({ id }) => id)).toEqual([
    'Admin',
    'Read only',
    'User',
  ]);
});

test('ConductorOne is told who answers for what is no person', async () => {
  const { rows: file } = await fileFor('--for', 'conductorone');
  expect(file.find((row) => row['User ID'] === 'sync@acme.com')).toMatchObject({
    'User Type': 'Service',
    'Account Owner': 'jane@acme.com',
    'Resource Name': 'User',
  });
});

test('with a file and --json all who are left out are told', async () => {
  const { stdout } = await company.command(
    'accounts',
    '--home',
    'home',
    '--for',
    'entra',
    '--out',
    'entra.csv',
    '--json',
  );
  expect(JSON.parse(stdout)).toMatchObject({ accounts: 2, leftOut: [{}, {}, {}, {}, {}], out: 'entra.csv' });
  expect(await readFile(company.path('entra.csv'), 'utf8')).toMatch(/^PrincipalAADId,/);
});

test.each(['--for drata', '--for vanta --entitlements', '--for vanta --json', '--for vanta --run x'])(
  '%s is refused',
  async (options) => {
    const { exit, stdout, stderr } = await company.command('accounts', '--home', 'home', ...options.split(' '));
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).not.toBe('');
  },
);

test('a run whose evidence was changed is refused', async () => {
  const other = await aCompany();
  await other.run('--no-pdf', '--quiet');
  const [run = ''] = await readdir(other.path('home/runs'));
  await appendFile(other.path(`home/runs/${run}/evidence/export.csv`), 'x');
  const { exit, stdout, stderr } = await other.command('accounts', '--home', 'home', '--for', 'vanta');
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('stored evidence was changed');
});

describe('the contract', () => {
  test.each(Object.entries(governanceProducts))('tells the columns for %s', async (name, product) => {
    const contract = await readFile(new URL('../../../docs/contract.md', import.meta.url), 'utf8');
    const line = contract.split('\n').find((one) => one.startsWith(`| \`${name}\` |`)) ?? '';
    expect(line).toContain(Object.keys(product.accounts).join(', '));
    expect(line).toContain(product.page);
  });
});
