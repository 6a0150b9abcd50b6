// What every finding has: a stable id, the severity of its code, its place in the list and the evidence behind it.
import { jsonSha256 } from '../../../../core/values/canonical-json.ts';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCodePoint } from '../../../../core/values/text.ts';
import { codes } from '../../../../core/names/codes.ts';
import { compareFindings, findingId } from '../../../../core/findings/finding.ts';
import { anAccount } from '../../../support/inputs/population-builder.ts';
import { aFinding } from '../../../support/inputs/records.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

/** Contract, section 7, copied by hand: severity by code. */
const contract = {
  critical: 'LEAVER_ACCOUNT ACCESS_AFTER_LEAVING',
  high:
    'ORPHANED_ACCOUNT DISABLED_IDENTITY UNASSIGNED_ACCOUNT DISPUTED_ACCOUNT REASSIGNED_LOGIN UNOWNED_ACCOUNT ' +
    'LATE_REMOVAL DIRECTORY_CONFLICT ASSIGNMENT_NOT_REQUIRED POLICY_UNAPPROVED',
  medium:
    'SUSPENDED_IDENTITY REHIRED_ACCOUNT DUPLICATE_ACCOUNT CONFLICTING_ROWS EXTERNAL_ACCOUNT VENDOR_ACCOUNT ' +
    'DORMANT_ACCOUNT VANISHED_ACCOUNT UNEXPLAINED_SIGN_IN UNDETERMINED_ACCOUNT EXPORT_EDITED EXPORT_STALE ' +
    'SSO_NOT_PROVEN ROLE_UNCLASSIFIED',
  low: 'PRIVILEGED_ACCOUNT ALIAS_UNCONFIRMED',
  info: 'ASSIGNED_WITHOUT_ACCOUNT SUSPENDED_BUT_ASSIGNED',
};

test('there are the codes of the contract, each with its severity', () => {
  const told = Object.entries(contract).flatMap(([severity, names]) =>
    names.split(' ').map((code) => [code, severity]),
  );
  const known = Object.entries(codes).map(([code, { severity }]) => [code, severity]);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(told));
});

describe('the id of a finding', () => {
  test('is the digest of product, code and canonical login', () => {
    const digest = createHash('sha256').update('people.ai|ORPHANED_ACCOUNT|jane.doe@acme.com').digest('hex');
    const review = aReview({ accounts: [' Jane.Doe@ACME.com'] });
    expect(review.finding('ORPHANED_ACCOUNT').id).toBe(`f_${digest.slice(0, 16)}`);
  });

  test('is the same in another run, from another row', () => {
    const one = aReview({ accounts: ['jane@acme.com'] }).finding('ORPHANED_ACCOUNT');
    const other = aReview({ accounts: ['ann@acme.com', 'jane@acme.com'], asOf: '2027-01-04T08:00:00Z' });
    expect(other.finding('ORPHANED_ACCOUNT', 'jane@acme.com').id).toBe(one.id);
    expect(findingId('LEAVER_ACCOUNT', 'jane@acme.com')).not.toBe(one.id);
  });
});

describe('the order of findings', () => {
  test('is by severity, then code, then login by code point', () => {
    const wanted = [
      aFinding({ severity: 'critical', code: 'LEAVER_ACCOUNT', login: 'z@acme.com' }),
      aFinding({ severity: 'high', code: 'DISABLED_IDENTITY', login: 'z@acme.com' }),
      aFinding({ severity: 'high', code: 'ORPHANED_ACCOUNT', login: 'Z' }),
      aFinding({ severity: 'high', code: 'ORPHANED_ACCOUNT', login: 'a' }),
      aFinding({ severity: 'high', code: 'ORPHANED_ACCOUNT', login: 'é' }),
      aFinding({ severity: 'high', code: 'ORPHANED_ACCOUNT', login: '\uff5a' }),
      aFinding({ severity: 'high', code: 'ORPHANED_ACCOUNT', login: '\u{1f600}' }),
      aFinding({ severity: 'high', code: 'POLICY_UNAPPROVED', login: null }),
      aFinding({ severity: 'medium', code: 'DORMANT_ACCOUNT', login: 'a' }),
      aFinding({ severity: 'low', code: 'ALIAS_UNCONFIRMED', login: 'a' }),
      aFinding({ severity: 'info', code: 'ASSIGNED_WITHOUT_ACCOUNT', login: 'a' }),
    ];
    expect(wanted.toReversed().toSorted(compareFindings)).toEqual(wanted);
  });

  test('by code point is that of the bytes in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(Math.sign(byCodePoint(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
  });

  test('is the order in which a run gives them', () => {
    const { findings } = aReview({ accounts: ['b@acme.com', 'a@acme.com'], entra: ['c@acme.com'] }).assessment;
    expect(findings).toEqual(findings.toSorted(compareFindings));
    expect(findings.length).toBeGreaterThan(3);
  });
});

describe('the evidence of a finding', () => {
  test('says what the row says of status and role, where it names one', () => {
    const roles = ['Admin', null].map((role) => anAccount({ login: 'jane@acme.com', status: 'pending', role }));
    const facts = roles.map((account) => aReview({ accounts: [account] }).finding('ORPHANED_ACCOUNT').evidence.facts);
    expect(facts).toEqual([
      [
        { label: 'Status', value: 'pending' },
        { label: 'Role', value: 'Admin' },
      ],
      [{ label: 'Status', value: 'pending' }],
    ]);
  });

  test('names the export with its row, and every snapshot with its time', () => {
    const headers = { okta: { takenAt: at('2026-10-05T05:00:00Z') } };
    const review = aReview({ accounts: [anAccount({ login: 'jane@acme.com', row: 17 })], headers, file: 'users.csv' });
    expect(review.finding('ORPHANED_ACCOUNT').evidence).toMatchObject({
      export: { sha256: jsonSha256('users.csv'), row: 17 },
      snapshots: [
        { directory: 'entra', takenAt: '2026-10-05T07:00:00Z' },
        { directory: 'okta', takenAt: '2026-10-05T05:00:00Z' },
      ],
    });
  });
});
