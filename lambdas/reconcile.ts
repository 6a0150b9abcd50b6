// Freezes the inputs of a run and works the run out. Before that it says for which logins the directories are asked
// again. Its role reads what a run is made of, and writes nothing that stays.
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { reconcileVariables } from '../core/names/variables.ts';
import { isComparison } from '../core/inputs/frozen-run.ts';
import { freezeUnmatched } from '../steps/schedule/freeze-unmatched.ts';
import { freezeRun } from '../steps/schedule/freeze-run.ts';
import { workOutRun } from '../steps/schedule/work-out-run.ts';
import { handling } from './call/handling.ts';
import { unmatchedOrder, workOrder } from './call/messages.ts';
import type { Reconciled, Unmatched } from './call/messages.ts';
import { loggedProgress as progress } from './call/observe.ts';
import { bundledConfig, objectsIn, readStoreIn, uploadsIn, withScratch } from '../homes/aws.ts';

const env = z.parse(reconcileVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET);
const results = objectsIn(env.EXPORTS_BUCKET);
const freezing = { ...readStoreIn(env.TABLE_NAME, objects), objects, results };
const { runs } = freezing;
const reading = {
  objects,
  results,
  runs,
  progress,
  uploads: uploadsIn(env.EXPORTS_BUCKET),
  exportReader: exportReader(),
};

const orders = z.union([unmatchedOrder, workOrder]);

export const handler = handling('reconcile', orders, {
  work: async (scheduled): Promise<Reconciled | Unmatched> => {
    const config = bundledConfig();
    if ('kind' in scheduled) {
      const logins = await withScratch((scratch) => freezeUnmatched({ ...reading, scratch }, scheduled, config));
      return { kind: 'unmatched', logins };
    }
    const { key: inputs, frozen } = await freezeRun(freezing, scheduled, config);
    if (!isComparison(frozen)) return { kind: 'missed', inputs };
    const { reconciled } = await withScratch((scratch) => workOutRun({ ...reading, scratch }, frozen, config));
    return { kind: 'run', run: reconciled.runId, inputs };
  },
  logs: (outcome) =>
    outcome.kind === 'unmatched' ? { logins: outcome.logins } : { kind: outcome.kind, inputs: outcome.inputs },
});
