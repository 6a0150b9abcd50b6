// Keeps of a watch run what a signature is rolled forward to: who stands how, by which export, under which configuration.
import { sha256Of } from '../../core/values/digest.ts';
import { policyDigest } from '../../core/config/approval.ts';
import { isDistrust } from '../../core/inputs/gates.ts';
import { evidenceFiles, exportFile } from '../../core/names/evidence-files.ts';
import { statusUnder } from '../../core/names/gates.ts';
import { watchedKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import { policyDocument } from '../../core/report/documents.ts';
import type { Report } from '../../core/report/report.ts';
import { watchId } from '../../core/run.ts';
import type { RunRecord } from '../../core/run.ts';
import type { RunStatus } from '../../core/names/gates.ts';
import type { WorkedOut } from './work-out-run.ts';

export interface RecordWatchDependencies {
  readonly objects: Objects;
  readonly runs: Pick<Runs, 'putWatch'>;
  readonly tool: Report['tool'];
}

/**
 * Files under the names that they have in a run, so that whoever rolls forward reads both alike. Repeatable.
 *
 * @returns `null` for a watch run that cannot be relied on: an incomplete one tells nobody's leaving, and leaves nothing
 */
export async function recordWatch(
  { objects, runs, tool }: RecordWatchDependencies,
  { inputs, reconciled }: WorkedOut,
): Promise<RunRecord | null> {
  const status = statusUnder(reconciled.assessment.gates.filter(isDistrust).map(({ gate }) => gate));
  if (status !== 'complete') return null;
  const id = watchId(reconciled.runId);
  const source = inputs.export;
  const files = [
    { name: exportFile(source.population.table.format).name, bytes: source.bytes },
    { name: evidenceFiles.policy.name, bytes: Buffer.from(policyDocument(inputs.config)) },
    { name: evidenceFiles.findings.name, bytes: json(findingsOf({ inputs, reconciled }, { id, status })) },
  ];
  const named = files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) }));
  const manifest = json({ schema: 1, run: id, tool, policySha256: policyDigest(inputs.config), files: named });
  const all = [...files, { name: evidenceFiles.manifest.name, bytes: manifest }];
  for (const { name, bytes } of all) await objects.put(watchedKey(id, name), bytes);
  const record: RunRecord = {
    id,
    asOf: inputs.asOf,
    period: inputs.period.id,
    status,
    accepted: false,
    inputsSha256: reconciled.inputsSha256,
    historyKey: null,
    files: all.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
  };
  await runs.putWatch(record);
  return record;
}

/** As much of findings.json as a roll-forward reads; reasons and evidence stay with the runs of reviews. */
function findingsOf(
  { inputs, reconciled }: WorkedOut,
  { id, status }: { readonly id: string; readonly status: RunStatus },
): object {
  const { asOf, asOfSetByOperator, period, exportedAt, countShown, acceptedGates } = inputs;
  const { gates, findings } = reconciled.assessment;
  return {
    schema: 1,
    run: {
      id,
      asOf,
      asOfSetByOperator,
      inputsSha256: reconciled.inputsSha256,
      period: period.id,
      exportedAt: exportedAt.at,
      exportedAtDeclared: exportedAt.declared,
      exportedBy: exportedAt.by,
      countShown,
      acceptedGates,
    },
    status,
    totals: { rejected: inputs.export.population.rejected.length },
    gates,
    findings: findings.map(({ login, code, state }) => ({ login, code, state })),
  };
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
