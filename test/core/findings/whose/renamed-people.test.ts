// Whose login was changed since an accepted run tied the account to them: the account is told by how they stand today
// (contract, sections 5 and 6).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, assigned, leftBy, login } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';
import { gone, jane } from '../judge/matched.ts';

const account = anAccount({ login: jane, name: 'Jane Doe' });

function herself(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: 'jane.roe@acme.com', id: 'jane', name: 'Jane Roe', ...says });
}

const lastQuarter = { asOf: '2026-07-05T08:00:00Z', accounts: [account] };
const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;

/** After a run in which her object bore the login of the account. */
function renamed(entra: readonly Identity[], says: ReviewSays = {}, before: ReviewSays = {}): Reviewed {
  const own = herself({ login: jane, name: 'Jane Doe' });
  const { version } = says;
  const after = aReview({ ...lastQuarter, entra: [own], ...(version === undefined ? {} : { version }), ...before });
  return aReview({ accounts: [account], entra, accept, after, ...says });
}

const proposedIn = ({ assessment }: Reviewed): readonly string[] =>
  assessment.proposals.proposed.map((one) => one.login);

describe('an account whose person has another login today', () => {
  test.each<[string, Partial<IdentitySays>, string]>([
    ['can sign in', {}, 'under another login, jane.roe@acme.com. The account'],
    ['is assigned to nothing', { assignments: [] }, 'under another login, jane.roe@acme.com. The account'],
    [
      'cannot sign in at present',
      { state: 'suspended' },
      'under another login, jane.roe@acme.com, and cannot sign in at present. The account',
    ],
    [
      'may sign in or not',
      { state: 'unknown' },
      'though the directory does not say whether they may sign in. The account',
    ],
    [
      'is disabled',
      { state: 'disabled' },
      'and is disabled: a leaver or somebody on leave, the directory does not say which.',
    ],
  ])('is an orphan, and its reason says that the person %s', (_, says, told) => {
    const now = renamed([herself(says)]);
    expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain(
      'An earlier accepted run tied it to Jane Doe in entra, who is there today',
    );
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain(told);
  });

  const over = '2026-09-01T08:00:00Z';
  const left = leftBy(over, over);
  test.each<[string, Partial<IdentitySays>, ReviewSays]>([
    ['her directory shows her as deleted', { state: 'deleted', left, assignments: [] }, {}],
    ['her leave date is over', { left }, {}],
    ['HR names her by the login of today', {}, { leavers: { 'jane.roe@acme.com': '2026-08-31' } }],
  ])('is a leaver’s where %s', (_, says, rest) => {
    const now = renamed([herself(says)], rest);
    expect(now.situation(jane)).toBe('deleted');
    expect(now.judgement(jane).left?.source).toMatch(
      rest.leavers === undefined ? /, of jane.roe@acme.com$/u : /^leavers file$/u,
    );
    expect(now.judgement(jane).left?.notAfter).toBe(rest.leavers === undefined ? over : '2026-09-01T00:00:00Z');
    expect(now.finding('LEAVER_ACCOUNT', jane).reason).toMatch(
      /^Jane Doe, known to entra before, left .*, and the account is still active/u,
    );
    expect(proposedIn(now)).toEqual([jane]);
  });

  test('goes on as a leaver’s when the deleted object is purged', () => {
    const deleted = renamed([herself({ state: 'deleted', left, assignments: [] })]);
    const purged = aReview({ accounts: [account], accept, after: deleted, asOf: '2027-01-05T08:00:00Z' });
    expect(purged.finding('LEAVER_ACCOUNT', jane).firstSeen).toBe(deleted.finding('LEAVER_ACCOUNT', jane).firstSeen);
  });

  test('is no leaver’s while another identity that it was tied to is there, and that one is named', () => {
    const own = [herself({ login: jane, name: 'Jane Doe' })];
    const deleted = herself({ state: 'deleted', left, assignments: [] });
    const now = renamed(
      [deleted],
      { okta: own.map((one) => ({ ...one, logins: ['j@acme.com'], nameId: null })) },
      { okta: own },
    );
    expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain('Jane Doe in okta, who is there today');
  });

  test('is no leaver’s where the number of the deleted object leads to somebody who is there', () => {
    const deleted = herself({ state: 'deleted', left, assignments: [], employeeId: 'E1' });
    const anew = herself({ id: 'anew', login: 'roe@acme.com', employeeId: 'E1', createdAt: '2026-09-02T00:00:00Z' });
    expect(renamed([deleted, anew]).codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
  });

  test('is not told by somebody whom only a placeholder once tied to it', () => {
    const numbered = anAccount({ login: jane, employeeId: 'E1' });
    const one = herself({ employeeId: 'E1' });
    const others = Array.from({ length: 6 }, (_, n) => anIdentity({ login: `t${n}@acme.com`, employeeId: 'E1' }));
    const leaves = herself({ state: 'deleted', left, assignments: [], employeeId: 'E1' });
    const says = { accounts: [numbered] };
    const now = renamed([leaves, ...others], says, { ...says, entra: [one] });
    expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain('tied it to somebody with its employee number');
  });

  test('was an orphan of somebody who is there by the rules before, whatever became of them', () => {
    const says = { version: '0.23.0' };
    const now = renamed([herself({ state: 'deleted', left, assignments: [] })], says);
    expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain('who is there today under another login.');
  });

  test('is proposed for suspension only where nobody of them can sign in, and the report says why', () => {
    expect(proposedIn(renamed([herself({ state: 'disabled' })]))).toEqual([jane]);
    const able = renamed([herself()]);
    expect(proposedIn(able)).toEqual([]);
    expect(able.assessment.proposals.withheld).toEqual([
      {
        login: jane,
        why: 'perhaps of Jane Doe in entra, who is there under another login, jane.roe@acme.com: give the account that login, confirm them in `aliases`, or revoke',
      },
    ]);
    expect(proposedIn(renamed([herself()], { version: '0.23.0' }))).toEqual([jane]);
    const another = anAccount({ login: 'jane.roe@acme.com' });
    expect(proposedIn(renamed([herself()], { accounts: [account, another] }))).toEqual([jane]);
  });
});

describe('an account whose person came back by a newer object, which bore its login and has another one today', () => {
  const before = gone({ login: jane, id: 'before', name: 'Jane Doe', createdAt: '2020-01-01T00:00:00Z' });
  const made = { id: 'anew', createdAt: '2026-06-02T00:00:00Z' };

  function came(now: readonly Identity[], says: Partial<IdentitySays> = {}, rest: ReviewSays = {}): Reviewed {
    const anew = herself({ ...made, login: jane, name: 'Jane Doe', ...says });
    return renamed(now, rest, { entra: [{ ...before, state: 'deleted' }, anew] });
  }

  const today = herself(made);

  test.each<[string, readonly Identity[]]>([
    ['a directory still shows the older one as deleted', [before, today]],
    ['the older one is purged', [today]],
  ])('is no leaver’s where %s', (_, shown) => {
    const now = came(shown);
    expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain('Jane Doe in entra too, who is there today');
    expect(proposedIn(now)).toEqual([]);
    const later = { accounts: [account], entra: shown, accept, asOf: '2027-01-05T08:00:00Z' };
    expect(aReview({ ...later, after: now }).codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
    expect(came(shown, {}, { version: '0.23.0' }).codes(jane)).toContain('LEAVER_ACCOUNT');
  });

  const aliased = { ...today, aliases: [{ login: jane, source: 'proxy' as const }] };

  test('is theirs where the login is a secondary address of that object', () => {
    expect(came([before, aliased]).situation(jane)).toBe('linked');
    expect(aReview({ accounts: [account], entra: [before, { ...aliased, name: 'Jane Doe' }] }).situation(jane)).toBe(
      'linked',
    );
    expect(came([before, aliased], {}, { version: '0.23.0' }).situation(jane)).toBe('deleted');
  });

  test.each<[string, Partial<IdentitySays>]>([
    ['bore another name', { name: 'Jane Poe' }],
    ['bore no name', { name: null }],
    ['was made before', { createdAt: '2019-01-01T00:00:00Z' }],
    ['was made nobody knows when', { createdAt: null }],
  ])('is a leaver’s where the other object %s', (_, says) => {
    expect(came([before, herself({ ...made, ...says, name: 'Jane Roe' })], says).codes(jane)).toContain(
      'LEAVER_ACCOUNT',
    );
  });

  test('is a leaver’s where the two have different numbers', () => {
    const [one, other] = [{ employeeId: 'E1' }, { employeeId: 'E2' }];
    const anew = herself({ ...made, ...other, login: jane, name: 'Jane Doe' });
    const now = renamed([herself({ ...made, ...other })], {}, { entra: [{ ...before, ...one }, anew] });
    expect(now.codes(jane)).toContain('LEAVER_ACCOUNT');
  });
});

describe('an account whose person is disabled', () => {
  const numbered = anAccount({ login: jane, employeeId: 'E1' });
  const disabled = herself({ login: jane, state: 'disabled', employeeId: 'E1', name: 'Jane Doe' });

  function reasonWith(says: Partial<IdentitySays>, rest: ReviewSays = {}): string {
    const other = herself({ id: 'other', employeeId: 'E1', ...says });
    const now = aReview({ accounts: [numbered], entra: [disabled], okta: [other], ...rest });
    return now.finding('DISABLED_IDENTITY', jane).reason;
  }

  test('is told who has the number of its row and can sign in', () => {
    expect(reasonWith({})).toContain(
      'The employee number of the row leads to Jane Roe <jane.roe@acme.com> in okta, who can sign in: the account may be theirs.',
    );
  });

  test.each<[string, Partial<IdentitySays>, ReviewSays]>([
    ['has another name', { name: 'Max Poe' }, {}],
    ['cannot sign in', { state: 'suspended', assignments: [assigned] }, {}],
    ['has left by HR’s list', {}, { leavers: { 'jane.roe@acme.com': '2026-08-31' } }],
    ['has another number', { employeeId: 'E2' }, {}],
    ['was not told before', {}, { version: '0.23.0' }],
  ])('is told of nobody who %s', (_, says, rest) => {
    expect(reasonWith(says, rest)).not.toContain('leads to');
  });
});

describe('an account whose address was given to somebody else', () => {
  const boss = anIdentity({ login: 'boss@acme.com', name: 'Max Poe', aliases: [{ login: jane, source: 'proxy' }] });
  const left = { state: 'deleted', left: leftBy('2026-09-01T08:00:00Z'), assignments: [] } as const;

  test('stays a leaver’s when she was renamed and deleted', () => {
    const now = renamed([herself(left), boss]);
    expect(now.finding('LEAVER_ACCOUNT', jane).reason).toContain(
      'Today the login leads to Max Poe <boss@acme.com> in entra, who does not bear it as their own',
    );
    expect(renamed([herself(left), boss], { version: '0.23.0' }).codes(jane)).toEqual(['ALIAS_UNCONFIRMED']);
  });

  test('is nobody’s when she was renamed and disabled', () => {
    expect(renamed([herself({ state: 'disabled' }), boss]).finding('ORPHANED_ACCOUNT', jane).reason).toContain(
      'An earlier accepted run tied it to Jane Doe in entra, who is there today under another login, jane.roe@acme.com, and is disabled',
    );
  });

  test('stays a leaver’s by HR’s list, and whoever got the address did not leave', () => {
    const listed = { leavers: { [jane]: '2026-09-01' } };
    const reasonOf = (says: ReviewSays): string =>
      aReview({ accounts: [account], entra: [boss], ...listed, ...says }).finding('LEAVER_ACCOUNT', jane).reason;
    expect(reasonOf({})).toMatch(/^The person left .*Today the login leads to Max Poe <boss@acme.com> in entra/u);
    const hers = { entra: [{ ...boss, name: 'Jane Poe' }] };
    expect(reasonOf(hers)).toMatch(/^Jane Poe <boss@acme.com> in entra left/u);
    expect(reasonOf({ version: '0.23.0' })).toMatch(/^Max Poe <boss@acme.com> in entra left/u);
    const numbered = { accounts: [anAccount({ login: jane, name: 'Jane Doe', employeeId: 'E1' })] };
    const bearer = { entra: [anIdentity({ login: 'boss@acme.com', name: 'Max Poe', employeeId: 'E1' })] };
    expect(reasonOf({ ...numbered, ...bearer })).toMatch(/^The person left /u);
  });

  test('is theirs where an approved alias says so, in HR’s list too', () => {
    const approved = { config: { aliases: [{ login: jane, identity: 'boss@acme.com', approvedBy: 'cfo@acme.com' }] } };
    const entra = [anIdentity({ login: 'boss@acme.com', name: 'Max Poe' })];
    const now = aReview({ accounts: [account], entra, leavers: { [jane]: '2026-09-01' }, ...approved });
    expect(now.judgement(jane).match.person).toHaveLength(1);
  });

  test('stays a leaver’s where she bore it, though a run before her tied the account to the other one', () => {
    const first = aReview({ ...lastQuarter, accept, entra: [boss], asOf: '2026-04-05T08:00:00Z' });
    expect(renamed([herself(left), boss], {}, { after: first, accept }).situation(jane)).toBe('deleted');
  });

  test('is the other one’s where a run tied the account to both by it, and she is purged', () => {
    const both = { entra: [herself({ aliases: [{ login: jane, source: 'proxy' }] }), boss] };
    expect(renamed([boss], {}, both).situation(jane)).toBe('linked');
  });

  test('stays hers in the runs to come, though her object keeps its assignment', () => {
    const first = renamed([herself({ state: 'disabled' }), boss]);
    const later = { accounts: [account], entra: [herself({ state: 'disabled' }), boss], accept };
    expect(aReview({ ...later, after: first, asOf: '2027-01-05T08:00:00Z' }).codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
  });

  const aliased = herself({ aliases: [{ login: jane, source: 'proxy' }] });

  test.each<[string, readonly Identity[]]>([
    ['is deleted', [herself(left), boss]],
    ['is purged', [boss]],
  ])('stays a leaver’s when she had it as a secondary address, and %s', (_, shown) => {
    expect(renamed(shown, {}, { entra: [aliased] }).situation(jane)).toBe('deleted');
  });

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['she can sign in', [herself(), boss], {}],
    [
      'the configuration approves it',
      [herself(left), boss],
      { config: { aliases: [{ login: jane, identity: 'boss@acme.com', approvedBy: 'cfo@acme.com' }] } },
    ],
    [
      'a newer object of hers has it',
      [herself(left), { ...boss, name: 'Jane Doe', createdAt: at('2026-09-02T00:00:00Z') }],
      {},
    ],
    [
      'an older object of hers has it, and the one of before is disabled',
      [
        herself({ state: 'disabled', name: 'Jane Doe' }),
        { ...boss, name: 'Doe, Jane', createdAt: at('2020-01-01T00:00:00Z') },
      ],
      {},
    ],
    [
      'a newer object has it that shares her address',
      [herself({ state: 'disabled' })],
      { okta: [{ ...boss, logins: [login('jane.roe@acme.com')] }] },
    ],
  ])('is linked where %s', (_, shown, says) => {
    expect(renamed(shown, says).situation(jane)).toBe('linked');
  });

  test('is linked where an accepted run tied it to an older object of her name too', () => {
    const other = { ...boss, name: 'Jane Doe', createdAt: at('2020-01-01T00:00:00Z') };
    const own = { name: 'Jane Doe' };
    const both = renamed([herself(own), other], { version: '0.23.0' });
    expect(both.situation(jane)).toBe('linked');
    const later = {
      accounts: [account],
      entra: [herself({ ...own, ...left }), other],
      accept,
      asOf: '2027-01-05T08:00:00Z',
    };
    expect(aReview({ ...later, after: both }).situation(jane)).toBe('linked');
    expect(renamed([herself(left), other]).situation(jane)).toBe('deleted');
  });
});
