// What the Okta connector makes of an org that answers well.
import { describe, expect, test } from 'vitest';
import { nextLink } from '../../../../adapters/directories/okta/api.ts';
import { identitySchema, snapshotHeaderSchema } from '../../../../core/inputs/snapshot.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../../support/directories/okta-seed.ts';
import { pullOkta } from '../../../support/directories/pulled.ts';
import type { Pulled } from '../../../support/directories/pulled.ts';

async function onlyIdentity(seed: OktaSeed): Promise<Pulled['identities'][number]> {
  const { identities } = await pullOkta({ seed });
  const [identity] = identities;
  if (identity === undefined || identities.length > 1) throw new Error(`${identities.length} people instead of one`);
  return identity;
}

describe('the next page', () => {
  test.each([
    '<https://a.okta.com/u?after=2>; rel="next"',
    '<https://a.okta.com/u>; rel="self", <https://a.okta.com/u?after=2>; rel="next"',
    '<https://a.okta.com/u?after=2>; Rel=NEXT',
    '<https://a.okta.com/u?after=2>; title="a, b"; rel = \'next\'',
    '<https://a.okta.com/u?after=2>; rel="last next"',
    '<https://a.okta.com/u?after=2>;rel="next";title="x",<https://a.okta.com/u>;rel="self"',
  ])('is the one that is so called in %s', (header) => {
    expect(nextLink(header)).toBe('https://a.okta.com/u?after=2');
  });

  test.each([null, '', '<https://a.okta.com/u>; rel="self"', '<https://a.okta.com/u>; rel="nextish"; title="next"'])(
    'is none in %j',
    (header) => {
      expect(nextLink(header)).toBeNull();
    },
  );
});

describe('an org that answers well', () => {
  test('gives everybody once, assigned or not, and a complete header in the form of the contract', async () => {
    const users = [oktaPerson('jane'), oktaPerson('john'), oktaPerson('joan', { status: 'DEPROVISIONED' })];
    const { identities, header } = await pullOkta({ seed: oktaSeed({ users, appUsers: [appUser('john')] }) });
    expect(identities.map(({ id, state, assignments }) => [id, state, assignments.length])).toEqual([
      ['john', 'active', 1],
      ['jane', 'active', 0],
      ['joan', 'deleted', 0],
    ]);
    expect(header).toMatchObject({
      product: 'Okta',
      app: { id: '0oa1', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: '${user.userName}' },
      completeness: 'complete',
      reasons: [],
    });
    expect(snapshotHeaderSchema.parse(header)).toEqual(header);
    expect(identities.map((identity) => identitySchema.parse(identity))).toEqual(identities);
  });

  test('is read over many pages, an empty one among them', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const seed = oktaSeed({ users: ids.map((id) => oktaPerson(id)), appUsers: ids.map((id) => appUser(id)) });
    const { identities, header, requests } = await pullOkta({ seed, pageSize: 2, emptyPages: true });
    expect(identities.map(({ assignments }) => assignments.length)).toEqual([1, 1, 1, 1, 1]);
    expect(header.completeness).toBe('complete');
    const ofAppUsers = requests.filter(({ path }) => path.endsWith('/0oa1/users'));
    expect(ofAppUsers.map(({ query }) => query.get('expand'))).toEqual(['user', 'user', 'user', 'user']);
    expect(header.calls.find(({ call }) => call.includes('/0oa1/users'))).toMatchObject({
      pages: 4,
      rows: 5,
      requestIds: ['okta-first', 'okta-2-0', 'okta-2-1', 'okta-4-0'],
    });
    expect(JSON.stringify(header)).not.toContain('api-token-1');
  });

  test('needs no app when it only tells who is there', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane'), oktaPerson('administrator-1')], scopes: ['okta.users.read'] });
    const { identities, header } = await pullOkta({ seed }, { config: { role: 'people', appId: undefined } });
    expect(identities).toHaveLength(2);
    expect(header).toMatchObject({ app: null, completeness: 'complete' });
  });
});

async function blockedBy(status: string | null): Promise<string | null | undefined> {
  const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane', { status })] });
  return (await onlyIdentity(seed)).assignments[0]?.blocked;
}

describe('the assignment of a person', () => {
  test.each([
    ['INACTIVE', 'INACTIVE'],
    ['SUSPENDED', 'SUSPENDED'],
    ['PENDING', 'PENDING'],
    ['REVOKED', 'REVOKED'],
    ['SOMETHING_NEW', 'SOMETHING_NEW'],
    [null, 'no status'],
  ])('with the status %s is blocked by %s', async (status, blocked) => {
    expect(await blockedBy(status)).toBe(blocked);
  });

  test.each(['ACTIVE', 'PROVISIONED'])('with the status %s is not blocked', async (status) => {
    expect(await blockedBy(status)).toBeNull();
  });

  test('tells its way, role, date and the name that People.ai sees', async () => {
    const row = appUser('jane', {
      scope: 'GROUP',
      profile: { role: 'Manager' },
      credentials: { userName: 'jane@crm.acme.com' },
    });
    expect(await onlyIdentity(oktaSeed({ users: [oktaPerson('jane')], appUsers: [row] }))).toMatchObject({
      nameId: 'jane@crm.acme.com',
      assignments: [{ via: 'group', group: null, role: 'Manager', since: '2024-05-06T07:08:09Z' }],
    });
  });

  test('has no known name when the app sends another one than the user name, and the header says so', async () => {
    const app = { settings: { signOn: { subjectNameIdTemplate: '${user.employeeNumber}' } } };
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] }, app);
    const { identities, header } = await pullOkta({ seed });
    expect(identities[0]?.nameId).toBeNull();
    expect(header.app?.nameId).toBe('${user.employeeNumber}');
    expect(header.notes?.join()).toContain('${user.employeeNumber}');
    expect(header.completeness).toBe('complete');
  });
});

describe('a person', () => {
  test.each([
    ['ACTIVE', 'active'],
    ['LOCKED_OUT', 'active'],
    ['PASSWORD_EXPIRED', 'active'],
    ['RECOVERY', 'active'],
    ['STAGED', 'suspended'],
    ['PROVISIONED', 'suspended'],
    ['SUSPENDED', 'suspended'],
    ['DEPROVISIONED', 'deleted'],
  ])('with the status %s is %s', async (status, state) => {
    expect((await onlyIdentity(oktaSeed({ users: [oktaPerson('jane', { status })] }))).state).toBe(state);
  });

  test('who was deprovisioned left at or before the change of the status', async () => {
    const gone = oktaPerson('jane', { status: 'DEPROVISIONED', statusChanged: '2026-10-01T09:30:00.000Z' });
    expect((await onlyIdentity(oktaSeed({ users: [gone] }))).left).toEqual({
      notBefore: null,
      notAfter: '2026-10-01T09:30:00Z',
      source: 'statusChanged',
    });
  });

  test('has login and email as logins, and the second address as a hint', async () => {
    const profile = {
      login: 'jane@acme.com',
      email: 'jane.doe@acme.com',
      secondEmail: 'jane@home.example',
      employeeNumber: '4711',
      department: 'Sales',
      manager: 'boss@acme.com',
    };
    expect(await onlyIdentity(oktaSeed({ users: [oktaPerson('jane', {}, profile)] }))).toMatchObject({
      logins: ['jane@acme.com', 'jane.doe@acme.com'],
      aliases: [],
      hints: ['jane@home.example'],
      name: 'Jane Doe',
      employeeId: '4711',
      department: 'Sales',
      manager: 'boss@acme.com',
    });
  });

  test('has the employee number that people see, where a program counted with it', async () => {
    const users = [oktaPerson('jane', {}, { employeeNumber: '4711.0' })];
    expect((await onlyIdentity(oktaSeed({ users }))).employeeId).toBe('4711');
  });
});

function event(published: string, result: string): OktaSeed['logs'][number] {
  return { published, outcome: { result }, actor: { id: 'jane', type: 'User' } };
}

test('the last sign-in is the last one that succeeded, and the header says how far back was looked', async () => {
  const logs = [
    event('2026-06-01T00:00:00.000Z', 'SUCCESS'),
    event('2026-10-01T00:00:00.000Z', 'SUCCESS'),
    event('2026-10-04T00:00:00.000Z', 'FAILURE'),
  ];
  const seed = oktaSeed({ users: [oktaPerson('jane')], logs });
  const { identities, header, requests } = await pullOkta({ seed }, { config: { signIns: true } });
  expect(identities[0]?.lastSignIn).toBe('2026-10-01T00:00:00Z');
  expect(header.lookBack).toMatchObject({ from: '2026-07-07T08:00:00Z', to: '2026-10-05T08:00:00Z' });
  expect(requests.find(({ path }) => path === '/api/v1/logs')?.query.get('filter')).toBe(
    'eventType eq "user.authentication.sso" and target.id eq "0oa1"',
  );
});
