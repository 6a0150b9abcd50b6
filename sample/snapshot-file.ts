// Writes what a directory says as its connector would have read it: people by the connector's own translation.
import { identityOf as entraIdentity } from '../adapters/directories/entra-identity.ts';
import { appUserOf, identityOf as oktaIdentity } from '../adapters/directories/okta-identity.ts';
import type { Assignment, Identity, SnapshotCall, SnapshotHeader } from '../core/population/snapshot.ts';
import { entraApp, entraTenant, groups } from './company.ts';
import { guid } from './draw.ts';
import type { EntraPerson, OktaPerson } from './people.ts';
import { at, daysBefore } from './time.ts';
import type { Quarter } from './time.ts';

const groupsAssignedAt = at('2024-01-15T09:00:00Z');

function assignmentsOf({ groups: memberOf, assignedSince }: EntraPerson): Assignment[] {
  const byGroup = memberOf
    .filter(({ grants }) => grants !== 'nothing')
    .map(({ name, grants, role }): Assignment => {
      const via = grants === 'nested' ? 'nested-group' : 'group';
      return { via, group: name, role, since: groupsAssignedAt, blocked: null };
    });
  if (assignedSince === null) return byGroup;
  return [{ via: 'direct', group: null, role: null, since: assignedSince, blocked: null }, ...byGroup];
}

function identityInEntra(person: EntraPerson): Identity {
  return entraIdentity(person.user, {
    nameId: 'userPrincipalName',
    deleted: person.user.deletedDateTime !== undefined,
    assignments: assignmentsOf(person),
    onLeave: person.groups.includes(groups.leave),
    lastSignIn: person.lastSignIn,
  });
}

function identityInOkta({ user, appUser, lastSignIn }: OktaPerson): Identity {
  const read = oktaIdentity(user, appUser === null ? null : appUserOf(appUser), lastSignIn);
  if (read.kind !== 'identity') throw new Error(`the sample has an Okta user that cannot be read: ${user.id}`);
  return read.identity;
}

interface Call {
  readonly call: string;
  readonly rows: number;
  readonly pageSize: number;
}

function recorded(directory: string, on: Quarter, calls: readonly Call[]): SnapshotCall[] {
  return calls.map(({ call, rows, pageSize }) => {
    const pages = Math.max(1, Math.ceil(rows / pageSize));
    const requestIds = Array.from({ length: pages }, (_, page) =>
      guid('request', directory, on.id, call, String(page)),
    );
    return { call, pages, rows, retries: 0, requestIds, firstAt: on.takenAt, lastAt: on.takenAt, ok: true };
  });
}

function file(
  header: Omit<SnapshotHeader, 'kind' | 'schema' | 'completeness' | 'reasons'>,
  identities: readonly Identity[],
): string {
  const { directory, product, tenant, app, ...rest } = header;
  const whole: SnapshotHeader = {
    kind: 'snapshot',
    schema: 1,
    directory,
    product,
    tenant,
    app,
    ...rest,
    completeness: 'complete',
    reasons: [],
    identities: identities.length,
  };
  const sorted = identities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [whole, ...sorted].map((value) => `${JSON.stringify(value)}\n`).join('');
}

function lookBack(product: string, days: number, on: Quarter): NonNullable<SnapshotHeader['lookBack']> {
  const note = `${product} keeps sign-ins for ${days} days: none in this time does not prove that there was none before.`;
  return { from: daysBefore(days, on.takenAt), to: on.takenAt, note };
}

function entraCalls(people: readonly EntraPerson[]): readonly Call[] {
  const graph = 'https://graph.microsoft.com/v1.0';
  const app = `${graph}/servicePrincipals/${guid('service principal')}`;
  const deleted = people.filter(({ user }) => user.deletedDateTime !== undefined).length;
  const assignedGroups = Object.values(groups).filter(({ grants }) => grants === 'access').length;
  const assigned = people.filter(({ assignedSince }) => assignedSince !== null).length + assignedGroups;
  const members = people.reduce((sum, person) => sum + person.groups.length, 0);
  const signIns = people.filter(({ lastSignIn }) => lastSignIn !== null).length;
  return [
    { call: `GET ${graph}/servicePrincipals(appId='${entraApp}')`, rows: 1, pageSize: 1 },
    { call: `GET ${app}/appRoleAssignedTo?$top=999`, rows: assigned, pageSize: 999 },
    { call: `POST ${graph}/$batch`, rows: members, pageSize: 999 },
    { call: `GET ${graph}/auditLogs/signIns`, rows: signIns, pageSize: 1000 },
    { call: `GET ${graph}/users?$top=999`, rows: people.length - deleted, pageSize: 999 },
    { call: `GET ${graph}/directory/deletedItems/microsoft.graph.user?$top=999`, rows: deleted, pageSize: 999 },
  ];
}

export function entraSnapshot(people: readonly EntraPerson[], on: Quarter): string {
  const product = 'Microsoft Entra ID';
  return file(
    {
      directory: 'entra',
      product,
      tenant: entraTenant,
      app: { id: entraApp, name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' },
      takenAt: on.takenAt,
      calls: recorded('entra', on, entraCalls(people)),
      lookBack: lookBack(product, 30, on),
    },
    people.map(identityInEntra),
  );
}

export interface OktaOrg {
  readonly directory: string;
  readonly host: string;
  readonly app: string;
  readonly assignmentRequired: boolean;
  readonly signIns: boolean;
}

function oktaCalls({ host, app }: OktaOrg, people: readonly OktaPerson[]): readonly Call[] {
  const api = `https://${host}/api/v1`;
  const left = people.filter(({ user }) => user.status === 'DEPROVISIONED').length;
  const assigned = people.filter(({ appUser }) => appUser !== null).length;
  return [
    { call: `GET ${api}/apps/${app}`, rows: 1, pageSize: 1 },
    { call: `GET ${api}/apps/${app}/users?expand=user&limit=500`, rows: assigned, pageSize: 500 },
    { call: `GET ${api}/users?limit=200`, rows: people.length - left, pageSize: 200 },
    { call: `GET ${api}/users?search=status%20eq%20%22DEPROVISIONED%22&limit=200`, rows: left, pageSize: 200 },
  ];
}

export function oktaSnapshot(org: OktaOrg, people: readonly OktaPerson[], on: Quarter): string {
  const { directory, host, app: id, assignmentRequired, signIns } = org;
  const told = people.map((person) => (signIns ? person : { ...person, lastSignIn: null }));
  const nameId = '${user.userName}';
  return file(
    {
      directory,
      product: 'Okta',
      tenant: host,
      app: { id, name: 'People.ai', enabled: true, assignmentRequired, nameId },
      takenAt: on.takenAt,
      calls: recorded(directory, on, oktaCalls(org, people)),
      ...(signIns ? { lookBack: lookBack('Okta', 90, on) } : {}),
    },
    told.map(identityInOkta),
  );
}
