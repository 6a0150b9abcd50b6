// A run as a graph: people, directories, groups, assignments, accounts, roles, matches, findings and its report, as
// nodes and edges that are made one at a time.
import { registeredAccounts } from '../../config/registers.ts';
import type { Finding } from '../../findings/finding.ts';
import { identityKey } from '../../findings/collect/known-identity.ts';
import { multimap } from '../../values/multimap.ts';
import { accountEdges, findingEdges, fixedEdges, groupEdges, identityEdges } from './edges.ts';
import type { GraphEdge, GraphNode } from './element.ts';
import type { GraphAccount, GraphInput, GraphPerson } from './input.ts';
import { accountNode, findingNode, fixedNodes, groupNode, identityNode } from './nodes.ts';
import { groupsOf, mappedDirectories } from './directories.ts';
import type { MappedDirectory } from './directories.ts';

type Nodes = Generator<GraphNode, void, void>;
type Edges = Generator<GraphEdge, void, void>;

/**
 * Accounts, findings and people are handed in one by one, each once for its nodes and once for its edges. Of a
 * directory's people those are in the graph who have an assignment or are tied to an account or a finding: the others
 * have nothing to do with the application.
 */
export interface Graph {
  /** The run, the application, directories and roles. */
  nodes(): Nodes;
  nodeOf(account: GraphAccount): GraphNode;
  nodeOfFinding(finding: Finding): GraphNode;
  nodesOf(person: GraphPerson): Nodes;
  edges(): Edges;
  edgesOfAccount(account: GraphAccount): Edges;
  edgesOfFinding(finding: Finding): Edges;
  edgesOf(person: GraphPerson): Edges;
}

/** For one pass over the nodes and one over the edges. */
export function graphOf(input: GraphInput): Graph {
  const places = new Map(mappedDirectories(input.config, input.headers).map((place) => [place.config.id, place]));
  const register = registeredAccounts(input.config);
  const concerned = multimap(input.concerning, ({ directory, identity }) =>
    directory === null || identity === null ? [] : [identityKey(directory, identity)],
  );
  const about = ({ directory, identity }: GraphPerson): GraphInput['concerning'] =>
    concerned.get(identityKey(directory, identity.id)) ?? [];
  const placeOf = (person: GraphPerson): MappedDirectory | null => {
    const isIn = person.identity.assignments.length > 0 || person.isMatched || about(person).length > 0;
    return isIn ? (places.get(person.directory) ?? null) : null;
  };
  const named = new Set<string>();
  const giving = new Set<string>();
  return {
    nodes: () => fixedNodes(input, [...places.values()]),
    nodeOf: (account) => accountNode(account, register.get(account.account.login) ?? null, input.config),
    nodeOfFinding: findingNode,
    *nodesOf(person) {
      const place = placeOf(person);
      if (place === null) return;
      yield identityNode(place, person.identity);
      for (const node of groupsOf(person.identity).map((group) => groupNode(place, group))) {
        if (!named.has(node.id)) yield node;
        named.add(node.id);
      }
    },
    edges: () => fixedEdges(input, places),
    edgesOfAccount: (account) => accountEdges(account, input, places),
    edgesOfFinding: (finding) => findingEdges(finding, input, places),
    *edgesOf(person) {
      const place = placeOf(person);
      if (place === null) return;
      const findings = about(person).map(({ id }) => id);
      yield* identityEdges(place, person.identity, findings);
      for (const edge of groupEdges(place, person.identity)) {
        if (!giving.has(edge.start)) yield edge;
        giving.add(edge.start);
      }
    },
  };
}
