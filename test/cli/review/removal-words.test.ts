// What the status says of a revocation that was handed over, whatever became of it since.
import { expect, test } from 'vitest';
import { notHandedOver, removalWords } from '../../../cli/review/removal-words.ts';
import type { DecisionLine, Rebased, ReviewEvent } from '../../../core/review/events/event.ts';
import { whyLeft } from '../../../core/review/removals/work-order.ts';
import { sha256 } from '../../support/bytes.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { stateAfter } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const ghost = login('ghost@acme.com');
const said = { by: 'jane@acme.com', assurance: 'asserted', reason: 'as the team said' } as const;

function decidedAs(decision: DecisionLine['decision']): ReviewEvent {
  const line = { login: ghost, decision, until: null, reason: said.reason, codesSeen: [] };
  return { kind: 'decided', at: at('2026-10-06T08:00:00Z'), by: said.by, assurance: said.assurance, lines: [line] };
}

const revoked = decidedAs('revoke');

function orderedOn(day: string, number: number): ReviewEvent {
  const order = { run: '20261005T080000Z-00000001', logins: [ghost], left: [], files: [] };
  return { kind: 'work-order-issued', at: at(`2026-10-${day}T08:00:00Z`), by: said.by, number, ...order };
}

const ordered = orderedOn('07', 1);

function shownOn(day: string, shown: 'live' | 'suspended'): ReviewEvent {
  const run = `202610${day}T090000Z-00000001`;
  const [exportedAt, seenAt] = [at(`2026-10-${day}T08:00:00Z`), at(`2026-10-${day}T10:00:00Z`)];
  return { kind: 'removals-observed', at: seenAt, run, exportedAt, lines: [{ login: ghost, shown }] };
}

const [gone, back] = [shownOn('09', 'suspended'), shownOn('10', 'live')];

function movedWith(became: Partial<Pick<Rebased, 'again' | 'gone'>>): ReviewEvent {
  const run = { run: '20261012T090000Z-00000001', runAsOf: at('2026-10-12T09:00:00Z'), accounts: 4, carried: 0 };
  const digests = { findingsSha256: sha256('findings'), linesSha256: sha256('lines') };
  return {
    kind: 'rebased',
    at: at('2026-10-12T10:00:00Z'),
    ...said,
    ...run,
    ...digests,
    again: [],
    gone: [],
    ...became,
  };
}

function words(events: readonly ReviewEvent[], leftOut: readonly { login: string; why: string }[] = []): string {
  const state = stateAfter(...events);
  const [removal] = state.removals.values();
  return removal === undefined ? 'none' : removalWords(removal, { state, toHandOver: [], leftOut });
}

test.each<[string, readonly ReviewEvent[]]>([
  ['handed over with work order 1, not proven yet', [revoked, ordered]],
  ['closed, after 72 hours (3 days)', [revoked, ordered, gone]],
  ['done, and the decision is now keep: give the access back', [revoked, ordered, gone, decidedAs('keep')]],
  ['withdrawn, the decision is now keep', [revoked, ordered, decidedAs('keep')]],
  ['withdrawn with work order 1, still to be handed over by a new one', [revoked, ordered, decidedAs('keep'), revoked]],
  ['live again in the export of 10 October 2026, 08:00 UTC, to be handed over again', [revoked, ordered, gone, back]],
  [
    'live again in the export of 10 October 2026, 08:00 UTC, handed over again with work order 2',
    [revoked, ordered, gone, back, orderedOn('11', 2)],
  ],
  [
    'live again in the export of 10 October 2026, 08:00 UTC, and the decision is now keep',
    [revoked, ordered, gone, back, decidedAs('keep')],
  ],
  [
    'handed over with work order 1, and its decision was put aside when the review was moved: it asks again',
    [revoked, ordered, movedWith({ again: [ghost] })],
  ],
  [
    'withdrawn with work order 1, and its decision was put aside when the review was moved: it asks again',
    [revoked, ordered, decidedAs('keep'), movedWith({ again: [ghost] })],
  ],
  [
    'withdrawn with work order 1, and its decision fell when the review was moved, because it is no line any more',
    [revoked, ordered, decidedAs('keep'), movedWith({ gone: [ghost] })],
  ],
  [
    'live again in the export of 10 October 2026, 08:00 UTC, and its decision was put aside when the review was moved: it asks again',
    [revoked, ordered, gone, back, movedWith({ again: [ghost] })],
  ],
])('%s', (says, events) => {
  expect(words(events)).toBe(says);
});

test('no new order is announced for what none takes', () => {
  const leftOut = [{ login: ghost, why: whyLeft.suspended }];
  expect(words([revoked, ordered, decidedAs('keep'), revoked], leftOut)).toBe(
    'withdrawn with work order 1, and no new one takes what is already suspended',
  );
  expect(words([revoked, ordered, gone, back], leftOut)).toContain('and no work order takes what is already suspended');
});

test('what no order names is told with why the next one leaves it out, and what one names is told once', () => {
  const leftOut = [{ login: ghost, why: whyLeft.absent }];
  const [bob] = [login('bob@acme.com')];
  const standing = (...events: readonly ReviewEvent[]) => ({
    state: stateAfter(...events),
    toHandOver: [bob],
    leftOut,
  });
  expect(notHandedOver(standing(revoked))).toEqual([bob, 'ghost@acme.com, which is no longer in the export']);
  expect(notHandedOver(standing(revoked, ordered))).toEqual([bob]);
});
