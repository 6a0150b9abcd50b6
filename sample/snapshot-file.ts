// Writes what a directory says as the connectors would have read it: their own translation, page for page.
import { identityOf as entraIdentity } from '../adapters/directories/entra-identity.ts';
import { appUserOf, identityOf as oktaIdentity } from '../adapters/directories/okta-identity.ts';
import type { Instant } from '../core/instant.ts';
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

function lookBack(on: Quarter, days: number, note: string): { from: Instant; to: Instant; note: string } {
  return { from: daysBefore(days, on.takenAt), to: on.takenAt, note };
}

export function entraSnapshot(people: readonly EntraPerson[], on: Quarter): string {
  const deleted = people.filter(({ user }) => user.deletedDateTime !== undefined).length;
  const graph = 'https://graph.microsoft.com/v1.0';
  const assigned = people.filter((person) => person.assignedSince !== null).length;
  const members = people.reduce((sum, person) => sum + person.groups.length, 0);
  const calls = recorded('entra', on, [
    { call: `GET ${graph}/servicePrincipals(appId='${entraApp}')`, rows: 1, pageSize: 1 },
    {
      call: `GET ${graph}/servicePrincipals/${guid('service principal')}/appRoleAssignedTo?$top=999`,
      rows: assigned + 2,
      pageSize: 999,
    },
    { call: `POST ${graph}/$batch`, rows: members, pageSize: 999 },
    {
      call: `GET ${graph}/auditLogs/signIns`,
      rows: people.filter(({ lastSignIn }) => lastSignIn !== null).length,
      pageSize: 1000,
    },
    { call: `GET ${graph}/users?$top=999`, rows: people.length - deleted, pageSize: 999 },
    { call: `GET ${graph}/directory/deletedItems/microsoft.graph.user?$top=999`, rows: deleted, pageSize: 999 },
  ]);
  const app = { id: entraApp, name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' };
  return file(
    {
      directory: 'entra',
      product: 'Microsoft Entra ID',
      tenant: entraTenant,
      app,
      takenAt: on.takenAt,
      calls,
      lookBack: lookBack(
        on,
        30,
        'Entra keeps sign-ins for 30 days: no sign-in in this time does not prove that there was none before.',
      ),
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

export function oktaSnapshot(org: OktaOrg, people: readonly OktaPerson[], on: Quarter): string {
  const told = people.map((person) => (org.signIns ? person : { ...person, lastSignIn: null }));
  const left = people.filter(({ user }) => user.status === 'DEPROVISIONED').length;
  const assigned = people.filter(({ appUser }) => appUser !== null).length;
  const api = `https://${org.host}/api/v1`;
  const calls = recorded(org.directory, on, [
    { call: `GET ${api}/apps/${org.app}`, rows: 1, pageSize: 1 },
    { call: `GET ${api}/apps/${org.app}/users?expand=user&limit=500`, rows: assigned, pageSize: 500 },
    { call: `GET ${api}/users?limit=200`, rows: people.length - left, pageSize: 200 },
    { call: `GET ${api}/users?search=status%20eq%20%22DEPROVISIONED%22&limit=200`, rows: left, pageSize: 200 },
  ]);
  return file(
    {
      directory: org.directory,
      product: 'Okta',
      tenant: org.host,
      app: {
        id: org.app,
        name: 'People.ai',
        enabled: true,
        assignmentRequired: org.assignmentRequired,
        nameId: '${user.userName}',
      },
      takenAt: on.takenAt,
      calls,
      ...(org.signIns
        ? {
            lookBack: lookBack(
              on,
              90,
              'Okta keeps its log for 90 days: no sign-in in this time does not prove that there was none before.',
            ),
          }
        : {}),
    },
    told.map(identityInOkta),
  );
}
