// The part of Graph that the connector reads: paths, permissions, $select, $top and next links.
import * as z from 'zod/mini';
import type { GraphSeed } from './graph-seed.ts';
import { placeInList } from './paging.ts';
import type { Paging } from './paging.ts';
import type { Answer, Ask } from './stand-in.ts';

/** What is served, and in which pages. */
export interface GraphPages extends Paging {
  /** Looked at anew for each request: a getter may change it while the server stays. */
  readonly seed: GraphSeed;
}

type Row = Readonly<Record<string, unknown>>;

interface Resource {
  readonly permission: string;
  readonly rows: readonly Row[];
  /** A list has pages and a count; an object is the first of its rows, or not found. */
  readonly kind: 'list' | 'object';
}

export function graphRoute(ask: Ask, options: GraphPages): Answer {
  const counted = ask.path.endsWith('/$count');
  const resource = resourceAt(ask.path.replace(/\/\$count$/, '').replace(/^\/v1\.0/, ''), ask, options.seed);
  if (resource === null) return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };
  if (!options.seed.permissions.includes(resource.permission)) {
    return { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } };
  }
  if (resource.kind === 'object') return object(resource, ask);
  if (counted) return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(resource.rows.length) };
  return page(resource.rows, ask, options);
}

function resourceAt(path: string, ask: Ask, seed: GraphSeed): Resource | null {
  const [, app] = /^\/servicePrincipals\(appId='(.*)'\)$/.exec(path) ?? [];
  if (app !== undefined)
    return anObject(
      'Application.Read.All',
      seed.servicePrincipals.filter((one) => one.appId === app),
    );
  if (path === '/servicePrincipals') return list('Application.Read.All', appsCalled(ask, seed));
  if (/^\/servicePrincipals\/[^/]+\/appRoleAssignedTo$/.test(path))
    return list('Application.Read.All', seed.appRoleAssignedTo);
  const [, groupId, members] = /^\/groups\/([^/]+)(\/members)?$/.exec(path) ?? [];
  if (groupId !== undefined) return groupAt(groupId, members !== undefined, seed);
  if (path === '/users') return list('User.Read.All', withLeaveDates(usersCalled(ask, seed), seed));
  const [, userId] = /^\/users\/([^/]+)$/.exec(path) ?? [];
  if (userId !== undefined)
    return anObject(
      'User.Read.All',
      seed.users.filter((one) => isCalled(one, decodeURIComponent(userId).toLowerCase())),
    );
  if (path === '/directory/deletedItems/microsoft.graph.user') return list('User.Read.All', seed.deletedUsers);
  if (path === '/auditLogs/signIns') return list('AuditLog.Read.All', signIns(ask, seed));
  return null;
}

function list(permission: string, rows: readonly Row[]): Resource {
  return { kind: 'list', permission, rows };
}

function anObject(permission: string, rows: readonly Row[]): Resource {
  return { kind: 'object', permission, rows };
}

function groupAt(id: string, members: boolean, seed: GraphSeed): Resource | null {
  const group = seed.groups.find((one) => one.id === id);
  if (group === undefined) return null;
  if (!members) return anObject('GroupMember.Read.All', [group]);
  const isHidden = group['visibility'] === 'HiddenMembership' && !seed.permissions.includes('Member.Read.Hidden');
  return list('GroupMember.Read.All', isHidden ? [] : group.members);
}

/** Graph finds a person by their id and by their user principal name, in capitals or not. */
function isCalled(user: Row, name: string): boolean {
  return [user['id'], user['userPrincipalName']].some((one) => String(one).toLowerCase() === name);
}

/** Leave dates, unless the permission to read them is missing: Graph then shows none, and does not say so. */
function withLeaveDates(users: readonly Row[], { permissions }: GraphSeed): readonly Row[] {
  if (permissions.includes('User-LifeCycleInfo.Read.All')) return users;
  return users.map((user) => ({ ...user, employeeLeaveDateTime: null }));
}

function appsCalled(ask: Ask, seed: GraphSeed): readonly Row[] {
  const [, name = ''] = /^startswith\(displayName,'(.*)'\)$/.exec(ask.query.get('$filter') ?? '') ?? [];
  return seed.servicePrincipals.filter((one) => String(one['displayName']).startsWith(name));
}

/** The people whom the filter names by user principal name, mail or another address; all without a filter. */
function usersCalled(ask: Ask, seed: GraphSeed): readonly Row[] {
  const filter = ask.query.get('$filter');
  if (filter === null) return seed.users;
  const [, start] = /startswith\(userPrincipalName,'((?:[^']|'')*)'\)/.exec(filter) ?? [];
  const names = [...filter.matchAll(/(\w+) eq '((?:[^']|'')*)'/g)].map(([, field = '', name = '']) => ({
    field,
    name: name.replaceAll("''", "'"),
  }));
  const bears = (user: Row, { field, name }: (typeof names)[number]): boolean => {
    // In `proxyAddresses/any(one:one eq 'smtp:jane@acme.com')` each of the addresses is called `one`.
    if (field === 'one') return z.array(z.string()).parse(user['proxyAddresses']).includes(name);
    return String(user[field]).toLowerCase() === name.toLowerCase();
  };
  const begins = (user: Row): boolean => start !== undefined && beginsWith(user, start.replaceAll("''", "'"));
  return seed.users.filter((user) => begins(user) || names.some((name) => bears(user, name)));
}

function beginsWith(user: Row, start: string): boolean {
  return String(user['userPrincipalName']).toLowerCase().startsWith(start.toLowerCase());
}

function signIns(ask: Ask, seed: GraphSeed): readonly Row[] {
  const found = /^appId eq '(.*)' and createdDateTime ge (\S+)$/.exec(ask.query.get('$filter') ?? '');
  const [, appId = '', since = ''] = found ?? [];
  return seed.signIns.filter((one) => one.appId === appId && Date.parse(one.createdDateTime) >= Date.parse(since));
}

function object(resource: Resource, ask: Ask): Answer {
  const [row] = resource.rows;
  if (row === undefined) return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };
  return { status: 200, headers: requestId(ask), body: selected(row, ask) };
}

function page(rows: readonly Row[], ask: Ask, options: GraphPages): Answer {
  const size = Math.min(options.pageSize ?? 999, Number(ask.query.get('$top') ?? 100));
  const cursor = ask.query.get('$skiptoken') ?? '';
  const { start, end, next } = placeInList(rows.length, { cursor, size, emptyPages: options.emptyPages });
  const value = rows.slice(start, end).map((row) => selected(row, ask));
  const body = { '@odata.context': 'https://graph/$metadata', value };
  return {
    status: 200,
    headers: requestId(ask),
    body: next === null ? body : { ...body, '@odata.nextLink': linkTo(ask, next) },
  };
}

function linkTo(ask: Ask, skipToken: string): string {
  const query = new URLSearchParams(ask.query);
  query.set('$skiptoken', skipToken);
  return `https://${ask.headers['host']}${encodeURI(ask.path)}?${query.toString()}`;
}

/** The members that $select names. Those that the object does not have come as null. */
function selected(row: Row, ask: Ask): Row {
  const fields = ask.query.get('$select')?.split(',');
  if (fields === undefined) return row;
  const asked = [...fields, ...(ask.query.get('$expand')?.startsWith('manager(') === true ? ['manager'] : [])];
  const picked = asked.map((field) => [field, row[field] ?? null] as const);
  const type = row['@odata.type'];
  return { ...(type === undefined ? {} : { '@odata.type': type }), ...Object.fromEntries(picked) };
}

function requestId(ask: Ask): Readonly<Record<string, string>> {
  return { 'request-id': `graph-${ask.query.get('$skiptoken') ?? 'first'}` };
}
