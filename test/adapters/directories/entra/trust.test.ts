// What the app, its groups and the sizes of lists in Entra tell about how far a snapshot can be trusted.
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { always, cutAfter, onAsk, status } from '../../../support/directories/misbehaviour.ts';
import { pullEntra } from '../../../support/directories/pulled.ts';

const everything = [
  'Application.Read.All',
  'GroupMember.Read.All',
  'Member.Read.Hidden',
  'User.Read.All',
  'AuditLog.Read.All',
];

/** Two people, one of them in the assigned group. */
function tenant(given: Partial<Parameters<typeof graphSeed>[0]> = {}, app: object = {}): GraphSeed {
  const users = [person('p1'), person('p2')];
  const groups = [group('sales', ['p1'])];
  return graphSeed({ users, groups, appRoleAssignedTo: [assigned('sales', 'Group')], ...given }, app);
}

function many(count: number): GraphSeed {
  return graphSeed({ users: Array.from({ length: count }, (_, n) => person(`p${n}`)) });
}

describe('the app and its groups', () => {
  test('assignment not required stands in the header', async () => {
    const { header } = await pullEntra({ seed: tenant({}, { appRoleAssignmentRequired: false }) });
    expect(header.app?.assignmentRequired).toBe(false);
  });

  test('a disabled service principal stands in the header', async () => {
    const { header } = await pullEntra({ seed: tenant({}, { accountEnabled: false }) });
    expect(header.app?.enabled).toBe(false);
  });

  test('a wrong app id leaves the directory unread', async () => {
    const { header } = await pullEntra({ seed: tenant() }, { config: { appId: 'app-of-another-tenant' } });
    expect(header.completeness).toBe('unread');
    expect(header.reasons.join()).toContain('404');
  });

  test('a group that hides its members and reads empty is no empty group', async () => {
    const groups = [group('sales', ['p1'], { visibility: 'HiddenMembership' })];
    const permissions = everything.filter((one) => one !== 'Member.Read.Hidden');
    const { header } = await pullEntra({ seed: tenant({ groups, permissions }) });
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join()).toContain('Member.Read.Hidden');
    const allowed = await pullEntra({ seed: tenant({ groups, permissions: everything }) });
    expect(allowed.header.completeness).toBe('complete');
  });

  test('a paused membership rule is told, and what Entra enforces is complete', async () => {
    const groups = [group('sales', ['p1'], { membershipRuleProcessingState: 'Paused' })];
    const { header } = await pullEntra({ seed: tenant({ groups }) });
    expect(header.completeness).toBe('complete');
    expect(header.notes?.join()).toContain('Group sales');
  });

  test('a leave group that is not there makes the snapshot partial', async () => {
    const { header } = await pullEntra({ seed: tenant() }, { config: { leaveGroupId: 'nowhere' } });
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join()).toContain('nowhere');
  });

  test('an empty tenant is complete: only the numbers tell, and the gate on them', async () => {
    const { identities, header } = await pullEntra({ seed: graphSeed() });
    expect(identities).toEqual([]);
    expect(header.completeness).toBe('complete');
  });

  test('a person who went between two lists is no missing row', async () => {
    const seed = tenant({ appRoleAssignedTo: [assigned('gone-since')] });
    expect((await pullEntra({ seed })).header.completeness).toBe('complete');
  });

  test('a batch in another order gives each group its own members', async () => {
    const groups = [group('sales', ['p1']), group('staff', ['p2'])];
    const appRoleAssignedTo = [assigned('sales', 'Group'), assigned('staff', 'Group')];
    const seed = tenant({ groups, appRoleAssignedTo });
    const { identities } = await pullEntra({ seed, batchReversed: true });
    expect(identities.slice(0, 2).map(({ assignments: given }) => given[0]?.group)).toEqual([
      'Group sales',
      'Group staff',
    ]);
  });

  test('sign-ins that may not be read make the snapshot partial and name the permission', async () => {
    const permissions = everything.filter((one) => one !== 'AuditLog.Read.All');
    const { header } = await pullEntra({ seed: tenant({ permissions }) }, { config: { signIns: true } });
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join()).toContain('AuditLog.Read.All');
  });
});

describe('a list that ends at a size at which Graph has cut lists', () => {
  test.each([100, 999])('is partial at %i rows when Graph counts more', async (cap) => {
    const { header } = await pullEntra({ seed: many(cap + 1), misbehave: [onAsk(1, '/v1.0/users', cutAfter(cap))] });
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join()).toContain(`Graph counts ${cap + 1}`);
  });

  test('is complete when Graph counts the same', async () => {
    const { header, requests } = await pullEntra({ seed: many(999) });
    expect(header.completeness).toBe('complete');
    expect(requests.find(({ path }) => path === '/v1.0/users/$count')?.headers['consistencylevel']).toBe('eventual');
  });

  const uncounted = always('/v1.0/users/$count', status(400));

  test('is read again in smaller pages when Graph does not count it, and complete when they hold no more', async () => {
    const { header } = await pullEntra({ seed: many(999), misbehave: [uncounted] });
    expect(header).toMatchObject({ completeness: 'complete', reasons: [] });
  });

  test('is partial when Graph does not count it and smaller pages hold more', async () => {
    const cut = onAsk(1, '/v1.0/users', cutAfter(999));
    const { header } = await pullEntra({ seed: many(1000), misbehave: [uncounted, cut] });
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join()).toContain('Graph does not count them, and in smaller pages there are 1000');
  });
});
