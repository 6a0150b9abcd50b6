// Reads the runs again to which the signatures of a report were rolled forward, each held against its own manifest.
import { aheadFile, evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import { runsAhead, tellingRun } from '../../../core/review/changes/roll-forward.ts';
import { signedStream } from '../../../core/review/signatures/signature.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import type { RunsAhead } from '../../../core/verification/reviewed/ahead.ts';
import { comparedRun } from '../../run/compared-run.ts';
import { askedBy } from '../../../core/verification/reviewed/asked.ts';
import { provingFiles } from '../../run/proving-export.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { alteredIn } from './later-run.ts';
import type { LaterRun } from './later-run.ts';
import type { CheckedReview } from '../review.ts';

/** @returns `null` where no signature names a later run, and none proves a removal */
export async function runsAheadIn(
  dependencies: { readonly exportReader: ExportReader },
  { manifest, files, itself, aheads, rollForward }: GatheredEvidence,
  review: CheckedReview,
): Promise<Result<RunsAhead | null>> {
  const stream = signedStream(review.stream);
  const wanted = runsAhead(review.stream, review.state, askedBy(manifest.tool));
  const telling = tellingRun(review.stream)?.run;
  const stranger = [...aheads.keys()].find((run) => run !== telling && !wanted.includes(run));
  if (stranger !== undefined) return refused(strange(aheadFile(stranger, evidenceFiles.manifest.name).name));
  const last = stream.at(-1)?.event;
  const stated = last?.kind === 'signed' ? (last.rollForward?.sha256 ?? 'nothing') : 'nothing';
  const found = rollForward?.sha256 ?? 'nothing';
  if (found !== stated)
    return refused({
      what: 'not the roll-forward that was signed for',
      where: evidenceFiles.rollForward.name,
      found,
      expected: stated,
    });
  if (wanted.length === 0) return ok(null);
  const own = new Map([...files, [evidenceFiles.manifest.name, itself]]);
  const from = await comparedRun(dependencies, { run: manifest.run, files: own });
  if (from.kind === 'refused') return from;
  const ahead = new Map<string, RunsAhead['from']>();
  for (const run of wanted) {
    const later: LaterRun = { run, files: aheads.get(run) ?? new Map(), attachedAs: aheadFile };
    const broken = strangeIn(later) ?? (await alteredIn(later));
    if (broken !== null) return refused(broken);
    const read = await comparedRun(dependencies, later);
    if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
    ahead.set(run, read.value);
  }
  return ok({ from: from.value, ahead });
}

/** Attached is no more of a run than tells what its export shows. */
function strangeIn({ run, files }: LaterRun): Refusal | null {
  const other = [...files.keys()].find((name) => provingFiles([{ name }]).length === 0);
  return other === undefined ? null : strange(aheadFile(run, other).name);
}

function strange(where: string): Refusal {
  return {
    what: 'a file of a run to which no signature was rolled forward, and that proves no removal here',
    where,
    found: 'the file',
    expected: 'only files of runs that a signature or a proof names',
  };
}
