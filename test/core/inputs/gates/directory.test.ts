// The gates of one directory, each at its limit: how it was read, its app, and what it holds (contract, section 8).
import { describe, expect, test } from 'vitest';
import { anApp, anIdentity, hoursAfter, inNestedGroup } from '../../../support/inputs/population-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { aCompany, before, exportedAt, held, people } from './company.ts';

test('nothing holds a run in which everything is as it should be', () => {
  expect(held({})).toEqual([]);
  expect(held({ after: before })).toEqual([]);
  expect(aCompany({}).assessment).toMatchObject({ status: 'complete', reasons: [] });
});

describe('incomplete', () => {
  test.each(['partial', 'unread'] as const)('holds the run when a directory is %s', (completeness) => {
    const headers = { entra: { completeness, reasons: ['403 on page 2'] } };
    expect(held({ headers })).toEqual(['incomplete entra']);
    const { status, reasons } = aCompany({ headers }).assessment;
    expect(status).toBe('incomplete');
    expect(reasons).toEqual([expect.stringMatching(/^incomplete: .*entra.*403 on page 2/)]);
  });

  test('holds the run also for a directory that is no gate', () => {
    expect(held({ people: { hr: people(1) }, headers: { hr: { completeness: 'partial' } } })).toEqual([
      'incomplete hr',
    ]);
  });
});

describe('limited-information', () => {
  const nameless = anIdentity({ login: 'x', nameId: null, logins: [], name: null });

  test('holds the run when objects come without their fields', () => {
    expect(held({ entra: [...people(10), nameless] })).toEqual(['limited-information entra']);
    expect(aCompany({ entra: [...people(10), nameless] }).assessment.status).toBe('incomplete');
  });

  test('is said once where the connector saw it, with what it saw', () => {
    const reasons = ['limited-information: 3 of 9 rows came without login; this needs User.Read.All.'];
    const { gates } = aCompany({ headers: { entra: { completeness: 'partial', reasons } } }).assessment;
    expect(gates.find(({ gate }) => gate === 'limited-information')?.reason).toBe(
      '3 of 9 rows came without login; this needs User.Read.All.',
    );
  });

  test.each([
    ['a NameID', { nameId: 'x' }],
    ['a login', { logins: ['x'] }],
    ['an alias', { aliases: [{ login: 'x', source: 'proxy' as const }] }],
  ])('is not said of an object that has no name but %s', (_what, says) => {
    expect(held({ entra: [...people(10), { ...nameless, ...says }] })).toEqual([]);
  });
});

describe('app-disabled', () => {
  test('holds the run when the app of a gate is disabled', () => {
    expect(held({ headers: { okta: { app: anApp({ enabled: false }) } } })).toEqual(['app-disabled okta']);
  });

  test('is not said of a directory that is no gate', () => {
    expect(held({ people: { hr: people(1) }, headers: { hr: { app: anApp({ enabled: false }) } } })).toEqual([]);
  });
});

describe('empty-directory', () => {
  test('holds the run when a directory has nobody, or only deleted people', () => {
    expect(held({ okta: [] })).toEqual(['empty-directory okta']);
    expect(held({ people: { hr: people(3, { state: 'deleted' }) } })).toEqual(['empty-directory hr']);
  });

  test('holds the run when a gate has no assignment, or only nested ones', () => {
    expect(held({ okta: people(10, { assignments: [] }) })).toEqual(['empty-directory okta']);
    expect(held({ okta: people(10, { assignments: [inNestedGroup] }) })).toEqual(['empty-directory okta']);
  });

  describe('of an app that everybody may use', () => {
    const open = { app: anApp({ id: 'app-1', assignmentRequired: false }) };
    const nobody = people(10, { assignments: [] });
    const first: ReviewSays = { okta: nobody, headers: { okta: open } };
    const on = { exportedAt: '2026-10-01T07:00:00Z', asOf: '2026-10-01T08:00:00Z' };
    const known = aCompany({ ...first, ...on, accept: ['empty-directory'] });

    test('is asked about once, and held until somebody accepts it', () => {
      expect(held(first)).toEqual(['empty-directory okta']);
      expect(held({ ...first, after: known })).toEqual([]);
      const second = aCompany({ ...first, ...on, after: known, accept: [] });
      expect(held({ ...first, after: second })).toEqual([]);
    });

    test.each<[string, ReviewSays]>([
      ['requires assignments since', { headers: { okta: { app: anApp({ id: 'app-1' }) } } }],
      ['is another', { headers: { okta: { app: anApp({ id: 'app-2', assignmentRequired: false }) } } }],
    ])('is asked about again when the app %s', (_, says) => {
      expect(held({ ...first, ...says, after: known })).toEqual(['empty-directory okta']);
    });

    test('is asked about when it had assignments before', () => {
      const assigned = aCompany({ headers: { okta: open }, ...on });
      expect(held({ ...first, after: assigned })).toEqual(['empty-directory okta', 'drop-assignments okta']);
    });

    test('is not taken for accepted by a run in which its directory was no gate, and nobody was asked', () => {
      const { history } = aCompany({ ...on, people: { hr: nobody }, headers: { hr: open } });
      expect(history.directories.find(({ id }) => id === 'hr')).not.toHaveProperty('openApp');
    });

    test('is asked about when nobody is left in its directory', () => {
      expect(held({ ...first, okta: [], after: known })).toContain('empty-directory okta');
    });
  });

  test('asks no assignments of a directory that is no gate', () => {
    expect(held({ people: { hr: people(10, { assignments: [] }) } })).toEqual([]);
  });
});

describe('skew', () => {
  test.each([24, -24])('allows the snapshot to be taken exactly %d hours from the export', (hours) => {
    expect(held({ takenAt: hoursAfter(exportedAt, hours) })).toEqual([]);
  });

  test.each([24.01, -24.01])('holds the run when it was taken %d hours from it', (hours) => {
    expect(held({ takenAt: hoursAfter(exportedAt, hours) })).toEqual(['skew entra', 'skew okta']);
    expect(held({ takenAt: hoursAfter(exportedAt, hours), policy: { maxSkewHours: 25 } })).toEqual([]);
  });

  test.each([
    [24 + 1 / 3600, '1 day 1 second apart; the policy allows 1 day'],
    [24.5, '1 day 30 minutes apart'],
    [30, '1 day 6 hours apart'],
  ])('of %d hours is told so that it does not read like what is allowed', (hours, words) => {
    expect(aCompany({ takenAt: hoursAfter(exportedAt, hours) }).assessment.reasons[0]).toContain(words);
  });

  test('does not keep accounts from being judged: the directory itself is believed', () => {
    const review = aCompany({ takenAt: hoursAfter(exportedAt, 30), entra: people(9), okta: people(9) });
    expect(review.assessment.status).toBe('held');
    expect(review.situation('u9@acme.com')).toBe('unmatched');
  });
});
