// A run whose export never came: it judges nobody, closes nothing, and says so in a report of its own.
import { createHash } from 'node:crypto';
import type { History } from '../core/population/history.ts';
import { emptyHistory } from '../core/population/history.ts';
import type { IngestedExport } from './ingest-export.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciled, ReconcileDependencies, RunInputs } from './reconcile.ts';

export type NotPerformed = Omit<RunInputs, 'export' | 'exportedAt' | 'countShown'> & {
  /** One sentence for the report. */
  readonly why: string;
};

const nothing = new Uint8Array();

/** What stands in place of the export: no bytes, no rows. */
const noExport: IngestedExport = {
  bytes: nothing,
  sha256: createHash('sha256').update(nothing).digest('hex'),
  population: {
    table: { format: 'csv', encoding: null, delimiter: null, sheet: null },
    header: [],
    headerRow: 0,
    columns: [],
    operationColumn: null,
    accounts: [],
    rejected: [],
    duplicates: [],
    rowsRead: 0,
    editedSigns: ['no export was uploaded: this empty file stands in its place'],
  },
};

/** A held run without findings; the open ones of earlier runs are counted as not judged. */
export async function controlNotPerformed(
  dependencies: ReconcileDependencies,
  { why, history, ...given }: NotPerformed,
): Promise<{ readonly inputs: RunInputs; readonly reconciled: Reconciled }> {
  const inputs: RunInputs = {
    ...given,
    export: noExport,
    exportedAt: { at: given.asOf, declared: false, by: null },
    countShown: null,
    // Nothing is compared, so nothing came, went or changed since the last run.
    history: { ...emptyHistory, trend: history.trend },
  };
  const reconciled = await reconcile(dependencies, inputs);
  return {
    inputs,
    reconciled: {
      ...reconciled,
      assessment: {
        ...reconciled.assessment,
        status: 'held',
        reasons: [why],
        findings: [],
        notJudged: openFindings(history),
        proposals: { proposed: [], withheld: [] },
        next: null,
      },
    },
  };
}

function openFindings({ findings }: History): number {
  return findings.filter(({ state }) => state === 'open' || state === 'reopened').length;
}
