// Gates from the outside: exit 4 with a report that says why, and acceptance that is named and printed.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company, CompanySays } from '../../support/program/company.ts';
import { anApp, anIdentity } from '../../support/inputs/population-builder.ts';
import { opened, pagesOf, textOfPage } from '../../support/reports/read-pdf.ts';

function logins(count: number, prefix = 'user'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}@acme.com`);
}

const ten = logins(10);
const names = ['Ann Archer', 'Bob Baker', 'Cem Demir'];
const unassigned = (names: readonly string[]): ReturnType<typeof anIdentity>[] =>
  names.map((login) => anIdentity({ login, assignments: [] }));

interface GateCase {
  readonly gate: string;
  readonly status: 'held' | 'incomplete';
  /** What an earlier, accepted run saw. */
  readonly before?: CompanySays;
  readonly now: CompanySays;
  readonly options?: readonly string[];
  readonly reason: string;
}

const neverAcceptable: readonly GateCase[] = [
  {
    gate: 'incomplete',
    status: 'incomplete',
    now: { header: { completeness: 'partial', reasons: ['page 2 of the users could not be read'] } },
    reason: 'the snapshot of okta is partial: page 2 of the users could not be read',
  },
  {
    gate: 'limited-information',
    status: 'incomplete',
    now: { people: ['jane@acme.com', anIdentity({ login: 'x', nameId: null, logins: [] })] },
    reason: 'without name, login and mail',
  },
  {
    gate: 'app-disabled',
    status: 'held',
    now: { header: { app: anApp({ enabled: false }) } },
    reason: 'the People.ai app is disabled in okta',
  },
];

const acceptable: readonly GateCase[] = [
  { gate: 'empty-directory', status: 'held', now: { people: [] }, reason: 'okta holds no identities' },
  {
    gate: 'drop-identities',
    status: 'held',
    before: { people: ['jane@acme.com', ...unassigned(ten)] },
    now: { people: ['jane@acme.com'] },
    reason: 'okta holds 1 identity',
  },
  {
    gate: 'drop-assignments',
    status: 'held',
    before: { people: ['jane@acme.com', ...ten] },
    now: { people: ['jane@acme.com', ...unassigned(ten)] },
    reason: 'okta holds 1 assignment',
  },
  {
    gate: 'wrong-tenant',
    status: 'held',
    before: { accounts: ten, people: ten },
    now: { accounts: ten, people: logins(10, 'test') },
    reason: 'only 0 of the 10 people of okta',
  },
  {
    gate: 'drop-rows',
    status: 'held',
    before: { accounts: ten, people: ten },
    now: { accounts: ten.slice(3), people: ten },
    reason: '7 rows, 30 % fewer than the 10 of the last accepted run; the policy allows 20 %',
  },
  {
    gate: 'skew',
    status: 'held',
    now: { header: { takenAt: '2026-10-04T07:59:00Z' } },
    reason: '1 day 1 minute apart; the policy allows 1 day',
  },
  {
    gate: 'period',
    status: 'held',
    now: {},
    options: ['--review', '2026-Q2'],
    reason: 'not of the period 2026-Q2 (1 April 2026 to 30 June 2026)',
  },
  {
    gate: 'wrong-instance',
    status: 'held',
    before: { accounts: ten, people: ten },
    now: { accounts: logins(10, 'test'), people: ten },
    reason: 'only 0 of the 10 logins',
  },
  {
    gate: 'mixed-rows',
    status: 'held',
    now: {
      accounts: logins(3).map((email, at) => ({ email, name: names[(at + 1) % 3] ?? '' })),
      people: logins(3).map((login, at) => anIdentity({ login, name: names[at] })),
    },
    reason: 'in 3 of 3 rows the login is one person’s and the name, or number, another’s',
  },
  {
    gate: 'count',
    status: 'held',
    now: {},
    options: ['--count-shown', '2'],
    reason: "the export has 1 row and People.ai's page showed 2 users",
  },
];

/** A company that the gate holds; an earlier run is accepted first where the gate compares with one. */
async function aHeldCompany({ before, now }: GateCase): Promise<Company> {
  const company = await aCompany({ on: '2026-10-04', ...before });
  if (before !== undefined) expect((await company.run('--no-pdf')).exit).toBe(0);
  await company.has({ on: '2026-10-05', ...now });
  return company;
}

function accepting(...gates: readonly string[]): readonly string[] {
  const named = gates.flatMap((gate) => ['--accept-gate', gate]);
  return [...named, '--by', 'Grc@acme.com', '--reason', 'looked into it with HR'];
}

describe.each([...neverAcceptable, ...acceptable])('the gate $gate', (one) => {
  test('holds the run with exit 4, says why and proposes nobody', async () => {
    const company = await aHeldCompany(one);
    const { outcome, document, files } = await company.review(...(one.options ?? []));
    expect(outcome.exit).toBe(4);
    expect(document).toMatchObject({ status: one.status, exit: 4, proposals: 0 });
    expect(document.reasons).toEqual([expect.stringContaining(`${one.gate}: `)]);
    expect(document.reasons[0]).toContain(one.reason);
    expect(files.findings).toMatchObject({ status: one.status, reasons: document.reasons });
    expect(files.proposals).toEqual([]);
  });
});

test.each(acceptable)('the gate $gate is accepted by a named person with a reason, both on record', async (one) => {
  const company = await aHeldCompany(one);
  const { outcome, document, files } = await company.review(...(one.options ?? []), ...accepting(one.gate));
  expect(outcome.exit).toBe(0);
  expect(document).toMatchObject({ status: 'complete', reasons: [] });
  expect(files.findings.run.acceptedGates).toEqual([
    { gate: one.gate, by: 'grc@acme.com', reason: 'looked into it with HR' },
  ]);
});

test.each(neverAcceptable)('the gate $gate cannot be accepted by anybody', async (one) => {
  const company = await aHeldCompany(one);
  const { exit, stderr } = await company.run(...accepting(one.gate));
  expect(exit).toBe(2);
  expect(stderr).toContain(`gate that nobody may accept. Found: ${one.gate}.`);
});

test('a gate that is accepted leaves the other one holding', async () => {
  const company = await aCompany({ header: { takenAt: '2026-10-01T07:30:00Z' } });
  const { outcome, document } = await company.review('--count-shown', '9', ...accepting('skew'));
  expect(outcome.exit).toBe(4);
  expect(document.reasons).toEqual([expect.stringContaining('count: ')]);
});

test('one name and one reason may stand for two gates', async () => {
  const company = await aCompany({ header: { takenAt: '2026-10-01T07:30:00Z' } });
  const { outcome, files } = await company.review('--count-shown', '9', ...accepting('skew', 'count'));
  expect(outcome.exit).toBe(0);
  expect(files.findings.run.acceptedGates.map(({ gate, by }) => `${gate} ${by}`)).toEqual([
    'count grc@acme.com',
    'skew grc@acme.com',
  ]);
});

test('each gate may have a name and a reason of its own', async () => {
  const company = await aCompany({ header: { takenAt: '2026-10-01T07:30:00Z' } });
  const skew = ['--accept-gate', 'skew', '--by', 'jane@acme.com', '--reason', 'the export was late'];
  const count = ['--accept-gate', 'count', '--by', 'grc@acme.com', '--reason', 'the page counts invitations'];
  const { files } = await company.review('--count-shown', '9', ...skew, ...count);
  expect(files.findings.run.acceptedGates).toEqual([
    { gate: 'count', by: 'grc@acme.com', reason: 'the page counts invitations' },
    { gate: 'skew', by: 'jane@acme.com', reason: 'the export was late' },
  ]);
});

test.each([
  ['somebody whom the same run found gone', 'emil@acme.com', 'emil@acme.com is deleted'],
  ['somebody without an account whom HR lists', 'cfo@acme.com', 'cfo@acme.com: in the leavers file'],
  ['an account of nobody', 'ghost@acme.com', 'an account alone is no proof'],
])('no gate is accepted by %s, and nothing is stored', async (_who, by, found) => {
  const company = await aCompany({
    accounts: ['jane@acme.com', 'emil@acme.com', 'ghost@acme.com'],
    people: ['jane@acme.com', 'emil@acme.com', 'cfo@acme.com'],
  });
  await writeFile(company.path('leavers.csv'), 'e-mail,last day\nemil@acme.com,2026-09-30\ncfo@acme.com,2026-09-30\n');
  const told = ['--leavers', 'leavers.csv', '--count-shown', '9', '--accept-gate', 'count', '--reason', 'late'];
  const { exit, stderr } = await company.run('--no-pdf', ...told, '--by', by);
  expect(exit).toBe(2);
  expect(stderr).toContain(found);
  expect(existsSync(company.path('home/runs'))).toBe(false);
  expect((await company.run('--no-pdf', ...told, '--by', 'auditor@example.org')).exit, 'of whom nothing is known').toBe(
    0,
  );
});

test('a held run ends with 4 even when a finding reaches --fail-on', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
  expect((await company.run('--no-pdf', '--fail-on', 'high')).exit).toBe(3);
  expect((await company.run('--no-pdf', '--fail-on', 'high', '--count-shown', '9')).exit).toBe(4);
});

test.each([
  { says: { header: { completeness: 'unread', reasons: ['no answer'] } }, status: 'INCOMPLETE' },
  { says: { header: { app: anApp({ enabled: false }) } }, status: 'HELD' },
])('a report is written that says $status on its first page, and why', async ({ says, status }) => {
  const company = await aCompany(says);
  const { exit, stdout } = await company.run('--out', 'out');
  expect(exit).toBe(4);
  expect(stdout).toContain(status);
  const [cover] = await pagesOf(await opened(await readFile(company.path('out/report.pdf'))));
  const text = cover === undefined ? '' : await textOfPage(cover);
  expect(text).toContain(status);
});
