// The history as it is written, held against the text of one call that would write it whole.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyHistory } from '../../../core/inputs/history.ts';
import { historyDocument } from '../../../core/report/documents.ts';
import { anyCompany, reviewOf } from '../../support/review/random-company.ts';
import { aReview } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

const whole = (history: object): string => `${JSON.stringify(history, null, 1)}\n`;

test('a history that is written an entry at a time is the text that would be written whole', () => {
  fc.assert(
    fc.property(anyCompany, fc.string({ unit: 'binary' }), (company, name) => {
      const { history } = aReview(reviewOf(company));
      const approvals = [{ by: `a\n${name}`, at: at('2026-10-05T08:00:00Z'), sha256: '' }];
      expect([...historyDocument({ ...history, approvals })].join('')).toBe(whole({ ...history, approvals }));
    }),
    { numRuns: 100 },
  );
});

test('an empty history, as before the first run, is the text that would be written whole', () => {
  expect([...historyDocument(emptyHistory)].join('')).toBe(whole(emptyHistory));
});
