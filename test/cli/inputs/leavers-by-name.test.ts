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

type Person = readonly [login: string, name: string, employeeId: string];

function others(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, at) => [`u${at}@acme.com`, `First${at} Last${at}`, `N${at}`]);
}

async function reviewedOf(people: readonly Person[], ...list: readonly (readonly string[])[]): Promise<Reviewed> {
  const company = await companyWith('gone.csv', csvText(list), {
    accounts: people.map(([email, name, employeeId]) => ({ email, name, employeeId })),
    people: people.map(([login, name, employeeId]) => anIdentity({ login, name, employeeId })),
  });
  return company.review('--leavers', 'gone.csv');
}

async function reviewed(...list: readonly (readonly string[])[]): Promise<Reviewed> {
  return reviewedOf(staff, ...list);
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

  test.each(['first', 'last'])('does not by second accounts of the same people, which stand %s', async (where) => {
    const own = staff.map(([email, name]) => ({ email, name }));
    const second = staff.map(([login]) => ({ email: login.replace('@', '+test@'), name: 'Guest' }));
    const accounts = where === 'first' ? [...second, ...own] : [...own, ...second];
    const list = csvText([named, ...staff.map(([login, name]) => [login, '2026-09-30', name])]);
    const company = await companyWith('gone.csv', list, { accounts, policy: { plusAddressing: 'ignore' } });
    expect((await company.review('--leavers', 'gone.csv')).document.reasons).toEqual([]);
  });

  test('does not where a column that is called after people holds their numbers', async () => {
    const numbered = staff.map(([login, , number]) => [login, '2026-09-30', number]);
    expect((await reviewed(['Email', 'Last day', 'Employee'], ...numbered)).outcome.exit).toBe(0);
  });

  test('needs more than one in five of the rows that tell it', async () => {
    const exits = [11, 12].map(async (count) => {
      const right = others(count);
      const rows = right.map(([login, name]) => [login, '2026-09-30', name]);
      const { outcome } = await reviewedOf([...staff, ...right], named, ...moved.slice(0, 3), ...rows);
      return outcome.exit;
    });
    expect(await Promise.all(exits)).toEqual([4, 0]);
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

  test('tells it also of who has the account by another login than the list has', async () => {
    const ann = anIdentity({ login: 'ann@acme.com', logins: ['a.archer@acme.com'], name: 'Ann Archer' });
    const list = csvText([named, ['a.archer@acme.com', '2026-09-30', 'Bob Baker']]);
    const company = await companyWith('gone.csv', list, { accounts: ['ann@acme.com'], people: [ann] });
    const { files } = await company.review('--leavers', 'gone.csv');
    expect(files.findings.findings[0]?.reason).toContain('calls the person Bob Baker');
  });

  test('tells it also of whom the directory has purged since an earlier run saw them', async () => {
    const ann = anIdentity({ login: 'ann@acme.com', logins: ['a.archer@acme.com'], name: 'Ann Archer' });
    const list = csvText([named, ['a.archer@acme.com', '2026-10-05', 'Bob Baker']]);
    const says = { accounts: [{ email: 'ann@acme.com', name: '' }], people: [ann, 'jane@acme.com'] };
    const company = await companyWith('gone.csv', list, says);
    expect((await company.run('--no-pdf')).exit).toBe(0);
    await company.has({ on: '2026-10-06', people: ['jane@acme.com'], policy: { maxDropPercent: 60 } });
    const { files } = await company.review('--leavers', 'gone.csv');
    expect(files.findings.findings.find(({ code }) => code === 'LEAVER_ACCOUNT')?.reason).toContain(
      'calls the person Bob Baker',
    );
  });

  test.each([
    ['as it is', named, 'Ann Archer'],
    ['the other way round', named, 'ARCHER, Ann'],
    ['of somebody who married', named, 'Ann Baker'],
    ['in other letters', named, 'アン・アーチャー'],
    ['that is missing', named, ''],
    ['of one word, which may be a login', ['Email', 'Last day', 'Employee'], 'bbaker'],
    ['that says it is missing', named, 'n/a'],
    ['that is a number', ['Email', 'Last day', 'Employee'], 'E1001'],
    ['of somebody who is not the leaver', ['Email', 'Last day', 'Manager'], 'Bob Baker'],
  ])('tells nothing of a name %s', async (_, header, name) => {
    expect(await toldOfAnn(header, name)).not.toContain('calls the person');
  });
});

const address = 'ann.private@mail.example';

async function whyUnmatched(header: readonly string[], ...cells: readonly string[]): Promise<string | undefined> {
  const { document } = await reviewed(header, [address, '2026-09-30', ...cells]);
  expect(document.leavers).toMatchObject({ read: 1, matched: 0 });
  return document.leavers?.unmatched[0]?.why;
}

async function whyAmong(people: readonly Person[], header: string, cell: string): Promise<string | undefined> {
  const { document } = await reviewedOf(people, ['Email', 'Last day', header], [address, '2026-09-30', cell]);
  return document.leavers?.unmatched[0]?.why;
}

describe('a leaver by an address that nobody has', () => {
  test('is listed with the account that has their number', async () => {
    expect(await whyUnmatched(['Email', 'Last day', 'Employee ID', 'Name'], 'E1', 'Bob Baker')).toBe(
      'The row has the employee number E1, which ann@acme.com (row 2) bears. Where they left, the list must name ann@acme.com.',
    );
  });

  test.each(['="E1"', "'E1"])('is listed so too where a program wrote the number as %s', async (dressed) => {
    expect(await whyUnmatched(['Email', 'Last day', 'Employee ID'], dressed)).toContain('the employee number E1,');
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

  test('is listed without one where several have the name or the number, or the name is one word', async () => {
    const [ann, bob] = staff;
    const namesake: Person = ['ann2@acme.com', 'Ann Archer', 'E5'];
    expect(await whyAmong([ann, bob], 'Name', 'Ann Archer')).toContain('ann@acme.com');
    expect(await whyAmong([ann, namesake], 'Name', 'Ann Archer')).toBeUndefined();
    expect(await whyAmong([['ann@acme.com', 'Ann', 'E1'], bob], 'Name', 'Ann')).toBeUndefined();
    const six = others(6).map(([login, name]): Person => [login, name, 'E7']);
    expect(await whyAmong(six, 'Employee ID', 'E7')).toBeUndefined();
  });
});
