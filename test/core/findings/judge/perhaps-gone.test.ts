// Whom an earlier run saw and a snapshot of today does not show, where nothing proves that they are gone (contract,
// section 6).
import { describe, expect, test } from 'vitest';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const linked = janeIs({});

function situationOf(says: ReviewSays): string {
  return aReview({ accounts: [jane], ...says }).situation(jane);
}

describe('an identity that an earlier run saw, by credentials of which nothing proves that they see everybody', () => {
  const before = aReview({ accounts: [jane], okta: [linked], asOf: '2026-09-28T08:00:00Z' });
  const elsewhere = janeIs({ id: 'elsewhere' });
  const now = (says: ReviewSays): string =>
    situationOf({
      after: before,
      accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
      headers: { okta: { sight: 'unproven' } },
      ...says,
    });
  const unassigned = janeIs({ id: 'elsewhere', assignments: [] });

  test('may be assigned there still, so nobody is called unassigned by what another directory tells', () => {
    expect(now({ people: { hr: [unassigned] } })).toBe('undetermined');
    expect(now({ entra: [unassigned], people: { hr: [] } })).toBe('undetermined');
    expect(now({ entra: [elsewhere] })).toBe('linked');
    expect(now({ entra: [janeIs({ id: 'elsewhere', state: 'disabled' })] })).toBe('disabled');
  });

  test('may have left where that directory has the last word', () => {
    expect(now({ entra: [elsewhere], authoritative: { okta: ['acme.com'] } })).toBe('undetermined');
    expect(now({ entra: [elsewhere], authoritative: { entra: ['acme.com'] } })).toBe('linked');
  });

  test('is asked after no more where the directory shows them under another id', () => {
    const anew = anIdentity({ login: jane, id: 'anew', assignments: [] });
    expect(now({ okta: [anew], entra: [unassigned], authoritative: { okta: ['acme.com'] } })).toBe('unlinked');
  });
});

describe('an identity that an earlier run saw after the snapshot of today was taken', () => {
  const before = aReview({ accounts: [jane], okta: [linked], asOf: '2026-09-28T08:00:00Z' });
  const older = { takenAt: at('2026-09-28T07:00:00Z') };
  const now = (says: ReviewSays): ReviewSays => ({
    after: before,
    accept: ['empty-directory', 'drop-identities', 'drop-assignments', 'skew'],
    headers: { okta: older },
    ...says,
  });

  test('is not gone: nobody knows, and the reason names both times', () => {
    expect(situationOf(now({}))).toBe('undetermined');
    const { reason } = aReview({ accounts: [jane], ...now({}) }).finding('UNDETERMINED_ACCOUNT');
    expect(reason).toMatch(
      /okta showed the person on 28 September 2026, 08:00 UTC, .* before, 28 September 2026, 07:00/,
    );
  });

  test('is gone where the snapshot is from the same moment or later', () => {
    const headers = { okta: { takenAt: at('2026-09-28T08:00:00Z') } };
    expect(situationOf(now({ headers }))).toBe('deleted');
  });

  test('may have the last word, and keeps nobody linked who is linked elsewhere', () => {
    const entra = [janeIs({ id: 'elsewhere' })];
    expect(situationOf(now({ entra }))).toBe('linked');
    expect(situationOf(now({ entra, authoritative: { okta: ['acme.com'] } }))).toBe('undetermined');
  });
});

describe('an identity that is gone from one directory, while another was read before', () => {
  const before = aReview({ accounts: [jane], okta: [linked], asOf: '2026-09-28T08:00:00Z' });
  const now = (entraTakenAt: string, says: ReviewSays = {}): ReviewSays => ({
    after: before,
    exportedAt: '2026-10-05T08:00:00Z',
    accept: ['empty-directory', 'drop-identities', 'drop-assignments', 'skew'],
    headers: { entra: { takenAt: at(entraTakenAt) } },
    ...says,
  });

  test.each(['2026-09-28T07:59:59Z', '2026-10-04T07:59:59Z'])('on %s, may have moved there', (takenAt) => {
    expect(situationOf(now(takenAt))).toBe('undetermined');
    const { reason } = aReview({ accounts: [jane], ...now(takenAt) }).finding('UNDETERMINED_ACCOUNT', jane);
    expect(reason).toMatch(/okta showed the person before and no longer does, and entra was read earlier/);
  });

  test('may have moved there whatever the policy allows, where it was read before they were last seen', () => {
    const policy = { maxSkewHours: 1000 };
    expect(situationOf(now('2026-09-28T07:59:59Z', { policy }))).toBe('undetermined');
    expect(situationOf(now('2026-09-28T08:00:00Z', { policy }))).toBe('deleted');
  });

  test('by no more than the policy allows, or after, has left', () => {
    expect(situationOf(now('2026-10-04T08:00:00Z'))).toBe('deleted');
    expect(situationOf(now('2026-10-05T09:00:00Z'))).toBe('deleted');
    expect(situationOf(now('2026-10-03T08:00:00Z', { policy: { maxSkewHours: 48 } }))).toBe('deleted');
  });

  test('has left where HR says so, or the directory that has the last word', () => {
    const old = '2026-10-01T08:00:00Z';
    expect(situationOf(now(old, { leavers: { [jane]: '2026-09-30' } }))).toBe('deleted');
    expect(situationOf(now(old, { authoritative: { okta: ['acme.com'] } }))).toBe('deleted');
    expect(situationOf(now(old, { authoritative: { entra: ['acme.com'] } }))).toBe('undetermined');
  });

  test('had left by the rules before', () => {
    expect(situationOf(now('2026-10-01T08:00:00Z', { version: '0.21.0' }))).toBe('deleted');
  });
});
