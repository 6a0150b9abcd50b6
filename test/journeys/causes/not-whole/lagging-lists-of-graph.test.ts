// Lists of Graph that lag, and logins that no path can name: whoever they lack is asked for by the login of their account.
import { describe, expect, test } from 'vitest';
import { assigned, deletedPerson, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import { always, rows } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { review } from '../../../support/program/causes.ts';

const note = '1 person was found by their login only: the lists of the directory lag behind.';

describe('an account whose login no path can name', () => {
  const odd = 'o/neil@acme.com';
  const refused = { status: 400, body: { error: { code: 'BadRequest' } } };

  test.each([
    ['is no orphan where Okta has them', ['ann', 'o/neil'], ['login']],
    ['is an orphan where Okta has nobody', ['ann'], ['login', 'email']],
  ])('%s: the call is a filter, and the run goes on', async (_, people, fields) => {
    const users = people.map((id) => oktaPerson(id));
    const lag: Misbehaviour = {
      at: '/api/v1/users',
      change: (answer, ask) =>
        ask.query.has('filter') ? answer : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const misbehave = [lag, always('/api/v1/users/o%2Fneil@acme.com', () => refused)];
    const okta = { seed: oktaSeed({ users, appUsers: [appUser('ann')] }), misbehave };
    const seen = await review({ okta, accounts: ['ann@acme.com', odd] });
    expect(seen.snapshots['okta']).toMatchObject({ completeness: 'complete' });
    expect(seen.situations[odd]).toBe(people.length === 2 ? 'unlinked' : 'unmatched');
    const asked = seen.requests.filter(({ path, query }) => path.startsWith('/api/v1/users/o') || query.has('filter'));
    const filters = fields.map((field) => `profile.${field} eq "${odd}"`);
    expect(asked.map(({ query }) => query.get('filter'))).toEqual(filters);
  });

  test.each([
    ['is no orphan where Graph has them', ['ann', 'o/neil']],
    ['is an orphan where Graph has nobody', ['ann']],
  ])('%s: all parts of the batch are filters, and the run goes on', async (_, people) => {
    const users = people.map((id) => person(id));
    const lag: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.has('$filter') ? answer : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const misbehave = [lag, always('/v1.0/users/o/neil@acme.com', () => refused)];
    const entra = { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }), misbehave };
    const seen = await review({ entra, accounts: ['ann@acme.com', odd] });
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete' });
    expect(seen.situations[odd]).toBe(people.length === 2 ? 'unlinked' : 'unmatched');
    const asked = seen.requests.filter(({ path, body }) => path === '/v1.0/$batch' && body.includes('/users'));
    expect(asked.map(({ body }) => body.match(/"url"/g)?.length)).toEqual([3]);
  });
});

test('nobody bears a login that Graph takes in no path and in no filter', async () => {
  const refuse: Misbehaviour = {
    at: '/v1.0/users',
    change: (answer, ask) =>
      ask.query.get('$filter')?.startsWith('userPrincipalName') === true ? { status: 400, body: {} } : answer,
  };
  const seed = graphSeed({ users: [person('ann')], appRoleAssignedTo: [assigned('ann')] });
  const seen = await review({ entra: { seed, misbehave: [refuse] }, accounts: ['ann@acme.com', 'o/neil@acme.com'] });
  expect(seen.accused).toEqual(['o/neil@acme.com']);
});

describe('somebody whom the list of Graph does not show yet', () => {
  const ownName = { userPrincipalName: 'u4711@corp.acme.com' };
  test.each([
    ['their user principal name', {}],
    ['their mail', ownName],
    ['their first address', { ...ownName, mail: null, proxyAddresses: ["SMTP:o'neil@acme.com"] }],
    ['another address', { ...ownName, mail: 'u4711@acme.com', proxyAddresses: ["smtp:o'neil@acme.com"] }],
    ['their name on premises', { ...ownName, mail: null, onPremisesUserPrincipalName: "o'neil@acme.com" }],
    [
      'their name at home, as a guest without mail',
      { userPrincipalName: "o'neil_acme.com#EXT#@host.onmicrosoft.com", userType: 'Guest', mail: null },
    ],
  ])('is no orphan where the account bears %s: one batch finds them', async (_, fields) => {
    const users = [person('ann'), person("o'neil", fields)];
    const lag: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.has('$filter') ? answer : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const entra = { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }), misbehave: [lag] };
    const seen = await review({ entra, accounts: ['ann@acme.com', "o'neil@acme.com"] });
    expect(seen.accused).toEqual([]);
    expect(seen.situations["o'neil@acme.com"]).toBe('unlinked');
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete', notes: [note] });
    const asked = seen.requests.filter(({ path, body }) => path === '/v1.0/$batch' && body.includes('/users'));
    expect(asked.map(({ body }) => body.match(/"url"/g)?.length)).toEqual([3]);
  });

  test('is no orphan beside any number of others: Graph takes twenty questions at once, and each is asked once', async () => {
    const ids = ['ann', ...Array.from({ length: 13 }, (_, index) => `new${index}`)];
    const lag: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.has('$filter') ? answer : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const seed = graphSeed({ users: ids.map((id) => person(id)), appRoleAssignedTo: [assigned('ann')] });
    const seen = await review({ entra: { seed, misbehave: [lag] }, accounts: ids.map((id) => `${id}@acme.com`) });
    expect(seen.accused).toEqual([]);
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete' });
    const asked = seen.requests.filter(({ path, body }) => path === '/v1.0/$batch' && body.includes('/users'));
    expect(asked.map(({ body }) => body.match(/"url"/g)?.length)).toEqual([18, 18, 3]);
  });

  const noAnswers = ['mail and other addresses', 'names on premises and those of guests at home'].map(
    (about) => `Of 1 login that no list shows, Graph gave no answer about ${about}.`,
  );
  test.each([
    ['refuses the filter', { status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } }],
    ['answers with somebody else', { status: 200, body: { value: [person('ann')] } }],
  ])('is found by their user principal name alone where Graph %s, and that is said', async (_, filtered) => {
    const users = ['ann', 'new'].map((id) => person(id));
    const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ann')] });
    const lag: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) => {
        const onlyAnn = rows((row) => (row['id'] === 'ann' ? [row] : []));
        if (!ask.query.has('$filter')) return onlyAnn(answer, ask);
        return filtered;
      },
    };
    const seen = await review({ entra: { seed, misbehave: [lag] }, accounts: ['ann@acme.com', 'new@acme.com'] });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete' });
    expect(seen.snapshots['entra']?.notes).toEqual(expect.arrayContaining([note, ...noAnswers]));
  });

  test.each([
    ['mail', noAnswers[0] ?? ''],
    ['startswith', noAnswers[1] ?? ''],
  ])('is told to be asked for by all but what Graph refuses: %s', async (filter, unanswered) => {
    const refuse: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.get('$filter')?.startsWith(filter) === true ? { status: 400, body: {} } : answer,
    };
    const seed = graphSeed({ users: [person('ann')], appRoleAssignedTo: [assigned('ann')] });
    const seen = await review({ entra: { seed, misbehave: [refuse] }, accounts: ['ann@acme.com', 'ghost@acme.com'] });
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete', notes: [unanswered] });
  });

  test('is no leaver where the object that they had before is among the deleted', async () => {
    const users = ['ann', 'new'].map((id) => person(id));
    const before = { ...deletedPerson('old'), userPrincipalName: 'oldnew@acme.com', mail: 'new@acme.com' };
    const seed = graphSeed({ users, deletedUsers: [before], appRoleAssignedTo: [assigned('ann')] });
    const lag: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.has('$filter') ? answer : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const seen = await review({ entra: { seed, misbehave: [lag] }, accounts: ['ann@acme.com', 'new@acme.com'] });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.accused).toEqual([]);
  });

  test('is no orphan where Graph tells others with them', async () => {
    const users = [person('ann'), person('new', { ...ownName, mail: 'new@acme.com' })];
    const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ann')] });
    const all: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.has('$filter')
          ? { status: 200, body: { value: users } }
          : rows((row) => (row['id'] === 'ann' ? [row] : []))(answer, ask),
    };
    const seen = await review({ entra: { seed, misbehave: [all] }, accounts: ['ann@acme.com', 'new@acme.com'] });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  test('holds the run where Graph gives no answer to who bears the login as another address', async () => {
    const busy: Misbehaviour = {
      at: '/v1.0/users',
      change: (answer, ask) =>
        ask.query.get('$filter')?.startsWith('mail') === true ? { status: 429, body: {} } : answer,
    };
    const seed = graphSeed({ users: [person('ann')], appRoleAssignedTo: [assigned('ann')] });
    const seen = await review({ entra: { seed, misbehave: [busy] }, accounts: ['ann@acme.com', 'ghost@acme.com'] });
    expect(seen.snapshots['entra']?.completeness).toBe('partial');
    expect(seen.accused).toEqual([]);
  });
});
