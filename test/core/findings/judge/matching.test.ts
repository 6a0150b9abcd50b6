// Which identity an account belongs to, and by which rule (contract, section 5).
import { describe, expect, test } from 'vitest';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { gone, jane, matchOf } from './matched.ts';

const byNameId = anIdentity({ login: 'x1', id: 'by-name-id', nameId: jane });
const byLogin = anIdentity({ login: 'x2', id: 'by-login', nameId: '4711', logins: [jane] });
const byAlias = anIdentity({ login: 'x3', id: 'by-alias', aliases: [{ login: jane, source: 'on-premises' }] });
const approved = anIdentity({ login: 'doe@acme.com', id: 'by-approval' });
const byNumber = anIdentity({ login: 'x5', id: 'by-number', employeeId: 'E7' });
const alias = { login: jane, identity: 'doe@acme.com', approvedBy: 'cfo@acme.com' };

describe('the rules in their order', () => {
  const everybody: ReviewSays = {
    accounts: [anAccount({ login: jane, employeeId: 'E7' })],
    config: { aliases: [alias] },
  };

  test.each([
    ['name-id', [byNumber, approved, byAlias, byLogin, byNameId], 'by-name-id'],
    ['login', [byNumber, approved, byAlias, byLogin], 'by-login'],
    ['alias', [byNumber, approved, byAlias], 'by-alias'],
    ['approved-alias', [byNumber, approved], 'by-approval'],
    ['employee-id', [byNumber], 'by-number'],
  ])('%s decides when no rule before it finds anybody', (rule, entra, found) => {
    expect(matchOf({ ...everybody, entra })).toEqual({ rule, person: [found] });
  });

  test('run once over all directories, so a later rule of one directory does not add to an earlier one of another', () => {
    expect(matchOf({ ...everybody, entra: [byAlias], okta: [byNameId] })).toEqual({
      rule: 'name-id',
      person: ['by-name-id'],
    });
  });

  test('find nobody by an employee id that the export does not have', () => {
    expect(matchOf({ entra: [byNumber] })).toEqual({ rule: null, person: [] });
  });

  test('never link by another mail address or by a name, and suggest both in the reason', () => {
    const review = aReview({
      accounts: [anAccount({ login: jane, name: 'Jane Doe' })],
      entra: [
        anIdentity({ login: 'jd@acme.com', hints: [jane], name: 'J. D.' }),
        anIdentity({ login: 'jdoe@acme.com', name: ' jane  DOE ' }),
      ],
    });
    expect(review.situation(jane)).toBe('unmatched');
    expect(review.finding('ORPHANED_ACCOUNT', jane).reason).toMatch(/jd@acme\.com.*jdoe@acme\.com/);
  });

  test('suggest a hundred of those who share a name, and not each of thousands to each account of it', () => {
    const namesakes = Array.from({ length: 150 }, (_, n) =>
      anIdentity({ login: `doe${n}@acme.com`, name: 'Jane Doe' }),
    );
    const hinted = anIdentity({ login: 'jd@acme.com', hints: [jane], name: 'J. D.' });
    const review = aReview({
      accounts: [anAccount({ login: jane, name: 'Jane Doe' })],
      entra: [...namesakes, hinted],
    });
    const logins = review.judgement(jane).suggestions.flatMap(({ identity }) => identity.logins);
    expect(logins).toHaveLength(101);
    expect(logins[0]).toBe('jd@acme.com');
  });

  test('never link by a number that only lacks its zeros, and say that a spreadsheet may have dropped them', () => {
    const bearer = anIdentity({ login: 'roe@acme.com', employeeId: '00471', name: null });
    const account = anAccount({ login: jane, employeeId: '471' });
    const review = aReview({ accounts: [account], entra: [bearer] });
    expect(review.situation(jane)).toBe('unmatched');
    const { reason } = review.finding('ORPHANED_ACCOUNT', jane);
    expect(reason).toContain('The export has the employee number 471, and entra 00471 for roe@acme.com in entra');
    expect(
      aReview({ accounts: [account], entra: [{ ...bearer, employeeId: 'E471' }] }).judgement(jane).suggestions,
    ).toEqual([]);
  });

  test('never link by a number that more of a directory bear than one person has identities, and say so', () => {
    const account = anAccount({ login: jane, employeeId: 'E0000' });
    const bearers = Array.from({ length: 6 }, (_, n) =>
      anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E0000', name: null }),
    );
    const review = aReview({ accounts: [account], entra: bearers });
    expect(review.situation(jane)).toBe('unmatched');
    expect(review.finding('ORPHANED_ACCOUNT', jane).reason).toContain(
      'The export has the employee number E0000, which 6 identities of entra bear',
    );
    const few = [
      { entra: bearers.slice(1) },
      { entra: bearers.slice(3), okta: bearers.slice(0, 3) },
      { entra: [gone({ login: 'left@acme.com', employeeId: 'E0000' }), ...bearers.slice(1)] },
    ];
    for (const says of few)
      expect(aReview({ accounts: [account], ...says }).judgement(jane).match.rule).toBe('employee-id');
  });

  test.each(['E0000', '1111'])(
    'suggest of those who share the number %s whoever has the name, and nobody else',
    (employeeId) => {
      const temps = Array.from({ length: 6 }, (_, n) =>
        anIdentity({ login: `temp${n}@acme.com`, employeeId, name: `Temp ${n}` }),
      );
      const account = anAccount({ login: jane, name: 'Temp 4', employeeId });
      const review = aReview({ accounts: [account], entra: temps });
      expect(review.judgement(jane).suggestions.map(({ identity }) => identity.name)).toEqual(['Temp 4']);
      const { reason } = review.finding('ORPHANED_ACCOUNT', jane);
      expect(reason).toContain('Perhaps Temp 4 <temp4@acme.com> in entra');
      expect(reason).not.toContain('where a spreadsheet dropped the zeros');
    },
  );

  test.each(['3,001', '3.001', "3'001", '3 001', '3\u202f001', '3,001.00', '3.001,00'])(
    'suggest who has the number %s without its separators, and tie the account to nobody by it',
    (employeeId) => {
      const ann = anIdentity({ login: 'ann@acme.com', employeeId: '3001', name: 'Ann' });
      const says = { accounts: [anAccount({ login: jane, employeeId })], entra: [ann] };
      const review = aReview(says);
      expect(review.situation(jane)).toBe('unmatched');
      expect(review.finding('ORPHANED_ACCOUNT', jane).reason).toContain(
        `The export has the employee number ${employeeId}, and entra 3001 for Ann <ann@acme.com> in entra: where a spreadsheet set the thousands apart, export again.`,
      );
      const before = aReview({ ...says, version: '0.24.0' });
      expect(before.judgement(jane).suggestions).toEqual([]);
    },
  );

  test.each(['3,1', '30,01', '3,001,0', '3,001.001', '1,3001'])(
    'suggest nobody by %s, which is no number of thousands',
    (employeeId) => {
      const others = ['31', '3001', '30010', '3001001', '13001'].map((number) =>
        anIdentity({ login: `p${number}@acme.com`, employeeId: number }),
      );
      const review = aReview({ accounts: [anAccount({ login: jane, employeeId })], entra: others });
      expect(review.judgement(jane).suggestions).toEqual([]);
    },
  );

  test('take two of one directory for two people where they share the number of the account, and so do many', () => {
    const temps = Array.from({ length: 6 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E0000' }));
    const sharing = ['a', 'b'].map((id) => anIdentity({ login: jane, id, employeeId: 'E0000' }));
    const accounts = [anAccount({ login: jane, employeeId: 'E0000' })];
    expect(aReview({ accounts, entra: sharing }).situation(jane)).toBe('linked');
    expect(aReview({ accounts, entra: [...sharing, ...temps] }).situation(jane)).toBe('disputed');
  });

  test('take more people of one directory for several than one person has identities, whatever number they share', () => {
    const sharing = Array.from({ length: 6 }, (_, n) =>
      anIdentity({ login: `temp${n}@acme.com`, logins: [jane], employeeId: 'E0000' }),
    );
    expect(aReview({ accounts: [jane], entra: sharing }).situation(jane)).toBe('disputed');
    expect(aReview({ accounts: [jane], entra: sharing.slice(1) }).situation(jane)).toBe('linked');
  });

  test('compare canonical logins on both sides', () => {
    const review = aReview({ accounts: ['Jörg@BÜCHER.example'], entra: [' JÖRG@xn--bcher-kva.example '] });
    expect(review.situation('jörg@bücher.example')).toBe('linked');
  });
});

describe('a live login match', () => {
  const beaten = gone({ login: 'x1', id: 'deleted', nameId: jane });
  const heir = anIdentity({ login: 'x2', id: 'heir', nameId: '4711', logins: [jane] });

  test('beats a deleted name-id match', () => {
    expect(matchOf({ entra: [beaten, heir] })).toEqual({ rule: 'login', person: ['heir'] });
  });

  test('keeps the deleted one as evidence', () => {
    const { match } = aReview({ accounts: [jane], entra: [beaten, heir] }).judgement(jane);
    expect(match.replaced.map(({ known }) => known.identity.id)).toEqual(['deleted']);
  });

  test('does not beat a name-id match that is only disabled', () => {
    const disabled = anIdentity({ login: 'x1', id: 'disabled', nameId: jane, state: 'disabled' });
    expect(matchOf({ entra: [disabled], okta: [heir] }).rule).toBe('name-id');
  });

  test('beats nobody when it is deleted itself', () => {
    expect(matchOf({ entra: [beaten, gone({ login: 'x2', nameId: '4711', logins: [jane] })] }).rule).toBe('name-id');
  });

  test('is no live match when HR says that the person left', () => {
    const review = aReview({ accounts: [jane], entra: [beaten, heir], leavers: { [jane]: '2026-09-01' } });
    expect(review.situation(jane)).toBe('deleted');
  });
});

describe('an approved alias', () => {
  const says: ReviewSays = { entra: [approved] };

  test.each([
    ['links on the day on which it expires', '2026-10-05', 'approved-alias'],
    ['links no longer on the day after', '2026-10-04', null],
  ])('%s', (_, expires, rule) => {
    expect(matchOf({ ...says, config: { aliases: [{ ...alias, expires }] } }).rule).toBe(rule);
  });

  test('expires by the day of the company, not by the day in UTC', () => {
    const calendar = { timeZone: 'America/New_York' };
    const config = { calendar, aliases: [{ ...alias, expires: '2026-10-05' }] };
    const lateEvening = { ...says, config, exportedAt: '2026-10-05T20:00:00Z' };
    expect(matchOf({ ...lateEvening, asOf: '2026-10-06T03:59:59Z' }).rule).toBe('approved-alias');
    expect(matchOf({ ...lateEvening, asOf: '2026-10-06T04:00:00Z' }).rule).toBeNull();
  });

  test.each([
    ['name-id', anIdentity({ login: 'x', id: 'boss', nameId: 'doe@acme.com' })],
    ['login', anIdentity({ login: 'x', id: 'boss', nameId: null, logins: ['Doe@Acme.com'] })],
    ['alias', anIdentity({ login: 'x', id: 'boss', aliases: [{ login: 'doe@acme.com', source: 'proxy' }] })],
  ])('names its identity by %s', (_, identity) => {
    expect(matchOf({ entra: [identity], config: { aliases: [alias] } }).person).toEqual(['boss']);
  });
});

describe('plus addressing', () => {
  const says: ReviewSays = { accounts: ['jane.doe+crm@acme.com'], entra: [jane] };

  test('makes two logins of one unless the policy ignores it', () => {
    expect(aReview(says).situation('jane.doe+crm@acme.com')).toBe('unmatched');
  });

  test('is ignored on both sides when the policy says so', () => {
    const review = aReview({ ...says, policy: { plusAddressing: 'ignore' } });
    expect(review.situation('jane.doe+crm@acme.com')).toBe('linked');
    const swapped = aReview({
      accounts: [jane],
      entra: ['jane.doe+sso@acme.com'],
      policy: { plusAddressing: 'ignore' },
    });
    expect(swapped.situation(jane)).toBe('linked');
  });
});

test('a NameID that a whole company bears is disputed, and ten of its bearers are named', () => {
  const everybody = Array.from({ length: 300 }, (_, n) => anIdentity({ login: `p${n}`, id: `id-${n}`, nameId: jane }));
  const { reason } = aReview({ accounts: [jane], entra: everybody }).finding('DISPUTED_ACCOUNT', jane);
  expect(reason).toMatch(/^Two or more people match by the rule name-id: (?:\S+ in entra and ){10}290 more\. Nobody/);
});
