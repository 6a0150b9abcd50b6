// Turns notices into mails: nothing is told twice, and nobody gets two mails on a day.
import { sha256Of } from '../../values/digest.ts';
import type { Day } from '../../values/instant.ts';
import type { AddressedNotice } from './notice.ts';
import type { StoredReviewEvent } from '../events/event.ts';

/** What was sent so far, over the streams of all reviews. */
export interface Sent {
  readonly told: ReadonlySet<string>;
  /** Who got a mail, by day. */
  readonly mailed: ReadonlySet<string>;
}

export interface PersonalMail {
  /**
   * Stable for a person, a day and what it tells, so that sending twice is recognisable: after a mail that nobody recorded,
   * because a process was killed, one that tells more is another.
   */
  readonly id: string;
  readonly to: string;
  readonly notices: readonly AddressedNotice[];
}

export function sentIn(streams: ReadonlyMap<string, readonly StoredReviewEvent[]>): Sent {
  const told = new Set<string>();
  const mailed = new Set<string>();
  for (const [review, events] of streams) {
    const ofReview = new Set<string>();
    for (const { event } of events) {
      // A review that is opened after a voided one asks for everything anew.
      if (event.kind === 'voided') ofReview.clear();
      if (event.kind !== 'mailed') continue;
      for (const { to, notices } of event.mails) {
        mailed.add(personDay(to, event.day));
        for (const key of notices) ofReview.add(toldKey({ review, to, key }));
      }
    }
    for (const key of ofReview) told.add(key);
  }
  return { told, mailed };
}

/** One mail a person, with everything that they were not told yet; who had one today waits until tomorrow. */
export function mailsOf(notices: readonly AddressedNotice[], sent: Sent, day: Day): readonly PersonalMail[] {
  const fresh = notices.filter(
    (notice) => !sent.told.has(toldKey(notice)) && !sent.mailed.has(personDay(notice.to, day)),
  );
  return [...Map.groupBy(fresh, ({ to }) => to.toLowerCase())]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([to, some]) => ({ id: `review-${day}-${shortDigest(to, some)}`, to, notices: some }));
}

/** Names what one person was told about one review. */
export function toldKey({ review, to, key }: Pick<AddressedNotice, 'review' | 'to' | 'key'>): string {
  return JSON.stringify([review, to.toLowerCase(), key]);
}

function personDay(to: string, day: Day): string {
  return `${day} ${to.toLowerCase()}`;
}

function shortDigest(to: string, notices: readonly AddressedNotice[]): string {
  return sha256Of(JSON.stringify([to, ...notices.map(toldKey).toSorted()])).slice(0, 12);
}
