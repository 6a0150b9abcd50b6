// What `doctor` finds of what would hold a run at an org of Okta.
import { describe, expect, test } from 'vitest';
import { addressOf, always, nextLink, nullsOnly, onAsk } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { openOkta } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { failedIn } from './tenant.ts';

/** A page without rows, and the one that follows it. */
const emptyBefore: Misbehaviour['change'] = (answer, ask) => ({
  ...answer,
  body: [],
  headers: { ...answer.headers, link: `<${addressOf(ask)}&after=0-1>; rel="next"` },
});

describe('what would hold a run is found before it', () => {
  const two = ['jane', 'john'];
  const org = oktaSeed({ users: two.map((id) => oktaPerson(id)), appUsers: two.map((id) => appUser(id)) });
  const away = nextLink((_, ask) => addressOf(ask).replace(/\/\/[^/]+/, '//elsewhere.example'));

  test('a next link of Okta to another host, as an org with a domain of its own may write it', async () => {
    const [failed, ...others] = await failedIn(
      await openOkta({ seed: org, misbehave: [always('/api/v1/users', away)] }),
    );
    expect(failed?.detail).toContain('it leads to another host');
    expect(failed?.remedy).toMatch(/check orgUrl/);
    expect(others.map(({ check }) => check)).toEqual(['deprovisioned people']);
  });

  test('people of Okta who come with their ids only', async () => {
    const failed = await failedIn(await openOkta({ seed: org, misbehave: [always('/api/v1/users', nullsOnly())] }));
    expect(failed.map(({ detail }) => detail).join()).toContain('without login or status (limited information)');
    expect(failed[0]?.remedy).toContain('okta.users.read');
  });

  test('a status or a scope of Okta that nobody documents', async () => {
    const users = [oktaPerson('jane'), oktaPerson('john', { status: 'DORMANT' })];
    const status = await failedIn(await openOkta({ seed: oktaSeed({ users, appUsers: [appUser('jane')] }) }));
    expect(status.map(({ check, detail }) => `${check}: ${detail}`)).toEqual([
      expect.stringMatching(/^scope okta\.users\.read: the status "DORMANT" of john is not documented/),
    ]);
    const appUsers = [appUser('jane', { scope: 'REALM' })];
    const [scope] = await failedIn(await openOkta({ seed: oktaSeed({ users: [oktaPerson('jane')], appUsers }) }));
    expect(scope).toMatchObject({ check: 'assignments', detail: expect.stringContaining('the scope "REALM" of jane') });
  });

  test('a role of Okta that hides the employee number is said, and fails nothing', async () => {
    const custom = {
      id: 'r2',
      type: 'CUSTOM',
      label: 'Reviewers',
      status: 'ACTIVE',
      'resource-set': 'all',
      role: 'cr1',
    };
    const conditions = { exclude: { 'okta:ResourceAttribute/User/Profile': ['employeeNumber'] } };
    const seed = oktaSeed({
      users: two.map((id) => oktaPerson(id)),
      appUsers: two.map((id) => appUser(id)),
      roles: [custom],
      resourceSets: { all: [{ id: 'r1', orn: 'orn:okta:directory:00o1:users' }] },
      permissions: { cr1: [{ label: 'okta.users.read', conditions }] },
    });
    const checks = await (await openOkta({ seed })).directory.check();
    const sight = checks.find(({ check }) => check === 'sees everybody');
    expect(sight).toMatchObject({ ok: true, detail: expect.stringContaining('hides employeeNumber of people') });
    expect(sight?.remedy).toContain('okta.users.read');
  });

  test('an org of Okta that does not show the administrator who asks, whose roles cannot be read', async () => {
    const asking = always('/api/v1/users/me', () => ({ status: 200, headers: {}, body: '{"id":"root"}' }));
    const unread = oktaSeed({ users: two.map((id) => oktaPerson(id)), appUsers: [appUser('jane')], roles: null });
    const [failed, ...others] = await failedIn(await openOkta({ seed: unread, misbehave: [asking] }));
    expect(failed).toMatchObject({
      check: 'sees everybody',
      detail: 'the list of people lacks the administrator who asks (root)',
    });
    expect(others).toEqual([]);
    const users = Array.from({ length: 21 }, (_, index) => oktaPerson(`p${index}`));
    const many = { seed: { ...unread, users }, misbehave: [asking] };
    expect(await failedIn(await openOkta({ ...many, pageSize: 3 })), 'on none of the pages').toMatchObject([failed]);
    expect(await failedIn(await openOkta({ ...many, pageSize: 2 })), 'nor whom page 11 shows').toEqual([]);
    const shown = { ...unread, users: [...unread.users, oktaPerson('root')] };
    expect(await failedIn(await openOkta({ seed: shown, misbehave: [asking] }))).toEqual([]);
  });

  test('an app of Okta without its status', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] }, { status: null });
    expect((await failedIn(await openOkta({ seed })))[0]?.detail).toContain('limited-information');
  });

  test('an org of Okta that shows nobody, and nobody who is assigned', async () => {
    const failed = await failedIn(await openOkta({ seed: oktaSeed() }));
    const [assigned, shown] = [
      'nobody is assigned to the app, which holds a run',
      'nobody is shown, which holds a run',
    ];
    expect(failed).toMatchObject([
      { check: 'assignments', detail: assigned, remedy: expect.stringContaining('appId 0oa1') },
      { check: 'scope okta.users.read', detail: shown, remedy: expect.stringContaining('Read-only Administrator') },
    ]);
    const next = onAsk(1, '/api/v1/users', emptyBefore);
    expect(await failedIn(await openOkta({ seed: org, misbehave: [next] })), 'nor by an empty page of several').toEqual(
      [],
    );
  });

  test('an org of Okta that is named by the address of its admin console', async () => {
    const { directory } = await openOkta({ seed: oktaSeed() }, { config: { orgUrl: 'https://acme-admin.okta.com' } });
    expect(await directory.check()).toEqual([
      {
        check: 'orgUrl',
        ok: false,
        detail: 'acme-admin.okta.com is the address of the admin console, at which no program is to ask',
        remedy: 'Set orgUrl of directory "okta" to https://acme.okta.com.',
      },
    ]);
  });
});
