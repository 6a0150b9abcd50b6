// Whether the address in a token is that of the account which signed in.
import { expect, test } from 'vitest';
import { signedInAsAnother } from '../../../../core/review/lines/signed-in-as.ts';
import type { Bearer } from '../../../../core/review/lines/signed-in-as.ts';
import { issues } from '../../../../core/config/directories/products.ts';
import { parseConfig } from '../../../../core/config/parse.ts';
import { canonicalLogin } from '../../../../core/values/login.ts';
import { given } from '../../../support/given.ts';

function isRefused(ids: readonly string[], bearers: readonly Partial<Bearer>[]): boolean {
  const login = canonicalLogin('cfo@acme.com');
  if (login === null) throw new Error('no login');
  const known = bearers.map(
    (says) => ({ directory: 'entra', id: 'oid-1', state: 'active', as: 'login', ...says }) as const,
  );
  return signedInAsAnother(login, ids, known) !== null;
}

test.each([
  ['the account of the address', ['oid-1'], [{}], false],
  ['another account', ['oid-2'], [{}], true],
  ['an account that names itself by nothing', [], [{}], true],
  ['one of two accounts of the address', ['oid-2'], [{}, { id: 'oid-2' }], false],
  [
    'whoever has the address as an alias, where another signs in with it',
    ['oid-2'],
    [{}, { id: 'oid-2', as: 'alias' }],
    true,
  ],
  [
    'whoever has the address as an alias, where nobody signs in with it',
    ['oid-2'],
    [{ id: 'oid-2', as: 'alias' }],
    false,
  ],
  ['whoever was given the address of somebody deleted', ['oid-2'], [{ state: 'deleted' }], false],
  ['somebody whom the run does not know yet', ['oid-2'], [], false],
  ['an account that has other addresses', ['oid-2'], [{ id: 'oid-2', as: null }], true],
  ['an account that has other addresses, beside that of the address', ['oid-2'], [{}, { id: 'oid-2', as: null }], true],
] as const)('a token of %s', (...[, ids, bearers, refused]) => {
  expect(isRefused(ids, bearers)).toBe(refused);
});

test.each([
  ['entra', 'https://login.microsoftonline.com/7F0E/v2.0', true],
  ['entra', 'https://sts.windows.net/7f0e/', true],
  ['entra', 'https://login.microsoftonline.com/other/v2.0', false],
  ['entra', 'https://login.microsoftonline.com.evil.example/7f0e/v2.0', false],
  ['okta', 'https://acme.okta.com', true],
  ['okta', 'https://acme.okta.com/oauth2/default', true],
  ['okta', 'https://login.acme.com', false],
  ['okta', 'not an address', false],
] as const)('%s vouches for tokens of %s: %s', (id, issuer, vouches) => {
  const directories = [
    { id: 'entra', kind: 'entra', tenantId: '7f0e', appId: 'a' },
    { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa' },
  ];
  const config = given(parseConfig({ directories }, 'review.json'));
  const directory = config.directories.find((one) => one.id === id);
  expect(directory !== undefined && issues(directory, issuer)).toBe(vouches);
});
