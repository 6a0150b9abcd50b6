// Deny by default: every route by every role, what is one's own and what is another's, and writes from elsewhere.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { openApiText } from '../../portal/api/openapi.ts';
import { roles } from '../../portal/api/route.ts';
import type { Route } from '../../portal/api/route.ts';
import { routes } from '../../portal/api/routes.ts';
import { fallback, managers } from '../steps/review/year/year.ts';
import { aPortal, period, revoke, whatOf } from './portal.ts';
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

  test('knows a period as people write it, and whose it is', async () => {
    const portal = await aPortal();
    const typed = `/api/periods/${period.toLowerCase()}`;
    const admin = await portal.session(fallback, ['admin']);
    expect(await (await portal.call(admin, 'GET', typed)).json()).toMatchObject({ period });
    const auditor = await portal.session('auditor@audit.example', ['auditor'], ['2025-Q4']);
    expect((await portal.call(auditor, 'GET', typed)).status).toBe(403);
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

async function readings({ ports }: Portal): Promise<number> {
  return (await ports.access.page({ before: null, by: null, most: 10 })).filter(({ act }) => act === 'read').length;
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

test.each(['', 'a'])('what is recorded of a long question ends between two characters, after %j', async (first) => {
  const portal = await aPortal();
  const cookie = await portal.session(fallback, ['reviewer']);
  const asked = encodeURIComponent(first + '😀'.repeat(99));
  const query = `text=${asked}&reviewer=${asked}&team=${asked}`;
  expect((await portal.call(cookie, 'GET', `/api/periods/${period}/lines?${query}`)).status).toBe(200);
  const [entry] = await portal.ports.access.page({ before: null, by: fallback, most: 1 });
  expect(entry?.what).toMatch(/^lines: period .*😀\.\.\.$/u);
  expect(entry?.what.length).toBeLessThanOrEqual(503);
});

test('the committed OpenAPI document is that of the table', () => {
  const committed: unknown = JSON.parse(readFileSync(new URL('../../portal/openapi.json', import.meta.url), 'utf8'));
  expect(committed).toEqual(JSON.parse(openApiText()));
});

test('the OpenAPI document lets a period be written in small letters, as an address of the portal may have it', () => {
  const patterns = new Set(openApiText().match(/(?<="name": "period",\s*"in": "path",[^}]*"pattern": ")[^"]+/g));
  expect([...patterns]).toEqual([String.raw`^\\d{4}-[Qq][1-4]$`]);
});

test('the history of a finding is told to an auditor of some periods of those alone', async () => {
  const portal = await aPortal();
  portal.world.at('2026-06-29T09:00:00Z');
  await portal.world.run();
  const periodsTold = async (limit?: readonly string[]) => {
    const cookie = await portal.session('auditor@audit.example', ['auditor'], limit);
    const findings = z.object({ findings: z.array(z.object({ id: z.string() })) });
    const path = `/api/periods/${period}/findings`;
    const listed = z.parse(findings, await (await portal.call(cookie, 'GET', path)).json());
    const history = z.object({ history: z.array(z.object({ period: z.string() })) });
    const told = await portal.call(cookie, 'GET', `${path}/${listed.findings[0]?.id}`);
    return z.parse(history, await told.json()).history.map((one) => one.period);
  };
  expect(await periodsTold()).toEqual([period, '2026-Q2']);
  expect(await periodsTold([period])).toEqual([period]);
});

test.each(['reviews/2026-Q1/-/x.pdf', 'runs/-x/report.pdf', 'runs/a/../b/report.pdf', 'reviews/2026-Q1//report.pdf'])(
  'a key that nothing can be stored under, %s, is not there, and nothing unexpected happens',
  async (key) => {
    const portal = await aPortal();
    const cookie = await portal.session('auditor@audit.example', ['auditor']);
    expect((await portal.call(cookie, 'GET', `/api/files?key=${key}`)).status).toBe(404);
    expect((await portal.call(cookie, 'POST', '/api/verifications', { body: { key } })).status).toBe(404);
    expect(portal.unexpected).toEqual([]);
  },
);

test.each(['runs/20261005T090000Z-1a2b3c4d/report.pdf', `reviews/${period}/not-issued.pdf`])(
  'a link to what was never stored beside what was, %s, answers that it is not there and shows nothing else',
  async (key) => {
    const portal = await aPortal();
    const cookie = await portal.session('auditor@audit.example', ['auditor']);
    for (const answer of [
      await portal.call(cookie, 'GET', `/api/files?key=${key}`),
      await portal.call(cookie, 'POST', '/api/verifications', { body: { key } }),
    ]) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ refusals: [{ what: 'no such file', found: key }] });
    }
    expect(portal.unexpected).toEqual([]);
  },
);
