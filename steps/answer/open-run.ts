// Opens a recorded run for a question that its files do not answer: done again from its evidence, and refused when it
// does not come out as recorded.
import type { Judgement } from '../../core/findings/judge/judgement.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { RunRecord } from '../../core/run.ts';
import { recomputeRun } from '../run/recompute-run.ts';
import type { RecomputedRun, RecomputeDependencies } from '../run/recompute-run.ts';
import { EvidenceChanged } from '../run/stored-evidence.ts';
import { holdManifest, storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import { isIdentity, recordedPopulation } from './recorded.ts';
import type { RecordedAccount } from './recorded.ts';

/** @throws EvidenceChanged when evidence is missing or changed, or this version finds otherwise than was recorded; RunAltered */
export async function openRun(
  dependencies: RecomputeDependencies & { readonly objects: Objects },
  record: RunRecord,
): Promise<RecomputedRun> {
  const run = storedRun(dependencies.objects, record);
  const recomputed = await recomputeRun(dependencies, run);
  const recorded = (await run.stated()).open.map(keyOf).toSorted();
  const found = recomputed.reconciled.assessment.findings.filter(({ state }) => state !== 'closed').map(keyOf);
  if (recorded.join('\n') !== found.toSorted().join('\n'))
    throw otherThan(record, {
      file: evidenceFiles.findings.name,
      found: `${found.length} findings that are not closed`,
      expected: `the ${recorded.length} of the version of the program that made the run`,
    });
  await holdMatches(run, recomputed, dependencies);
  await holdManifest(run);
  return recomputed;
}

/** The same findings can follow from other matches, and an answer tells the matches too. */
async function holdMatches(
  run: StoredRun,
  { reconciled }: RecomputedRun,
  { exportReader }: RecomputeDependencies,
): Promise<void> {
  const { judgements } = reconciled.assessment;
  const recorded = [...(await recordedPopulation(run, exportReader))];
  const most = Math.max(judgements.length, recorded.length);
  let held = 0;
  while (held < most && isRecorded(judgements[held], recorded[held])) held += 1;
  if (held === most) return;
  throw otherThan(run.record, {
    file: evidenceFiles.population.name,
    found: `another match in row ${recorded[held]?.row ?? judgements[held]?.account.row} of the export`,
    expected: 'the one of the version of the program that made the run',
  });
}

function isRecorded(judgement: Judgement | undefined, recorded: RecordedAccount | undefined): boolean {
  if (judgement === undefined || recorded === undefined) return false;
  const { account, situation, match, decisive } = judgement;
  return (
    account.row === recorded.row &&
    situation === recorded.situation &&
    (match.rule ?? '') === recorded.rule &&
    isIdentity(decisive?.known ?? null, recorded)
  );
}

interface Differs {
  readonly file: string;
  readonly found: string;
  readonly expected: string;
}

function otherThan({ id }: RunRecord, { file, found, expected }: Differs): EvidenceChanged {
  const where = `${file} of the run ${id}`;
  return new EvidenceChanged({ what: 'the run does not come out as it was recorded', where, found, expected });
}

function keyOf({
  code,
  login,
  state,
}: {
  readonly code: string;
  readonly login: string | null;
  readonly state: string;
}): string {
  return [code, login ?? '', state].join(' ');
}
