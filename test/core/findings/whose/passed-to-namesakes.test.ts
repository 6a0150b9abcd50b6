// REASSIGNED_LOGIN between two people of one family name, and by the name of somebody who is gone alone.
import { describe, expect, test } from 'vitest';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { gone } from '../judge/matched.ts';

const smith = 'j.smith@acme.com';
const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
const accounts = [anAccount({ login: smith, name: 'John Smith' })];
const jane = { id: 'jane', login: smith, name: 'Jane Smith' };
const john = { id: 'john', login: smith, name: 'John Smith' };

interface Passing extends ReviewSays {
  readonly before?: Partial<IdentitySays>;
  readonly now?: Partial<IdentitySays>;
}

/** John's account in two runs a quarter apart; in the second one the login is another object's. */
function passed({ before, now, ...says }: Passing): Reviewed {
  const first = aReview({ accounts, entra: [anIdentity({ ...john, ...before })], asOf: '2026-07-05T08:00:00Z' });
  return aReview({ accounts, entra: [anIdentity({ ...jane, ...now })], after: first, accept, ...says });
}

describe('a login that another object of the directory got', () => {
  test.each<[string, Passing]>([
    ['neither has a number', {}],
    ['they have two numbers', { before: { employeeId: 'E1' }, now: { employeeId: 'E2' } }],
    ['one of them has a number', { now: { employeeId: 'E2' } }],
    ['the export tells no creation', { accounts: [anAccount({ login: smith, name: 'Smith, John', createdAt: null })] }],
    ['the export tells no name', { accounts: [smith] }],
  ])('was passed on between namesakes where %s', (_, says) => {
    const seen = passed(says);
    expect(seen.codes(smith)).toEqual(['REASSIGNED_LOGIN']);
    expect(seen.finding('REASSIGNED_LOGIN', smith).reason).toMatch(/with John Smith until|name of John Smith/u);
    expect(passed({ ...says, version: '0.22.0' }).codes(smith)).toEqual([]);
  });

  test.each<[string, Passing]>([
    ['has the number of the first', { before: { employeeId: 'E1' }, now: { employeeId: 'E1' } }],
    ['is called as the first', { now: { name: 'SMITH, John' } }],
    ['has a name more', { now: { name: 'John Paul Smith' } }],
    ['is called by the initial', { before: { name: 'J. Smith' }, accounts: [smith] }],
    ['is called in short', { before: { name: 'Daniel Smith' }, now: { name: 'Dan Smith' }, accounts: [smith] }],
    ['has the name in the row', { accounts: [anAccount({ login: smith, name: 'Smith, Jane' })] }],
    [
      'spells the name without its umlaut',
      { before: { name: 'Jörg Smith' }, now: { name: 'Joerg Smith' }, accounts: [smith] },
    ],
  ])('stays with whoever %s', (_, says) => {
    expect(passed(says).codes(smith)).toEqual([]);
  });
});

describe('a row with the name of somebody who is deleted and has its login', () => {
  const deleted = gone(john);
  const shown = (now: Partial<IdentitySays>, says: ReviewSays = {}): Reviewed =>
    aReview({ accounts, entra: [deleted, anIdentity({ ...jane, ...now })], asOf: '2026-07-05T08:00:00Z', ...says });

  test.each(['Jane Smith', 'Max Poe'])('was made for them, and not for %s, who has the login now', (name) => {
    expect(shown({ name }).finding('REASSIGNED_LOGIN', smith).reason).toContain(
      `The row bears the name of John Smith, whom entra shows as deleted with this login, but today it is that of ${name}`,
    );
  });

  test('was made for them also once they are purged', () => {
    const says = { accounts, entra: [anIdentity(jane)], after: shown({}), accept };
    const { reason, state } = aReview(says).finding('REASSIGNED_LOGIN', smith);
    expect({ reason, state }).toMatchObject({
      reason: expect.stringContaining('whom entra showed until 5 July 2026, 08:00 UTC with this login') as string,
      state: 'open',
    });
  });

  test('stays found while an export has no names, and no number is asked for', () => {
    const nameless = { accounts: [smith], tells: { name: false }, entra: [anIdentity(jane)], after: shown({}), accept };
    expect(aReview(nameless).codes(smith)).toEqual(['REASSIGNED_LOGIN']);
    const numberless = { accounts: [anAccount({ login: smith, name: 'Jane Smith' })], tells: { employeeId: false } };
    const said = { ...numberless, entra: [anIdentity(jane)], after: shown({}), accept };
    expect(aReview(said).finding('REASSIGNED_LOGIN', smith).state).toBe('closed');
  });

  test('is that of whoever returned as a newer object with the number', () => {
    const same = { employeeId: 'E1', createdAt: '2026-09-02T00:00:00Z' };
    const says = { accounts, entra: [gone({ ...john, employeeId: 'E1' }), anIdentity({ ...jane, ...same })] };
    expect(aReview(says).codes(smith)).toEqual(['REHIRED_ACCOUNT']);
  });

  test('says nothing where the deleted one only had it as an alias', () => {
    const other = gone({ ...john, login: 'x@acme.com', aliases: [{ login: smith, source: 'proxy' }] });
    expect(aReview({ accounts, entra: [other, anIdentity(jane)] }).codes(smith)).toEqual([]);
  });
});
