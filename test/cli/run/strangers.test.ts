// A run in which no directory knows anybody: said to whoever reads it, for it is a wrong file more often than it is true.
import { expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';

const accounts = ['ann@acme.com', 'bob@acme.com', 'cid@acme.com'];
const said = 'None of the accounts is known to any directory';

test('says that no directory knows any account, and what to hold against what', async () => {
  const company = await aCompany({
    accounts,
    people: accounts.map((login) => login.replace('acme', 'acme.onmicrosoft')),
  });
  const { stdout } = await company.run('--no-pdf');
  expect(stdout).toContain(
    `${said}, of 3 identities. Hold one account against its person before anybody decides: the directory may name people otherwise than People.ai does`,
  );
});

const ten = Array.from({ length: 10 }, (_, index) => `user${index}@acme.com`);

test('says so too where one account in ten is known', async () => {
  const company = await aCompany({ accounts: ten, people: ['user0@acme.com'] });
  const { stdout } = await company.run('--no-pdf');
  expect(stdout).toContain('9 of 10 accounts are known to no directory, of 1 identity. Hold one account');
});

test.each([
  ['one account is known', accounts, ['ann@acme.com']],
  ['two accounts in ten are known', ten, ten.slice(0, 2)],
  ['there are two accounts', accounts.slice(1), ['ann@acme.com']],
  ['the directory shows nobody', accounts, []],
])('says nothing of it where %s', async (_, rows, people) => {
  const company = await aCompany({ accounts: rows, people });
  const { stdout } = await company.run('--no-pdf');
  expect(stdout).toContain('Situations: ');
  expect(stdout).not.toContain('Hold one account');
});
