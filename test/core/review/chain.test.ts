import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainEvent, chainStart, verifyChain } from '../../../core/review/events/chain.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import { kept, opened } from '../../support/inputs/records.ts';

/** A review of five events. */
function aStream(): readonly StoredReviewEvent[] {
  const stream: StoredReviewEvent[] = [];
  for (const event of [opened, ...['a', 'b', 'c', 'd'].map((name) => kept([`${name}@acme.com`]))]) {
    stream.push(chainEvent(stream.at(-1)?.sha256 ?? chainStart, stream.length + 1, event));
  }
  return stream;
}

const place = fc.nat({ max: aStream().length - 1 });

describe('the chain of a review', () => {
  test('holds as it was made, and ends in the digest of its last event', () => {
    expect(verifyChain(aStream())).toEqual({ kind: 'ok', value: aStream().at(-1)?.sha256 });
    expect(verifyChain([])).toEqual({ kind: 'ok', value: chainStart });
  });

  test('shows an event whose content was exchanged', () => {
    fc.assert(
      fc.property(place, (index) => {
        const altered = aStream().map((stored, at) =>
          at === index ? { ...stored, event: kept(['eve@acme.com']) } : stored,
        );
        expect(verifyChain(altered)).toMatchObject({
          refusals: [{ what: 'event altered after it was stored', where: `event ${index + 1} of the review` }],
        });
      }),
    );
  });

  test('shows an event exchanged together with its own digest', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), (index) => {
        const altered = aStream().map((stored, at) =>
          at === index ? chainEvent(stored.previous, stored.sequence, kept(['eve@acme.com'])) : stored,
        );
        expect(verifyChain(altered)).toMatchObject({
          refusals: [{ what: 'event not bound to the one before', where: `event ${index + 2} of the review` }],
        });
      }),
    );
  });

  test('shows an event left out anywhere but at the end, even when the rest is numbered anew', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.boolean(), (index, renumbered) => {
        const rest = aStream()
          .toSpliced(index, 1)
          .map((stored, at) => (renumbered ? { ...stored, sequence: at + 1 } : stored));
        expect(verifyChain(rest).kind).toBe('refused');
      }),
    );
  });

  test('shows an event whose number alone was changed', () => {
    const altered = aStream().map((stored) => (stored.sequence === 3 ? { ...stored, sequence: 7 } : stored));
    expect(verifyChain(altered)).toMatchObject({
      refusals: [{ what: 'event out of order', where: 'event 3 of the review', found: 'number 7' }],
    });
  });

  test('shows two events in the wrong order', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one !== other);
        const stream = aStream();
        const swapped = stream.map((stored, at) => stream[at === one ? other : at === other ? one : at] ?? stored);
        expect(verifyChain(swapped).kind).toBe('refused');
      }),
    );
  });
});
