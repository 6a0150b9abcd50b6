// Holds the records of runs to what the events of a review tell of them: a record can be edited, and events are chained.
import type { Runs } from '../core/ports/stores.ts';
import { evidenceFiles } from '../core/names/evidence-files.ts';
import type { StoredReviewEvent } from '../core/review/events/event.ts';
import { isWatchId } from '../core/run.ts';
import type { RunRecord } from '../core/run.ts';
import type { Refusal } from '../core/values/result.ts';

/** What an event says of a run: which file of it had which digest when the event was recorded. */
interface ToldOfRun {
  readonly sequence: number;
  readonly run: string;
  readonly file: { readonly name: string };
  readonly sha256: string;
}

/**
 * Where the records of runs contradict the events from the last opening or move on. No event names its period: the stream
 * of another one, laid under this name with its witnesses, would pass for it.
 *
 * @returns the first contradiction: a run of another period, one that is missing, or one whose record names another file
 */
export async function contradictedRun(
  runs: Pick<Runs, 'get'>,
  review: string,
  events: readonly StoredReviewEvent[],
): Promise<Refusal | null> {
  const base = events.findLastIndex(({ event: { kind } }) => kind === 'opened' || kind === 'rebased');
  const opening = events[base]?.event;
  if (opening?.kind !== 'opened' && opening?.kind !== 'rebased') return null;
  const { run: standsOn } = opening;
  const told = events.slice(base).flatMap((stored) => toldOfRuns(stored, standsOn));
  const records = new Map<string, RunRecord | null>();
  for (const { run } of told) if (!records.has(run)) records.set(run, await runs.get(run));
  const period = records.get(standsOn)?.period ?? review;
  if (period !== review)
    return {
      what: 'a review of another period',
      where: `event ${base + 1} of the review`,
      found: `the run ${standsOn}, of ${period}`,
      expected: `a run of ${review}`,
    };
  for (const one of told) {
    const record = records.get(one.run) ?? null;
    // Whoever needs the run that the review stands on misses it there; of an old one the evidence may be gone.
    const isItsOwn = one.run === standsOn;
    if (record === null && isItsOwn) continue;
    const refusal = record === null ? missing(one) : altered(one, record);
    if (refusal !== null) return refusal;
  }
  return null;
}

function missing({ sequence, run }: ToldOfRun): Refusal {
  return {
    what: 'a run missing that its review knows',
    where: `event ${sequence} of the review`,
    found: 'a store without it',
    expected: `the run ${run}; put back the store that holds it`,
  };
}

function altered({ sequence, run, file, sha256 }: ToldOfRun, { files }: RunRecord): Refusal | null {
  const found = files.find(({ name }) => name === file.name)?.sha256;
  if (found === sha256) return null;
  return {
    what: 'the record of a run altered since its review',
    where: `event ${sequence} of the review`,
    found: `${file.name} of the run ${run} recorded ${found === undefined ? 'nowhere' : `with SHA-256 ${found}`}`,
    expected: `SHA-256 ${sha256}; put back the store that holds it`,
  };
}

/** @param standsOn the run that the review stands on, which a signature does not name */
function toldOfRuns({ sequence, event }: StoredReviewEvent, standsOn: string): readonly ToldOfRun[] {
  if (event.kind === 'opened' || event.kind === 'rebased')
    return [{ sequence, run: event.run, file: evidenceFiles.findings, sha256: event.findingsSha256 }];
  if (event.kind !== 'signed' && event.kind !== 'closed') return [];
  const { manifest: file } = evidenceFiles;
  const { rollForward = null } = event;
  return [
    ...(event.kind === 'signed' ? [{ sequence, run: standsOn, file, sha256: event.evidenceSha256 }] : []),
    // A watch run is recorded apart, and is gone after a while.
    ...(rollForward === null || isWatchId(rollForward.run)
      ? []
      : [{ sequence, run: rollForward.run, file, sha256: rollForward.manifestSha256 }]),
  ];
}
