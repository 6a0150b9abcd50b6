// What a run consists of beside its PDF: the report as one value, its lists, its evidence, and the manifest over them.
import { tellsOf } from '../../core/findings/rules/context.ts';
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import { readUntil } from '../../core/findings/views.ts';
import { countPageFile, evidenceFiles, exportFile, snapshotFile } from '../../core/names/evidence-files.ts';
import { custodyText } from '../../core/inputs/custody.ts';
import type { SignOff } from '../../core/names/sign-off.ts';
import type { Sheets } from '../../core/ports/drawing.ts';
import type { Scratch, Kept } from '../../core/ports/objects.ts';
import { manifestDocument, historyDocument, policyDocument, findingsDocument } from '../../core/report/documents.ts';
import { reportOf } from '../../core/report/report-of.ts';
import type { Report } from '../../core/report/report.ts';
import { exportSource, directorySource, leaversSource } from '../../core/report/sources.ts';
import { encoded, whole } from '../bytes.ts';
import { onlyExtracted } from '../../core/report/proofs/timeliness.ts';
import { proofsDocument, proofsOf } from '../../core/report/proofs/proofs.ts';
import type { Proofs } from '../../core/report/proofs/proofs.ts';
import { shortBy } from '../../core/inputs/gates.ts';
import { allRules } from '../../core/versions.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import type { Reconciled } from './reconcile.ts';

export interface RunFilesDependencies {
  readonly scratch: Scratch;
  readonly sheets: Sheets;
  readonly tool: Report['tool'];
}

/** A run that was worked out, from which everything that is written about it follows. */
export interface RunOutcome {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
  readonly selfTest: SelfTest;
  /** `false` for a run that was recorded before there were proofs, which is done again as it was. */
  readonly proves?: boolean;
}

/** Whether a run was recorded with its proofs. */
export function isProving(files: readonly { readonly name: string }[]): boolean {
  return files.some(({ name }) => name === evidenceFiles.proofs.name);
}

/** A file of the run, kept until all are stored; the name is below `runs/RUN_ID/`. */
export interface RunFile {
  readonly name: string;
  readonly kept: Kept;
}

export interface RunFiles {
  readonly report: Report;
  /** Every file but report.pdf, in the order of `report.files`. */
  readonly files: readonly RunFile[];
}

/** A function of the outcome and the tool alone: whoever does the run again has the same files, byte for byte. */
export async function runFiles(dependencies: RunFilesDependencies, outcome: RunOutcome): Promise<RunFiles> {
  const { scratch, tool } = dependencies;
  const evidence = await inputFiles(scratch, outcome);
  const draft = draftReport(tool, outcome, evidence);
  const written = [...(await tableFiles(dependencies, draft, outcome.inputs)), ...evidence].toSorted(byName);
  const manifest = manifestDocument(draft, outcome.inputs.config, written.map(digestOf));
  const files = [...written, { name: evidenceFiles.manifest.name, kept: await scratch.keep(encoded([manifest])) }];
  return { report: { ...draft, files: files.map(digestOf) }, files };
}

function byName(a: RunFile, b: RunFile): number {
  return a.name < b.name ? -1 : 1;
}

function digestOf({ name, kept }: RunFile): Report['files'][number] {
  return { name, bytes: kept.bytes, sha256: kept.sha256 };
}

async function inputFiles(scratch: Scratch, { inputs, reconciled }: RunOutcome): Promise<readonly RunFile[]> {
  const { population, bytes } = inputs.export;
  const files: RunFile[] = [
    { name: exportFile(population.table.format).name, kept: await scratch.keep(whole(bytes)) },
    { name: evidenceFiles.history.name, kept: await scratch.keep(encoded(historyDocument(inputs.history))) },
    { name: evidenceFiles.policy.name, kept: await scratch.keep(encoded([policyDocument(inputs.config)])) },
    ...reconciled.snapshotFiles.map(({ directory, file }) => ({ name: snapshotFile(directory).name, kept: file })),
  ];
  if (inputs.leavers !== null)
    files.push({ name: evidenceFiles.leavers.name, kept: await scratch.keep(whole(inputs.leavers.bytes)) });
  return [...files, ...(await custodyFiles(scratch, inputs))];
}

async function custodyFiles(scratch: Scratch, { custody }: RunInputs): Promise<readonly RunFile[]> {
  if (custody === null) return [];
  const { record, picture } = custody;
  const named = record.count?.picture ?? null;
  const text = { name: evidenceFiles.custody.name, kept: await scratch.keep(encoded([custodyText(record)])) };
  if (named === null || picture === null) return [text];
  return [text, { name: countPageFile(named.mediaType).name, kept: await scratch.keep(whole(picture)) }];
}

async function tableFiles(
  { scratch, sheets }: RunFilesDependencies,
  report: Report,
  inputs: RunInputs,
): Promise<readonly RunFile[]> {
  return [
    {
      name: evidenceFiles.findings.name,
      kept: await scratch.keep(encoded(findingsDocument(report, inputs.acceptedGates))),
    },
    ...(report.proofs === undefined
      ? []
      : [
          {
            name: evidenceFiles.proofs.name,
            kept: await scratch.keep(encoded([proofsDocument(report.run.id, report.proofs)])),
          },
        ]),
    { name: evidenceFiles.findingRows.name, kept: await scratch.keep(sheets.findings(report)) },
    { name: evidenceFiles.population.name, kept: await scratch.keep(sheets.population(report)) },
    { name: evidenceFiles.proposals.name, kept: await scratch.keep(sheets.proposals(report)) },
  ];
}

function proofsIn(inputs: RunInputs, { assessment }: Reconciled): Proofs {
  const { history, config, asOf, period, snapshots, rules = allRules } = inputs;
  const { judgements, status, gates } = assessment;
  const exportedAt = inputs.exportedAt.at;
  const tells = tellsOf(inputs.export.population.columns);
  const directories = new Map(
    snapshots.map(({ header }) => [
      header.directory,
      {
        readUntil: rules.has('spans-readings') ? readUntil(header) : header.takenAt,
        signInsFrom: header.lookBack?.from ?? null,
      },
    ]),
  );
  const { reviews = [] } = history;
  const known = reviews.find(({ review }) => review === period.id);
  return proofsOf({
    judgements,
    use: { history, exportedAt, tells, directories },
    outside: { history, status, exportedAt, shortBy: shortBy(gates), unread: inputs.export.population.rejected.length },
    timeliness: { reviews, own: known ?? onlyExtracted(period.id, exportedAt), config, now: asOf },
  });
}

const nobodySigned: readonly SignOff[] = [];

function draftReport(
  tool: Report['tool'],
  { inputs, reconciled, selfTest, proves = true }: RunOutcome,
  evidence: readonly RunFile[],
): Report {
  const { population, bytes, sha256 } = inputs.export;
  return reportOf({
    ...(proves ? { proofs: proofsIn(inputs, reconciled) } : {}),
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
    rules: inputs.rules ?? allRules,
    selfTest,
    export: exportSource({
      population,
      bytes: bytes.length,
      sha256,
      exportedAt: inputs.exportedAt,
      countShown: inputs.countShown,
      takenBy: reconciled.assessment.takenBy,
    }),
    rejected: population.rejected,
    duplicates: population.duplicates,
    directories: directoriesOf(inputs, reconciled),
    leaversFile: leaversFileOf(inputs, reconciled),
    custody: inputs.custody === null ? null : { record: inputs.custody.record, count: reconciled.count },
    history: inputs.history,
    historySha256: evidence.find(({ name }) => name === evidenceFiles.history.name)?.kept.sha256 ?? '',
    signOffs: nobodySigned,
    files: [],
  });
}

function directoriesOf({ config, snapshots }: RunInputs, { snapshotFiles }: Reconciled): Report['directories'] {
  return config.directories.flatMap((directory) => {
    const header = snapshots.find((snapshot) => snapshot.header.directory === directory.id)?.header;
    const kept = snapshotFiles.find((file) => file.directory === directory.id);
    return header === undefined || kept === undefined
      ? []
      : [directorySource({ config: directory, header, ...kept, sha256: kept.file.sha256 })];
  });
}

function leaversFileOf(
  { leavers, config, rules = allRules }: RunInputs,
  { assessment, leaverNumbers }: Reconciled,
): Report['leaversFile'] {
  if (leavers === null) return null;
  const { plusAddressing } = config.policy;
  return leaversSource({ file: leavers, judgements: assessment.judgements, leaverNumbers, plusAddressing, rules });
}
