// What an export must be like for a finding about an account to end: younger than what was compared, and whole.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followsFromSituation } from '../../../../core/findings/rules/rules.ts';
import { anAccount, anIdentity, hoursAfter, login } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { onDay } from '../../../support/time.ts';

const accept = ['empty-directory', 'drop-rows', 'wrong-instance', 'count', 'skew'] as const;
const ghost = 'ghost@acme.com';
const staff = Array.from({ length: 9 }, (_, index) => `user${index}@acme.com`);
const entra = [...staff, 'else@acme.com'];
const suspended = anAccount({ login: ghost, status: 'suspended' });
const revoked = [{ login: login(ghost) }];

const first = aReview({ accept, asOf: '2026-10-05T08:00:00Z', accounts: [...staff, ghost], entra });

/** The next day, of the same quarter. */
function next(says: ReviewSays, after: Reviewed = first): Reviewed {
  return aReview({ accept, asOf: '2026-10-06T08:00:00Z', accounts: staff, entra, after, ...says });
}

function told(review: Reviewed): string {
  const { state, reason } = review.finding('ORPHANED_ACCOUNT', ghost);
  return `${state}: ${reason}`;
}

describe('a finding about an account', () => {
  test('ends with an export that shows the account suspended', () => {
    expect(told(next({ accounts: [...staff, suspended] }))).toBe(
      'closed: Closed: this export shows the account as suspended.',
    );
  });

  test('ends with an export that bears signs of editing, and the reason says so', () => {
    const edited = next({ accounts: [...staff, suspended], editedSigns: ['no `Suspended At` column'] });
    expect(told(edited)).toBe(
      'closed: Closed: this export shows the account as suspended. The export bears signs of editing, which the finding EXPORT_EDITED names.',
    );
  });

  test('ends with the log that told a sign-in, and says that this refutes nothing, as not before 0.12.0', () => {
    const left = { notBefore: null, notAfter: '2026-09-01T00:00:00Z', source: 'deletedDateTime' };
    const gone = (lastSignIn: string | null): ReviewSays => ({
      accounts: [...staff, anAccount({ login: ghost, lastLogin: null })],
      entra: [...entra, anIdentity({ login: ghost, state: 'deleted', left, assignments: [], lastSignIn })],
    });
    const used = aReview({ accept, asOf: '2026-10-05T08:00:00Z', ...gone('2026-09-04T08:00:00Z') });
    const end = (version?: string): string =>
      next({ ...gone(null), ...(version === undefined ? {} : { version }) }, used).finding(
        'ACCESS_AFTER_LEAVING',
        ghost,
      ).reason;
    expect(end()).toBe(
      'Closed: it no longer holds in a complete and accepted run. A sign-in told it, which a directory tells only as long as its log holds it: that this run tells it no more does not refute it.',
    );
    expect(end('0.11.0')).toBe('Closed: it no longer holds in a complete and accepted run.');
  });

  test('does not end with an export that is older than one that was compared', () => {
    const older = { accounts: [...staff, suspended], exportedAt: '2026-10-05T07:59:00Z' };
    expect(told(next(older))).toBe(
      'open: Not found again, and not proven closed: the export of 5 October 2026, 07:59 UTC is older than the one of 5 October 2026, 08:00 UTC that was compared before.',
    );
    expect(told(next({ ...older, exportedAt: '2026-10-05T08:00:00Z' })), 'of the same moment').toMatch(/^closed/);
  });

  test('does not end with an old export because a still older one was compared in between', () => {
    const older = next({ accounts: [...staff, ghost], exportedAt: '2026-10-03T08:00:00Z' });
    const again = { asOf: '2026-10-07T08:00:00Z', accounts: [...staff, suspended] };
    expect(told(next({ ...again, exportedAt: '2026-10-04T08:00:00Z' }, older))).toMatch(/^open: .* is older than/);
    expect(told(next({ ...again, exportedAt: '2026-10-06T08:00:00Z' }, older))).toMatch(/^closed/);
  });

  test('does not end with the same file as before under a later time, when another was compared between', () => {
    const gone = next({ accounts: [...staff, suspended], file: 'users.csv' });
    const back = next({ asOf: '2026-10-07T08:00:00Z', accounts: [...staff, ghost] }, gone);
    const again = { asOf: '2026-10-08T08:00:00Z', accounts: [...staff, suspended], file: 'users.csv' };
    expect(next(again, back).assessment.status).toBe('complete');
    expect(told(next(again, back))).toBe(
      'reopened: Not found again, and not proven closed: the export of 6 October 2026, 08:00 UTC is older than the one of 7 October 2026, 08:00 UTC that was compared before.',
    );
  });

  test('ends with the same file a second time when no other was compared between', () => {
    const file = 'users.csv';
    const before = next({ file, accounts: [...staff, ghost] });
    const again = { file, asOf: '2026-10-07T08:00:00Z', accounts: [...staff, ghost] };
    const known = next({ ...again, entra: [...entra, ghost] }, before);
    expect(known.assessment.status).toBe('complete');
    expect(told(known)).toMatch(/^closed/);
    const between = { exportedAt: '2026-10-06T20:00:00Z', accounts: [...staff, suspended] };
    const younger = next({ ...between, asOf: '2026-10-08T08:00:00Z' }, next(again, before));
    expect(told(younger), 'than the file, which is as old as at first').toMatch(/^closed/);
  });

  test('does not end with a file that was received before another one that was compared was taken', () => {
    const late = next({ asOf: '2026-10-07T08:00:00Z', accounts: [...staff, ghost] });
    const again = { asOf: '2026-10-08T08:00:00Z', accounts: [...staff, suspended], received: '2026-10-06T09:00:00Z' };
    expect(told(next(again, late))).toMatch(/^open: .* the export of 6 October 2026, 09:00 UTC is older than/);
    expect(told(next({ ...again, received: '2026-10-08T08:00:00Z' }, late))).toMatch(/^closed/);
  });

  test('ends once a younger export proves it, and tells of its whole time', () => {
    const older = next({ accounts: [...staff, suspended], exportedAt: '2026-10-04T08:00:00Z' });
    const younger = next({ asOf: '2026-10-07T08:00:00Z', accounts: [...staff, suspended] }, older);
    expect(told(younger)).toMatch(/^closed/);
    const again = next({ asOf: '2026-10-08T08:00:00Z', accounts: [...staff, ghost] }, younger);
    expect(told(again)).toMatch(/^reopened/);
  });

  test('stays excepted while its end is not proven', () => {
    const decisions = [
      { login: login(ghost), decision: 'except', until: onDay('2026-12-31'), codesSeen: ['ORPHANED_ACCOUNT'] } as const,
    ].map((one) => ({ ...one, codesSeen: [...one.codesSeen] }));
    const older = { accounts: [...staff, suspended], exportedAt: '2026-10-04T08:00:00Z' };
    expect(told(next({ ...older, decisions }))).toMatch(/^excepted/);
  });

  test('proposes nothing when this run did not find it', () => {
    const older = { entra: [...entra, ghost], accounts: [...staff, ghost], exportedAt: '2026-10-04T08:00:00Z' };
    const review = next(older);
    expect(told(review)).toMatch(/^open/);
    expect(review.assessment.proposals.proposed).toEqual([]);
  });
});

describe('an account that was to be removed', () => {
  test('is proven gone by an export that lacks it', () => {
    expect(told(next({ decisions: revoked }))).toMatch(/^closed: Closed: it was decided to revoke the account/);
  });

  test.each<[string, ReviewSays, string]>([
    ['lacks others too', { accounts: staff.slice(3) }, 'drop-rows'],
    ['has fewer rows than the page showed', { countShown: 10 }, 'count'],
    ['may be of another environment', { accounts: ['else@acme.com', ...staff.slice(6)] }, 'drop-rows'],
  ])('is not proven gone by an export that was accepted although it %s', (_, says, gate) => {
    const review = next({ decisions: revoked, ...says });
    expect(told(review)).toBe(
      `open: Not found again, and not proven closed: rows may be missing from this export, which was accepted in spite of the gate ${gate}.`,
    );
    expect(told(next({ asOf: '2026-10-07T08:00:00Z', decisions: revoked }, review))).toMatch(/^closed/);
  });

  test('is proven gone by an export that is short by nothing but what was to be removed', () => {
    const many = staff.slice(0, 4);
    const before = aReview({ accept, asOf: '2026-10-05T08:00:00Z', accounts: [...many, ghost], entra });
    const gone = [ghost, 'user3@acme.com'].map((name) => ({ login: login(name) }));
    const after = next({ accounts: many.slice(0, 3), decisions: gone }, before);
    expect(after.assessment.gates.map(({ gate }) => gate)).toContain('drop-rows');
    expect(told(after)).toMatch(/^closed/);
  });

  test('is not proven gone by an export with a row that could not be read, in which it may stand', () => {
    const review = next({ decisions: revoked, rejected: 1 });
    expect(told(review)).toBe(
      'open: Not found again, and not proven closed: 1 row of this export could not be read, and what is missing may stand there.',
    );
    expect(told(next({ decisions: revoked, rejected: 1, accounts: [...staff, suspended] })), 'suspended').toMatch(
      /^closed/,
    );
    expect(told(next({ asOf: '2026-10-07T08:00:00Z', decisions: revoked }, review))).toMatch(/^closed/);
  });

  test('is proven gone by an export with more rows than the page showed', () => {
    expect(told(next({ decisions: revoked, countShown: 8 }))).toMatch(/^closed/);
  });

  test('is proven suspended by the row that shows it, whatever else is missing', () => {
    expect(told(next({ decisions: revoked, accounts: [...staff.slice(3), suspended] }))).toMatch(/^closed/);
  });
});

test('two accounts of one person are still two when an export that may be short shows one', () => {
  const twice = [
    anIdentity({ login: 'user0@acme.com', logins: ['user0@acme.com', 'u.zero@acme.com'] }),
    ...entra.slice(1),
  ];
  const both = aReview({ accept, asOf: '2026-10-05T08:00:00Z', accounts: [...staff, 'u.zero@acme.com'], entra: twice });
  expect(both.finding('DUPLICATE_ACCOUNT', 'user0@acme.com').state).toBe('new');
  const short = next({ accounts: staff.slice(0, 6), entra: twice }, both);
  expect(short.finding('DUPLICATE_ACCOUNT', 'user0@acme.com').state).toBe('open');
  expect(next({ entra: twice }, both).finding('DUPLICATE_ACCOUNT', 'user0@acme.com').state).toBe('closed');
});

interface Told {
  /** Of the export, after that of the first run. */
  readonly hours: number;
  readonly shown: 'live' | 'suspended' | 'absent';
  /** How many others the export lacks. */
  readonly lacks: number;
  readonly revoked: boolean;
  readonly known: boolean;
  readonly held: boolean;
}

const aRun: fc.Arbitrary<Told> = fc.record({
  hours: fc.integer({ min: -60, max: 60 }),
  shown: fc.constantFrom('live' as const, 'suspended' as const, 'absent' as const),
  lacks: fc.nat({ max: 6 }),
  revoked: fc.boolean(),
  known: fc.boolean(),
  held: fc.boolean(),
});

function played(run: Told, after: Reviewed, index: number): Reviewed {
  const shown = run.shown === 'absent' ? [] : [run.shown === 'live' ? ghost : suspended];
  return next(
    {
      asOf: hoursAfter('2026-10-08T08:00:00Z', index),
      exportedAt: hoursAfter('2026-10-05T08:00:00Z', run.hours),
      accounts: [...staff.slice(run.lacks), ...shown],
      entra: run.known ? [...entra, ghost] : entra,
      decisions: run.revoked ? revoked : [],
      ...(run.held ? { headers: { entra: { completeness: 'unread' } } } : {}),
    },
    after,
  );
}

test('no finding closes without an export that proves it, whatever runs come in which order', () => {
  fc.assert(
    fc.property(fc.array(aRun, { maxLength: 5 }), (runs) => {
      let [before, newest, rows] = [first, 0, staff.length + 1];
      for (const [index, run] of runs.entries()) {
        const now = played(run, before, index);
        const closed = now.assessment.findings.some(
          ({ login: of, state, code }) => of === ghost && state === 'closed' && followsFromSituation(code),
        );
        const present = run.shown === 'absent' ? 0 : 1;
        const short = (rows - (staff.length - run.lacks + 1)) * 100 > rows * 20;
        if (closed) {
          expect(run.held, 'a held run').toBe(false);
          expect(run.hours, 'an older export').toBeGreaterThanOrEqual(newest);
          if (run.shown === 'live') expect(run.known, 'live and unknown').toBe(true);
          if (run.shown === 'absent') expect({ revoked: run.revoked, short }).toEqual({ revoked: true, short: false });
        }
        if (run.held) continue;
        [before, newest, rows] = [now, Math.max(newest, run.hours), staff.length - run.lacks + present];
      }
    }),
    { numRuns: 400 },
  );
});
