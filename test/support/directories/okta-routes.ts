// The part of Okta that the connector reads: apps, app users, people, the log; pages by Link headers.
import * as z from 'zod/mini';
import type { OktaSeed } from './okta-seed.ts';
import { placeInList } from './paging.ts';
import type { Paging } from './paging.ts';
import type { Answer, Ask } from './stand-in.ts';

/** What is served, and in which pages. */
export interface OktaPages extends Paging {
  /** Looked at anew for each request: a getter may change it while the server stays. */
  readonly seed: OktaSeed;
}

type Row = Readonly<Record<string, unknown>>;

interface Resource {
  readonly scopes: readonly string[];
  readonly rows: readonly Row[];
  readonly kind: 'list' | 'object';
  readonly expand?: (row: Row) => Row;
}

export function oktaRoute(ask: Ask, scopes: readonly string[], options: OktaPages): Answer {
  const role = roleAnswer(ask, scopes, options.seed);
  if (role !== null) return role;
  const resource = resourceAt(ask, options.seed);
  if (resource === null) return { status: 404, body: { errorCode: 'E0000007' } };
  if (resource.scopes.some((scope) => !scopes.includes(scope))) {
    // The challenge that Okta documents for missing scopes.
    const headers = { 'www-authenticate': 'Bearer error="insufficient_scope"' };
    return { status: 403, headers, body: { errorCode: 'E0000006', errorSummary: 'You do not have permission' } };
  }
  if (resource.kind === 'list') return page(resource, ask, options);
  const [row] = resource.rows;
  if (row === undefined) return { status: 404, body: { errorCode: 'E0000007' } };
  return { status: 200, headers: requestId(ask), body: row };
}

const me = 'administrator-1';

/** Answers about the user who asks, their roles, and what narrows these; `null` for any other path. */
function roleAnswer(ask: Ask, scopes: readonly string[], seed: OktaSeed): Answer | null {
  const { path } = ask;
  const { roles, roleGroups, resourceSets, permissions } = seed;
  const [, custom] = /^\/api\/v1\/iam\/roles\/([^/]+)\/permissions$/.exec(path) ?? [];
  const [, role] = /\/roles\/([^/]+)\/targets\/groups$/.exec(path) ?? [];
  const [, set] = /^\/api\/v1\/iam\/resource-sets\/([^/]+)\/resources$/.exec(path) ?? [];
  const isRoles = path === `/api/v1/users/${me}/roles` || /^\/oauth2\/v1\/clients\/[^/]+\/roles$/.test(path);
  if (path === '/api/v1/users/me') return { status: 200, body: { id: me, status: 'ACTIVE' } };
  if (role === undefined && set === undefined && custom === undefined && !isRoles) return null;
  if (roles === null || !scopes.includes('okta.roles.read')) return { status: 403, body: { errorCode: 'E0000006' } };
  if (role !== undefined) return { status: 200, body: roleGroups[role] ?? [] };
  if (custom !== undefined) {
    const permitted = (permissions[custom] ?? []).map((one) => (typeof one === 'string' ? { label: one } : one));
    return { status: 200, body: { permissions: permitted } };
  }
  if (set !== undefined) return { status: 200, body: resourcePage(ask, resourceSets[set] ?? []) };
  return { status: 200, body: roles };
}

/** A hundred resources a page, and the link to the next in the body. */
function resourcePage(ask: Ask, resources: readonly unknown[]): object {
  const start = Number(ask.query.get('after') ?? 0);
  const end = start + 100;
  const next = { href: `http://${ask.headers['host']}${ask.path}?after=${end}` };
  return { resources: resources.slice(start, end), _links: end < resources.length ? { next } : {} };
}

function resourceAt(ask: Ask, seed: OktaSeed): Resource | null {
  if (ask.path === '/api/v1/apps') return { kind: 'list', scopes: ['okta.apps.read'], rows: appsCalled(ask, seed) };
  const [, , appUser] = /^\/api\/v1\/apps\/([^/]+)\/users\/([^/]+)$/.exec(ask.path) ?? [];
  if (appUser !== undefined) {
    return { kind: 'object', scopes: ['okta.apps.read'], rows: seed.appUsers.filter(({ id }) => id === appUser) };
  }
  const [, appId, users] = /^\/api\/v1\/apps\/([^/]+)(\/users)?$/.exec(ask.path) ?? [];
  if (appId !== undefined && users === undefined) {
    return { kind: 'object', scopes: ['okta.apps.read'], rows: seed.apps.filter((app) => app.id === appId) };
  }
  if (appId !== undefined) {
    if (ask.query.get('expand') !== 'user') return { kind: 'list', scopes: ['okta.apps.read'], rows: seed.appUsers };
    const people = peopleOf(seed);
    const expand = (row: Row): Row => ({ ...row, _embedded: { user: people.get(row['id']) } });
    return { kind: 'list', scopes: ['okta.apps.read', 'okta.users.read'], rows: seed.appUsers, expand };
  }
  const [, userId] = /^\/api\/v1\/users\/([^/]+)$/.exec(ask.path) ?? [];
  if (userId !== undefined) {
    return {
      kind: 'object',
      scopes: ['okta.users.read'],
      rows: seed.users.filter((user) => isCalled(user, decodeURIComponent(userId))),
    };
  }
  if (ask.path === '/api/v1/users') return { kind: 'list', scopes: ['okta.users.read'], rows: people(ask, seed) };
  if (ask.path === '/api/v1/logs') return { kind: 'list', scopes: ['okta.logs.read'], rows: events(ask, seed) };
  return null;
}

function appsCalled(ask: Ask, seed: OktaSeed): readonly Row[] {
  return seed.apps.filter((app) => String(app['label']).startsWith(ask.query.get('q') ?? ''));
}

/** Okta finds a person by their id and by their login, in capitals or not. */
function isCalled(user: OktaSeed['users'][number], name: string): boolean {
  return user.id === name || bears(user, 'login', name);
}

function bears(user: OktaSeed['users'][number], field: 'login' | 'email', name: string): boolean {
  return z.safeParse(profiled, user).data?.profile[field]?.toLowerCase() === name.toLowerCase();
}

const profiled = z.object({
  profile: z.object({ login: z.optional(z.string()), email: z.optional(z.nullable(z.string())) }),
});

const indexes = new WeakMap<OktaSeed, ReadonlyMap<unknown, Row>>();

function peopleOf(seed: OktaSeed): ReadonlyMap<unknown, Row> {
  const index = indexes.get(seed) ?? new Map(seed.users.map((user) => [user.id, user]));
  indexes.set(seed, index);
  return index;
}

/** The plain list leaves out who was deprovisioned; a filter finds whoever bears the login. */
function people(ask: Ask, seed: OktaSeed): readonly Row[] {
  const [, login] = /^profile\.login eq "(.*)"$/.exec(ask.query.get('filter') ?? '') ?? [];
  if (login !== undefined) return seed.users.filter((user) => bears(user, 'login', login));
  const [, email] = /^profile\.email eq "(.*)"$/.exec(ask.query.get('filter') ?? '') ?? [];
  if (email !== undefined) return seed.users.filter((user) => bears(user, 'email', email));
  const [, status] = /^status eq "(.*)"$/.exec(ask.query.get('search') ?? '') ?? [];
  return seed.users.filter((user) => (status === undefined ? user.status !== 'DEPROVISIONED' : user.status === status));
}

function events(ask: Ask, seed: OktaSeed): readonly Row[] {
  const [since, until] = [ask.query.get('since'), ask.query.get('until')].map((text) => Date.parse(text ?? ''));
  return seed.logs.filter((one) => {
    const at = Date.parse(one.published);
    return at >= (since ?? 0) && at <= (until ?? 0);
  });
}

/** The next link keeps the cursor, the search and the limit, and loses `expand`, as Okta's does. */
function page({ rows, expand }: Resource, ask: Ask, options: OktaPages): Answer {
  const size = Math.min(options.pageSize ?? 1000, Number(ask.query.get('limit') ?? 200));
  const cursor = ask.query.get('after') ?? '';
  const { start, end, next } = placeInList(rows.length, { cursor, size, emptyPages: options.emptyPages });
  const address = `http://${ask.headers['host']}${ask.path}`;
  const links = [`<${address}?${ask.query.toString()}>; rel="self"`];
  if (next !== null) {
    const query = new URLSearchParams(ask.query);
    query.delete('expand');
    query.set('after', next);
    links.push(`<${address}?${query.toString()}>; rel="next"`);
  }
  const shown = rows.slice(start, end);
  const body = expand === undefined ? shown : shown.map((row) => expand(row));
  return { status: 200, headers: { ...requestId(ask), link: links.join(', ') }, body };
}

function requestId(ask: Ask): Readonly<Record<string, string>> {
  return { 'x-okta-request-id': `okta-${ask.query.get('after') ?? 'first'}` };
}
