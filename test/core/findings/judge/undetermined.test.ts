// What cannot be judged: incomplete directories, held gates and words that nobody knows (contract, section 6).
import { describe, expect, test } from 'vitest';
import { jane, janeIs, standing } from '../../../support/inputs/jane.ts';
import { anAccount, anApp, assigned, blockedBy } from '../../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

function situationOf(says: ReviewSays): string {
  return aReview({ accounts: [jane], ...says }).situation(jane);
}

function oktaIs(completeness: 'partial' | 'unread'): ReviewSays {
  return { headers: { okta: { completeness, reasons: ['page 3 was not answered'] } } };
}

describe('undetermined', () => {
  test.each(['unlinked', 'suspended', 'disabled', 'deleted'] as const)('is %s while a directory is partial', (name) => {
    expect(situationOf({ ...oktaIs('partial'), entra: [standing[name]] })).toBe('undetermined');
  });

  test('is unmatched while a directory is unread', () => {
    expect(situationOf(oktaIs('unread'))).toBe('undetermined');
  });

  test('is not what is linked, nor what is disputed', () => {
    expect(situationOf({ ...oktaIs('partial'), entra: [standing.linked] })).toBe('linked');
    const twice = [janeIs({ id: '1' }), janeIs({ id: '2' })];
    expect(situationOf({ ...oktaIs('partial'), entra: twice })).toBe('disputed');
  });

  test('is linked while the directory that is authoritative for its domain is incomplete', () => {
    const says = { ...oktaIs('partial'), entra: [standing.linked] };
    expect(situationOf({ ...says, authoritative: { okta: ['acme.com'] } })).toBe('undetermined');
    expect(situationOf({ ...says, authoritative: { okta: ['other.com'] } })).toBe('linked');
    expect(situationOf({ ...says, authoritative: { entra: ['acme.com'] } })).toBe('linked');
  });

  test('is linked while the directory with the last word, and no other, does not say whether the person may sign in', () => {
    const says = { entra: [standing.linked], okta: [janeIs({ state: 'unknown' })] };
    expect(situationOf({ ...says, authoritative: { okta: ['acme.com'] } })).toBe('undetermined');
    expect(situationOf({ ...says, authoritative: { okta: ['other.com'] } })).toBe('linked');
    expect(situationOf(says)).toBe('linked');
  });

  test('names the directory and why it was not read', () => {
    const { reason, severity } = aReview({ accounts: [jane], ...oktaIs('partial') }).finding('UNDETERMINED_ACCOUNT');
    expect(severity).toBe('medium');
    expect(reason).toMatch(/okta.*page 3 was not answered/);
  });

  test('is everybody whom a held gate keeps from being judged', () => {
    const app = anApp({ enabled: false });
    expect(situationOf({ headers: { okta: { app } } })).toBe('undetermined');
    expect(situationOf({ accept: [] })).toBe('undetermined');
  });
});

describe('the status of an Okta app user', () => {
  test.each(['INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED', 'DEPROVISIONED', 'UNASSIGNED'])('%s blocks', (word) => {
    expect(situationOf({ okta: [janeIs({ assignments: [blockedBy(word)] })] })).toBe('unlinked');
  });

  test('that nobody knows leaves the account undetermined and is named', () => {
    const review = aReview({ accounts: [jane], okta: [janeIs({ assignments: [blockedBy('MATCHED')] })] });
    expect(review.situation(jane)).toBe('undetermined');
    expect(review.finding('UNDETERMINED_ACCOUNT', jane).reason).toContain('MATCHED');
  });

  test('that nobody knows leaves it undetermined also when the person has no assignment elsewhere', () => {
    const okta = [janeIs({ assignments: [blockedBy('MATCHED')] })];
    expect(situationOf({ entra: [standing.unlinked], okta })).toBe('undetermined');
  });

  test('that nobody knows does not matter where the person cannot sign in with it', () => {
    const okta = [janeIs({ state: 'disabled', assignments: [blockedBy('MATCHED')] })];
    expect(situationOf({ entra: [standing.unlinked], okta })).toBe('unlinked');
  });

  test('that nobody knows does not matter when another assignment links', () => {
    const unknown = blockedBy('MATCHED');
    expect(situationOf({ okta: [janeIs({ assignments: [unknown, assigned] })] })).toBe('linked');
    expect(situationOf({ entra: [standing.linked], okta: [janeIs({ assignments: [unknown] })] })).toBe('linked');
  });
});

function madeSince(says: Partial<AccountSays>, rest: ReviewSays = {}): ReviewSays {
  return {
    accounts: [anAccount({ login: jane, createdAt: '2026-09-20T08:00:00Z', ...says })],
    exportedAt: '2026-10-05T08:00:00Z',
    headers: { okta: { takenAt: at('2026-09-10T08:00:00Z') } },
    accept: ['empty-directory', 'skew'],
    ...rest,
  };
}

function situationOfMade(...says: Parameters<typeof madeSince>): string {
  return aReview(madeSince(...says)).situation(jane);
}

describe('an account that was made after a directory was read', () => {
  test('may be of somebody who came since, and the reason names both times', () => {
    expect(situationOfMade({})).toBe('undetermined');
    expect(aReview(madeSince({})).finding('UNDETERMINED_ACCOUNT', jane).reason).toContain(
      'okta was read on 10 September 2026, 08:00 UTC, before the account was created (20 September 2026, 08:00 UTC)',
    );
  });

  test('is an orphan by every directory that was read when it was there', () => {
    expect(situationOfMade({ createdAt: '2026-09-10T08:00:00Z' })).toBe('unmatched');
    expect(situationOfMade({ createdAt: '2026-09-09' })).toBe('unmatched');
    expect(situationOfMade({}, { headers: {} })).toBe('unmatched');
  });

  test('may have been made on the day of the reading, but before it', () => {
    expect(situationOfMade({ createdAt: '2026-09-10' })).toBe('undetermined');
  });

  test('keeps the grace of new accounts', () => {
    const okta = { takenAt: at('2026-10-04T08:00:00Z') };
    const finding = aReview(madeSince({ createdAt: '2026-10-05T06:00:00Z' }, { headers: { okta } }));
    expect(finding.finding('ORPHANED_ACCOUNT', jane).severity).toBe('info');
  });

  test('is not excused by a time that had not come when the export was taken', () => {
    expect(situationOfMade({ createdAt: '2026-12-05T08:00:00Z' })).toBe('unmatched');
  });

  test('may have been assigned since, where the directory that was read before is a gate', () => {
    expect(situationOfMade({}, { okta: [standing.unlinked] })).toBe('undetermined');
    const hr = { headers: { hr: { takenAt: at('2026-09-10T08:00:00Z') } }, people: { hr: [] } };
    expect(situationOfMade({}, { ...hr, okta: [standing.unlinked] })).toBe('unlinked');
    expect(situationOfMade({}, { ...hr })).toBe('undetermined');
  });

  test('is what it is where somebody is known who can sign in, or has gone', () => {
    expect(situationOfMade({}, { okta: [standing.linked] })).toBe('linked');
    expect(situationOfMade({}, { okta: [standing.disabled] })).toBe('disabled');
    expect(situationOfMade({}, { okta: [standing.deleted] })).toBe('deleted');
  });

  test('was an orphan by the rules before', () => {
    expect(situationOfMade({}, { version: '0.21.0' })).toBe('unmatched');
  });
});
