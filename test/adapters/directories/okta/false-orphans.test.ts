// What would make an account of Okta look orphaned although its owner is there: each cause, by its name.
import { describe, expect, test } from 'vitest';
import { astray } from '../../../support/directories/astray.ts';
import {
  always,
  body,
  cutAfter,
  fromAsk,
  html,
  nullsOnly,
  onAsk,
  onTheWire,
  rows,
  status,
  throttled,
} from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../../support/directories/okta-seed.ts';
import { pullOkta } from '../../../support/directories/pulled.ts';
import type { Pulled } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';

/** Five people in three pages of two, three of them assigned, and one who left. */
function org(app: object = {}): OktaSeed {
  const ids = ['p1', 'p2', 'p3', 'p4', 'p5'];
  const gone = oktaPerson('gone', { status: 'DEPROVISIONED' });
  const appUsers = ['p1', 'p2', 'p3'].map((id) => appUser(id));
  return oktaSeed({ users: [...ids.map((id) => oktaPerson(id)), gone], appUsers }, app);
}

async function pullWith(...misbehave: readonly Misbehaviour[]): Promise<Pulled> {
  return pullOkta({ seed: org(), misbehave, pageSize: 2 }, { limits: { pages: 50 } });
}

/** The same by whoever waits for no answer longer than that. */
async function pullWithin(timeoutMs: number, misbehaviour: Misbehaviour): Promise<Pulled> {
  return pullOkta({ seed: org(), misbehave: [misbehaviour], pageSize: 2 }, { limits: { timeoutMs } });
}

const people = '/api/v1/users';
const appUsers = '/api/v1/apps/0oa1/users';

const inThePast = { 'X-Rate-Limit-Limit': '0', 'X-Rate-Limit-Remaining': '0', 'X-Rate-Limit-Reset': '1500000000' };

describe('a fault that passes does no harm', () => {
  test.each<[string, Misbehaviour]>([
    ['500', onAsk(2, people, status(500))],
    ['502', onAsk(1, '/api/v1/apps/0oa1', status(502))],
    ['503', onAsk(2, appUsers, status(503))],
    ['504', onAsk(2, people, status(504))],
    ['a socket reset', onAsk(2, people, onTheWire('reset'))],
    ['truncated JSON', onAsk(2, people, onTheWire('cut-json'))],
    ['a body shorter than its Content-Length', onAsk(2, people, onTheWire('short-body'))],
    ['a packed body that is cut', onAsk(2, people, onTheWire('cut-gzip'))],
    ['a 200 with HTML', onAsk(2, appUsers, html())],
    ['a concurrency limit, 0 of 0, whose reset lies in the past', onAsk(2, people, throttled(inThePast))],
    ['people that the second page of assignments lacks', onAsk(2, appUsers, withoutPeople())],
    ['people that all pages of assignments lack', always(appUsers, withoutPeople())],
    ['people who come without their fields in assignments', always(appUsers, withBarePeople())],
  ])('%s', async (_name, misbehaviour) => {
    expectWhole(await pullWith(misbehaviour));
  });

  test('a hang', async () => {
    expectWhole(await pullWithin(300, onAsk(2, people, onTheWire('hang'))));
  });
});

function expectWhole({ identities, header }: Pulled): void {
  expect(header.reasons).toEqual([]);
  const told = identities.map(({ id, state, assignments }) => `${id} ${state} ${assignments.length}`);
  expect(told.toSorted()).toEqual([
    'gone deleted 0',
    'p1 active 1',
    'p2 active 1',
    'p3 active 1',
    'p4 active 0',
    'p5 active 0',
  ]);
}

describe('a fault that stays makes the snapshot partial', () => {
  test.each<[string, Misbehaviour, RegExp]>([
    ['500', fromAsk(2, people, status(500)), /500 Internal Server Error, also after 3 more/],
    ['a socket reset', fromAsk(2, people, onTheWire('reset')), /connection failed/],
    ['truncated JSON', fromAsk(2, people, onTheWire('cut-json')), /cut off/],
    ['a 200 with HTML', fromAsk(2, people, html()), /text\/html/],
    [
      'a 200 with an object in place of the list',
      fromAsk(
        2,
        people,
        body(() => ({})),
      ),
      /not as documented/,
    ],
    ['a 401', fromAsk(2, people, status(401, 'E0000011')), /401 Unauthorized \(E0000011\)/],
    ['a 403 on the assignments', always(appUsers, status(403, 'E0000006')), /okta\.apps\.read/],
    ['a 403 on the people', always(people, status(403, 'E0000006')), /okta\.users\.read/],
    ['a 404', fromAsk(2, appUsers, status(404)), /404/],
    ['a 429 that never ends', always(appUsers, throttled()), /429/],
    ...astray(people),
    ['a list that is cut in the middle', onAsk(2, people, cutAfter(0)), /lacks the person p3/],
    [
      'an unknown status',
      always(
        people,
        rows((row) => [{ ...row, status: 'FLOATING' }]),
      ),
      /"FLOATING"/,
    ],
    [
      'an unknown scope',
      always(
        appUsers,
        rows((row) => [{ ...row, scope: 'MOON' }]),
      ),
      /"MOON"/,
    ],
  ])('%s', async (_name, misbehaviour, reason) => {
    const { header } = await pullWith(misbehaviour);
    expect(header.completeness).toBe('partial');
    expect(header.reasons.join('\n')).toMatch(reason);
    expect(header.reasons.join('\n')).not.toContain('hunter2');
  });

  test('a hang', async () => {
    const { header } = await pullWithin(200, fromAsk(2, people, onTheWire('hang')));
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join('\n')).toContain('no full answer within 0.2 s');
  });

  test('and the assigned are given although the list of people cannot be read', async () => {
    const { identities } = await pullWith(always(people, status(403)));
    expect(identities.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
  });

  test('and without the app the directory is unread', async () => {
    const { header, identities } = await pullWith(always('/api/v1/apps/0oa1', status(404)));
    expect(header).toMatchObject({ completeness: 'unread', app: null });
    expect(header.reasons.join()).toContain('this needs the id of an app in this org as appId of directory "okta"');
    expect(identities).toEqual([]);
  });
});

test('people without their fields are limited information, and named with the scope that is missing', async () => {
  const { header, identities } = await pullWith(always(people, nullsOnly()));
  expect(identities.map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
  const reason = header.reasons.find((one) => one.startsWith('limited-information:'));
  expect(reason).toContain('okta.users.read');
});

test('an app that is not active stands in the header', async () => {
  expect((await pullOkta({ seed: org({ status: 'INACTIVE' }) })).header.app?.enabled).toBe(false);
});

test('implicit assignment stands in the header', async () => {
  const { header } = await pullOkta({ seed: org({ settings: { implicitAssignment: true } }) });
  expect(header.app?.assignmentRequired).toBe(false);
});

test('an assignment that is off and outlived its person is no missing row', async () => {
  const off = appUser('gone-since', { status: 'INACTIVE' });
  const seed = oktaSeed({ users: [oktaPerson('p1')], appUsers: [appUser('p1'), off] });
  expect((await pullOkta({ seed })).header.completeness).toBe('complete');
});

test('a log that may not be read makes the snapshot partial and names the scope', async () => {
  const seed = { ...org(), scopes: ['okta.apps.read', 'okta.users.read'] };
  const { header } = await pullOkta({ seed }, { config: { signIns: true } });
  expect(header.completeness).toBe('partial');
  expect(header.reasons.join()).toContain('okta.logs.read');
});

function withBarePeople(): Misbehaviour['change'] {
  return rows((row) => [{ ...row, _embedded: { user: { id: row['id'], status: null, profile: null } } }]);
}

function withoutPeople(): Misbehaviour['change'] {
  return rows(({ _embedded, ...row }) => [row]);
}

/** All of them assigned. */
function many(count: number): OktaSeed {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  return oktaSeed({ users: ids.map((id) => oktaPerson(id)), appUsers: ids.map((id) => appUser(id)) });
}

test.each([
  [20, 'lacks the person p20'],
  [21, 'lacks 21 people who are assigned to the app'],
])('a list of people that lacks %i who are assigned is no whole one', async (lacking, told) => {
  const onlyFirst = rows((row) => (row['id'] === 'p0' ? [row] : []));
  const misbehave = [always(people, onlyFirst), always(appUsers, withoutPeople())];
  const { header } = await pullOkta({ seed: many(lacking + 1), misbehave });
  expect(header.completeness).toBe('partial');
  expect(header.reasons.join('\n')).toContain(told);
});

describe('a list that ends with a full page', () => {
  test('is whole where smaller pages have as many rows', async () => {
    const { identities, header } = await pullOkta({ seed: many(500) });
    expect(header).toMatchObject({ completeness: 'complete', reasons: [] });
    expect(identities.filter(({ assignments }) => assignments.length === 1)).toHaveLength(500);
  });

  test.each([
    ['assignments, once', onAsk(1, appUsers, cutAfter(500)), 'of 500 rows, smaller pages have 520'],
    ['assignments, always', always(appUsers, cutAfter(500)), 'of 500 rows, smaller pages have 50'],
    ['people, once', onAsk(1, people, cutAfter(200)), 'of 200 rows, smaller pages have 520'],
  ])('and lost its next link is incomplete: %s', async (_which, misbehaviour, told) => {
    const { header } = await pullOkta({ seed: many(520), misbehave: [misbehaviour] });
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join('\n')).toContain(told);
  });
});
