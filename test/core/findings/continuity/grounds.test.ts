// What a finding rests on besides its row: it does not end because nobody handed that in again.
import { describe, expect, test } from 'vitest';
import { unprovenEnd } from '../../../../core/findings/continuity/ending.ts';
import { allTold } from '../../../../core/findings/rules/context.ts';
import type { ExportTells } from '../../../../core/findings/rules/context.ts';
import type { Code } from '../../../../core/names/codes.ts';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-rows', 'wrong-instance', 'count', 'skew'] as const;
const staff = Array.from({ length: 9 }, (_, index) => `user${index}@acme.com`);
const entra = [...staff, 'else@acme.com'];
const leaver = { asOf: '2026-10-05T08:00:00Z', accounts: staff, entra };
const left = aReview({ accept, ...leaver, leavers: { 'user0@acme.com': '2026-10-01' } });

/** The next day, of the same quarter. */
function next(says: ReviewSays, after: Reviewed): Reviewed {
  return aReview({ accept, asOf: '2026-10-06T08:00:00Z', accounts: staff, entra, after, ...says });
}

function leaverTold(says: ReviewSays, after: Reviewed = left): string {
  const { state, reason } = next(says, after).finding('LEAVER_ACCOUNT', 'user0@acme.com');
  return `${state}: ${reason}`;
}

describe('a finding that rests on a list', () => {
  test('does not end because nobody handed in a list of leavers', () => {
    const open = 'open: Not found again, and not proven closed: no list of leavers was compared.';
    expect(leaverTold({})).toBe(open);
    expect(leaverTold({ asOf: '2026-10-07T08:00:00Z' }, next({}, left)), 'nor in a third run').toBe(open);
  });

  test('ends with a list in which they do not stand any more, also one that names nobody', () => {
    expect(leaverTold({ leavers: {} })).toMatch(/^closed/);
    expect(leaverTold({ asOf: '2026-10-07T08:00:00Z', leavers: {} }, next({}, left))).toMatch(/^closed/);
  });

  test('ends when the account is suspended, whatever list there is', () => {
    const gone = anAccount({ login: 'user0@acme.com', status: 'suspended' });
    expect(leaverTold({ accounts: [...staff.slice(1), gone] })).toMatch(/^closed: .* as suspended\.$/);
  });

  test('of use after leaving does not end with the suspension, which a list would show it beside', () => {
    const used = anAccount({ login: 'user0@acme.com', lastLogin: '2026-10-04T08:00:00Z' });
    const before = aReview({
      ...leaver,
      accept,
      accounts: [...staff.slice(1), used],
      leavers: { 'user0@acme.com': '2026-10-01' },
    });
    const review = next({ accounts: [...staff.slice(1), { ...used, status: 'suspended' }] }, before);
    expect(review.finding('ACCESS_AFTER_LEAVING', 'user0@acme.com')).toMatchObject({
      state: 'open',
      reason: expect.stringContaining('no list of leavers was compared'),
    });
  });

  test('told before 0.10.0 is known by its words', () => {
    const old = { ...left, history: { ...left.history } };
    old.history.findings = left.history.findings.map(({ restsOn: _restsOn, ...known }) => known);
    expect(leaverTold({}, old)).toMatch(/^open/);
  });

  test('of a directory does not end because the directory is no longer configured', () => {
    const disabled = anIdentity({ login: 'user0@acme.com', state: 'disabled' });
    const before = aReview({ accept, ...leaver, entra: staff.slice(1), people: { hr: [disabled] } });
    const { state, reason } = next({ entra }, before).finding('DISABLED_IDENTITY', 'user0@acme.com');
    expect(`${state}: ${reason}`).toBe(
      'open: Not found again, and not proven closed: the directory hr is no longer compared.',
    );
  });

  test('of directories that disagree does not end because one of them is no longer configured', () => {
    const disabled = anIdentity({ login: 'user0@acme.com', state: 'disabled' });
    const before = aReview({ accept, ...leaver, people: { hr: [disabled] } });
    expect(before.finding('DIRECTORY_CONFLICT', 'user0@acme.com').state).toBe('new');
    expect(next({}, before).finding('DIRECTORY_CONFLICT', 'user0@acme.com').state).toBe('open');
  });

  test.each<[Code, { what: string; column: keyof ExportTells; says: Partial<AccountSays> }]>([
    [
      'DORMANT_ACCOUNT',
      { what: 'when somebody last logged in', column: 'lastLogin', says: { lastLogin: '2024-10-04T08:00:00Z' } },
    ],
    ['PRIVILEGED_ACCOUNT', { what: 'the role', column: 'role', says: { role: 'Admin' } }],
  ])('of a column does not end because the export lacks it: %s', (code, { what, column, says }) => {
    const account = anAccount({ login: 'user0@acme.com', ...says });
    const policy = { privilegedRoles: ['Admin'] };
    const before = aReview({ accept, ...leaver, policy, accounts: [...staff.slice(1), account] });
    const blank = anAccount({ login: 'user0@acme.com', role: null, lastLogin: null });
    const lost = next({ accounts: [...staff.slice(1), blank], policy, tells: { [column]: false } }, before);
    const { state, reason } = lost.finding(code, 'user0@acme.com');
    expect(`${state}: ${reason}`).toBe(
      `open: Not found again, and not proven closed: no column of this export tells ${what}.`,
    );
  });
});

describe('a finding of which nothing is left but the row', () => {
  const reported = left.history.findings.find(({ code }) => code === 'LEAVER_ACCOUNT');
  if (reported === undefined) throw new Error('no leaver was found');
  const known = { ...reported, directory: 'entra', restsOn: [] };
  const nothing: ExportTells = {
    lastLogin: false,
    role: false,
    createdAt: false,
    suspendedAt: false,
    employeeId: false,
    name: false,
  };
  const live = { status: 'active', employeeId: null } as const;
  const lists = { leavers: false, directories: new Set<string>(), tells: nothing, isBorne: () => true };
  const whole = { newer: null, short: null, unread: 0, lists, edited: false, namesLog: true } as const;
  const takenBy = at('2026-10-06T08:00:00Z');

  test.each<[Code, string | null]>([
    ['DORMANT_ACCOUNT', 'no column of this export tells when somebody last logged in.'],
    ['ACCESS_AFTER_LEAVING', 'no column of this export tells when somebody last logged in.'],
    ['PRIVILEGED_ACCOUNT', 'no column of this export tells the role.'],
    ['REASSIGNED_LOGIN', 'no column of this export tells when an account was created.'],
    ['LATE_REMOVAL', 'no column of this export tells when an account was suspended.'],
    ['ORPHANED_ACCOUNT', 'the directory entra is no longer compared.'],
    ['DUPLICATE_ACCOUNT', 'the directory entra is no longer compared.'],
    ['VENDOR_ACCOUNT', null],
    ['CONFLICTING_ROWS', null],
  ])('%s', (code, why) => {
    expect(unprovenEnd({ ...known, code }, live, { ...whole, takenBy })).toBe(why);
  });

  test.each<Code>(['DORMANT_ACCOUNT', 'PRIVILEGED_ACCOUNT'])('does not rest on a person: %s', (code) => {
    const proof = { ...whole, takenBy, lists: { ...lists, tells: allTold } };
    expect(unprovenEnd({ ...known, code }, live, proof)).toBeNull();
  });
});

describe('a login that its row tells to be passed on, by number and name', () => {
  const jane = anIdentity({ login: 'jane@acme.com', name: 'Jane Doe', employeeId: 'E1' });
  const bob = anIdentity({ login: 'bob@acme.com', name: 'Bob Ray', employeeId: 'E2' });
  const row: AccountSays = {
    login: 'jane@acme.com',
    name: 'Bob Ray',
    employeeId: 'E2',
    createdAt: '2024-01-01T00:00:00Z',
  };
  const rowOf = (says: AccountSays): ReviewSays => ({
    accounts: [...staff, anAccount(says)],
    entra: [...staff, jane, bob],
  });
  const found = aReview({ accept, asOf: '2026-10-05T08:00:00Z', ...rowOf(row) });

  function told(says: ReviewSays, after: Reviewed = found): string {
    const { state, reason } = next(
      { accept: [...accept, 'drop-identities', 'drop-assignments'], ...says },
      after,
    ).finding('REASSIGNED_LOGIN', row.login);
    return `${state}: ${reason}`;
  }

  test.each<[string, Partial<AccountSays>, Partial<ExportTells>]>([
    ['an employee number', { employeeId: null }, { employeeId: false }],
    ['the name', { name: null }, { name: false }],
  ])('does not end because no column tells %s, in a second run or a third', (what, lacks, tells) => {
    const says = { ...rowOf({ ...row, ...lacks }), tells };
    const open = `open: Not found again, and not proven closed: no column of this export tells ${what}.`;
    expect(told(says)).toBe(open);
    expect(told({ ...says, asOf: '2026-10-07T08:00:00Z' }, next(says, found))).toBe(open);
  });

  test('stays found because an earlier run knew whose the number was, whom the directory has purged', () => {
    expect(told({ ...rowOf(row), entra: [...staff, jane] })).toMatch(
      /^open: The row bears the number and name of Bob Ray, whom entra showed until 5 October 2026, 08:00 UTC/,
    );
  });

  test('did not end for that before 0.20.0, which did not ask earlier runs', () => {
    expect(told({ ...rowOf(row), entra: [...staff, jane], version: '0.19.0' })).toBe(
      'open: Not found again, and not proven closed: the row bears a number that no directory shows any more.',
    );
  });

  test.each<[string, ReviewSays]>([
    ['the row bears the number and name of whose login it is', rowOf({ ...row, name: 'Jane Doe', employeeId: 'E1' })],
    [
      'the person has both by now',
      { ...rowOf(row), entra: [...staff, { ...jane, name: 'Bob Ray', employeeId: 'E2' }] },
    ],
    ['the account is suspended', { ...rowOf({ ...row, status: 'suspended' }), entra: [...staff, jane] }],
  ])('ends when %s', (_, says) => {
    expect(told(says)).toMatch(/^closed/);
  });
});
