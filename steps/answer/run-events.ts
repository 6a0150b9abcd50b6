// What changed with the findings of a recorded run, as events: of what the run recorded, one at a time.
import { complianceFindingOf, statesOf } from '../../core/formats/ocsf/compliance-finding.ts';
import type { ObservedBy, OcsfEvent } from '../../core/formats/ocsf/compliance-finding.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Records } from '../../core/ports/stores.ts';
import type { RunRecord } from '../../core/run.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { knownFindingsIn } from '../history-text.ts';
import { storedRun } from '../run/stored-runs.ts';
import { chosenRun } from './chosen-run.ts';
import { holdRecorded, recordedFindings } from './recorded.ts';

export interface RunEvents {
  readonly record: RunRecord;
  readonly events: () => AsyncGenerator<OcsfEvent, void, void>;
}

/**
 * @param id of the run; `null` for the latest that no gate held
 * @throws EvidenceChanged when evidence of the run is missing or changed
 */
export async function runEvents(
  { objects, runs, reviews }: Records,
  id: string | null,
  tool: ObservedBy['tool'],
): Promise<Result<RunEvents>> {
  const chosen = await chosenRun({ runs }, id);
  if (chosen.kind === 'refused') return chosen;
  const record = chosen.value;
  const run = storedRun(objects, record);
  await holdRecorded(run, { reviews });
  const { id: ofRun, period, asOf } = record;
  const history = run.file(evidenceFiles.history.name).read();
  const before = statesOf(await knownFindingsIn(history, `${evidenceFiles.history.name} of the run ${ofRun}`));
  const by = { run: ofRun, period, asOf, before, tool };
  return ok({
    record,
    async *events() {
      for await (const finding of recordedFindings(run)) {
        const event = complianceFindingOf(finding, by);
        if (event !== null) yield event;
      }
    },
  });
}
