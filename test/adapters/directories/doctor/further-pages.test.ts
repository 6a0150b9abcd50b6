// How far `doctor` reads a list, and what it says of what it did not read.
import { describe, expect, test } from 'vitest';
import { group, person } from '../../../support/directories/graph-seed.ts';
import {
  addressOf,
  always,
  cutAfter,
  nextLink,
  onAsk,
  rows,
  status,
} from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { openEntra, openOkta } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import type { Check } from '../../../../adapters/directories/reading/check.ts';
import { tenant } from './tenant.ts';

const graph = {
  people: '/v1.0/users',
  deleted: '/v1.0/directory/deletedItems/microsoft.graph.user',
  members: '/v1.0/groups/sales/members',
};
const okta = { people: '/api/v1/users', assigned: '/api/v1/apps/0oa1/users' };

function ids(length: number): readonly string[] {
  return Array.from({ length }, (_, index) => `p${index}`);
}

/** The lists have `count` people each, two a page. */
async function ofEntra(count: number, ...misbehave: readonly Misbehaviour[]): Promise<readonly Check[]> {
  const seed = tenant({
    users: ids(count).map((id) => person(id)),
    deletedUsers: ids(count).map((id) => person(`gone-${id}`)),
    groups: [group('sales', ids(count))],
  });
  return (await openEntra({ seed, pageSize: 2, misbehave })).directory.check();
}

async function ofOkta(count: number, ...misbehave: readonly Misbehaviour[]): Promise<readonly Check[]> {
  const gone = ids(count).map((id) => oktaPerson(`gone-${id}`, { status: 'DEPROVISIONED' }));
  const seed = oktaSeed({
    users: [...ids(count).map((id) => oktaPerson(id)), ...gone],
    appUsers: ids(count).map((id) => appUser(id)),
  });
  return (await openOkta({ seed, pageSize: 2, misbehave })).directory.check();
}

function failedIn(checks: readonly Check[]): readonly (readonly [string, string])[] {
  return checks.filter(({ ok }) => !ok).map(({ check, detail }) => [check, detail]);
}

/** Every page leads to the second. */
const circle = nextLink((_, ask) => {
  const second = new URL(addressOf(ask));
  second.searchParams.set('page', '2');
  return second.href;
});

describe('a fault behind the first page of a list is found before a run', () => {
  test.each([
    ['the people', graph.people, 'permission User.Read.All'],
    ['the deleted people', graph.deleted, 'deleted people'],
    ['the members of a group', graph.members, 'permission GroupMember.Read.All (an assigned group)'],
  ])('of Graph, in %s', async (_, at, check) => {
    const never = expect.stringContaining('it was followed before');
    expect(failedIn(await ofEntra(6, always(at, circle)))).toEqual([[check, never]]);
    const refused = expect.stringContaining('403');
    expect(failedIn(await ofEntra(6, onAsk(2, at, status(403))))).toEqual([[check, refused]]);
  });

  test.each([
    ['scope okta.users.read', okta.people, 2],
    ['deprovisioned people', okta.people, 5],
    ['assignments', okta.assigned, 2],
  ])('of Okta, by the check “%s”', async (check, at, ask) => {
    const refused = expect.stringContaining('403');
    expect(failedIn(await ofOkta(6, onAsk(ask, at, status(403))))).toEqual([[check, refused]]);
  });

  test('that leads in a circle, of Okta', async () => {
    expect(failedIn(await ofOkta(6, always(okta.assigned, circle)))).toEqual([
      ['assignments', expect.stringContaining('it was followed before')],
    ]);
  });

  test('where somebody stands there with a type or a status that nobody documents', async () => {
    const robot = always(
      graph.people,
      rows((row) => [row['id'] === 'p5' ? { ...row, userType: 'Robot' } : row]),
    );
    expect(failedIn(await ofEntra(6, robot))).toEqual([
      ['permission User.Read.All', expect.stringContaining('the userType "Robot" of p5')],
    ]);
    const retired = always(
      okta.people,
      rows((row) => [row['id'] === 'p5' ? { ...row, status: 'RETIRED' } : row]),
    );
    expect(failedIn(await ofOkta(6, retired))).toEqual([
      ['scope okta.users.read', expect.stringContaining('the status "RETIRED" of p5')],
    ]);
  });

  test('and so is a list that was cut at the size of a page', async () => {
    const seed = tenant({ users: ['jane', ...ids(1200)].map((id) => person(id)) });
    const misbehave = [onAsk(1, graph.people, cutAfter(999))];
    const cut = failedIn(await (await openEntra({ seed, misbehave })).directory.check());
    expect(cut).toEqual([['permission User.Read.All', expect.stringContaining('Graph counts 1201')]]);
    const users = ids(250).map((id) => oktaPerson(id));
    const org = oktaSeed({ users, appUsers: [appUser('p0')] });
    const short = [onAsk(1, okta.people, cutAfter(200))];
    expect(failedIn(await (await openOkta({ seed: org, misbehave: short })).directory.check())).toEqual([
      ['scope okta.users.read', expect.stringContaining('of 200 rows, smaller pages have 250')],
    ]);
  });
});

describe('of a list that goes on behind ten pages', () => {
  test('the rest is not looked at, and said', async () => {
    const late = [onAsk(11, graph.people, status(500)), onAsk(11, graph.deleted, status(500))];
    const checks = await ofEntra(50, ...late);
    expect(failedIn(checks)).toEqual([]);
    expect(checks.filter(({ detail }) => detail.includes('what follows was not looked at'))).toMatchObject([
      { check: 'permission User.Read.All', detail: expect.stringContaining('of the first 20 rows alone') },
      { check: 'deleted people', detail: expect.stringContaining('of the first 20 rows alone') },
    ]);
    expect((await ofOkta(50)).filter(({ detail }) => detail.includes('of the first 20 rows alone'))).toHaveLength(3);
  });

  test('where it goes on is looked at', async () => {
    const away = nextLink((_, ask) => addressOf(ask).replace(/\/\/[^/]+/, '//elsewhere.example'));
    expect(failedIn(await ofEntra(50, onAsk(10, graph.people, away)))).toEqual([
      ['permission User.Read.All', expect.stringContaining('it leads to another host')],
    ]);
  });

  test('nothing is said of one that ends there', async () => {
    for (const checks of [await ofEntra(20), await ofOkta(20)])
      expect(checks.filter(({ detail }) => detail.includes('not looked at'))).toEqual([]);
  });
});

test('rows of before a page token expired, which come again with the list, are counted once', async () => {
  const expired = onAsk(2, graph.people, status(400, 'Directory_ExpiredPageToken'));
  const told = await ofEntra(60, expired);
  expect(told.find(({ check }) => check === 'permission User.Read.All')?.detail).toContain('of the first ');
  expect(told).toEqual(await ofEntra(60));
});
