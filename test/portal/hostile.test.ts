// What a stranger sends who knows HTTP: each is a plain problem or an answer of the table, and nothing is recorded by it.
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { roles } from '../../portal/api/route.ts';
import { managers } from '../steps/review/year/year.ts';
import { at } from '../support/time.ts';
import { aPortal, origin, period } from './portal.ts';
import type { Portal } from './portal.ts';

const own = { origin, 'sec-fetch-site': 'same-origin' } as const;
const [mona] = managers;
const decisions = `/api/periods/${period}/decisions`;

async function signedIn(): Promise<{ readonly portal: Portal; readonly cookie: string }> {
  const portal = await aPortal();
  return { portal, cookie: await portal.session(mona, roles) };
}

async function recordedIn({ ports }: Portal): Promise<number> {
  return (await ports.reviews.load(period)).length;
}

const problem = z.object({ status: z.number(), refusals: z.array(z.object({ found: z.string() })) });

describe('a body', () => {
  const depth = 90_000;
  test.each([
    ['nested deeper than anything', `${'['.repeat(depth)}${']'.repeat(depth)}`, 400],
    ['nested deeper in a field', `{"decisions":[{"login":${'['.repeat(depth)}${']'.repeat(depth)}}]}`, 400],
    ['of forty thousand wrong entries', `{"decisions":[${'{"x":"yyyyyyyyyy"},'.repeat(40_000)}{}]}`, 400],
    ['that is cut', '{"decisions":[', 400],
    ['that names a prototype', '{"__proto__":{"decisions":[]},"decisions":[]}', 400],
  ])('%s is refused in few words, and changes nothing', async (_name, body, status) => {
    const { portal, cookie } = await signedIn();
    const before = await recordedIn(portal);
    const headers = { cookie, ...own, 'content-type': 'application/json' };
    const response = await portal.app.request(`${origin}${decisions}`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    const { refusals } = z.parse(problem, await response.json());
    expect(refusals.every(({ found }) => found.length <= 100)).toBe(true);
    expect([await recordedIn(portal), portal.unexpected]).toEqual([before, []]);
  });

  const keep = { login: 'user01@acme.com', decision: 'keep', reason: 'in the team' };
  const large = JSON.stringify({ decisions: [{ ...keep, reason: 'x'.repeat(4 * 1024 * 1024) }] });
  test.each([
    ['with a field that nobody knows', JSON.stringify({ decisions: [keep], by: 'max@acme.com' }), 400],
    ['with such a field in a decision', JSON.stringify({ decisions: [{ ...keep, by: 'max@acme.com' }] }), 400],
    [
      'that says a decision twice',
      JSON.stringify({ decisions: [keep] }).replace('"keep"', '"revoke","decision":"keep"'),
      400,
    ],
    ['of 1,001 decisions', JSON.stringify({ decisions: Array.from({ length: 1001 }, () => keep) }), 400],
    ['over 4 MB', large, 413],
    ['of more values than any request has', `{"decisions":[${'{},'.repeat(100_000)}{}]}`, 413],
  ])('%s is refused whole, whether its length is said or not', async (_name, body, status) => {
    const { portal, cookie } = await signedIn();
    const headers = { cookie, ...own, 'content-type': 'application/json' };
    const said = { 'content-length': String(Buffer.byteLength(body)) };
    for (const more of [{}, said]) {
      const asked = { method: 'POST', headers: { ...headers, ...more }, body };
      expect((await portal.app.request(`${origin}${decisions}`, asked)).status).toBe(status);
    }
    expect([await recordedIn(portal), portal.unexpected]).toEqual([1, []]);
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', 'application/jsonx'])(
    'called %s is not read',
    async (type) => {
      const { portal, cookie } = await signedIn();
      const headers = { cookie, ...own, 'content-type': type };
      const body = JSON.stringify({
        decisions: [{ login: 'user01@acme.com', decision: 'keep', reason: 'in the team' }],
      });
      const response = await portal.app.request(`${origin}${decisions}`, { method: 'POST', headers, body });
      expect([response.status, await recordedIn(portal)]).toEqual([415, 1]);
    },
  );
});

test.each(['*', '"1"', '"1-ab", "2-ab"', '"-1-ab"', '"999999999999-ab"', '"1-ab"; drop'])(
  'a signature under If-Match %s is refused, because it does not say what was looked at',
  async (ifMatch) => {
    const { portal, cookie } = await signedIn();
    const sent = { body: { stage: 'reviewer' }, headers: { 'if-match': ifMatch } };
    const response = await portal.call(cookie, 'POST', `/api/periods/${period}/signatures`, sent);
    expect([400, 428]).toContain(response.status);
    expect([await recordedIn(portal), portal.unexpected]).toEqual([1, []]);
  },
);

test.each(['/api/me', '/api/nothing', '/auth/callback', `/api/periods/${period}/lines`])(
  'what %s answers runs no script of its own, is framed by nobody and kept by no one between',
  async (path) => {
    const { portal, cookie } = await signedIn();
    const { headers } = await portal.app.request(`${origin}${path}`, { headers: { cookie } });
    const policy = headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join(' ')).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toMatch(/no-store|private/);
  },
);

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('nothing answers %s, nor another site', async (method) => {
  const { portal, cookie } = await signedIn();
  const headers = { cookie, origin: 'https://evil.example' };
  const response = await portal.app.request(`${origin}/api/periods/${period}/lines`, { method, headers });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, null]);
});

test.each(['..%2F..%2Fetc', '__proto__', '2026-Q1%00', '2026-Q1%2F..'])('%s is no period', async (named) => {
  const { portal, cookie } = await signedIn();
  const response = await portal.app.request(`${origin}/api/periods/${named}/lines`, { headers: { cookie } });
  expect([response.status, portal.unexpected]).toEqual([400, []]);
});

test.each([
  '../../etc/passwd',
  'runs/../access-review.db',
  'reviews/2026-Q1/../../access-review.db',
  '/etc/passwd',
  'certificates/report.pdf',
])('%s is no file to take', async (key) => {
  const { portal, cookie } = await signedIn();
  const response = await portal.app.request(`${origin}/api/files?key=${encodeURIComponent(key)}`, {
    headers: { cookie },
  });
  expect([404, 400]).toContain(response.status);
  expect(portal.unexpected).toEqual([]);
});

test('a file of a work order that is other than it was issued is handed to nobody', async () => {
  const { portal, cookie } = await signedIn();
  const { objects, reviews } = portal.world.dependencies;
  const key = `reviews/${period}/work-order-1/suspend-001.csv`;
  const asked = `${origin}/api/files?key=${encodeURIComponent(key)}`;
  await objects.put(key, Buffer.from('Operation,Email\r\nSuspend,cfo@acme.com\r\n'));
  const issued = { kind: 'work-order-issued', at: at('2026-04-20T08:00:00Z'), by: mona, number: 1, run: 'x' } as const;
  const files = [{ name: 'suspend-001.csv', sha256: '0'.repeat(64) }];
  await reviews.append(period, await recordedIn(portal), { ...issued, logins: [], left: [], files });
  const response = await portal.app.request(asked, { headers: { cookie } });
  expect(response.status).toBe(500);
  expect(portal.unexpected).toMatchObject([{ name: 'EvidenceChanged' }]);
});

async function signsIn(portal: Portal, wanted: string, cookie = ''): Promise<Response> {
  const begun = await portal.app.request(`${origin}/auth/sign-in?return=${encodeURIComponent(wanted)}`);
  expect(begun.headers.get('cache-control')).toBe('no-store');
  const [pending = ''] = begun.headers.getSetCookie()[0]?.split(';') ?? [];
  const headers = { cookie: [pending, cookie].filter((one) => one !== '').join('; ') };
  return portal.app.request(`${origin}/auth/callback?state=s&code=1`, { headers });
}

describe('a sign-in', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\r\nset-cookie: x=y',
    '/\t/evil.example',
    '/.//evil.example',
    '/%2f%2fevil.example',
    '/@evil.example',
    'javascript:alert(1)',
  ])('that is to lead to %j stays here', async (wanted) => {
    const response = await signsIn(await aPortal(), wanted);
    expect(response.status).toBe(302);
    expect(new URL(response.headers.get('location') ?? '', `${origin}/auth/callback`).origin).toBe(origin);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each([`/people?text=Smith+(Bob)!*'`, `/${period}/review?line=o%27hara%40acme.com&text=a*`])(
    'that is to lead to %j comes back to it',
    async (wanted) => {
      expect((await signsIn(await aPortal(), wanted)).headers.get('location')).toBe(wanted);
    },
  );

  test('ends the session before it, whose cookie somebody may have copied', async () => {
    const { portal, cookie } = await signedIn();
    expect((await portal.call(cookie, 'GET', '/api/me')).status).toBe(200);
    const response = await signsIn(portal, '/', cookie);
    const [now = ''] = response.headers.getSetCookie()[0]?.split(';') ?? [];
    expect((await portal.call(cookie, 'GET', '/api/me')).status).toBe(401);
    expect((await portal.call(now, 'GET', '/api/me')).status).toBe(200);
  });

  test('of another browser is not taken over: the answer of the issuer goes with the cookie that began it', async () => {
    const portal = await aPortal();
    await portal.app.request(`${origin}/auth/sign-in`);
    const response = await portal.app.request(`${origin}/auth/callback?state=s&code=1`);
    expect([response.status, response.headers.getSetCookie()]).toEqual([400, []]);
  });
});
