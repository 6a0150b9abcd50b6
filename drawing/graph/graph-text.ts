// An identity graph as text, an element at a time: BloodHound's OpenGraph, plain JSON, or one table as CSV.
import { application } from '../../core/application/applications.ts';
import type { GraphEdge, GraphNode } from '../../core/formats/graph/element.ts';
import { csvLine } from '../csv/sheets.ts';
import { wholeJson } from '../../core/values/text.ts';

export type GraphFormat = 'opengraph' | 'json' | 'csv';

export interface DrawnGraph {
  readonly run: string;
  readonly nodes: () => AsyncIterable<GraphNode>;
  readonly edges: () => AsyncIterable<GraphEdge>;
}

export function graphText(graph: DrawnGraph, format: GraphFormat): AsyncGenerator<string, void, void> {
  switch (format) {
    case 'opengraph':
      return openGraph(graph);
    case 'json':
      return plainJson(graph);
    case 'csv':
      return table(graph);
    default:
      return format satisfies never;
  }
}

/** BloodHound appends the kind of the source to every node, by which a person finds or removes all of them at once. */
const sourceKind = `${application.kindPrefix}_Base`;

async function* openGraph({ nodes, edges }: DrawnGraph): AsyncGenerator<string, void, void> {
  yield `{"metadata":${JSON.stringify({ source_kind: sourceKind })},"graph":{"nodes":[`;
  yield* elements(nodes());
  yield '],"edges":[';
  yield* elements(openEdges(edges()));
  yield ']}}\n';
}

async function* openEdges(edges: AsyncIterable<GraphEdge>): AsyncGenerator<object, void, void> {
  for await (const { kind, start, end, properties } of edges)
    yield { kind, start: byId(start), end: byId(end), properties };
}

function byId(value: string): object {
  return { match_by: 'id', value };
}

async function* plainJson({ run, nodes, edges }: DrawnGraph): AsyncGenerator<string, void, void> {
  yield `{"schema":1,"run":${JSON.stringify(run)},"nodes":[`;
  yield* elements(nodes());
  yield '],"edges":[';
  yield* elements(edges());
  yield ']}\n';
}

/** One a line, so that a person can look at a part of it. */
async function* elements(all: AsyncIterable<object>): AsyncGenerator<string, void, void> {
  let separator = '\n';
  for await (const one of all) {
    yield `${separator}${wholeJson(one)}`;
    separator = ',\n';
  }
  yield '\n';
}

/** What has no column of its own stands in `properties` as JSON. */
async function* table({ nodes, edges }: DrawnGraph): AsyncGenerator<string, void, void> {
  yield csvLine(['element', 'id', 'kinds', 'start', 'end', 'name', 'properties']);
  for await (const { id, kinds, properties } of nodes()) {
    const { name = '', ...others } = properties;
    yield csvLine(['node', id, kinds.join(' '), '', '', String(name), wholeJson(others)]);
  }
  for await (const { kind, start, end, properties } of edges())
    yield csvLine(['edge', '', kind, start, end, '', wholeJson(properties)]);
}
