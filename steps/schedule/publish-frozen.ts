// Publishes a run from its frozen inputs: worked out once more, and only when it comes to the very run that was meant.
import type { Config } from '../../core/config/config.ts';
import { isComparison } from '../../core/inputs/frozen-run.ts';
import { passedSelfTest } from '../../core/findings/self-test/self-test.ts';
import type { RunStatus } from '../../core/names/gates.ts';
import { eventsOf, statesOf } from '../../core/formats/ocsf/compliance-finding.ts';
import type { FindingEvents } from '../../core/ports/telling.ts';
import { deliver } from '../tell/deliver.ts';
import type { DeliverDependencies } from '../tell/deliver.ts';
import { readFrozen } from './freeze-run.ts';
import { publish } from '../run/publish.ts';
import type { PublishDependencies } from '../run/publish.ts';
import { workOutRun } from './work-out-run.ts';
import type { WorkOutDependencies } from './work-out-run.ts';

export interface PublishFrozenDependencies extends PublishDependencies, WorkOutDependencies, DeliverDependencies {
  /** `null` where nobody takes events. */
  readonly events: FindingEvents | null;
}

export interface PublishedRun {
  readonly status: RunStatus;
  readonly mail: string | null;
}

/** @throws Error when the rules judge a planted case wrongly, or this run is not the one that was reconciled */
export async function publishFrozen(
  dependencies: PublishFrozenDependencies,
  order: { readonly run: string; readonly inputs: string },
  config: Config,
): Promise<PublishedRun> {
  const tested = passedSelfTest();
  const frozen = await readFrozen(dependencies.objects, order.inputs);
  if (frozen === null) throw new Error(`the inputs ${order.inputs} are not there`);
  if (!isComparison(frozen)) throw new Error(`the inputs ${order.inputs} have no export to compare`);
  const worked = await workOutRun(dependencies, frozen, config);
  if (worked.reconciled.runId !== order.run) {
    throw new Error(`the same inputs came to the run ${worked.reconciled.runId}, after ${order.run} at first`);
  }
  const { report, record } = await publish(dependencies, { ...worked, selfTest: tested });
  // Once the run is on record: what is told has its evidence, and whoever was killed here comes by again.
  const { id, period, asOf, accepted } = record;
  const { inputs, reconciled } = worked;
  const by = { run: id, period, asOf, before: statesOf(inputs.history.findings), tool: dependencies.tool };
  if (accepted) await dependencies.events?.put(eventsOf(reconciled.assessment.findings, by));
  const mail = await deliver(dependencies, report, config);
  return { status: record.status, mail };
}
