// An approved alias is that of the person whom it named when an accepted run tied the account to them.
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const account = 'jd@acme.com';
const named = 'jane.doe@acme.com';
const alias = { login: account, identity: named, approvedBy: 'cfo@acme.com' };
const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;

function her(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: named, id: 'her', name: 'Jane Doe', ...says });
}

function his(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: named, id: 'his', name: 'John Smith', ...says });
}

/** After a run in which the alias named her. */
function later(entra: readonly Identity[], says: ReviewSays = {}, before: Partial<IdentitySays> = {}): Reviewed {
  const accounts = [anAccount({ login: account, name: 'Jane Doe' })];
  const common: ReviewSays = { accounts, accept, config: { aliases: [alias] }, ...says };
  const after = aReview({ ...common, entra: [her(before)], asOf: '2026-07-05T08:00:00Z' });
  return aReview({ ...common, entra, after });
}

describe('an account that an approved alias ties to whoever got the login that it names', () => {
  const renamed = her({ login: 'jane.roe@acme.com' });

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['she has another login', [renamed, his()], {}],
    ['she is purged', [his()], {}],
    ['she is deleted', [her({ state: 'deleted', left: leftBy('2026-07-20T00:00:00Z'), assignments: [] }), his()], {}],
    ['the export tells no time of creation', [his()], { tells: { createdAt: false } }],
  ])('is told as one whose login passed on where %s', (_, entra, says) => {
    const now = later(entra, says);
    expect(now.judgement(account).match.rule).toBe('approved-alias');
    expect(now.finding('REASSIGNED_LOGIN', account)).toMatchObject({
      severity: 'high',
      reason:
        'The approved alias names jane.doe@acme.com, which entra showed with Jane Doe until 5 July 2026, 08:00 UTC, but today it is that of John Smith <jane.doe@acme.com> in entra: the login seems to have been passed on.',
    });
    expect(later(entra, { ...says, version: '0.23.0' }).codes(account)).not.toContain('REASSIGNED_LOGIN');
  });

  test.each<[string, Partial<IdentitySays>, Partial<IdentitySays>]>([
    ['has her number', { name: 'Jane Roe', employeeId: 'E1' }, { employeeId: 'E1' }],
    ['bears her name', { name: 'Doe, Jane' }, {}],
    ['bears no name', { name: null }, {}],
  ])('is hers where who bears the login today %s', (_, says, before) => {
    expect(later([his(says)], {}, before).codes(account)).not.toContain('REASSIGNED_LOGIN');
  });

  test('is his where the alias was approved once the login was his', () => {
    const accounts = [anAccount({ login: account, name: 'Jane Doe' })];
    const after = aReview({ accounts, accept, entra: [her()], asOf: '2026-07-05T08:00:00Z' });
    const now = aReview({ accounts, accept, entra: [renamed, his()], after, config: { aliases: [alias] } });
    expect(now.codes(account)).not.toContain('REASSIGNED_LOGIN');
  });

  test('is told until the configuration names somebody else, with or without a column of creation times', () => {
    const now = later([renamed, his()]);
    const mended = { config: { aliases: [{ ...alias, identity: 'jane.roe@acme.com' }] }, tells: { createdAt: false } };
    const accounts = [anAccount({ login: account, name: 'Jane Doe', createdAt: null })];
    const next = { accounts, accept, entra: [renamed, his()], after: now, asOf: '2027-01-05T08:00:00Z' };
    expect(aReview({ ...next, config: { aliases: [alias] } }).codes(account)).toContain('REASSIGNED_LOGIN');
    expect(aReview({ ...next, ...mended }).finding('REASSIGNED_LOGIN', account).state).toBe('closed');
  });
});
