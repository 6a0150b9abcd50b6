// Reads the runs again to which the signatures of a report were rolled forward, each held against its own manifest.
import { aheadFile, evidenceFiles } from '../../core/names/evidence-files.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { runsAhead, tellingRun } from '../../core/review/changes/roll-forward.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { readManifest } from '../../core/verification/stated.ts';
import type { RunsAhead } from '../../core/verification/reviewed/ahead.ts';
import { bytesOf } from '../bytes.ts';
import { comparedRun } from '../run/compared-run.ts';
import { askedBy } from '../../core/verification/reviewed/asked.ts';
import { provingFiles } from '../run/proving-export.ts';
import type { GatheredEvidence } from './evidence.ts';
import type { CheckedReview } from './review.ts';

/** @returns `null` where no signature names a later run, and none proves a removal */
export async function runsAheadIn(
  dependencies: { readonly exportReader: ExportReader },
  { manifest, files, itself, aheads, rollForward }: GatheredEvidence,
  review: CheckedReview,
): Promise<Result<RunsAhead | null>> {
  const stream = signedStream(review.stream);
  const wanted = runsAhead(review.stream, review.state, askedBy(manifest.tool).attachesProofs);
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
    const attached = aheads.get(run) ?? new Map<string, Kept>();
    const changed = await changeIn(run, attached);
    if (changed !== null) return refused(changed);
    const read = await comparedRun(dependencies, { run, files: attached });
    if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
    ahead.set(run, read.value);
  }
  return ok({ from: from.value, ahead });
}

/** Its manifest names the files, and the event of a signature the manifest. */
async function changeIn(run: string, files: ReadonlyMap<string, Kept>): Promise<Refusal | null> {
  const { name } = evidenceFiles.manifest;
  const itself = files.get(name);
  if (itself === undefined) return null;
  const manifest = readManifest(await bytesOf(itself.read()), name);
  if (manifest.kind === 'refused') return manifest.refusals[0] ?? null;
  const wanted = new Set(provingFiles(manifest.value.files));
  for (const [file, kept] of files) {
    if (file === name) continue;
    const stated = manifest.value.files.find((one) => one.name === file);
    if (!wanted.has(file) || stated === undefined) return strange(aheadFile(run, file).name);
    if (stated.sha256 !== kept.sha256)
      return {
        what: 'the file is not the one that the manifest of its run names',
        where: aheadFile(run, file).name,
        found: `SHA-256 ${kept.sha256}`,
        expected: `SHA-256 ${stated.sha256}`,
      };
  }
  return null;
}

function strange(where: string): Refusal {
  return {
    what: 'a file of a run to which no signature was rolled forward, and that proves no removal here',
    where,
    found: 'the file',
    expected: 'only files of runs that a signature or a proof names',
  };
}

/** As a report attaches them: by name, and the manifest behind them. */
export function aheadFilesOf(
  run: string,
  files: ReadonlyMap<string, Kept>,
): readonly { readonly name: string; readonly kept: Kept }[] {
  const { name: manifest } = evidenceFiles.manifest;
  const order = (name: string): string => (name === manifest ? '\uffff' : name);
  return [...files]
    .toSorted(([a], [b]) => (order(a) < order(b) ? -1 : 1))
    .map(([name, kept]) => ({ name: aheadFile(run, name).name, kept }));
}
