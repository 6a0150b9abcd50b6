// What a report says of its policy, and what it says that it does not prove.
import { expect, test } from 'vitest';
import { policyDigest } from '../../../core/config/approval.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { alterable, notProven, policyOf } from '../../../core/report/statements.ts';
import { emptyHistory } from '../../../core/inputs/history.ts';
import { sha256 } from '../../support/bytes.ts';
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
  const config = given(parseConfig({ directories, policy }, 'review.json'));
  const about = notProven(aReport(), config).filter((one) =>
    one.startsWith('That password login to People.ai is off:'),
  );
  expect(about).toEqual([expect.stringContaining(said)]);
});

test('that who is not shown is not there, exactly where nothing proves that the credentials see everybody', () => {
  const report = aReport();
  const config = given(parseConfig({ directories }, 'review.json'));
  const said = (sight: object): string =>
    notProven({ ...report, directories: report.directories.map((one) => ({ ...one, ...sight })) }, config).join('\n');
  expect(said({ sight: 'unproven' })).toContain('nothing proves that the credentials see everybody');
  expect(said({})).not.toContain('see everybody');
});

test('that a word by which live accounts are called means suspended, where the configuration says so', () => {
  expect(saidOf({ active: ['On'], suspended: ['Active'] })).toContain('That the status "Active" means suspended');
  expect(saidOf({ suspended: ['Gone'] })).not.toContain('means suspended');
});

function saidOf(statuses: object): string {
  const config = given(parseConfig({ directories, export: { statuses } }, 'review.json'));
  return notProven(aReport(), config).join('\n');
}

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

const dated = { timeZone: 'America/New_York', run: { ...aReport().run, asOf: at('2026-10-05T02:00:00Z') } };
const list = { fileName: 'leavers.csv', sha256: sha256('list'), rows: 1, matched: 1, notYet: 0, unmatched: [] };

test.each([
  [
    'a last day is over',
    { ...list, newest: onDay('2026-09-18') },
    'is over is 18 September 2026, 16 days before the run.',
  ],
  ['no last day is over', { ...list, newest: null }, '; no last day in it is over.'],
  ['the run was made before the day was told', list, 'nobody declares when HR wrote it.'],
  ['there was none', null, 'there was no leavers file, so the directories alone tell it.'],
])('that the leavers file names everybody who left, where %s', (_, leaversFile, said) => {
  const config = given(parseConfig({ directories }, 'review.json'));
  expect(notProven(aReport({ ...dated, leaversFile }), config)).toContainEqual(expect.stringContaining(said));
});

test('whoever wrote the leavers file could alter it, where there was one', () => {
  const altered = (leaversFile: typeof list | null): string => alterable(aReport({ leaversFile })).join('\n');
  expect(altered(list)).toContain(`The leavers file, until it was read here with the digest ${list.sha256}`);
  expect(altered(null)).not.toContain('leavers file');
});
