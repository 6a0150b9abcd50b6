// How the connectors wait, how many requests they make, and that neither ever runs away.
import { describe, expect, test } from 'vitest';
import { Http } from '../../../adapters/directories/http/request.ts';
import { askedWaitMs } from '../../../adapters/directories/http/retry-wait.ts';
import { CallEntry } from '../../../adapters/directories/reading/journal.ts';
import { assigned, deletedPerson, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import { always, onAsk, status as failing, throttled } from '../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { openEntra, pullEntra, pullOkta, testSurroundings } from '../../support/directories/pulled.ts';

const people = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);

describe('the wait that a reply asks for', () => {
  const now = Date.parse('2026-10-05T08:00:00Z');
  const date = 'Mon, 05 Oct 2026 08:00:00 GMT';

  test.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'Retry-After': '7' }, 7_000],
    ['a date', { 'Retry-After': 'Mon, 05 Oct 2026 08:00:09 GMT' }, 9_000],
    ['a date in the past', { 'Retry-After': 'Mon, 05 Oct 2026 07:00:00 GMT' }, null],
    [
      'a date of a server whose clock is an hour ahead',
      { 'Retry-After': 'Mon, 05 Oct 2026 09:00:09 GMT', date: 'Mon, 05 Oct 2026 09:00:00 GMT' },
      9_000,
    ],
    ['a reset', { date, 'X-Rate-Limit-Reset': String(now / 1000 + 20) }, 21_000],
    ['a reset in the past', { date, 'X-Rate-Limit-Reset': String(now / 1000 - 20) }, null],
    ['nothing', {}, null],
    ['nonsense', { 'Retry-After': 'soon' }, null],
  ])('by %s', (_name, headers, expected) => {
    expect(askedWaitMs({ status: 429, headers: new Headers(headers) }, now)).toBe(expected);
  });

  test.each([500, 502, 503, 504])('of a server that failed with %d is its Retry-After, never the limit', (status) => {
    const reset = { date, 'X-Rate-Limit-Reset': String(now / 1000 + 60) };
    expect(askedWaitMs({ status, headers: new Headers(reset) }, now)).toBe(null);
    expect(askedWaitMs({ status, headers: new Headers({ ...reset, 'Retry-After': '3' }) }, now)).toBe(3_000);
  });
});

describe('a directory that is asked too much', () => {
  test('is asked again after the seconds that it says', async () => {
    const seed = graphSeed({ users: [person('jane')] });
    const { waits, header } = await pullEntra({
      seed,
      misbehave: [onAsk(1, '/v1.0/users', throttled({ 'Retry-After': '7' }))],
    });
    expect(waits).toEqual([7_000]);
    expect(header.calls.find(({ call }) => call.includes('/users?'))?.retries).toBe(1);
    expect(header.completeness).toBe('complete');
  });

  test.each([424, 501, 509, 522])('and failed with %d is asked again, alone and in a batch', async (status) => {
    const fault = (): { status: number; body: object } => ({ status, body: {} });
    const groups = [group('sales', ['jane'])];
    const appRoleAssignedTo = [assigned('sales', 'Group')];
    const { waits, header } = await pullEntra({
      seed: graphSeed({ users: [person('jane')], groups, appRoleAssignedTo }),
      misbehave: [onAsk(1, '/v1.0/users', fault), onAsk(1, '/v1.0/groups/sales/members', fault)],
    });
    expect(waits).toEqual([500, 500]);
    expect(header.completeness).toBe('complete');
  });

  test('and failed for a moment is asked again soon, although each of its replies says when the limit is reset', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    const fault = (): { status: number; headers: Record<string, string>; body: object } => ({
      status: 503,
      headers: { 'X-Rate-Limit-Limit': '600', 'X-Rate-Limit-Remaining': '599', 'X-Rate-Limit-Reset': reset },
      body: { errorCode: 'E0000009' },
    });
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] });
    const { waits, header } = await pullOkta({ seed, misbehave: [onAsk(1, '/api/v1/users', fault)] });
    expect(waits).toEqual([500]);
    expect(header.completeness).toBe('complete');
  });

  test('in a part of a batch only is asked for that part again, after the seconds that the part says', async () => {
    const groups = [group('sales', ['jane']), group('staff', ['jane'])];
    const { waits, requests, identities } = await pullEntra({
      seed: graphSeed({
        users: [person('jane')],
        groups,
        appRoleAssignedTo: groups.map(({ id }) => assigned(id, 'Group')),
      }),
      misbehave: [onAsk(1, '/v1.0/groups/sales/members', throttled({ 'Retry-After': '7' }))],
    });
    expect(waits).toEqual([7_000]);
    const batches = requests.filter(({ path }) => path === '/v1.0/$batch').map((ask) => ask.body);
    expect(batches.map((text) => text.split('"method"').length - 1)).toEqual([4, 1]);
    expect(identities[0]?.assignments).toHaveLength(2);
  });

  test('in one part of a batch is not asked sooner because the token of another part has died', async () => {
    const groups = [group('sales', ['jane']), group('staff', ['jane'])];
    const { waits, header } = await pullEntra({
      seed: graphSeed({
        users: [person('jane')],
        groups,
        appRoleAssignedTo: groups.map(({ id }) => assigned(id, 'Group')),
      }),
      misbehave: [
        onAsk(1, '/v1.0/groups/sales/members', throttled({ 'Retry-After': '7' })),
        onAsk(1, '/v1.0/groups/staff/members', failing(401, 'InvalidAuthenticationToken')),
      ],
    });
    expect(waits).toEqual([7_000]);
    expect(header.calls.find(({ call }) => call.endsWith('$batch'))?.retries).toBe(2);
    expect(header.completeness).toBe('complete');
  });

  test('is asked nothing else while one request waits as it says', async () => {
    const around = testSurroundings();
    const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
    const waits: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      waits.push(ms);
      await over;
    };
    const http = new Http('okta', { ...around, machine: { nowMs: () => (waits.length < 2 ? 0 : 7_000), sleep } });
    const asks: string[] = [];
    const ask = async (name: string): Promise<unknown> =>
      http.exchange({
        entry: new CallEntry({ call: `GET /${name}`, reads: name, needs: 'nothing' }, around.clock),
        method: 'GET',
        url: `https://okta.example/${name}`,
        send: async () => {
          asks.push(name);
          const isFirst = asks.length === 1;
          return Response.json({}, isFirst ? { status: 429, headers: { 'Retry-After': '7' } } : { status: 200 });
        },
      });
    const one = ask('users');
    await expect.poll(() => waits).toEqual([7_000]);
    const other = ask('groups');
    await expect.poll(() => waits).toEqual([7_000, 7_000]);
    expect(asks).toEqual(['users']);
    end(undefined);
    await Promise.all([one, other]);
    expect(asks.toSorted()).toEqual(['groups', 'users', 'users']);
  });

  test('is asked ever later when it says nothing, and in the end no more', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane')] });
    const { waits, requests } = await pullOkta({ seed, misbehave: [always('/api/v1/apps/0oa1', throttled())] });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(requests).toHaveLength(9);
  });

  test('and throttles every first ask of each list is still read to the end', async () => {
    const ids = people(5);
    const seed = oktaSeed({ users: ids.map((id) => oktaPerson(id)), appUsers: ids.map((id) => appUser(id)) });
    const paths = ['/api/v1/apps/0oa1', '/api/v1/apps/0oa1/users', '/api/v1/users'];
    const { header, identities } = await pullOkta({
      seed,
      pageSize: 2,
      misbehave: paths.flatMap((path) => [1, 3, 5].map((ask) => onAsk(ask, path, throttled({ 'Retry-After': '1' })))),
    });
    expect(identities).toHaveLength(5);
    expect(header.completeness).toBe('complete');
  });
});

test('a batch that is refused because a part of it was put off is asked for again', async () => {
  const groups = [group('sales', ['jane'])];
  const appRoleAssignedTo = [assigned('sales', 'Group')];
  const { waits, header } = await pullEntra({
    seed: graphSeed({ users: [person('jane')], groups, appRoleAssignedTo }),
    misbehave: [onAsk(1, '/v1.0/$batch', failing(424, 'FailedDependency'))],
  });
  expect(waits).toEqual([500]);
  expect(header.completeness).toBe('complete');
});

test('a part of a batch that fails once is asked for again, however often others were put off before', async () => {
  const seed = graphSeed({
    users: [person('jane')],
    groups: [group('sales', ['jane']), group('team', [])],
    appRoleAssignedTo: [assigned('sales', 'Group'), assigned('team', 'Group')],
  });
  const misbehave = [
    ...[1, 2, 3, 4].map((ask) => onAsk(ask, '/v1.0/groups/sales/members', throttled())),
    onAsk(5, '/v1.0/groups/sales/members', failing(503)),
  ];
  const { header, identities } = await pullEntra({ seed, misbehave });
  expect(header.reasons).toEqual([]);
  expect(identities.map(({ assignments }) => assignments.length)).toEqual([1]);
});

describe('the number of requests', () => {
  test('at once is four at most', async () => {
    const ids = people(90);
    const groups = people(60).map((name) => group(name, ids));
    const seed = graphSeed({
      users: ids.map((id) => person(id)),
      groups,
      appRoleAssignedTo: groups.map(({ id }) => assigned(id, 'Group')),
    });
    const { mostAtOnce, header } = await pullEntra({ seed, pageSize: 30, latencyMs: 5 });
    expect(mostAtOnce).toBe(4);
    expect(header.completeness).toBe('complete');
  });

  test('to Entra follows pages and batches of groups, not people or groups', async () => {
    const ids = people(2_500);
    const groups = people(25).map((name) => group(`g-${name}`, ids.slice(0, 3)));
    const seed = graphSeed({
      users: ids.map((id) => person(id)),
      deletedUsers: people(3).map((id) => deletedPerson(`gone-${id}`)),
      groups,
      appRoleAssignedTo: [
        ...ids.slice(0, 1_500).map((id) => assigned(id)),
        ...groups.map(({ id }) => assigned(id, 'Group')),
      ],
    });
    const { requests, header } = await pullEntra({ seed });
    const [tokens, app, assignments, batches, users, deleted] = [1, 1, 2, 3, 3, 1] as const;
    expect(requests).toHaveLength(tokens + app + assignments + batches + users + deleted);
    expect(header.completeness).toBe('complete');
  });

  test('to Okta follows pages', async () => {
    const ids = people(1_100);
    const seed = oktaSeed({
      users: [...ids.map((id) => oktaPerson(id)), oktaPerson('gone', { status: 'DEPROVISIONED' })],
      appUsers: ids.slice(0, 700).map((id) => appUser(id)),
    });
    const { requests, header } = await pullOkta({ seed });
    const [app, administrator, roles, appUsers, users, deprovisioned] = [1, 1, 1, 2, 6, 1] as const;
    expect(requests).toHaveLength(app + administrator + roles + appUsers + users + deprovisioned);
    expect(header.completeness).toBe('complete');
  });
});

describe('an answer of more bytes than any directory sends', () => {
  const seed = graphSeed({ users: [person('jane')] });
  const endless = always('/v1.0/users', () => ({ status: 200, body: ' '.repeat(2_000_000) }));

  test('is not read to its end, and asked for once more only', async () => {
    const { header, identities } = await pullEntra({ seed, misbehave: [endless] }, { limits: { bytes: 1_000_000 } });
    expect(header.reasons.join()).toMatch(/users: an answer of more than 1,000,000 bytes, also after 1 more attempts/);
    expect(header.completeness).toBe('unread');
    expect(identities).toEqual([]);
  });

  test('is seen as it is unpacked', async () => {
    const packed = always('/v1.0/users', () => ({ status: 200, body: ' '.repeat(2_000_000), wire: 'gzip' }));
    const { header } = await pullEntra({ seed, misbehave: [packed] }, { limits: { bytes: 1_000_000 } });
    expect(header.reasons.join()).toContain('an answer of more than 1,000,000 bytes');
  });
});

test('a consumer that stops early leaves the rest unread', async () => {
  const { directory, server } = await openEntra({
    seed: graphSeed({ users: people(9).map((id) => person(id)) }),
    pageSize: 2,
  });
  for await (const _identity of directory.pull()) break;
  expect(server.requests.filter(({ path }) => path === '/v1.0/users')).toHaveLength(1);
});
