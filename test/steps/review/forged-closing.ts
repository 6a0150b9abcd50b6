// Closing reports whose events were changed by whoever holds the signing key: each event is bound anew, the rest is as it was.
import { buffer } from 'node:stream/consumers';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { ClosingReport } from '../../../core/report/closing/closing.ts';
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { canonicalJson } from '../../../core/values/canonical-json.ts';
import { closingPdf } from '../../../drawing/closing-pdf.ts';
import { closeReview } from '../../../steps/review/close-review.ts';
import { pieces, sha256 } from '../../support/bytes.ts';
import { given } from '../../support/given.ts';
import { verified } from '../verify/verified.ts';
import type { World } from './world.ts';

export interface GenuineClosing {
  readonly period: string;
  readonly closing: ClosingReport;
  readonly attachments: readonly Attachment[];
}

/** Closes the review, and keeps what the program handed to its drawing. */
export async function closedBy(world: World, { period, by }: { period: string; by: string }): Promise<GenuineClosing> {
  let genuine: GenuineClosing | null = null;
  const drawClosing: typeof closingPdf = (closing, attachments) => {
    genuine = { period, closing, attachments };
    return closingPdf(closing, attachments);
  };
  given(await closeReview({ ...world.dependencies, drawClosing }, { period, by }));
  if (genuine === null) throw new Error(`${period} was closed before`);
  return genuine;
}

/** What `verify` says of it. @param change of the events */
export async function verdictOn(
  world: World,
  { period, closing, attachments }: GenuineClosing,
  change: (events: readonly ReviewEvent[]) => readonly ReviewEvent[],
): Promise<string> {
  const stream = await world.dependencies.reviews.load(period);
  const review = Buffer.from(boundAnew(change(stream.map(({ event }) => event))));
  const attached = attachments.map((one) =>
    one.name === 'review.jsonl' ? { ...one, sha256: sha256(review), read: () => pieces(review) } : one,
  );
  const { sealer, scratch } = world.dependencies;
  const drawn = await scratch.keep(closingPdf(closing, attached));
  const sealed = await buffer(await sealer.seal(drawn, closing.closed.at));
  const { exit, out, err } = await verified(sealed);
  return exit === 0 ? out : err;
}

/** The text of `review.jsonl` in which each event is bound to the one before. */
export function boundAnew(events: readonly ReviewEvent[]): string {
  let previous = chainStart;
  return events
    .map((event, index) => {
      const stored = chainEvent(previous, index + 1, event);
      previous = stored.sha256;
      return `${canonicalJson(stored)}\n`;
    })
    .join('');
}

/** Changes the events of one kind. */
export function changed<Kind extends ReviewEvent['kind']>(
  kind: Kind,
  change: (event: Extract<ReviewEvent, { kind: Kind }>) => ReviewEvent,
): Parameters<typeof verdictOn>[2] {
  const isKind = (event: ReviewEvent): event is Extract<ReviewEvent, { kind: Kind }> => event.kind === kind;
  return (events) => events.map((event) => (isKind(event) ? change(event) : event));
}
