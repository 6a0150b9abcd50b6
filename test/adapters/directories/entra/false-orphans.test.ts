// What would make an account of Entra look orphaned although its owner is there: each cause, by its name.
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { astray } from '../../../support/directories/astray.ts';
import {
  always,
  body,
  cutAfter,
  fromAsk,
  html,
  nextLink,
  nullsOnly,
  onAsk,
  onTheWire,
  rows,
  status,
  throttled,
} from '../../../support/directories/misbehaviour.ts';
import { pullEntra } from '../../../support/directories/pulled.ts';
import type { Pulled } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';

/** Six people in three pages of two; the first three are in the assigned group, the fourth is assigned directly. */
function tenant(): GraphSeed {
  const ids = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
  return graphSeed({
    users: ids.map((id) => person(id)),
    groups: [group('sales', ['p1', 'p2', 'p3'])],
    appRoleAssignedTo: [assigned('sales', 'Group'), assigned('p4')],
  });
}

async function pullWith(...misbehave: readonly Misbehaviour[]): Promise<Pulled> {
  return pullEntra({ seed: tenant(), misbehave, pageSize: 2 });
}

/** The same by whoever waits for no answer longer than that. */
async function pullWithin(timeoutMs: number, misbehaviour: Misbehaviour): Promise<Pulled> {
  return pullEntra({ seed: tenant(), misbehave: [misbehaviour], pageSize: 2 }, { limits: { timeoutMs } });
}

const nextPageGone: Misbehaviour['change'] = (answer, ask) =>
  ask.query.has('$skiptoken') ? status(410, 'resyncRequired')(answer, ask) : answer;

const users = '/v1.0/users';
const assignments = '/v1.0/servicePrincipals/sp-1/appRoleAssignedTo';
const members = '/v1.0/groups/sales/members';

describe('a fault that passes does no harm', () => {
  test.each<[string, Misbehaviour]>([
    ['500', onAsk(2, users, status(500))],
    ['502', onAsk(2, users, status(502))],
    ['503', onAsk(2, assignments, status(503))],
    ['504', onAsk(1, users, status(504))],
    ['a socket reset', onAsk(2, users, onTheWire('reset'))],
    ['truncated JSON', onAsk(2, users, onTheWire('cut-json'))],
    ['a body shorter than its Content-Length', onAsk(2, users, onTheWire('short-body'))],
    ['a packed body that is cut', onAsk(2, users, onTheWire('cut-gzip'))],
    ['a 200 with HTML', onAsk(2, users, html())],
    ['a 401 in the middle of the run', onAsk(2, users, status(401, 'InvalidAuthenticationToken'))],
    ['an expired page token', onAsk(2, users, status(400, 'Directory_ExpiredPageToken'))],
    ['a next page that is gone', onAsk(2, users, status(410, 'resyncRequired'))],
    ['a 429 without a wait', onAsk(2, users, throttled())],
    ['a 429 in a batch of status 200', onAsk(1, members, throttled({ 'Retry-After': '7' }))],
    ['a 503 in a batch of status 200', onAsk(1, members, status(503))],
    ['a 500 for a whole batch', onAsk(1, '/v1.0/$batch', status(500))],
  ])('%s', async (_name, misbehaviour) => {
    expectWhole(await pullEntra({ seed: tenant(), misbehave: [misbehaviour], pageSize: 2, emptyPages: true }));
  });

  test('a hang', async () => {
    expectWhole(await pullWithin(300, onAsk(2, users, onTheWire('hang'))));
  });
});

function expectWhole({ identities, header }: Pulled): void {
  expect(header.reasons).toEqual([]);
  expect(identities.map(({ id, assignments: given }) => [id, given.length])).toEqual([
    ['p1', 1],
    ['p2', 1],
    ['p3', 1],
    ['p4', 1],
    ['p5', 0],
    ['p6', 0],
  ]);
}

describe('a fault that stays makes the snapshot partial', () => {
  test.each<[string, Misbehaviour, RegExp]>([
    ['500', always(users, status(500)), /people of the tenant.*500 Internal Server Error, also after 3 more/],
    ['a socket reset', fromAsk(2, users, onTheWire('reset')), /2 rows were.*connection failed/],
    ['truncated JSON', fromAsk(2, users, onTheWire('cut-json')), /not JSON or is cut off/],
    ['a short body', fromAsk(2, users, onTheWire('short-body')), /connection failed|not JSON/],
    ['a 200 with HTML', fromAsk(2, users, html()), /text\/html/],
    [
      'a 200 without value',
      fromAsk(
        2,
        users,
        body(() => ({})),
      ),
      /not as documented \(value/,
    ],
    ['a 404', fromAsk(2, users, status(404, 'Request_ResourceNotFound')), /404 Not Found \(Request_ResourceNotFound\)/],
    ['a 403 on the assignments', always(assignments, status(403)), /Application\.Read\.All/],
    ['a 403 on the members', always(members, status(403)), /Group sales.*GroupMember\.Read\.All/],
    ['a 403 on the people', fromAsk(2, users, status(403)), /User\.Read\.All/],
    ['a 429 that never ends', always(members, throttled()), /429/],
    ['a wait of an hour', always(users, throttled({ 'Retry-After': '3600' })), /3600 s, is longer/],
    ['an expired page token, each time', fromAsk(2, users, status(400, 'Directory_ExpiredPageToken')), /Expired/],
    ['a next page that is gone, each time', always(users, nextPageGone), /410 Gone \(resyncRequired\)/],
    ['a redirect', fromAsk(2, users, (answer) => ({ ...answer, status: 302, headers: { location: '/' } })), /302/],
    [
      'an answer that a batch does not hold',
      always(
        '/v1.0/$batch',
        body(() => ({ responses: [] })),
      ),
      /no answer/,
    ],
    ...astray(users),
    [
      'a next link that is none',
      onAsk(
        1,
        users,
        nextLink(() => 'https://'),
      ),
      /no address/,
    ],
    [
      'an unknown kind of principal',
      always(
        assignments,
        rows((row) => [{ ...row, principalType: 'Robot' }]),
      ),
      /"Robot"/,
    ],
    [
      'an unknown kind of user',
      always(
        users,
        rows((row) => [{ ...row, userType: 'Alien' }]),
      ),
      /"Alien"/,
    ],
    [
      'assigned people whom the list lacks',
      always(
        users,
        rows((row) => (row['id'] === 'p2' ? [] : [row])),
      ),
      /lacks the person p2/,
    ],
    ['a list that is cut in the middle', onAsk(2, users, cutAfter(1)), /lacks the person p4/],
    [
      'the list of the deleted unread',
      always('/v1.0/directory/deletedItems/microsoft.graph.user', status(403)),
      /deleted people/,
    ],
  ])('%s', async (_name, misbehaviour, reason) => {
    const { header } = await pullEntra(
      { seed: tenant(), misbehave: [misbehaviour], pageSize: 2 },
      { limits: { pages: 50 } },
    );
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join('\n')).toMatch(reason);
    expect(header.reasons.join('\n')).not.toContain('hunter2');
  });

  test('a hang', async () => {
    const { header } = await pullWithin(200, fromAsk(2, users, onTheWire('hang')));
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join('\n')).toContain('no full answer within 0.2 s');
  });

  test('and people who were read before it are given', async () => {
    const { identities, header } = await pullWith(fromAsk(2, users, status(500)));
    expect(identities.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(header.completeness).toBe('partial');
    expect(header.calls.find(({ call }) => call.includes('/users?'))).toMatchObject({ pages: 1, rows: 2, ok: false });
  });

  test('and without any people, or without the app, the snapshot is unread', async () => {
    expect((await pullWith(always(users, status(403)))).header.completeness).toBe('unread');
    const { header, identities } = await pullWith(always("/v1.0/servicePrincipals(appId='app-1')", status(404)));
    expect(header).toMatchObject({ completeness: 'unread', app: null });
    expect(identities).toEqual([]);
  });
});

test.each([
  [20, 'lacks the person p20'],
  [21, 'lacks 21 people who are assigned to the app'],
])('a list of people that lacks %i who are assigned is no whole one', async (lacking, told) => {
  const ids = Array.from({ length: lacking + 1 }, (_, index) => `p${index}`);
  const seed = graphSeed({ users: ids.map((id) => person(id)), appRoleAssignedTo: ids.map((id) => assigned(id)) });
  const onlyFirst = rows((row) => (row['id'] === 'p0' ? [row] : []));
  const { header } = await pullEntra({ seed, misbehave: [always(users, onlyFirst)] });
  expect(header.completeness).toBe('partial');
  expect(header.reasons.join('\n')).toContain(told);
});

describe('limited information', () => {
  test.each<[string, Misbehaviour, string]>([
    ['people', always(users, nullsOnly()), 'User.Read.All'],
    [
      'people without accountEnabled',
      always(
        users,
        rows((row) => [{ ...row, accountEnabled: null }]),
      ),
      'User.Read.All',
    ],
    ['assignments', always(assignments, nullsOnly()), 'Application.Read.All'],
    [
      'groups',
      always('/v1.0/groups/sales', (answer) => ({ ...answer, body: { id: 'sales' } })),
      'GroupMember.Read.All',
    ],
  ])('of %s is named with the permission that is missing', async (_name, misbehaviour, permission) => {
    const { header } = await pullWith(misbehaviour);
    expect(header.completeness).toBe('partial');
    const reason = header.reasons.find((one) => one.startsWith('limited-information:'));
    expect(reason).toContain(permission);
  });

  test('is told instead of people', async () => {
    const { identities } = await pullWith(onAsk(2, users, nullsOnly()));
    expect(identities.map(({ id }) => id)).toEqual(['p1', 'p2', 'p5', 'p6']);
  });
});
