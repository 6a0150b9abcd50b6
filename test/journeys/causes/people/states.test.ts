// Causes 13 to 20 of a false orphan: the person is known, and is not simply there and assigned.
import { describe, expect, test } from 'vitest';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';
import { assigned, deletedPerson, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';

/** Somebody at work in each directory, so that the directory is not empty. */
const ada = { users: [person('ada')], appRoleAssignedTo: [assigned('ada')] };
const jane = 'jane@acme.com';

function expectKnown(told: Review, situation: string, codes: readonly string[]): void {
  expect(told).toMatchObject({ exit: 0, document: { status: 'complete' } });
  expect(told.situations).toEqual({ [jane]: situation });
  expect(codesOf(told, jane)).toEqual(codes);
}

test('soft-deleted: a leaver who is known, and linked again when restored', async () => {
  const folder = await aFolder();
  const gone = deletedPerson('jane', { deletedDateTime: '2026-10-01T09:30:00Z' });
  const deleted = { seed: graphSeed({ ...ada, deletedUsers: [gone] }) };
  const first = await review({ entra: deleted, accounts: [jane], folder, on: '2026-10-04' });
  expectKnown(first, 'deleted', ['LEAVER_ACCOUNT']);
  const users = [...ada.users, person('jane')];
  const restored = { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ada'), assigned('jane')] }) };
  expectKnown(await review({ entra: restored, accounts: [jane], folder }), 'linked', []);
});

describe('a person who cannot sign in at present is known', () => {
  test.each<[string, string, readonly string[]]>([
    ['SUSPENDED', 'suspended', ['SUSPENDED_IDENTITY']],
    ['PROVISIONED', 'suspended', ['SUSPENDED_IDENTITY']],
    ['STAGED', 'suspended', ['SUSPENDED_IDENTITY']],
    ['LOCKED_OUT', 'linked', []],
    ['PASSWORD_EXPIRED', 'linked', []],
    ['RECOVERY', 'linked', []],
  ])('%s in Okta', async (status, situation, codes) => {
    const seed = oktaSeed({ users: [oktaPerson('jane', { status })], appUsers: [appUser('jane')] });
    expectKnown(await review({ okta: { seed }, accounts: [jane] }), situation, codes);
  });

  const disabled = person('jane', { accountEnabled: false });
  const users = [...ada.users, disabled];

  test('disabled in Entra', async () => {
    const entra = { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ada'), assigned('jane')] }) };
    expectKnown(await review({ entra, accounts: [jane] }), 'disabled', ['DISABLED_IDENTITY']);
  });

  test('disabled in Entra and on leave', async () => {
    const entra = { seed: graphSeed({ ...ada, users, groups: [group('leave', ['jane'])] }) };
    const settings = { entra: { leaveGroupId: 'leave' } };
    expectKnown(await review({ entra, accounts: [jane], settings }), 'suspended', ['SUSPENDED_IDENTITY']);
  });

  test('disabled in Entra and in a group within the leave group: not on leave, and the evidence says why', async () => {
    const groups = [group('leave', ['ada', 'group:emea']), group('emea', ['jane'])];
    const entra = { seed: graphSeed({ ...ada, users, groups }) };
    const told = await review({ entra, accounts: [jane], settings: { entra: { leaveGroupId: 'leave' } } });
    expectKnown(told, 'disabled', ['DISABLED_IDENTITY']);
    expect(told.snapshots['entra']).toMatchObject({
      completeness: 'complete',
      notes: [
        'The leave group Group leave holds 1 group: whoever is only in it is not taken to be on leave; expected are people.',
      ],
    });
  });

  test.each(['INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED'])('an Okta app user that is %s', async (status) => {
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane', { status })] });
    expectKnown(await review({ okta: { seed }, accounts: [jane] }), 'unlinked', ['UNASSIGNED_ACCOUNT']);
  });
});

test('nested-only members are known, not assigned, and the reason names the group', async () => {
  const groups = [group('sales', ['ada', 'group:emea']), group('emea', ['jane'], { displayName: 'Sales EMEA' })];
  const users = [...ada.users, person('jane')];
  const entra = { seed: graphSeed({ users, groups, appRoleAssignedTo: [assigned('sales', 'Group')] }) };
  const told = await review({ entra, accounts: [jane] });
  expectKnown(told, 'unlinked', ['UNASSIGNED_ACCOUNT']);
  expect(told.findings.find(({ login }) => login === jane)?.reason).toContain(
    'Only a nested group would have granted it (Sales EMEA)',
  );
});

test('paused dynamic rule: the members are as they are enforced, and the evidence notes the pause', async () => {
  const sales = group('sales', ['jane'], { membershipRuleProcessingState: 'Paused' });
  const seed = graphSeed({ users: [person('jane')], groups: [sales], appRoleAssignedTo: [assigned('sales', 'Group')] });
  const told = await review({ entra: { seed }, accounts: [jane] });
  expectKnown(told, 'linked', []);
  expect(told.snapshots['entra']?.notes?.join()).toMatch(/membership rule of the group Group sales is paused/);
});

test('replication lag: assigned and not yet in the list of people', async () => {
  const seed = graphSeed({ users: [person('ada'), person('jane')], appRoleAssignedTo: [assigned('jane')] });
  const lagging = {
    at: '/v1.0/users',
    change: () => ({ status: 200, body: { value: [person('ada')] } }),
  };
  const told = await review({ entra: { seed, misbehave: [lagging] }, accounts: [jane] });
  expect(told).toMatchObject({ exit: 4, document: { status: 'incomplete' }, accused: [] });
  expect(told.situations).toEqual({ [jane]: 'undetermined' });
});

describe('new hires and just-in-time accounts', () => {
  test.each([
    ['the day before the export', '2026-10-04'],
    ['a week before the export', '2026-09-29'],
    ['an hour before the export, after the snapshot', '2026-10-05T07:00:00Z'],
  ])('created %s: for information only, and never proposed', async (_when, createdAt) => {
    const told = await review({ entra: { seed: graphSeed(ada) }, accounts: [{ email: jane, createdAt }] });
    expect(told).toMatchObject({ exit: 0, accused: [`${jane} info`], document: { proposals: 0 } });
  });

  test('the grace has an end', async () => {
    const told = await review({
      entra: { seed: graphSeed(ada) },
      accounts: [{ email: jane, createdAt: '2026-09-25' }],
    });
    expect(told).toMatchObject({ exit: 0, accused: [jane], document: { proposals: 1 } });
  });
});

describe('the register', () => {
  test.each(['break-glass', 'service', 'integration', 'vendor support'])('knows an account for %s', async (purpose) => {
    const entry = { login: jane, owner: 'ada@acme.com', purpose, expires: '2027-03-31' };
    const told = await review({ entra: { seed: graphSeed(ada) }, accounts: [jane], config: { nonHuman: [entry] } });
    expectKnown(told, 'registered', []);
  });
});

test('the same person direct and by several groups is one person', async () => {
  const groups = ['sales', 'pilots', 'emea'].map((id) => group(id, ['jane']));
  const everyWay = [assigned('jane'), assigned('jane', 'User', { appRoleId: 'role-user' })];
  const appRoleAssignedTo = [...everyWay, ...groups.map(({ id }) => assigned(id, 'Group'))];
  const seed = graphSeed({ users: [person('jane')], groups, appRoleAssignedTo });
  expectKnown(await review({ entra: { seed }, accounts: [jane] }), 'linked', []);
  const without = await review({ entra: { seed }, accounts: ['ada@acme.com'] });
  expect(codesOf(without, jane)).toEqual(['ASSIGNED_WITHOUT_ACCOUNT']);
});

test('service principals among the assigned are no people', async () => {
  const robot = assigned('robot', 'ServicePrincipal');
  const sales = group('sales', ['jane']);
  sales.members.push({ id: 'robot-2', '@odata.type': '#microsoft.graph.servicePrincipal' });
  const appRoleAssignedTo = [robot, assigned('sales', 'Group')];
  const told = await review({
    entra: { seed: graphSeed({ users: [person('jane')], groups: [sales], appRoleAssignedTo }) },
    accounts: [jane],
  });
  expectKnown(told, 'linked', []);
  // Nobody looks for them among the people either.
  expect(told.requests.filter(({ body }) => body.includes('robot'))).toEqual([]);
  expect(told.document.findings.byCode).not.toHaveProperty('ASSIGNED_WITHOUT_ACCOUNT');
});
