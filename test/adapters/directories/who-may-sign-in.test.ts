// Random tenants and orgs: whom the connectors let in is whom a plain reading of the directory's own rules lets in.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { grants } from '../../../core/inputs/snapshot.ts';
import { assigned, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';
import type { Pulled } from '../../support/directories/pulled.ts';

const runs = { numRuns: 60 };

function letIn({ identities }: Pulled): readonly string[] {
  return identities
    .filter(({ state, assignments }) => state === 'active' && assignments.some(grants))
    .map(({ id }) => id)
    .toSorted();
}

const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const groups = ['g0', 'g1', 'g2', 'g3'];

test('an enabled person of an Entra tenant gets in by an assignment of their own or of a group that they are directly in', async () => {
  const tenant = fc.record({
    enabled: fc.subarray(people),
    direct: fc.subarray(people),
    assignedGroups: fc.subarray(groups),
    members: fc.tuple(...groups.map(() => fc.tuple(fc.subarray(people), fc.subarray(groups)))),
    pageSize: fc.integer({ min: 1, max: 4 }),
    emptyPages: fc.boolean(),
    batchReversed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(tenant, async ({ enabled, direct, assignedGroups, members, ...server }) => {
      const seed = graphSeed({
        users: people.map((id) => person(id, { accountEnabled: enabled.includes(id) })),
        groups: groups.map((id, index) => {
          const [ids = [], nested = []] = members[index] ?? [];
          return group(id, [...ids, ...nested.map((one) => `group:${one}`)]);
        }),
        appRoleAssignedTo: [...direct.map((id) => assigned(id)), ...assignedGroups.map((id) => assigned(id, 'Group'))],
      });
      const pulled = await pullEntra({ seed, ...server });
      const isMember = (id: string): boolean =>
        groups.some((one, index) => assignedGroups.includes(one) && members[index]?.[0].includes(id) === true);
      const expected = people.filter((id) => enabled.includes(id) && (direct.includes(id) || isMember(id)));
      expect(pulled.header.reasons).toEqual([]);
      expect(letIn(pulled)).toEqual(expected);
    }),
    runs,
  );
});

test('a person of an Okta org gets in when their own status and that of their assignment both let them', async () => {
  const person = fc.record({
    status: fc.constantFrom(
      'ACTIVE',
      'STAGED',
      'PROVISIONED',
      'LOCKED_OUT',
      'RECOVERY',
      'PASSWORD_EXPIRED',
      'SUSPENDED',
      'DEPROVISIONED',
    ),
    assigned: fc.option(fc.constantFrom('ACTIVE', 'PROVISIONED', 'INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED')),
  });
  const org = fc.record({
    all: fc.array(person, { maxLength: 8 }),
    pageSize: fc.integer({ min: 1, max: 4 }),
    emptyPages: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(org, async ({ all, ...server }) => {
      const seed = oktaSeed({
        users: all.map(({ status }, index) => oktaPerson(`p${index}`, { status })),
        appUsers: all.flatMap(({ assigned: word }, index) =>
          word === null ? [] : [appUser(`p${index}`, { status: word })],
        ),
      });
      const pulled = await pullOkta({ seed, ...server });
      const signsIn = ['ACTIVE', 'LOCKED_OUT', 'RECOVERY', 'PASSWORD_EXPIRED'];
      const expected = all.flatMap(({ status, assigned: word }, index) =>
        signsIn.includes(status) && (word === 'ACTIVE' || word === 'PROVISIONED') ? [`p${index}`] : [],
      );
      expect(pulled.header.reasons).toEqual([]);
      expect(pulled.identities).toHaveLength(all.length);
      expect(letIn(pulled)).toEqual(expected);
    }),
    runs,
  );
});
