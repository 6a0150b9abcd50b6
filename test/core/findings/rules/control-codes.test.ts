// Findings about the control itself: the gate, the policy, the export, the roles (contract, section 7).
import { allTold } from '../../../../core/findings/rules/context.ts';
import { describe, expect, test } from 'vitest';
import { findingId } from '../../../../core/findings/finding.ts';
import { unclassifiedRoles } from '../../../../core/findings/rules/control.ts';
import { emptyHistory } from '../../../../core/inputs/history.ts';
import { allRules } from '../../../../core/versions.ts';
import { anAccount, anApp, hoursAfter } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

const exportedAt = '2026-10-05T07:00:00Z';
const approval = { approvedBy: 'cfo@acme.com', approvedOn: '2026-10-01' };
const proven = { ssoEvidence: { takenOn: '2026-10-01', sha256: 'a'.repeat(64) } };

function provenOn(takenOn: string): object {
  return { ...approval, ssoEvidence: { ...proven.ssoEvidence, takenOn } };
}

function controls(says: ReviewSays): readonly string[] {
  return aReview({ policy: { ...approval, ...proven }, ...says }).codes(null);
}

function stale(days: number, policy: object = {}): boolean {
  const asOf = hoursAfter(exportedAt, 24 * days);
  return controls({ exportedAt, asOf, policy: { ...approval, ...proven, ...policy } }).includes('EXPORT_STALE');
}

/** What is said of the roles of live accounts. */
function unclassified(policy: object, ...roles: readonly (string | null)[]): readonly string[] {
  const accounts = roles.map((role, index) => anAccount({ login: `u${index}@acme.com`, role }));
  const { findings } = aReview({ accounts, policy }).assessment;
  return findings.flatMap(({ code, reason }) => (code === 'ROLE_UNCLASSIFIED' ? reason : []));
}

const classes = { privilegedRoles: ['Admin'], ordinaryRoles: ['User'] };

/** What one run a day says of the role of the one account: the state, and how the id spells it. */
function spelledIn(version: string, ...roles: readonly string[]): readonly string[] {
  const told: string[] = [];
  let after: ReviewSays['after'];
  for (const [day, role] of roles.entries()) {
    const asOf = hoursAfter(exportedAt, 24 * day);
    const accounts = [anAccount({ login: 'ann@acme.com', role })];
    const run = aReview({ accounts, policy: classes, asOf, version, ...(after === undefined ? {} : { after }) });
    const findings = run.assessment.findings.flatMap(({ code, id, state }) =>
      roles.filter((one) => findingId(code, `role:${one}`) === id).map((one) => `${state} ${one}`),
    );
    told.push(findings.join(', '));
    after = run;
  }
  return told;
}

test('nothing is said of a control that holds', () => {
  expect(controls({ accounts: ['jane@acme.com'], entra: ['jane@acme.com'] })).toEqual([]);
});

test.each([
  ['ASSIGNMENT_NOT_REQUIRED', 'okta', { headers: { okta: { app: anApp({ assignmentRequired: false }) } } }],
  ['POLICY_UNAPPROVED', 'policy', {}],
  ['SSO_NOT_PROVEN', 'policy', {}],
  ['EXPORT_EDITED', 'export', { editedSigns: ['no `Suspended At` column'] }],
  ['EXPORT_STALE', 'export', { exportedAt: '2026-09-01T00:00:00Z' }],
  ['ROLE_UNCLASSIFIED', 'role:User', { accounts: ['jane@acme.com'], policy: { privilegedRoles: ['Admin'] } }],
] as const)('%s is about no account, and its id comes from "%s"', (code, subject, says) => {
  expect(aReview(says).finding(code)).toMatchObject({ id: findingId(code, subject), login: null, row: null });
});

describe('ASSIGNMENT_NOT_REQUIRED', () => {
  test('is high and about the directory', () => {
    const headers = { entra: { app: anApp({ assignmentRequired: false }) } };
    const { severity, directory } = aReview({ headers }).finding('ASSIGNMENT_NOT_REQUIRED');
    expect({ severity, directory }).toEqual({ severity: 'high', directory: 'entra' });
  });

  test('is not said of a directory that is no gate', () => {
    const headers = { hr: { app: anApp({ assignmentRequired: false }) } };
    expect(controls({ people: { hr: [] }, headers })).toEqual([]);
  });
});

describe('POLICY_UNAPPROVED', () => {
  test.each([
    ['nobody approved it', {}],
    ['an approver is named without a day', { approvedBy: 'cfo@acme.com' }],
    ['a day is named without an approver', { approvedOn: '2026-10-01' }],
    ['the approver is blank', { approvedBy: ' ', approvedOn: '2026-10-01' }],
    ['the approval is dated after the run', { ...approval, approvedOn: '2026-10-06' }],
  ])('is high when %s', (_, policy) => {
    expect(aReview({ policy: { ...proven, ...policy } }).finding('POLICY_UNAPPROVED').severity).toBe('high');
  });

  test('is not said on the day of the approval', () => {
    expect(controls({ policy: { ...proven, ...approval, approvedOn: '2026-10-05' } })).toEqual([]);
  });

  describe('after an accepted run', () => {
    const policy = { ...approval, ...proven };
    const first = aReview({ policy });
    const now = (says: ReviewSays): readonly string[] =>
      controls({ after: first, asOf: '2026-10-12T08:00:00Z', ...says });

    test('is not said while nothing changed', () => {
      expect(now({ policy })).toEqual([]);
    });

    test('is said when a threshold or a register changed and the approval did not', () => {
      expect(now({ policy: { ...policy, dormantDays: 30 } })).toEqual(['POLICY_UNAPPROVED']);
      expect(now({ config: { nonHuman: [{ login: 'bot@acme.com' }] } })).toEqual(['POLICY_UNAPPROVED']);
    });

    test('is not said when the changed policy was approved anew', () => {
      expect(now({ policy: { ...policy, dormantDays: 30, approvedOn: '2026-10-11' } })).toEqual([]);
    });

    test('is said when the policy changed once more after it was approved anew', () => {
      const anew = { ...policy, dormantDays: 30, approvedOn: '2026-10-11' };
      const second = aReview({ policy: anew, after: first, asOf: '2026-10-12T08:00:00Z' });
      const third: ReviewSays = { after: second, asOf: '2026-10-19T08:00:00Z' };
      expect(controls({ ...third, policy: anew })).toEqual([]);
      expect(controls({ ...third, policy: { ...anew, dormantDays: 20 } })).toEqual(['POLICY_UNAPPROVED']);
    });

    test('stays said in later runs, until the policy is approved or back to what was approved', () => {
      const changed = { ...policy, dormantDays: 30 };
      const second = aReview({ policy: changed, after: first, asOf: '2026-10-12T08:00:00Z' });
      const third: ReviewSays = { after: second, asOf: '2026-10-19T08:00:00Z' };
      expect(controls({ ...third, policy: changed })).toEqual(['POLICY_UNAPPROVED']);
      expect(controls({ ...third, policy })).toEqual([]);
    });
  });
});

describe('SSO_NOT_PROVEN', () => {
  test('is medium without a dated digest', () => {
    expect(controls({ policy: approval })).toEqual(['SSO_NOT_PROVEN']);
    expect(aReview({}).finding('SSO_NOT_PROVEN').severity).toBe('medium');
  });

  test('is said of a proof that is dated after the run, and not of one of its day', () => {
    expect(controls({ asOf: '2026-10-05T09:00:00Z', policy: provenOn('2026-10-05') })).toEqual([]);
    const ahead = aReview({ asOf: '2026-10-05T09:00:00Z', policy: provenOn('2027-10-05') });
    expect(ahead.finding('SSO_NOT_PROVEN').reason).toContain('is dated 5 October 2027, after this run');
  });

  test('is said of no such proof in a run of a version that believed it', () => {
    expect(controls({ policy: provenOn('2027-10-05'), version: '0.11.0' })).toEqual([]);
  });
});

describe('EXPORT_EDITED', () => {
  test('is medium and names every sign', () => {
    const { severity, reason } = aReview({ editedSigns: ['sign one', 'sign two'] }).finding('EXPORT_EDITED');
    expect(severity).toBe('medium');
    expect(reason).toMatch(/sign one; sign two/);
  });
});

describe('EXPORT_STALE', () => {
  test('never says the age that is allowed of an export that is barely older', () => {
    const { reason } = aReview({ exportedAt: '2026-10-05T08:00:00Z', asOf: '2026-10-12T08:20:00Z' }).finding(
      'EXPORT_STALE',
    );
    expect(reason).toContain('7 days 20 minutes before this run; the policy allows 7 days.');
  });

  test('is medium when the export is older at as-of than the policy allows', () => {
    expect(stale(7)).toBe(false);
    expect(stale(7.01)).toBe(true);
    expect(stale(7.01, { maxExportAgeDays: 8 })).toBe(false);
    expect(aReview({ exportedAt, asOf: '2026-10-13T00:00:00Z' }).finding('EXPORT_STALE').severity).toBe('medium');
  });
});

describe('ROLE_UNCLASSIFIED', () => {
  test.each([
    ['\u0410dmin', 'like the privileged role Admin, with \u0410 (U+0410).'],
    ['User; \u0430dm\u0456n', 'like the privileged role Admin, with \u0430 (U+0430) and \u0456 (U+0456).'],
    ['Adm1n', 'like the privileged role Admin, with other characters.'],
  ])('says of %s which privileged role it is written like', (role, says) => {
    expect(unclassified({ privilegedRoles: ['Admin'], ordinaryRoles: ['User'] }, role)[0]).toContain(says);
  });

  const policy = classes;

  test('is medium, one for each role that is in neither list', () => {
    const found = unclassified(policy, 'Admin', 'user', 'Viewer', 'Viewer', 'Auditor', null);
    expect(found).toHaveLength(3);
    expect(found.join()).toMatch(/The role of 1 live account \(first in row 7\) is blank/);
    expect(found.join()).toMatch(/The role Viewer of 2 live accounts \(first in row 4\)/);
    expect(
      aReview({ accounts: ['jane@acme.com'], policy: { ordinaryRoles: ['Admin'] } }).finding('ROLE_UNCLASSIFIED')
        .severity,
    ).toBe('medium');
  });

  test.each(['analyst', ' ANALYST ', 'Ana\u200blyst', 'Ａnalyst'])(
    'is one for Analyst and %j, and two in runs of versions before',
    (other) => {
      expect(unclassified(policy, 'Analyst', other, 'User')).toEqual([
        expect.stringContaining('The role Analyst of 2 live accounts (first in row 2)'),
      ]);
      const accounts = ['Analyst', other].map((role, at) => anAccount({ login: `u${at}@acme.com`, role }));
      const { findings } = aReview({ accounts, policy, version: '0.17.0' }).assessment;
      expect(findings.filter(({ code }) => code === 'ROLE_UNCLASSIFIED')).toHaveLength(2);
    },
  );

  test('goes on under the spelling of an earlier run, wherever that stands in the export', () => {
    const was = anAccount({ login: 'ann@acme.com', role: 'analyst' });
    const is = anAccount({ login: 'bob@acme.com', role: 'Analyst' });
    const before = aReview({ accounts: [was], policy, asOf: '2026-09-28T08:00:00Z' });
    const now = aReview({ accounts: [is, was], policy, after: before });
    expect(now.assessment.findings.filter(({ code }) => code === 'ROLE_UNCLASSIFIED')).toMatchObject([
      { id: findingId('ROLE_UNCLASSIFIED', 'role:analyst'), state: 'open' },
    ]);
  });

  test('goes on under the spelling of an earlier run when every row has another one by now', () => {
    expect(spelledIn('0.20.0', 'Analyst', 'ANALYST', ' analyst')).toEqual([
      'new Analyst',
      'open Analyst',
      'open Analyst',
    ]);
    expect(spelledIn('0.20.0', 'Analyst', 'User', 'analyst').slice(1)).toEqual(['closed Analyst', 'reopened Analyst']);
  });

  test('began anew in another spelling before 0.20.0', () => {
    expect(spelledIn('0.19.0', 'Analyst', 'ANALYST')).toEqual(['new Analyst', 'new ANALYST, closed Analyst']);
  });

  test('is said of a role of which nobody sees anything as of a blank one', () => {
    expect(unclassified(policy, null, '\u200b')).toEqual([expect.stringContaining('The role of 2 live accounts')]);
  });

  test('is said as soon as either list is given, and of nobody when neither is', () => {
    expect(unclassified({ privilegedRoles: ['Admin'] }, 'User')).toHaveLength(1);
    expect(unclassified({ ordinaryRoles: ['User'] }, 'Admin')).toHaveLength(1);
    expect(unclassified({}, 'User', 'Admin')).toEqual([]);
  });

  test('is told at once where everybody has the role', () => {
    const { assessment, config } = aReview({
      accounts: [anAccount({ login: 'jane@acme.com', role: 'Viewer' })],
      policy,
    });
    const judgements = Array.from({ length: 200_000 }, () => assessment.judgements).flat();
    const run = { judgements, editedSigns: [], unread: 0 };
    const context = { config, tells: allTold, history: emptyHistory, rules: allRules };
    expect(unclassifiedRoles(run, context)[0]?.reason).toContain('of 200000 live accounts');
  });

  test('is not said of the role of a suspended account', () => {
    const accounts = [anAccount({ login: 'jane@acme.com', role: 'Viewer', status: 'suspended' })];
    expect(aReview({ accounts, policy }).codes(null)).not.toContain('ROLE_UNCLASSIFIED');
  });
});
