// Lays down the files of a run and then its record: evidence first, so that a run that is recorded is whole.
import { historyKey, runKey } from '../core/contract/objects.ts';
import type { SelfTest } from '../core/findings/self-test.ts';
import type { History } from '../core/population/history.ts';
import type {
  Bytes,
  Findings,
  Kept,
  Objects,
  Progress,
  Renderer,
  Runs,
  Scratch,
  Sealer,
  Sheets,
} from '../core/ports.ts';
import type { Report, SignOff } from '../core/report.ts';
import { findingsDocument, manifestDocument, policyDocument } from '../core/reporting/documents.ts';
import { reportOf } from '../core/reporting/report-of.ts';
import { directorySource, exportFileName, exportSource } from '../core/reporting/sources.ts';
import type { RunRecord } from '../core/run.ts';
import { encoded } from './lines.ts';
import { attachmentsOf } from './attachments.ts';
import type { Reconciled, RunInputs } from './reconcile.ts';

export interface PublishDependencies {
  readonly scratch: Scratch;
  readonly progress: Progress;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly findings: Findings;
  readonly sheets: Sheets;
  /** `null` leaves the PDF out. */
  readonly pdf: { readonly renderer: Renderer; readonly sealer: Sealer } | null;
  readonly tool: Report['tool'];
}

export interface Published {
  readonly report: Report;
  readonly record: RunRecord;
}

/** A file of the run, kept until all are stored; the name is below `runs/RUN_ID/`. */
export interface RunFile {
  readonly name: string;
  readonly kept: Kept;
}

/**
 * Every write is conditional and repeatable: a run that was killed half-way is done again and ends with the same files.
 *
 * @throws ObjectConflict when the same run was published before with another tool version or key
 */
export async function publish(
  dependencies: PublishDependencies,
  {
    inputs,
    reconciled,
    selfTest,
  }: { readonly inputs: RunInputs; readonly reconciled: Reconciled; readonly selfTest: SelfTest },
): Promise<Published> {
  const { objects, runs, findings, scratch, progress } = dependencies;
  progress.stage('Writing the evidence', null);
  const evidence = await evidenceFiles(scratch, inputs, reconciled);
  const draft = draftReport(dependencies.tool, { inputs, reconciled, selfTest, evidence });
  const written = [...(await tableFiles(dependencies, draft, inputs)), ...evidence].toSorted(byName);
  const digests = written.map(({ name, kept }) => ({ name, bytes: kept.bytes, sha256: kept.sha256 }));
  const manifest = {
    name: 'evidence/manifest.json',
    kept: await scratch.keep(encoded([manifestDocument(draft, inputs.config, digests)])),
  };
  const report: Report = {
    ...draft,
    files: [...digests, { name: manifest.name, bytes: manifest.kept.bytes, sha256: manifest.kept.sha256 }],
  };
  const files = [...written, manifest];
  const pdf =
    dependencies.pdf === null
      ? []
      : [{ name: 'report.pdf', kept: await drawPdf(dependencies.pdf, { report, files, dependencies }) }];

  progress.stage('Storing the run', files.length + pdf.length);
  for (const { name, kept } of [...files, ...pdf]) {
    await objects.put(runKey(report.run.id, name), kept.read());
    progress.advance(1);
  }
  const accepted = reconciled.assessment.next !== null;
  const key = accepted ? await storeHistory(objects, nextHistoryOf(inputs, reconciled)) : null;
  const record: RunRecord = {
    id: report.run.id,
    asOf: inputs.asOf,
    period: inputs.period.id,
    status: report.status,
    accepted,
    inputsSha256: reconciled.inputsSha256,
    historyKey: key,
    files: report.files,
  };
  await findings.put({ id: record.id, asOf: record.asOf }, report.findings);
  await runs.put(record);
  return { report, record };
}

function byName(a: RunFile, b: RunFile): number {
  return a.name < b.name ? -1 : 1;
}

async function evidenceFiles(
  scratch: Scratch,
  inputs: RunInputs,
  { snapshotFiles }: Reconciled,
): Promise<readonly RunFile[]> {
  const { population, bytes } = inputs.export;
  const files: RunFile[] = [
    { name: exportFileName(population.table.format), kept: await scratch.keep(whole(bytes)) },
    { name: 'evidence/history.json', kept: await scratch.keep(encoded([historyDocument(inputs.history)])) },
    { name: 'evidence/policy.json', kept: await scratch.keep(encoded([policyDocument(inputs.config)])) },
    ...snapshotFiles.map(({ directory, file }) => ({ name: `evidence/snapshot-${directory}.jsonl`, kept: file })),
  ];
  if (inputs.leavers !== null)
    files.push({ name: 'evidence/leavers.csv', kept: await scratch.keep(whole(inputs.leavers.bytes)) });
  return files;
}

async function tableFiles(
  { scratch, sheets }: PublishDependencies,
  report: Report,
  inputs: RunInputs,
): Promise<readonly RunFile[]> {
  return [
    { name: 'findings.json', kept: await scratch.keep(encoded(findingsDocument(report, inputs.acceptedGates))) },
    { name: 'findings.csv', kept: await scratch.keep(sheets.findings(report)) },
    { name: 'population.csv', kept: await scratch.keep(sheets.population(report)) },
    { name: 'proposals.csv', kept: await scratch.keep(sheets.proposals(report)) },
  ];
}

function historyDocument(history: History): string {
  return `${JSON.stringify(history, null, 1)}\n`;
}

interface DraftInput {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
  readonly selfTest: SelfTest;
  readonly evidence: readonly RunFile[];
}

const nobodySigned: readonly SignOff[] = [];

function draftReport(tool: Report['tool'], { inputs, reconciled, selfTest, evidence }: DraftInput): Report {
  const { population, bytes, sha256 } = inputs.export;
  const digestOf = (name: string): string => evidence.find((file) => file.name === name)?.kept.sha256 ?? '';
  return reportOf({
    config: inputs.config,
    assessment: reconciled.assessment,
    run: {
      id: reconciled.runId,
      asOf: inputs.asOf,
      asOfSetByOperator: inputs.asOfSetByOperator,
      inputsSha256: reconciled.inputsSha256,
    },
    period: inputs.period,
    tool,
    selfTest,
    export: exportSource({
      population,
      bytes: bytes.length,
      sha256,
      exportedAt: inputs.exportedAt,
      countShown: inputs.countShown,
    }),
    rejected: population.rejected,
    duplicates: population.duplicates,
    directories: inputs.config.directories.flatMap((config) => {
      const header = inputs.snapshots.find((snapshot) => snapshot.header.directory === config.id)?.header;
      const kept = reconciled.snapshotFiles.find(({ directory }) => directory === config.id);
      return header === undefined || kept === undefined
        ? []
        : [directorySource({ config, header, ...kept, sha256: kept.file.sha256 })];
    }),
    leaversFile:
      inputs.leavers === null
        ? null
        : { fileName: 'evidence/leavers.csv', sha256: inputs.leavers.sha256, rows: inputs.leavers.rows },
    history: inputs.history,
    historySha256: digestOf('evidence/history.json'),
    signOffs: nobodySigned,
    files: [],
  });
}

interface Drawing {
  readonly report: Report;
  readonly files: readonly RunFile[];
  readonly dependencies: Pick<PublishDependencies, 'scratch' | 'progress'>;
}

async function drawPdf(
  pdf: NonNullable<PublishDependencies['pdf']>,
  { report, files, dependencies }: Drawing,
): Promise<Kept> {
  dependencies.progress.stage('Drawing the report', report.population.length);
  const drawn = await dependencies.scratch.keep(pdf.renderer.render(report, await attachmentsOf(files)));
  return dependencies.scratch.keep(await pdf.sealer.seal(drawn, report.run.asOf));
}

function nextHistoryOf({ exportedAt, asOf, period, ...inputs }: RunInputs, { runId, assessment }: Reconciled): History {
  if (assessment.next === null) throw new Error('a run that is not accepted leaves no history');
  const { rowsRead } = inputs.export.population;
  return { ...assessment.next, run: { id: runId, asOf, exportedAt: exportedAt.at, period: period.id, rowsRead } };
}

async function storeHistory(objects: Objects, history: History): Promise<string> {
  if (history.run === null) throw new Error('the history of a run names the run');
  const key = historyKey(history.run.id);
  await objects.put(key, encoded([historyDocument(history)]));
  return key;
}

async function* whole(bytes: Uint8Array): Bytes {
  yield bytes;
}
