// What becomes of a leaver's account when their login is somebody's secondary address later (contract, sections 5 and 6).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const lea = 'lea@acme.com';
const suc = 'suc@acme.com';
const numbered = anAccount({ login: lea, employeeId: 'E1' });

function leaIs(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: lea, id: 'i-lea', ...says });
}

/** Somebody with another login of their own, to whom mail for the leaver goes. */
function withAlias(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: suc, id: 'i-suc', aliases: [{ login: lea, source: 'proxy' }], ...says });
}

const softDeleted = leaIs({ state: 'deleted', left: leftBy('2026-09-01T00:00:00Z'), assignments: [] });
const byAlias = { config: { aliases: [{ login: lea, identity: suc, approvedBy: 'cfo@acme.com' }] } };
const byExpiredAlias = { config: { aliases: [{ ...byAlias.config.aliases[0], expires: '2026-10-01' }] } };
const temps = Array.from({ length: 5 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E1' }));
const recreated = { createdAt: '2026-09-15T00:00:00Z', employeeId: 'E1' };

/** The runs one after the other, a week apart, the last one on 5 October. */
function runs(...all: readonly ReviewSays[]): Reviewed {
  let after: Reviewed | undefined;
  for (const [index, says] of all.entries()) {
    const asOf = new Date(Date.UTC(2026, 9, 5 - 7 * (all.length - 1 - index), 8)).toISOString();
    after = aReview({
      accounts: [lea],
      accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
      asOf: asOf.replace('.000', ''),
      ...says,
      ...(after === undefined ? {} : { after }),
    });
  }
  if (after === undefined) throw new Error('no run');
  return after;
}

interface Case {
  readonly is: string;
  readonly runs: readonly ReviewSays[];
}

const leavers: readonly Case[] = [
  {
    is: 'the identity is purged and a successor has its address',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias()] }],
  },
  {
    is: 'it was soft-deleted in between',
    runs: [{ entra: [leaIs()] }, { entra: [softDeleted, withAlias()] }, { entra: [withAlias()] }],
  },
  {
    is: 'it was gone before, and the successor is known by now',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias()] }, { entra: [withAlias()] }, { entra: [withAlias()] }],
  },
  {
    is: 'the successor was there before, with the address as a shared one',
    runs: [
      { entra: [withAlias({ createdAt: '2020-01-01T00:00:00Z' })] },
      { entra: [leaIs({ createdAt: '2026-09-20T00:00:00Z' }), withAlias({ createdAt: '2020-01-01T00:00:00Z' })] },
      { entra: [withAlias({ createdAt: '2020-01-01T00:00:00Z' })] },
    ],
  },
  {
    is: 'two people have its address now',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias(), withAlias({ login: 'other@acme.com', id: 'i-other' })] }],
  },
  { is: 'the successor is of another directory', runs: [{ entra: [leaIs()] }, { okta: [withAlias()] }] },
  {
    is: 'the approval of the alias expired',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias()], ...byExpiredAlias }],
  },
  {
    is: 'the employee id leads to somebody with another one than the person who is gone',
    runs: [
      { accounts: [numbered], entra: [leaIs({ employeeId: 'E7' })] },
      { accounts: [numbered], entra: [anIdentity({ login: suc, employeeId: 'E1' })] },
    ],
  },
  {
    is: 'the person who is gone had no employee id, and the one of the account is somebody else’s',
    runs: [
      { accounts: [numbered], entra: [leaIs()] },
      { accounts: [numbered], entra: [anIdentity({ login: suc, employeeId: 'E1' })] },
    ],
  },
  {
    is: 'the last bearer of the login is gone, and the successor is the one before',
    runs: [
      { entra: [leaIs({ id: 'i-first', employeeId: 'E1' })] },
      { entra: [leaIs({ employeeId: 'E2' })] },
      { entra: [withAlias({ ...recreated })] },
    ],
  },
  {
    is: 'the successor bears the number of the person who is gone, and so do many others',
    runs: [
      { accounts: [numbered], entra: [leaIs({ employeeId: 'E1' }), ...temps] },
      { accounts: [numbered], entra: [withAlias(recreated), ...temps] },
    ],
  },
];

const staying: readonly Case[] = [
  {
    is: 'the same object has another login and kept the old one as an alias',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias({ id: 'i-lea' })] }, { entra: [withAlias({ id: 'i-lea' })] }],
  },
  {
    is: 'a new object has the login itself',
    runs: [{ entra: [leaIs()] }, { entra: [leaIs({ id: 'i-new' })] }],
  },
  {
    is: 'a new object has the login itself, and is renamed later',
    runs: [
      { entra: [leaIs()] },
      { entra: [leaIs({ id: 'i-new', createdAt: '2026-09-15T00:00:00Z' })] },
      { entra: [withAlias({ id: 'i-new', createdAt: '2026-09-15T00:00:00Z' })] },
      { entra: [withAlias({ id: 'i-new', createdAt: '2026-09-15T00:00:00Z' })] },
    ],
  },
  {
    is: 'a renamed object without a date of creation came after the one that is gone',
    runs: [
      { entra: [leaIs({ createdAt: null })] },
      { entra: [leaIs({ id: 'i-new', createdAt: null })] },
      { entra: [withAlias({ id: 'i-new', createdAt: null })] },
    ],
  },
  {
    is: 'a new object with the same employee id has it as an alias',
    runs: [{ entra: [leaIs({ employeeId: 'E1' })] }, { entra: [withAlias(recreated)] }],
  },
  {
    is: 'a new object with the same employee id is all that is left',
    runs: [
      { accounts: [numbered], entra: [leaIs({ employeeId: 'E1' })] },
      { accounts: [numbered], entra: [anIdentity({ login: suc, ...recreated })] },
    ],
  },
  {
    is: 'somebody approved the alias of the one who has it now',
    runs: [{ entra: [leaIs()] }, { entra: [withAlias()], ...byAlias }],
  },
  {
    is: 'somebody approved who has no such alias',
    runs: [{ entra: [leaIs()] }, { entra: [anIdentity({ login: suc })], ...byAlias }],
  },
  {
    is: 'nobody bore the login before as their own',
    runs: [{ entra: [withAlias()] }, { entra: [withAlias()] }],
  },
  {
    is: 'the person is gone in one directory and there in another by the login',
    runs: [{ entra: [leaIs()], okta: [leaIs({ id: 'o' })] }, { okta: [leaIs({ id: 'o' })] }],
  },
  {
    is: 'the person is gone in one directory and there in another, joined by a login of both and with an alias',
    runs: [
      { okta: [leaIs({ logins: [lea, suc] })], entra: [withAlias()] },
      { entra: [withAlias()] },
      { entra: [withAlias()] },
    ],
  },
];

describe('an account whose login is only somebody’s secondary address is a leaver’s, where', () => {
  test.each(leavers)('$is', ({ runs: all }) => {
    const review = runs(...all);
    expect(review.situation(lea)).toBe('deleted');
    expect(review.codes(lea)).toContain('LEAVER_ACCOUNT');
    expect(review.codes(lea)).not.toContain('ALIAS_UNCONFIRMED');
  });
});

describe('an account stays linked, where', () => {
  test.each(staying)('$is', ({ runs: all }) => {
    const review = runs(...all);
    expect(review.situation(lea)).toBe('linked');
    expect(review.codes(lea)).not.toContain('LEAVER_ACCOUNT');
  });
});

describe('a leaver whose soft-deleted identity is purged', () => {
  const purged = runs({ entra: [leaIs()] }, { entra: [softDeleted, withAlias()] }, { entra: [withAlias()] });

  test('is the same finding, first seen when it was, with the same leave date', () => {
    const finding = purged.finding('LEAVER_ACCOUNT', lea);
    expect(finding).toMatchObject({ state: 'open', severity: 'critical', firstSeen: '2026-09-28T08:00:00Z' });
    expect(purged.judgement(lea).left?.notAfter).toBe('2026-09-01T00:00:00Z');
  });

  test('says to whom the address leads today, and how to say that it is theirs', () => {
    expect(purged.finding('LEAVER_ACCOUNT', lea).reason).toContain(
      'Today the login leads to suc@acme.com in entra, who does not bear it as their own: confirm them in `aliases` if the account is theirs.',
    );
  });

  test('is undetermined while the directory that lost them is incomplete', () => {
    const review = runs(
      { entra: [leaIs()] },
      {
        entra: [],
        okta: [withAlias()],
        headers: { entra: { completeness: 'partial' } },
        authoritative: { entra: ['acme.com'] },
      },
    );
    expect(review.situation(lea)).toBe('undetermined');
  });
});

test('a person who came back under another login and kept the old one as an alias is a rehire, not a leaver', () => {
  const review = runs({ entra: [leaIs({ employeeId: 'E1' })] }, { entra: [withAlias(recreated)] });
  expect(review.codes(lea)).toContain('REHIRED_ACCOUNT');
});

test('an approval does not outrank a directory that has the last word and lost the person', () => {
  const authoritative = { entra: ['acme.com'] };
  const review = runs({ entra: [leaIs()] }, { okta: [withAlias()], authoritative, ...byAlias });
  expect(review.situation(lea)).toBe('deleted');
});
