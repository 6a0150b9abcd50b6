// An account that was made anew under a login about which somebody had decided, and that goes without a decision.
import { expect, test } from 'vitest';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anAccount, login } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'drop-rows', 'wrong-instance'] as const;
const entra = [janeIs({ assignments: [] }), 'else@acme.com'];

const old: ReviewSays = { accounts: [jane], entra };
const anew: ReviewSays = { accounts: [anAccount({ login: jane, createdAt: '2026-03-01T00:00:00Z' })], entra };
const absent: ReviewSays = { accounts: ['else@acme.com'], entra };

function revokedOn(day: string): ReviewSays {
  return { decisions: [{ login: login(jane), at: at(`${day}T00:00:00Z`) }] };
}

/** A run each quarter; the account was revoked before the second one, unless a run says another day. */
function last(...each: readonly ReviewSays[]): Reviewed {
  const quarters = ['2026-01-05', '2026-04-06', '2026-07-06', '2026-10-05', '2027-01-04'];
  let run: Reviewed | undefined;
  for (const [index, says] of each.entries()) {
    const after = run === undefined ? {} : { after: run, ...revokedOn('2026-02-01') };
    run = aReview({ asOf: `${quarters[index] ?? ''}T08:00:00Z`, accept, ...after, ...says });
  }
  if (run === undefined) throw new Error('the test wrote no run');
  return run;
}

test('it is missed, and the one that was revoked is not', () => {
  expect(last(old, anew, absent).codes(login(jane))).toContain('VANISHED_ACCOUNT');
  expect(last(old, old, absent).codes(login(jane))).not.toContain('VANISHED_ACCOUNT');
});

test('it is missed in every later run, until it is back or somebody has decided about it', () => {
  const missed = last(old, anew, absent, absent, absent);
  expect(missed.codes(login(jane))).toEqual(['UNASSIGNED_ACCOUNT', 'VANISHED_ACCOUNT']);
  expect(missed.finding('UNASSIGNED_ACCOUNT').state).toBe('vanished');
  expect(last(old, anew, absent, absent, { ...absent, ...revokedOn('2026-11-01') }).codes(login(jane))).toEqual([]);
  expect(last(old, anew, absent, absent, anew).codes(login(jane))).toEqual(['UNASSIGNED_ACCOUNT']);
});
