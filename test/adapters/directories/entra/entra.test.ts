// What the Entra connector makes of a tenant that answers well.
import { describe, expect, test } from 'vitest';
import { identitySchema, snapshotHeaderSchema } from '../../../../core/inputs/snapshot.ts';
import { assigned, deletedPerson, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { pullEntra } from '../../../support/directories/pulled.ts';
import type { Pulled } from '../../../support/directories/pulled.ts';
import type { Ask } from '../../../support/directories/stand-in.ts';

async function identityIn(seed: GraphSeed, id: string): Promise<Pulled['identities'][number]> {
  const { identities } = await pullEntra({ seed });
  const found = identities.find((identity) => identity.id === id);
  if (found === undefined) throw new Error(`nobody has the id ${id}`);
  return found;
}

describe('a tenant that answers well', () => {
  test('gives everybody, assigned or not, and a complete header in the form of the contract', async () => {
    const users = [person('jane'), person('john')];
    const { identities, header } = await pullEntra({
      seed: graphSeed({ users, deletedUsers: [deletedPerson('joan')], appRoleAssignedTo: [assigned('jane')] }),
    });
    expect(identities.map(({ id, state }) => [id, state])).toEqual([
      ['jane', 'active'],
      ['john', 'active'],
      ['joan', 'deleted'],
    ]);
    expect(header).toMatchObject({
      product: 'Microsoft Entra ID',
      tenant: 'tenant-1',
      app: { id: 'app-1', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' },
      takenAt: '2026-10-05T08:00:00Z',
      completeness: 'complete',
      reasons: [],
    });
    expect(snapshotHeaderSchema.parse(header)).toEqual(header);
    expect(identities.map((identity) => identitySchema.parse(identity))).toEqual(identities);
  });

  test('records each call with its pages, rows and request ids, and no secret', async () => {
    const users = ['a', 'b', 'c', 'd', 'e'].map((id) => person(id));
    const { header } = await pullEntra({ seed: graphSeed({ users }), pageSize: 2 });
    expect(header.calls.find(({ call }) => call.includes('/v1.0/users?'))).toMatchObject({
      pages: 3,
      rows: 5,
      retries: 0,
      requestIds: ['graph-first', 'graph-2-0', 'graph-4-0'],
      firstAt: '2026-10-05T08:00:00Z',
      ok: true,
    });
    expect(JSON.stringify(header)).not.toMatch(/secret-1|graph-token/);
  });

  test('goes on after an empty page in the middle', async () => {
    const users = ['a', 'b', 'c'].map((id) => person(id));
    const { identities, header } = await pullEntra({ seed: graphSeed({ users }), pageSize: 2, emptyPages: true });
    expect(identities).toHaveLength(3);
    expect(header.completeness).toBe('complete');
  });

  test('needs no app when it only tells who is there', async () => {
    const seed = graphSeed({ users: [person('jane')], permissions: ['User.Read.All'] });
    const { identities, header } = await pullEntra({ seed }, { config: { role: 'people', appId: undefined } });
    expect(identities).toHaveLength(1);
    expect(header).toMatchObject({ app: null, completeness: 'complete' });
  });
});

describe('the assignments of a person', () => {
  test('are told with role and date when direct', async () => {
    const seed = graphSeed({
      users: [person('jane')],
      appRoleAssignedTo: [assigned('jane', 'User', { appRoleId: 'role-user' })],
    });
    expect((await identityIn(seed, 'jane')).assignments).toEqual([
      { via: 'direct', group: null, role: 'User', since: '2024-05-06T07:08:09.123Z', blocked: null },
    ]);
  });

  test('come once each when the person is assigned directly and by several groups', async () => {
    const seed = graphSeed({
      users: [person('jane')],
      groups: [group('sales', ['jane']), group('staff', ['jane'])],
      appRoleAssignedTo: [assigned('jane'), assigned('sales', 'Group'), assigned('staff', 'Group')],
    });
    const { identities } = await pullEntra({ seed });
    expect(identities).toHaveLength(1);
    expect(identities[0]?.assignments.map(({ via, group: name }) => [via, name])).toEqual([
      ['direct', null],
      ['group', 'Group sales'],
      ['group', 'Group staff'],
    ]);
  });

  test('of a member of a nested group grant nothing, however deep and even in a circle', async () => {
    const seed = graphSeed({
      users: [person('jane'), person('john')],
      groups: [
        group('outer', ['group:inner']),
        group('inner', ['jane', 'group:core']),
        group('core', ['john', 'group:outer']),
      ],
      appRoleAssignedTo: [assigned('outer', 'Group')],
    });
    const { identities, header } = await pullEntra({ seed });
    expect(identities.map(({ id, assignments }) => [id, assignments[0]?.via, assignments[0]?.group])).toEqual([
      ['jane', 'nested-group', 'Group inner'],
      ['john', 'nested-group', 'Group core'],
    ]);
    expect(header.completeness).toBe('complete');
  });

  test('of a member of a nested group are what all its parents give, in whatever order the answers come', async () => {
    const parents = ['p1', 'p2', 'p3'];
    const seed = graphSeed(
      {
        users: [person('jane')],
        // The nested group stands on the second page of each parent.
        groups: [...parents.map((id) => group(id, ['x', 'y', 'group:inner'])), group('inner', ['jane'])],
        appRoleAssignedTo: parents.map((id) => assigned(id, 'Group', { appRoleId: `role-${id}` })),
      },
      { appRoles: parents.map((id) => ({ id: `role-${id}`, displayName: `Role ${id}` })) },
    );
    const told = async (order: readonly string[]): Promise<object[]> => {
      const latencyMs = ({ path, method }: Ask): number =>
        method === 'GET' ? 15 * (1 + order.findIndex((id) => path === `/v1.0/groups/${id}/members`)) : 0;
      const { identities, header } = await pullEntra({ seed, pageSize: 2, latencyMs });
      expect(header.reasons).toEqual([]);
      return identities.flatMap(({ assignments }) => assignments);
    };
    const given = parents.map((id) => ({ via: 'nested-group', group: 'Group inner', role: `Role ${id}` }));
    expect(await told(parents)).toMatchObject(given);
    expect(await told(parents.toReversed())).toMatchObject(given);
    expect(await told(['p2', 'p3', 'p1'])).toMatchObject(given);
  });

  test('are of people only: a service principal among the principals or members is nobody', async () => {
    const robot = { id: 'robot', '@odata.type': '#microsoft.graph.servicePrincipal' };
    const seed = graphSeed({
      users: [person('jane')],
      groups: [{ ...group('sales', ['jane']), members: [...group('sales', ['jane']).members, robot] }],
      appRoleAssignedTo: [assigned('robot', 'ServicePrincipal'), assigned('sales', 'Group')],
    });
    const { identities, header } = await pullEntra({ seed });
    expect(identities.map(({ id }) => id)).toEqual(['jane']);
    expect(header.completeness).toBe('complete');
  });

  test('come from every page of a large group', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `p${index}`);
    const seed = graphSeed({
      users: ids.map((id) => person(id)),
      groups: [group('sales', ids)],
      appRoleAssignedTo: [assigned('sales', 'Group')],
    });
    const { identities } = await pullEntra({ seed, pageSize: 2 });
    expect(identities.filter(({ assignments }) => assignments.length === 1)).toHaveLength(7);
  });
});

function signIn(createdDateTime: string, errorCode: number): GraphSeed['signIns'][number] {
  return {
    appId: 'app-1',
    userId: 'jane',
    createdDateTime,
    status: { errorCode },
  };
}

describe('the sign-ins to the app', () => {
  test('are told as the last one that succeeded, with how far back was looked', async () => {
    const seed = graphSeed({
      users: [person('jane')],
      signIns: [
        signIn('2026-08-01T00:00:00Z', 0),
        signIn('2026-10-02T00:00:00.1234567Z', 0),
        signIn('2026-10-01T00:00:00Z', 0),
        signIn('2026-10-04T00:00:00Z', 50126),
      ],
    });
    const { identities, header } = await pullEntra({ seed }, { config: { signIns: true } });
    expect(identities[0]?.lastSignIn).toBe('2026-10-02T00:00:00.123Z');
    expect(header.lookBack).toMatchObject({ from: '2026-09-05T08:00:00Z', to: '2026-10-05T08:00:00Z' });
  });

  test('are not asked for unless configured', async () => {
    const { requests, header } = await pullEntra({ seed: graphSeed({ users: [person('jane')] }) });
    expect(requests.some(({ path }) => path.includes('signIns'))).toBe(false);
    expect(header.lookBack).toBeUndefined();
  });
});
