// What the report tells of each account that something is to be said about, and what is left to do about it.
import { describe, expect, test } from 'vitest';
import { storiesOf } from '../../../core/report/told/stories.ts';
import { aFullReport } from '../../support/reports/full-report.ts';
import { aFinding, aLeaver, aPopulation, aProposal, aReport } from '../../support/reports/report-builder.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';

describe('a story', () => {
  test('joins what is known of an account: access, findings, decision, order and proof', () => {
    const [story] = storiesOf(aSignedReport()).filter(({ login }) => login === 'person.3@acme.com');
    expect(story).toMatchObject({
      account: { role: 'User', team: 'Sales', manager: 'mona@acme.com' },
      findings: [{ code: 'ORPHANED_ACCOUNT' }],
      severity: null,
      decision: { decision: 'revoke', by: 'mona@acme.com', reason: 'as the team said' },
      removal: { state: 'proven', order: { number: 1, dueDay: '2026-10-14' }, hours: 120 },
      next: 'Removal proven: suspended in the export of 11 October 2026, 08:00 UTC, 5 days after the decision.',
    });
  });

  test('says when an order is overdue at the last signature', () => {
    const [story] = storiesOf(aSignedReport()).filter(({ login }) => login === 'person.13@acme.com');
    expect(story?.removal?.state).toBe('overdue');
    expect(story?.next).toContain('overdue since 14 October 2026');
  });

  test('stands before those of less gravity, and there is one for each login with a finding', () => {
    const report = aFullReport();
    const stories = storiesOf(report);
    const logins = new Set(report.findings.flatMap(({ login }) => login ?? []));
    expect(new Set(stories.map(({ login }) => login))).toEqual(logins);
    expect(stories).toHaveLength(logins.size);
    expect(stories[0]?.severity).toBe('critical');
  });

  test.each([
    ['VANISHED_ACCOUNT', 'No row of the export has it: what became of the account is to be found out.'],
    ['ASSIGNED_WITHOUT_ACCOUNT', 'No account in the export: nothing to remove.'],
  ] as const)('of a login that no row has says what %s leaves to do', (code, next) => {
    const findings = [aFinding({ code, login: 'gone@acme.com', row: null })];
    expect(storiesOf(aReport({ findings }))[0]?.next).toBe(next);
  });

  test.each([
    ['fail', 'OVERDUE: suspend now; the review decides on it as well.'],
    ['cannot be determined', 'Perhaps overdue: suspend now; the review decides on it as well.'],
    ['open', 'Proposed for suspension; to be decided before the signatures.'],
  ] as const)('of a leaver who is proposed says whether the removal is overdue already: %s', (outcome, next) => {
    const proposal = aProposal();
    const { login } = proposal;
    const findings = [aFinding({ code: 'LEAVER_ACCOUNT', login })];
    const report = aReport({ findings, proposals: [proposal], leavers: [aLeaver({ login, outcome })] });
    expect(storiesOf(report)[0]?.next).toBe(next);
  });

  test('of a held run proposes nothing', () => {
    const [story] = storiesOf(aReport({ status: 'held', findings: [aFinding()] }));
    expect(story?.next).toBe('To be judged by a new run: this one proposes nothing.');
  });
});

test('a population without anything to say has no story', () => {
  expect(storiesOf(aReport({ population: aPopulation(3) }))).toEqual([]);
});
