// Whom one directory purged is no leaver while another one still has them (contract, sections 5 and 6).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

/** The account bears the login of Okta, which Entra does not know. */
const short = 'jd@acme.com';
const long = 'jane.doe@acme.com';

function inOkta(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: short, logins: [short, long], id: 'o-jane', name: 'Jane Doe', ...says });
}

function inEntra(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: long, id: 'e-jane', name: 'Jane Doe', ...says });
}

const bystander = anIdentity({ login: 'max@acme.com' });

/** Two runs a week apart; after the first one Okta has purged Jane. */
function afterPurge(now: ReviewSays, before: ReviewSays = {}): Reviewed {
  const both: ReviewSays = {
    accounts: [short, 'max@acme.com'],
    accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
  };
  const first = aReview({
    ...both,
    entra: [inEntra()],
    okta: [inOkta(), bystander],
    asOf: '2026-09-28T08:00:00Z',
    ...before,
  });
  return aReview({ ...both, entra: [inEntra()], okta: [bystander], ...now, after: first });
}

/** Runs a week apart, the last one on 5 October. */
function weekly(...all: readonly ReviewSays[]): Reviewed {
  return all.reduce<Reviewed | undefined>((after, says, index) => {
    const asOf = new Date(Date.UTC(2026, 9, 5 - 7 * (all.length - 1 - index), 8)).toISOString().replace('.000', '');
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    return aReview({
      accounts: [short, 'max@acme.com'],
      accept,
      asOf,
      ...says,
      ...(after === undefined ? {} : { after }),
    });
  }, undefined) as Reviewed;
}

/** With whom the ledger remembers somebody to have been one person. */
function joinedIn({ history: { ledger } }: Reviewed): unknown {
  return ledger.flatMap(({ joined }) => joined ?? []);
}

describe('an account that only a purged person of Okta led to', () => {
  test('is no leaver’s while Entra has the person: it is nobody’s login, and the reason names them', () => {
    const seen = afterPurge({});
    expect(seen.situation(short)).toBe('unmatched');
    expect(seen.codes(short)).toEqual(['ORPHANED_ACCOUNT']);
    expect(seen.finding('ORPHANED_ACCOUNT').reason).toContain(
      'Until 28 September 2026, 08:00 UTC okta showed who bore it, and no longer does; an earlier accepted run tied the account to Jane Doe in entra too, who is there today under another login.',
    );
  });

  test.each<[string, Partial<IdentitySays>]>([
    ['without an assignment', { assignments: [] }],
    ['who is on leave', { state: 'suspended' }],
    ['of whom it does not say whether they may sign in', { state: 'unknown' }],
    ['who was renamed meanwhile', { login: 'jane.roe@acme.com', logins: ['jane.roe@acme.com'] }],
  ])('is no leaver’s while Entra has somebody %s', (_, says) => {
    expect(afterPurge({ entra: [inEntra(says)] }).codes(short)).toEqual(['ORPHANED_ACCOUNT']);
  });

  test.each<[string, ReviewSays]>([
    ['Entra disabled the person', { entra: [inEntra({ state: 'disabled' })] }],
    ['Entra deleted the person', { entra: [inEntra({ state: 'deleted', left: leftBy('2026-10-01T00:00:00Z') })] }],
    ['their leave date in Entra is over', { entra: [inEntra({ left: leftBy('2026-10-01T00:00:00Z') })] }],
    ['Entra has purged them too', { entra: [bystander] }],
    ['another object of Entra has the address now', { entra: [inEntra({ id: 'e-other' })] }],
    ['HR names them by the login of Entra', { leavers: { [long]: '2026-10-01' } }],
    ['HR names them by the login of the account', { leavers: { [short]: '2026-10-01' } }],
    ['Okta has the last word on the domain', { authoritative: { okta: ['acme.com'] } }],
  ])('is a leaver’s where %s', (_, now) => {
    expect(afterPurge(now).codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('is a leaver’s where nothing but the account tied the two', () => {
    const before = { okta: [inOkta({ logins: [short] }), bystander], entra: [inEntra({ aliases: [] })] };
    expect(afterPurge({}, before).codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('is a leaver’s where HR names them by a login that only Okta knew', () => {
    const renamed = inEntra({ login: 'jane.roe@acme.com', logins: ['jane.roe@acme.com'] });
    expect(afterPurge({ entra: [renamed], leavers: { [long]: '2026-10-01' } }).codes(short)).toEqual([
      'LEAVER_ACCOUNT',
    ]);
  });

  test('is that of whom Okta showed with the login last', () => {
    const pat = anIdentity({ login: short, id: 'o-pat', name: 'Pat Roe' });
    const jane = { entra: [inEntra()] };
    const last = weekly(
      { ...jane, okta: [inOkta(), bystander] },
      { ...jane, okta: [pat, bystander] },
      { ...jane, okta: [bystander] },
    );
    expect(last.codes(short)).toEqual(['LEAVER_ACCOUNT']);
    const first = weekly(
      { okta: [pat, bystander] },
      { ...jane, okta: [inOkta(), bystander] },
      { ...jane, okta: [bystander] },
    );
    expect(first.codes(short)).toEqual(['ORPHANED_ACCOUNT']);
  });

  test('is no leaver’s where a third directory, which lost them too, shared a login with Okta alone', () => {
    const inHr = anIdentity({ login: short, id: 'h-jane', name: 'Jane Doe' });
    const before = { people: { hr: [inHr, bystander] } };
    expect(afterPurge({ people: { hr: [bystander] } }, before).codes(short)).toEqual(['ORPHANED_ACCOUNT']);
  });

  test('is a leaver’s where a third directory lost somebody whom the account was never tied to', () => {
    const pat = anIdentity({ login: short, id: 'h-pat', name: 'Pat Roe' });
    const seen = weekly(
      { accounts: ['max@acme.com'], okta: [bystander], people: { hr: [pat, bystander] } },
      { entra: [inEntra()], okta: [inOkta(), bystander], people: { hr: [bystander] } },
      { entra: [inEntra()], okta: [bystander], people: { hr: [bystander] } },
    );
    expect(seen.codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });

  const moved = inEntra({ login: 'jane.doe@new.example', logins: ['jane.doe@new.example'] });
  const known = { entra: [inEntra()], okta: [inOkta(), bystander] };
  const deprovisioned = inOkta({ state: 'deleted', left: leftBy('2026-09-20T00:00:00Z'), assignments: [] });

  test.each<[string, readonly ReviewSays[]]>([
    ['with the purge', [{ entra: [moved], okta: [bystander] }]],
    [
      'after the purge',
      [
        { entra: [inEntra()], okta: [bystander] },
        { entra: [moved], okta: [bystander] },
      ],
    ],
    ['between the deletion and the purge', [{ entra: [moved], okta: [deprovisioned, bystander] }]],
  ])('stays so run after run where Entra changed everybody’s address %s', (_, changes) => {
    const since = [
      { entra: [moved], okta: [bystander] },
      { entra: [moved], okta: [bystander] },
    ];
    const seen = weekly(known, ...changes, ...since);
    expect(seen.codes(short)).toEqual(['ORPHANED_ACCOUNT']);
    expect(seen.finding('ORPHANED_ACCOUNT', short).reason).toContain('who is there today under another login');
  });

  test('stays with the person where Entra keeps the login as an alias', () => {
    const alias = { ...moved, aliases: [{ login: short, source: 'proxy' as const }] };
    const now = { entra: [alias], okta: [bystander] };
    expect(weekly(known, now, now, now).situation(short)).toBe('linked');
  });

  test('is a leaver’s once the person is gone from Entra too, whatever their address was', () => {
    const seen = weekly(known, { entra: [moved], okta: [bystander] }, { entra: [bystander], okta: [bystander] });
    expect(seen.codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('remembers of nobody but whoever loses an address with whom it was one person', () => {
    expect(joinedIn(weekly(known, known))).toEqual([]);
    const change = { entra: [moved], okta: [bystander] };
    expect(joinedIn(weekly(known, change, change))).toEqual([{ directory: 'okta', id: 'o-jane' }]);
    expect(joinedIn(weekly(known, { ...change, version: '0.22.0' }))).toEqual([]);
  });

  test('stays so in the next run, and is linked again where the person got the login back', () => {
    const purged = afterPurge({});
    const says = { accounts: [short, 'max@acme.com'], entra: [inEntra()], after: purged, asOf: '2026-10-12T08:00:00Z' };
    expect(aReview({ ...says, okta: [bystander] }).codes(short)).toEqual(['ORPHANED_ACCOUNT']);
    expect(aReview({ ...says, okta: [inOkta({ id: 'o-new' }), bystander] }).situation(short)).toBe('linked');
  });

  test('is linked by an alias of the person in Entra, and no leaver’s', () => {
    const aliases = [{ login: short, source: 'on-premises' as const }];
    const renamed = { login: 'jane.roe@acme.com', logins: ['jane.roe@acme.com'] };
    expect(afterPurge({ entra: [inEntra({ ...renamed, aliases })] }).situation(short)).toBe('linked');
  });

  test('was a leaver’s by the rules of 0.19.0', () => {
    expect(afterPurge({ version: '0.19.0' }).codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });
});

function anew(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: 'jane.roe@acme.com', id: 'i-new', name: 'Jane Roe', employeeId: 'E1', ...says });
}

/** Eight who bear the number, and are assigned to nothing. */
function eight(says: Partial<IdentitySays> = {}): readonly Identity[] {
  return Array.from({ length: 8 }, (_, n) => anew({ id: `a${n}`, login: `t${n}@acme.com`, assignments: [], ...says }));
}

describe('an account of somebody who was created anew, and whom no login leads to', () => {
  const old = anIdentity({ login: short, id: 'i-old', name: 'Jane Doe', employeeId: 'E1' });
  const after = (now: ReviewSays): Reviewed =>
    weekly({ okta: [old, bystander] }, { okta: [bystander, anew()], ...now });

  test.each<[string, ReviewSays]>([
    ['the same directory', {}],
    ['the same directory, which has the last word', { authoritative: { okta: ['acme.com'] } }],
    ['another directory', { okta: [bystander], entra: [anew({ assignments: [] })] }],
    [
      'the same directory, beside many who were deleted',
      { okta: [bystander, ...eight({ state: 'deleted' }), anew({ assignments: [] })] },
    ],
    ['the same directory, with a name in other letters', { okta: [bystander, anew({ name: '李安' })] }],
  ])('is no leaver’s where the number is that of somebody in %s', (_, now) => {
    const seen = after(now);
    expect(seen.codes(short)).toEqual(['ORPHANED_ACCOUNT']);
    expect(seen.finding('ORPHANED_ACCOUNT', short).reason).toMatch(
      /okta showed who bore it, and no longer does; the employee number leads to .* in (okta|entra), who is there today under another login\./,
    );
  });

  test('is no leaver’s where the account was made after they were seen', () => {
    const seen = weekly(
      { accounts: ['max@acme.com'], okta: [old, bystander] },
      { okta: [bystander, anew({ assignments: [] })] },
    );
    expect(seen.codes(short)).toEqual(['ORPHANED_ACCOUNT']);
  });

  test.each<[string, ReviewSays]>([
    ['the number is that of somebody of another name', { okta: [bystander, anew({ name: 'Max Poe' })] }],
    ['they are disabled', { okta: [bystander, anew({ state: 'disabled' })] }],
    ['they are deleted', { okta: [bystander, anew({ state: 'deleted' })] }],
    ['HR names them', { leavers: { 'jane.roe@acme.com': '2026-10-01' } }],
    ['the number is a placeholder', { okta: [bystander, ...eight()] }],
    [
      'the directory that lost them has the last word, and another one shows them',
      { okta: [bystander], entra: [anew()], authoritative: { okta: ['acme.com'] } },
    ],
  ])('is a leaver’s where %s', (_, now) => {
    expect(after(now).codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });
});

describe('an account whose person Entra purged, while Okta may not show everybody', () => {
  const known = { entra: [inEntra(), bystander], okta: [inOkta({ employeeId: 'E1' }), bystander] };
  const now = (okta: readonly Identity[], says: ReviewSays = {}): Reviewed =>
    weekly(known, {
      entra: [bystander],
      okta: [...okta, bystander],
      headers: { okta: { sight: 'unproven' } },
      ...says,
    });
  const back = anew({ createdAt: '2026-09-30T00:00:00Z' });

  test('is undetermined where Okta shows somebody with the number of the one whom it shows no longer', () => {
    const seen = now([back]);
    expect(seen.codes(short)).toEqual(['UNDETERMINED_ACCOUNT']);
    expect(seen.finding('UNDETERMINED_ACCOUNT', short).reason).toMatch(
      /nothing proves that its credentials see everybody\. Until 28 September 2026, 08:00 UTC entra showed who bore it, and no longer does; the employee number leads to Jane Roe in okta, who is there today under another login\.$/u,
    );
    expect(now([back], { version: '0.22.0' }).codes(short)).toEqual(['LEAVER_ACCOUNT']);
  });

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['nobody has that number', [], {}],
    ['whoever has it is called otherwise', [anew({ name: 'Max Poe' })], {}],
    ['Entra has the last word', [back], { authoritative: { entra: ['acme.com'] } }],
  ])('is a leaver’s where %s', (_, okta, says) => {
    expect(now(okta, says).situation(short)).toBe('deleted');
  });
});
