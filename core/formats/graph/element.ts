// The elements of an identity graph, as every format takes them: flat, and each once.
import { kindOf } from './kinds.ts';
import type { EdgeName, NodeName } from './kinds.ts';

/** What a property may be: no object, and lists of texts alone. */
export type GraphValue = string | number | boolean | readonly string[];

export type GraphProperties = Readonly<Record<string, GraphValue>>;

export interface GraphNode {
  /** No other node has it. */
  readonly id: string;
  /** Its own first, then the public one: at most three. */
  readonly kinds: readonly [string, ...string[]];
  /** In lower case; `name` is what a person sees. */
  readonly properties: GraphProperties;
}

/** No other edge has the same kind between the same two nodes. */
export interface GraphEdge {
  readonly kind: string;
  /** Ids of nodes. */
  readonly start: string;
  readonly end: string;
  readonly properties: GraphProperties;
}

type Told = Readonly<Record<string, GraphValue | null>>;

export function graphNode(name: NodeName, id: string, told: Told): GraphNode {
  return { id, kinds: [kindOf(name)], properties: present(told) };
}

export function graphEdge(
  name: EdgeName,
  { start, end }: Pick<GraphEdge, 'start' | 'end'>,
  told: Told = {},
): GraphEdge {
  return { kind: kindOf(name), start, end, properties: present(told) };
}

/** What is not known is absent: the formats have no word for it. */
export function present(told: Told): GraphProperties {
  const known: Record<string, GraphValue> = {};
  for (const [name, value] of Object.entries(told)) if (value !== null) known[name] = value;
  return known;
}
