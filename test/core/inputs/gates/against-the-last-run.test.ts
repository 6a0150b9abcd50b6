// The gates that hold a run against the last accepted one: fewer people or rows, or other ones (contract, section 8).
import { describe, expect, test } from 'vitest';
import { blockedBy } from '../../../support/inputs/population-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { aCompany, before, held, logins, others, people } from './company.ts';

/** So many people in Entra, some of whom cannot sign in. */
function disabled(count: number, of: number, state: 'disabled' | 'suspended' | 'unknown' = 'disabled'): ReviewSays {
  return { entra: [...people(of).slice(0, of - count), ...people(of, { state }).slice(of - count)] };
}

describe('drop-identities, drop-assignments and drop-rows', () => {
  const assigned = people(10);

  test('say by how much in tenths, so that what is barely too much does not read like what is allowed', () => {
    const many = aCompany({ accounts: logins(0, 249), entra: people(249) });
    const { assessment } = aCompany({ after: many, accounts: logins(0, 199), entra: people(249) });
    expect(assessment.reasons).toEqual([
      'drop-rows: the export has 199 rows, 20.1 % fewer than the 249 of the last accepted run; the policy allows 20 %',
    ]);
  });

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

  test('hold the run where most are there and can no longer sign in, as after a bulk error', () => {
    expect(held({ after: before, ...disabled(6, 10) })).toEqual(['drop-identities entra']);
    expect(held({ after: before, ...disabled(6, 10, 'suspended') })).toEqual(['drop-identities entra']);
    expect(held({ after: before, ...disabled(5, 10) })).toEqual([]);
    expect(held({ after: before, ...disabled(10, 10, 'unknown') }), 'it does not say').toEqual([]);
    const { assessment } = aCompany({ after: before, ...disabled(10, 10) });
    expect(assessment.reasons).toEqual([
      'drop-identities: 10 of the 10 people of entra cannot sign in, and 10 could in the last accepted run: perhaps most were disabled by mistake',
    ]);
    expect(assessment.proposals.proposed).toEqual([]);
    const few = aCompany({ accounts: logins(0, 9), entra: people(9) });
    expect(held({ after: few, ...disabled(9, 9), accounts: logins(0, 9) }), 'among fewer people').toEqual([]);
    const away = aCompany({ accounts: logins(0, 20), ...disabled(8, 20) });
    expect(held({ after: away, accounts: logins(0, 20), ...disabled(8, 20) }), 'as before').toEqual([]);
    expect(held({ after: before, entra: people(7) }), 'and once').toHaveLength(2);
  });

  test('know nothing to compare with in the first run, and mind no growth', () => {
    expect(held({ entra: people(1), accounts: logins(0, 1) })).toEqual([]);
    expect(held({ after: before, entra: people(40), accounts: logins(0, 40) })).toEqual([]);
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
