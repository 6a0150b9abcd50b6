// Who came back by another object, under another login, while the first one is shown as deleted (contract, section 5).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

const before = 'jane.doe@acme.com';
const now = 'jane.roe@acme.com';
const other = 'jdoe@acme.com';

const gone = anIdentity({
  login: before,
  id: 'i-old',
  employeeId: 'E1',
  state: 'deleted',
  left: leftBy('2026-06-01T00:00:00Z'),
  createdAt: '2020-01-01T00:00:00Z',
  assignments: [],
});

function back(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: now, id: 'i-new', employeeId: 'E1', createdAt: '2026-06-02T00:00:00Z', ...says });
}

const alias = { aliases: [{ login: before, source: 'proxy' as const }] };
const numbered = anAccount({ login: before, employeeId: 'E1' });
const approved = { config: { aliases: [{ login: before, identity: now, approvedBy: 'cfo@acme.com' }] } };
const temps = Array.from({ length: 6 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E1' }));

describe.each(['entra', 'okta'] as const)('an account whose login a deleted identity of %s bears', (directory) => {
  const situation = (people: readonly Identity[], says: ReviewSays = {}): string =>
    aReview({ accounts: [before], [directory]: people, ...says }).situation(before);

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['has it as an alias and its number', [gone, back(alias)], {}],
    ['has the number of the account', [gone, back()], { accounts: [numbered] }],
    ['is approved for the account and has its number', [gone, back()], approved],
  ])('is that of who is there again under another login and %s', (_, people, says) => {
    expect(situation(people, says)).toBe('linked');
    expect(situation(people, { ...says, version: '0.19.0' })).toBe('deleted');
  });

  test('says so as after any return', () => {
    const seen = aReview({ accounts: [before], [directory]: [gone, back(alias)] });
    expect(seen.codes(before)).toEqual(['REHIRED_ACCOUNT', 'ALIAS_UNCONFIRMED']);
  });

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['has it as an alias and another number', [gone, back({ ...alias, employeeId: 'E2' })], {}],
    ['has it as an alias and no number', [gone, back({ ...alias, employeeId: null })], {}],
    [
      'has the number of the account, and the deleted another',
      [{ ...gone, employeeId: 'E2' }, back()],
      { accounts: [numbered] },
    ],
    ['is approved for the account and has no number', [gone, back({ employeeId: null })], approved],
    ['has a placeholder as number', [gone, back(alias), ...temps], {}],
    ['is deleted too', [gone, back({ ...alias, state: 'deleted' })], {}],
    ['is on HR’s list', [gone, back(alias)], { leavers: { [now]: '2026-10-01' } }],
    ['was there before the deleted one was made', [gone, back({ ...alias, createdAt: '2019-01-01T00:00:00Z' })], {}],
    ['is of no known age', [gone, back({ ...alias, createdAt: null })], {}],
    ['has the number of an object that is past its leave date alone', [{ ...gone, state: 'active' }, back(alias)], {}],
    [
      'is there, while HR names another login of the deleted',
      [{ ...gone, logins: [before, other] }, back(alias)],
      { leavers: { [other]: '2026-06-01' } },
    ],
    ['is approved, while HR names the account', [gone, back()], { ...approved, leavers: { [before]: '2026-10-01' } }],
  ])('stays a leaver’s where whoever %s', (_, people, says) => {
    expect(situation(people, says)).toBe('deleted');
  });

  test('is judged by both where another directory has the person, the deleted one among them', () => {
    const elsewhere = directory === 'entra' ? 'okta' : 'entra';
    const says = { accounts: [before], [directory]: [gone], [elsewhere]: [back(alias)] };
    expect(aReview(says).codes(before)).toContain('DIRECTORY_CONFLICT');
    expect(aReview({ ...says, authoritative: { [directory]: ['acme.com'] } }).situation(before)).toBe('deleted');
  });

  test('is that of who bears it today, whatever numbers say', () => {
    const successor = anIdentity({ login: before, id: 'i-next', employeeId: 'E9' });
    const seen = aReview({ accounts: [before], [directory]: [gone, back(alias), successor] });
    expect(seen.judgement(before).match.person.map(({ known }) => known.identity.id)).toEqual(['i-next']);
  });
});
