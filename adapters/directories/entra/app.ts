// The app of the application in an Entra tenant: whether it is on, whether assignment gates it, and who and what is assigned.
import * as z from 'zod/mini';
import { application } from '../../../core/application/applications.ts';
import type { ReadDates } from '../reading/dates.ts';
import { inOneCase, optionalText, presentId } from '../reading/words.ts';
import type { Assignment, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { Assignments } from './assignments.ts';
import { orNotFound } from '../reading/call-failure.ts';
import type { Graph } from './graph.ts';
import type { OtherApp } from '../reading/other-apps.ts';

const flag = z.optional(z.nullable(z.boolean()));

const appNeeds = 'the application permission Application.Read.All (Microsoft Graph), with admin consent';

const appSchema = z.object({
  id: presentId,
  displayName: optionalText,
  accountEnabled: flag,
  appRoleAssignmentRequired: flag,
  preferredSingleSignOnMode: optionalText,
  appRoles: z.optional(
    z.nullable(z.array(z.object({ id: z.string(), displayName: optionalText, value: optionalText }))),
  ),
});

const otherSchema = z.object({
  appId: presentId,
  displayName: optionalText,
  accountEnabled: flag,
  preferredSingleSignOnMode: optionalText,
});

export const assignmentSchema = z.object({
  id: z.string(),
  appRoleId: optionalText,
  principalId: optionalText,
  principalType: optionalText,
  principalDisplayName: optionalText,
  createdDateTime: optionalText,
});
type AssignmentRow = z.infer<typeof assignmentSchema>;

export interface EntraApp {
  /** The object id of the service principal, not the application's id. */
  readonly objectId: string;
  readonly header: NonNullable<SnapshotHeader['app']>;
  /** `saml` or another word; `null` where none was chosen, as for what reads mail and lets nobody in. */
  readonly signOnMode: string | null;
  readonly roles: ReadonlyMap<string, string>;
}

/** A group with what its members get from it. */
export interface AssignedGroup {
  readonly id: string;
  readonly name: string | null;
  readonly grants: readonly Assignment[];
}

function appPath(appId: string): string {
  const fields = 'id,appId,displayName,accountEnabled,appRoleAssignmentRequired,appRoles,preferredSingleSignOnMode';
  return `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=${fields}`;
}

/** @returns `null`, with the reason in the journal, when the app cannot be read */
export async function readApp(graph: Graph, appId: string): Promise<EntraApp | null> {
  const entry = graph.begin(appPath(appId), `the app ${appId}`, appNeeds);
  const read = await graph.journal.attempt(entry, async () =>
    orNotFound(
      graph.object(entry, appPath(appId), appSchema),
      `the application id (not the object id) of an app in this tenant as appId of directory "${graph.config.id}"`,
    ),
  );
  if (read.kind === 'unread') return null;
  entry.page(1);
  entry.ok = true;
  const app = read.value;
  if (typeof app.accountEnabled !== 'boolean' || typeof app.appRoleAssignmentRequired !== 'boolean') {
    graph.journal.incomplete(
      `limited-information: the app ${appId} came without accountEnabled or appRoleAssignmentRequired; this needs ${appNeeds}.`,
    );
  }
  return {
    objectId: app.id,
    header: {
      id: appId,
      name: app.displayName ?? null,
      enabled: app.accountEnabled !== false,
      assignmentRequired: app.appRoleAssignmentRequired === true,
      nameId: graph.config.nameId,
    },
    signOnMode: app.preferredSingleSignOnMode ?? null,
    roles: new Map((app.appRoles ?? []).map((role) => [role.id, role.displayName ?? role.value ?? role.id])),
  };
}

/**
 * The apps of the tenant that look like the application, without those that are named.
 *
 * @param named ids of the app that is read, and of the app that reads
 * @throws CallFailure when they cannot be read
 */
export async function readOtherApps(
  graph: Graph,
  { signOnMode }: EntraApp,
  named: readonly string[],
): Promise<readonly OtherApp[]> {
  const filter = encodeURIComponent(`startswith(displayName,'${application.name}')`);
  const fields = 'appId,displayName,accountEnabled,preferredSingleSignOnMode';
  const path = `/servicePrincipals?$filter=${filter}&$select=${fields}&$top=100`;
  const entry = graph.begin(path, `the apps called ${application.name}`, appNeeds);
  const others: OtherApp[] = [];
  for await (const rows of graph.rows({ entry, path, row: otherSchema, keyOf: null, countPath: null })) {
    for (const { appId, displayName, accountEnabled, preferredSingleSignOnMode: mode } of rows) {
      if (named.includes(appId) || accountEnabled === false || (mode ?? null) !== signOnMode) continue;
      others.push({ id: appId, name: displayName ?? appId });
    }
  }
  return others;
}

/**
 * Reads every assignment of the app: people go into `assignments`, groups are returned. Service principals are no
 * people and are passed over.
 */
export async function readAssigned(
  graph: Graph,
  app: EntraApp,
  assignments: Assignments,
): Promise<readonly AssignedGroup[]> {
  const path = `/servicePrincipals/${app.objectId}/appRoleAssignedTo`;
  // Without $top this list has lost rows (Graph known issue).
  const entry = graph.begin(`${path}?$top=999`, 'the assignments of the app', appNeeds);
  const groups = new Map<string, AssignedGroup>();
  const take = assignmentTaker(graph, { app, assignments, groups });
  await graph.journal.attempt(entry, async () => {
    const list = { entry, path: `${path}?$top=999`, row: assignmentSchema, keyOf: idOf, countPath: `${path}/$count` };
    for await (const rows of graph.rows(list)) for (const row of rows) take(row);
  });
  return [...groups.values()];
}

/** Whoever may be assigned; a service principal is no person. */
export const principalTypes: ReadonlySet<string> = new Set(['User', 'Group', 'ServicePrincipal']);

const idOf = (row: AssignmentRow): string => row.id;

interface Sinks {
  readonly app: EntraApp;
  readonly assignments: Assignments;
  readonly groups: Map<string, AssignedGroup>;
}

function assignmentTaker(graph: Graph, sinks: Sinks): (row: AssignmentRow) => void {
  const { dates } = graph.journal;
  return (row) => {
    const { principalId, principalType: type } = row;
    if (typeof principalId !== 'string' || typeof type !== 'string') {
      graph.journal.incomplete(
        `limited-information: assignments of the app came without their principal; this needs ${appNeeds}.`,
      );
      return;
    }
    const id = inOneCase(principalId);
    if (type === 'User') {
      sinks.assignments.add(id, [grantOf(row, 'direct', { ...sinks, dates })]);
    } else if (type === 'Group') {
      const known = sinks.groups.get(id);
      const grants = [...(known?.grants ?? []), grantOf(row, 'group', { ...sinks, dates })];
      sinks.groups.set(id, { id, name: row.principalDisplayName ?? known?.name ?? null, grants });
    } else if (!principalTypes.has(type)) {
      graph.journal.incomplete(
        `The app is assigned to a principal of the unknown type "${type}"; who gets in by it is not known.`,
      );
    }
  };
}

/** The role of all zeros is Entra's "default access": no role. */
const defaultAccess = '00000000-0000-0000-0000-000000000000';

const created = { name: 'createdDateTime of an assignment', follows: 'it is taken as not told' };

function grantOf(
  row: AssignmentRow,
  via: 'direct' | 'group',
  { app, dates }: { readonly app: EntraApp; readonly dates: ReadDates },
): Assignment {
  const roleId = row.appRoleId ?? defaultAccess;
  return {
    via,
    group: via === 'group' ? (row.principalDisplayName ?? row.principalId ?? null) : null,
    role: roleId === defaultAccess ? null : (app.roles.get(roleId) ?? roleId),
    since: dates.instantOf(created, row.createdDateTime, row.id),
    blocked: null,
  };
}
