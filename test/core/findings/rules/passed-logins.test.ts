// REASSIGNED_LOGIN of people who were all there before the account: only that accepted runs saw the login with each tells it.
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const ann = 'ann@acme.com';
const days = ['2026-01-05', '2026-04-05', '2026-07-05', '2026-10-05'];

/** One person of an object each, in the directory long before the account. */
function annLee(login: string, says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ id: 'a', login, name: 'Ann Lee', createdAt: '2019-01-01T00:00:00Z', ...says });
}

function bobRay(login: string, says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ id: 'b', login, name: 'Bob Ray', createdAt: '2018-01-01T00:00:00Z', ...says });
}

function cyOh(login: string): Identity {
  return anIdentity({ id: 'c', login, name: 'Cy Oh', createdAt: '2018-01-01T00:00:00Z' });
}

function diUx(login: string): Identity {
  return anIdentity({ id: 'd', login, name: 'Di Ux', createdAt: '2018-01-01T00:00:00Z' });
}

/** Of an administrator, who has an address beside the login. */
function second(address: string): Identity {
  return anIdentity({ id: 's', login: 'adm@acme.com', name: 'Admin Two', logins: ['adm@acme.com', address] });
}

/** Of two people one who goes is half of the directory. */
const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'drop-rows', 'wrong-instance'] as const;

/** A run a quarter, of Ann's account of 2024 unless it names others. */
function quarters(...all: readonly ReviewSays[]): Reviewed {
  let after: Reviewed | undefined;
  for (const [index, says] of all.entries()) {
    const asOf = `${days[index]}T08:00:00Z`;
    after = aReview({ accounts: [ann], asOf, accept, ...(after === undefined ? {} : { after }), ...says });
    if (after.assessment.next === null) throw new Error(after.assessment.reasons.join('\n'));
  }
  if (after === undefined) throw new Error('no run');
  return after;
}

const before: ReviewSays = { entra: [annLee(ann), bobRay('bob@acme.com')] };
const swapped: ReviewSays = { entra: [annLee('bob@acme.com'), bobRay(ann)] };
const passed: ReviewSays = { entra: [annLee('lee@acme.com'), bobRay(ann)] };
const deleted: ReviewSays = { entra: [annLee(ann, { state: 'deleted' }), bobRay(ann)] };
const left: ReviewSays = { entra: [bobRay(ann)] };

describe('a login that passed to somebody who was there before the account', () => {
  test.each([
    ['by an exchange of two logins', swapped],
    ['because the first was renamed', passed],
    ['because the first left', left],
    ['because the first was deleted, and is shown with it for a while', deleted],
  ])('is found: %s', (_, now) => {
    const found = quarters(before, now).finding('REASSIGNED_LOGIN', ann);
    expect(found).toMatchObject({ severity: 'high', identity: 'b' });
    expect(found.reason).toMatch(
      /entra showed this login with Ann Lee until 5 January 2026.*that of Bob Ray <ann@acme\.com> in entra/,
    );
  });

  test('is one of both accounts where the two exchanged theirs', () => {
    const review = quarters(
      { ...before, accounts: [ann, 'bob@acme.com'] },
      { ...swapped, accounts: [ann, 'bob@acme.com'] },
    );
    expect([review.codes(ann), review.codes('bob@acme.com')]).toEqual([['REASSIGNED_LOGIN'], ['REASSIGNED_LOGIN']]);
  });

  test('stays found in the runs that follow', () => {
    expect(quarters(before, swapped, swapped, swapped).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
    expect(quarters(before, left, left, left).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
    expect(quarters(before, deleted, deleted, left).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is found although nobody bore it for a while', () => {
    const nobody = { entra: [annLee('lee@acme.com'), bobRay('bob@acme.com')] };
    expect(quarters(before, nobody, passed).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is found although the first was not shown meanwhile, and bore another login then', () => {
    const away = { entra: [bobRay('bob@acme.com')] };
    expect(quarters(before, away, swapped).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is no longer found once the first has it back', () => {
    expect(quarters(before, swapped, before).codes(ann)).toEqual([]);
    expect(quarters(before, deleted, before).codes(ann)).toEqual([]);
    expect(quarters(before, swapped, before, swapped).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is found of an account that was made while the first had it back', () => {
    const made = { accounts: [anAccount({ login: ann, createdAt: '2026-06-01T00:00:00Z' })] };
    const back = { ...before, ...made };
    const { reason } = quarters(before, swapped, back, { ...swapped, ...made }).finding('REASSIGNED_LOGIN', ann);
    expect(reason).toContain('with Ann Lee until 5 July 2026');
  });

  test('is found of a third, and named with whose the account was first', () => {
    const { reason } = quarters(before, passed, { entra: [cyOh(ann)] }).finding('REASSIGNED_LOGIN', ann);
    expect(reason).toMatch(/with Ann Lee until.*that of Cy Oh/);
  });

  test('is found in the directory where it passed, although another one had renamed the first before', () => {
    const okta = [annLee(ann, { id: 'x' })];
    const renamed = { okta: [annLee('lee@acme.com', { id: 'x' })] };
    const review = quarters({ ...before, okta }, { ...before, ...renamed }, { ...passed, ...renamed });
    expect(review.finding('REASSIGNED_LOGIN', ann).reason).toMatch(
      /entra showed this login with Ann Lee until 5 April/,
    );
  });

  test('is found of each of several leavers whose logins colleagues have now', () => {
    const [cy, di] = ['cy@acme.com', 'di@acme.com'];
    const accounts = [ann, cy];
    const runs = [
      { accounts, entra: [annLee(ann), cyOh(cy), bobRay('bob@acme.com'), diUx(di)] },
      { accounts, entra: [bobRay(ann), diUx(cy)] },
    ];
    const review = quarters(...runs);
    expect([review.codes(ann), review.codes(cy)]).toEqual([['REASSIGNED_LOGIN'], ['REASSIGNED_LOGIN']]);
  });

  test('is found where both have a number that stands for none', () => {
    const nobodys = ['c', 'd', 'e', 'f', 'g'].map((id) =>
      anIdentity({ id, login: `${id}@acme.com`, name: id, employeeId: 'E0' }),
    );
    const [first, second] = [annLee(ann, { employeeId: 'E0' }), bobRay(ann, { employeeId: 'E0' })];
    const accounts = [ann, ...nobodys.map(({ logins }) => `${logins[0]}`)];
    const runs = [
      { accounts, entra: [first, ...nobodys] },
      { accounts, entra: [second, ...nobodys] },
    ];
    expect(quarters(...runs).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is not found of who has it back under another name', () => {
    const married = annLee(ann, { name: 'Mia Roe' });
    expect(quarters(before, swapped, { entra: [married, bobRay('bob@acme.com')] }).codes(ann)).toEqual([]);
  });

  test('is not found of who holds the account by another rule', () => {
    const alias = { aliases: [{ login: ann, source: 'on-premises' as const }] };
    const now = { entra: [annLee('lee@acme.com'), bobRay('bob@acme.com', alias)] };
    expect(quarters(before, now).codes(ann)).toEqual([]);
  });

  test('is not found where another directory shows it as it always did', () => {
    const okta = [bobRay(ann)];
    expect(quarters({ ...before, okta }, { entra: [annLee('lee@acme.com')], okta }).codes(ann)).toEqual([]);
  });

  test('is not found of an account that was made between the export and the snapshot', () => {
    const made = { accounts: [anAccount({ login: ann, createdAt: '2026-01-05T08:30:00Z' })] };
    const first = {
      ...before,
      takenAt: '2026-01-05T09:00:00Z',
      asOf: '2026-01-05T10:00:00Z',
      exportedAt: '2026-01-05T08:00:00Z',
    };
    expect(quarters(first, { ...passed, ...made }).codes(ann)).toEqual([]);
  });

  test('is kept in the ledger once, with whoever bore it', () => {
    const third = { entra: [cyOh(ann)] };
    const { ledger } = quarters(before, left, third, third).history;
    const kept = ledger.map(({ id, former }) => [id, former?.map(({ login, borne }) => `${login} ${borne}`)]);
    expect(kept).toEqual([
      ['a', [`${ann} 2026-01-05T08:00:00Z`]],
      ['b', ['bob@acme.com 2026-01-05T08:00:00Z', `${ann} 2026-04-05T08:00:00Z`]],
      ['c', undefined],
    ]);
  });

  test('is not found of an account that was made for the second', () => {
    const made = { accounts: [anAccount({ login: ann, createdAt: '2026-03-01T00:00:00Z' })] };
    expect(quarters(before, { ...passed, ...made }).codes(ann)).toEqual([]);
    expect(quarters(before, { ...passed, accounts: [] }, { ...passed, ...made }).codes(ann)).toEqual([]);
    expect(quarters({ ...before, accounts: ['other@acme.com'] }, passed).codes(ann)).toEqual([]);
  });

  test('is not found where the export does not tell when the account was made', () => {
    const undated = { accounts: [anAccount({ login: ann, createdAt: null })] };
    expect(quarters({ ...before, ...undated }, { ...passed, ...undated }).codes(ann)).toEqual([]);
  });

  test.each<[string, Identity, Identity]>([
    ['an object of the same number', annLee(ann, { employeeId: 'E1' }), bobRay(ann, { employeeId: 'E1' })],
    [
      'an object whose name is spelled out',
      annLee(ann, { name: 'Jörg Müller' }),
      bobRay(ann, { name: 'Joerg Mueller' }),
    ],
    ['an object whose name has the words of the first and one more', annLee(ann), bobRay(ann, { name: 'LEE, Annie' })],
    [
      'an object of the same name and another number',
      annLee(ann, { employeeId: 'C1' }),
      bobRay(ann, { employeeId: 'E1', name: 'Ann Lee' }),
    ],
    ['an object without a name or a number', annLee(ann), bobRay(ann, { name: null })],
    [
      'an object without a name where the first had no number',
      annLee(ann),
      bobRay(ann, { name: null, employeeId: 'E2' }),
    ],
    ['an object with a name where the first had none', annLee(ann, { name: null }), bobRay(ann)],
    ['an object whose name is in other letters', annLee(ann, { name: '李安' }), bobRay(ann, { name: 'Ann Lee' })],
  ])('may be one person by two objects: %s', (_, first, second) => {
    expect(quarters({ entra: [first] }, { entra: [second] }).codes(ann)).toEqual([]);
  });

  test('may be one person by two objects, of which the first was deleted', () => {
    const gone = annLee(ann, { state: 'deleted' });
    const anew = annLee(ann, { id: 'n', createdAt: '2018-06-01T00:00:00Z' });
    expect(quarters(before, { entra: [gone] }, { entra: [gone, anew] }, { entra: [anew] }).codes(ann)).toEqual([]);
  });

  test('may be one person by two objects, whatever the first is called later', () => {
    const [old, now] = [annLee('old@acme.com', { employeeId: 'E1' }), bobRay(ann, { employeeId: 'E1' })];
    const renamed = annLee('old@acme.com', { name: 'Leaver 4711' });
    const sameName = { entra: [renamed, bobRay(ann, { name: 'Ann Lee' })] };
    expect(quarters(before, sameName, sameName).codes(ann)).toEqual([]);
    const sameNumber = { entra: [renamed, now] };
    const numbered = { entra: [annLee(ann, { employeeId: 'E1' })] };
    expect(quarters(numbered, { entra: [old, now] }, sameNumber, sameNumber).codes(ann)).toEqual([]);
  });

  test('stays found when the first is called as the second later', () => {
    const married = { entra: [annLee('lee@acme.com', { name: 'Ann Ray' }), bobRay(ann)] };
    const { reason } = quarters(before, married, married).finding('REASSIGNED_LOGIN', ann);
    expect(reason).toContain('showed this login with Ann Lee until');
  });

  test.each([
    ['there is no name', null],
    ['the name is in another script', '李安'],
  ])('is found by numbers where %s', (_what, name) => {
    const runs = [{ entra: [annLee(ann, { employeeId: 'E1' })] }, { entra: [bobRay(ann, { name, employeeId: 'E2' })] }];
    expect(quarters(...runs).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is not found where another directory begins to show it with somebody', () => {
    expect(quarters({ okta: [annLee(ann)] }, { okta: [annLee(ann)], entra: [bobRay(ann)] }).codes(ann)).not.toContain(
      'REASSIGNED_LOGIN',
    );
  });

  test('is not found while both bear it', () => {
    const both = { entra: [annLee(ann), bobRay('bob@acme.com', { nameId: ann })] };
    expect(quarters(before, both).codes(ann)).not.toContain('REASSIGNED_LOGIN');
  });

  test('is none that a second object had beside its owner, as those of administrators have an address', () => {
    const both = { entra: [annLee(ann), second(ann), bobRay('bob@acme.com')] };
    const one = { entra: [annLee(ann), second('adm2@acme.com'), bobRay('bob@acme.com')] };
    expect(quarters(both, one, one).codes(ann)).toEqual([]);
    expect(quarters(both, one, swapped).codes(ann)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is not found of a registered account', () => {
    const config = {
      nonHuman: [{ login: ann, kind: 'account', owner: 'bob@acme.com', purpose: 'sync', expires: '2027-01-01' }],
    };
    expect(quarters({ ...before, config }, { ...swapped, config }).codes(ann)).not.toContain('REASSIGNED_LOGIN');
  });

  test('was not found by versions before 0.17.0, which kept nothing of it either', () => {
    const version = '0.16.0';
    const review = quarters({ ...before, version }, { ...swapped, version });
    expect(review.codes(ann)).toEqual([]);
    expect(JSON.stringify(review.history.ledger)).not.toContain('former');
  });
});
