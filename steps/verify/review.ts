// Checks the review that a signed report carries: its events, bound to one another and to the run, and its lines.
import { sha256Of } from '../../core/values/digest.ts';
import * as z from 'zod/mini';
import { earlierLinesFile, evidenceFiles } from '../../core/names/evidence-files.ts';
import type { SignOff } from '../../core/names/sign-off.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { verifyChain } from '../../core/review/events/chain.ts';
import { ReviewContradiction } from '../../core/review/events/event.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { baseOf } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { decodeEvent } from '../../core/review/events/stored-event.ts';
import { linesSchema, linesText } from '../../core/review/lines/line.ts';
import type { ReviewLines } from '../../core/review/lines/line.ts';
import { signOffOf } from '../../core/review/signatures/signature.ts';
import { canonicalJson } from '../../core/values/canonical-json.ts';
import { documentIn } from '../../core/values/json-file.ts';
import { refused, ok } from '../../core/values/result.ts';
import type { Result, Refusal } from '../../core/values/result.ts';
import { isUndecodable } from '../../core/values/text.ts';
import { storedSha256, StoredRecordUnreadable } from '../../core/values/stored.ts';
import { bytesOf, linesOf } from '../bytes.ts';

/** The run that the decisions must be about. */
export interface ReviewedRunDigests {
  readonly id: string;
  readonly manifestSha256: string;
  readonly findingsSha256: string;
  /** Whether this version made it: then its lines have the members that this one knows, and no other. */
  readonly same: boolean;
}

export interface CheckedReview {
  readonly events: number;
  readonly stream: readonly StoredReviewEvent[];
  readonly frozen: ReviewLines;
  /** What was put before the reviewers until each move onto a later run, the first move first. */
  readonly earlier: readonly ReviewLines[];
  /** Its `head` is the digest of the last event, which stands for all of them. */
  readonly state: ReviewState;
  readonly signOffs: readonly SignOff[];
}

export interface ReviewFiles {
  /** `review.jsonl`, one stored event a line. */
  readonly review: Kept;
  /** `null` when they are not attached, which no report that somebody signed may be. */
  readonly reviewLines: Kept | null;
  /** By name; one for each move of the review onto a later run. */
  readonly earlierLines: ReadonlyMap<string, Kept>;
}

/** What can be said before the run is done again: that the events are one review, of this run and of these lines. */
export async function checkReview(
  { review, reviewLines, earlierLines }: ReviewFiles,
  run: ReviewedRunDigests,
): Promise<Result<CheckedReview>> {
  const events = await eventsOf(review);
  if (events.kind === 'refused') return events;
  const chain = verifyChain(events.value);
  if (chain.kind === 'refused') return chain;
  const state = stateOf(events.value);
  if (state.kind === 'refused') return state;
  const base = baseOf(state.value);
  for (const stored of events.value) {
    const foreign = foreignness(stored, run, base);
    if (foreign !== null) return refused(foreign);
  }
  const frozen = await frozenIn(reviewLines, evidenceFiles.reviewLines.name, state.value);
  if (frozen.kind === 'refused') return frozen;
  if (run.same && sha256Of(linesText(frozen.value)) !== state.value.linesSha256) return otherLines();
  const earlier = await earlierIn(earlierLines, state.value);
  if (earlier.kind === 'refused') return earlier;
  const signOffs = state.value.signatures.map(signOffOf);
  const stream = events.value;
  return ok({
    events: stream.length,
    stream,
    frozen: frozen.value,
    earlier: earlier.value,
    state: state.value,
    signOffs,
  });
}

async function earlierIn(
  files: ReviewFiles['earlierLines'],
  { rebases }: ReviewState,
): Promise<Result<readonly ReviewLines[]>> {
  const names = rebases.map((_move, index) => earlierLinesFile(index + 1).name);
  const stranger = [...files.keys()].find((name) => !names.includes(name));
  if (stranger !== undefined) {
    const what = 'lines of a review that never was on another run';
    return refused({ what, where: stranger, found: 'the file', expected: `${rebases.length} such files` });
  }
  const earlier: ReviewLines[] = [];
  for (const [index, { before }] of rebases.entries()) {
    const name = names[index] ?? '';
    const lines = await frozenIn(files.get(name) ?? null, name, before);
    if (lines.kind === 'refused') return lines;
    earlier.push(lines.value);
  }
  return ok(earlier);
}

async function frozenIn(
  file: Kept | null,
  name: string,
  { linesSha256 }: Pick<ReviewState, 'linesSha256'>,
): Promise<Result<ReviewLines>> {
  if (file?.sha256 !== linesSha256) {
    return refused({
      what: 'not the lines that the review was opened with',
      where: name,
      found: file === null ? 'not attached' : `SHA-256 ${file.sha256}`,
      expected: `SHA-256 ${linesSha256}`,
    });
  }
  return documentIn(await bytesOf(file.read()), name, { schema: linesSchema });
}

function otherLines(): Result<never> {
  return refused({
    what: 'lines in another form than they are stored in',
    where: evidenceFiles.reviewLines.name,
    found: 'more than the lines, or the lines in another writing',
    expected: 'the members of the lines, in canonical JSON',
  });
}

async function eventsOf(file: Kept): Promise<Result<readonly StoredReviewEvent[]>> {
  const events: StoredReviewEvent[] = [];
  let bytes = 0;
  try {
    for await (const { text, number } of linesOf(file.read())) {
      const event = eventOf(text, `${evidenceFiles.review.name}, line ${number}`);
      if (event.kind === 'refused') return event;
      events.push(event.value);
      bytes += Buffer.byteLength(text) + 1;
    }
  } catch (error) {
    if (!isUndecodable(error)) throw error;
    return refused({
      what: 'not readable',
      where: evidenceFiles.review.name,
      found: 'bytes that are no UTF-8',
      expected: 'text',
    });
  }
  if (bytes === file.bytes) return ok(events);
  return refused(
    notAsStored(evidenceFiles.review.name, `${file.bytes} bytes`, `${bytes} bytes: its lines, each with its end`),
  );
}

const lineSchema = z.strictObject({
  sequence: z.number(),
  previous: storedSha256,
  sha256: storedSha256,
  event: z.unknown(),
});

function eventOf(text: string, where: string): Result<StoredReviewEvent> {
  const line = documentIn(Buffer.from(text), where, { schema: lineSchema });
  if (line.kind === 'refused') return line;
  const { event, ...place } = line.value;
  try {
    const stored = { ...place, event: decodeEvent(JSON.stringify(event), where) };
    const written = canonicalJson(stored);
    return text === written ? ok(stored) : refused(notAsStored(where, text.slice(0, 80), written.slice(0, 80)));
  } catch (error) {
    if (!(error instanceof StoredRecordUnreadable)) throw error;
    return refused({ what: 'no event of a review', where, found: text.slice(0, 80), expected: 'an event as stored' });
  }
}

/** The digests of the chain cover what the lines of the file mean, and no signature covers how they are written. */
function notAsStored(where: string, found: string, expected: string): Refusal {
  return { what: 'an event in another writing than it is stored in', where, found, expected };
}

/**
 * What binds the stream to the evidence: the run that it stands on, and what each signature was given for.
 *
 * @param base number of the event that laid down its lines: what came before stood on an earlier run, or was voided
 */
function foreignness(
  { event, sequence, previous }: StoredReviewEvent,
  run: ReviewedRunDigests,
  base: number,
): Refusal | null {
  const where = `event ${sequence} of the review`;
  const unless = (what: string, found: string, expected: string): Refusal | null =>
    found === expected ? null : { what, where, found, expected };
  if (event.kind === 'signed')
    return (
      (sequence < base ? null : unless('a signature for other evidence', event.evidenceSha256, run.manifestSha256)) ??
      unless('a signature for other decisions', event.decisionsSha256, previous)
    );
  if ((event.kind !== 'opened' && event.kind !== 'rebased') || sequence !== base) return null;
  return (
    unless('a review of another run', event.run, run.id) ??
    unless('a review of other findings', event.findingsSha256, run.findingsSha256)
  );
}

function stateOf(events: readonly StoredReviewEvent[]): Result<ReviewState> {
  try {
    const state = foldReview(events);
    return state === null ? contradiction('no event that opens it') : ok(state);
  } catch (error) {
    if (!(error instanceof ReviewContradiction)) throw error;
    return contradiction(error.message);
  }
}

function contradiction(found: string): Result<never> {
  return refused({
    what: 'events that make no review',
    where: evidenceFiles.review.name,
    found,
    expected: 'the events of one review',
  });
}
