// What `doctor` finds in an Entra tenant: each permission that the reading needs, and how the app stands. Reads only.
import { adviceFor } from '../../reading/advice.ts';
import { allowed, failing, mostPages, passed, tried } from '../../reading/check.ts';
import type { Check } from '../../reading/check.ts';
import { checkOtherApps } from '../../reading/other-apps.ts';
import { assignmentSchema, principalTypes, readApp, readOtherApps } from '../app.ts';
import type { EntraApp } from '../app.ts';
import { checkMembers, leaveGroup } from './groups.ts';
import { grant, groupPermission } from './permissions.ts';
import { userSchema } from '../identity.ts';
import type { UserRow } from '../identity.ts';
import {
  areUnreadable,
  deletedCount,
  deletedPath,
  isKnownUserType,
  isLimited,
  leaveDatePermissions,
  presentCount,
  presentPath,
  unreadableText,
} from '../people.ts';
import { signInSchema, signInsPath } from '../sign-ins.ts';
import { openGraph } from '../directory.ts';
import type { EntraOptions } from '../directory.ts';
import type { Graph } from '../graph.ts';
import { Journal } from '../../reading/journal.ts';
import { readDate } from '../../reading/dates.ts';

/** One read per permission: a single row, or the first pages of a list as a run asks for them. */
export async function checkEntra(options: EntraOptions): Promise<readonly Check[]> {
  const { config } = options;
  const journal = new Journal(options.around.clock);
  const graph = await openGraph(options, journal);
  if (graph === null) {
    const said = journal.reasons.join(' ');
    const remedy = `Check ${options.credentialNames}, and tenantId and loginUrl of directory "${config.id}".`;
    return [failing('credentials', said, [adviceFor(said), remedy].filter((one) => one !== null).join(' '))];
  }
  const checks: Check[] = [passed('credentials', `a token for tenant ${config.tenantId}`)];
  if (config.role === 'gate' && config.appId !== undefined)
    checks.push(...(await checkApp(graph, config.appId, options.clientId)));
  checks.push(await checkPeople(graph), await checkDeleted(graph));
  if (config.leaveDates === true) checks.push(await checkLeaveDates(graph));
  if (config.leaveGroupId !== null) checks.push(await checkMembers(graph, [config.leaveGroupId], leaveGroup));
  return checks;
}

async function checkApp(graph: Graph, appId: string, clientId: string): Promise<readonly Check[]> {
  const app = await readApp(graph, appId);
  if (app === null) {
    const [reason] = graph.journal.reasons;
    const remedy = `${grant('Application.Read.All')} If it is granted, appId is not the application id of an app in this tenant.`;
    return [
      failing(
        'permission Application.Read.All',
        `${reason ?? ''} It is needed for the app and its assignments.`,
        adviceFor(reason ?? '') ?? remedy,
      ),
    ];
  }
  const withheld = graph.journal.reasons.join(' ');
  const checks = [
    ...(withheld === ''
      ? [passed('permission Application.Read.All', `the app is ${app.header.name ?? appId}`), ...settings(app)]
      : [failing('permission Application.Read.All', withheld, grant('Application.Read.All'))]),
    await checkOtherApps(graph.config.id, async () => readOtherApps(graph, app, [appId, clientId])),
    ...(await checkAssigned(graph, app.objectId, appId)),
  ];
  return graph.config.signIns ? [...checks, await checkSignIns(graph, appId)] : checks;
}

async function checkAssigned(graph: Graph, objectId: string, appId: string): Promise<readonly Check[]> {
  const found: Assigned = { rows: 0, withheld: 0, groups: new Set(), unknown: null, whole: false };
  const remedy = grant('Application.Read.All');
  const check = await tried({ check: 'assignments', purpose: 'who is assigned to the app', remedy }, async () => {
    await readSome(graph, objectId, found);
    const seen = `${found.rows}${found.whole ? '' : ' and perhaps more'}`;
    if (found.unknown !== null) {
      const unread = `a principal of the unknown type "${found.unknown}" is assigned; who gets in by it is not known`;
      return failing('assignments', unread, 'Take its assignment away, or have this program learn the type.');
    }
    if (found.withheld > 0) {
      const limited = `${found.withheld} of ${seen} assignments come without their principal (limited information)`;
      return failing('assignments', limited, remedy);
    }
    return found.rows > 0
      ? passed('assignments', `the app has assignments (${seen})`)
      : failing(
          'assignments',
          'nobody is assigned to the app',
          `Check that appId ${appId} is the app that people use.`,
        );
  });
  if (found.groups.size > 0) return [check, await checkMembers(graph, [...found.groups], 'an assigned group')];
  const untried = `not tried: no group is among ${found.whole ? 'the' : 'the first'} ${found.rows} assignments`;
  return check.ok ? [check, passed(groupPermission('an assigned group'), untried)] : [check];
}

interface Assigned {
  rows: number;
  withheld: number;
  readonly groups: Set<string>;
  unknown: string | null;
  whole: boolean;
}

async function readSome(graph: Graph, objectId: string, found: Assigned): Promise<void> {
  const path = `/servicePrincipals/${objectId}/appRoleAssignedTo?$top=999`;
  const entry = graph.begin(path, 'the assignments of the app', 'Application.Read.All');
  for await (const rows of graph.rows({ entry, path, row: assignmentSchema, keyOf: null, countPath: null })) {
    for (const row of rows) {
      found.rows += 1;
      if (typeof row.principalId !== 'string' || typeof row.principalType !== 'string') found.withheld += 1;
      else if (row.principalType === 'Group') found.groups.add(row.principalId);
      else if (!principalTypes.has(row.principalType)) found.unknown ??= row.principalType;
    }
    if (entry.pages === mostPages) return;
  }
  found.whole = true;
}

function settings(app: EntraApp): readonly Check[] {
  const { enabled, assignmentRequired } = app.header;
  return [
    enabled
      ? passed('app enabled', 'sign-in to the app is on')
      : failing(
          'app enabled',
          'sign-in to the app is off',
          'Enterprise applications, the app, Properties: enable sign-in, or configure the app that people use.',
        ),
    assignmentRequired
      ? passed('assignment required', 'only assigned people get in')
      : failing(
          'assignment required',
          'anybody in the tenant gets in',
          'Enterprise applications, the app, Properties: set "Assignment required?" to Yes.',
        ),
  ];
}

/** With the fields of a run, but for leave dates, which have a check of their own. */
async function checkPeople(graph: Graph): Promise<Check> {
  const path = presentPath({ config: { leaveDates: false } });
  const entry = graph.begin(path, 'the people', 'User.Read.All');
  const check = 'permission User.Read.All';
  const probe = { check, purpose: 'everybody in the tenant', remedy: grant('User.Read.All') };
  return tried(probe, async () => {
    const list = { entry, path, row: userSchema, countPath: presentCount };
    const beginning = await graph.beginning({ ...list, most: mostPages });
    const { rows, whole } = beginning;
    if (rows.length === 0 && whole) return failing(check, 'nobody is shown, which holds a run', probe.remedy);
    const withheld = rows.filter(({ userPrincipalName }) => typeof userPrincipalName !== 'string').length;
    const unsaid = rows.filter(({ accountEnabled }) => typeof accountEnabled !== 'boolean').length;
    const fields = 'userPrincipalName or accountEnabled';
    return isLimited({ withheld, unsaid, rows: rows.length })
      ? failing(check, `people come without ${fields} (limited information)`, probe.remedy)
      : (unknownType(check, rows) ?? allowed(probe, beginning));
  });
}

function unknownType(check: string, rows: readonly UserRow[]): Check | null {
  const unknown = rows.find(({ userType }) => !isKnownUserType(userType));
  if (unknown === undefined) return null;
  const said = `the userType "${unknown.userType}" of ${unknown.id} is not documented: whether they are guests is not known`;
  return failing(check, said, 'Have this program learn the word: until then a run is incomplete.');
}

/** It has a permission of its own, without which Graph answers as if nobody had one. */
async function checkLeaveDates(graph: Graph): Promise<Check> {
  const path = presentPath({ config: { leaveDates: true } });
  const [permission] = leaveDatePermissions;
  const entry = graph.begin(path, 'the leave dates', permission);
  const remedy = `${grant(permission)} Or set leaveDates to false.`;
  const check = `permission ${permission}`;
  return tried({ check, purpose: 'leave dates (leaveDates is on)', remedy }, async () => {
    const dates = { date: 0, never: 0, unreadable: 0 };
    const { rows } = await graph.beginning({ entry, path, row: userSchema, most: mostPages });
    for (const { employeeLeaveDateTime: at } of rows) dates[readDate(at).kind] += 1;
    if (areUnreadable(dates))
      return failing(check, unreadableText(dates), 'Write them as times with a zone, such as 2026-09-30T22:00:00Z.');
    if (dates.date + dates.unreadable > 0) return null;
    const granted = await graph.isGranted(leaveDatePermissions);
    if (granted === true) return null;
    const silence = 'without it Graph shows no leave dates, and does not say so';
    return granted === false
      ? failing(check, `the token does not carry it: ${silence}`, remedy)
      : { ...passed(check, `not proven: ${silence}, and the token does not tell what it carries`), remedy };
  });
}

async function checkDeleted(graph: Graph): Promise<Check> {
  const path = deletedPath;
  const entry = graph.begin(path, 'the deleted people', 'User.Read.All');
  const probe = {
    check: 'deleted people',
    purpose: 'telling leavers of the last 30 days from people who never existed',
    remedy: grant('User.Read.All'),
  };
  return tried(probe, async () => {
    const list = { entry, path, row: userSchema, countPath: deletedCount };
    const beginning = await graph.beginning({ ...list, most: mostPages });
    const { rows } = beginning;
    const limited = rows.some(({ userPrincipalName }) => typeof userPrincipalName !== 'string');
    return limited
      ? failing(probe.check, 'they come without userPrincipalName (limited information)', probe.remedy)
      : (unknownType(probe.check, rows) ?? allowed(probe, beginning));
  });
}

async function checkSignIns(graph: Graph, appId: string): Promise<Check> {
  const path = signInsPath(appId, graph.journal.takenAt);
  const entry = graph.begin(path, 'the sign-ins', 'AuditLog.Read.All');
  const probe = {
    check: 'permissions AuditLog.Read.All and Directory.Read.All',
    purpose: 'the last sign-ins to the app (signIns is on)',
    remedy: `${grant('AuditLog.Read.All')} The same for Directory.Read.All. Or set signIns to false.`,
  };
  return tried(probe, async () => {
    await graph.beginning({ entry, path, row: signInSchema, most: 1 });
    return null;
  });
}
