// A review from the first run of its period to its closing report, as the functions of a deployment are asked for it.
import { people } from './event.ts';
import type { StoryEvent } from './event.ts';
import { close, decideAll, issue, missedReview, open, order, sign, tick } from './review.ts';
import { dailyWatch, message, review } from './runs.ts';

const [leaver = '', revoked = ''] = [people[0], people.at(-1)];

/** In their order: each builds on what those before it left. */
export const story: readonly StoryEvent[] = [
  ...review('without-export', '2026-10-02T08:00:00Z', []),
  missedReview('2026-10-16T06:00:00Z', '2026-Q3'),
  message('a message', '2026-10-05T07:00:00Z', 'PASS'),
  message('the same message again', '2026-10-05T07:01:00Z', 'PASS'),
  message('a forged message', '2026-10-05T07:02:00Z', 'FAIL'),
  ...review('first', '2026-10-05T08:00:00Z', people),
  open('2026-10-05T09:00:00Z'),
  ...tick('tick', '2026-10-06T06:00:00Z'),
  decideAll('2026-10-06T09:00:00Z', revoked),
  order('2026-10-06T10:00:00Z'),
  sign('2026-10-07T09:00:00Z', 'reviewer'),
  issue('2026-10-07T09:01:00Z', 'signature'),
  sign('2026-10-07T10:00:00Z', 'control-owner'),
  issue('2026-10-07T10:01:00Z', 'signature'),
  ...review('second', '2026-10-12T08:00:00Z', people.slice(0, -1)),
  ...dailyWatch('watch', '2026-10-13T08:00:00Z', leaver),
  ...tick('second-tick', '2026-10-13T09:00:00Z'),
  close('2026-10-13T10:00:00Z'),
  issue('2026-10-13T10:01:00Z', 'closing'),
];
