// A run as a graph: people, directories, groups, assignments, accounts, roles, matches, findings and its report, as
// nodes and edges that are made one at a time.
import { identityKey } from '../../findings/collect/known-identity.ts';
import type { Identity } from '../../inputs/snapshot.ts';
import { multimap } from '../../values/multimap.ts';
import { fixedEdges, groupEdges, identityEdges, judgedKey } from './edges.ts';
import type { GraphEdge, GraphNode } from './element.ts';
import type { GraphInput } from './input.ts';
import { fixedNodes, groupNode, identityNode } from './nodes.ts';
import { groupsOf, mappedDirectories } from './directories.ts';
import type { MappedDirectory } from './directories.ts';

/**
 * Every identity of the snapshots is handed in once for its nodes and once for its edges, in any order. Of a
 * directory's people those are in the graph who have an assignment or are tied to an account or a finding: the others
 * have nothing to do with the application.
 */
export interface Graph {
  nodes(): Generator<GraphNode, void, void>;
  nodesOf(directory: string, identity: Identity): Generator<GraphNode, void, void>;
  edges(): Generator<GraphEdge, void, void>;
  edgesOf(directory: string, identity: Identity): Generator<GraphEdge, void, void>;
}

/** For one pass over the nodes and one over the edges; memory follows the run, not the directories. */
export function graphOf(input: GraphInput): Graph {
  const places = new Map(mappedDirectories(input.config, input.headers).map((place) => [place.config.id, place]));
  const { judgements, findings } = input.assessment;
  const matched = new Set(judgements.flatMap(({ match }) => [...match.person, ...match.replaced].map(judgedKey)));
  const concerned = multimap(findings, ({ directory, identity }) =>
    directory === null || identity === null ? [] : [identityKey(directory, identity)],
  );
  const placeOf = (directory: string, identity: Identity): MappedDirectory | null => {
    const key = identityKey(directory, identity.id);
    const wanted = identity.assignments.length > 0 || matched.has(key) || concerned.get(key) !== undefined;
    return wanted ? (places.get(directory) ?? null) : null;
  };
  const named = new Set<string>();
  const giving = new Set<string>();
  return {
    nodes: () => fixedNodes(input, [...places.values()]),
    edges: () => fixedEdges(input, places),
    *nodesOf(directory, identity) {
      const place = placeOf(directory, identity);
      if (place === null) return;
      yield identityNode(place, identity);
      for (const node of groupsOf(identity).map((group) => groupNode(place, group))) {
        if (!named.has(node.id)) yield node;
        named.add(node.id);
      }
    },
    *edgesOf(directory, identity) {
      const place = placeOf(directory, identity);
      if (place === null) return;
      const about = concerned.get(identityKey(directory, identity.id)) ?? [];
      yield* identityEdges(
        place,
        identity,
        about.map(({ id }) => id),
      );
      for (const edge of groupEdges(place, identity)) {
        if (!giving.has(edge.start)) yield edge;
        giving.add(edge.start);
      }
    },
  };
}
