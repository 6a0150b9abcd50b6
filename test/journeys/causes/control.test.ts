// The control of all causes: a genuine orphan is reported, so that silence in the other tests means something.
import { expect, test } from 'vitest';
import { codesOf, review } from '../../support/program/causes.ts';
import { assigned, graphSeed, person } from '../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';

test('a genuine orphan is reported by a complete run over both directories', async () => {
  const told = await review({
    entra: { seed: graphSeed({ users: [person('ada')], appRoleAssignedTo: [assigned('ada')] }) },
    okta: { seed: oktaSeed({ users: [oktaPerson('bob')], appUsers: [appUser('bob')] }) },
    accounts: ['ada@acme.com', 'bob@acme.com', 'ghost@acme.com'],
  });
  expect(told).toMatchObject({ exit: 0, document: { status: 'complete' }, accused: ['ghost@acme.com'] });
  expect(told.situations).toEqual({
    'ada@acme.com': 'linked',
    'bob@acme.com': 'linked',
    'ghost@acme.com': 'unmatched',
  });
  expect(codesOf(told, 'ghost@acme.com')).toEqual(['ORPHANED_ACCOUNT']);
  expect(told.snapshots).toMatchObject({ entra: { completeness: 'complete' }, okta: { completeness: 'complete' } });
});
