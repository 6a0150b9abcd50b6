// What the first page says of what the signatures do not reach: what changed after them, and outside of every review.
import { describe, expect, test } from 'vitest';
import { conclusionOf } from '../../../core/report/told/conclusion.ts';
import { aPopulation, aReport } from '../../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../../support/reports/signed-report.ts';
import { someForward, someProofs } from '../../support/review/some-proofs.ts';
import { at } from '../../support/time.ts';

describe('how far the signatures reach', () => {
  const clean = { report: aReport({ population: aPopulation(3) }), decided: {}, ordered: [], proven: [] };

  test('is said of a review that is effective, and is no exception', () => {
    expect(conclusionOf(aSignedReport({ ...clean, forward: null }))).toMatchObject({
      outcome: 'effective',
      reasons: [
        'What changed after 5 October 2026, 08:00 UTC is not known: no later complete run of this configuration was known at the last signature.',
      ],
    });
  });

  test('is said with what nobody reviewed, and not where everything was', () => {
    expect(conclusionOf(aSignedReport({ ...clean, forward: someForward })).reasons).toEqual([
      '1 change between the run under review and 5 July 2026, 08:00 UTC was reviewed by nobody.',
    ]);
    expect(conclusionOf(aSignedReport({ ...clean, forward: { ...someForward, changes: [] } })).reasons).toEqual([]);
  });
});

describe('what changed outside the process', () => {
  const clean = aCleanReport();
  const { outside } = someProofs;
  const reasonsWith = (over: Partial<typeof outside>): readonly string[] =>
    conclusionOf({ ...clean, proofs: { ...someProofs, outside: { ...outside, ...over } } }).reasons;

  test('is counted on the first page, new accounts and what an order explains left out', () => {
    expect(reasonsWith({})).toEqual([
      '4 accounts were suspended, deleted, made anew, let in again or given another role since 2026-Q3 was signed, by no work order and no decision.',
    ]);
    expect(reasonsWith({ changes: outside.changes.slice(0, 1) })).toEqual([]);
  });

  test('is not where another document tells it, or nothing can be told', () => {
    const toldBy = { review: '2026-Q3', closedAt: at('2026-10-06T08:00:00Z') };
    expect(reasonsWith({ toldBy })).toEqual([]);
    expect(reasonsWith({ since: null, changes: [] })).toEqual([]);
  });
});
