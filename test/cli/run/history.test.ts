// Run after run on one home: what is new, still open, vanished, closed, reopened, and what only a decision may end.
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import type { Company, Reviewed } from '../../support/program/company.ts';
import type { ExportRow } from '../../support/inputs/export-builder.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import type { WrittenFinding } from '../../support/program/run-files.ts';

function finding({ files }: Reviewed, code: string, login: string): WrittenFinding | undefined {
  return files.findings.findings.find((one) => one.code === code && one.login === login);
}

/** People whose accounts are in order, so that a handful more or less is no drop that a gate would hold. */
const staff = Array.from({ length: 20 }, (_, index) => `staff-${index}@acme.com`);

function suspended(email: string): ExportRow {
  return { email, status: 'Suspended' };
}

function left(login: string): ReturnType<typeof anIdentity> {
  return anIdentity({ login, state: 'deleted', assignments: [] });
}

describe('four quarters of one home', () => {
  let first: Reviewed;
  let second: Reviewed;
  let third: Reviewed;
  let fourth: Reviewed;

  beforeAll(async () => {
    const company = await aCompany({}, await aSharedFolder());
    const year = async (on: string, says: Parameters<Company['has']>[0]): Promise<Reviewed> => {
      await company.has({ on, ...says });
      return company.review();
    };
    first = await year('2026-10-05', {
      accounts: [...staff, 'ghost@acme.com', 'temp@acme.com', 'gone@acme.com', 'unassigned@acme.com'],
      people: [...staff, anIdentity({ login: 'unassigned@acme.com', assignments: [] })],
    });
    second = await year('2027-01-05', {
      accounts: [...staff, 'ghost@acme.com', suspended('temp@acme.com'), 'fresh@acme.com', 'unassigned@acme.com'],
      people: [...staff, 'unassigned@acme.com'],
    });
    third = await year('2027-04-05', {
      accounts: [...staff, 'ghost@acme.com', 'temp@acme.com', 'fresh@acme.com', 'gone@acme.com', 'unassigned@acme.com'],
      people: [...staff, left('ghost@acme.com'), 'unassigned@acme.com'],
    });
    fourth = await year('2027-07-05', {
      accounts: [...staff, 'ghost@acme.com', 'temp@acme.com', suspended('fresh@acme.com'), 'unassigned@acme.com'],
      people: [...staff, left('ghost@acme.com'), left('unassigned@acme.com')],
    });
  }, 60_000);

  test('every run is accepted', () => {
    expect([first, second, third, fourth].map(({ document }) => document.status)).toEqual(Array(4).fill('complete'));
  });

  test('a finding is new the first time', () => {
    expect(finding(first, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({
      state: 'new',
      reviewsOpen: 1,
      firstSeen: '2026-10-05T09:00:00Z',
    });
    expect(finding(second, 'ORPHANED_ACCOUNT', 'fresh@acme.com')).toMatchObject({ state: 'new', reviewsOpen: 1 });
  });

  test('it stays open under the same id, for one period more each quarter', () => {
    const before = finding(first, 'ORPHANED_ACCOUNT', 'ghost@acme.com');
    expect(finding(second, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({
      id: before?.id,
      state: 'open',
      reviewsOpen: 2,
      firstSeen: before?.firstSeen,
    });
  });

  test('it goes on when it changes its code: the new one says which it continues, since when and for how long', () => {
    const before = finding(second, 'ORPHANED_ACCOUNT', 'ghost@acme.com');
    expect(finding(third, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toBeUndefined();
    expect(finding(third, 'LEAVER_ACCOUNT', 'ghost@acme.com')).toMatchObject({
      state: 'open',
      continues: before?.id,
      firstSeen: '2026-10-05T09:00:00Z',
      reviewsOpen: 3,
    });
    expect(finding(fourth, 'LEAVER_ACCOUNT', 'ghost@acme.com')).toMatchObject({ state: 'open', reviewsOpen: 4 });
  });

  test('it is closed when the export shows the account suspended', () => {
    expect(finding(second, 'ORPHANED_ACCOUNT', 'temp@acme.com')).toMatchObject({ state: 'closed' });
    expect(finding(fourth, 'ORPHANED_ACCOUNT', 'fresh@acme.com')).toMatchObject({ state: 'closed' });
  });

  test('it is closed when it no longer holds', () => {
    expect(finding(second, 'UNASSIGNED_ACCOUNT', 'unassigned@acme.com')).toMatchObject({ state: 'closed' });
    expect(finding(third, 'UNASSIGNED_ACCOUNT', 'unassigned@acme.com')).toBeUndefined();
  });

  test('it is reopened when it is found again after it was closed, and stays so', () => {
    expect(finding(third, 'ORPHANED_ACCOUNT', 'temp@acme.com')).toMatchObject({
      state: 'reopened',
      firstSeen: '2026-10-05T09:00:00Z',
    });
    expect(finding(fourth, 'ORPHANED_ACCOUNT', 'temp@acme.com')).toMatchObject({ state: 'reopened' });
  });

  test('it vanishes, and is not closed, when the account is gone and nobody decided to remove it', () => {
    expect(finding(second, 'ORPHANED_ACCOUNT', 'gone@acme.com')).toMatchObject({ state: 'vanished' });
    expect(finding(second, 'VANISHED_ACCOUNT', 'gone@acme.com')).toMatchObject({ state: 'new', row: null });
    expect(finding(third, 'ORPHANED_ACCOUNT', 'gone@acme.com')).toMatchObject({ state: 'open' });
    expect(finding(third, 'VANISHED_ACCOUNT', 'gone@acme.com')).toMatchObject({ state: 'closed' });
  });

  test('population.csv names the codes that are not closed, in every quarter', () => {
    for (const { files } of [first, second, third, fourth]) {
      const standing = files.findings.findings.filter(({ state }) => state !== 'closed');
      for (const { login, findings } of files.population) {
        const codes = standing.filter((one) => one.login === login).map(({ code }) => code);
        expect({ login, findings }).toEqual({ login, findings: codes.join(' ') });
      }
    }
  });

  test('the totals roll forward from quarter to quarter', () => {
    const rolled = [first, second, third, fourth].map(({ document }) => document.totals.rollForward);
    expect(rolled).toEqual([
      null,
      { opening: 24, added: 1, removed: 1, closing: 24 },
      { opening: 24, added: 1, removed: 0, closing: 25 },
      { opening: 25, added: 0, removed: 1, closing: 24 },
    ]);
  });
});

describe('an export with fewer rows', () => {
  const accounts = [...staff, 'ghost@acme.com', 'orphan@acme.com'];

  test('closes nothing, even when the drop is small enough to be accepted', async () => {
    const company = await aCompany({ accounts, people: staff });
    await company.review();
    await company.has({ on: '2027-01-05', accounts: staff });
    const { document, files } = await company.review();
    expect(document.status).toBe('complete');
    expect(files.findings.findings.map(({ code, login, state }) => `${code} ${login} ${state}`)).toEqual([
      'ORPHANED_ACCOUNT ghost@acme.com vanished',
      'ORPHANED_ACCOUNT orphan@acme.com vanished',
      'VANISHED_ACCOUNT ghost@acme.com new',
      'VANISHED_ACCOUNT orphan@acme.com new',
    ]);
  });

  test('is held when many are missing: its findings wait for a run that may judge them', async () => {
    const company = await aCompany({ accounts, people: staff });
    await company.review();
    await company.has({ on: '2027-01-05', accounts: staff.slice(0, 15) });
    const held = await company.review();
    expect(held.outcome.exit).toBe(4);
    expect(held.files.findings.notJudged).toBe(2);
    expect(held.files.findings.findings.filter(({ state }) => state !== 'new')).toEqual([]);
    await company.has({ on: '2027-01-06', accounts });
    const after = await company.review();
    expect(after.document.totals.rollForward?.opening).toBe(22);
    expect(finding(after, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({ state: 'open', reviewsOpen: 2 });
  });

  test('closes nothing when its gate is accepted either', async () => {
    const company = await aCompany({ accounts, people: staff });
    await company.review();
    await company.has({ on: '2027-01-05', accounts: staff.slice(0, 15) });
    const accept = ['--accept-gate', 'drop-rows', '--by', 'grc@acme.com', '--reason', 'the sales team was sold'];
    const accepted = await company.review(...accept);
    expect(accepted.outcome.exit).toBe(0);
    expect(accepted.files.findings.findings.filter(({ state }) => state === 'closed')).toEqual([]);
    expect(finding(accepted, 'ORPHANED_ACCOUNT', 'ghost@acme.com')?.state).toBe('vanished');
  });
});

test('a held run closes nothing: the next accepted one does', async () => {
  const company = await aCompany({ accounts: [...staff, 'ghost@acme.com'], people: staff });
  await company.review();
  await company.has({ on: '2027-01-05', accounts: [...staff, suspended('ghost@acme.com')] });
  const held = await company.review('--count-shown', '9');
  expect(held.outcome.exit).toBe(4);
  expect(held.files.findings).toMatchObject({ notJudged: 1, findings: [] });
  const accepted = await company.review();
  expect(finding(accepted, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({ state: 'closed' });
});

test('a second run of the same quarter counts no further period', async () => {
  const company = await aCompany({ accounts: [...staff, 'ghost@acme.com'], people: staff });
  await company.review();
  await company.has({ on: '2026-10-12' });
  expect(finding(await company.review(), 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({
    state: 'open',
    reviewsOpen: 1,
  });
});

test('a run takes nothing from runs with a later as-of', async () => {
  const company = await aCompany({ on: '2027-01-05', accounts: [...staff, 'ghost@acme.com'], people: staff });
  await company.review();
  await company.has({ on: '2026-10-05' });
  const earlier = await company.review();
  expect(finding(earlier, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({ state: 'new' });
  expect(earlier.document.totals.rollForward).toBeNull();
});

test('a plain file with two columns closes what it shows as suspended, and is labelled as edited', async () => {
  const company = await aCompany({ people: staff });
  const plain = async (on: string, ghost: string): Promise<Reviewed> => {
    await company.has({ on });
    const rows = [...staff.map((login) => `${login},Active`), `ghost@acme.com,${ghost}`];
    await writeFile(company.path('users.csv'), `Email,Status\n${rows.join('\n')}\n`);
    return company.review();
  };
  await plain('2026-10-05', 'Active');
  const second = await plain('2026-10-12', 'Suspended');
  expect(finding(second, 'ORPHANED_ACCOUNT', 'ghost@acme.com')).toMatchObject({
    state: 'closed',
    reason: expect.stringContaining('signs of editing'),
  });
  expect(second.files.findings.findings.map(({ code }) => code)).toContain('EXPORT_EDITED');
});

test('a leaver whom HR names by a login that the directory has purged is told with their account', async () => {
  const smith = anIdentity({ login: 'js@acme.com', nameId: 'jane.smith@acme.com', logins: ['js@acme.com'] });
  const company = await aCompany({ accounts: [...staff, 'js@acme.com'], people: [...staff, smith] });
  await writeFile(company.path('gone.csv'), 'Email,Last day\njane.smith@acme.com,2026-09-30\n');
  expect((await company.review('--leavers', 'gone.csv')).document.leavers).toMatchObject({ matched: 1 });
  await company.has({ on: '2026-10-12', people: staff });
  const purged = await company.review('--leavers', 'gone.csv');
  const why = expect.stringMatching(/^Until 5 October 2026.*okta knew by this login whoever js@acme\.com \(row 22\)/);
  const unmatched = [{ where: 'line 2', login: 'jane.smith@acme.com', why }];
  expect(purged.document.leavers).toEqual({ read: 1, matched: 0, notYet: 0, newest: '2026-09-30', unmatched });
  expect(finding(purged, 'LEAVER_ACCOUNT', 'js@acme.com')).toMatchObject({ state: 'open' });
});

test('a snapshot from before somebody was seen makes nobody a leaver', async () => {
  const newcomer = 'newcomer@acme.com';
  const company = await aCompany({ accounts: [...staff, newcomer], people: [...staff, newcomer] });
  expect((await company.review()).document.status).toBe('complete');
  await company.has({ people: staff, header: { takenAt: '2026-10-05T07:00:00Z' } });
  const again = await company.review('--as-of', '2026-10-05T10:00:00Z');
  expect(again.document.status).toBe('complete');
  expect(finding(again, 'LEAVER_ACCOUNT', newcomer)).toBeUndefined();
  expect(finding(again, 'UNDETERMINED_ACCOUNT', newcomer)).toMatchObject({ state: 'new', severity: 'medium' });
  expect(again.files.proposals).toEqual([]);
});
