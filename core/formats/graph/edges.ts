// The edges of a graph, in the direction in which access goes: from a person to the account, from there to its role.
import type { Finding } from '../../findings/finding.ts';
import { grants } from '../../inputs/snapshot.ts';
import type { Identity } from '../../inputs/snapshot.ts';
import { graphEdge, present } from './element.ts';
import type { GraphEdge } from './element.ts';
import type { GraphAccount, GraphInput } from './input.ts';
import { kindOf, nodeId } from './kinds.ts';
import { applicationId, reportId } from './nodes.ts';
import { groupId, groupsOf } from './directories.ts';
import type { MappedDirectory } from './directories.ts';

type Edges = Generator<GraphEdge, void, void>;
type MappedDirectories = ReadonlyMap<string, MappedDirectory>;

/** Between the run, the directories and the application. */
export function* fixedEdges(input: GraphInput, places: MappedDirectories): Edges {
  const [report, app] = [reportId(input), applicationId(input)];
  yield graphEdge('Reviews', { start: report, end: app });
  for (const { directory, gate, kinds } of places.values()) {
    yield graphEdge('Compared', { start: report, end: directory });
    if (gate === null) continue;
    yield { kind: kinds.contains, start: directory, end: gate, properties: {} };
    yield graphEdge('SignsInTo', { start: gate, end: app });
  }
}

export function* accountEdges(
  { account, rule, disputed, person, replaced }: GraphAccount,
  input: GraphInput,
  places: MappedDirectories,
): Edges {
  const id = nodeId('Account', account.login);
  yield graphEdge('Contains', { start: applicationId(input), end: id });
  if (account.role !== null) yield graphEdge('HasRole', { start: id, end: nodeId('Role', account.role) });
  for (const { directory, id: identity, state, decisive } of person) {
    const start = places.get(directory)?.idOf(identity);
    if (start !== undefined) yield graphEdge('MatchedTo', { start, end: id }, { rule, disputed, decisive, state });
  }
  for (const { directory, id: identity, state } of replaced) {
    const start = places.get(directory)?.idOf(identity);
    if (start !== undefined) yield graphEdge('ReplacedFor', { start, end: id }, { rule, state });
  }
}

export function* findingEdges(
  { id, login, state, severity, directory, identity }: Finding,
  input: GraphInput,
  places: MappedDirectories,
): Edges {
  const end = nodeId('Finding', id);
  yield graphEdge('Reports', { start: reportId(input), end }, { state });
  if (login !== null && !input.withoutAccount.has(login))
    yield graphEdge('HasFinding', { start: nodeId('Account', login), end }, { severity });
  const place = directory === null ? undefined : places.get(directory);
  if (place !== undefined && identity === null) yield graphEdge('Concerns', { start: end, end: place.directory });
}

/** @param findings ids of those that are about this person */
export function* identityEdges(place: MappedDirectory, identity: Identity, findings: readonly string[]): Edges {
  const { kinds, gate, directory } = place;
  const id = place.idOf(identity.id);
  yield { kind: kinds.contains, start: directory, end: id, properties: {} };
  for (const finding of findings) yield graphEdge('Concerns', { start: nodeId('Finding', finding), end: id });
  for (const group of groupsOf(identity))
    yield { kind: kinds.memberOf, start: id, end: groupId(place, group), properties: {} };
  const held = identity.assignments.filter(({ via }) => via !== 'nested-group');
  if (gate === null || held.length === 0) return;
  yield graphEdge('Assigned', { start: id, end: gate }, assignedBy(held));
  const direct = held.some(({ via }) => via === 'direct');
  if (direct && kinds.assigned !== null) yield { kind: kinds.assigned, start: id, end: gate, properties: {} };
}

/** All assignments of one person to one app: a graph has room for one edge of a kind between two nodes. */
function assignedBy(held: Identity['assignments']): GraphEdge['properties'] {
  return present({
    assignments: held.length,
    granted: held.some(grants),
    paths: [...new Set(held.map(({ via, group }) => (group === null ? via : `${via}: ${group}`)))],
    roles: [...new Set(held.flatMap(({ role }) => role ?? []))],
    blockedby: [...new Set(held.flatMap(({ blocked }) => blocked ?? []))],
    since: held.flatMap(({ since }) => since ?? []).toSorted()[0] ?? null,
  });
}

/** A group gives its members the app; one that is nested in it gives them nothing. */
export function* groupEdges(place: MappedDirectory, { assignments }: Pick<Identity, 'assignments'>): Edges {
  const { gate, kinds } = place;
  if (gate === null) return;
  const giving = assignments.flatMap(({ via, group }) => (via === 'group' ? (group ?? []) : []));
  for (const group of new Set(giving))
    yield { kind: kinds.assigned ?? kindOf('Assigned'), start: groupId(place, group), end: gate, properties: {} };
}
