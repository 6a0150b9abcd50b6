// Which time an event gets where the clock contradicts what stands before it.
import { expect, test } from 'vitest';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { recordedAt } from '../../../core/review/events/recorded-at.ts';
import { streamOf } from '../../support/review/review-line.ts';
import { at, onDay } from '../../support/time.ts';

const mailed = (time: string): ReviewEvent => ({ kind: 'mailed', at: at(time), day: onDay('2026-10-05'), mails: [] });
const missed = (time: string): ReviewEvent => ({ kind: 'run-missed', at: at(time), reason: 'no export came' });
const noon = '2026-10-05T12:00:00Z';

test.each([
  ['an event', [mailed(noon)]],
  ['a missed run that was due then', [mailed('2026-10-05T08:00:00Z'), missed(noon)]],
  ['a missed run, before which nothing stands', [missed(noon)]],
  ['an event behind a missed run', [missed('2026-10-05T08:00:00Z'), mailed(noon)]],
  ['an event before a missed run that was due earlier', [mailed(noon), missed('2026-10-05T08:00:00Z')]],
])('a clock that was set back behind %s records its time', (_, events) => {
  expect(recordedAt(at('2026-10-05T11:00:00Z'), streamOf(...events))).toBe(noon);
  expect(recordedAt(at('2026-10-05T13:00:00Z'), streamOf(...events))).toBe('2026-10-05T13:00:00Z');
});
