// The portal over a small company with its review opened, and callers of every role: for tests of the API.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Hono } from 'hono';
import * as z from 'zod/mini';
import { openSqliteStore } from '../../adapters/stores/sqlite/store.ts';
import { parseConfig } from '../../core/config/parse.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { parseDay } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import { portalApp } from '../../portal/app.ts';
import { openApi } from '../../portal/api/openapi.ts';
import type { Ports } from '../../portal/api/ports.ts';
import { roles } from '../../portal/api/route.ts';
import type { Role } from '../../portal/api/route.ts';
import { openSession } from '../../portal/api/session.ts';
import { keptReviews } from '../../steps/kept-reviews.ts';
import { witnessedReviews } from '../../steps/witnessed-reviews.ts';
import { aFolder } from '../support/folders.ts';
import { given } from '../support/given.ts';
import { at } from '../support/time.ts';
import { aWorld } from '../steps/review/world.ts';
import type { Stores, World } from '../steps/review/world.ts';
import * as company from '../steps/review/year/year.ts';

export const origin = 'https://review.acme.com';
export const period = '2026-Q1';

export interface Portal {
  readonly app: Hono;
  readonly ports: Ports;
  readonly world: World;
  /** What the app reported as unexpected. */
  readonly unexpected: readonly unknown[];
  /** A cookie of somebody in these roles. */
  session(login: string, held: readonly Role[], limit?: readonly string[] | Limit): Promise<string>;
  call(cookie: string | null, ...asked: readonly [method: string, path: string, sent?: Sent]): Promise<Response>;
}

export interface Limit {
  /** The last day, as the session was begun with it. */
  readonly until?: string;
  /** When the session ends. */
  readonly endsAt?: string;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function aPortal(): Promise<Portal> {
  const home = await aFolder();
  const store = openSqliteStore({ file: join(home, 'access-review.db') });
  onTestFinished(() => store.close());
  const world = await aWorld(store, { home });
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await company.opens(world, period);
  return portalOn(world, store);
}

export type PortalStores = Pick<Stores, 'reviews'> & Pick<Ports, 'passing' | 'access'>;

/** @param over what of the ports a test brings itself */
export function portalOn(world: World, store: PortalStores, over: Partial<Ports> = {}): Portal {
  const { dependencies } = world;
  const unexpected: unknown[] = [];
  const ports: Ports = {
    ...dependencies,
    reviews: keptReviews(witnessedReviews(store.reviews, dependencies)),
    kept: new Map(),
    looks: new Map(),
    passing: store.passing,
    access: store.access,
    signIn: {
      begin: async () => ({ state: 's', nonce: 'n', verifier: 'v' }),
      address: async () => `${origin}/issuer`,
      complete: async (answered) =>
        answered.searchParams.get('state') === 's'
          ? ok({
              issuer: `${origin}/issuer`,
              ids: [],
              email: 'grc@acme.com',
              name: null,
              groups: ['admin'],
              groupsOverage: false,
              authTime: dependencies.clock.now(),
            })
          : refused({ what: 'sign-in not accepted', where: 'state', found: 'another', expected: 's' }),
    },
    origin,
    assurance: 'oidc',
    config: async () => given(parseConfig(world.config, 'review.json')),
    rolesOf: (groups) => new Set(roles.filter((role) => groups.includes(role))),
    openApi: () => JSON.stringify(openApi('1')),
    verifyReport: async () => refused({ what: 'no report', where: 'test', found: 'a test', expected: 'a report' }),
    runStarter: {
      started: () => [],
      start: async () => refused({ what: 'no runs here', where: 'test', found: 'a test', expected: 'a server' }),
    },
    ...over,
  };
  const app = portalApp(ports, (error) => {
    unexpected.push(error);
    return [];
  });
  return {
    app,
    ports,
    world,
    unexpected,
    async session(login, held, limit = {}) {
      const known = canonicalLogin(login);
      if (known === null) throw new Error(`${login} is no login`);
      const { until, endsAt = '2027-01-01T00:00:00Z' } = isPeriods(limit) ? {} : limit;
      const cookie = await openSession(ports, {
        login: known,
        name: null,
        roles: [...held],
        periods: isPeriods(limit) ? [...limit] : null,
        until: parseDay(until ?? ''),
        groupsOverage: false,
        signedInAt: dependencies.clock.now(),
        endsAt: at(endsAt),
      });
      return cookie.split(';')[0] ?? '';
    },
    async call(cookie, ...[method, path, { body, headers = {} } = {}]) {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const own = method === 'POST' ? { origin, 'sec-fetch-site': 'same-origin' } : {};
      const all = { ...(cookie === null ? {} : { cookie }), ...json, ...own, ...headers };
      const sent = body === undefined ? null : body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
      return app.request(`${origin}${path}`, { method, headers: all, body: sent });
    },
  };
}

function isPeriods(limit: readonly string[] | Limit): limit is readonly string[] {
  return Array.isArray(limit);
}

export function revoke(login: string): object {
  return { decisions: [{ login, decision: 'revoke', reason: 'left' }] };
}

const refusalsSchema = z.object({ refusals: z.array(z.object({ what: z.string() })) });

/** What was refused first. */
export async function whatOf(response: Response): Promise<string | undefined> {
  return z.parse(refusalsSchema, await response.json()).refusals[0]?.what;
}
