// The rules of BloodHound's OpenGraph, in words of our own. Sources, in SpecterOps/BloodHound: the JSON schemas
// node.json, edge.json and metadata.json of its upload service; and what its pages "OpenGraph Nodes", "OpenGraph Edges"
// and "Metadata" say beyond them (at most three kinds, none that begins with `tag_`, no colon in an id, names of
// properties in lower case, `objectid` reserved).

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const primitives = new Set(['string', 'number', 'boolean']);

function faultsOfProperties(properties: unknown): readonly string[] {
  if (!isObject(properties)) return ['properties are no object'];
  return Object.entries(properties).flatMap(([name, value]) => {
    const faults: string[] = [];
    if (name !== name.toLowerCase()) faults.push(`${name} is not in lower case`);
    if (name === 'objectid') faults.push('objectid is reserved');
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const types = new Set(items.map((item) => typeof item));
    if (types.size > 1 || [...types].some((type) => !primitives.has(type))) faults.push(`${name} is not flat`);
    return faults;
  });
}

function faultsOfNode(node: unknown): readonly string[] {
  if (!isObject(node)) return ['a node is no object'];
  const { id, kinds, properties, ...others } = node;
  const told: readonly unknown[] = Array.isArray(kinds) ? kinds : [];
  return [
    ...(typeof id === 'string' && id !== '' ? [] : ['a node without an id']),
    ...(typeof id === 'string' && id.includes(':') ? [`a colon in the id ${id}`] : []),
    ...(told.length >= 1 && told.length <= 3 ? [] : [`${told.length} kinds`]),
    ...told.flatMap((kind) =>
      typeof kind === 'string' && /^(?!tag_)[A-Za-z0-9_]+$/i.test(kind) ? [] : [`kind ${String(kind)}`],
    ),
    ...Object.keys(others).map((key) => `a node has ${key}`),
    ...faultsOfProperties(properties),
  ];
}

function faultsOfEnd(end: unknown, ids: ReadonlySet<unknown>): readonly string[] {
  if (!isObject(end)) return ['an end is no object'];
  const { match_by: by, value, ...others } = end;
  return [
    ...(by === 'id' && typeof value === 'string' ? [] : ['an end that is not matched by id']),
    ...(ids.has(value) ? [] : [`no node ${String(value)}`]),
    ...Object.keys(others).map((key) => `an end has ${key}`),
  ];
}

function faultsOfEdge(edge: unknown, ids: ReadonlySet<unknown>): readonly string[] {
  if (!isObject(edge)) return ['an edge is no object'];
  const { kind, start, end, properties, ...others } = edge;
  return [
    ...(typeof kind === 'string' && /^(?!tag_)[A-Za-z0-9_]+$/i.test(kind) ? [] : [`edge kind ${String(kind)}`]),
    ...faultsOfEnd(start, ids),
    ...faultsOfEnd(end, ids),
    ...Object.keys(others).map((key) => `an edge has ${key}`),
    ...faultsOfProperties(properties),
  ];
}

function twice(all: readonly string[]): readonly string[] {
  return all.filter((one, index) => all.indexOf(one) < index);
}

/** What an OpenGraph document does against the rules, and against ours: no node and no edge stands twice. */
export function openGraphFaults(document: unknown): readonly string[] {
  if (!isObject(document)) return ['no object'];
  const { metadata, graph, ...others } = document;
  const faults = Object.keys(others).map((key) => `the document has ${key}`);
  if (!isObject(metadata) || typeof metadata['source_kind'] !== 'string' || Object.keys(metadata).length !== 1)
    faults.push('metadata is more or less than source_kind');
  if (!isObject(graph) || !Array.isArray(graph['nodes']) || !Array.isArray(graph['edges']))
    return [...faults, 'no graph'];
  const nodes: readonly unknown[] = graph['nodes'];
  const edges: readonly unknown[] = graph['edges'];
  const ids = nodes.map((node) => (isObject(node) ? String(node['id']) : ''));
  const known = new Set<unknown>(ids);
  const ends = edges.map((edge) => (isObject(edge) ? JSON.stringify([edge['kind'], edge['start'], edge['end']]) : ''));
  return [
    ...faults,
    ...nodes.flatMap(faultsOfNode),
    ...edges.flatMap((edge) => faultsOfEdge(edge, known)),
    ...(known.size === ids.length ? [] : twice(ids).map((id) => `two nodes ${id}`)),
    ...(new Set(ends).size === ends.length ? [] : twice(ends).map((end) => `two edges ${end}`)),
  ];
}
