// Tokens of programs, against an issuer over HTTP: only those that it signed for asking here name a person.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { accessTokens } from '../../../adapters/sign-in/access-token.ts';
import type { AccessTokenOptions } from '../../../adapters/sign-in/access-token.ts';
import type { AccessTokens } from '../../../core/ports/sign-in.ts';
import { at } from '../../support/time.ts';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let [own, others]: readonly [Keys?, Keys?] = [];
beforeAll(async () => {
  [own, others] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
});

const audience = 'https://review.acme.com/mcp';
const jane = {
  uid: '00u1',
  email: 'jane@acme.com',
  name: 'Jane Doe',
  groups: ['Auditors'],
  scp: 'access-review.read',
};

interface Issuer {
  readonly address: string;
  /** What its key is called, among its keys and in its tokens. */
  keyId: string;
  /** How often it told its keys. */
  told: number;
  now: string;
  readonly tokens: AccessTokens;
}

async function anIssuer(options: Partial<AccessTokenOptions> = {}, keysAnswer = 200): Promise<Issuer> {
  if (own === undefined) throw new Error('no keys');
  const key = await exportJWK(own.publicKey);
  const server = createServer((request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    if (!isDiscovery) made.told += 1;
    const keys = { keys: [{ ...key, kid: made.keyId, alg: 'RS256', use: 'sig' }] };
    response.writeHead(isDiscovery ? 200 : keysAnswer, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isDiscovery ? { issuer: address, jwks_uri: `${address}/keys` } : keys));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const address = `http://localhost:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  onTestFinished(() => void server.close());
  const asked = {
    issuer: address,
    audience,
    scope: 'access-review.read',
    claim: 'groups',
    clock: { now: () => at(made.now) },
    ...options,
  };
  const made: Issuer = { address, tokens: accessTokens(asked), keyId: 'one', told: 0, now: '2026-10-05T08:00:00Z' };
  return made;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function token(
  { address, keyId }: Issuer,
  claims: JWTPayload,
  { by = own, ends = '1h' }: { readonly by?: Keys | undefined; readonly ends?: string } = {},
): Promise<string> {
  if (by === undefined) throw new Error('no keys');
  const made = new SignJWT({ iss: address, aud: audience, ...claims });
  const headed = made.setProtectedHeader({ alg: 'RS256', kid: keyId }).setIssuedAt();
  return headed.setExpirationTime(ends).sign(by.privateKey);
}

describe('what the issuer signed for asking here', () => {
  test.each<readonly [string, JWTPayload]>([
    ['Entra, the scope in words', jane],
    ['Okta, the scope as a list', { ...jane, scp: ['openid', 'access-review.read'] }],
    ['RFC 9068', { ...jane, scp: undefined, scope: 'openid access-review.read' }],
    [
      'Entra, without an address but the name of the user',
      { ...jane, email: undefined, preferred_username: jane.email },
    ],
    ['made out for several', { ...jane, aud: ['https://other.example', audience] }],
  ])('names its person: %s', async (_, claims) => {
    const issuer = await anIssuer();
    expect(await issuer.tokens.personOf(await token(issuer, claims))).toEqual({
      kind: 'ok',
      value: {
        issuer: issuer.address,
        ids: ['00u1'],
        email: 'jane@acme.com',
        name: 'Jane Doe',
        groups: ['Auditors'],
        groupsOverage: false,
      },
    });
  });

  test("a scope of Entra's is asked for with the address of the application, and granted without", async () => {
    const issuer = await anIssuer({ scope: `${audience}/access-review.read` });
    expect(await issuer.tokens.personOf(await token(issuer, jane))).toMatchObject({ kind: 'ok' });
  });

  test('too many groups for the token are said, and none is guessed', async () => {
    const issuer = await anIssuer();
    const { groups: _, ...claims } = jane;
    const overage = { ...claims, _claim_names: { groups: 'src1' } };
    expect(await issuer.tokens.personOf(await token(issuer, overage))).toMatchObject({
      value: { groups: [], groupsOverage: true },
    });
  });
});

describe('anything else is refused by its reason', () => {
  test.each<readonly [string, string, JWTPayload]>([
    ['an ID token, which holds no scope', 'no scope', { ...jane, scp: undefined }],
    ['another scope', 'scope mail.read', { ...jane, scp: 'mail.read' }],
    ['a scope that only ends alike', 'scope xaccess-review.read', { ...jane, scp: 'xaccess-review.read' }],
    ['made out for another application', '"aud"', { ...jane, aud: 'https://other.example' }],
    ['made out for nobody', '"aud"', { ...jane, aud: [] }],
    ['of another issuer', '"iss"', { ...jane, iss: 'https://evil.example' }],
    ['of a program and no person', 'neither email', { scp: jane.scp, sub: 'client', roles: ['admin'] }],
    ['an address that was not verified', 'not verified', { ...jane, email_verified: false }],
  ])('%s', async (_, found, claims) => {
    const issuer = await anIssuer();
    const answer = await issuer.tokens.personOf(await token(issuer, claims));
    expect(answer).toMatchObject({ kind: 'refused', refusals: [{ found: expect.stringContaining(found) }] });
  });

  test('one that is over', async () => {
    const issuer = await anIssuer();
    const answer = await issuer.tokens.personOf(await token(issuer, jane, { ends: '-2m' }));
    expect(answer).toMatchObject({ refusals: [{ found: expect.stringContaining('"exp"') }] });
  });

  test('one that another key signed under the same name', async () => {
    const issuer = await anIssuer();
    const answer = await issuer.tokens.personOf(await token(issuer, jane, { by: others }));
    expect(answer).toMatchObject({ refusals: [{ found: expect.stringContaining('signature') }] });
  });

  test('a token without an end, and one that is signed by nobody', async () => {
    const issuer = await anIssuer();
    if (own === undefined) throw new Error('no keys');
    const forever = new SignJWT({ iss: issuer.address, aud: audience, ...jane }).setProtectedHeader({ alg: 'RS256' });
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: issuer.address, aud: audience, ...jane })}.`;
    for (const one of [await forever.setIssuedAt().sign(own.privateKey), unsigned, 'no token at all'])
      expect(await issuer.tokens.personOf(one)).toMatchObject({ kind: 'refused' });
  });

  test('a secret that is the public key does not sign: the kind of signature is not for the token to choose', async () => {
    const issuer = await anIssuer();
    if (own === undefined) throw new Error('no keys');
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(own.publicKey)));
    const made = new SignJWT({ iss: issuer.address, aud: audience, ...jane }).setProtectedHeader({ alg: 'HS256' });
    const forged = await made.setIssuedAt().setExpirationTime('1h').sign(secret);
    expect(await issuer.tokens.personOf(forged)).toMatchObject({ kind: 'refused' });
  });
});

test('an issuer that does not answer is no reason to call a token forged', async () => {
  const issuer = await anIssuer({}, 503);
  await expect(issuer.tokens.personOf(await token(issuer, jane))).rejects.toThrow('200 OK');
});

describe('a key that the issuer has not told', () => {
  test('is asked for: it signs as soon as it is made, however lately the issuer told its keys', async () => {
    const issuer = await anIssuer();
    expect(await issuer.tokens.personOf(await token(issuer, jane))).toMatchObject({ kind: 'ok' });
    issuer.keyId = 'two';
    const young = await token(issuer, jane);
    const answers = [1, 2, 3].map(async () => issuer.tokens.personOf(young));
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ kind: 'ok' });
    expect(issuer.told).toBe(2);
  });

  test('is asked for a few times in half a minute, whoever makes tokens up', async () => {
    const issuer = await anIssuer();
    await issuer.tokens.personOf(await token(issuer, jane));
    for (const keyId of Array.from({ length: 20 }, (_, index) => `made up ${index}`))
      expect(await issuer.tokens.personOf(await token({ ...issuer, keyId }, jane, { by: others }))).toMatchObject({
        refusals: [{ found: expect.stringContaining('no applicable key') }],
      });
    expect(issuer.told).toBe(4);
    issuer.now = '2026-10-05T08:00:30Z';
    await issuer.tokens.personOf(await token({ ...issuer, keyId: 'made up' }, jane));
    expect(issuer.told).toBe(5);
    expect(await issuer.tokens.personOf(await token(issuer, jane))).toMatchObject({ kind: 'ok' });
  });
});
