// What the connectors say when their credentials are refused: what to mend, and never a secret.
import { describe, expect, test } from 'vitest';
import { graphSeed } from '../../support/directories/graph-seed.ts';
import { always, body } from '../../support/directories/misbehaviour.ts';
import { oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';
import { entraToken, serviceApp, tenantOf } from './clients.ts';

describe('a refusal of the credentials', () => {
  test('names the variables and the code of Entra, and leaves the directory unread', async () => {
    const credentials = { kind: 'entra-secret', clientId: 'client-1', clientSecret: 'wrong-secret' } as const;
    const { header } = await pullEntra({ seed: graphSeed() }, { credentials });
    expect(header.completeness).toBe('unread');
    expect(header.reasons).toHaveLength(1);
    expect(header.reasons[0]).toMatch(/401 Unauthorized \(invalid_client, AADSTS7000215\)/);
    expect(header.reasons[0]).toContain('ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET');
  });

  test('never repeats a secret, even when the server does', async () => {
    const echo = body((_body, ask) => ({ error: 'invalid_client', error_description: `AADSTS7000215 ${ask.body}` }));
    const { header } = await pullEntra({
      seed: graphSeed(),
      misbehave: [always(entraToken, (answer, ask) => ({ ...echo(answer, ask), status: 401 }))],
    });
    expect(header.completeness).toBe('unread');
    expect(JSON.stringify(header)).not.toContain('secret-1');
  });

  test('is told when AWS does not vouch for the function', async () => {
    const credentials = { kind: 'entra-federated', clientId: 'client-1' } as const;
    const refusal = new RangeError('an answer with a.secret.statement in it');
    const lent = { webIdentity: async () => Promise.reject(refusal) };
    const { header } = await pullEntra({ seed: tenantOf({}) }, { credentials, lent });
    expect(header.completeness).toBe('unread');
    expect(header.reasons.join()).toContain('asking AWS for a web identity: failed (RangeError)');
    expect(JSON.stringify(header)).not.toContain('a.secret.statement');
  });

  test('is seen in a redirect', async () => {
    const redirect = { status: 307, headers: { location: 'https://evil.example' }, body: {} };
    const { header } = await pullEntra({ seed: graphSeed(), misbehave: [always(entraToken, () => redirect)] });
    expect(header.reasons.join()).toContain('307');
    expect(header.reasons.join()).not.toContain('valid credentials');
  });

  test('of an API token asks for another one, and for no scope', async () => {
    const refusal = { status: 401, body: { errorCode: 'E0000011' } };
    const seed = oktaSeed({ users: [oktaPerson('jane')] });
    const { header } = await pullOkta({ seed, misbehave: [always('/api/v1/apps/0oa1', () => refusal)] });
    expect(header.reasons.join()).toMatch(/401 Unauthorized \(E0000011\); this needs credentials that are valid/);
    expect(header.reasons.join()).not.toContain('okta.apps.read');
  });

  test('by Graph, with one token after the other, asks for no permission', async () => {
    const refusal = { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } };
    const { header } = await pullEntra({ seed: graphSeed(), misbehave: [always('/v1.0/users', () => refusal)] });
    expect(header.reasons.join()).toMatch(/\(InvalidAuthenticationToken\); this needs credentials that are valid/);
    expect(header.reasons.join()).not.toContain('User.Read.All');
  });

  test('is told when it comes with a challenge, as Okta sends it to a service app', async () => {
    const { publicKey, options } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const headers = { 'www-authenticate': 'Bearer error="insufficient_scope"' };
    const refusal = { status: 403, headers, body: { errorCode: 'E0000006' } };
    const { header } = await pullOkta({ seed, misbehave: [always('/api/v1/users', () => refusal)] }, options);
    expect(header.reasons.join()).toMatch(/403 Forbidden \(E0000006\).*okta\.users\.read/);
  });

  test('is told when a scope was not granted', async () => {
    const { publicKey, options } = await serviceApp();
    const clients = [{ clientId: 'client-1', publicKey }];
    const { header } = await pullOkta({ seed: oktaSeed({ clients, scopes: ['okta.users.read'] }) }, options);
    expect(header.completeness).toBe('unread');
    expect(header.reasons.join()).toContain('invalid_scope');
  });

  test.each<[string, unknown]>([
    ['no token', { token_type: 'Bearer', expires_in: 3600 }],
    ['a token of no known type', { token_type: 'Magic', access_token: 'x', expires_in: 3600 }],
    ['a token that fits in no header', { token_type: 'Bearer', access_token: 'two\nlines', expires_in: 3600 }],
    ['nothing', null],
  ])('is seen in a success with %s', async (_name, answered) => {
    const { header } = await pullEntra({
      seed: graphSeed(),
      misbehave: [
        always(
          entraToken,
          body(() => answered),
        ),
      ],
    });
    expect(header.completeness).toBe('unread');
    expect(header.reasons.join()).toMatch(/the answer holds no access token\.$/);
  });
});
