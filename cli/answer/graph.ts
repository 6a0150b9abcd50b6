// The command `graph`: a run as nodes and edges, for tools that look for paths.
import type { Refusal } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { graphText } from '../../drawing/graph/graph-text.ts';
import type { GraphFormat } from '../../drawing/graph/graph-text.ts';
import { runGraph } from '../../steps/answer/matching/run-graph.ts';
import { reviewing } from '../review/reviewing.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { handOut, outArgument } from './hand-out.ts';
import type { HandOutOptions } from './hand-out.ts';

export interface GraphOptions extends HandOutOptions {
  readonly format: GraphFormat;
  readonly run?: string | undefined;
  readonly home: string;
  readonly json: boolean;
}

export async function graph(options: GraphOptions, terminal: Terminal): Promise<ExitCode> {
  const unclear = unclearStdout(options);
  if (unclear !== null) return refuse(terminal, [unclear]);
  const out = await outArgument(options);
  if (out.kind === 'refused') return refuse(terminal, out.refusals);
  return reviewing({ home: options.home, terminal }, async (home) => {
    const opened = await runGraph(home, options.run ?? null);
    if (opened.kind === 'refused') return refuse(terminal, opened.refusals);
    const { record, nodes, edges } = opened.value;
    const counts = { nodes: 0, edges: 0 };
    const counted = {
      run: record.id,
      nodes: () => counting(nodes(), () => (counts.nodes += 1)),
      edges: () => counting(edges(), () => (counts.edges += 1)),
    };
    const lost = await handOut(() => graphText(counted, options.format), options, terminal);
    if (lost !== null) return refuse(terminal, [lost]);
    if (options.out !== undefined) tell({ ...options, out: options.out, run: record.id, ...counts }, terminal);
    return exitCodes.done;
  });
}

async function* counting<Element>(all: AsyncIterable<Element>, count: () => void): AsyncGenerator<Element, void, void> {
  for await (const one of all) {
    count();
    yield one;
  }
}

/**
 * Refuses `--json` where the graph itself goes to stdout as CSV: a JSON graph there is the document that `--json` asks
 * for.
 */
function unclearStdout({ json, out, format }: GraphOptions): Refusal | null {
  if (!json || out !== undefined || format !== 'csv') return null;
  return {
    what: 'two documents on stdout',
    where: '--json',
    found: '--format csv',
    expected: '--out FILE, or no --json',
  };
}

interface Told extends Pick<GraphOptions, 'json' | 'format'> {
  readonly out: string;
  readonly run: string;
  readonly nodes: number;
  readonly edges: number;
}

function tell({ json, out, format, run, nodes, edges }: Told, terminal: Terminal): void {
  if (json) terminal.out(JSON.stringify({ schema: 1, run, format, out, nodes, edges }, null, 2));
  else terminal.out(`${out}: ${plural(nodes, 'node')} and ${plural(edges, 'edge')} of the run ${run}.`);
}
