// Who is let in, and for how long: sessions from the sign-in to their end, and what an auditor sees in one.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { TokenPerson } from '../../core/ports/sign-in.ts';
import { ok } from '../../core/values/result.ts';
import { roles } from '../../portal/api/route.ts';
import { at } from '../support/time.ts';
import { fallback, managers, owner } from '../steps/review/year/year.ts';
import { aPortal, origin, period, revoke, whatOf } from './portal.ts';
import type { Portal } from './portal.ts';

async function signsIn(portal: Portal, person: Partial<TokenPerson>, proved: string | null = null): Promise<Response> {
  const usual = { issuer: `${origin}/issuer`, ids: [], email: fallback, name: null, groups: ['admin'] };
  const authTime = proved ?? portal.world.dependencies.clock.now();
  Object.assign(portal.ports.signIn, {
    complete: async () => ok({ ...usual, groupsOverage: false, authTime, ...person }),
  });
  const begun = await portal.app.request(`${origin}/auth/sign-in`);
  const cookie = cookieOf(begun);
  return portal.call(cookie, 'GET', '/auth/callback?state=s&code=c');
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

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

  test('is let in under no address that an account of the directory does not have', async () => {
    const portal = await aPortal();
    const person = { issuer: 'https://acme.okta.example', ids: [`id-${managers[0]}`], email: owner };
    const ended = await signsIn(portal, person);
    expect([ended.status, await ended.text()]).toEqual([403, expect.stringContaining(`of account id-${managers[0]}`)]);
  });

  test('acts under no address that the directory does not know yet, though the configuration names it', async () => {
    const portal = await aPortal();
    const groups = ['control-owner'];
    const person = { issuer: 'https://acme.okta.example', ids: ['00u9'], email: owner, groups };
    const cookie = cookieOf(await signsIn(portal, person));
    const looked = await portal.call(cookie, 'GET', `/api/periods/${period}`);
    expect(looked.status).toBe(200);
    const headers = { 'if-match': looked.headers.get('etag') ?? '' };
    const approved = await portal.call(cookie, 'POST', `/api/periods/${period}/policy-approval`, { headers });
    expect([approved.status, await whatOf(approved)]).toEqual([
      403,
      'address not known to the directory of the sign-in',
    ]);
    expect(await portal.ports.reviews.load(period)).toHaveLength(1);
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
    const cookie = cookieOf(begun);
    const first = await portal.call(cookie, 'GET', '/auth/callback?state=s&code=c');
    expect([first.status, first.headers.get('location')]).toEqual([302, '/']);
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; .*Secure; HttpOnly; SameSite=Lax/,
    );
    expect((await portal.call(cookie, 'GET', '/auth/callback?state=s&code=c')).status).toBe(400);
  });

  test('is none that a sign-in under way stands for, nor the other way round, and nobody is alarmed', async () => {
    const portal = await aPortal();
    const begun = cookieOf(await portal.app.request(`${origin}/auth/sign-in`)).replace('sign-in=', 'session=');
    expect((await portal.call(begun, 'GET', '/api/me')).status).toBe(401);
    const session = (await portal.session(fallback, ['admin'])).replace('session=', 'sign-in=');
    expect((await portal.call(session, 'GET', '/auth/callback?state=s&code=c')).status).toBe(400);
  });

  test('that another version wrote is none: whoever has it signs in anew', async () => {
    const portal = await aPortal();
    const secret = 'x'.repeat(43);
    const id = createHash('sha256').update(secret).digest('hex');
    await portal.ports.passing.put(id, {
      text: '{"login":"grc@acme.com","later":1}',
      endsAt: at('2026-03-30T19:00:00Z'),
    });
    expect((await portal.call(`__Host-session=${secret}`, 'GET', '/api/me')).status).toBe(401);
  });

  test('is no fresher than now, whatever the clock of the issuer shows', async () => {
    const portal = await aPortal();
    const ended = await signsIn(portal, { groups: ['reviewer'] }, '2026-03-30T12:00:00Z');
    const cookie = cookieOf(ended);
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

  test('is too old after five minutes for what is signed, and for no other act', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(fallback, roles);
    const reason = 'because';
    const acts: Readonly<Record<string, object | null>> = {
      'policy-approval': null,
      signatures: { stage: 'reviewer' },
      'signatures/withdrawal': { reason },
      void: { reason },
      closing: null,
      rebase: { reason },
      'work-orders': null,
    };
    const refused = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for (const [act, body] of Object.entries(acts)) {
        const sent = body === null ? {} : { body };
        const response = await portal.call(cookie, 'POST', `/api/periods/${period}/${act}`, sent);
        if (response.status === 401 && (await whatOf(response)) === 'sign-in too old for this') found.push(act);
      }
      return found;
    };
    portal.world.at('2026-03-30T09:05:00Z');
    expect(await refused()).toEqual([]);
    portal.world.at('2026-03-30T09:05:01Z');
    expect(await refused()).toEqual(['policy-approval', 'signatures', 'signatures/withdrawal', 'void', 'closing']);
  });
});

const signInSchema = z.object({ signIn: z.string() });

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

function limitedTo(until: string, periods?: readonly string[]): object {
  return {
    issuer: 'https://login.acme.com',
    clientId: 'review',
    auditors: [{ login: 'ann@audit.example', until, ...(periods === undefined ? {} : { periods }) }],
  };
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

  test('keeps after their last day what else they are, and sees it whole', async () => {
    const portal = await aPortal();
    const cookie = await portal.session(managers[0], ['auditor', 'reviewer'], { until: '2026-03-29' });
    const me = await (await portal.call(cookie, 'GET', '/api/me')).json();
    expect(me).toMatchObject({ roles: ['reviewer'] });
    expect((await portal.call(cookie, 'GET', `/api/periods/${period}/lines`)).status).toBe(200);
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
