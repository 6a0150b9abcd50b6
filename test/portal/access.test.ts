// Deny by default: every route by every role, what is one's own and what is another's, and writes from elsewhere.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { openApiText } from '../../portal/api/openapi.ts';
import type { TokenPerson } from '../../core/ports/sign-in.ts';
import { ok } from '../../core/values/result.ts';
import { roles } from '../../portal/api/route.ts';
import type { Route } from '../../portal/api/route.ts';
import { routes } from '../../portal/api/routes.ts';
import { fallback, managers } from '../steps/review/year.ts';
import { aPortal, origin, period } from './portal.ts';
import type { Portal } from './portal.ts';

const named = Object.entries<Route>(routes);

function pathOf({ path }: Route): string {
  const filled = path
    .replace('{period}', period)
    .replace('{login}', 'user01@acme.com')
    .replace('{sha256}', 'b'.repeat(64))
    .replace('{id}', path.startsWith('/uploads') ? 'a'.repeat(64) : 'f_0000000000000000');
  return `/api${filled}`;
}

const someText = `text=us&key=reviews/2026-Q1/report.pdf&after=0&name=a.pdf&sha256=${'b'.repeat(64)}`;
const queryOf = ({ query }: Route): string =>
  query === undefined
    ? ''
    : `?${new URLSearchParams([...new URLSearchParams(someText)].filter(([name]) => name in query.shape)).toString()}`;

async function answered(portal: Portal, cookie: string | null, route: Route): Promise<number> {
  const method = route.method.toUpperCase();
  const response = await portal.call(cookie, method, `${pathOf(route)}${queryOf(route)}`);
  const { status } = response;
  await response.body?.cancel();
  return status;
}

describe('every route', () => {
  test('is refused to whoever is not signed in, to no role, and to each role that the table does not name', async () => {
    const portal = await aPortal();
    const nobody = await portal.session('user01@acme.com', []);
    for (const [name, route] of named) {
      expect([name, await answered(portal, null, route)]).toEqual([name, 401]);
      const isAnybody = typeof route.access === 'string';
      if (!isAnybody) expect([name, await answered(portal, nobody, route)]).toEqual([name, 403]);
      for (const role of roles) {
        const cookie = await portal.session(fallback, [role]);
        const status = await answered(portal, cookie, route);
        const mayCall = typeof route.access === 'string' || Object.hasOwn(route.access, role);
        expect([name, role, status === 403]).toEqual([name, role, !mayCall]);
        expect([name, role, status]).not.toEqual([name, role, 500]);
      }
    }
    expect(portal.unexpected).toEqual([]);
  });

  test('of a period is refused to an auditor of other periods', async () => {
    const portal = await aPortal();
    const cookie = await portal.session('auditor@audit.example', ['auditor'], ['2025-Q4']);
    for (const [name, route] of named.filter(
      ([, { path, access }]) => path.includes('{period}') && typeof access === 'object',
    ))
      expect([name, await answered(portal, cookie, route)]).toEqual([name, 403]);
    expect((await portal.call(cookie, 'GET', '/api/periods')).status).toBe(200);
  });

  test('of no period is refused to an auditor of some, unless it answers of those alone', async () => {
    const portal = await aPortal();
    const limited = await portal.session('auditor@audit.example', ['auditor'], ['2025-Q4']);
    const statusOf = async (path: string) => (await portal.call(limited, 'GET', path)).status;
    await portal.call(await portal.session(fallback, ['reviewer']), 'GET', `/api/periods/${period}/lines?text=user`);
    for (const path of ['/api/access', '/api/uploads', '/api/runs'])
      expect([path, await statusOf(path)]).toEqual([path, 403]);
    for (const path of ['/api/me', '/api/periods', '/api/people?text=user', '/api/reports', '/api/settings']) {
      const answer = await portal.call(limited, 'GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect([path, await answer.text()]).toEqual([path, expect.not.stringContaining(period)]);
    }
    const whole = await portal.session('auditor@audit.example', ['auditor']);
    expect((await portal.call(whole, 'GET', '/api/access')).status).toBe(200);
  });

  test('that writes is refused from another site, whatever its body is', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, roles);
    const elsewhere = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ];
    for (const [name, route] of named.filter(([, { method }]) => method === 'post'))
      for (const headers of elsewhere)
        expect([name, (await portal.call(cookie, 'POST', pathOf(route), { body: {}, headers })).status]).toEqual([
          name,
          403,
        ]);
  });
});

const linesSchema = z.object({ lines: z.array(z.object({ login: z.string(), reviewer: z.nullable(z.string()) })) });
const refusalsSchema = z.object({ refusals: z.array(z.object({ what: z.string() })) });

async function whatOf(response: Response): Promise<string | undefined> {
  return z.parse(refusalsSchema, await response.json()).refusals[0]?.what;
}

function revoke(login: string): object {
  return { decisions: [{ login, decision: 'revoke', reason: 'left' }] };
}

describe('a decision', () => {
  test('is taken from the assigned reviewer and refused to another, and says oidc', async () => {
    const portal = await aPortal();
    const admin = await portal.session(fallback, ['admin']);
    const page = await portal.call(admin, 'GET', `/api/periods/${period}/lines`);
    const { lines } = z.parse(linesSchema, await page.json());
    const theirs = lines.find(({ reviewer }) => reviewer === managers[0])?.login ?? '';
    const path = `/api/periods/${period}/decisions`;
    const other = await portal.session(managers[1], ['reviewer']);
    const refused = await portal.call(other, 'POST', path, { body: revoke(theirs) });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await whatOf(refused)).toBe('line of another reviewer');
    expect(await portal.ports.reviews.load(period)).toHaveLength(1);
    const own = await portal.session(managers[0], ['reviewer']);
    expect((await portal.call(own, 'POST', path, { body: revoke(theirs) })).status).toBe(200);
    expect((await portal.ports.reviews.load(period)).at(-1)?.event).toMatchObject({
      kind: 'decided',
      by: managers[0],
      assurance: 'oidc',
    });
  });
});

describe('somebody whom the issuer lets in and no directory of the run knows', () => {
  test('records nothing in a review, whatever role they hold', async () => {
    const portal = await aPortal();
    const cookie = await portal.session('left@acme.com', roles);
    const path = `/api/periods/${period}`;
    const etag = async (): Promise<string> => (await portal.call(cookie, 'GET', path)).headers.get('etag') ?? '';
    const reason = 'because';
    const acts: Readonly<Record<string, object>> = {
      decisions: { decisions: [{ login: 'user01@acme.com', decision: 'keep', reason }] },
      delegations: { from: 'left@acme.com', to: fallback, reason },
      'policy-approval': {},
      signatures: { stage: 'reviewer' },
      rebase: { reason },
      void: { reason },
      'work-orders': {},
      closing: {},
    };
    for (const [name, body] of Object.entries(acts)) {
      const headers = { 'if-match': await etag() };
      const { status } = await portal.call(cookie, 'POST', `${path}/${name}`, { body, headers });
      expect([name, status >= 400 && status < 500]).toEqual([name, true]);
      expect([name, status]).not.toEqual([name, 404]);
    }
    expect(await portal.ports.reviews.load(period)).toHaveLength(1);
  });

  test('is let in under no address that only looks like one', async () => {
    const portal = await aPortal();
    const ended = await signsIn(portal, { email: `${fallback}\u200b` });
    expect([ended.status, await whatOf(ended)]).toEqual([400, 'an address with invisible characters: \\u200b']);
  });

  test('is let in under no address of another account of the directory that issued the token', async () => {
    const portal = await aPortal();
    const [email] = managers;
    const issuers = ['https://acme.okta.example', 'https://acme.okta.example/oauth2/default'];
    for (const issuer of issuers) {
      const ended = await signsIn(portal, { issuer, ids: ['id-somebody'], email });
      expect(ended.status).toBe(403);
      expect(await ended.text()).toContain(`account id-${email}, which has this address in okta`);
      expect((await signsIn(portal, { issuer, ids: [], email })).status).toBe(403);
      const own = await signsIn(portal, { issuer, ids: ['pairwise', `id-${email}`], email });
      expect(own.status).toBe(302);
    }
  });

  test('is let in where the directory knows no such address yet, or another issuer vouches', async () => {
    const portal = await aPortal();
    const okta = 'https://acme.okta.example';
    expect((await signsIn(portal, { issuer: okta, ids: ['00u9'], email: 'new@acme.com' })).status).toBe(302);
    expect((await signsIn(portal, { issuer: `${okta}.evil.example`, ids: ['x'], email: managers[0] })).status).toBe(
      302,
    );
  });
});

async function signsIn(portal: Portal, person: Partial<TokenPerson>, proved: string | null = null): Promise<Response> {
  const usual = { issuer: `${origin}/issuer`, ids: [], email: fallback, name: null, groups: ['admin'] };
  const authTime = proved ?? portal.world.dependencies.clock.now();
  Object.assign(portal.ports.signIn, {
    complete: async () => ok({ ...usual, groupsOverage: false, authTime, ...person }),
  });
  const begun = await portal.app.request(`${origin}/auth/sign-in`);
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return portal.call(cookie, 'GET', '/auth/callback?state=s&code=c');
}

describe('a session', () => {
  test('is worth nothing after the sign-out, also to whoever copied the cookie', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, ['admin']);
    expect((await portal.call(cookie, 'GET', '/api/me')).status).toBe(200);
    expect((await portal.call(cookie, 'POST', '/auth/sign-out')).status).toBe(204);
    expect((await portal.call(cookie, 'GET', '/api/me')).status).toBe(401);
  });

  test('begins once with each sign-in: an answer that is replayed is refused', async () => {
    const portal = await aPortal();
    const begun = await portal.app.request(`${origin}/auth/sign-in?return=//evil.example`);
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const first = await portal.call(cookie, 'GET', '/auth/callback?state=s&code=c');
    expect([first.status, first.headers.get('location')]).toEqual([302, '/']);
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; .*Secure; HttpOnly; SameSite=Lax/,
    );
    expect((await portal.call(cookie, 'GET', '/auth/callback?state=s&code=c')).status).toBe(400);
  });

  test('is no fresher than now, whatever the clock of the issuer shows', async () => {
    const portal = await aPortal();
    const ended = await signsIn(portal, { groups: ['reviewer'] }, '2026-03-30T12:00:00Z');
    const cookie = ended.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const me = z.parse(
      z.object({ freshUntil: z.string() }),
      await (await portal.call(cookie, 'GET', '/api/me')).json(),
    );
    expect(me.freshUntil).toBe('2026-03-30T09:05:00Z');
  });

  test('writes nothing in the name of somebody for a page that shows another, who signed in before', async () => {
    const portal = await aPortal();
    const [shown, now] = managers;
    const cookie = await portal.session(now, ['reviewer']);
    const statusAs = async (login: string): Promise<number> => {
      const headers = { 'x-signed-in-as': encodeURIComponent(login) };
      const sent = { body: revoke('user02@acme.com'), headers };
      return (await portal.call(cookie, 'POST', `/api/periods/${period}/decisions`, sent)).status;
    };
    expect(await statusAs(shown)).toBe(401);
    expect(await portal.ports.reviews.load(period)).toHaveLength(1);
    expect(await statusAs(now)).toBe(200);
  });

  test('is too old for a signature after five minutes', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, ['reviewer']);
    portal.world.at('2026-03-30T09:05:01Z');
    const response = await portal.call(cookie, 'POST', `/api/periods/${period}/signatures`, {
      body: { stage: 'reviewer' },
    });
    expect([response.status, await whatOf(response)]).toEqual([401, 'sign-in too old for this']);
  });
});

describe('what was looked at', () => {
  test('must still be so when it is signed', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, ['reviewer', 'admin']);
    const sign = async (headers: Record<string, string>): Promise<number> =>
      (await portal.call(cookie, 'POST', `/api/periods/${period}/signatures`, { body: { stage: 'reviewer' }, headers }))
        .status;
    expect(await sign({})).toBe(428);
    expect(await sign({ 'if-match': '"9-aaaa"' })).toBe(412);
    const etag = (await portal.call(cookie, 'GET', `/api/periods/${period}`)).headers.get('etag') ?? '';
    expect(await sign({ 'if-match': etag })).toBe(422);
    for (const known of [etag, `W/${etag}`, `"other", W/${etag}`, '*']) {
      const headers = { 'if-none-match': known };
      expect([known, (await portal.call(cookie, 'GET', `/api/periods/${period}`, { headers })).status]).toEqual([
        known,
        304,
      ]);
    }
  });
});

function limitedTo(until: string, periods?: readonly string[]): object {
  return {
    issuer: 'https://login.acme.com',
    clientId: 'review',
    auditors: [{ login: 'ann@audit.example', until, ...(periods === undefined ? {} : { periods }) }],
  };
}

async function readings({ ports }: Portal): Promise<number> {
  return (await ports.access.page({ before: null, by: null, most: 10 })).filter(({ act }) => act === 'read').length;
}

describe('an auditor', () => {
  test('is turned away by a session that outlives their last day', async () => {
    const portal = await aPortal();
    const cookie = await portal.session('ann@audit.example', ['auditor'], { until: '2026-03-31' });
    const lines = async () => (await portal.call(cookie, 'GET', `/api/periods/${period}/lines`)).status;
    portal.world.at('2026-03-31T21:59:59Z');
    expect(await lines()).toBe(200);
    portal.world.at('2026-04-01T00:00:00Z');
    expect(await lines()).toBe(403);
    expect((await portal.ports.access.page({ before: null, by: null, most: 1 }))[0]).toMatchObject({ act: 'refused' });
  });

  test('sees from the next request on only what the configuration shows them', async () => {
    const portal = await aPortal();
    const cookie = await portal.session('ann@audit.example', ['auditor']);
    const lines = async () => (await portal.call(cookie, 'GET', `/api/periods/${period}/lines`)).status;
    expect(await lines()).toBe(200);
    Object.assign(portal.world.config, { portal: limitedTo('2026-12-31', ['2025-Q4']) });
    expect(await lines()).toBe(403);
    Object.assign(portal.world.config, { portal: limitedTo('2026-12-31', [period]) });
    expect(await lines()).toBe(200);
    Object.assign(portal.world.config, { portal: limitedTo('2026-03-29') });
    expect(await lines()).toBe(403);
  });
});

describe('a session that ends in the middle of a decision', () => {
  test('loses nothing: it is refused with where to sign in, changes nothing, and is taken after it', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(managers[0], ['reviewer'], { endsAt: '2026-03-30T09:10:00Z' });
    const path = `/api/periods/${period}/decisions`;
    portal.world.at('2026-03-30T09:09:59Z');
    expect((await portal.call(cookie, 'POST', path, { body: revoke('user01@acme.com') })).status).toBe(200);
    portal.world.at('2026-03-30T09:10:00Z');
    const ended = await portal.call(cookie, 'POST', path, { body: revoke('user03@acme.com') });
    expect([ended.status, z.parse(signInSchema, await ended.json())]).toEqual([401, { signIn: '/auth/sign-in' }]);
    expect(await portal.ports.reviews.load(period)).toHaveLength(2);
    const back = await portal.app.request(
      `${origin}/auth/sign-in?return=${encodeURIComponent(`/periods/${period}/lines?line=user03@acme.com`)}`,
    );
    const done = await portal.call(cookieOf(back), 'GET', '/auth/callback?state=s&code=c');
    expect(done.headers.get('location')).toBe(`/periods/${period}/lines?line=user03@acme.com`);
    const again = await portal.session(managers[0], ['reviewer']);
    expect((await portal.call(again, 'POST', path, { body: revoke('user03@acme.com') })).status).toBe(200);
    expect(await portal.ports.reviews.load(period)).toHaveLength(3);
  });
});

const signInSchema = z.object({ signIn: z.string() });

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('the record of access', () => {
  test('holds a read that is answered by 304: the person was told that it still is so', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, ['reviewer']);
    const first = await portal.call(cookie, 'GET', `/api/periods/${period}/lines`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await portal.call(cookie, 'GET', `/api/periods/${period}/lines`, { headers })).status).toBe(304);
    expect(await readings(portal)).toBe(2);
  });

  test('holds what a page that asks every few seconds was told, and not that there was nothing', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, ['reviewer']);
    for (let index = 0; index < 3; index += 1)
      await portal.call(cookie, 'GET', `/api/periods/${period}/changes?after=1`);
    expect(await readings(portal)).toBe(0);
    await portal.call(cookie, 'GET', `/api/periods/${period}/changes?after=0`);
    expect(await readings(portal)).toBe(1);
  });
});

test('every read of personal data and every refusal is in the record of access, with who and when', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, ['reviewer']);
  await portal.call(cookie, 'GET', `/api/periods/${period}/lines?text=user`);
  await portal.call(cookie, 'GET', '/api/access');
  const entries = await portal.ports.access.page({ before: null, by: fallback, most: 10 });
  expect(entries).toMatchObject([
    { act: 'refused', what: 'accessRecord', at: '2026-03-30T09:00:00Z' },
    { act: 'read', what: `lines: period ${period}, text user` },
  ]);
});

test('the committed OpenAPI document is that of the table', () => {
  const committed: unknown = JSON.parse(readFileSync(new URL('../../portal/openapi.json', import.meta.url), 'utf8'));
  expect(committed).toEqual(JSON.parse(openApiText()));
});
