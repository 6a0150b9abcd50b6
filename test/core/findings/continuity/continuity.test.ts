// How findings live on over runs: their states, what they continue, in how many reviews they stood (contract, section 4).
import { describe, expect, test } from 'vitest';
import { findingId } from '../../../../core/findings/finding.ts';
import type { Code } from '../../../../core/names/codes.ts';
import type { Finding } from '../../../../core/findings/finding.ts';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at, onDay } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'drop-rows', 'wrong-instance'] as const;

const unassigned: ReviewSays = { accounts: [jane], entra: [janeIs({ assignments: [] })] };
const disabled: ReviewSays = { accounts: [jane], entra: [janeIs({ state: 'disabled' })] };
const fine: ReviewSays = { accounts: [jane], entra: [jane] };
const suspendedAccount: ReviewSays = { ...unassigned, accounts: [anAccount({ login: jane, status: 'suspended' })] };
const absent: ReviewSays = { accounts: ['else@acme.com'], entra: ['else@acme.com'] };
const held: ReviewSays = { headers: { okta: { completeness: 'unread' } } };

/** Runs one after another, each in its own quarter of 2026 and 2027 unless it says when; all acceptable gates accepted. */
function runs(...each: readonly ReviewSays[]): readonly Reviewed[] {
  const quarters = ['2026-01-05', '2026-04-06', '2026-07-06', '2026-10-05', '2027-01-04', '2027-04-05'];
  const all: Reviewed[] = [];
  for (const [index, says] of each.entries()) {
    const before = all.at(-1);
    const asOf = `${quarters[index] ?? ''}T08:00:00Z`;
    all.push(aReview({ asOf, accept, ...(before === undefined ? {} : { after: before }), ...says }));
  }
  return all;
}

function last(...each: readonly ReviewSays[]): Reviewed {
  const run = runs(...each).at(-1);
  if (run === undefined) throw new Error('the test wrote no run');
  return run;
}

function excepted(until: string, codesSeen: readonly Code[] = ['UNASSIGNED_ACCOUNT']): ReviewSays {
  return { decisions: [{ login: login(jane), decision: 'except', until: onDay(until), codesSeen: [...codesSeen] }] };
}

function short({ state, reviewsOpen, firstSeen, continues }: Finding): object {
  return { state, reviewsOpen, firstSeen: firstSeen.slice(0, 10), continues };
}

describe('a finding', () => {
  test('is new when no earlier accepted run told of it', () => {
    expect(short(last(unassigned).finding('UNASSIGNED_ACCOUNT'))).toEqual({
      state: 'new',
      reviewsOpen: 1,
      firstSeen: '2026-01-05',
      continues: null,
    });
  });

  test('is open when it was found before, and counts the periods, this one included', () => {
    expect(short(last(unassigned, unassigned, unassigned).finding('UNASSIGNED_ACCOUNT'))).toEqual({
      state: 'open',
      reviewsOpen: 3,
      firstSeen: '2026-01-05',
      continues: null,
    });
  });

  test('counts a period once, however many runs it has', () => {
    const again = last(unassigned, { ...unassigned, asOf: '2026-02-02T08:00:00Z' }).finding('UNASSIGNED_ACCOUNT');
    expect(again).toMatchObject({ state: 'open', reviewsOpen: 1 });
  });

  test('is closed when the export shows the account suspended, or when it holds no longer', () => {
    expect(last(unassigned, suspendedAccount).finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
    expect(last(unassigned, fine).finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
  });

  test('that is closed stands in the row of this export, not in that of an earlier one', () => {
    const moved: ReviewSays = { accounts: ['ann@acme.com', jane], entra: ['ann@acme.com', jane] };
    expect(last(unassigned, moved).finding('UNASSIGNED_ACCOUNT')).toMatchObject({ state: 'closed', row: 3 });
    expect(last(unassigned, absent).finding('UNASSIGNED_ACCOUNT').row).toBeNull();
  });

  test('is told as closed once, and then no more', () => {
    expect(last(unassigned, fine, fine).assessment.findings.map(({ code }) => code)).not.toContain(
      'UNASSIGNED_ACCOUNT',
    );
  });

  test('is reopened when it is found again after it was closed, and stays so until it is closed', () => {
    const [, , third, fourth, fifth, sixth] = runs(unassigned, fine, unassigned, unassigned, fine, unassigned);
    expect(third?.finding('UNASSIGNED_ACCOUNT')).toMatchObject({
      state: 'reopened',
      firstSeen: at('2026-01-05T08:00:00Z'),
    });
    expect(fourth?.finding('UNASSIGNED_ACCOUNT').state).toBe('reopened');
    expect(fifth?.finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
    expect(sixth?.finding('UNASSIGNED_ACCOUNT').state).toBe('reopened');
  });

  test('about a control is closed when the control holds', () => {
    const approved = { policy: { approvedBy: 'cfo@acme.com', approvedOn: '2026-01-01' } };
    expect(last(fine, { ...fine, ...approved }).finding('POLICY_UNAPPROVED').state).toBe('closed');
  });
});

describe('an account that is gone from the export', () => {
  test('leaves its findings vanished, never closed, when nobody decided to revoke it', () => {
    const [, second, third] = runs(unassigned, absent, absent);
    expect(second?.finding('UNASSIGNED_ACCOUNT').state).toBe('vanished');
    expect(third?.finding('UNASSIGNED_ACCOUNT')).toMatchObject({ state: 'vanished', reviewsOpen: 3 });
  });

  test('closes its findings when it was decided to revoke it', () => {
    const decisions = [{ login: login(jane) }];
    expect(last(unassigned, { ...absent, decisions }).finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
    expect(last(unassigned, absent, { ...absent, decisions }).finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
  });

  test.each(['keep', 'except'] as const)('leaves its findings vanished when it was decided to %s it', (decision) => {
    const decisions = [{ login: login(jane), decision, until: onDay('2027-01-01') }];
    expect(last(unassigned, { ...absent, decisions }).finding('UNASSIGNED_ACCOUNT').state).toBe('vanished');
  });

  test('stays vanished where an older export cannot show that a revocation was carried out', () => {
    const decisions = [{ login: login(jane) }];
    const older = { ...absent, decisions, exportedAt: '2026-04-05T08:00:00Z' };
    expect(last(unassigned, absent, older).finding('UNASSIGNED_ACCOUNT')).toMatchObject({
      state: 'vanished',
      reason: expect.stringContaining('not proven closed'),
    });
  });

  test('is no longer vanished when an older export shows it, which proves no end', () => {
    const older = { ...fine, exportedAt: '2026-04-05T08:00:00Z' };
    expect(last(unassigned, absent, older).finding('UNASSIGNED_ACCOUNT')).toMatchObject({
      state: 'open',
      reason: expect.stringContaining('not proven closed'),
    });
  });

  test('has open findings again when it is back', () => {
    expect(short(last(unassigned, absent, unassigned).finding('UNASSIGNED_ACCOUNT'))).toEqual({
      state: 'open',
      reviewsOpen: 3,
      firstSeen: '2026-01-05',
      continues: null,
    });
  });
});

describe('a finding whose account changes its situation', () => {
  test('goes on under the new code, with its age, and is not told as closed', () => {
    const second = last(unassigned, disabled);
    expect(short(second.finding('DISABLED_IDENTITY'))).toEqual({
      state: 'open',
      reviewsOpen: 2,
      firstSeen: '2026-01-05',
      continues: findingId('UNASSIGNED_ACCOUNT', jane),
    });
    expect(second.assessment.findings.map(({ code }) => code)).not.toContain('UNASSIGNED_ACCOUNT');
  });

  test('goes on under its first code when the situation returns', () => {
    expect(short(last(unassigned, disabled, unassigned).finding('UNASSIGNED_ACCOUNT'))).toEqual({
      state: 'open',
      reviewsOpen: 3,
      firstSeen: '2026-01-05',
      continues: findingId('DISABLED_IDENTITY', jane),
    });
  });

  test('keeps naming what it took over from only in the run that took over', () => {
    const third = last(unassigned, disabled, disabled).finding('DISABLED_IDENTITY');
    expect(short(third)).toEqual({ state: 'open', reviewsOpen: 3, firstSeen: '2026-01-05', continues: null });
  });

  test('is never said to have been first reported under a code that nobody knew of then', () => {
    const first = 'First reported on 5 January 2026, 08:00 UTC, under this code or one that it continues, open in';
    expect(last(unassigned, disabled).finding('DISABLED_IDENTITY').reason).toContain(`${first} 2 reviews.`);
    expect(last(unassigned, disabled, disabled).finding('DISABLED_IDENTITY').reason).toContain(`${first} 3 reviews.`);
    expect(last(unassigned, unassigned).finding('UNASSIGNED_ACCOUNT').reason).toContain(
      'First reported on 5 January 2026, 08:00 UTC, open in 2 reviews.',
    );
  });

  test('stays reopened under the new code', () => {
    expect(last(unassigned, fine, unassigned, disabled).finding('DISABLED_IDENTITY').state).toBe('reopened');
  });

  test('is reopened under its first code when it had been closed under the second', () => {
    expect(last(unassigned, disabled, fine, unassigned).finding('UNASSIGNED_ACCOUNT')).toMatchObject({
      state: 'reopened',
      firstSeen: at('2026-01-05T08:00:00Z'),
    });
  });

  test('does not pass on to findings that are not about the situation', () => {
    const dormant = anAccount({ login: jane, lastLogin: '2020-01-01', createdAt: '2019-01-01' });
    const second = last(unassigned, { accounts: [dormant], entra: [jane] });
    expect(second.finding('DORMANT_ACCOUNT')).toMatchObject({ state: 'new', continues: null });
    expect(second.finding('UNASSIGNED_ACCOUNT').state).toBe('closed');
  });

  test('does not pass on to another account', () => {
    const accounts = [jane, 'joe@acme.com'];
    const second = last(unassigned, {
      accounts,
      entra: [jane, anIdentity({ login: 'joe@acme.com', state: 'disabled' })],
    });
    expect(second.finding('DISABLED_IDENTITY')).toMatchObject({ state: 'new', continues: null });
  });
});

describe('an exception', () => {
  test('holds through its last day, and the reason says by whom', () => {
    const on = { ...unassigned, asOf: '2026-04-06T08:00:00Z' };
    const { state, reason } = last(unassigned, { ...on, ...excepted('2026-04-06') }).finding('UNASSIGNED_ACCOUNT');
    expect(state).toBe('excepted');
    expect(reason).toContain('Excepted until 6 April 2026 by grc@acme.com');
    expect(last(unassigned, { ...on, ...excepted('2026-04-05') }).finding('UNASSIGNED_ACCOUNT').state).toBe('open');
  });

  test('covers no account that was made under the login since', () => {
    const decided = at('2026-02-01T00:00:00Z');
    const decisions = (excepted('2027-01-01').decisions ?? []).map((one) => ({ ...one, at: decided }));
    const stateOf = (createdAt: string) => {
      const accounts = [anAccount({ login: jane, createdAt })];
      return last(unassigned, { ...unassigned, accounts, decisions }).finding('UNASSIGNED_ACCOUNT').state;
    };
    expect(stateOf('2026-03-01T00:00:00Z')).toBe('open');
    expect(stateOf('2024-01-15T00:00:00Z')).toBe('excepted');
  });

  test('covers only the codes that were seen when it was made', () => {
    const blind = last(unassigned, { ...unassigned, ...excepted('2027-01-01', []) });
    expect(blind.finding('UNASSIGNED_ACCOUNT').state).toBe('open');
    expect(last(unassigned, { ...disabled, ...excepted('2027-01-01') }).finding('DISABLED_IDENTITY').state).toBe(
      'open',
    );
  });

  test('does not make a finding forget that it had been closed', () => {
    const again = last(unassigned, fine, { ...unassigned, ...excepted('2026-08-01') }, unassigned);
    expect(again.finding('UNASSIGNED_ACCOUNT').state).toBe('reopened');
  });

  test('leaves the finding its age', () => {
    const after = last(unassigned, { ...unassigned, ...excepted('2026-05-01') }, unassigned).finding(
      'UNASSIGNED_ACCOUNT',
    );
    expect(after).toMatchObject({ state: 'open', reviewsOpen: 3, firstSeen: at('2026-01-05T08:00:00Z') });
  });
});

describe('a held run', () => {
  test('closes nothing and calls nothing vanished, and counts what it could not judge', () => {
    for (const now of [fine, suspendedAccount, absent]) {
      const { assessment } = last(unassigned, { ...now, ...held });
      const states = assessment.findings.map(({ state }) => state);
      expect(states).not.toContain('closed');
      expect(states).not.toContain('vanished');
      expect(assessment.notJudged).toBeGreaterThan(0);
    }
  });

  test('contributes no history', () => {
    const [first, second, third] = runs(unassigned, { ...disabled, ...held }, unassigned);
    expect(second?.assessment.next).toBeNull();
    expect(second?.history).toEqual(first?.history);
    expect(third?.finding('UNASSIGNED_ACCOUNT')).toMatchObject({ state: 'open', reviewsOpen: 2 });
  });

  test('by a short export closes nothing', () => {
    const many = Array.from({ length: 10 }, (_, index) => `u${index}@acme.com`);
    const short = last({ accounts: many }, { accounts: many.slice(0, 7), accept: ['empty-directory'] });
    expect(short.assessment.status).toBe('held');
    expect(short.assessment.findings.filter(({ state }) => state === 'closed' || state === 'vanished')).toEqual([]);
  });

  test('by a drop of the directory leaves everybody undetermined who would not be linked', () => {
    const many = Array.from({ length: 10 }, (_, index) => `u${index}@acme.com`);
    const review = last(
      { accounts: many, entra: many },
      { accounts: many, entra: many.slice(0, 7), accept: ['empty-directory'] },
    );
    expect(review.situation('u9@acme.com')).toBe('undetermined');
    expect(review.situation('u0@acme.com')).toBe('linked');
  });
});
