// Credentials of Okta that see a part of the people: Okta answers 200 with those in scope, and says nothing of the others.
import { describe, expect, test } from 'vitest';
import { review } from '../../../support/program/causes.ts';
import { always } from '../../../support/directories/misbehaviour.ts';
import { oktaPerson } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';
import { expectAllLinked, expectIncomplete, ids, org, overOkta } from '../six-people.ts';

const groupAdmin = { id: 'role-1', type: 'USER_ADMIN', label: 'Group Administrator', status: 'ACTIVE' };
const custom = { id: 'role-2', type: 'CUSTOM', label: 'Reviewers', status: 'ACTIVE', 'resource-set': 'set-1' };
const allUsers = { id: 'r1', orn: 'orn:okta:directory:00o1:users' };
const exceptOne = { ...allUsers, conditions: { Exclude: { 'okta:ORN': ['orn:okta:directory:00o1:users:00u1'] } } };
const profiles = (kind: 'include' | 'exclude', ...names: readonly string[]): Record<string, unknown> => ({
  label: 'okta.users.read',
  conditions: { [kind]: { 'okta:ResourceAttribute/User/Profile': names } },
});
const manyGroups = Array.from({ length: 100 }, (_, index) => ({
  id: `g${index}`,
  orn: `orn:okta:directory:00o1:groups:00g${index}`,
}));
const someGroup = { id: 'r2', orn: 'orn:okta:directory:00o1:groups:00g1' };

describe('a role', () => {
  test.each([
    [
      'narrowed to groups',
      { roles: [groupAdmin], roleGroups: { 'role-1': [{ id: '00g1' }] } },
      /Group Administrator is narrowed to groups/,
    ],
    [
      'narrowed to a resource set',
      { roles: [custom], resourceSets: { 'set-1': [someGroup] } },
      /Reviewers is narrowed to the resource set set-1/,
    ],
    [
      'with a resource set of all users but some (okta/terraform-provider-okta#2133)',
      { roles: [custom], resourceSets: { 'set-1': [someGroup, exceptOne] } },
      /Reviewers is narrowed to the resource set set-1/,
    ],
    [
      'over all users that does not let them be read',
      {
        roles: [{ ...custom, role: 'cr1' }],
        resourceSets: { 'set-1': [allUsers] },
        permissions: { cr1: ['okta.users.credentials.resetPassword'] },
      },
      /Reviewers does not let them read users/,
    ],
    ['that nobody knows', { roles: [{ ...groupAdmin, type: 'NEW_ADMIN' }] }, /not known to see all users/],
    ['that is none', { roles: [] }, /no role is assigned/],
  ])('%s holds the run', async (_what, given, reason) => {
    expectIncomplete(await overOkta({ seed: org(given) }), reason);
  });

  test.each([
    ['of groups that is not narrowed', { roles: [groupAdmin] }],
    ['with a resource set of all users', { roles: [custom], resourceSets: { 'set-1': [someGroup, allUsers] } }],
    [
      'with a resource set whose second page is all users (okta/terraform-provider-okta#1097)',
      { roles: [custom], resourceSets: { 'set-1': [...manyGroups, allUsers] } },
    ],
    [
      'with a resource set of all users and a condition that leaves out nobody',
      {
        roles: [custom],
        resourceSets: { 'set-1': [{ ...allUsers, conditions: { Exclude: { 'okta:ORN': [] } } }] },
      },
    ],
    [
      'over all users that lets them be read',
      {
        roles: [{ ...custom, role: 'cr1' }],
        resourceSets: { 'set-1': [allUsers] },
        permissions: { cr1: ['okta.users.read', 'okta.apps.read'] },
      },
    ],
    [
      'over all users of a preview org',
      {
        roles: [custom],
        resourceSets: { 'set-1': [{ ...allUsers, orn: 'orn:oktapreview:directory:00o1:users' }] },
      },
    ],
    [
      'over all users that shows their department alone, with login and email as always (Okta help, permission conditions)',
      {
        roles: [{ ...custom, role: 'cr1' }],
        resourceSets: { 'set-1': [allUsers] },
        permissions: { cr1: [profiles('include', 'department')] },
      },
    ],
    [
      'over all users that hides the title',
      {
        roles: [{ ...custom, role: 'cr1' }],
        resourceSets: { 'set-1': [allUsers] },
        permissions: { cr1: [profiles('exclude', 'title')] },
      },
    ],
    [
      'beside a wider one',
      { roles: [groupAdmin, { ...groupAdmin, id: 'role-9', type: 'SUPER_ADMIN' }], roleGroups: { 'role-1': [{}] } },
    ],
  ])('%s sees everybody', async (_what, given) => {
    expectAllLinked(await overOkta({ seed: org(given) }));
  });
});

test.each<[string, (string | Record<string, unknown>)[], string | null]>([
  ['hides the employee number', [profiles('exclude', 'employeeNumber', 'title')], 'employeeNumber'],
  ['shows the department alone', [profiles('include', 'department')], 'employeeNumber, manager, managerId'],
  ['shows it by another permission', [profiles('exclude', 'employeeNumber'), 'okta.users.manage'], null],
  ['hides what nothing is concluded from', [profiles('exclude', 'title')], null],
])('a role that %s is complete, and says what it hides', async (_what, permissions, hidden) => {
  const given = {
    roles: [{ ...custom, role: 'cr1' }],
    resourceSets: { 'set-1': [allUsers] },
    permissions: { cr1: permissions },
  };
  const told = await overOkta({ seed: org(given) });
  expectAllLinked(told);
  const notes = told.snapshots['okta']?.notes?.join(' ') ?? '';
  if (hidden === null) expect(notes).not.toContain('hides');
  else expect(notes).toContain(`the role Reviewers, which hides ${hidden} of people`);
});

/** Who asks, as the stand-in calls them. */
const asking = oktaPerson('administrator-1');

describe('a role that cannot be read', () => {
  const unread = { roles: null, users: [...ids.map((id) => oktaPerson(id)), asking] };

  test('holds the run when the lists lack the administrator who asks', async () => {
    expectIncomplete(await overOkta({ seed: org({ roles: null }) }), /lacks the administrator who asks/);
  });

  test('is said, and who is shown is judged as ever', async () => {
    const told = await overOkta({ seed: org(unread) });
    expectAllLinked(told);
    expect(told.snapshots['okta']).toMatchObject({ sight: 'unproven', completeness: 'complete' });
    expect(told.snapshots['okta']?.notes?.join(' ')).toMatch(/see everybody could not be read.*okta\.roles\.read/);
  });

  test('is named as an assumption wherever an account is called an orphan, and where the report says what it does not prove', async () => {
    const accounts = ['p1@acme.com', 'stranger@acme.com'];
    const assumed = 'assumes that the credentials of okta see everybody, which nothing proved';
    const told = await overOkta({ seed: org(unread) }, { accounts });
    expect(told).toMatchObject({ exit: 0, accused: ['stranger@acme.com'] });
    expect(told.findings.find(({ login }) => login === 'stranger@acme.com')?.reason).toContain(assumed);
    const proven = await overOkta({}, { accounts });
    expect(proven.findings.find(({ login }) => login === 'stranger@acme.com')?.reason).not.toContain('assumes');
  });

  test('makes no leaver of somebody whom an earlier run saw and who is not shown now', async () => {
    const folder = await aFolder();
    const extras = { users: [...unread.users, oktaPerson('bob')] };
    await review({
      okta: { seed: org({ ...unread, ...extras }) },
      accounts: ['bob@acme.com'],
      folder,
      on: '2026-10-04',
    });
    const told = await review({ okta: { seed: org(unread) }, accounts: ['bob@acme.com'], folder });
    expect(told).toMatchObject({ exit: 0, accused: [], situations: { 'bob@acme.com': 'undetermined' } });
  });

  test('holds the run when somebody is assigned and not to be seen', async () => {
    const seed = org(unread);
    const users = seed.users.filter(({ id }) => id !== 'p6');
    expectIncomplete(
      await overOkta({ seed: { ...seed, users } }),
      /person p6 is assigned to the app and not to be seen/,
    );
  });
});

test('somebody who was deleted while the lists were read holds nothing', async () => {
  const seed = org();
  const users = seed.users.filter(({ id }) => id !== 'p6');
  // Listed with the assignments; by the time that p6 is looked up, both are gone.
  const misbehave = [always('/api/v1/apps/0oa1/users/p6', () => ({ status: 404, body: { errorCode: 'E0000007' } }))];
  const told = await review({ okta: { seed: { ...seed, users }, misbehave }, accounts: ['p1@acme.com'] });
  expect(told).toMatchObject({ exit: 0, situations: { 'p1@acme.com': 'linked' } });
});
