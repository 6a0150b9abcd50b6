// What `doctor` finds of what would hold a run: it asks for what a run asks for.
import { describe, expect, test } from 'vitest';
import { assigned, group, person } from '../../../support/directories/graph-seed.ts';
import {
  addressOf,
  always,
  body,
  nextLink,
  nullsOnly,
  rows,
  status,
} from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { openEntra, openOkta } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { failedIn, permissions, tenant } from './tenant.ts';

/** Everybody but Max leaves at a time that is written so. */
function leaving(employeeLeaveDateTime: string): Misbehaviour {
  return always(
    '/v1.0/users',
    rows((row) => [row['id'] === 'max' ? row : { ...row, employeeLeaveDateTime }]),
  );
}

/** What fails where these people leave at a time that is written so. */
async function unread(people: readonly string[], leaves: string): Promise<readonly string[]> {
  const seed = tenant({
    users: people.map((id) => person(id)),
    permissions: [...permissions, 'User-LifeCycleInfo.Read.All'],
  });
  const opened = await openEntra({ seed, misbehave: [leaving(leaves)] }, { config: { leaveDates: true } });
  return (await failedIn(opened)).map(({ check, detail }) => `${check}: ${detail}`);
}

describe('what would hold a run is found before it', () => {
  const two = ['jane', 'john'];
  const org = oktaSeed({ users: two.map((id) => oktaPerson(id)), appUsers: two.map((id) => appUser(id)) });
  const away = nextLink((_, ask) => addressOf(ask).replace(/\/\/[^/]+/, '//elsewhere.example'));

  test.each(['$expand', '$select'])('a list of people that Graph refuses for its %s', async (part) => {
    const refused = always('/v1.0/users', (answer, ask) =>
      /manager|proxyAddresses/.test(ask.query.get(part) ?? '') ? status(403)(answer, ask) : answer,
    );
    const failed = await failedIn(await openEntra({ seed: tenant(), misbehave: [refused] }));
    expect(failed.map(({ check }) => check)).toEqual(['permission User.Read.All']);
  });

  test('a next link of Graph to another host', async () => {
    const seed = tenant({ users: two.map((id) => person(id)) });
    const [failed, ...others] = await failedIn(await openEntra({ seed, misbehave: [always('/v1.0/users', away)] }));
    expect(failed?.detail).toContain('it leads to another host');
    expect(failed?.remedy).toMatch(/check orgUrl \(or graphUrl\)/);
    expect(others).toEqual([]);
  });

  test('a next link of the members of a group, or of the sign-ins, to another host', async () => {
    const seed = tenant({
      users: two.map((id) => person(id)),
      groups: [group('sales', two), group('leave', ['john'])],
    });
    const failedAt = async (at: string): Promise<readonly (readonly [string, string])[]> => {
      const config = { leaveGroupId: 'leave', signIns: true };
      const failed = await failedIn(await openEntra({ seed, misbehave: [always(at, away)] }, { config }));
      return failed.map(({ check, detail }) => [check, detail]);
    };
    const elsewhere = expect.stringContaining('it leads to another host');
    const member = 'permission GroupMember.Read.All';
    expect(await failedAt('/v1.0/groups/sales/members')).toEqual([[`${member} (an assigned group)`, elsewhere]]);
    expect(await failedAt('/v1.0/groups/leave/members')).toEqual([[`${member} (the leave group)`, elsewhere]]);
    expect(await failedAt('/v1.0/auditLogs/signIns')).toEqual([
      ['permissions AuditLog.Read.All and Directory.Read.All', elsewhere],
    ]);
  });

  test.each([
    ['/v1.0/users', 'permission User.Read.All'],
    ['/v1.0/directory/deletedItems/microsoft.graph.user', 'deleted people'],
  ])('a type of people that nobody documents, of %s', async (at, check) => {
    const robots = always(
      at,
      rows((row) => [{ ...row, userType: 'Robot' }]),
    );
    const seed = tenant({ deletedUsers: [person('gone')] });
    const failed = await failedIn(await openEntra({ seed, misbehave: [robots] }));
    expect(failed).toMatchObject([{ check, detail: expect.stringContaining('the userType "Robot" of') }]);
  });

  test('leave dates of which most are of another form, and not a single one', async () => {
    const most = ['permission User-LifeCycleInfo.Read.All: 2 of 2 leave dates (employeeLeaveDateTime) cannot be read'];
    expect(await unread([...two, 'max'], '30.09.2026')).toEqual(most);
    expect(await unread([...two, 'max'], '2026-09-30T22:00:00Z')).toEqual([]);
    expect(await unread(['jane', 'max'], '30.09.2026')).toEqual([]);
  });

  test('assignments of another shape than documented', async () => {
    const numbered = always(
      '/v1.0/servicePrincipals/sp-1/appRoleAssignedTo',
      rows((row) => [{ ...row, appRoleId: 7 }]),
    );
    const [failed] = await failedIn(await openEntra({ seed: tenant(), misbehave: [numbered] }));
    expect(failed).toMatchObject({
      check: 'assignments',
      detail: expect.stringContaining('(appRoleId: found a number'),
    });
  });

  test('an app of Entra without its flags, and assignments without their principal', async () => {
    const limited = await openEntra({ seed: tenant({}, { accountEnabled: null }) });
    const [flags] = await failedIn(limited);
    expect(flags).toMatchObject({ check: 'permission Application.Read.All' });
    expect(flags?.detail).toContain('limited-information');
    const nulls = [always('/v1.0/servicePrincipals/sp-1/appRoleAssignedTo', nullsOnly())];
    const [principals] = await failedIn(await openEntra({ seed: tenant(), misbehave: nulls }));
    expect(principals?.detail).toContain('without their principal (limited information)');
    expect(principals?.remedy).toContain('Application.Read.All');
  });

  test('people of whom Graph shows the first alone whole', async () => {
    const others = rows((row) => [row['id'] === 'jane' ? row : { id: row['id'], userPrincipalName: null }]);
    const seed = tenant({ users: two.map((id) => person(id)) });
    const [failed] = await failedIn(await openEntra({ seed, misbehave: [always('/v1.0/users', others)] }));
    expect(failed?.detail).toContain('limited information');
    const unsaid = rows((row) => [row['id'] === 'jane' ? row : { ...row, accountEnabled: null }]);
    const half = await failedIn(await openEntra({ seed, misbehave: [always('/v1.0/users', unsaid)] }));
    expect(half.map(({ check }) => check)).toEqual(['permission User.Read.All']);
    const three = tenant({ users: [...two, 'max'].map((id) => person(id)) });
    const one = rows((row) => [row['id'] === 'max' ? { ...row, accountEnabled: null } : row]);
    expect(await failedIn(await openEntra({ seed: three, misbehave: [always('/v1.0/users', one)] }))).toEqual([]);
  });

  test('pages of the size of a run that a proxy refuses', async () => {
    const large = always('/v1.0/users', (answer, ask) =>
      Number(ask.query.get('$top')) > 500 ? status(413)(answer, ask) : answer,
    );
    const graph = await failedIn(await openEntra({ seed: tenant(), misbehave: [large] }));
    expect(graph.map(({ check }) => check)).toEqual(['permission User.Read.All']);
    const gone = always('/v1.0/directory/deletedItems/microsoft.graph.user', (answer, ask) =>
      Number(ask.query.get('$top')) > 500 ? status(413)(answer, ask) : answer,
    );
    const deleted = await failedIn(await openEntra({ seed: tenant(), misbehave: [gone] }));
    expect(deleted.map(({ check }) => check)).toEqual(['deleted people']);
    const many = always('/api/v1/apps/0oa1/users', (answer, ask) =>
      Number(ask.query.get('limit')) > 200 ? status(400)(answer, ask) : answer,
    );
    const okta = await failedIn(await openOkta({ seed: org, misbehave: [many] }));
    expect(okta.map(({ check }) => check)).toEqual(['assignments']);
  });

  test('a group that comes without its name, or whose properties Graph refuses', async () => {
    const nameless = always(
      '/v1.0/groups/sales',
      body((one) => ({ ...Object(one), displayName: null })),
    );
    for (const misbehave of [nameless, always('/v1.0/groups/sales', status(403))]) {
      const [failed, ...others] = await failedIn(await openEntra({ seed: tenant(), misbehave: [misbehave] }));
      expect(failed?.check).toBe('permission GroupMember.Read.All (an assigned group)');
      expect(others).toEqual([]);
    }
  });

  test('who is assigned, or a member, and of a type that nobody documents', async () => {
    const principal = tenant({ appRoleAssignedTo: [assigned('sales', 'Group'), assigned('x', 'Robot')] });
    expect((await failedIn(await openEntra({ seed: principal })))[0]?.detail).toContain('unknown type "Robot"');
    const robots = always(
      '/v1.0/groups/sales/members',
      rows((row) => [row['id'] === 'john' ? { ...row, '@odata.type': '#microsoft.graph.robot' } : row]),
    );
    const seed = tenant({ users: two.map((id) => person(id)), groups: [group('sales', two)] });
    const [member] = await failedIn(await openEntra({ seed, misbehave: [robots] }));
    expect(member?.detail).toContain('a member of the unknown type "#microsoft.graph.robot"');
  });

  test('a tenant that shows nobody', async () => {
    const nobody = always(
      '/v1.0/users',
      rows(() => []),
    );
    const failed = await failedIn(await openEntra({ seed: tenant(), misbehave: [nobody] }));
    expect(failed).toMatchObject([{ check: 'permission User.Read.All', detail: 'nobody is shown, which holds a run' }]);
  });

  test('but a group that is empty and hides nobody is no fault', async () => {
    const groups = [group('sales', []), group('leave', [])];
    const config = { leaveGroupId: 'leave' };
    expect(await failedIn(await openEntra({ seed: tenant({ groups }) }, { config }))).toEqual([]);
  });
});
