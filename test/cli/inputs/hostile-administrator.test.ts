// What somebody who writes the files could hide by them: an account, a leaver, a leaving.
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import { companyWith, expectRefused, withLeavers } from '../../support/program/handed-in.ts';
import { acme } from '../../support/inputs/acme.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

const bob = 'bob@acme.com';
const ada = 'ada@acme.com';
const gone = anIdentity({
  login: bob,
  state: 'deleted',
  left: { notBefore: null, notAfter: '2026-09-01T00:00:00Z', source: 'statusChanged' },
});

describe('a register of non-human accounts', () => {
  const register = { config: { nonHuman: [{ login: bob, owner: ada, purpose: 'nightly sync' }] } };

  test('hides nobody whom HR names: the finding says what contradicts it', async () => {
    const company = await companyWith('gone.csv', 'Email,Last day\nbob@acme.com,2026-08-31\n', {
      ...register,
      accounts: [ada, bob],
      people: [ada, bob],
    });
    const { files } = await company.review('--leavers', 'gone.csv');
    expect(files.population).toMatchObject([{ situation: 'linked' }, { login: bob, situation: 'registered' }]);
    const reason = files.findings.findings.find(({ code }) => code === 'UNOWNED_ACCOUNT')?.reason;
    expect(reason).toContain("HR's list names who bears its login as gone");
  });

  test('does not clear the account of somebody who is deleted in the directory', async () => {
    const company = await aCompany({ ...register, accounts: [ada, bob], people: [ada, gone] });
    const { document, files } = await company.review();
    expect(document.findings.byCode).toEqual({ UNOWNED_ACCOUNT: 1 });
    expect(files.findings.findings[0]?.reason).toContain('bob@acme.com in okta, who bears its login, left');
  });

  test('names no account as its own owner', async () => {
    const config = { nonHuman: [{ login: ada, owner: 'ADA@acme.com', purpose: 'sync' }] };
    const company = await aCompany({ config, accounts: [ada], people: [ada] });
    const { files } = await company.review();
    expect(files.findings.findings).toMatchObject([
      { code: 'UNOWNED_ACCOUNT', reason: 'The register names the account itself as its owner.' },
    ]);
  });

  test('clears an account whose owner can sign in, although the same directory holds a second, disabled object', async () => {
    const [directory] = acme.directories;
    const config = { ...register.config, directories: [{ ...directory, authoritativeFor: ['acme.com'] }] };
    const people = (['active', 'disabled'] as const).map((state) =>
      anIdentity({ login: ada, id: state, state, employeeId: 'E1' }),
    );
    const company = await aCompany({ config, accounts: [ada, bob], people: [...people, bob] });
    expect((await company.review()).document.findings.byCode).toEqual({});
  });

  test('clears an account whose identity is there', async () => {
    const company = await aCompany({ ...register, accounts: [ada, bob], people: [ada, bob] });
    expect((await company.review()).document.findings.byCode).toEqual({});
  });
});

describe('a leaving in a snapshot', () => {
  const left = { notBefore: '2026-09-01T00:00:00Z', notAfter: null, source: 'HR' };

  test('that began and does not say when it ended leaves the account undetermined', async () => {
    const company = await aCompany({ accounts: [bob], people: [anIdentity({ login: bob, left })] });
    const { files } = await company.review();
    expect(files.population).toMatchObject([{ login: bob, situation: 'undetermined' }]);
  });

  test('that is yet to come is none', async () => {
    const person = anIdentity({ login: bob, left: { ...left, notBefore: '2027-01-01T00:00:00Z' } });
    const company = await aCompany({ accounts: [bob], people: [person] });
    expect((await company.review()).files.population).toMatchObject([{ login: bob, situation: 'linked' }]);
  });

  test('of somebody who is deleted, at a time that had not come, is none after the export', async () => {
    const ahead = '2030-01-01T00:00:00Z';
    const person = anIdentity({
      login: bob,
      state: 'deleted',
      left: { notBefore: null, notAfter: ahead, source: 'statusChanged' },
    });
    const company = await aCompany({
      accounts: [bob, ada],
      header: { takenAt: '2026-10-05T08:30:00Z' },
      people: [person, anIdentity({ login: ada, createdAt: ahead })],
    });
    const { files } = await company.review();
    expect(files.findings.findings).toMatchObject([
      { code: 'LEAVER_ACCOUNT', severity: 'critical', reason: expect.stringContaining('whose time had not come') },
    ]);
  });

  test('that ends before it begins is refused with its line', async () => {
    const person = anIdentity({ login: bob, left: { ...left, notAfter: '2026-08-01T00:00:00Z' } });
    const company = await aCompany({ accounts: [bob], people: [person] });
    expectRefused(await company.run('--no-pdf'), 'okta.jsonl, line 2, left', 'which is after notAfter');
  });
});

test.each([
  ['lines that end with another sign', 'Email,Last day\u2028bob@acme.com,2026-08-31\u2028'],
  ['a quote that takes the rows in', 'Email,"Last day\nbob@acme.com,2026-08-31\n"\n'],
])('a list of leavers whose header holds a row by %s is refused', async (_, content) => {
  expectRefused(await withLeavers('gone.csv', content), 'gone.csv, line 1, column 2', 'a header that holds a row');
});
