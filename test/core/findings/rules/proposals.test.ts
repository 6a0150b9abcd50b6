// Which accounts are proposed for suspension, and which never are (contract, sections 3 and 4).
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../core/inputs/account.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { onDay } from '../../../support/time.ts';

const jane = 'jane@acme.com';

function proposed(says: ReviewSays): readonly string[] {
  return aReview(says).assessment.proposals.proposed.map((one) => one.login);
}

function withheld(says: ReviewSays): readonly string[] {
  return aReview(says).assessment.proposals.withheld.map((one) => one.login);
}

function admin(name: string): Account {
  return anAccount({ login: name, role: 'Admin' });
}

describe('an account is proposed', () => {
  test('when it has a finding that the policy names, with codes, reasons and row', () => {
    const [one] = aReview({ accounts: [jane] }).assessment.proposals.proposed;
    expect(one).toMatchObject({ login: jane, row: 2, situation: 'unmatched', codes: ['ORPHANED_ACCOUNT'] });
    expect(one?.reasons).toEqual([expect.stringContaining('bears the login jane@acme.com')]);
  });

  test('by default for an orphan, a leaver and a disabled identity, and for nothing else', () => {
    const states = ['active', 'suspended', 'disabled', 'deleted'] as const;
    const says: ReviewSays = {
      accounts: ['orphan', ...states],
      entra: states.map((state) => anIdentity({ login: state, state, assignments: [] })),
    };
    expect(proposed(says)).toEqual(['orphan', 'disabled', 'deleted']);
    expect(proposed({ ...says, policy: { propose: ['UNASSIGNED_ACCOUNT'] } })).toEqual(['active']);
    expect(proposed({ ...says, policy: { propose: [] } })).toEqual([]);
  });

  test('in the order of the export', () => {
    const accounts = ['c@acme.com', 'a@acme.com', 'b@acme.com'];
    expect(proposed({ accounts })).toEqual(accounts);
  });
});

describe('an account is not proposed', () => {
  test('when it is suspended already', () => {
    const accounts = [anAccount({ login: jane, status: 'suspended', lastLogin: '2026-10-04' })];
    const says: ReviewSays = {
      accounts,
      leavers: { [jane]: '2026-09-01' },
      policy: { propose: ['ACCESS_AFTER_LEAVING'] },
    };
    expect(aReview(says).codes(jane)).toEqual(['ACCESS_AFTER_LEAVING']);
    expect(proposed(says)).toEqual([]);
  });

  test('for a finding that is only information', () => {
    expect(proposed({ accounts: [anAccount({ login: jane, createdAt: '2026-10-04' })] })).toEqual([]);
  });

  test('while an exception covers it', () => {
    const decision = { login: login(jane), decision: 'except', until: onDay('2026-12-31') } as const;
    expect(proposed({ accounts: [jane], decisions: [{ ...decision, codesSeen: ['ORPHANED_ACCOUNT'] }] })).toEqual([]);
    expect(proposed({ accounts: [jane], decisions: [decision] })).toEqual([jane]);
  });

  test('when it belongs to the vendor, which is said', () => {
    const says = { accounts: [jane, 'help@people.ai'] };
    expect(proposed(says)).toEqual([jane]);
    expect(withheld(says)).toEqual(['help@people.ai']);
  });

  test('by a run that is held', () => {
    expect(proposed({ accounts: [jane], countShown: 2 })).toEqual([]);
  });
});

describe('the last live account with a privileged role', () => {
  const policy = { privilegedRoles: ['Admin'], ordinaryRoles: ['User'] };

  test('is never proposed, which is said', () => {
    const says: ReviewSays = { accounts: [jane, admin('root@acme.com')], policy };
    expect(proposed(says)).toEqual([jane]);
    expect(withheld(says)).toEqual(['root@acme.com']);
  });

  test('is the one with the mildest finding, when all of them would go', () => {
    const accounts = [admin('left@acme.com'), admin('nobody@acme.com'), admin('gone@acme.com')];
    const says: ReviewSays = {
      accounts,
      policy,
      leavers: { 'left@acme.com': '2026-09-30', 'gone@acme.com': '2026-09-30' },
    };
    expect(proposed(says)).toEqual(['left@acme.com', 'gone@acme.com']);
    expect(withheld(says)).toEqual(['nobody@acme.com']);
  });

  test('may go as long as another stays', () => {
    const accounts = [admin('root@acme.com'), admin(jane)];
    expect(proposed({ accounts, policy, entra: [jane] })).toEqual(['root@acme.com']);
    const vendor = [admin('root@acme.com'), admin('help@people.ai')];
    expect(proposed({ accounts: vendor, policy })).toEqual(['root@acme.com']);
  });

  test('is not kept by one that is suspended', () => {
    const suspended = anAccount({ login: jane, role: 'Admin', status: 'suspended' });
    expect(proposed({ accounts: [admin('root@acme.com'), suspended], policy })).toEqual([]);
  });
});
