// Who has left: by a directory, by HR, or because earlier runs saw them and nobody does now (contract, section 6).
import { describe, expect, test } from 'vitest';
import { canonicalLogin } from '../../../../core/values/login.ts';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const linked = janeIs({});

function situationOf(says: ReviewSays): string {
  return aReview({ accounts: [jane], ...says }).situation(jane);
}

function reasonOfLeaver(says: ReviewSays): string {
  return aReview({ accounts: [jane], leavers: { [jane]: '2026-10-04' }, ...says }).finding('LEAVER_ACCOUNT').reason;
}

function leaving(notAfter: string): ReviewSays {
  return { entra: [janeIs({ left: leftBy(notAfter) })] };
}

describe('deleted', () => {
  test('is who is past their leave date, although the identity is active', () => {
    expect(situationOf(leaving('2026-10-05T07:59:59Z'))).toBe('deleted');
  });

  test('is nobody whose leave date is as-of or still to come', () => {
    expect(situationOf(leaving('2026-10-05T08:00:00Z'))).toBe('linked');
    expect(situationOf(leaving('2026-10-31T00:00:00Z'))).toBe('linked');
  });

  test('is whom the leavers file names, whatever the directories say', () => {
    expect(situationOf({ entra: [linked], okta: [linked], leavers: { [jane]: '2026-10-04' } })).toBe('deleted');
  });

  test('is told as a contradiction where a directory still lets in whom the leavers file names', () => {
    const said = "the person sign in: HR's list decides, so take out of it whoever came back.";
    expect(reasonOfLeaver({ entra: [linked], okta: [linked] })).toContain(` entra and okta still let ${said}`);
    expect(reasonOfLeaver({ entra: [janeIs({ state: 'disabled' })] })).not.toContain(said);
    expect(reasonOfLeaver({})).not.toContain(said);
  });

  test('is whom the leavers file names by another login of the same identity', () => {
    const entra = [janeIs({ logins: [jane, 'doe@acme.com'] })];
    expect(situationOf({ entra, leavers: { 'DOE@acme.com': '2026-10-04' } })).toBe('deleted');
  });

  test('is in every directory whom the leavers file names by a login that only one directory knows', () => {
    const entra = [janeIs({ logins: [jane, 'doe@acme.com'] })];
    expect(situationOf({ entra, okta: [linked], leavers: { 'doe@acme.com': '2026-10-04' } })).toBe('deleted');
  });

  test('is whom the leavers file names by the login of the account, matched by another', () => {
    const entra = [anIdentity({ login: 'doe@acme.com', aliases: [{ login: jane, source: 'on-premises' }] })];
    expect(situationOf({ entra, leavers: { [jane]: '2026-10-04' } })).toBe('deleted');
  });

  test('is whom the leavers file names and no directory knows', () => {
    expect(situationOf({ leavers: { [jane]: '2026-10-04' } })).toBe('deleted');
  });

  test('is nobody whose last day is today or later', () => {
    expect(situationOf({ entra: [linked], leavers: { [jane]: '2026-10-05' } })).toBe('linked');
  });

  test('is nobody whose alias alone is in the leavers file', () => {
    const entra = [janeIs({ aliases: [{ login: 'old@acme.com', source: 'proxy' }] })];
    expect(situationOf({ entra, leavers: { 'old@acme.com': '2026-10-04' } })).toBe('linked');
  });
});

describe('an identity that an earlier accepted run saw', () => {
  const before = aReview({ accounts: [jane], entra: [linked], asOf: '2026-09-28T08:00:00Z' });
  const now = (says: ReviewSays): ReviewSays => ({
    after: before,
    accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
    ...says,
  });

  test('has left when a complete snapshot no longer holds it', () => {
    const review = aReview({ accounts: [jane], ...now({}) });
    expect(review.situation(jane)).toBe('deleted');
    expect(review.judgement(jane).left).toMatchObject({
      notBefore: at('2026-09-28T08:00:00Z'),
      notAfter: at('2026-10-05T07:00:00Z'),
    });
  });

  test('is not known to have left while the snapshot is incomplete', () => {
    expect(situationOf(now({ headers: { entra: { completeness: 'partial' } } }))).toBe('undetermined');
  });

  test('has not left when it only bears another name now', () => {
    const renamed = anIdentity({ login: 'jane.roe@acme.com', id: linked.id });
    const review = aReview({ accounts: [jane], ...now({ entra: [renamed] }) });
    expect(review.situation(jane)).toBe('unmatched');
    expect(review.finding('ORPHANED_ACCOUNT').reason).toContain(
      'in entra, who is there today under another login, jane.roe@acme.com.',
    );
  });

  test('is not said to be anywhere today where the directory that knew the person is no longer asked', () => {
    const first = aReview({ accounts: [jane], people: { hr: [linked] }, asOf: '2026-09-28T08:00:00Z' });
    const review = aReview({ accounts: [jane], after: first, asOf: '2026-10-05T08:00:00Z' });
    expect(review.situation(jane)).toBe('unmatched');
    expect(review.finding('ORPHANED_ACCOUNT').reason).toContain('in hr, a directory that is no longer asked.');
  });

  test('has left the authoritative directory, although another still lets the person in', () => {
    const both = now({ okta: [linked], authoritative: { entra: ['acme.com'] } });
    expect(situationOf(both)).toBe('deleted');
    expect(situationOf({ ...both, authoritative: {} })).toBe('linked');
  });

  test('is known by the account that it was matched to by an employee id', () => {
    const numbered = anIdentity({ login: 'roe@acme.com', employeeId: 'E1' });
    const account = { ...before.judgement(jane).account, employeeId: 'E1' };
    const first = aReview({ accounts: [account], entra: [numbered], asOf: '2026-09-28T08:00:00Z' });
    expect(first.situation(jane)).toBe('linked');
    expect(aReview({ ...now({}), accounts: [account], after: first }).situation(jane)).toBe('deleted');
  });

  test('has left also when the account bears only the login of an identity that it was joined with', () => {
    const joined = anIdentity({ login: 'doe@acme.com', logins: ['doe@acme.com'] });
    const okta = [janeIs({ logins: [jane, 'doe@acme.com'] })];
    const first = aReview({ accounts: [jane], entra: [joined], okta, asOf: '2026-09-28T08:00:00Z' });
    const authoritative = { entra: ['acme.com'] };
    expect(aReview({ ...now({ okta, authoritative }), accounts: [jane], after: first }).situation(jane)).toBe(
      'deleted',
    );
  });
});

describe('somebody whom HR names by a login of an identity that the directory has purged', () => {
  const both = [jane, 'jane.smith@acme.com'];
  const smith = anIdentity({ login: jane, id: 'smith', nameId: 'jane.smith@acme.com', logins: both });
  const elsewhere = anIdentity({ login: jane, id: 'elsewhere' });
  const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
  const says = { accounts: [jane], okta: [elsewhere], leavers: { 'jane.smith@acme.com': '2026-09-30' }, accept };
  const authoritative = { okta: ['acme.com'] };
  const deleted = { ...smith, state: 'deleted', left: null } as const;
  const before = aReview({ ...says, authoritative, entra: [deleted], asOf: '2026-10-02T08:00:00Z' });
  const now = (more: ReviewSays): Reviewed => aReview({ ...says, authoritative, after: before, ...more });

  test('stays a leaver, and the finding stays open', () => {
    expect(before.codes(jane)).toContain('LEAVER_ACCOUNT');
    const { state, reason } = now({}).finding('LEAVER_ACCOUNT');
    expect(state).toBe('open');
    expect(reason).toContain('HR names jane.smith@acme.com, by which entra knew the person until 2 October 2026');
    const lapsed = anIdentity({ login: jane, id: 'lapsed', left: leftBy('2026-09-15T00:00:00Z') });
    expect(now({ entra: [lapsed] }).codes(jane)).toContain('LEAVER_ACCOUNT');
    expect(now({ okta: [] }).judgement(jane).left).toMatchObject({ source: 'leavers file' });
  });

  test('is not whoever got the login of it since', () => {
    expect(now({ okta: [{ ...elsewhere, createdAt: at('2026-10-03T00:00:00Z') }] }).situation(jane)).toBe('linked');
    expect(now({ entra: [anIdentity({ login: jane, id: 'heir' })] }).situation(jane)).toBe('linked');
    expect(now({ leavers: { 'jane.smith@acme.com': '2026-10-05' } }).situation(jane)).toBe('linked');
  });
});

test('somebody whose key an earlier version kept with a final sigma is known by it', () => {
  const login = 'γιώργος@acme.com';
  const before = aReview({
    accounts: [login, 'ada@acme.com'],
    entra: [login, 'ada@acme.com'],
    asOf: '2026-10-04T08:00:00Z',
  });
  const ledger = before.history.ledger.map((entry) => ({
    ...entry,
    logins: entry.logins.map((key) => canonicalLogin(key.replaceAll('σ@', 'ς@')) ?? key),
  }));
  const after = { ...before, history: { ...before.history, ledger } };
  const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
  const now = aReview({ accounts: ['ΓΙΏΡΓΟΣ@acme.com', 'ada@acme.com'], entra: ['ada@acme.com'], after, accept });
  expect(now.situation(login)).toBe('deleted');
});

describe('an account with a number that many bear', () => {
  const temps = Array.from({ length: 7 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E0' }));
  const says = {
    accounts: [anAccount({ login: jane, employeeId: 'E0' })],
    accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
  } satisfies ReviewSays;

  test('is no leaver’s when one of all those is gone to whom earlier versions tied it', () => {
    const before = aReview({ ...says, entra: temps, version: '0.12.0', asOf: '2026-09-28T08:00:00Z' });
    expect(before.situation(jane)).toBe('linked');
    const review = aReview({ ...says, entra: temps.slice(1), after: before });
    expect(review.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    const { reason } = review.finding('ORPHANED_ACCOUNT', jane);
    expect(reason).toContain('now. An earlier accepted run tied it to somebody with its employee number.');
  });

  test('is a leaver’s when whoever it belonged to is gone', () => {
    const alias = { login: 'old@acme.com', aliases: [{ login: jane, source: 'on-premises' }] } as const;
    const entra = [anIdentity({ ...alias, employeeId: 'E0' }), ...temps];
    const before = aReview({ ...says, entra, asOf: '2026-09-28T08:00:00Z' });
    expect(before.situation(jane)).toBe('linked');
    expect(aReview({ ...says, entra: temps, after: before }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
  });
});

describe('somebody who is gone from a directory that took an hour to read', () => {
  const first = aReview({ accounts: [jane], entra: [linked], asOf: '2026-09-01T08:00:00Z' });
  const read = { call: 'users', pages: 9, rows: 900, retries: 0, requestIds: [], ok: true };
  const calls = [{ ...read, firstAt: at('2026-10-05T06:00:00Z'), lastAt: at('2026-10-05T07:00:00Z') }];

  function loggedIn(lastLogin: string, version?: string): readonly string[] {
    return aReview({
      accounts: [anAccount({ login: jane, lastLogin })],
      after: first,
      takenAt: '2026-10-05T06:00:00Z',
      headers: { entra: { calls } },
      accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
      ...(version === undefined ? {} : { version }),
    }).codes(jane);
  }

  test('may have logged in and left meanwhile', () => {
    expect(loggedIn('2026-10-05T06:30:00Z')).toEqual(['LEAVER_ACCOUNT']);
    expect(loggedIn('2026-10-05T06:30:00Z', '0.22.0')).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
  });

  test('had left by its end', () => {
    expect(loggedIn('2026-10-05T07:30:00Z')).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
  });
});

describe('a leave date that an earlier run read before it came, of somebody who is gone since', () => {
  const says = { entra: [janeIs({ left: leftBy('2026-09-20T00:00:00Z') })], asOf: '2026-09-01T00:00:00Z' };
  const first = aReview({ accounts: [jane], ...says });

  function now(more: ReviewSays = {}, lastLogin = '2026-09-25T00:00:00Z'): Reviewed {
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    return aReview({ accounts: [anAccount({ login: jane, lastLogin })], after: first, accept, ...more });
  }

  test('is when they left: a login after it is one after leaving, and says who told the day', () => {
    const review = now();
    expect(review.codes(jane)).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
    const { reason } = review.finding('ACCESS_AFTER_LEAVING');
    expect(reason).toContain(
      'entra: deletedDateTime, told before that day to an accepted run, absent now; whether it was moved since is not known',
    );
    expect(now({}, '2026-09-19T00:00:00Z').codes(jane)).toEqual(['LEAVER_ACCOUNT']);
    expect(now({ version: '0.14.0' }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('makes a removal late that came long after it', () => {
    const suspended = anAccount({
      login: jane,
      status: 'suspended',
      suspendedAt: '2026-09-24T00:00:00Z',
      lastLogin: '2026-09-10T00:00:00Z',
    });
    expect(now({ accounts: [suspended] }).codes(jane)).toEqual(['LATE_REMOVAL']);
  });

  test('says nothing where it has not come yet, or the directory told another one since', () => {
    const later = aReview({
      accounts: [jane],
      entra: [janeIs({ left: leftBy('2026-12-31T00:00:00Z') })],
      asOf: '2026-09-02T00:00:00Z',
      after: first,
    });
    expect(now({ after: later }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
    const taken = aReview({ accounts: [jane], entra: [janeIs({})], asOf: '2026-09-02T00:00:00Z', after: first });
    expect(now({ after: taken }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('makes nobody gone who may be there still', () => {
    expect(now({ headers: { entra: { sight: 'unproven' } } }).situation(jane)).toBe('undetermined');
  });
});
