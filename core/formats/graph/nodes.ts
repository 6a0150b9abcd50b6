// The nodes of a graph, a function each.
import { application } from '../../application/applications.ts';
import type { Config, RegisterEntry } from '../../config/config.ts';
import { tenantOf } from '../../config/directories/products.ts';
import { isPrivileged } from '../../config/roles.ts';
import type { Finding } from '../../findings/finding.ts';
import { isLive } from '../../inputs/account.ts';
import type { Identity } from '../../inputs/snapshot.ts';
import { codes } from '../../names/codes.ts';
import { momentStamp } from '../../values/time-text.ts';
import { graphNode, present } from './element.ts';
import type { GraphNode } from './element.ts';
import type { GraphAccount, GraphInput } from './input.ts';
import { kindOf, nodeId } from './kinds.ts';
import { groupId } from './directories.ts';
import type { MappedDirectory } from './directories.ts';

export function reportId({ record }: Pick<GraphInput, 'record'>): string {
  return nodeId('Report', record.id);
}

export function applicationId({ config }: Pick<GraphInput, 'config'>): string {
  return nodeId('Application', application.id, config.instance.environment);
}

/** All of which there are few. */
export function* fixedNodes(input: GraphInput, places: readonly MappedDirectory[]): Generator<GraphNode, void, void> {
  const { config, roles } = input;
  yield reportNode(input);
  const { environment } = config.instance;
  yield graphNode('Application', applicationId(input), { name: application.name, environment });
  for (const place of places) yield* directoryNodes(place);
  for (const role of roles)
    yield graphNode('Role', nodeId('Role', role), { name: role, privileged: isPrivileged(role, config.policy) });
}

function reportNode(input: GraphInput): GraphNode {
  const { record, config, totals, findings } = input;
  return graphNode('Report', reportId(input), {
    name: `Access review ${record.period}, run ${record.id}`,
    run: record.id,
    period: record.period,
    asof: record.asOf,
    organisation: config.organisation,
    status: record.status,
    accepted: record.accepted,
    rowsread: totals.rowsRead,
    accounts: totals.accounts,
    live: totals.live,
    rejected: totals.rejected,
    duplicates: totals.duplicates,
    findings,
  });
}

function* directoryNodes({
  config,
  header,
  kinds,
  directory,
  gate,
}: MappedDirectory): Generator<GraphNode, void, void> {
  yield {
    id: directory,
    kinds: [kindOf('Directory'), kinds.tenant],
    properties: present({
      name: config.id,
      role: config.role,
      product: header?.product ?? config.kind,
      tenant: tenantOf(config),
      takenat: header?.takenAt ?? null,
      completeness: header?.completeness ?? 'unread',
      authoritativefor: config.authoritativeFor,
    }),
  };
  if (gate === null) return;
  const app = header?.app ?? null;
  yield {
    id: gate,
    kinds: [kindOf('Gate'), kinds.app],
    properties: present({
      name: app?.name ?? application.name,
      directory: config.id,
      appid: config.appId ?? null,
      enabled: app?.enabled ?? null,
      assignmentrequired: app?.assignmentRequired ?? null,
      nameid: app?.nameId ?? null,
    }),
  };
}

export function identityNode(place: MappedDirectory, identity: Identity): GraphNode {
  const { nameId, logins, state, left } = identity;
  return {
    id: place.idOf(identity.id),
    kinds: [kindOf('Identity'), place.kinds.user],
    properties: present({
      name: nameId ?? logins[0] ?? identity.id,
      displayname: identity.name,
      directory: place.config.id,
      identity: identity.id,
      nameid: nameId,
      logins,
      aliases: identity.aliases.map(({ login }) => login),
      state,
      leftnotbefore: left?.notBefore ?? null,
      leftnotafter: left?.notAfter ?? null,
      guest: identity.guest,
      employeeid: identity.employeeId,
      department: identity.department,
      manager: identity.manager,
      createdat: identity.createdAt,
      lastsignin: identity.lastSignIn,
    }),
  };
}

export function groupNode(place: MappedDirectory, group: string): GraphNode {
  return {
    id: groupId(place, group),
    kinds: [kindOf('Group'), place.kinds.group],
    properties: { name: group, directory: place.config.id },
  };
}

export function accountNode(
  { account, situation, rule }: GraphAccount,
  register: RegisterEntry | null,
  { policy }: Pick<Config, 'policy'>,
): GraphNode {
  const { login, role, createdAt, lastLogin } = account;
  return graphNode('Account', nodeId('Account', login), {
    name: login,
    displayname: account.name,
    row: account.row,
    status: account.status,
    live: isLive(account),
    situation,
    rule,
    role,
    privileged: role !== null && isPrivileged(role, policy),
    team: account.team,
    manager: account.manager,
    license: account.license,
    employeeid: account.employeeId,
    createdat: createdAt === null ? null : momentStamp(createdAt),
    lastlogin: lastLogin === null ? null : momentStamp(lastLogin),
    registeredpurpose: register?.purpose ?? null,
    registeredowner: register?.owner ?? null,
  });
}

export function findingNode(finding: Finding): GraphNode {
  const { id, code, login } = finding;
  return graphNode('Finding', nodeId('Finding', id), {
    name: login === null ? code : `${code} ${login}`,
    finding: id,
    code,
    title: codes[code].title,
    severity: finding.severity,
    state: finding.state,
    login,
    row: finding.row,
    situation: finding.situation,
    reason: finding.reason,
    directory: finding.directory,
    firstseen: finding.firstSeen,
    reviewsopen: finding.reviewsOpen,
  });
}
