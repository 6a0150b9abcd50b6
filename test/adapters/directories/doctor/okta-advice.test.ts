// What `doctor` advises where an Okta org refuses a call, or names another app: what its words call for, and no permission
// that would not help.
import { describe, expect, test } from 'vitest';
import { always, onTheWire, status } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../../support/directories/okta-seed.ts';
import { openOkta } from '../../../support/directories/pulled.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import type { Check } from '../../../../adapters/directories/reading/check.ts';
import { serviceApp } from '../clients.ts';

type Change = Misbehaviour['change'];

const token = '/oauth2/v1/token';

function orgWith(publicKey: string): OktaSeed {
  const clients = [{ clientId: 'client-1', publicKey }];
  return oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')], clients });
}

function refusedAs(error: string, code = 400): Change {
  return () => ({ status: code, body: { error, error_description: 'a sentence that nobody prints' } });
}

async function checksOfApp(...misbehave: readonly Misbehaviour[]): Promise<readonly Check[]> {
  const { publicKey, options } = await serviceApp();
  const { directory } = await openOkta({ seed: orgWith(publicKey), misbehave }, options);
  return directory.check();
}

describe('a service app that gets no token', () => {
  test.each<[string, Change, RegExp]>([
    ['none of its scopes granted', refusedAs('consent_required'), /Okta API Scopes: grant okta\.apps\.read/],
    ['a scope that is not granted', refusedAs('invalid_scope'), /Okta API Scopes: grant okta\.apps\.read/],
    ['a rule of the org', refusedAs('access_denied', 403), /let it in from the address it runs at/],
    ['a key or an id that is unknown', refusedAs('invalid_client', 401), /public part of this key.*orgUrl/],
    ['an app of another type', refusedAs('unauthorized_client'), /type API Services/],
    ['a proof that is not taken', refusedAs('invalid_dpop_proof'), /clock of this machine/],
  ])('for %s is told so', async (_why, change, remedy) => {
    const [only, ...others] = await checksOfApp(always(token, change));
    expect(only).toMatchObject({ check: 'credentials', ok: false, remedy: expect.stringMatching(remedy) });
    expect(others).toEqual([]);
  });

  test('is told the code that Okta gives in the form of its other calls', async () => {
    const [only] = await checksOfApp(always(token, status(403, 'E0000015')));
    expect(only?.detail).toContain('403 Forbidden (E0000015)');
  });

  test.each(['invalid_scope', 'consent_required', 'access_denied'])(
    'with the scope for roles is given one without it: %s',
    async (error) => {
      const narrow = always(token, (answer, ask) =>
        ask.body.includes('okta.roles.read') ? refusedAs(error)(answer, ask) : answer,
      );
      const checks = await checksOfApp(narrow);
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(checks.find(({ check }) => check === 'sees everybody')?.detail).toContain('not proven');
    },
  );
});

/** A page of somebody else, such as a firewall. */
function pageWith(code: number): Change {
  return () => ({ status: code, headers: { 'content-type': 'text/html' }, body: '<html>Blocked</html>' });
}

const challenge: Change = () => ({
  status: 403,
  headers: { 'www-authenticate': 'Bearer scope="okta.users.read", error="insufficient_scope"' },
  body: '',
});

describe('a list that is refused', () => {
  test.each<[string, Change, RegExp]>([
    ['as a call that is not taken', status(400, 'E0000001'), /does not take the call as it is made/],
    ['as too large', pageWith(413), /does not take the call as it is made/],
    ['as a method that is not taken', status(405, 'E0000022'), /does not take the call as it is made/],
    ['as a token that is not taken', pageWith(401), /the credentials are not taken/],
    ['by a page that names no reason', pageWith(403), /names no reason.*firewall/],
    ['by a connection that breaks off', onTheWire('reset'), /breaks the call off/],
    ['by a success that is none', (answer) => ({ ...answer, status: 206 }), /page to sign in/],
    ['for its role', status(403, 'E0000006'), /grant okta\.users\.read/],
    ['for a scope that the token lacks', challenge, /grant okta\.users\.read/],
  ])('%s', async (_how, change, remedy) => {
    const failed = (await checksOfApp(always('/api/v1/users', change))).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['scope okta.users.read', 'deprovisioned people']);
    for (const { remedy: told } of failed) expect(told).toMatch(remedy);
  });
});

async function noted(signOnMode: string): Promise<readonly Check[]> {
  const app = { users: [oktaPerson('jane')], appUsers: [appUser('jane')] };
  const { directory } = await openOkta({ seed: oktaSeed(app, { signOnMode }) });
  return (await directory.check()).filter(({ ok, remedy }) => !ok || remedy !== null);
}

describe('an app', () => {
  test.each(['BOOKMARK', 'AUTO_LOGIN', 'BROWSER_PLUGIN'])(
    'of the mode %s signs nobody in, which is said',
    async (mode) => {
      expect(await noted(mode)).toMatchObject([
        { check: 'sign-in', ok: true, detail: expect.stringContaining(mode), remedy: expect.stringContaining('0oa1') },
      ]);
    },
  );

  test.each(['SAML_2_0', 'OPENID_CONNECT'])('of the mode %s is as it should be', async (mode) => {
    expect(await noted(mode)).toEqual([]);
  });
});
