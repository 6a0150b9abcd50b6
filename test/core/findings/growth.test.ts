// How the work of a comparison grows with the company, counted by what it looks at, so that no clock has a say.
import { expect, test } from 'vitest';
import type { Account } from '../../../core/inputs/account.ts';
import type { History } from '../../../core/inputs/history.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { changesOf, earlierRevocations, leaverRows, populationRows } from '../../../core/report/rows.ts';
import { reviewLinesOf } from '../../../core/review/lines/lines-of.ts';
import { Counter } from '../../support/counter.ts';
import { anAccount, anIdentity, login } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

/** Of eight accounts one is each: orphaned, a leaver's, renamed, suspended; the rest are as they should be. */
function accountsOf(size: number, of: 'first' | 'second'): readonly Account[] {
  return numbers(size).flatMap((n) => {
    // Gone from the second export, half of them by a decision.
    if (of === 'second' && n % 8 === 5) return [];
    return anAccount({
      login: loginOf(n),
      status: n % 8 === 3 ? 'suspended' : 'active',
      role: n % 9 ? 'User' : 'Admin',
    });
  });
}

function identitiesOf(size: number, of: 'first' | 'second'): readonly Identity[] {
  return numbers(size).flatMap((n) => {
    if (n % 8 === 0 || (of === 'second' && n % 8 === 1)) return [];
    const isRenamed = of === 'second' && n % 8 === 2;
    return anIdentity({ id: `id-${n}`, login: isRenamed ? `new-${loginOf(n)}` : loginOf(n) });
  });
}

function numbers(size: number): readonly number[] {
  return Array.from({ length: size }, (_, n) => n);
}

function loginOf(n: number): string {
  return `person${n}@acme.com`;
}

/** Half of the accounts that are gone were revoked; every other one is excepted. */
function decisionsOn(size: number): History['decisions'] {
  return numbers(size).map((n) => ({
    login: login(loginOf(n)),
    review: '2026-Q3',
    decision: n % 16 === 5 ? 'revoke' : 'except',
    until: null,
    by: 'grc@acme.com',
    at: at('2026-07-20T00:00:00Z'),
    codesSeen: ['ORPHANED_ACCOUNT'],
  }));
}

function reports({ assessment, config }: Reviewed, history: History): void {
  populationRows(assessment, config);
  changesOf(assessment, history, config);
  earlierRevocations(assessment, history);
  leaverRows(assessment.judgements, {
    leaverHours: config.policy.leaverHours,
    exportedAt: at('2026-10-05T07:00:00Z'),
    tells: { lastLogin: true },
  });
  const { judgements, findings, unheldKeys, next } = assessment;
  const { decisions } = history;
  const lines = { judgements, findings, unheldKeys, config, asOf, history, next, decisions, delta: null };
  reviewLinesOf(lines, { run: 'run', since: null });
}

const asOf = at('2026-10-05T08:00:00Z');

function firstRun(size: number): { readonly visits: number; readonly run: Reviewed } {
  const counter = new Counter();
  const run = aReview({
    accounts: counter.of(accountsOf(size, 'first')),
    entra: counter.of(identitiesOf(size, 'first')),
    asOf: '2026-07-05T08:00:00Z',
    accept: ['empty-directory', 'drop-identities', 'drop-rows', 'drop-assignments'],
  });
  reports({ ...run, assessment: counter.of(run.assessment) }, counter.of(run.history));
  return { visits: counter.visits, run };
}

function secondRun(size: number): number {
  const counter = new Counter();
  const before = firstRun(size).run;
  const history = counter.of({ ...before.history, decisions: decisionsOn(size) });
  const run = aReview({
    accounts: counter.of(accountsOf(size, 'second')),
    entra: counter.of(identitiesOf(size, 'second')),
    after: { ...before, history },
    accept: ['empty-directory', 'drop-identities', 'drop-rows', 'drop-assignments'],
  });
  reports({ ...run, assessment: counter.of(run.assessment) }, history);
  return counter.visits;
}

/** Everybody has an account and an identity in two directories, and one mailbox of all is a login of each. */
function withOneLogin(size: number): number {
  const people = (id: string): readonly Identity[] =>
    numbers(size).map((n) =>
      anIdentity({
        id: `${id}-${n}`,
        login: `${id}-${loginOf(n)}`,
        logins: [`${id}-${loginOf(n)}`, 'all@acme.com'],
        state: 'deleted',
        assignments: [{ via: 'direct', group: null, role: null, since: null, blocked: null }],
      }),
    );
  const counter = new Counter();
  aReview({
    accounts: numbers(size).map((n) => anAccount({ login: `okta-${loginOf(n)}` })),
    entra: counter.of(people('entra')),
    okta: counter.of(people('okta')),
    accept: ['empty-directory'],
  });
  return counter.visits;
}

/** Nobody bears the login of an account, and everybody has one number. */
function withOneNumber(size: number): number {
  const counter = new Counter();
  const run = aReview({
    accounts: counter.of(numbers(size).map((n) => anAccount({ login: loginOf(n), employeeId: 'E0000' }))),
    entra: counter.of(numbers(size).map((n) => anIdentity({ login: `entra-${loginOf(n)}`, employeeId: 'E0000' }))),
  });
  expect(run.situation(loginOf(0))).toBe('unmatched');
  return counter.visits;
}

/** The company has a new domain since, and the run after that still follows everybody. */
function withNewDomain(size: number): number {
  const counter = new Counter();
  const named = (domain: string): readonly Account[] =>
    numbers(size).map((n) => anAccount({ login: `person${n}@${domain}`, name: `Person ${n}` }));
  const accept = ['empty-directory', 'drop-rows', 'wrong-instance'] as const;
  const before = aReview({ accounts: named('acme.com'), asOf: '2026-04-05T08:00:00Z', accept });
  const then = { asOf: '2026-07-05T08:00:00Z', accept, accounts: counter.of(named('acme.example')) };
  const first = { ...before, history: counter.of(before.history) };
  const renamed = aReview({ ...then, after: first });
  const second = counter.of({ ...renamed.history, decisions: decisionsOn(size) });
  aReview({ ...then, asOf: '2026-10-05T08:00:00Z', after: { ...renamed, history: second } });
  expect(second.renamed).toHaveLength(size);
  return counter.visits;
}

test('with another login of everybody, twice the accounts look at no more than 2.2 times as much', () => {
  expect(withNewDomain(400) / withNewDomain(200)).toBeLessThan(2.2);
});

test('with a number that everybody shares, twice the accounts look at no more than 2.2 times as much', () => {
  expect(withOneNumber(400) / withOneNumber(200)).toBeLessThan(2.2);
});

test('with a login that everybody shares, twice the people are joined by no more than 4.4 times as many looks', () => {
  expect(withOneLogin(80) / withOneLogin(40)).toBeLessThan(4.4);
});

test('a first run of twice the accounts looks at no more than 2.2 times as much', () => {
  expect(firstRun(1600).visits / firstRun(800).visits).toBeLessThan(2.2);
});

test('a second run of twice the accounts, with their findings, decisions and ledger, looks at no more than 2.2 times as much', () => {
  expect(secondRun(1600) / secondRun(800)).toBeLessThan(2.2);
});
