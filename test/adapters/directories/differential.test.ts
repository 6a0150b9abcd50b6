// Random tenants and orgs, read over HTTP and judged: the situation of everybody's account is that of a plain model.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAccount } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import { assigned, deletedPerson, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';

interface InEntra {
  readonly state: 'enabled' | 'disabled' | 'deleted';
  readonly assigned: 'directly' | 'by a group' | 'by a nested group' | 'not';
  readonly guest: boolean;
}

interface InOkta {
  readonly status: string;
  readonly app: string | null;
}

interface Somebody {
  readonly entra: InEntra | null;
  readonly okta: InOkta | null;
  /** People.ai knows them by an address that only proxyAddresses hold. */
  readonly byAlias: boolean;
}

const somebody: fc.Arbitrary<Somebody> = fc.record({
  entra: fc.option(
    fc.record({
      state: fc.constantFrom('enabled', 'disabled', 'deleted'),
      assigned: fc.constantFrom('directly', 'by a group', 'by a nested group', 'not'),
      guest: fc.boolean(),
    }),
  ),
  okta: fc.option(
    fc.record({
      status: fc.constantFrom(
        'ACTIVE',
        'LOCKED_OUT',
        'PASSWORD_EXPIRED',
        'RECOVERY',
        'STAGED',
        'PROVISIONED',
        'SUSPENDED',
        'DEPROVISIONED',
      ),
      app: fc.option(fc.constantFrom('ACTIVE', 'PROVISIONED', 'INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED')),
    }),
  ),
  byAlias: fc.boolean(),
});

const order = ['linked', 'unlinked', 'suspended', 'disabled', 'deleted'];

function entraSays({ state, assigned: how }: InEntra): string {
  if (state !== 'enabled') return state;
  return how === 'directly' || how === 'by a group' ? 'linked' : 'unlinked';
}

function oktaSays({ status, app }: InOkta): string {
  if (status === 'DEPROVISIONED') return 'deleted';
  if (['STAGED', 'PROVISIONED', 'SUSPENDED'].includes(status)) return 'suspended';
  return app === 'ACTIVE' || app === 'PROVISIONED' ? 'linked' : 'unlinked';
}

/** Entra is authoritative for the domain: whoever it disabled or deleted is not let in by Okta. */
function expectedOf({ entra, okta }: Somebody): string {
  const [inEntra, inOkta] = [entra === null ? null : entraSays(entra), okta === null ? null : oktaSays(okta)];
  const first = order.find((word) => word === inEntra || word === inOkta);
  if (first === undefined) return 'unmatched';
  const away = inEntra === 'disabled' || inEntra === 'deleted';
  return away && (first === 'linked' || first === 'unlinked') ? inEntra : first;
}

const loginOf = (index: number): string => `p${index}@acme.com`;
const aliasOf = (index: number): string => `old.p${index}@acme.com`;

function accountOf({ entra, byAlias }: Somebody, index: number): string {
  return byAlias && entra !== null && entra.state !== 'deleted' ? aliasOf(index) : loginOf(index);
}

function names(index: number): object {
  return {
    userPrincipalName: loginOf(index),
    mail: loginOf(index),
    proxyAddresses: [`SMTP:${loginOf(index)}`, `smtp:${aliasOf(index)}`],
  };
}

function tenant(people: readonly Somebody[]): ReturnType<typeof graphSeed> {
  const here = people.flatMap(({ entra }, index) => (entra === null ? [] : [{ ...entra, id: `p${index}`, index }]));
  const having = (how: InEntra['assigned']): readonly string[] =>
    here.filter((one) => one.assigned === how && one.state !== 'deleted').map(({ id }) => id);
  return graphSeed({
    users: here
      .filter(({ state }) => state !== 'deleted')
      .map(({ id, index, state, guest }) =>
        person(id, { ...names(index), accountEnabled: state === 'enabled', userType: guest ? 'Guest' : 'Member' }),
      ),
    deletedUsers: here
      .filter(({ state }) => state === 'deleted')
      .map(({ id, index }) => deletedPerson(id, { mail: loginOf(index) })),
    groups: [group('g', [...having('by a group'), 'group:nested']), group('nested', having('by a nested group'))],
    appRoleAssignedTo: [...having('directly').map((id) => assigned(id)), assigned('g', 'Group')],
  });
}

function org(people: readonly Somebody[]): ReturnType<typeof oktaSeed> {
  const here = people.flatMap(({ okta }, index) => (okta === null ? [] : [{ ...okta, index }]));
  return oktaSeed({
    users: here.map(({ status, index }) =>
      oktaPerson(`p${index}`, { status }, { login: loginOf(index), email: loginOf(index) }),
    ),
    appUsers: here.flatMap(({ app, index }) =>
      app === null ? [] : [appUser(`p${index}`, { status: app, credentials: { userName: loginOf(index) } })],
    ),
  });
}

test('connectors and core agree with a plain model about everybody, in any tenant and org', async () => {
  const server = { pageSize: fc.integer({ min: 1, max: 4 }), emptyPages: fc.boolean() };
  await fc.assert(
    fc.asyncProperty(fc.array(somebody, { minLength: 1, maxLength: 8 }), fc.record(server), async (people, paging) => {
      const entra = await pullEntra({ seed: tenant(people), ...paging });
      const okta = await pullOkta({ seed: org(people), ...paging });
      expect([...entra.header.reasons, ...okta.header.reasons]).toEqual([]);
      const review = aReview({
        accounts: people.map((one, index) => anAccount({ login: accountOf(one, index) })),
        entra: entra.identities,
        okta: okta.identities,
        authoritative: { entra: ['acme.com'] },
      });
      const found = people.map((one, index) => review.situation(accountOf(one, index)));
      expect(found).toEqual(people.map(expectedOf));
    }),
    { numRuns: 80 },
  );
});
