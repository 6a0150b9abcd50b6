// What a signature stands for: the digest of all decisions and of all evidence.
import type { SignOff } from '../../names/sign-off.ts';
import type { Signed, StoredReviewEvent } from '../events/event.ts';
import { jsonSha256 } from '../../values/canonical-json.ts';

/** What a signature stands for: all decisions up to it, and all evidence of the run. */
function signOffDigest({ decisionsSha256, evidenceSha256 }: Signed): string {
  return jsonSha256({ decisions: decisionsSha256, evidence: evidenceSha256 });
}

export function signOffOf(signed: Signed): SignOff {
  const { stage, by, at, statement, assurance } = signed;
  return { stage, by, at, statement, assurance, digest: signOffDigest(signed) };
}

/** What each signature was given for: the events up to it, one stream a signature. */
export function signedStreams(events: readonly StoredReviewEvent[]): readonly (readonly StoredReviewEvent[])[] {
  return events.flatMap(({ event }, index) => (event.kind === 'signed' ? [events.slice(0, index + 1)] : []));
}

/** The events that the final report carries: up to the last signature, whatever came after. */
export function signedStream(events: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  const last = events.findLastIndex(({ event }) => event.kind === 'signed');
  return events.slice(0, last + 1);
}
