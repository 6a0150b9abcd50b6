// What a graph is made of: a run that was opened, with its snapshots' headers.
import type { Config } from '../../config/config.ts';
import type { Assessment } from '../../findings/assess.ts';
import type { SnapshotHeader } from '../../inputs/snapshot.ts';
import type { RunRecord } from '../../run.ts';

export interface GraphInput {
  readonly record: Pick<RunRecord, 'id' | 'asOf' | 'period' | 'accepted'>;
  readonly config: Config;
  readonly headers: readonly SnapshotHeader[];
  readonly assessment: Pick<Assessment, 'judgements' | 'findings' | 'totals' | 'status'>;
}
