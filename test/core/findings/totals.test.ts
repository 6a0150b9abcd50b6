// The counts tie out: no row is lost, every account has one situation, the roll-forward closes (contract, section 4).
import { describe, expect, test } from 'vitest';
import { totalsOf } from '../../../core/findings/totals.ts';
import { emptyHistory } from '../../../core/inputs/history.ts';
import { anAccount } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';

const a = 'a@acme.com';
const [b, c, d] = ['b@acme.com', 'c@acme.com', 'd@acme.com'];

describe('totals', () => {
  test('count every row once, and every account by status and situation', () => {
    const accounts = [a, anAccount({ login: b, status: 'pending' }), anAccount({ login: c, status: 'suspended' })];
    const { totals } = aReview({ accounts, entra: [a], rejected: 2, countShown: 5 }).assessment;
    expect(totals).toMatchObject({
      rowsRead: 5,
      accounts: 3,
      rejected: 2,
      duplicates: 0,
      live: 2,
      byStatus: { active: 1, pending: 1, suspended: 1 },
      countShown: 5,
    });
    expect(totals.situations).toMatchObject({ linked: 1, unmatched: 2, undetermined: 0 });
  });

  test('refuse to hide a lost row', () => {
    const accounts = [anAccount({ login: a })];
    const options = { history: emptyHistory, countShown: null };
    expect(() => totalsOf({ rowsRead: 2, accounts, rejected: [], duplicates: [] }, [], options)).toThrow(
      /do not tie out/,
    );
    const judgements = aReview({ accounts }).assessment.judgements;
    expect(() => totalsOf({ rowsRead: 2, accounts, rejected: [], duplicates: [] }, judgements, options)).toThrow();
    expect(() => totalsOf({ rowsRead: 1, accounts, rejected: [], duplicates: [] }, [], options)).toThrow();
    expect(totalsOf({ rowsRead: 1, accounts, rejected: [], duplicates: [] }, judgements, options).accounts).toBe(1);
  });
});

describe('the roll-forward', () => {
  test('leads from the last accepted population to this one', () => {
    const first = aReview({ accounts: [a, b, c], asOf: '2026-09-28T08:00:00Z' });
    const accounts = [a, b, d, 'e@acme.com'];
    expect(aReview({ accounts, after: first }).assessment.totals.rollForward).toEqual({
      opening: 3,
      added: 2,
      removed: 1,
      closing: 4,
    });
  });

  test('is none in the first run of all', () => {
    expect(aReview({ accounts: [a] }).assessment.totals.rollForward).toBeNull();
  });

  test('opens with the last accepted run, not with a held one', () => {
    const first = aReview({ accounts: [a, b], asOf: '2026-09-21T08:00:00Z' });
    const held = aReview({ accounts: [a], after: first, asOf: '2026-09-28T08:00:00Z', countShown: 9 });
    expect(aReview({ accounts: [a, b], after: held }).assessment.totals.rollForward?.opening).toBe(2);
  });
});
