// How the connectors prove who they are, and that they ask for a token once.
import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import type { Answer } from '../../support/directories/stand-in.ts';
import { selfSigned } from '../../support/servers/server-identity.ts';
import { always, onAsk, status } from '../../support/directories/misbehaviour.ts';
import { oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { pullEntra, pullOkta } from '../../support/directories/pulled.ts';
import { aFile, entraToken, serviceApp, tenantOf } from './clients.ts';

const oktaToken = '/oauth2/v1/token';

describe('an Entra tenant lets in', () => {
  test('a client with its secret', async () => {
    const { header } = await pullEntra({ seed: tenantOf({ secret: 'secret-1' }) });
    expect(header.completeness).toBe('complete');
  });

  test('a client with its certificate, named by its SHA-256 thumbprint', async () => {
    const { key, cert } = await selfSigned('access review');
    const certificateFile = await aFile('client.pem', `${cert}\n${key}`);
    const credentials = { kind: 'entra-certificate', clientId: 'client-1', certificateFile } as const;
    const { header, requests } = await pullEntra({ seed: tenantOf({ certificate: cert }) }, { credentials });
    expect(header.reasons).toEqual([]);
    expect(requests[0]?.body).not.toContain('client_secret');
  });

  test('a function that AWS vouches for', async () => {
    const credentials = { kind: 'entra-federated', clientId: 'client-1' } as const;
    const lent = { webIdentity: async () => 'a.statement.of-aws' };
    const { header } = await pullEntra({ seed: tenantOf({ federated: 'a.statement.of-aws' }) }, { credentials, lent });
    expect(header.completeness).toBe('complete');
  });

  test('a function whose federation is new, once it is known everywhere', async () => {
    const notYet = {
      error: 'invalid_request',
      error_description: 'AADSTS70021: No matching federated identity record',
    };
    const { header, waits } = await pullEntra({
      seed: tenantOf({ secret: 'secret-1' }),
      misbehave: [1, 2].map((ask) => onAsk(ask, entraToken, () => ({ status: 400, body: notYet }))),
    });
    expect(header.completeness).toBe('complete');
    expect(waits).toHaveLength(2);
  });
});

describe('a login that is too busy for now, and says so in a refusal', () => {
  const busy = {
    error: 'temporarily_unavailable',
    error_description: 'AADSTS90033: A transient error has occurred. Please try again.',
  };
  const refused = (): Answer => ({ status: 400, body: busy });

  test('is asked again', async () => {
    const misbehave = [1, 2].map((ask) => onAsk(ask, entraToken, refused));
    const { header, waits } = await pullEntra({ seed: tenantOf({ secret: 'secret-1' }), misbehave });
    expect(header.completeness).toBe('complete');
    expect(waits).toHaveLength(2);
  });

  test('is told as that when it stays so: no credentials are at fault', async () => {
    const misbehave = [always(entraToken, refused)];
    const { header } = await pullEntra({ seed: tenantOf({ secret: 'secret-1' }), misbehave });
    expect(header.reasons).toEqual([
      expect.stringMatching(
        /400 Bad Request \(temporarily_unavailable, AADSTS90033\); this needs another reading later\.$/,
      ),
    ]);
  });
});

describe('an Okta org lets in', () => {
  test('a service app with its private key', async () => {
    const { publicKey, options } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const { header, requests } = await pullOkta({ seed }, options);
    expect(header.reasons).toEqual([]);
    expect(new URLSearchParams(requests[0]?.body).get('scope')).toBe('okta.apps.read okta.users.read okta.roles.read');
  });

  test('a service app that may not read roles, with a token for what it may', async () => {
    const { publicKey, options } = await serviceApp();
    const scopes = ['okta.apps.read', 'okta.users.read'];
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }], scopes });
    const { header, requests } = await pullOkta({ seed }, options);
    expect(header).toMatchObject({ reasons: [], completeness: 'complete', sight: 'unproven' });
    expect(requests.filter(({ path }) => path === oktaToken)).toHaveLength(2);
  });

  test('a service app whose proofs need a nonce of the API, other than that for tokens, by one token', async () => {
    const { publicKey, options } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const { header, requests } = await pullOkta({ seed, demandsDpop: true, apiHasNonce: true }, options);
    expect(header.reasons).toEqual([]);
    expect(requests.filter(({ path }) => path === oktaToken)).toHaveLength(3);
  });

  test('a service app to which the API gives its nonce with the status of the token endpoint', async () => {
    const { publicKey, options } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const headers = { 'dpop-nonce': 'n-1', 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
    const refused = onAsk(1, '/api/v1/users', () => ({ status: 400, headers, body: { error: 'use_dpop_nonce' } }));
    const { header, identities } = await pullOkta({ seed, demandsDpop: true, misbehave: [refused] }, options);
    expect(header.reasons).toEqual([]);
    expect(identities).toHaveLength(1);
  });

  test('a service app that has to prove its key with each request, with the nonce that the server wants', async () => {
    const { publicKey, options } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const { header, requests } = await pullOkta({ seed, demandsDpop: true }, options);
    expect(header.reasons).toEqual([]);
    expect(requests.filter(({ path }) => path === oktaToken)).toHaveLength(3);
    expect(requests.at(-1)?.headers['authorization']).toMatch(/^DPoP /);
  });

  test('a service app whose key a KMS holds', async () => {
    const { publicKey, pem } = await serviceApp();
    const seed = oktaSeed({ users: [oktaPerson('jane')], clients: [{ clientId: 'client-1', publicKey }] });
    const asked: string[] = [];
    const lent = {
      sign: async (kmsKeyId: string, data: Uint8Array) => {
        asked.push(kmsKeyId);
        return sign('sha256', data, createPrivateKey(pem));
      },
    };
    const credentials = { kind: 'okta-key-kms', clientId: 'client-1', kmsKeyId: 'alias/okta', keyId: null } as const;
    const { header } = await pullOkta({ seed }, { credentials, lent });
    expect(header.reasons).toEqual([]);
    expect(asked).toEqual(['alias/okta']);
  });

  test('nobody with a wrong API token, and says so without the token', async () => {
    const credentials = { kind: 'okta-token', apiToken: 'stolen-token' } as const;
    const { header } = await pullOkta({ seed: oktaSeed() }, { credentials });
    expect(header.completeness).toBe('unread');
    expect(header.reasons.join()).toContain('401 Unauthorized (E0000011)');
    expect(JSON.stringify(header)).not.toContain('stolen-token');
  });
});

describe('a token', () => {
  test('is asked for once, however many calls need it', async () => {
    const groups = Array.from({ length: 45 }, (_, index) => group(`g${index}`, ['jane']));
    const seed = graphSeed({
      users: [person('jane')],
      groups,
      appRoleAssignedTo: groups.map(({ id }) => assigned(id, 'Group')),
    });
    const { requests } = await pullEntra({ seed, latencyMs: 5 });
    expect(requests.filter(({ path }) => path === entraToken)).toHaveLength(1);
  });

  test('that dies in the middle of the run is renewed', async () => {
    const users = ['a', 'b', 'c', 'd', 'e'].map((id) => person(id));
    const { identities, header, requests } = await pullEntra({
      seed: graphSeed({ users }),
      pageSize: 2,
      requestsPerToken: 3,
    });
    expect(identities).toHaveLength(5);
    expect(header.completeness).toBe('complete');
    expect(requests.filter(({ path }) => path === entraToken).length).toBeGreaterThan(1);
  });

  test('that dies while four calls are under way is renewed once', async () => {
    const ids = Array.from({ length: 9 }, (_, index) => `p${index}`);
    const groups = ids.map((id) => group(`g-${id}`, ids));
    const seed = graphSeed({
      users: ids.map((id) => person(id)),
      groups,
      appRoleAssignedTo: groups.map(({ id }) => assigned(id, 'Group')),
    });
    const { header, requests } = await pullEntra({ seed, pageSize: 3, latencyMs: 5, requestsPerToken: 15 });
    expect(header.completeness).toBe('complete');
    const calls = requests.filter(({ path }) => path !== entraToken);
    const refused = calls.length - new Set(calls.map(({ path, query }) => `${path}?${query.toString()}`)).size;
    expect(refused).toBeGreaterThan(1);
    expect(requests.length - calls.length).toBe(2);
  });

  test('of a service app that dies in the middle of the run is renewed', async () => {
    const { publicKey, options } = await serviceApp();
    const users = ['a', 'b', 'c', 'd', 'e'].map((id) => oktaPerson(id));
    const seed = oktaSeed({ users, clients: [{ clientId: 'client-1', publicKey }] });
    const { identities, header } = await pullOkta({ seed, pageSize: 2, requestsPerToken: 3 }, options);
    expect(identities).toHaveLength(5);
    expect(header.completeness).toBe('complete');
  });

  test.each(['a service app', 'an administrator'])(
    'of %s is sent again where Okta lost its session in the middle of a list',
    async (who) => {
      const { publicKey, options } = await serviceApp();
      const users = ['a', 'b', 'c', 'd', 'e'].map((id) => oktaPerson(id));
      const seed = oktaSeed({ users, clients: [{ clientId: 'client-1', publicKey }] });
      const lost = { seed, pageSize: 2, misbehave: [onAsk(2, '/api/v1/users', status(403, 'E0000005'))] };
      const { identities, header } = await pullOkta(lost, who === 'a service app' ? options : {});
      expect(header.reasons).toEqual([]);
      expect(identities).toHaveLength(5);
    },
  );

  test('for which Okta has no session, however often it is asked, lacks no permission', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane')] });
    const { header } = await pullOkta({ seed, misbehave: [always('/api/v1/users', status(403, 'E0000005'))] });
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join()).toContain('403 Forbidden (E0000005); this needs credentials that are valid');
  });

  test('that is refused again and again ends the reading, with the reason', async () => {
    const { header } = await pullEntra({
      seed: graphSeed({ users: [person('jane')] }),
      misbehave: [always('/v1.0/users', status(401, 'InvalidAuthenticationToken'))],
    });
    expect(header.completeness).not.toBe('complete');
    expect(header.reasons.join()).toContain('InvalidAuthenticationToken');
  });
});
