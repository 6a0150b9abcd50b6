// Bodies that no documentation promises: what can be read is read, what cannot is said, and nothing is made up.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import { always, body } from '../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';
import type { Pulled } from '../../support/directories/pulled.ts';

const runs = { numRuns: 40 };

const anything = fc.jsonValue({ maxDepth: 2 });
const perhapsText = fc.constantFrom('text', '', null, undefined);
const extras = fc.dictionary(fc.stringMatching(/^x[a-z]{1,5}$/), anything, { maxKeys: 3 });

/** Fields that a directory may leave out, send as null, or send although nobody asked. */
function loose(fields: readonly string[]): fc.Arbitrary<object> {
  const given = fc.record(Object.fromEntries(fields.map((field) => [field, perhapsText])), { requiredKeys: [] });
  return fc.tuple(given, extras).map(([known, unknown]) => ({ ...unknown, ...known }));
}

describe('bodies with nulls, missing and extra fields', () => {
  test('of Graph give everybody', async () => {
    const fields = loose(['mail', 'displayName', 'employeeId', 'department', 'createdDateTime']);
    const lists = fc.record({ proxyAddresses: fc.constant(null), manager: fc.constant(null) }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fields, lists), { maxLength: 5 }), async (people) => {
        const users = people.map(([texts, nulls], index) => person(`p${index}`, { ...texts, ...nulls }));
        const seed = graphSeed({ users });
        const { identities, header } = await pullEntra({ seed });
        expect(header.reasons).toEqual([]);
        expect(identities).toHaveLength(people.length);
      }),
      runs,
    );
  });

  test('of Okta give everybody', async () => {
    const profiles = loose(['email', 'secondEmail', 'displayName', 'firstName', 'manager', 'employeeNumber']);
    const assignments = loose(['scope', 'created', 'externalId', 'lastSync']);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(profiles, assignments), { maxLength: 5 }), async (people) => {
        const seed = oktaSeed({
          users: people.map(([profile], index) => oktaPerson(`p${index}`, {}, profile)),
          appUsers: people.map(([, fields], index) => appUser(`p${index}`, { ...fields, scope: 'USER' })),
        });
        const { identities, header } = await pullOkta({ seed });
        expect(header.reasons).toEqual([]);
        expect(identities).toHaveLength(people.length);
      }),
      runs,
    );
  });
});

function honest({ identities, header }: Pulled, people: readonly string[], assignedPeople: readonly string[]): void {
  if (header.completeness !== 'complete') {
    expect(header.reasons.length).toBeGreaterThan(0);
    return;
  }
  expect(header.reasons).toEqual([]);
  expect(identities.map(({ id }) => id)).toEqual(people);
  expect(identities.filter(({ assignments }) => assignments.length > 0).map(({ id }) => id)).toEqual(assignedPeople);
}

describe('any JSON in place of any answer', () => {
  test('of Graph never gives a complete snapshot with people or assignments missing', async () => {
    const seed = graphSeed({
      users: [person('p1'), person('p2')],
      groups: [group('sales', ['p1'])],
      appRoleAssignedTo: [assigned('sales', 'Group'), assigned('p2')],
    });
    const paths = fc.constantFrom(
      '/tenant-1/oauth2/v2.0/token',
      "/v1.0/servicePrincipals(appId='app-1')",
      '/v1.0/servicePrincipals/sp-1/appRoleAssignedTo',
      '/v1.0/groups/sales',
      '/v1.0/groups/sales/members',
      '/v1.0/$batch',
      '/v1.0/users',
    );
    await fc.assert(
      fc.asyncProperty(paths, anything, async (path, value) => {
        const pulled = await pullEntra({
          seed,
          misbehave: [
            always(
              path,
              body(() => value),
            ),
          ],
        });
        honest(pulled, ['p1', 'p2'], ['p1', 'p2']);
      }),
      { numRuns: 100 },
    );
  });

  test('of Okta never gives a complete snapshot with people or assignments missing', async () => {
    const seed = oktaSeed({ users: [oktaPerson('p1'), oktaPerson('p2')], appUsers: [appUser('p1')] });
    const paths = fc.constantFrom('/api/v1/apps/0oa1', '/api/v1/apps/0oa1/users', '/api/v1/users');
    const noList = anything.filter((value) => !Array.isArray(value));
    await fc.assert(
      fc.asyncProperty(paths, noList, async (path, value) => {
        const pulled = await pullOkta({
          seed,
          misbehave: [
            always(
              path,
              body(() => value),
            ),
          ],
        });
        honest(pulled, ['p1', 'p2'], ['p1']);
      }),
      { numRuns: 100 },
    );
  });
});

const listsInLists = '['.repeat(200_000) + ']'.repeat(200_000);

describe('a body of lists in lists, more deeply than the engine follows them', () => {
  test.each(['/tenant-1/oauth2/v2.0/token', "/v1.0/servicePrincipals(appId='app-1')", '/v1.0/$batch', '/v1.0/users'])(
    'is no answer of Graph to %s',
    async (path) => {
      const seed = graphSeed({
        users: [person('p1')],
        groups: [group('sales', ['p1'])],
        appRoleAssignedTo: [assigned('sales', 'Group')],
      });
      const deep = always(path, () => ({ status: 200, body: listsInLists }));
      const { header } = await pullEntra({ seed, misbehave: [deep] });
      expect(header.completeness).not.toBe('complete');
      expect(header.reasons.join()).toContain('200, but ');
    },
  );

  test('is no list of Okta', async () => {
    const seed = oktaSeed({ users: [oktaPerson('p1')] });
    const deep = always('/api/v1/users', () => ({ status: 200, body: listsInLists }));
    const { header } = await pullOkta({ seed, misbehave: [deep] });
    expect(header.reasons.join()).toContain('200, but the body is not as documented');
  });
});
