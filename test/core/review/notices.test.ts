// Whom a notice is for: one person is told once, however the configuration spells them.
import { describe, expect, test } from 'vitest';
import { noticesOf } from '../../../core/review/notices/due.ts';
import type { NoticeFacts } from '../../../core/review/notices/due.ts';
import { missingNotices, notPerformedNotices } from '../../../core/review/notices/missing.ts';
import { sentIn } from '../../../core/review/notices/post.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aLine, stateAfter, streamOf } from '../../support/review/review-line.ts';
import { at, onDay } from '../../support/time.ts';

const config: NoticeFacts['config'] = {
  mail: { to: ['grc@acme.com'] },
  reviewers: { rules: [] },
  calendar: { timeZone: 'UTC', fiscalYearStart: 1 },
};

const facts: NoticeFacts = {
  review: '2026-Q4',
  state: stateAfter(),
  phase: 'open',
  undecided: [],
  cannotDecide: [],
  assigned: new Set(),
  blocks: 0,
  cannotSign: new Set(),
  keys: new Set(),
  exceptions: [],
  dueDay: onDay('2027-01-15'),
  today: onDay('2026-10-08'),
  config,
};

test('whoever reviews lines and gets the mail of the office in another spelling is told one count', () => {
  const mona = login('mona@acme.com');
  const undecided = [null, mona].map((reviewer) => ({
    line: aLine({ login: 'user@acme.com' }),
    reviewer,
    codes: [],
  }));
  const told = noticesOf({
    ...facts,
    undecided,
    assigned: new Set([mona]),
    config: { ...config, mail: { to: ['Mona@ACME.com'] } },
  });
  expect(told.map(({ to, notice }) => [to, 'lines' in notice ? notice.lines : null])).toEqual([[mona, 2]]);
});

test('that lines wait for somebody who cannot decide is told each week to those who may hand them over', () => {
  const reviewers = { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' };
  const chef = login('chef@holding.example');
  const undecided = [{ line: aLine({ login: 'user@acme.com' }), reviewer: chef, codes: [] }];
  const told = (today: string, cannotDecide: NoticeFacts['cannotDecide']): readonly (readonly [string, string])[] =>
    noticesOf({ ...facts, undecided, cannotDecide, today: onDay(today), config: { ...config, reviewers } }).map(
      ({ to, key }) => [to, key],
    );
  const waiting = [{ lines: 20 }, { lines: 9 }];
  expect(told('2026-10-08', waiting)).toEqual([
    ['grc@acme.com', 'cannot-decide-0'],
    ['cfo@acme.com', 'cannot-decide-0'],
    [chef, 'opening'],
  ]);
  expect(told('2026-10-20', waiting)).toContainEqual(['cfo@acme.com', 'cannot-decide-2']);
  expect(told('2026-10-08', [])).toEqual([[chef, 'opening']]);
});

const decided = {
  kind: 'decided',
  at: at('2026-10-06T09:00:00Z'),
  by: 'grc@acme.com',
  assurance: 'asserted',
} as const;
const ghost = login('ghost@acme.com');

test.each([
  ['14 days before', '2026-10-17', true],
  ['on its last day', '2026-10-31', true],
  ['15 days before', '2026-10-16', false],
  ['the day after', '2026-11-01', false],
])('an exception is announced from 14 days before its end until that day: %s', (_when, today, isTold) => {
  const line = { login: ghost, decision: 'except', until: onDay('2026-10-31'), reason: 'x', codesSeen: [] } as const;
  const { decisions } = stateAfter({ ...decided, lines: [line] });
  const told = noticesOf({ ...facts, exceptions: [...decisions.values()], today: onDay(today) });
  expect(told.some(({ notice }) => notice.kind === 'exception-ending')).toBe(isTold);
});

test.each([
  ['2026-10-14', false],
  ['2026-10-15', true],
])('a removal is overdue from the eighth day after its order: %s', (today, isTold) => {
  const line = { login: ghost, decision: 'revoke', until: null, reason: 'x', codesSeen: [] } as const;
  const order = {
    kind: 'work-order-issued',
    at: at('2026-10-07T09:00:00Z'),
    by: null,
    number: 1,
    run: 'run',
    logins: [ghost],
    left: [],
    files: [],
  } as const;
  const state = stateAfter({ ...decided, lines: [line] }, order);
  const told = noticesOf({ ...facts, state, phase: 'signed', today: onDay(today) });
  expect(told.some(({ notice }) => notice.kind === 'removal-overdue')).toBe(isTold);
});

test.each([
  ['2027-01-01', 'review-missing-14'],
  ['2027-01-08', 'review-missing-7'],
  ['2027-01-15', 'review-missing-1'],
  ['2027-01-16', undefined],
])('that there is no review yet is told until the due day itself: %s', (today, key) => {
  const [told] = missingNotices({ review: '2026-Q4', dueDay: facts.dueDay, hasRun: false }, onDay(today), config);
  expect(told?.key).toBe(key);
});

const office = {
  ...config,
  reviewers: { rules: [], fallback: 'lead@acme.com', controlOwner: 'cfo@acme.com' },
};
const period = { review: '2026-Q4', dueDay: facts.dueDay };

test('that there is no review yet is told to the office and the fallback, and that it was missed to the control owner too', () => {
  const missing = missingNotices({ ...period, hasRun: false }, onDay('2027-01-08'), office);
  expect(missing.map(({ to }) => to)).toEqual(['grc@acme.com', 'lead@acme.com']);
  const missed = notPerformedNotices(period, office);
  expect(missed.map(({ to }) => to)).toEqual(['grc@acme.com', 'lead@acme.com', 'cfo@acme.com']);
});

/** Who is asked to sign first, of a review that one person decided and others have lines in. */
function firstAsked(by: string, assigned: readonly string[] = [], cannotSign: readonly string[] = []) {
  const lines = [{ login: ghost, decision: 'keep', until: null, reason: 'x', codesSeen: [] }] as const;
  const told = noticesOf({
    ...facts,
    phase: 'remediation',
    state: stateAfter({ ...decided, by, lines }),
    assigned: new Set(assigned.map(login)),
    cannotSign: new Set(cannotSign),
    config: office,
  });
  return told.filter(({ notice }) => notice.kind === 'sign-off').map(({ to }) => to);
}

describe('once every line is decided, to sign first is asked', () => {
  test('the fallback, who decided something', () => {
    expect(firstAsked('lead@acme.com')).toEqual(['lead@acme.com']);
  });

  test('the fallback, who has lines, though another decided them', () => {
    expect(firstAsked('mona@acme.com', ['lead@acme.com'])).toEqual(['lead@acme.com']);
  });

  test('who decided, where the fallback has no lines and decided nothing', () => {
    expect(firstAsked('mona@acme.com')).toEqual(['mona@acme.com']);
  });

  test('who decided, where the signature of the fallback would be refused', () => {
    expect(firstAsked('mona@acme.com', ['lead@acme.com'], ['lead@acme.com'])).toEqual(['mona@acme.com']);
  });
});

const decidedKeep = {
  ...decided,
  lines: [{ login: ghost, decision: 'keep', until: null, reason: 'x', codesSeen: [] }],
} as const;

test('while something blocks the signature, it is told to those who lead the review, and nobody is asked to sign', () => {
  const told = noticesOf({ ...facts, phase: 'remediation', state: stateAfter(decidedKeep), blocks: 2, config: office });
  expect(told.map(({ to, key, notice }) => [to, key, notice.kind === 'sign-off-blocked' && notice.blocks])).toEqual([
    ['lead@acme.com', 'sign-off-blocked-reviewer-0', 2],
    ['cfo@acme.com', 'sign-off-blocked-reviewer-0', 2],
  ]);
});

test('after a review was voided, everything is told anew to whoever was told of it', () => {
  const mails = [{ id: '1', to: 'ann@acme.com', notices: ['opening'] }];
  const mailed = { kind: 'mailed', at: at('2026-10-06T09:00:00Z'), day: onDay('2026-10-06'), mails } as const;
  const voided = { ...decided, kind: 'voided', reason: 'opened on the test instance' } as const;
  expect(sentIn(new Map([['2026-Q4', streamOf(mailed)]])).told.size).toBe(1);
  expect(sentIn(new Map([['2026-Q4', streamOf(mailed, voided)]])).told.size).toBe(0);
});

test('a review that is closed is told with the removals that its report counts, and not what is to stay again or a key', () => {
  const [gone, back, key] = [ghost, login('back@acme.com'), login('key@acme.com')];
  const before = login('before@acme.com');
  const deciding = (names: readonly (typeof gone)[], decision: 'revoke' | 'keep') => ({
    ...decided,
    lines: names.map((name) => ({ login: name, decision, until: null, reason: 'because', codesSeen: [] })),
  });
  const number = { number: 1, run: 'run', files: [], left: [] };
  const closed = stateAfter(
    deciding([gone, back, key, before], 'revoke'),
    { kind: 'work-order-issued', at: at('2026-10-07T08:00:00Z'), by: null, ...number, logins: [gone, back] },
    {
      kind: 'removals-observed',
      at: at('2026-10-12T08:00:00Z'),
      run: 'later',
      exportedAt: at('2026-10-11T08:00:00Z'),
      lines: [gone, back].map((name) => ({ login: name, shown: 'suspended' })),
    },
    deciding([back], 'keep'),
    { kind: 'closed', at: at('2026-10-20T08:00:00Z'), by: 'grc@acme.com' },
  );
  const [told] = noticesOf({ ...facts, state: closed, phase: 'closed', keys: new Set([key]) });
  expect(told?.notice).toMatchObject({ kind: 'closing', decisions: 4, removed: 1, gone: 1 });
});
