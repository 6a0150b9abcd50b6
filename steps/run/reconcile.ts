// Compares the export with the directories: gathers the identities that matter, judges, and lays out the evidence.
import type { CountStanding } from '../../core/inputs/custody.ts';
import type { GateInput } from '../../core/inputs/gates.ts';
import { assess } from '../../core/findings/assess.ts';
import { tellsOf } from '../../core/findings/rules/context.ts';
import type { Assessment, AssessmentInput, StillToMake } from '../../core/findings/assess.ts';
import { identityCollector, minimised } from '../../core/findings/collect/identity-index.ts';
import type { IdentityCollector, IdentityIndex } from '../../core/findings/collect/identity-index.ts';
import type { Bytes, Scratch, Kept } from '../../core/ports/objects.ts';
import type { Progress } from '../../core/ports/world.ts';
import { countStanding } from '../../core/report/told/count.ts';
import { countedHeader } from '../../core/inputs/snapshot.ts';
import type { Identity } from '../../core/inputs/snapshot.ts';
import { leaversSource } from '../../core/report/sources.ts';
import { goneIn } from '../../core/review/lines/gone.ts';
import type { GoneAsOf } from '../../core/review/lines/gone.ts';
import { runId } from '../../core/run.ts';
import { jsonSha256 } from '../../core/values/canonical-json.ts';
import { encoded } from '../bytes.ts';
import type { OpenSnapshot } from '../read/open-snapshot.ts';
import { knownSigners } from '../read/people/known-signers.ts';
import { jsonLine } from '../read/snapshot/line.ts';
import { allRules } from '../../core/versions.ts';
import type { RunInputs } from '../read/run-inputs.ts';

export interface ReconcileDependencies {
  readonly scratch: Scratch;
  readonly progress: Progress;
}

export interface Reconciled {
  readonly runId: string;
  readonly inputsSha256: string;
  readonly assessment: Assessment;
  /** `null` when nobody typed a number of users. */
  readonly count: CountStanding | null;
  /** The employee numbers of people whom HR names as gone, by their logins. */
  readonly leaverNumbers: IdentityIndex['leaverNumbers'];
  /** The snapshots as evidence keeps them: an identity to which nothing refers has only what matching needs. */
  readonly snapshotFiles: readonly {
    readonly directory: string;
    readonly file: Kept;
    readonly identities: number;
    readonly assignments: number;
  }[];
}

/** Finds the identities that matter in the snapshots, judges every account, and writes the snapshots as evidence keeps them. */
export async function reconcile(dependencies: ReconcileDependencies, given: RunInputs): Promise<Reconciled> {
  const inputs = { ...given, snapshots: inOrderOfConfig(given) };
  const { accounts } = inputs.export.population;
  const { scratch, progress } = dependencies;
  scratch.needMemory(accounts.length * ofWholeAccount);
  const collector = identityCollector({
    accounts,
    config: inputs.config,
    history: inputs.history,
    exportedAt: inputs.exportedAt.at,
    leavers: inputs.leavers?.gone ?? new Map(),
  });
  const whole = await collect(collector, inputs, progress);
  const index = collector.index();
  progress.stage('Judging accounts', accounts.length);
  const assessment = assess({
    ...assessmentInputOf(inputs),
    index,
    room: (toCome) => scratch.needMemory(memoryOf(toCome)),
  });
  progress.advance(accounts.length);
  const snapshotFiles = await evidenceFilesOf(inputs, { whole, counts: index.counts, scratch });
  const inputsSha256 = inputsDigest(inputs, snapshotFiles);
  const count = await standingOfCount(inputs, goneAsOf(inputs, { assessment, leaverNumbers: index.leaverNumbers }));
  return {
    runId: runId(inputs.asOf, inputsSha256),
    inputsSha256,
    assessment,
    count,
    leaverNumbers: index.leaverNumbers,
    snapshotFiles,
  };
}

function assessmentInputOf(inputs: RunInputs): Omit<AssessmentInput, 'index' | 'room'> {
  const { population, sha256 } = inputs.export;
  return {
    config: inputs.config,
    asOf: inputs.asOf,
    exportedAt: inputs.exportedAt.at,
    exportedAtDeclared: inputs.exportedAt.declared,
    period: inputs.period,
    export: { ...population, sha256, tells: tellsOf(population.columns) },
    countShown: inputs.countShown,
    headers: inputs.snapshots.map(({ header }) => header),
    leavers: inputs.leavers?.gone ?? new Map(),
    leaversCompared: inputs.leavers !== null,
    history: inputs.history,
    acceptedGates: inputs.acceptedGates,
    ...(inputs.rules === undefined ? {} : { rules: inputs.rules }),
    ...comparedCustody(inputs),
  };
}

interface Collected {
  readonly whole: KeptWhole;
  readonly counts: IdentityIndex['counts'];
  readonly scratch: Scratch;
}

/** A run of another version brings the snapshots as that version wrote them, and they stay so. */
async function evidenceFilesOf(
  { snapshots, written }: RunInputs,
  { whole, counts, scratch }: Collected,
): Promise<Reconciled['snapshotFiles']> {
  const files: Reconciled['snapshotFiles'][number][] = [];
  for (const snapshot of snapshots) {
    const { directory } = snapshot.header;
    const file =
      written?.get(directory) ?? (await scratch.keep(evidenceOf(snapshot, whole.get(directory) ?? new Uint8Array())));
    const { identities = 0, assignments = 0 } = counts.get(directory) ?? {};
    files.push({ directory, file, identities, assignments });
  }
  return files;
}

/**
 * Bytes of memory, measured with 150,000 of each: for an account from here on, for an account once it is judged, and for a
 * finding. With these, a run that would not fit into memory is refused before it has worked for long.
 */
const ofWholeAccount = 700;
const ofAccount = 250;
const ofFinding = 800;

function memoryOf({ accounts, findings }: StillToMake): number {
  return accounts * ofAccount + findings * ofFinding;
}

/** Who had gone as of the run. Its review asks this about everybody who acts in it. */
export function goneAsOf(
  {
    asOf,
    leavers: file,
    config: { policy },
    rules = allRules,
  }: Pick<RunInputs, 'asOf' | 'leavers' | 'config' | 'rules'>,
  { assessment: { judgements }, leaverNumbers }: Pick<Reconciled, 'assessment' | 'leaverNumbers'>,
): GoneAsOf {
  const { plusAddressing } = policy;
  const unmatched =
    file === null ? [] : leaversSource({ file, judgements, leaverNumbers, plusAddressing, rules }).unmatched;
  const accounts = judgements.map(({ account: { login }, situation }) => ({ login, situation }));
  return { asOf, gone: goneIn({ unmatched, accounts, plusAddressing }) };
}

function comparedCustody({ custody, leavers, export: { sha256 } }: RunInputs): Pick<GateInput, 'custody'> {
  if (custody === null) return {};
  return { custody: { record: custody.record, compared: { export: sha256, leavers: leavers?.sha256 ?? null } } };
}

/** Reads the directories once more only where two people are named beside the number, to tell whether they are two. */
async function standingOfCount(
  { custody, export: { sha256 }, snapshots, config }: RunInputs,
  judged: GoneAsOf,
): Promise<CountStanding | null> {
  const count = custody?.record.count ?? null;
  if (count === null) return null;
  const names = count.confirmed === null ? [] : [count.typed.by ?? '', count.confirmed.by];
  const people = names.length === 0 ? [] : await knownSigners(snapshots, names, { ...config.policy, judged });
  return countStanding(count, { exportSha256: sha256, people, gone: judged.gone, config });
}

/** Findings list the snapshots that they rest on, so these must not depend on the order in which the files were named. */
function inOrderOfConfig({ snapshots, config }: RunInputs): RunInputs['snapshots'] {
  const place = ({ header }: OpenSnapshot): number => config.directories.findIndex(({ id }) => id === header.directory);
  return snapshots.toSorted((a, b) => place(a) - place(b));
}

/** By directory and place in its snapshot, whether the evidence keeps an identity whole: 1 or 0. */
type KeptWhole = ReadonlyMap<string, Uint8Array>;

async function collect(collector: IdentityCollector, { snapshots }: RunInputs, progress: Progress): Promise<KeptWhole> {
  const whole = new Map<string, Uint8Array>();
  const total = snapshots.reduce((sum, { identityCount }) => sum + identityCount, 0);
  do {
    progress.stage('Matching identities', total);
    for (const { header, identityCount, batches } of snapshots) {
      const kept = whole.get(header.directory) ?? new Uint8Array(identityCount);
      whole.set(header.directory, kept);
      let place = 0;
      for await (const identities of batches()) {
        for (const identity of identities) {
          if (collector.offer(header.directory, identity)) kept[place] = 1;
          place += 1;
        }
        progress.advance(identities.length);
      }
    }
  } while (collector.another());
  return whole;
}

/** Copies the file where every identity is kept whole, as in a directory that holds only users of the application. */
async function* evidenceOf(snapshot: OpenSnapshot, whole: Uint8Array): Bytes {
  const { header, identityCount, lines, identityBytes } = snapshot;
  yield* encoded([jsonLine(countedHeader(header, identityCount))]);
  yield* whole.includes(0) ? encoded(evidenceLines(lines(), whole)) : identityBytes();
}

async function* evidenceLines(
  lines: AsyncIterable<readonly string[]>,
  whole: Uint8Array,
): AsyncGenerator<string, void, void> {
  let place = 0;
  for await (const batch of lines) {
    const kept = batch.map((line, at) => (whole[place + at] === 1 ? line : minimisedLine(line)));
    place += batch.length;
    if (kept.length > 0) yield `${kept.join('\n')}\n`;
  }
}

function minimisedLine(line: string): string {
  const identity: Identity = JSON.parse(line);
  return JSON.stringify(minimised(identity));
}

/** The same inputs have the same digest on any machine, and so the same run id. */
function inputsDigest(inputs: RunInputs, snapshots: Reconciled['snapshotFiles']): string {
  return jsonSha256({
    export: inputs.export.sha256,
    exportedAt: inputs.exportedAt,
    countShown: inputs.countShown,
    leavers: inputs.leavers?.sha256 ?? null,
    snapshots: snapshots
      .map(({ directory, file }) => ({ directory, sha256: file.sha256 }))
      .toSorted((a, b) => (a.directory < b.directory ? -1 : 1)),
    config: jsonSha256(inputs.config),
    asOf: inputs.asOf,
    asOfSetByOperator: inputs.asOfSetByOperator,
    period: inputs.period.id,
    acceptedGates: inputs.acceptedGates.toSorted((a, b) => (a.gate < b.gate ? -1 : 1)),
    history: jsonSha256(inputs.history),
    ...(inputs.custody === null ? {} : { custody: jsonSha256(inputs.custody.record) }),
  });
}
