// Which gates a person may accept, and what follows when somebody does (contract, section 8).
import { describe, expect, test } from 'vitest';
import { gateNames, isAcceptable, isGateName, questionedBy } from '../../../../core/names/gates.ts';
import type { GateName } from '../../../../core/names/gates.ts';
import { anApp, anIdentity, hoursAfter } from '../../../support/inputs/population-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { aCompany, exportedAt, held, people } from './company.ts';

const jane = 'jane@acme.com';

describe('accepting a gate', () => {
  test('lets the run go on, and says by whom and why', () => {
    const { assessment } = aCompany({ countShown: 11, accept: ['count'] });
    expect(assessment).toMatchObject({ status: 'complete', reasons: [] });
    expect(assessment.gates).toEqual([
      expect.objectContaining({ gate: 'count', accepted: { by: 'grc@acme.com', reason: 'looked into it' } }),
    ]);
    expect(assessment.next).not.toBeNull();
  });

  test('leaves the others in the order of the contract, and then of the directories', () => {
    const headers = { entra: { completeness: 'partial' }, okta: { completeness: 'partial' } } as const;
    expect(held({ headers, countShown: 11, takenAt: hoursAfter(exportedAt, 30), period: '2026-Q1' })).toEqual([
      'incomplete entra',
      'incomplete okta',
      'skew entra',
      'skew okta',
      'period',
      'count',
    ]);
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
      'mixed-rows',
      'mixed-leavers',
      'count',
    ]);
    expect([isGateName('skew'), isGateName('Skew'), isGateName('')]).toEqual([true, false, false]);
  });

  test('none puts nothing in doubt but those that ask when the export was taken', () => {
    expect(gateNames.filter((gate) => questionedBy(gate) === null)).toEqual(['skew', 'period']);
  });
});
