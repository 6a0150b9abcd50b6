// findings.json, the CSV files, the manifest and the totals of one run tell the same story, whatever the company.
// Twenty companies are twenty processes, which take ten seconds.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../support/bytes.ts';
import { aCompany } from '../../support/program/company.ts';
import type { CompanySays, Reviewed } from '../../support/program/company.ts';
import type { ExportRow } from '../../support/inputs/export-builder.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { digestsBelow } from '../../support/program/run-files.ts';
import type { WrittenFinding } from '../../support/program/run-files.ts';

interface Somebody {
  readonly status: 'Active' | 'Invited' | 'Suspended' | null;
  readonly role: 'Admin' | 'User' | 'Owner' | '';
  readonly domain: 'acme.com' | 'people.ai' | 'elsewhere.org';
  readonly name: string;
  readonly rows: 1 | 2;
  readonly identity: 'active' | 'deleted' | 'suspended' | null;
  readonly assigned: boolean;
}

const somebody: fc.Arbitrary<Somebody> = fc.record({
  status: fc.constantFrom('Active', 'Active', 'Invited', 'Suspended', null),
  role: fc.constantFrom('Admin', 'User', 'User', 'Owner', ''),
  domain: fc.constantFrom('acme.com', 'acme.com', 'people.ai', 'elsewhere.org'),
  name: fc.constantFrom('Jane Doe', 'Doe, Jane', '"Jane"', '王小明', '=1+1', 'two\nlines', ''),
  rows: fc.constantFrom(1, 1, 1, 2),
  identity: fc.constantFrom('active', 'active', 'deleted', 'suspended', null),
  assigned: fc.boolean(),
});

function companyOf(people: readonly Somebody[], rejected: number): CompanySays {
  const logins = people.map(({ domain }, index) => `user-${index}@${domain}`);
  const accounts = people.flatMap(({ status, role, name, rows }, index): readonly ExportRow[] => {
    const row = status === null ? [] : [{ email: logins[index] ?? '', status, role, name }];
    return rows === 2 ? [...row, ...row] : row;
  });
  const identities = people.flatMap(({ identity, assigned }, index) =>
    identity === null
      ? []
      : [anIdentity({ login: logins[index] ?? '', state: identity, ...(assigned ? {} : { assignments: [] }) })],
  );
  const broken = Array.from({ length: rejected }, () => ({
    email: 'nobody',
    status: 'Active',
    role: 'User',
    name: '',
  }));
  const jane = { email: 'jane@acme.com', status: 'Active', role: 'Admin', name: 'Jane Doe' };
  return {
    accounts: [...broken, jane, ...accounts],
    people: ['jane@acme.com', ...identities],
    config: { instance: { vendorDomains: ['people.ai'] } },
    policy: { companyDomains: ['acme.com', 'people.ai'], propose: [...proposing] },
  };
}

const proposing = new Set(['ORPHANED_ACCOUNT', 'LEAVER_ACCOUNT', 'SUSPENDED_IDENTITY']);

test('the files of a run agree with one another', { timeout: 120_000 }, async () => {
  const folder = await aSharedFolder();
  const companies = fc.tuple(fc.array(somebody, { maxLength: 12 }), fc.nat(2));
  await fc.assert(
    fc.asyncProperty(companies, async ([people, rejected]) => {
      const says = companyOf(people, rejected);
      const company = await aCompany(says, folder);
      const reviewed = await company.review('--home', `home-${sha256(JSON.stringify(says)).slice(0, 16)}`);
      expectTotals(reviewed, says);
      expectLists(reviewed);
      expectFindings(reviewed);
      expectProposals(reviewed);
      await expectManifest(reviewed, company.path('users.csv'));
    }),
    { numRuns: 20 },
  );
});

/** Every row of the export is somewhere, and every account has one situation (contract, section 4). */
function expectTotals({ document, files }: Reviewed, { accounts = [] }: CompanySays): void {
  const { totals } = files.findings;
  expect(document.totals).toEqual(totals);
  expect(totals.rowsRead).toBe(accounts.length);
  expect(totals.accounts + totals.rejected + totals.duplicates).toBe(totals.rowsRead);
  expect(files.population).toHaveLength(totals.accounts);
  for (const [situation, number] of Object.entries(totals.situations)) {
    expect({ situation, number: files.population.filter((row) => row['situation'] === situation).length }).toEqual({
      situation,
      number,
    });
  }
  for (const [status, number] of Object.entries(totals.byStatus)) {
    expect(files.population.filter((row) => row['status'] === status)).toHaveLength(number);
  }
  expect(files.population.filter((row) => row['status'] !== 'suspended')).toHaveLength(totals.live);
}

/** findings.csv is findings.json, and each account's codes in population.csv are its findings. */
function expectLists({ document, files }: Reviewed): void {
  const { findings } = files.findings;
  expect(files.findingsCsv.map(({ id, code, login, row, state }) => ({ id, code, login, row, state }))).toEqual(
    findings.map(({ id, code, login, row, state }) => ({
      id,
      code,
      login: login ?? '',
      row: String(row ?? ''),
      state,
    })),
  );
  for (const { login, findings: codes, row, situation } of files.population) {
    const own = findings.filter((finding) => finding.login === login);
    expect({ login, codes }).toEqual({ login, codes: own.map(({ code }) => code).join(' ') });
    for (const finding of own) expect({ ...finding, row: String(finding.row) }).toMatchObject({ row, situation });
  }
  const counted = Object.groupBy(findings, ({ code }) => code);
  expect(document.findings.byCode).toEqual(
    Object.fromEntries(Object.entries(counted).map(([code, some]) => [code, some?.length])),
  );
}

function orderOf({ severity, code, login }: WrittenFinding): string {
  return `${severities.indexOf(severity)} ${code} ${login ?? ''}`;
}

const severities = ['critical', 'high', 'medium', 'low', 'info'];

function expectFindings({ files }: Reviewed): void {
  const { findings } = files.findings;
  expect(findings.map(orderOf)).toEqual(findings.map(orderOf).toSorted());
  for (const { id, code, login, state } of findings) {
    expect(state).toBe('new');
    if (login !== null) expect(id).toBe(idOf(`people.ai|${code}|${login}`));
  }
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
}

function idOf(text: string): string {
  return `f_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** Live, with a finding that the policy names, not the vendor's; the last administrator, jane, never is one. */
function expectProposals({ document, files }: Reviewed): void {
  const due = files.population.filter(
    ({ login = '', status, findings = '' }) =>
      status !== 'suspended' &&
      !login.endsWith('@people.ai') &&
      findings.split(' ').some((code) => proposing.has(code)),
  );
  expect(files.proposals.map(({ login }) => login)).toEqual(due.map(({ login }) => login));
  expect(document.proposals).toBe(due.length);
  for (const proposal of files.proposals) {
    expect(Object.keys(proposal)).not.toContain('Operation');
    const { row, status, role, situation } = proposal;
    expect(files.population.find(({ login }) => login === proposal['login'])).toMatchObject({
      row,
      status,
      role,
      situation,
    });
  }
}

/** Name, bytes and digest of every file but the manifest itself; the export byte for byte. */
async function expectManifest({ document, files }: Reviewed, exported: string): Promise<void> {
  const { [`evidence/manifest.json`]: own, ...digests } = await digestsBelow(document.folder);
  expect(own).toBeDefined();
  expect(Object.fromEntries(files.manifest.files.map(({ name, sha256: digest }) => [name, digest]))).toEqual(digests);
  for (const { name, bytes } of files.manifest.files) {
    expect((await stat(join(document.folder, name))).size).toBe(bytes);
  }
  expect(await readFile(join(document.folder, 'evidence/export.csv'))).toEqual(await readFile(exported));
}
