// An account whose address was changed in the application: absent under its login, and there under another.
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../core/inputs/account.ts';
import { dayMoment } from '../../../../core/values/instant.ts';
import { anAccount, login } from '../../../support/inputs/population-builder.ts';
import { frozenLines } from '../../../support/review/frozen-lines.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed } from '../../../support/review/review-builder.ts';
import { at, onDay } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'drop-rows', 'wrong-instance'] as const;
const ghost = login('ghost@acme.com');
const made = { kind: 'instant', at: at('2024-02-02T08:15:00Z') } as const;
const numbered = anAccount({ login: ghost, employeeId: 'E7', createdAt: null });
const named = anAccount({ login: ghost, name: 'Ghost Gone', createdAt: made });
const others = ['ann', 'bob', 'cem'].map((one) => anAccount({ login: `${one}@acme.com` }));

interface Says {
  readonly before: Account;
  readonly now: readonly Account[];
  readonly revoked?: boolean;
  /** Rows of the later export that could not be read. */
  readonly rejected?: number;
}

/** The quarter after one in which the account was an orphan, and the decision was to revoke it. */
function nextQuarter({ before, now, revoked = true, rejected = 0 }: Says): Reviewed {
  const first = aReview({ asOf: '2026-07-06T08:00:00Z', accept, accounts: [before, ...others] });
  return aReview({
    asOf: '2026-10-05T08:00:00Z',
    accept,
    after: first,
    accounts: [...others, ...now],
    rejected,
    decisions: revoked ? [{ login: ghost, decision: 'revoke' }] : [],
  });
}

function stateOf(review: Reviewed): string {
  return review.finding('ORPHANED_ACCOUNT', ghost).state;
}

test('an account whose number an earlier run told as a program had written it is found under the plain one', () => {
  const before = anAccount({ login: ghost, employeeId: '7.0', createdAt: null });
  const now = [anAccount({ login: 'spook@acme.com', employeeId: '7', createdAt: null })];
  expect(nextQuarter({ before, now }).finding('ORPHANED_ACCOUNT', ghost).reason).toContain('spook@acme.com');
});

describe.each<[string, Account, Partial<Account>]>([
  ['came since with its employee number', numbered, { employeeId: 'E7', createdAt: null }],
  ['came since with its name and the time of its creation', named, { name: 'ghost  GONE', createdAt: made }],
])('a revoked account that is missing, where one under a new login %s', (why, before, says) => {
  const spook = anAccount({ login: 'spook@acme.com', ...says });

  test('is not proven closed, and the finding names the other login and its row', () => {
    const review = nextQuarter({ before, now: [spook] });
    const { state, reason } = review.finding('ORPHANED_ACCOUNT', ghost);
    expect(state).toBe('open');
    expect(reason).toBe(
      `Not found again, and not proven closed: row 5 of this export, spook@acme.com, is live under a login that ${why}: it may be the same account.`,
    );
    expect(review.codes(ghost)).toContain('VANISHED_ACCOUNT');
  });

  test('names the other login also where a row of the export could not be read', () => {
    const { reason } = nextQuarter({ before, now: [spook], rejected: 1 }).finding('ORPHANED_ACCOUNT', ghost);
    expect(reason).toContain('not proven closed: row 5 of this export, spook@acme.com, is live');
  });

  test('is told to whoever decides about the other login, which is no unremarkable line', () => {
    const line = frozenLines(nextQuarter({ before, now: [spook] })).lines.find(({ login: of }) => of === spook.login);
    expect(line?.changes).toEqual([expect.stringMatching(/^perhaps ghost@acme\.com under another login: it has its /)]);
  });

  test('is closed where the other account is suspended, and where another one stood beside it before', () => {
    expect(stateOf(nextQuarter({ before, now: [{ ...spook, status: 'suspended' }] }))).toBe('closed');
    const first = aReview({ asOf: '2026-07-06T08:00:00Z', accept, accounts: [before, spook, ...others] });
    const next = { asOf: '2026-10-05T08:00:00Z', accept, after: first, accounts: [spook, ...others] };
    expect(stateOf(aReview({ ...next, decisions: [{ login: ghost, decision: 'revoke' }] }))).toBe('closed');
  });

  test('stays open while the other login is live, and ends when that is suspended or somebody decided about it', () => {
    const second = nextQuarter({ before, now: [spook] });
    const revoke = { login: ghost, decision: 'revoke' } as const;
    const third = { asOf: '2027-01-04T08:00:00Z', accept, after: second, decisions: [revoke] };
    const still = aReview({ ...third, accounts: [...others, spook] }).finding('ORPHANED_ACCOUNT', ghost);
    expect(still.state).toBe('open');
    expect(still.reason).toContain(`spook@acme.com, is live under a login that ${why}`);
    expect(stateOf(aReview({ ...third, accounts: [...others, { ...spook, status: 'suspended' }] }))).toBe('closed');
    const decided = { login: login('spook@acme.com'), decision: 'keep', at: at('2026-11-02T08:00:00Z') } as const;
    const reviewed = aReview({ ...third, accounts: [...others, spook], decisions: [revoke, decided] });
    expect(stateOf(reviewed)).toBe('closed');
    expect(reviewed.codes(ghost)).not.toContain('VANISHED_ACCOUNT');
  });

  test('is followed where the login was changed twice', () => {
    const second = nextQuarter({ before, now: [spook] });
    const again = anAccount({ login: 'shade@acme.com', ...says });
    const third = aReview({
      asOf: '2027-01-04T08:00:00Z',
      accept,
      after: second,
      accounts: [...others, again],
      decisions: [{ login: ghost, decision: 'revoke' }],
    });
    expect(third.finding('ORPHANED_ACCOUNT', ghost).reason).toContain('shade@acme.com');
  });

  test('is followed where its own login was given to an account that was made since, and in the quarter after', () => {
    const dated = { ...before, createdAt: made };
    const old = { ...spook, createdAt: made };
    const heir = anAccount({ login: ghost, name: 'Heir', status: 'suspended', createdAt: '2026-09-01T08:00:00Z' });
    const second = nextQuarter({ before: dated, now: [old, heir] });
    expect(second.finding('ORPHANED_ACCOUNT', ghost)).toMatchObject({
      state: 'open',
      reason: expect.stringContaining('row 5 of this export, spook@acme.com, is live'),
    });
    const third = { asOf: '2027-01-04T08:00:00Z', accept, after: second, accounts: [...others, old, heir] };
    const decisions = [{ login: ghost, decision: 'revoke' as const }];
    expect(stateOf(aReview({ ...third, decisions }))).toBe('open');
    const first = aReview({ asOf: '2026-07-06T08:00:00Z', accept, accounts: [dated, ...others] });
    const next = { asOf: '2026-10-05T08:00:00Z', accept, after: first, accounts: [...others, old, heir] };
    expect(stateOf(aReview({ ...next, decisions, version: '0.21.0' }))).toBe('closed');
  });

  test('is judged as it was by a run of an earlier version', () => {
    const first = aReview({ asOf: '2026-07-06T08:00:00Z', accept, accounts: [before, ...others] });
    const next = { asOf: '2026-10-05T08:00:00Z', accept, after: first, accounts: [...others, spook] };
    const decisions = [{ login: ghost, decision: 'revoke' as const, until: onDay('2026-12-31') }];
    expect(stateOf(aReview({ ...next, decisions, version: '0.20.0' }))).toBe('closed');
  });
});

test('an account is the same whose creation one export tells by its day alone, and another by a time of that day far west', () => {
  const day = { ...numbered, createdAt: dayMoment(onDay('2024-02-02'), 'Europe/Berlin') };
  const west = anAccount({ login: 'spook@acme.com', employeeId: 'E7', createdAt: '2024-02-03T09:30:00Z' });
  expect(stateOf(nextQuarter({ before: day, now: [west] }))).toBe('open');
});

test.each<[string, Account, Partial<Account>]>([
  ['a number that a second account bears', numbered, { employeeId: 'E7', createdAt: null }],
  ['its number, and was created at another time', { ...numbered, createdAt: made }, { employeeId: 'E7' }],
  ['its name alone', named, { name: 'Ghost Gone' }],
  ['the time of its creation alone', named, { name: 'Somebody Else', createdAt: made }],
])('an account under a new login that has %s is another one', (what, before, says) => {
  const spook = anAccount({ login: 'spook@acme.com', ...says });
  const twin = anAccount({ login: 'twin@acme.com', status: 'suspended', employeeId: 'E7' });
  const review = nextQuarter({ before, now: what.includes('second') ? [spook, twin] : [spook] });
  expect(stateOf(review)).toBe('closed');
});

test.each(['VANISHED_ACCOUNT', 'ORPHANED_ACCOUNT'] as const)(
  'of an account that vanished without a decision, %s tells as which one it may go on',
  (code) => {
    const spook = anAccount({ login: 'spook@acme.com', employeeId: 'E7', createdAt: null });
    const { reason } = nextQuarter({ before: numbered, now: [spook], revoked: false }).finding(code, ghost);
    expect(reason).toContain('nobody decided to remove it');
    expect(reason).toContain(
      'Perhaps its login was changed: row 5 of this export, spook@acme.com, is live under a login',
    );
    expect(reason).not.toContain('gone');
  },
);
