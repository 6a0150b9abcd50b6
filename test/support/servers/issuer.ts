// An issuer on loopback that says whatever a test lets it say: discovery, keys, and a token of any claims.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyPairKeyObjectResult } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Issuer {
  readonly address: string;
  /** Claims of the next ID tokens over the usual ones; `undefined` leaves one out. */
  claims: Readonly<Record<string, unknown>>;
  /** The nonce that the browser was sent with; the token repeats it unless `claims` says otherwise. */
  nonce: string;
  /** What the token endpoint answers in place of tokens. */
  answers: { readonly status: number; readonly body: unknown } | null;
  /** Signs with a key that is not among its keys. */
  forged: boolean;
  /** The id of its key, in its list of keys and in its tokens. */
  keyId: string;
  /** What the token says that it is signed by; `RS256` is what the issuer has a key of. */
  algorithm: TokenAlgorithm;
  /** The forms that its token endpoint was sent. */
  readonly asked: readonly URLSearchParams[];
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export type TokenAlgorithm = 'RS256' | 'HS256' | 'none';

/**
 * A token. By `HS256` it is signed with the public key as the secret, and by `none` not at all, as a forger does who
 * has the public key alone.
 */
function jwt(claims: object, keys: KeyPairKeyObjectResult, { algorithm: alg, keyId: kid }: Issuer): string {
  const signed = `${part({ alg, kid, typ: 'JWT' })}.${part(claims)}`;
  const secret = keys.publicKey.export({ format: 'pem', type: 'spki' });
  const signatures = {
    RS256: () => createSign('sha256').update(signed).sign(keys.privateKey),
    HS256: () => createHmac('sha256', secret).update(signed).digest(),
    none: () => Buffer.alloc(0),
  };
  return `${signed}.${signatures[alg]().toString('base64url')}`;
}

let keyPairs: { readonly own: KeyPairKeyObjectResult; readonly other: KeyPairKeyObjectResult } | null = null;

/** Its keys are made once a process. @param clientId the audience of its tokens */
export async function anIssuer(clientId: string): Promise<Issuer> {
  keyPairs ??= {
    own: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    other: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };
  const { own, other } = keyPairs;
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const { address } = issuer;
    if (request.url === '/.well-known/openid-configuration')
      return answer(200, {
        issuer: address,
        authorization_endpoint: `${address}/authorize`,
        token_endpoint: `${address}/token`,
        jwks_uri: `${address}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    if (request.url === '/keys')
      return answer(200, {
        keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: issuer.keyId, alg: 'RS256', use: 'sig' }],
      });
    void text(request).then((body) => {
      asked.push(new URLSearchParams(body));
      if (issuer.answers !== null) return answer(issuer.answers.status, issuer.answers.body);
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: address, aud: clientId, sub: 'ann', iat: now, exp: now + 300, auth_time: now - 5 };
      const claims = {
        ...usual,
        nonce: issuer.nonce,
        email: 'ann@acme.com',
        name: 'Ann',
        groups: ['g1'],
        ...issuer.claims,
      };
      const keys = issuer.forged ? other : own;
      return answer(200, { access_token: 'a', token_type: 'bearer', id_token: jwt(claims, keys, issuer) });
    });
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the issuer has no port');
  const issuer: Issuer = {
    address: `http://127.0.0.1:${bound.port}`,
    claims: {},
    nonce: '',
    answers: null,
    forged: false,
    keyId: 'one',
    algorithm: 'RS256',
    asked,
  };
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return issuer;
}
