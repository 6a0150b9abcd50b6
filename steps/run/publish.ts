// Lays down the files of a run and then its record: evidence first, so that a run that is recorded is whole.
import { historyKey, runKey } from '../../core/names/object-keys.ts';
import type { History } from '../../core/inputs/history.ts';
import type { Renderer } from '../../core/ports/drawing.ts';
import type { Objects, StoredObject } from '../../core/ports/objects.ts';
import type { Sealer } from '../../core/ports/proof.ts';
import type { Findings, Runs } from '../../core/ports/stores.ts';
import type { Progress } from '../../core/ports/world.ts';
import type { Report } from '../../core/report/report.ts';
import { historyDocument } from '../../core/report/documents.ts';
import type { RunRecord } from '../../core/run.ts';
import { attachmentsOf } from './attachments.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { drawReport } from './draw-report.ts';
import { encoded } from '../bytes.ts';
import type { Reconciled } from './reconcile.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import { runFiles } from './run-files.ts';
import type { RunFile, RunFilesDependencies, RunOutcome } from './run-files.ts';

export interface PublishDependencies extends RunFilesDependencies {
  readonly progress: Progress;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly findings: Findings;
  /** `null` leaves the PDF out. */
  readonly pdf: { readonly renderer: Renderer; readonly sealer: Sealer } | null;
}

export interface Published {
  readonly report: Report;
  readonly record: RunRecord;
}

/**
 * Every write is conditional and repeatable: a run that was killed half-way is done again and ends with the same files.
 *
 * @throws ObjectConflict when the same run was published before with another tool version or key
 */
export async function publish(dependencies: PublishDependencies, outcome: RunOutcome): Promise<Published> {
  const { inputs, reconciled } = outcome;
  const { objects, runs, findings, progress } = dependencies;
  progress.stage('Writing the evidence', null);
  const { report, files } = await runFiles(dependencies, outcome);
  const pdf = await drawn(dependencies, report, files);

  progress.stage('Storing the run', files.length + pdf.length);
  for (const { name, kept } of [...files, ...pdf]) {
    await objects.put(runKey(report.run.id, name), kept);
    progress.advance(1);
  }
  const accepted = reconciled.assessment.next !== null;
  const history = accepted ? await storeHistory(objects, nextHistoryOf(inputs, reconciled)) : null;
  const record: RunRecord = {
    id: report.run.id,
    asOf: inputs.asOf,
    period: inputs.period.id,
    status: report.status,
    accepted,
    inputsSha256: reconciled.inputsSha256,
    historyKey: history?.key ?? null,
    ...(history === null ? {} : { historySha256: history.sha256 }),
    files: report.files,
  };
  await findings.put({ id: record.id, asOf: record.asOf }, report.findings);
  await runs.put(record);
  return { report, record };
}

async function drawn(
  { pdf, scratch, progress }: PublishDependencies,
  report: Report,
  files: readonly RunFile[],
): Promise<readonly RunFile[]> {
  if (pdf === null) return [];
  progress.stage('Drawing the report', report.population.length);
  const drawing = { report, attachments: await attachmentsOf(files), signedAt: report.run.asOf };
  const { pdf: sealed, certificate } = await drawReport({ ...pdf, scratch }, drawing);
  return [
    { name: evidenceFiles.certificate.name, kept: await scratch.keep(encoded([certificate])) },
    { name: evidenceFiles.report.name, kept: sealed },
  ];
}

function nextHistoryOf({ exportedAt, asOf, period, ...inputs }: RunInputs, { runId, assessment }: Reconciled): History {
  if (assessment.next === null) throw new Error('a run that is not accepted leaves no history');
  const { rowsRead } = inputs.export.population;
  return { ...assessment.next, run: { id: runId, asOf, exportedAt: exportedAt.at, period: period.id, rowsRead } };
}

async function storeHistory(objects: Objects, history: History): Promise<StoredObject> {
  if (history.run === null) throw new Error('the history of a run names the run');
  return objects.put(historyKey(history.run.id), encoded(historyDocument(history)));
}
