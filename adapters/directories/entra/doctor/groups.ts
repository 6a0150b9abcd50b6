// What `doctor` finds of the groups of an Entra tenant: whether their members can be read, and are of known types.
import { failing, mostPages, passed, tried } from '../../reading/check.ts';
import type { Check } from '../../reading/check.ts';
import { groupPath, groupSchema, isKnownMember, memberSchema, membersPath, seesHidden } from '../groups.ts';
import { batchSize, partOf, readBatch } from '../graph-batch.ts';
import type { Graph } from '../graph.ts';
import { answerOf } from '../../http/reply.ts';
import { grant, groupPermission } from './permissions.ts';

export const leaveGroup = 'the leave group';

/** A run reads every group; beyond these the answer would not be another. */
const mostGroups = 50;

export async function checkMembers(graph: Graph, groups: readonly string[], which: string): Promise<Check> {
  const probe = {
    check: groupPermission(which),
    purpose: `the members of ${which}; of a group that hides them, with Member.Read.Hidden`,
    remedy: grant('GroupMember.Read.All'),
  };
  const tries = groups.slice(0, mostGroups);
  for (let from = 0; from < tries.length; from += groupsABatch) {
    const check = await tried(probe, async () => {
      const [doubt] = await doubtsOf(graph, tries.slice(from, from + groupsABatch), which);
      if (doubt === undefined) return null;
      return failing(probe.check, `${which} (${doubt.group}) ${doubt.says}`, doubt.remedy);
    });
    if (!check.ok) return check;
  }
  const seen = tries.length === groups.length ? 'each' : `the first ${tries.length}`;
  const told = groups.length === 1 ? 'allowed' : `allowed of ${seen} of ${groups.length} groups`;
  return passed(probe.check, `${told}; it is needed for ${probe.purpose}`);
}

/** Two reads a group, as a run makes them. */
const groupsABatch = batchSize / 2;

interface Doubt {
  readonly group: string;
  /** What holds a run, on a sentence about the group. */
  readonly says: string;
  readonly remedy: string;
}

/**
 * As a run asks for them: in batches, which a proxy may refuse where it lets single reads pass. An assigned group that was
 * deleted lets nobody in, and a run is not held by it, nor by one that is empty and hides nothing.
 */
async function doubtsOf(graph: Graph, groups: readonly string[], which: string): Promise<readonly Doubt[]> {
  const requests = groups.map((group) => ({
    group,
    properties: { id: `group ${group}`, path: groupPath(group) },
    members: { id: `members ${group}`, path: membersPath(group) },
  }));
  const call = `POST ${graph.address('/$batch')}`;
  const entry = graph.journal.begin({ call, reads: `the members of ${which}`, needs: 'GroupMember.Read.All' });
  const answers = await readBatch(
    graph,
    entry,
    requests.flatMap(({ properties, members }) => [properties, members]),
  );
  const doubts: Doubt[] = [];
  for (const { group, properties, members } of requests) {
    const [about, listed] = [partOf(answers, properties), partOf(answers, members)];
    if (about.status === 404 && listed.status === 404 && which !== leaveGroup) continue;
    const { path } = members;
    const firstPage = graph.page(listed, graph.address(path));
    const { rows: value } = await graph.beginning({ entry, path, row: memberSchema, firstPage, most: mostPages });
    const { displayName, visibility } = answerOf(about, groupSchema, graph.address(properties.path));
    doubts.push(...(await doubtsAbout(graph, group, { displayName, visibility, value })));
  }
  return doubts;
}

interface ReadGroup {
  readonly displayName?: string | null | undefined;
  readonly visibility?: string | null | undefined;
  readonly value: readonly { readonly '@odata.type'?: string | undefined }[];
}

async function doubtsAbout(
  graph: Graph,
  group: string,
  { displayName, visibility, value }: ReadGroup,
): Promise<readonly Doubt[]> {
  if (typeof displayName !== 'string')
    return [{ group, says: 'comes without its name (limited information)', remedy: grant('GroupMember.Read.All') }];
  if (visibility === 'HiddenMembership' && value.length === 0 && !(await seesHidden(graph)))
    return [{ group, says: 'reads empty, and hides its members', remedy: grant('Member.Read.Hidden') }];
  const types = value.map((member) => member['@odata.type'] ?? '#microsoft.graph.user');
  return types
    .filter((type) => !isKnownMember(type))
    .map((type) => ({
      group,
      says: `has a member of the unknown type "${type}"; who gets in by it is not known`,
      remedy: 'Take it out of the group, or have this program learn the type.',
    }));
}
