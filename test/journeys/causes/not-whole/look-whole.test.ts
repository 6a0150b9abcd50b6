// Answers that look whole and are not: each was believed once, and made an orphan or lost a leaver.
import { describe, expect, test } from 'vitest';
import { review } from '../../../support/program/causes.ts';
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import { always, body, cutAfter, onAsk, rows, status } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson } from '../../../support/directories/okta-seed.ts';
import type { Answer, Misbehaviour } from '../../../support/directories/stand-in.ts';
import {
  expectAllLinked,
  expectIncomplete,
  graph,
  ids,
  okta,
  org,
  overEntra,
  overOkta,
  tenant,
} from '../six-people.ts';

/** What stands in the Link header of each page of people. */
function linked(change: (link: string) => string): Misbehaviour {
  return always(okta.people, (answer) => {
    const link = answer.headers?.['link'];
    return link === undefined ? answer : { ...answer, headers: { ...answer.headers, link: change(link) } };
  });
}

describe('a Link header of Okta', () => {
  test.each([
    ['no link', () => 'nonsense'],
    ['no relation', (link: string) => link.replaceAll(/; *rel="\w+"/g, '')],
    ['a quote that is not closed', (link: string) => link.replace(/"$/, '')],
  ])('that cannot be read is no end of a list: %s', async (_, change) => {
    expectIncomplete(await overOkta({ pageSize: 2, misbehave: [linked(change)] }), /Link header cannot be read/);
  });

  test.each([
    [
      'a title that speaks of another relation',
      (link: string) => link.replaceAll(/; *rel=/g, '; title="a; rel=prev"; rel='),
    ],
    ['relations without quotes', (link: string) => link.replaceAll(/rel="(\w+)"/g, 'REL=$1')],
    ['a title in brackets', (link: string) => link.replaceAll(/; *rel=/g, '; title="<c>, <d>"; rel=')],
  ])('is read in any form: %s', async (_, change) => {
    expectAllLinked(await overOkta({ pageSize: 2, misbehave: [linked(change)] }));
  });
});

describe('members of a group', () => {
  test('that are agents are people', async () => {
    expectAllLinked(await overEntra({ pageSize: 999, misbehave: [ofType('#microsoft.graph.agentUser')] }));
  });

  test('of a type that nobody documented hold the run', async () => {
    const told = await overEntra({ pageSize: 999, misbehave: [ofType('#microsoft.graph.somethingNew')] });
    expectIncomplete(
      told,
      /member type "#microsoft\.graph\.somethingNew".*who gets in by the group Group sales is not known/,
    );
  });

  test.each(['device', 'orgContact', 'servicePrincipal', 'agentIdentity', 'agentIdentityBlueprintPrincipal'])(
    'that are a %s are nobody',
    async (type) => {
      const seed = graphSeed({
        users: [person('jane')],
        groups: [
          group('sales', ['jane'], {
            members: [{ id: 'jane' }, { id: 'x', '@odata.type': `#microsoft.graph.${type}` }],
          }),
        ],
        appRoleAssignedTo: [assigned('sales', 'Group')],
      });
      const told = await review({ entra: { seed }, accounts: ['jane@acme.com'] });
      expect(told).toMatchObject({ exit: 0, situations: { 'jane@acme.com': 'linked' } });
    },
  );
});

describe('rows beside an error', () => {
  const error = { code: 'UnknownError', message: 'a shard did not answer' };
  test.each([
    ['people', graph.users],
    ['assignments', graph.assignments],
    ['deleted people', graph.deleted],
  ])('Entra: %s', async (_what, at) => {
    const misbehave = [
      always(
        at,
        body((page) => ({ ...Object(page), error })),
      ),
    ];
    expectIncomplete(await overEntra({ misbehave }), /200, but the body names an error \(UnknownError\)/);
  });
});

/** A tenant whose assigned group has another one in it. */
function withInner(...inner: readonly ReturnType<typeof group>[]): ReturnType<typeof tenant> {
  return tenant({ groups: [group('sales', ['p1', 'p2', 'p3', 'group:inner']), ...inner] });
}

describe('what nothing depends on holds nothing', () => {
  test('a hidden group that is nested in an assigned one', async () => {
    const nested = group('inner', ['p1'], { visibility: 'HiddenMembership' });
    const seed = tenant({ groups: [group('sales', ['p1', 'p2', 'p3', 'group:inner']), nested] });
    const permissions = seed.permissions.filter((one) => one !== 'Member.Read.Hidden');
    const told = await overEntra({ seed: { ...seed, permissions } });
    expectAllLinked(told);
    expect(told.snapshots['entra']?.notes?.join()).toContain('nobody gets in by it');
  });

  const robots = [{ id: 'x', '@odata.type': '#microsoft.graph.somethingNew' }];

  interface Inner {
    readonly seed: ReturnType<typeof tenant>;
    readonly misbehave?: readonly Misbehaviour[];
    readonly says?: string;
  }
  const denied = always('/v1.0/groups/inner/members', status(403, 'Authorization_RequestDenied'));

  test.each<[string, Inner]>([
    [
      'whose members may not be read',
      { seed: withInner(group('inner', ['p1'])), misbehave: [denied], says: 'inner could not be read' },
    ],
    ['that was deleted', { seed: withInner(), says: 'inner is nested in an assigned group and was deleted' }],
    ['with a member of an unknown type', { seed: withInner(group('inner', [], { members: robots })) }],
  ])('a group %s, nested in an assigned one', async (_what, { seed, misbehave = [], says = '' }) => {
    const told = await overEntra({ seed, misbehave });
    expectAllLinked(told);
    expect(told.snapshots['entra']?.notes?.join() ?? '').toContain(says);
  });

  test('an assigned group that was deleted since', async () => {
    const seed = tenant();
    const told = await overEntra({
      seed: { ...seed, appRoleAssignedTo: [...seed.appRoleAssignedTo, assigned('was', 'Group')] },
    });
    expectAllLinked(told);
    expect(told.snapshots['entra']?.notes?.join()).toContain('Group was is assigned to the app and was deleted');
  });

  test('what only describes a person, in another shape than documented', async () => {
    const odd = { department: 7, displayName: ['P', '1'] };
    const misshapen = rows((row) => [row['id'] === 'p1' ? { ...row, ...odd, employeeId: 1042 } : row]);
    expectAllLinked(await overEntra({ misbehave: [always(graph.users, misshapen)] }));
    const users = ids.map((id) => oktaPerson(id, {}, id === 'p1' ? { ...odd, manager: {}, employeeNumber: 1042 } : {}));
    const told = await overOkta({ seed: org({ users }) }, { accounts: [{ email: 'p@acme.com', employeeId: '1042' }] });
    expect(told).toMatchObject({ exit: 0, situations: { 'p@acme.com': 'linked' } });
  });

  test('one person of whom Entra does not say whether they may sign in: that one is undetermined', async () => {
    const users = ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) => person(id));
    const told = await overEntra({ seed: tenant({ users: [...users, person('p6', { accountEnabled: null })] }) });
    expect(told).toMatchObject({ exit: 0, accused: [], document: { status: 'complete' } });
    expect(told.situations).toMatchObject({ 'p1@acme.com': 'linked', 'p6@acme.com': 'undetermined' });
  });

  const hundred = Array.from({ length: 100 }, (_, index) => `x${index}`);
  const seed = tenant({
    users: hundred.map((id) => person(id)),
    groups: [],
    appRoleAssignedTo: hundred.map((id) => assigned(id)),
  });
  const uncounted = always(`${graph.assignments}/$count`, () => ({
    status: 400,
    body: { error: { code: 'Request_UnsupportedQuery' } },
  }));

  test('a hundred assignments that Graph refuses to count, when smaller pages hold no more', async () => {
    const told = await overEntra({ seed, pageSize: 999, misbehave: [uncounted] }, { accounts: ['x1@acme.com'] });
    expect(told).toMatchObject({ exit: 0, situations: { 'x1@acme.com': 'linked' } });
  });

  test.each([100, 500])('but assignments that are cut at %i do, and say how many there are', async (cut) => {
    const many = Array.from({ length: cut + 1 }, (_, index) => `y${index}`);
    const users = many.map((id) => person(id));
    const cutSeed = tenant({ users, groups: [], appRoleAssignedTo: many.map((id) => assigned(id)) });
    const misbehave = [onAsk(1, graph.assignments, cutAfter(cut))];
    const told = await overEntra({ seed: cutSeed, pageSize: 999, misbehave }, { accounts: ['y1@acme.com'] });
    expect(told).toMatchObject({ exit: 4, accused: [], document: { status: 'incomplete' } });
    expect(told.document.reasons.join()).toContain(`Graph counts ${cut + 1}`);
  });
});

test('a number that was given out again is named as all that ties an account', async () => {
  const users = [...ids.map((id) => oktaPerson(id)), oktaPerson('new', {}, { employeeNumber: '1042' })];
  const appUsers = [...ids, 'new'].map((id) => appUser(id));
  const accounts = [{ email: 'gone@acme.com', name: 'Pat Roe', employeeId: '1042' }];
  const told = await overOkta({ seed: org({ users, appUsers }) }, { accounts });
  expect(told).toMatchObject({ exit: 0, situations: { 'gone@acme.com': 'linked' } });
  expect(told.findings.filter(({ login }) => login === 'gone@acme.com')).toMatchObject([
    {
      code: 'ALIAS_UNCONFIRMED',
      reason: expect.stringContaining(
        'Only the employee number 1042 ties the account to Jane Doe <new@acme.com> in okta',
      ),
    },
  ]);
});

describe('a token that Graph takes back', () => {
  const expired: Answer = { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } };

  test('in a part of a batch is renewed once, and only what was refused is asked again', async () => {
    const told = await overEntra({ misbehave: [onAsk(1, graph.members, () => expired)] });
    expectAllLinked(told);
    expect(told.requests.filter(({ path }) => path.endsWith('/oauth2/v2.0/token'))).toHaveLength(2);
  });

  test('in a part of a batch for good holds the run', async () => {
    expectIncomplete(await overEntra({ misbehave: [always(graph.members, () => expired)] }), /401 Unauthorized/);
  });

  test('by a claims challenge is named as that', async () => {
    const headers = { 'www-authenticate': 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="' };
    const told = await overEntra({ misbehave: [always(graph.users, () => ({ ...expired, headers }))] });
    expectIncomplete(told, /a claims challenge.*Conditional Access policy/);
  });

  test('by a claims challenge within a batch is named as that, and no permission is asked for', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="' };
    const told = await overEntra({ misbehave: [always(graph.members, () => ({ status: 401, headers, body: {} }))] });
    expectIncomplete(told, /a claims challenge.*Conditional Access policy/);
    expect(told.document.reasons.join()).not.toContain('GroupMember.Read.All');
  });
});

/** The member p3 of the group is of this type. */
function ofType(type: string): Misbehaviour {
  return always(
    graph.batch,
    body((answer) => replaceMember(answer, { id: 'p3', '@odata.type': type })),
  );
}

/** In the answer of a batch, the member p3 as it comes from now on. */
function replaceMember(answer: unknown, member: object): unknown {
  return JSON.parse(JSON.stringify(answer), (_key, value: unknown) => (isMember(value) ? member : value));
}

function isMember(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value && value.id === 'p3';
}

test('a list that was cut at a round number is not whole where smaller pages were cut as well', async () => {
  const many = Array.from({ length: 600 }, (_, index) => `m${index}`);
  const seed = graphSeed({
    users: ['ann', ...many].map((id) => person(id)),
    groups: [group('all', [...many, 'ann'])],
    appRoleAssignedTo: [assigned('all', 'Group')],
  });
  const members = '/v1.0/groups/all/members';
  const misbehave = [always(members, cutAfter(500)), always(`${members}/$count`, status(403))];
  const told = await review({ entra: { seed, misbehave }, accounts: ['ann@acme.com'] });
  expect(told).toMatchObject({ exit: 4, situations: { 'ann@acme.com': 'undetermined' } });
  expect(told.document.reasons.join()).toContain('in smaller pages there are 50, not 500');
});
