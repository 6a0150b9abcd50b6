// Proof of who we are without a shared secret: a short-lived statement signed with a key (RFC 7523), wherever the key is.
import { constants, createHash, createPrivateKey, sign as signWith, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type * as oauth from 'oauth4webapi';
import type { Ids } from '../../../core/ports/world.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { CallFailure, printableCode } from '../reading/call-failure.ts';
import type { Machine } from '../reading/surroundings.ts';

/** A key as far as an assertion needs it; `sign` may ask a KMS that never gives the key away. */
export interface AssertionKey {
  /** The header's `alg`, and what tells the server which public key to use: `kid` or `x5t#S256`. */
  readonly header: { readonly alg: 'RS256' | 'PS256' } & Readonly<Record<string, string>>;
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

/** Ten minutes: short enough to be useless when found, long enough for clocks that differ. */
const lifetimeSeconds = 600;

/**
 * Authenticates a token request with a fresh signed assertion each time it is sent.
 *
 * @example signedAssertion(certificateKey(pem), { ids, machine }) // for oauth4webapi's clientCredentialsGrantRequest
 */
export function signedAssertion(key: AssertionKey, around: { ids: Ids; machine: Machine }): oauth.ClientAuth {
  return async (server, client, body) => {
    const now = Math.floor(around.machine.nowMs() / 1000);
    const claims = {
      iss: client.client_id,
      sub: client.client_id,
      aud: server.token_endpoint,
      jti: around.ids.next(),
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
    };
    const signed = `${base64url({ ...key.header, typ: 'JWT' })}.${base64url(claims)}`;
    const signature = await vouched('signing the client assertion', async () => key.sign(Buffer.from(signed, 'ascii')));
    addAssertion(body, client.client_id, `${signed}.${Buffer.from(signature).toString('base64url')}`);
  };
}

/** Authenticates with a statement that another issuer signed, such as AWS STS for a Lambda function. */
export function federatedAssertion(assertion: () => Promise<string>): oauth.ClientAuth {
  return async (_server, client, body) => {
    addAssertion(body, client.client_id, await vouched('asking AWS for a web identity', assertion));
  };
}

/** Whoever vouches for us is outside too; what they answer may hold more than a log should. */
async function vouched<T>(call: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const name = cause instanceof Error ? printableCode(cause.name) : null;
    throw new CallFailure({ call, detail: `failed (${name ?? 'no name given'})`, cause });
  }
}

function addAssertion(body: URLSearchParams, clientId: string, assertion: string): void {
  body.set('client_id', clientId);
  body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  body.set('client_assertion', assertion);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * The key of an Entra app's certificate: PS256 and the certificate's SHA-256 thumbprint, as Microsoft asks for.
 *
 * @param pem certificate and private key, in any order
 * @param where the variable that named the file, for the refusal
 */
export function certificateKey(pem: string, where: string): Result<AssertionKey> {
  const key = parsed(() => createPrivateKey(pem), 'an RSA private key in PEM', where);
  if (key.kind === 'refused') return key;
  const certificate = parsed(() => new X509Certificate(pem), 'an X.509 certificate in PEM', where);
  if (certificate.kind === 'refused') return certificate;
  if (!certificate.value.checkPrivateKey(key.value)) {
    return refused({
      what: 'certificate and private key do not belong together',
      where,
      found: `the certificate ${certificate.value.fingerprint256.slice(0, 23)}... and another key`,
      expected: 'a certificate and its own private key',
    });
  }
  const thumbprint = createHash('sha256').update(certificate.value.raw).digest('base64url');
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return ok({
    header: { alg: 'PS256', 'x5t#S256': thumbprint },
    sign: async (data) => signWith('sha256', data, { key: key.value, padding, saltLength: 32 }),
  });
}

/** The private key of an Okta service app, signing with RS256. */
export function privateKey(pem: string, keyId: string | null, where: string): Result<AssertionKey> {
  const key = parsed(() => createPrivateKey(pem), 'an RSA private key in PEM', where);
  if (key.kind === 'refused') return key;
  return ok({ header: oktaHeader(keyId), sign: async (data) => signWith('sha256', data, key.value) });
}

/** A key that a KMS holds: `sign` is RSASSA-PKCS1-v1_5 with SHA-256 over the data. */
export function heldKey(sign: AssertionKey['sign'], keyId: string | null): AssertionKey {
  return { header: oktaHeader(keyId), sign };
}

function oktaHeader(keyId: string | null): AssertionKey['header'] {
  return keyId === null ? { alg: 'RS256' } : { alg: 'RS256', kid: keyId };
}

function parsed<T>(parse: () => T, expected: string, where: string): Result<T> {
  try {
    const value = parse();
    if (isKey(value) && value.asymmetricKeyType !== 'rsa') {
      return refused({ what: 'key not accepted', where, found: `a key of type ${value.asymmetricKeyType}`, expected });
    }
    return ok(value);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refused({ what: 'file not accepted', where, found: 'text that holds none', expected });
  }
}

function isKey(value: unknown): value is KeyObject {
  return typeof value === 'object' && value !== null && 'asymmetricKeyType' in value;
}
