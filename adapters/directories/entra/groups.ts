// Who is in the assigned groups: their direct members get in, members of groups nested in them do not.
import * as z from 'zod/mini';
import { hourInMs, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { byCodePoint, plural } from '../../../core/values/text.ts';
import type { Assignment } from '../../../core/inputs/snapshot.ts';
import type { Assignments } from './assignments.ts';
import type { AssignedGroup } from './app.ts';
import { batchSize, partOf, readBatch } from './graph-batch.ts';
import type { BatchReply, BatchRequest } from './graph-batch.ts';
import type { Graph } from './graph.ts';
import { answerOf } from '../http/reply.ts';
import { addressText, CallFailure } from '../reading/call-failure.ts';
import { UnknownWords } from '../reading/unknown-words.ts';
import { caselessId, inOneCase } from '../reading/words.ts';

const groupNeeds = 'the application permission GroupMember.Read.All (Microsoft Graph), with admin consent';
const hiddenNeeds = 'the application permission Member.Read.Hidden (Microsoft Graph), with admin consent';

export const groupSchema = z.object({
  id: z.string(),
  displayName: z.optional(z.nullable(z.string())),
  visibility: z.optional(z.nullable(z.string())),
  membershipRuleProcessingState: z.optional(z.nullable(z.string())),
});
type GroupRow = z.infer<typeof groupSchema>;

export const memberSchema = z.object({ id: caselessId, '@odata.type': z.optional(z.string()) });
type MemberRow = z.infer<typeof memberSchema>;

/** A group to read, for what its members get from it or because membership marks people as on leave. */
interface GroupTask extends AssignedGroup {
  readonly leave: boolean;
  readonly nested: boolean;
}

export interface GroupMembers {
  readonly assignments: Assignments;
  /** Ids of the members of the leave group. */
  readonly onLeave: Set<string>;
}

/**
 * Reads the members of all assigned groups, wave by wave: a wave's nested groups are the next wave. Each group is read
 * once, so groups that contain each other do no harm.
 */
export async function readGroups(
  graph: Graph,
  assigned: readonly AssignedGroup[],
  members: GroupMembers,
): Promise<void> {
  const { leaveGroupId } = graph.config;
  let wave = withLeaveGroup(assigned, leaveGroupId === null ? null : inOneCase(leaveGroupId));
  const known = new Set(wave.map((group) => group.id));
  while (wave.length > 0) {
    const parentsOf = new Map<string, GroupTask[]>();
    const found = (id: string, parent: GroupTask): void => {
      if (known.has(id) || parent.grants.length === 0) return;
      const parents = parentsOf.get(id);
      if (parents === undefined) parentsOf.set(id, [parent]);
      else parents.push(parent);
    };
    // One batch after the other: its first pages, up to 9,990 members, stay in memory until its groups are done.
    for (const slice of slices(wave)) await readSlice(graph, slice, { members, found });
    wave = nestedIn(parentsOf);
    for (const { id } of wave) known.add(id);
  }
}

/** In an order of their own: which parent told of a group first depends on the network, and what they give does not. */
function nestedIn(parentsOf: ReadonlyMap<string, readonly GroupTask[]>): readonly GroupTask[] {
  return [...parentsOf]
    .toSorted(([one], [other]) => byCodePoint(one, other))
    .map(([id, parents]) => {
      const inOrder = parents.toSorted((one, other) => byCodePoint(one.id, other.id));
      const given = inOrder.flatMap(({ grants }) => grants).map((grant) => grantIn(grant, { name: id, nested: true }));
      const grants = [...new Map(given.map((grant) => [JSON.stringify(grant), grant])).values()];
      return { id, name: null, leave: false, nested: true, grants };
    });
}

function withLeaveGroup(assigned: readonly AssignedGroup[], leaveGroupId: string | null): readonly GroupTask[] {
  const tasks = assigned.map((group) => ({ ...group, leave: group.id === leaveGroupId, nested: false }));
  if (leaveGroupId === null || tasks.some((task) => task.leave)) return tasks;
  return [...tasks, { id: leaveGroupId, name: null, grants: [], leave: true, nested: false }];
}

/** Two reads a group, its properties and its first members, fit ten groups into one batch. */
function slices(groups: readonly GroupTask[]): readonly (readonly GroupTask[])[] {
  const size = batchSize / 2;
  return Array.from({ length: Math.ceil(groups.length / size) }, (_, index) =>
    groups.slice(index * size, (index + 1) * size),
  );
}

interface Sinks {
  readonly members: GroupMembers;
  readonly found: (groupId: string, parent: GroupTask) => void;
}

export const groupPath = (id: string): string =>
  `/groups/${encodeURIComponent(id)}?$select=id,displayName,visibility,membershipRuleProcessingState`;
export const membersPath = (id: string): string => `/groups/${encodeURIComponent(id)}/members?$select=id&$top=999`;

async function readSlice(graph: Graph, slice: readonly GroupTask[], sinks: Sinks): Promise<void> {
  const entry = graph.journal.begin({
    call: `POST ${graph.address('/$batch')}`,
    reads: `the groups ${slice.map((group) => group.name ?? group.id).join(', ')}`,
    needs: groupNeeds,
  });
  const requests = slice.flatMap(({ id }) => [
    { id: `group ${id}`, path: groupPath(id) },
    { id: `members ${id}`, path: membersPath(id) },
  ]);
  const read = await graph.journal.attempt(entry, async () => readBatch(graph, entry, requests));
  if (read.kind === 'unread') return;
  entry.ok = true;
  await Promise.all(slice.map(async (group) => readGroup(graph, group, { ...sinks, answers: read.value })));
}

type GroupSinks = Sinks & { readonly answers: ReadonlyMap<string, BatchReply> };

async function readGroup(graph: Graph, group: GroupTask, sinks: GroupSinks): Promise<void> {
  const path = membersPath(group.id);
  const entry = graph.begin(path, `the members of the group ${group.name ?? group.id}`, groupNeeds);
  entry.asked();
  entry.answered(null, null);
  const read = async (): Promise<void> => {
    const info = { id: `group ${group.id}`, path: groupPath(group.id) };
    if (!group.leave && isGone(sinks.answers, info, { id: `members ${group.id}`, path })) {
      takeGone(graph, group, info.path);
      entry.ok = true;
      return;
    }
    const properties = answerOf(partOf(sinks.answers, info), groupSchema, graph.address(info.path));
    const name = properties.displayName ?? group.name ?? group.id;
    const grants = group.grants.map((grant) => grantIn(grant, { name, nested: group.nested }));
    const unknown = new UnknownWords('member type', `who gets in by the group ${name} is not known`);
    let inside = 0;
    const first = partOf(sinks.answers, { id: `members ${group.id}`, path });
    const list = {
      entry,
      path,
      row: memberSchema,
      keyOf: (row: MemberRow) => row.id,
      firstPage: graph.page(first, graph.address(path)),
      countPath: `/groups/${encodeURIComponent(group.id)}/members/$count`,
    };
    for await (const rows of graph.rows(list)) {
      for (const row of rows) {
        takeMember(row, group, { ...sinks, grants, unknown });
        if (group.leave && isGroup(row)) inside += 1;
      }
    }
    if (inside > 0) graph.journal.note(groupsOnLeaveText(name, inside));
    if (!group.nested) unknown.report(graph.journal);
    await judge(graph, properties, { name, empty: entry.rows === 0, nested: group.nested });
  };
  if (group.nested) await readNested(graph, group, read);
  else await graph.journal.attempt(entry, read);
}

/** A group that was deleted lets nobody in. @throws CallFailure as `refuseNew` does */
function takeGone(graph: Graph, group: GroupTask, path: string): void {
  if (!group.nested) refuseNew(group, graph.journal.takenAt, graph.address(path));
  const what = group.nested ? 'is nested in an assigned group' : 'is assigned to the app';
  graph.journal.note(`The group ${group.name ?? group.id} ${what} and was deleted: nobody gets in by it.`);
}

function groupsOnLeaveText(name: string, groups: number): string {
  const them = groups === 1 ? 'it' : 'them';
  return `The leave group ${name} holds ${plural(groups, 'group')}: whoever is only in ${them} is not taken to be on leave; expected are people.`;
}

/** Members of a nested group get nothing by it: who is in one that cannot be read changes nothing. */
async function readNested(graph: Graph, group: GroupTask, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    graph.journal.note(
      `The group ${group.name ?? group.id} could not be read (${error.message}); it is nested in an assigned group, so nobody gets in by it.`,
    );
  }
}

function grantIn(
  grant: Assignment,
  { name, nested }: Pick<GroupTask, 'nested'> & { readonly name: string },
): Assignment {
  return { ...grant, group: name, ...(nested ? { via: 'nested-group' as const } : {}) };
}

const people: ReadonlySet<string> = new Set(['#microsoft.graph.user', '#microsoft.graph.agentUser']);

/** They may be members too, and are no people. */
const noPeople: ReadonlySet<string> = new Set([
  '#microsoft.graph.group',
  '#microsoft.graph.device',
  '#microsoft.graph.orgContact',
  '#microsoft.graph.servicePrincipal',
  // Agents of software, which Graph derives from servicePrincipal; the users that they may have are agentUser.
  '#microsoft.graph.agentIdentity',
  '#microsoft.graph.agentIdentityBlueprintPrincipal',
]);

interface MemberSinks extends Sinks {
  readonly grants: readonly Assignment[];
  readonly unknown: UnknownWords;
}

/** Whether it is known who gets in by a member of this type. */
export function isKnownMember(type: string): boolean {
  return people.has(type) || noPeople.has(type);
}

function takeMember(row: MemberRow, group: GroupTask, sinks: MemberSinks): void {
  const type = row['@odata.type'] ?? '#microsoft.graph.user';
  if (isGroup(row)) sinks.found(row.id, group);
  if (!people.has(type)) {
    if (!isKnownMember(type)) sinks.unknown.add(type, row.id);
    return;
  }
  if (group.leave) sinks.members.onLeave.add(row.id);
  if (sinks.grants.length > 0) sinks.members.assignments.add(row.id, sinks.grants);
}

function isGroup(row: MemberRow): boolean {
  return row['@odata.type'] === '#microsoft.graph.group';
}

/** Deleted since it was assigned: Graph knows neither it nor its members. */
function isGone(answers: GroupSinks['answers'], ...requests: readonly BatchRequest[]): boolean {
  return requests.every((request) => partOf(answers, request).status === 404);
}

/** Longer than Graph was seen to take until every replica shows what was made (msgraph-bicep-types#193 tells of minutes). */
const lagMs = hourInMs;

/** @throws CallFailure for a group that was assigned a moment ago: it may be there, and not be shown yet */
function refuseNew({ grants }: GroupTask, takenAt: Instant, url: string): void {
  if (grants.every(({ since }) => since === null || Math.abs(msOf(takenAt) - msOf(since)) > lagMs)) return;
  throw new CallFailure({
    call: `GET ${addressText(url)}`,
    detail:
      '404 Not Found, and it was assigned within the hour: what was made a moment ago is not shown everywhere yet',
    needs: 'another reading in an hour',
  });
}

/** Whether a group that hides its members and reads empty is empty: where the token does not tell, nobody knows. */
export async function seesHidden(graph: Graph): Promise<boolean> {
  return (await graph.isGranted(['Member.Read.Hidden'])) === true;
}

interface ReadGroup {
  readonly name: string;
  readonly empty: boolean;
  readonly nested: boolean;
}

async function judge(graph: Graph, group: GroupRow, read: ReadGroup): Promise<void> {
  if (typeof group.displayName !== 'string' && !read.nested) {
    graph.journal.incomplete(
      `limited-information: the group ${read.name} came without its name; this needs ${groupNeeds}.`,
    );
  }
  if (group.visibility === 'HiddenMembership' && read.empty && !(await seesHidden(graph))) {
    const unread = `The group ${read.name} hides its members and reads empty, so nobody can tell who is in it`;
    // Members of a nested group get nothing by it: who is in it changes nothing.
    if (read.nested) graph.journal.note(`${unread}; it is nested in an assigned group, so nobody gets in by it.`);
    else graph.journal.incomplete(`${unread}; this needs ${hiddenNeeds}.`);
  }
  if (group.membershipRuleProcessingState === 'Paused') {
    graph.journal.note(
      `The membership rule of the group ${read.name} is paused: its members are as Entra enforces them, not as the rule says.`,
    );
  }
}
