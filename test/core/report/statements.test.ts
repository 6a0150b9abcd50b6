// What a report says of its policy, and what it says that it does not prove.
import { expect, test } from 'vitest';
import { policyDigest } from '../../../core/config/approval.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { notProven, policyOf } from '../../../core/report/statements.ts';
import { emptyHistory } from '../../../core/inputs/history.ts';
import { given } from '../../support/given.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { at, onDay } from '../../support/time.ts';

const directories = [{ id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' }];

test.each([
  ['no proof is named', {}, 'no dated proof is on record'],
  [
    'a proof is named by a digest that anybody can type',
    { ssoEvidence: { takenOn: '2019-01-01', sha256: '0'.repeat(64) } },
    'a proof of 1 January 2019 by its digest; nobody looked at it here, and the setting may have changed since',
  ],
])('that password login is off, where %s', (_, policy, said) => {
  const { export: source, directories: read } = aReport();
  const config = given(parseConfig({ directories, policy }, 'review.json'));
  const about = notProven(source, read, config).filter((one) =>
    one.startsWith('That password login to People.ai is off:'),
  );
  expect(about).toEqual([expect.stringContaining(said)]);
});

test('that who is not shown is not there, exactly where nothing proves that the credentials see everybody', () => {
  const { export: source, directories: read } = aReport();
  const config = given(parseConfig({ directories }, 'review.json'));
  const said = (sight: object): string =>
    notProven(
      source,
      read.map((one) => ({ ...one, ...sight })),
      config,
    ).join('\n');
  expect(said({ sight: 'unproven' })).toContain('nothing proves that the credentials see everybody');
  expect(said({})).not.toContain('see everybody');
});

test('that a word by which live accounts are called means suspended, where the configuration says so', () => {
  const { export: source, directories: read } = aReport();
  const said = (statuses: object): string => {
    const config = given(parseConfig({ directories, export: { statuses } }, 'review.json'));
    return notProven(source, read, config).join('\n');
  };
  expect(said({ active: ['On'], suspended: ['Active'] })).toContain('That the status "Active" means suspended');
  expect(said({ suspended: ['Gone'] })).not.toContain('means suspended');
});

test('who approved the policy is whom an event of a review names, before whoever the configuration does', () => {
  const named = { approvedBy: 'typed@acme.com', approvedOn: '2026-01-01' };
  const config = given(parseConfig({ directories, policy: named }, 'review.json'));
  const today = onDay('2026-10-05');
  expect(policyOf(config, { history: emptyHistory, today })).toMatchObject({
    approved: { by: 'typed@acme.com', on: '2026-01-01', how: 'configured' },
    unapproved: null,
  });
  const approvals = [{ by: 'cfo@acme.com', at: at('2026-07-10T08:00:00Z'), sha256: policyDigest(config) }];
  expect(policyOf(config, { history: { ...emptyHistory, approvals }, today })).toMatchObject({
    approved: { by: 'cfo@acme.com', on: '2026-07-10', how: 'recorded' },
    unapproved: null,
  });
});

test('what the policy gives no rule to look for is told, so that it is not taken for what was not found', () => {
  const none = { instance: { vendorDomains: [] }, policy: {} };
  expect(unaskedOf(none)).toEqual(['EXTERNAL_ACCOUNT', 'VENDOR_ACCOUNT', 'PRIVILEGED_ACCOUNT', 'ROLE_UNCLASSIFIED']);
  const described = { role: 'Admin', class: 'privileged', means: 'Changes users.' };
  expect(unaskedOf({ policy: { companyDomains: ['acme.com'], roles: [described] } })).toEqual([]);
  expect(unaskedOf({ policy: { companyDomains: ['acme.com'], ordinaryRoles: ['User'] } })).toEqual([
    'PRIVILEGED_ACCOUNT',
  ]);
});

function unaskedOf(says: object): readonly string[] {
  const config = given(parseConfig({ directories, ...says }, 'review.json'));
  return policyOf(config, { history: emptyHistory, today: onDay('2026-10-05') }).unasked.map(({ code }) => code);
}
