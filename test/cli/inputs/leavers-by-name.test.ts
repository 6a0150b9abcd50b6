// HR's lists with names and numbers beside the addresses: what they say of whom a row means is heard, and decides nothing.
import { describe, expect, test } from 'vitest';
import { csvText } from '../../support/inputs/export-builder.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { companyWith } from '../../support/program/handed-in.ts';
import type { Reviewed } from '../../support/program/company.ts';

const staff = [
  ['ann@acme.com', 'Ann Archer', 'E1'],
  ['bob@acme.com', 'Bob Baker', 'E2'],
  ['cem@acme.com', 'Cem Demir', 'E3'],
  ['dora@acme.com', 'Dora O’Brien', 'E4'],
] as const;

async function reviewed(header: readonly string[], ...rows: readonly (readonly string[])[]): Promise<Reviewed> {
  const company = await companyWith('gone.csv', csvText([header, ...rows]), {
    accounts: staff.map(([email, name, employeeId]) => ({ email, name, employeeId })),
    people: staff.map(([login, name, employeeId]) => anIdentity({ login, name, employeeId })),
  });
  return company.review('--leavers', 'gone.csv');
}

const named = ['Email', 'Last day', 'Name'];

/** The reason for which `ann@acme.com` is a leaver's. */
async function toldOfAnn(header: readonly string[], ...cells: readonly string[]): Promise<string> {
  const { files } = await reviewed(header, ['ann@acme.com', '2026-09-30', ...cells]);
  expect(files.findings.findings).toMatchObject([{ code: 'LEAVER_ACCOUNT', login: 'ann@acme.com' }]);
  return files.findings.findings[0]?.reason ?? '';
}

describe('a list of leavers whose names belong to other people', () => {
  const moved = staff.map(([login], at) => [login, '2026-09-30', staff[(at + 1) % 4]?.[1] ?? '']);

  test('holds the run: one of its columns was sorted without the others', async () => {
    const { outcome, document } = await reviewed(named, ...moved);
    expect(outcome.exit).toBe(4);
    expect(document.reasons).toEqual([
      'mixed-leavers: in 4 of 4 rows of the leavers file the address is one person’s and the name another’s (first: line 2): perhaps one column was sorted or moved without the others',
    ]);
    expect(document.proposals).toBe(0);
  });

  test('does so whatever is the order of its rows, and not where fewer than three are so', async () => {
    expect((await reviewed(named, ...moved.toReversed())).outcome.exit).toBe(4);
    expect((await reviewed(named, ...moved.slice(0, 3))).outcome.exit).toBe(4);
    expect((await reviewed(named, ...moved.slice(0, 2))).outcome.exit).toBe(0);
  });
});

describe('the finding of a leaver', () => {
  test.each([
    [named, ['Bob Baker']],
    [
      ['Email', 'Last day', 'First Name', 'Last Name'],
      ['Bob', 'Baker'],
    ],
    [['Email', 'Last day', 'Worker'], ['Baker, Bob']],
  ])('tells that the row has a name which is not theirs, in the columns %j', async (header, cells) => {
    const reason = await toldOfAnn(header, ...cells);
    expect(reason).toContain(`The row of HR's list (line 2) calls the person ${cells.join(' ')}: ask HR whom it means`);
  });

  test.each([
    ['as it is', named, 'Ann Archer'],
    ['the other way round', named, 'ARCHER, Ann'],
    ['of somebody who married', named, 'Ann Baker'],
    ['in other letters', named, 'アン・アーチャー'],
    ['that is missing', named, ''],
    ['of somebody who is not the leaver', ['Email', 'Last day', 'Manager'], 'Bob Baker'],
  ])('tells nothing of a name %s', async (_, header, name) => {
    expect(await toldOfAnn(header, name)).not.toContain('calls the person');
  });
});

async function whyUnmatched(header: readonly string[], ...cells: readonly string[]): Promise<string | undefined> {
  const { document } = await reviewed(header, ['ann.private@mail.example', '2026-09-30', ...cells]);
  expect(document.leavers).toMatchObject({ read: 1, matched: 0 });
  return document.leavers?.unmatched[0]?.why;
}

describe('a leaver by an address that nobody has', () => {
  test('is listed with the account that has their number', async () => {
    expect(await whyUnmatched(['Email', 'Last day', 'Employee ID', 'Name'], 'E1', 'Bob Baker')).toBe(
      'The row has the employee number E1, which ann@acme.com (row 2) bears. Where they left, the list must name ann@acme.com.',
    );
  });

  test('is listed with the account that alone has their name', async () => {
    expect(await whyUnmatched(named, 'ARCHER, Ann')).toBe(
      'The row calls them ARCHER, Ann, as whoever ann@acme.com (row 2) belongs to is called. Where they left, the list must name ann@acme.com.',
    );
  });

  test('is listed without one where nothing tells whose the row is', async () => {
    expect(await whyUnmatched(named, 'Ann')).toBeUndefined();
    expect(await whyUnmatched(['Email', 'Last day', 'Personnel Number'], 'E9')).toBeUndefined();
    expect(await whyUnmatched(['Email', 'Last day'])).toBeUndefined();
  });
});
