// Holds a signature, a closing, a voiding and a hand-over to what the person looked at: their event is the next one, or
// nothing is recorded.
import type { Reviews } from '../../core/ports/stores.ts';
import type { Ports } from './ports.ts';
import { refuse } from './problem.ts';
import type { Refused } from './problem.ts';

/**
 * @param ifMatch the ETag of the overview of the period, or of another read of it, as it was looked at
 * @returns ports by which an event is recorded directly after what was looked at, and nowhere else
 * @throws Refused when something was recorded since; the ports throw it too, when they record an event
 */
export async function heldToLookedAt(ports: Ports, period: string, ifMatch: string | undefined): Promise<Ports> {
  const [, said] = /^(?:W\/)?"(\d{1,9})-[0-9a-f]+"$/.exec(ifMatch ?? '') ?? [];
  if (said === undefined)
    throw refuse(428, {
      what: 'what was looked at is not said',
      where: 'If-Match',
      found: ifMatch?.slice(0, 80) ?? 'nothing',
      expected: 'the ETag of the overview of the period',
    });
  const { reviews } = ports;
  let seen = Number(said);
  const sequence = (await reviews.load(period)).length;
  if (sequence !== seen) throw recordedSince(sequence, seen);
  let isRecorded = false;
  const held: Reviews = {
    async load(review) {
      const events = await reviews.load(review);
      // Refused as recorded since, before a step looks at the new events and refuses the act for what they say.
      if (review === period && !isRecorded && events.length !== seen) throw recordedSince(events.length, seen);
      return events;
    },
    since: async (review, head) => reviews.since(review, head),
    list: async () => reviews.list(),
    async append(review, expected, event) {
      if (review !== period) return reviews.append(review, expected, event);
      if (expected !== seen) throw recordedSince(expected, seen);
      const appended = await reviews.append(review, expected, event);
      if (appended.kind === 'conflict') throw recordedSince(appended.sequence, seen);
      // Further events of the same act follow this one.
      seen += 1;
      isRecorded = true;
      return appended;
    },
  };
  return { ...ports, reviews: held };
}

function recordedSince(sequence: number, seen: number): Refused {
  return refuse(412, {
    what: 'recorded since it was looked at',
    where: 'If-Match',
    found: `event ${sequence}`,
    expected: `event ${seen}; look again, and say it again where it still holds`,
  });
}
