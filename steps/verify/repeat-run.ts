// Does the run of a report again from its evidence, and holds everything that the report states against the outcome.
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import type { Progress } from '../../core/ports/world.ts';
import type { Report } from '../../core/report/report.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { readStored } from '../../core/values/stored.ts';
import { differenceAcrossVersions, tellsInputsOtherwise } from '../../core/verification/across-versions.ts';
import { findingsDifference, firstDifferentLine } from '../../core/verification/difference.ts';
import { toldToday } from '../../core/verification/mended.ts';
import type { ToldToday } from '../../core/verification/mended.ts';
import { statedRunSchema } from '../../core/verification/stated.ts';
import type { StatedRun } from '../../core/verification/stated.ts';
import { allRules } from '../../core/versions.ts';
import { textOf } from '../bytes.ts';
import { reconcile } from '../run/reconcile.ts';
import { evidenceFiles, exportFile, snapshotFile } from '../../core/names/evidence-files.ts';
import { isProving, runFiles } from '../run/run-files.ts';
import type { RunFile, RunFiles, RunFilesDependencies, RunOutcome } from '../run/run-files.ts';
import type { GatheredEvidence } from './evidence.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import { inputsOf } from '../read/inputs-of-evidence.ts';
import type { EvidenceFiles } from '../read/inputs-of-evidence.ts';

export interface RepeatDependencies extends RunFilesDependencies {
  readonly exportReader: ExportReader;
  readonly progress: Progress;
  readonly selfTest: SelfTest;
}

/** With what it came from, of which the files do not tell everything. */
export type RepeatedRun = RunFiles &
  Omit<RunOutcome, 'selfTest'> & {
    /** Names of attached files that this version yields otherwise, or not at all; empty for a run of its own. */
    readonly otherwise: readonly string[];
    /** What rules that were mended since would tell of the run; `null` when nothing, or when its version had them all. */
    readonly today: ToldToday | null;
  };

/**
 * The same version must yield the same files, byte for byte. Another version may word or order its files differently,
 * so of them only run, totals and findings count, and of these not the words; it judged by the rules that it had.
 *
 * @returns the run as this program works it out, or the first difference from what the report states
 */
export async function repeatRun(
  dependencies: RepeatDependencies,
  evidence: GatheredEvidence,
  stated: StatedRun,
): Promise<Result<RepeatedRun>> {
  const { selfTest, tool } = dependencies;
  const same = isSameTool(evidence.manifest.tool, tool);
  const worked = await workOutAgain(dependencies, { files: evidence.files, stated, same });
  if (worked.kind === 'refused') return worked;
  // Whoever looked at earlier reviews proved what follows from them.
  const { reviews, signed } = worked.value.inputs.history;
  const proves = isProving(evidence.listed) || reviews !== undefined || signed !== undefined;
  const again = await runFiles(dependencies, { ...worked.value, selfTest, proves });
  const recomputed = await documentOf(again);
  const difference = same
    ? (findingsDifference(stated, recomputed) ?? (await fileChange(evidence, again.files)))
    : differenceAcrossVersions(stated, recomputed);
  if (difference !== null) return refused(difference);
  const today = await toldByAllRules(dependencies, worked.value);
  const told = tellsInputsOtherwise(stated, recomputed) ? [evidenceFiles.findings.name] : [];
  const otherwise = same ? [] : [...told, ...otherwiseIn(evidence, again.files)];
  return ok({ ...again, ...worked.value, today, otherwise });
}

/** A run of an earlier version is judged by the rules of that version; what later rules would tell is said beside it. */
async function toldByAllRules(
  dependencies: RepeatDependencies,
  { inputs, reconciled }: Omit<RunOutcome, 'selfTest'>,
): Promise<ToldToday | null> {
  if (inputs.rules === undefined || inputs.rules.size === allRules.size) return null;
  const reader = { exportReader: asTaken(dependencies.exportReader) };
  const { bytes, population } = inputs.export;
  // Some rules say what a row is, and not only what follows from it.
  const read = await ingestExport(reader, { name: exportFile(population.table.format).name, bytes }, inputs.config);
  const now = read.kind === 'ok' ? read.value : inputs.export;
  const { assessment } = await reconcile(dependencies, { ...inputs, export: now, rules: allRules });
  return toldToday(reconciled.assessment, assessment);
}

/** Two files name the version that wrote them, the manifest and the findings: they are held by what they say instead. */
function otherwiseIn({ listed }: GatheredEvidence, again: readonly RunFile[]): readonly string[] {
  const versioned: readonly string[] = [evidenceFiles.manifest.name, evidenceFiles.findings.name];
  const digests = new Map(again.map(({ name, kept }) => [name, kept.sha256]));
  return listed.flatMap(({ name, sha256 }) => (versioned.includes(name) || digests.get(name) === sha256 ? [] : [name]));
}

interface Worked {
  readonly files: EvidenceFiles;
  readonly stated: StatedRun;
  readonly same: boolean;
}

/** Another version may have written the members of a snapshot in another order, or a number that is none as it stood. */
async function workOutAgain(
  dependencies: RepeatDependencies,
  { files, stated, same }: Worked,
): Promise<Result<Omit<RunOutcome, 'selfTest'>>> {
  const { exportReader } = dependencies;
  const read = await inputsOf(files, stated, exportReader);
  if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
  const inputs = same ? read.value : { ...read.value, written: snapshotsIn(read.value, files) };
  return ok({ inputs, reconciled: await reconcile(dependencies, inputs) });
}

function snapshotsIn({ config }: Pick<RunInputs, 'config'>, files: EvidenceFiles): ReadonlyMap<string, Kept> {
  return new Map(
    config.directories.flatMap(({ id }) => {
      const kept = files.get(snapshotFile(id).name);
      return kept === undefined ? [] : [[id, kept] as const];
    }),
  );
}

export function isSameTool(one: Report['tool'], other: Report['tool']): boolean {
  return one.name === other.name && one.version === other.version;
}

async function documentOf({ files }: RunFiles): Promise<StatedRun> {
  const file = files.find(({ name }) => name === evidenceFiles.findings.name);
  if (file === undefined) throw new Error(`a run has no ${evidenceFiles.findings.name}`);
  return readStored(statedRunSchema, await textOf(file.kept.read()), evidenceFiles.findings.name);
}

/** What findings.json does not tell: the lists, and a manifest that is itself one of the files. */
async function fileChange({ listed, files }: GatheredEvidence, again: readonly RunFile[]): Promise<Refusal | null> {
  for (const file of again) {
    const stated = listed.find(({ name }) => name === file.name);
    if (stated === undefined) return notListed(file.name);
    if (stated.sha256 === file.kept.sha256) continue;
    const attached = files.get(file.name);
    const texts =
      attached === undefined ? null : { stated: await textOf(attached.read()), again: await textOf(file.kept.read()) };
    const line = texts === null ? null : firstDifferentLine(texts.stated, texts.again);
    return {
      what: 'the run does not yield the file that is attached',
      where: line === null ? file.name : `${file.name}, line ${line.line}`,
      found: line === null ? `SHA-256 ${stated.sha256}` : line.stated,
      expected: line === null ? `SHA-256 ${file.kept.sha256}` : line.recomputed,
    };
  }
  return null;
}

function notListed(name: string): Refusal {
  return {
    what: 'the run yields a file that the manifest does not name',
    where: evidenceFiles.manifest.name,
    found: 'nothing',
    expected: name,
  };
}
