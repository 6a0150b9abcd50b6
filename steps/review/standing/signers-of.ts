// Tells of who signed a review what the inputs of its run know of them.
import { namesBesideSigners, signerRows } from '../../../core/report/proofs/signers.ts';
import type { SignerRow } from '../../../core/report/proofs/signers.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { RunInputs } from '../../read/run-inputs.ts';
import { knownSigners } from '../../read/people/known-signers.ts';

export async function signersOf(
  { state, frozen }: { readonly state: ReviewState; readonly frozen: Pick<ReviewLines, 'lines' | 'others'> },
  {
    snapshots,
    config,
    exportedAt,
    history,
    period,
  }: Pick<RunInputs, 'snapshots' | 'config' | 'exportedAt' | 'history' | 'period'>,
): Promise<readonly SignerRow[]> {
  const { plusAddressing } = config.policy;
  const reviews = history.reviews ?? [];
  const names = namesBesideSigners({ state, exportedBy: exportedAt.by, reviews });
  return signerRows({
    state,
    frozen,
    people: await knownSigners(snapshots, names, { plusAddressing }),
    exportedBy: exportedAt.by,
    plusAddressing,
    reviews,
    review: period.id,
  });
}
