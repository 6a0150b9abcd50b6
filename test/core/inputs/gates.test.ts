// The gates: each at its limit, held and accepted, and what a held run may still say (contract, section 8).
import { describe, expect, test } from 'vitest';
import { gateNames, isAcceptable, isGateName } from '../../../core/names/gates.ts';
import type { GateName } from '../../../core/names/gates.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anApp, anIdentity, blockedBy, hoursAfter, inNestedGroup } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../support/review/review-builder.ts';

const exportedAt = '2026-10-05T07:00:00Z';
const jane = 'jane@acme.com';

function people(count: number, says: Partial<Parameters<typeof anIdentity>[0]> = {}): readonly Identity[] {
  return Array.from({ length: count }, (_, index) => anIdentity({ login: `u${index}@acme.com`, ...says }));
}

/** Whom no run saw before. */
function others(count: number): readonly Identity[] {
  return Array.from({ length: count }, (_, index) => anIdentity({ login: `t${index}@acme.com` }));
}

function logins(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `u${from + index}@acme.com`);
}

/** Ten accounts and ten people in each gate, where the test says no other. */
function aCompany(says: ReviewSays): Reviewed {
  return aReview({ accounts: logins(0, 10), entra: people(10), okta: people(10), exportedAt, accept: [], ...says });
}

/** The gates that hold the run, with the directory that each is about. */
function held(says: ReviewSays): readonly string[] {
  const { gates } = aCompany(says).assessment;
  return gates.flatMap(({ gate, directory, accepted }) =>
    accepted === null ? (directory === null ? gate : `${gate} ${directory}`) : [],
  );
}

/** Whether the gate holds the export of that time out of the review of 2026-Q3. */
function outsideQ3(exported: string, timeZone = 'UTC'): boolean {
  return held({ exportedAt: exported, asOf: exported, period: '2026-Q3', config: { calendar: { timeZone } } }).includes(
    'period',
  );
}

const before = aCompany({ exportedAt: '2026-10-01T07:00:00Z', asOf: '2026-10-01T08:00:00Z' });

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

  test.each([{ nameId: 'x' }, { logins: ['x'] }, { aliases: [{ login: 'x', source: 'proxy' as const }] }])(
    'is not said of an object with %j',
    (says) => {
      expect(held({ entra: [...people(10), { ...nameless, ...says }] })).toEqual([]);
    },
  );
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

describe('drop-identities, drop-assignments and drop-rows', () => {
  const assigned = people(10);

  test('allow exactly the percentage of the policy below the last accepted run', () => {
    expect(held({ after: before, entra: people(8) })).toEqual([]);
    expect(held({ after: before, accounts: logins(0, 8) })).toEqual([]);
  });

  test('hold the run below it', () => {
    expect(held({ after: before, entra: people(7) })).toEqual(['drop-identities entra', 'drop-assignments entra']);
    expect(held({ after: before, accounts: logins(0, 7) })).toEqual(['drop-rows']);
    const unassigned = [...assigned.slice(0, 7), ...people(10, { assignments: [] }).slice(7)];
    expect(held({ after: before, entra: unassigned })).toEqual(['drop-assignments entra']);
  });

  test('go by the policy', () => {
    expect(held({ after: before, accounts: logins(0, 7), policy: { maxDropPercent: 30 } })).toEqual([]);
    expect(held({ after: before, accounts: logins(0, 9), policy: { maxDropPercent: 0 } })).toEqual(['drop-rows']);
  });

  test('count assignments that are blocked, and rows that were rejected', () => {
    const okta = [...assigned.slice(0, 7), ...people(10, { assignments: [blockedBy('INACTIVE')] }).slice(7)];
    expect(held({ after: before, okta })).toEqual([]);
    expect(held({ after: before, accounts: logins(0, 7), rejected: 1 })).toEqual([]);
  });

  test('know nothing to compare with in the first run, and mind no growth', () => {
    expect(held({ entra: people(1), accounts: logins(0, 1) })).toEqual([]);
    expect(held({ after: before, entra: people(40), accounts: logins(0, 40) })).toEqual([]);
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

describe('period', () => {
  test.each([
    ['the first day of the period', '2026-07-01T00:00:00Z', false],
    ['the day before it', '2026-06-30T23:59:59Z', true],
    ['the last of the 15 days after it', '2026-10-15T23:59:59Z', false],
    ['the day after those', '2026-10-16T00:00:00Z', true],
  ])('with an export of %s', (_, exportedOn, expected) => {
    expect(outsideQ3(exportedOn)).toBe(expected);
  });

  test('goes by the calendar of the company', () => {
    expect(outsideQ3('2026-10-16T03:59:59Z', 'America/New_York')).toBe(false);
    expect(outsideQ3('2026-10-16T04:00:00Z', 'America/New_York')).toBe(true);
  });
});

describe('wrong-tenant', () => {
  test('holds the run when as many people are there as before, and fewer than half of them are the same', () => {
    expect(held({ after: before, okta: [...people(5), ...others(5)] })).toEqual([]);
    expect(held({ after: before, okta: [...people(4), ...others(6)] })).toEqual(['wrong-tenant okta']);
  });

  test('knows people by id or by login: those who were renamed, and those whose objects were made anew', () => {
    const renamed = people(10).map((person) => ({ ...person, nameId: null, logins: [`new-${person.logins[0]}`] }));
    expect(held({ after: before, okta: renamed })).toEqual([]);
    const anew = people(10).map((person) => ({ ...person, id: `other-${person.id}` }));
    expect(held({ after: before, okta: anew })).toEqual([]);
  });

  test('calls nobody a leaver whom another tenant does not hold, until a person accepts it', () => {
    const says: ReviewSays = { after: before, entra: others(10), okta: others(10) };
    expect(aCompany(says).situation('u1@acme.com')).toBe('undetermined');
    expect(aCompany({ ...says, accept: ['wrong-tenant'] }).situation('u1@acme.com')).toBe('deleted');
  });

  test('is no gate of a directory in which fewer than ten people were known, nor where fewer people are there', () => {
    const nine = aCompany({ okta: people(9), exportedAt: '2026-10-01T07:00:00Z', asOf: '2026-10-01T08:00:00Z' });
    expect(held({ after: nine, okta: others(9) })).toEqual([]);
    expect(held({ after: before, okta: people(4) })).toEqual(['drop-identities okta', 'drop-assignments okta']);
  });

  test('is not asked after a run of a version that did not tell when its snapshots were taken', () => {
    const { history } = before;
    const directories = history.directories.map(({ takenAt: _takenAt, ...directory }) => directory);
    const after = { ...before, history: { ...history, directories } };
    expect(held({ after, okta: others(10) })).toEqual([]);
  });
});

describe('wrong-instance', () => {
  const loose = { maxDropPercent: 100 };

  test('holds the run when fewer than half of the last logins reappear', () => {
    expect(held({ after: before, accounts: logins(5, 15), policy: loose })).toEqual([]);
    expect(held({ after: before, accounts: logins(6, 16), policy: loose })).toEqual(['wrong-instance']);
  });
});

describe('count', () => {
  test('holds the run when the rows differ from what the page showed', () => {
    expect(held({ countShown: 10 })).toEqual([]);
    expect(held({ countShown: 11 })).toEqual(['count']);
    expect(held({ countShown: 9 })).toEqual(['count']);
    expect(held({ countShown: 11, rejected: 1 })).toEqual([]);
  });
});

describe('accepting a gate', () => {
  test('lets the run go on, and says by whom and why', () => {
    const { assessment } = aCompany({ countShown: 11, accept: ['count'] });
    expect(assessment).toMatchObject({ status: 'complete', reasons: [] });
    expect(assessment.gates).toEqual([
      expect.objectContaining({ gate: 'count', accepted: { by: 'grc@acme.com', reason: 'looked into it' } }),
    ]);
    expect(assessment.next).not.toBeNull();
  });

  test('accepts no other gate with it', () => {
    expect(held({ countShown: 11, takenAt: hoursAfter(exportedAt, 30), accept: ['count'] })).toEqual([
      'skew entra',
      'skew okta',
    ]);
  });

  test.each<[GateName, ReviewSays]>([
    ['incomplete', { headers: { entra: { completeness: 'partial' } } }],
    ['limited-information', { entra: [...people(10), anIdentity({ login: 'x', nameId: null, logins: [] })] }],
    ['app-disabled', { headers: { entra: { app: anApp({ enabled: false }) } } }],
  ])('is never possible with %s', (gate, says) => {
    expect(isAcceptable(gate)).toBe(false);
    expect(held({ ...says, accept: [gate] })).toEqual([`${gate} entra`]);
  });

  test('makes the directory believed again, so that accounts are judged', () => {
    const says: ReviewSays = { accounts: [jane], okta: [] };
    expect(aCompany(says).situation(jane)).toBe('undetermined');
    expect(aCompany({ ...says, accept: ['empty-directory'] }).situation(jane)).toBe('unmatched');
  });

  test('knows the gates of the contract by name, and no others', () => {
    expect(gateNames.filter(isAcceptable)).toEqual([
      'empty-directory',
      'drop-identities',
      'drop-assignments',
      'wrong-tenant',
      'drop-rows',
      'skew',
      'period',
      'wrong-instance',
      'count',
    ]);
    expect([isGateName('skew'), isGateName('Skew'), isGateName('')]).toEqual([true, false, false]);
  });
});
