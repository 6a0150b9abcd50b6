// What a report says that it does not prove.
import { expect, test } from 'vitest';
import { parseConfig } from '../../../core/config/parse.ts';
import { notProven } from '../../../core/report/statements.ts';
import { given } from '../../support/given.ts';
import { aReport } from '../../support/report-builder.ts';

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
