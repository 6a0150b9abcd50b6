// Times of an export as spreadsheets and foreign systems leave them: told where they can have been, and otherwise evidence of nothing.
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import { csvText } from '../../support/inputs/export-builder.ts';
import { companyWith, withExport, expectRefused } from '../../support/program/handed-in.ts';

describe('a suspension', () => {
  test.each([
    ['after the export', '2027-09-29'],
    ['before the account was created', '2019-01-01'],
  ])('%s tells nothing of how long the account was kept, and that is said', async (_, suspendedAt) => {
    const gone = { email: 'jane@acme.com', status: 'Suspended', suspendedAt, createdAt: '2020-01-01' };
    const company = await companyWith('gone.csv', csvText([['jane@acme.com', '2018-12-31']]), { accounts: [gone] });
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.findings.byCode['LATE_REMOVAL'] ?? 0).toBe(0);
    const told = document.unjudged.map(({ reason }) => reason);
    expect(told).toContainEqual(expect.stringMatching(/^1 time of a suspension cannot be, .*\(row 2: /));
  });
});

/** What the report says is not judged, of an account that was created then. */
async function unjudgedOf(createdAt: string): Promise<readonly string[]> {
  const company = await aCompany({ accounts: [{ email: 'jane@acme.com', createdAt }] });
  return (await company.review()).document.unjudged.map(({ reason }) => reason);
}

test('a creation after the export is counted as one that cannot be, but for a day more or less', async () => {
  expect(await unjudgedOf('2027-09-29')).toContainEqual(
    expect.stringMatching(/^1 time of creation cannot be, .*\(row 2: /),
  );
  expect(await unjudgedOf('2026-10-05T20:00:00Z')).not.toContainEqual(expect.stringContaining('cannot be'));
});

test('an export that tells no time of creation leaves a passed login to names and numbers, and that is said', async () => {
  const { document } = await (await aCompany({ accounts: ['jane@acme.com'] })).review();
  expect(document.unjudged.find(({ codes }) => codes.includes('REASSIGNED_LOGIN'))?.reason).toMatch(
    /^No column that is known tells when an account was created, and only a name and number of somebody else tell/,
  );
});

describe('a last login', () => {
  test.each([
    ['after the export', '2027-09-29T08:00:00Z'],
    ['before the account was created', '2019-01-01'],
    ['of a zero', '1970-01-01'],
  ])('%s is no evidence of access after leaving', async (_, lastLogin) => {
    const company = await companyWith('gone.csv', csvText([['jane@acme.com', '2018-12-31']]), {
      accounts: [{ email: 'jane@acme.com', lastLogin, createdAt: '2020-01-01' }],
    });
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.findings.byCode).toMatchObject({ LEAVER_ACCOUNT: 1 });
    expect(document.findings.byCode['ACCESS_AFTER_LEAVING'] ?? 0).toBe(0);
  });

  test.each(['1970-01-01', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00', '2019-01-01', '1/1/1900'])(
    'of %s is no dormancy, and that is said',
    async (lastLogin) => {
      const company = await aCompany({ accounts: [{ email: 'jane@acme.com', lastLogin, createdAt: '2020-01-01' }] });
      const { document } = await company.review();
      expect(document.findings.byCode['DORMANT_ACCOUNT'] ?? 0).toBe(0);
      const reasons = document.unjudged.map(({ reason }) => reason);
      expect(reasons).toContainEqual(expect.stringContaining('1 last login cannot be'));
    },
  );

  test.each([
    '1/1/1970 0:00',
    '1/1/1970 12:00:00 AM',
    '1970-01-01 00:00:00 UTC',
    '1970-01-01T00:00:00+0000',
    '1969-12-31T16:00:00-08:00',
    '12/31/1969',
    '12/30/1899',
    '30/12/1899 0:00',
    '1601-01-01T00:00:00Z',
    '1753-01-01',
    '0000-00-00 00:00:00',
  ])('of %s, a zero as programs write it, makes nobody dormant', async (lastLogin) => {
    const company = await aCompany({ accounts: [{ email: 'jane@acme.com', lastLogin }] });
    const { document } = await company.review();
    expect(document.findings.byCode['DORMANT_ACCOUNT'] ?? 0).toBe(0);
    expect(document.unjudged.length).toBeGreaterThan(0);
  });

  test.each(['2569-09-29T08:00:00Z', '29/09/2569', '1448-04-17'])(
    'of %s, another calendar, is refused',
    async (day) => {
      const text = csvText([
        ['Email', 'Status', 'Last Login'],
        ['jane@acme.com', 'Active', day],
      ]);
      expectRefused(await withExport('users.csv', text), 'users.csv, row 2, column Last Login', day);
    },
  );

  test.each(['Last Seen', 'Last Active', 'Last Login Time (UTC)'])(
    'under the unknown header %s leaves dormancy unjudged, and the result says what to configure',
    async (named) => {
      const text = csvText([
        ['Email', 'Status', named],
        ['jane@acme.com', 'Active', '2026-01-01'],
      ]);
      const company = await companyWith('seen.csv', text);
      const { document } = await company.review('--export', 'seen.csv');
      expect(document.unusedColumns).toEqual([named]);
      const dormancy = document.unjudged.find(({ codes }) => codes.includes('DORMANT_ACCOUNT'));
      expect(dormancy?.reason).toContain(`"lastLogin": "${named}"`);
      const { stdout } = await company.run('--export', 'seen.csv', '--no-pdf');
      expect(stdout).toContain('Not judged (DORMANT_ACCOUNT');
      expect(stdout).toContain(`Columns that nobody uses: ${named}`);
    },
  );
});
