// Opens a recorded run as a graph: done again from its evidence, and its snapshots read from disk once for each pass.
import { eachOf } from '../bytes.ts';
import { graphOf } from '../../core/formats/graph/graph.ts';
import type { GraphEdge, GraphNode } from '../../core/formats/graph/element.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import type { RunRecord } from '../../core/run.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { RecomputeDependencies } from '../run/recompute-run.ts';
import { chosenRun } from './chosen-run.ts';
import { openRun } from './open-run.ts';

export interface RunGraph {
  readonly record: RunRecord;
  /** Each may be asked once, the nodes first. */
  readonly nodes: () => AsyncGenerator<GraphNode, void, void>;
  readonly edges: () => AsyncGenerator<GraphEdge, void, void>;
}

/**
 * @param id of the run; `null` for the latest that no gate held
 * @throws EvidenceChanged when evidence of the run is missing or changed, or it does not come out as recorded
 */
export async function runGraph(
  dependencies: RecomputeDependencies & { readonly objects: Objects; readonly runs: Runs },
  id: string | null,
): Promise<Result<RunGraph>> {
  const chosen = await chosenRun(dependencies, id);
  if (chosen.kind === 'refused') return chosen;
  const record = chosen.value;
  const { inputs, reconciled } = await openRun(dependencies, record);
  const { snapshots, config } = inputs;
  const headers = snapshots.map(({ header }) => header);
  const graph = graphOf({ record, config, headers, assessment: reconciled.assessment });
  return ok({
    record,
    async *nodes() {
      yield* graph.nodes();
      for (const { header, batches } of snapshots)
        for await (const identity of eachOf(batches())) yield* graph.nodesOf(header.directory, identity);
    },
    async *edges() {
      yield* graph.edges();
      for (const { header, batches } of snapshots)
        for await (const identity of eachOf(batches())) yield* graph.edgesOf(header.directory, identity);
    },
  });
}
