// Causes 4, 5 and 7 of a false orphan: the directory shows less than there is, because a permission is missing.
import { describe, expect, test } from 'vitest';
import type { Review } from '../../../support/program/causes.ts';
import { assigned, group } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { always, nullsOnly, onAsk, rows } from '../../../support/directories/misbehaviour.ts';
import { aFolder } from '../../../support/folders.ts';
import {
  expectAllLinked,
  expectHeld,
  expectIncomplete,
  graph,
  ids,
  okta,
  org,
  overEntra,
  overOkta,
  tenant,
} from '../six-people.ts';

function withoutPermission(permission: string): GraphSeed {
  const seed = tenant();
  return { ...seed, permissions: seed.permissions.filter((one) => one !== permission) };
}

function expectLimited(told: Review, permission: string): void {
  expectIncomplete(told, /limited-information: /);
  expect(told.document.reasons.join('\n')).toContain(permission);
}

describe('limited information', () => {
  test('people of Entra who come with their ids only', async () => {
    expectLimited(await overEntra({ misbehave: [always(graph.users, nullsOnly())] }), 'User.Read.All');
  });

  test('one page of people of Entra who come with their ids only', async () => {
    expectLimited(await overEntra({ misbehave: [onAsk(2, graph.users, nullsOnly())] }), 'User.Read.All');
  });

  test('people of Entra without accountEnabled', async () => {
    const change = rows((row) => [{ ...row, accountEnabled: null }]);
    expectLimited(await overEntra({ misbehave: [always(graph.users, change)] }), 'User.Read.All');
  });

  test('assignments of Entra without their principal', async () => {
    expectLimited(await overEntra({ misbehave: [always(graph.assignments, nullsOnly())] }), 'Application.Read.All');
  });

  test('groups of Entra that come with their ids only', async () => {
    const nothing = always('/v1.0/groups/sales', (answer) => ({ ...answer, body: { id: 'sales' } }));
    expectLimited(await overEntra({ misbehave: [nothing] }), 'GroupMember.Read.All');
  });

  test('people of Okta who come with their ids only', async () => {
    const bare = rows((row) => [{ ...row, _embedded: { user: { id: row['id'], status: null, profile: null } } }]);
    const misbehave = [always(okta.people, nullsOnly()), always(okta.assigned, bare)];
    expectLimited(await overOkta({ misbehave }), 'okta.users.read');
  });
});

describe('a hidden-membership group that reads empty', () => {
  const hidden = group('sales', ['p1', 'p2', 'p3'], { visibility: 'HiddenMembership' });
  const seed = tenant({ groups: [hidden] });

  test('without the permission to see its members', async () => {
    const permissions = seed.permissions.filter((one) => one !== 'Member.Read.Hidden');
    expectIncomplete(
      await overEntra({ seed: { ...seed, permissions } }),
      /Group sales hides its members.*Member\.Read\.Hidden/,
    );
  });

  test('is read like any other with the permission', async () => {
    expectAllLinked(await overEntra({ seed }));
  });

  const empty = group('board', [], { visibility: 'HiddenMembership' });
  const nobodys = tenant({
    groups: [group('sales', ['p1', 'p2', 'p3']), empty],
    appRoleAssignedTo: [...tenant().appRoleAssignedTo, assigned('board', 'Group')],
  });

  test('holds nothing where the token tells that it shows hidden members: the group is empty', async () => {
    expectAllLinked(await overEntra({ seed: nobodys, tellingTokens: true }));
  });

  test.each([
    ['does not tell', {}, nobodys.permissions],
    [
      'tells that it does not',
      { tellingTokens: true },
      nobodys.permissions.filter((one) => one !== 'Member.Read.Hidden'),
    ],
  ])('holds the run where the token %s', async (_what, tokens, permissions) => {
    expectIncomplete(
      await overEntra({ seed: { ...nobodys, permissions }, ...tokens }),
      /Group board hides its members and reads empty/,
    );
  });
});

describe('a permission narrowed since an accepted run', () => {
  test.each([
    ['User.Read.All', /User\.Read\.All/],
    ['GroupMember.Read.All', /GroupMember\.Read\.All/],
    ['Application.Read.All', /Application\.Read\.All/],
  ])('Entra: %s is gone', async (permission, reason) => {
    const folder = await aFolder();
    expectAllLinked(await overEntra({}, { folder, on: '2026-10-04' }));
    expectIncomplete(await overEntra({ seed: withoutPermission(permission) }, { folder }), reason);
  });

  test.each(['okta.apps.read', 'okta.users.read'])('Okta: %s is gone', async (scope) => {
    const folder = await aFolder();
    expectAllLinked(await overOkta({}, { folder, on: '2026-10-04' }));
    const scopes = ['okta.apps.read', 'okta.users.read'].filter((one) => one !== scope);
    expectIncomplete(await overOkta({ seed: org({ scopes }) }, { folder }), /403 Forbidden.*; this needs the scope/);
  });

  test('Okta: a token of an administrator who may see some of the people only', async () => {
    const folder = await aFolder();
    expectAllLinked(await overOkta({}, { folder, on: '2026-10-04' }));
    const { users, appUsers } = org();
    const seen = org({ users: users.slice(0, 4), appUsers: appUsers.slice(0, 4) });
    expectHeld(await overOkta({ seed: seen }, { folder }), /drop-identities: okta holds 4 identities/);
  });

  test('Entra: an administrative unit that hides some of the people', async () => {
    const folder = await aFolder();
    expectAllLinked(await overEntra({}, { folder, on: '2026-10-04' }));
    const seed = tenant();
    const seen = {
      ...seed,
      users: seed.users.slice(0, 4),
      appRoleAssignedTo: ids.slice(0, 4).map((id) => assigned(id)),
    };
    expectHeld(await overEntra({ seed: seen }, { folder }), /drop-identities: entra holds 4 identities/);
  });
});
