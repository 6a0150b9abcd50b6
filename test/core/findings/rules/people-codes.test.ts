// Findings that start from people or from the past: ASSIGNED_WITHOUT_ACCOUNT, UNEXPLAINED_SIGN_IN, VANISHED_ACCOUNT.
import { describe, expect, test } from 'vitest';
import { findingId } from '../../../../core/findings/finding.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import {
  anAccount,
  anIdentity,
  blockedBy,
  hoursAfter,
  inNestedGroup,
  leftBy,
  login,
} from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const exportedAt = '2026-10-05T07:00:00Z';

/** Logins of the people of whom the code is reported. */
function reported(code: string, says: ReviewSays): readonly (string | null)[] {
  return aReview({ exportedAt, ...says }).assessment.findings.flatMap((one) => (one.code === code ? one.login : []));
}

/** Not assigned, and signed in so many hours after the export. */
function signedIn(hours: number): Identity {
  return janeIs({ lastSignIn: hoursAfter(exportedAt, hours), assignments: [] });
}

describe('ASSIGNED_WITHOUT_ACCOUNT', () => {
  const code = 'ASSIGNED_WITHOUT_ACCOUNT';

  test('is information about somebody who may use People.ai and has no account', () => {
    const finding = aReview({ okta: [janeIs({ nameId: ' Jane@ACME.com', logins: ['jd'] })] }).finding(code);
    expect(finding).toMatchObject({
      severity: 'info',
      login: jane,
      row: null,
      situation: null,
      directory: 'okta',
      identity: `id-${jane}`,
    });
  });

  test('names somebody without a login by directory and id, without a character that nobody sees', () => {
    const nobody = anIdentity({ login: 'x', id: 'svc\u001b-1', nameId: null, logins: [], name: 'Service' });
    const first = aReview({ entra: [nobody] });
    const finding = first.finding(code);
    expect(finding).toMatchObject({ login: 'entra:svc\\u001b-1', identity: 'svc\u001b-1' });
    expect(finding.id).toBe(findingId(code, 'entra\u0000svc\u001b-1'));
    const old = { ...first, history: { ...first.history } };
    old.history.findings = old.history.findings.map((known) => ({ ...known, login: 'entra\u0000svc\u001b-1' }));
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    const ended = aReview({ accept, asOf: '2026-10-06T08:00:00Z', after: old }).finding(code);
    expect(ended, 'as an earlier version left it').toMatchObject({ state: 'closed', login: 'entra:svc\\u001b-1' });
  });

  test('names everybody of one directory who has the same login', () => {
    const two = [janeIs({ id: 'one', name: 'Jane One' }), janeIs({ id: 'two', name: 'Jane Two' })];
    const { reason } = aReview({ entra: two }).finding(code);
    expect(reason).toMatch(
      /^Jane Two <jane@acme.com> in entra is assigned to the app and has no account in the export\./,
    );
    expect(reason).toContain('The same is so of Jane One <jane@acme.com> in entra (id one), with the same login.');
  });

  test('names the NameID as the directory has it, also when plus addressing is ignored', () => {
    const entra = ['jane+a@acme.com', 'jane+b@acme.com'];
    expect(reported(code, { entra, policy: { plusAddressing: 'ignore' } })).toEqual(entra);
  });

  test.each<[string, readonly Identity[]]>([
    ['is not assigned', [janeIs({ assignments: [] })]],
    ['is only in a nested group', [janeIs({ assignments: [inNestedGroup] })]],
    ['has a blocked assignment', [janeIs({ assignments: [blockedBy('INACTIVE')] })]],
    ['is disabled', [janeIs({ state: 'disabled' })]],
    ['is suspended', [janeIs({ state: 'suspended' })]],
    ['is past the leave date', [janeIs({ left: leftBy('2026-10-01T00:00:00Z') })]],
  ])('is not reported of somebody who %s', (_, entra) => {
    expect(reported(code, { entra })).toEqual([]);
  });

  test('is not reported of whom HR names as a leaver', () => {
    expect(reported(code, { entra: [jane], leavers: { [jane]: '2026-10-01' } })).toEqual([]);
  });

  test('is not reported of a directory that is no gate', () => {
    expect(reported(code, { people: { hr: [jane] } })).toEqual([]);
  });

  test.each<[string, ReviewSays]>([
    ['live', { accounts: [jane] }],
    ['suspended', { accounts: [anAccount({ login: jane, status: 'suspended' })] }],
    ['registered', { accounts: [jane], config: { nonHuman: [{ login: jane, owner: jane }] } }],
    ['disputed', { accounts: [jane], okta: [janeIs({ id: '1' }), janeIs({ id: '2' })] }],
  ])('is not reported of a candidate of an account that is %s', (_, says) => {
    expect(reported(code, { entra: [jane], ...says })).toEqual([]);
  });

  test('is not reported of somebody who is only joined to the person of an account', () => {
    const entra = [janeIs({ logins: [jane, 'doe@acme.com'] })];
    expect(reported(code, { accounts: [jane], entra, okta: ['doe@acme.com'] })).toEqual([]);
  });

  test('is reported once a person, however many directories assign them', () => {
    const okta = [anIdentity({ login: 'jd', logins: ['jd', jane] })];
    expect(reported(code, { entra: [jane], okta })).toEqual([jane]);
  });

  test('is reported once a person also when only the last directory ties the others together', () => {
    const okta = [anIdentity({ login: 'jd', logins: ['jd', jane, 'doe@acme.com'] })];
    const says: ReviewSays = { entra: ['doe@acme.com', jane], okta };
    expect(reported(code, says)).toEqual(['doe@acme.com', jane]);
    const swapped = { entra: okta, okta: ['doe@acme.com', jane] };
    expect(reported(code, swapped)).toEqual(['jd']);
  });
});

describe('UNEXPLAINED_SIGN_IN', () => {
  const code = 'UNEXPLAINED_SIGN_IN';

  test.each([
    ['a minute before the export', -1 / 60, true],
    ['at the export', 0, true],
    ['24 hours before it', -24, true],
    ['more than 24 hours before it', -24.01, false],
    ['after it', 0.01, false],
  ])('of somebody without a row who signed in %s', (_, hours, found) => {
    expect(reported(code, { entra: [signedIn(hours)] })).toEqual(found ? [jane] : []);
  });

  test('is medium, and says when', () => {
    const { severity, row, reason } = aReview({ exportedAt, entra: [signedIn(-1)] }).finding(code, jane);
    expect({ severity, row }).toEqual({ severity: 'medium', row: null });
    expect(reason).toContain('5 October 2026, 06:00 UTC');
  });

  test('is not reported of who is assigned and did not sign in', () => {
    expect(reported(code, { entra: [jane] })).toEqual([]);
  });

  test('is not reported of who has an account, live or suspended', () => {
    expect(reported(code, { entra: [signedIn(-1)], accounts: [jane] })).toEqual([]);
    const suspended = anAccount({ login: jane, status: 'suspended' });
    expect(reported(code, { entra: [signedIn(-1)], accounts: [suspended] })).toEqual([]);
  });
});

describe('VANISHED_ACCOUNT', () => {
  const accept = ['empty-directory', 'drop-rows', 'wrong-instance'] as const;
  const next = (before: Reviewed, says: ReviewSays = {}): Reviewed =>
    aReview({ entra: [jane], after: before, accept, asOf: '2026-10-12T08:00:00Z', ...says });
  const first = aReview({ accounts: [jane], entra: [jane] });

  test('is medium when the last accepted export held the account and this one does not', () => {
    const finding = next(first).finding('VANISHED_ACCOUNT');
    expect(finding).toMatchObject({ severity: 'medium', login: jane, row: null });
    expect(finding.reason).toContain('the last accepted export (active, row 2)');
  });

  test('is not reported when it was decided to revoke the account', () => {
    expect(next(first, { decisions: [{ login: login(jane) }] }).codes(jane)).not.toContain('VANISHED_ACCOUNT');
  });

  test.each(['keep', 'except'] as const)('is reported although it was decided to %s the account', (decision) => {
    const decisions = [{ login: login(jane), decision }];
    expect(next(first, { decisions }).codes(jane)).toContain('VANISHED_ACCOUNT');
  });

  test('is not reported of an account that was suspended', () => {
    const suspended = aReview({ accounts: [anAccount({ login: jane, status: 'suspended' })], entra: [jane] });
    expect(next(suspended).codes(jane)).not.toContain('VANISHED_ACCOUNT');
  });

  test('stays until the account is back or somebody decides', () => {
    const second = next(first);
    const third = next(second, { asOf: '2026-10-19T08:00:00Z' });
    expect(third.finding('VANISHED_ACCOUNT')).toMatchObject({ state: 'open', login: jane });
    const back = next(third, { asOf: '2026-10-26T08:00:00Z', accounts: [jane] });
    expect(back.finding('VANISHED_ACCOUNT').state).toBe('closed');
    const decided = next(third, { asOf: '2026-10-26T08:00:00Z', decisions: [{ login: login(jane) }] });
    expect(decided.finding('VANISHED_ACCOUNT').state).toBe('closed');
  });
});
