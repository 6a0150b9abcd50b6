// Answers of directories as public bug reports describe them, through the whole command: nobody is accused who is there,
// and a list that may lack people is no complete one.
import { describe, expect, test } from 'vitest';
import { assigned, deletedPerson, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import {
  addressOf,
  always,
  cutAfter,
  fromAsk,
  nextLink,
  onAsk,
  rows,
  throttled,
} from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';

const people = '/v1.0/users';
const assignments = '/v1.0/servicePrincipals/sp-1/appRoleAssignedTo';
const three = ['ann', 'ben', 'cat'];
const accounts = three.map((id) => `${id}@acme.com`);

async function entraReview(
  misbehave: readonly Misbehaviour[],
  seed: Parameters<typeof graphSeed>[0] = {},
): Promise<Review> {
  const users = three.map((id) => person(id));
  const all = graphSeed({ users, appRoleAssignedTo: three.map((id) => assigned(id)), ...seed });
  return review({ entra: { seed: all, pageSize: 1, misbehave }, accounts });
}

function reasonsOf({ snapshots }: Review, directory: string): string {
  return (snapshots[directory]?.reasons ?? []).join('\n');
}

describe('of Graph, a report that', () => {
  test.each<[string, Misbehaviour, string]>([
    [
      'microsoft-graph-docs#2635: the next link of the people never changes',
      fromAsk(
        2,
        people,
        nextLink((_, ask) => addressOf(ask)),
      ),
      'would never end',
    ],
    [
      'microsoft-graph-docs#9008: the first page links to itself',
      always(
        people,
        nextLink((_, ask) => addressOf(ask)),
      ),
      'would never end',
    ],
    [
      'microsoft-graph-docs#16054: accountEnabled is null for everybody',
      always(
        people,
        rows((row) => [{ ...row, accountEnabled: null }]),
      ),
      'User.Read.All',
    ],
  ])('%s: incomplete, and nobody is accused', async (_, misbehaviour, says) => {
    const seen = await entraReview([misbehaviour]);
    expect(seen.snapshots['entra']?.completeness).toBe('partial');
    expect(reasonsOf(seen, 'entra')).toContain(says);
    expect(seen.accused).toEqual([]);
  });

  test.each([
    ['microsoft-graph-docs#12243: assignments end at a round number, and more are there', 100],
    ['microsoft-graph-docs#5877: assignments end at 999 without a next link', 999],
  ])('%s: incomplete', async (_, cap) => {
    const many = Array.from({ length: cap + 1 }, (_unused, index) => assigned(`p${index}`));
    const seed = graphSeed({
      users: three.map((id) => person(id)),
      appRoleAssignedTo: [...three.map((id) => assigned(id)), ...many],
    });
    const seen = await review({ entra: { seed, misbehave: [always(assignments, cutAfter(cap))] }, accounts });
    expect(reasonsOf(seen, 'entra')).toContain('Graph counts');
    expect(seen.accused).toEqual([]);
  });

  test('microsoft-graph-explorer-v4#3584: later pages have fewer fields than the first: incomplete', async () => {
    const few = rows(({ id, displayName, mail, userPrincipalName }) => [{ id, displayName, mail, userPrincipalName }]);
    const seen = await entraReview([fromAsk(2, people, few)]);
    expect(seen.exit).toBe(4);
    expect(reasonsOf(seen, 'entra')).toContain('limited-information: 2 of 3 rows');
    expect(seen.accused).toEqual([]);
  });

  test('msgraph-sdk-powershell#2853: members lack service principals that Graph counts: held, and nobody is accused', async () => {
    const many = Array.from({ length: 97 }, (_, index) => `m${index}`);
    const all = graphSeed({
      users: [...three, ...many].map((id) => person(id)),
      groups: [group('g', [...three, ...many])],
      appRoleAssignedTo: [assigned('g', 'Group')],
    });
    const counted = always('/v1.0/groups/g/members/$count', (answer) => ({ ...answer, body: '102' }));
    const seen = await review({ entra: { seed: all, misbehave: [counted] }, accounts });
    expect(reasonsOf(seen, 'entra')).toContain('Graph counts 102');
    expect(seen.accused).toEqual([]);
  });

  test('microsoft-graph-docs-contrib#6786: the same people on several pages: told once, and complete', async () => {
    const again = rows((row) => (row['id'] === 'ann' ? [row] : [person('ann'), row]));
    const seen = await entraReview([always(people, again)]);
    expect(seen.snapshots['entra']).toMatchObject({ completeness: 'complete', identities: 3 });
    expect(Object.values(seen.situations)).toEqual(['linked', 'linked', 'linked']);
  });

  test('microsoft-graph-docs#594: some people have no userType: they are no guests', async () => {
    const seen = await entraReview([
      always(
        people,
        rows((row) => [row['id'] === 'ann' ? { ...row, userType: null } : row]),
      ),
    ]);
    expect(seen.snapshots['entra']?.completeness).toBe('complete');
    expect(codesOf(seen, 'ann@acme.com')).toEqual([]);
  });

  test('msgraph-sdk-dotnet#199: somebody was deleted and made again under the same name: nobody left', async () => {
    const deletedUsers = [deletedPerson('old', { userPrincipalName: 'oldann@acme.com', mail: 'ann@acme.com' })];
    const seen = await entraReview([], { deletedUsers });
    expect(seen.situations['ann@acme.com']).toBe('linked');
    expect(seen.accused).toEqual([]);
  });
});

async function benDeleted(fields: object): Promise<Review> {
  return entraReview([], {
    users: [person('ann'), person('cat')],
    deletedUsers: [deletedPerson('ben', fields)],
    appRoleAssignedTo: [assigned('ann'), assigned('cat')],
  });
}

describe('of deleted people of Graph, a report that', () => {
  test('msgraph-sdk-powershell#3244: they have no time of deletion: leavers all the same, and when is not known', async () => {
    const seen = await benDeleted({ deletedDateTime: null });
    expect(codesOf(seen, 'ben@acme.com')).toEqual(['LEAVER_ACCOUNT']);
    expect(seen.files.findings.findings.find(({ code }) => code === 'LEAVER_ACCOUNT')?.reason).toContain(
      'at an unknown time',
    );
  });

  test('buildbuddy#5831, msgraph-sdk-powershell#2256: their name has an id before it: known by the name behind', async () => {
    const seen = await benDeleted({ mail: null });
    expect(codesOf(seen, 'ben@acme.com')).toContain('LEAVER_ACCOUNT');
    expect(codesOf(seen, 'ben@acme.com')).not.toContain('ORPHANED_ACCOUNT');
  });
});

async function oktaReview(
  misbehave: readonly Misbehaviour[],
  statuses: Readonly<Record<string, string>> = {},
): Promise<Review> {
  const users = three.map((id) => oktaPerson(id, { status: statuses[id] ?? 'ACTIVE' }));
  const appUsers = three.filter((id) => statuses[id] === undefined).map((id) => appUser(id));
  return review({ okta: { seed: oktaSeed({ users, appUsers }), pageSize: 1, misbehave }, accounts });
}

describe('of Okta, a report that', () => {
  test('okta-sdk-python#376, okta-sdk-java#718, airbyte#8143: the list of people lacks the deprovisioned: they are leavers, and no strangers', async () => {
    const seen = await oktaReview([], { ben: 'DEPROVISIONED' });
    expect(codesOf(seen, 'ben@acme.com')).toContain('LEAVER_ACCOUNT');
    expect(codesOf(seen, 'ben@acme.com')).not.toContain('ORPHANED_ACCOUNT');
  });

  test('cartography#2494: the last page is left out: it is read', async () => {
    const seen = await oktaReview([]);
    expect(Object.values(seen.situations)).toEqual(['linked', 'linked', 'linked']);
  });

  test('okta-cli-client#26: a full page without a next link is no whole list', async () => {
    const users = [...three, ...Array.from({ length: 300 }, (_, index) => `u${index}`)].map((id) => oktaPerson(id));
    const seed = oktaSeed({ users, appUsers: three.map((id) => appUser(id)) });
    const misbehave = [always('/api/v1/users', cutAfter(200))];
    const seen = await review({ okta: { seed, misbehave }, accounts: [...accounts, 'u290@acme.com'] });
    expect(reasonsOf(seen, 'okta')).toContain('the last page is full');
    expect(seen.accused).toEqual([]);
  });

  test('discord/access#11, octokit/plugin-throttling.js#599: a limit that says when it ends is waited for, again and again', async () => {
    const now = Math.floor(Date.now() / 1000);
    const headers = { date: new Date(now * 1000).toUTCString(), 'x-rate-limit-reset': String(now + 1) };
    const limits = [1, 2, 3].map((ask) => onAsk(ask, '/api/v1/users', throttled(headers)));
    const seen = await oktaReview(limits);
    expect(seen.snapshots['okta']?.completeness).toBe('complete');
    expect(seen.accused).toEqual([]);
  });

  test('okta-sdk-java#259: a limit tells its reset twice in one answer: waited for and read', async () => {
    const twice = { 'X-Rate-Limit-Reset': '1790000000, 1790000000' };
    const seen = await oktaReview([onAsk(2, '/api/v1/users', throttled(twice))]);
    expect(seen.snapshots['okta']?.completeness).toBe('complete');
    expect(seen.accused).toEqual([]);
  });

  test('NangoHQ/integration-templates#576: a cursor with escapes is sent back as it came', async () => {
    const cursor = 'a%2Bb%2F%3D%26c';
    const marked = nextLink((link) => (link === '' ? '' : `${link}&opaque=${cursor}`));
    const seen = await oktaReview([onAsk(1, '/api/v1/users', marked)]);
    expect(seen.snapshots['okta']?.completeness).toBe('complete');
    const sent = seen.requests.filter(({ path }) => path === '/api/v1/users').map(({ query }) => query.get('opaque'));
    expect(sent).toContain('a+b/=&c');
    expect(seen.accused).toEqual([]);
  });

  test('oktadeveloper/okta-blog-archive#1597: the log always has a next link: not followed for ever, and not whole', async () => {
    const seed = oktaSeed({ users: three.map((id) => oktaPerson(id)), appUsers: three.map((id) => appUser(id)) });
    const endless = always(
      '/api/v1/logs',
      nextLink((_, ask) => addressOf(ask)),
    );
    const seen = await review({
      okta: { seed, misbehave: [endless] },
      settings: { okta: { signIns: true } },
      accounts,
    });
    expect(reasonsOf(seen, 'okta')).toContain('sign-ins');
    expect(seen.exit).toBe(4);
    expect(seen.accused).toEqual([]);
  });

  test('okta-sdk-dotnet#315: the list lags behind a person who was just made: looked up, and no orphan', async () => {
    const users = [...three, 'new'].map((id) => oktaPerson(id));
    const lag = always(
      '/api/v1/users',
      rows((row) => (row['id'] === 'new' ? [] : [row])),
    );
    const seed = oktaSeed({ users, appUsers: three.map((id) => appUser(id)) });
    const seen = await review({ okta: { seed, misbehave: [lag] }, accounts: [...accounts, 'new@acme.com'] });
    expect(seen.accused).toEqual([]);
  });
});
