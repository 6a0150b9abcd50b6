// Who leads a review, what stands against a way back, and what a stream cannot say about one.
import { describe, expect, test } from 'vitest';
import { mostPutAside } from '../../../core/review/events/event.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { nextOrderNumber } from '../../../core/review/events/state.ts';
import { unopenedAs } from '../../../core/review/decisions/standing.ts';
import { leadersOf, rebaseRefusals, voidRefusals } from '../../../core/review/signatures/way-back.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { stateAfter, streamOf } from '../../support/review/review-line.ts';
import { kept, opened, waysBack, workOrderIssued } from '../../support/inputs/records.ts';
import { sha256 } from '../../support/bytes.ts';
import { at, onDay } from '../../support/time.ts';

const [withdrawn, moved, voided] = waysBack;
if (withdrawn === undefined || moved === undefined || voided === undefined) throw new Error('one of each kind');
const reviewers = { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' };

function signed(stage: 'reviewer' | 'control-owner', by: string): ReviewEvent {
  const digests = { evidenceSha256: sha256('manifest'), decisionsSha256: sha256('head') };
  return {
    kind: 'signed',
    stage,
    at: at('2026-10-07T08:00:00Z'),
    by,
    assurance: 'asserted',
    statement: 'Yes.',
    ...digests,
  };
}

describe('who leads a review', () => {
  test('is who opened it, and the control owner', () => {
    const state = { ...stateAfter(), openedBy: 'jane@acme.com' };
    expect(leadersOf(state, reviewers)).toEqual(['jane@acme.com', 'cfo@acme.com']);
  });

  test('is who stands in for a control owner who is away, and not the one who is away', () => {
    const state = { ...stateAfter(), delegations: new Map([[login('cfo@acme.com'), login('vp@acme.com')]]) };
    expect(leadersOf(state, reviewers)).toEqual(['vp@acme.com']);
    const facts = { period: '2026-Q4', state, reviewers };
    expect(voidRefusals({ ...facts, by: login('cfo@acme.com') })).toMatchObject([{ what: 'not entitled' }]);
    expect(voidRefusals({ ...facts, by: login('vp@acme.com') })).toEqual([]);
  });

  test('is anybody where nobody is named: nobody could be told apart', () => {
    const facts = { period: '2026-Q4', state: stateAfter(), by: login('jane@acme.com'), reviewers: { rules: [] } };
    expect(voidRefusals(facts)).toEqual([]);
  });
});

test('a move that puts more decisions aside than one event holds is refused: the review is voided instead', () => {
  const facts = { period: '2026-Q4', state: stateAfter(), by: login('cfo@acme.com'), reviewers };
  const some = Array.from({ length: mostPutAside }, (_, index) => login(`user${index}@acme.com`));
  expect(rebaseRefusals(facts, { again: some, gone: [] })).toEqual([]);
  expect(rebaseRefusals(facts, { again: some, gone: [login('one.more@acme.com')] })).toMatchObject([
    { what: 'too much changed', found: '10001 decisions whose line is not what it was' },
  ]);
});

test('a period whose review was voided is missed like one in which nobody opened a review', () => {
  const missed: ReviewEvent = {
    kind: 'not-performed',
    at: at('2027-01-16T08:00:00Z'),
    dueDay: onDay('2027-01-15'),
    reason: 'No review stands.',
  };
  expect(unopenedAs([])).toBe('not-opened');
  expect(unopenedAs(streamOf(voided))).toBe('voided');
  expect(unopenedAs(streamOf(voided, missed))).toBe('not-performed');
});

describe('a stream', () => {
  const bothSigned = [
    kept(['jane.doe@acme.com']),
    signed('reviewer', 'a@acme.com'),
    signed('control-owner', 'b@acme.com'),
  ];

  test.each([
    ['takes back a signature that nobody gave', [withdrawn]],
    ['takes back a signature after every stage signed', [...bothSigned, withdrawn]],
    ['moves a review that every stage has signed', [...bothSigned, moved]],
    ['puts aside a decision that nobody made', [moved]],
    ['voids a review that every stage has signed', [...bothSigned, voided]],
    ['decides in a review that was voided', [voided, kept(['jane.doe@acme.com'])]],
    ['voids a review twice', [voided, voided]],
  ])('that %s makes no review', (_what, events) => {
    expect(() => foldReview(streamOf(...events))).toThrow(expect.objectContaining({ name: 'ReviewContradiction' }));
  });

  test('that opens a review anew after a voided one begins without decisions, and numbers its orders on', () => {
    const state = stateAfter(kept(['jane.doe@acme.com']), workOrderIssued, voided, opened);
    expect(state.decisions.size).toBe(0);
    expect(state.voids.map((one) => one.state.decisions.size)).toEqual([1]);
    expect(nextOrderNumber(state)).toBe(2);
  });
});
