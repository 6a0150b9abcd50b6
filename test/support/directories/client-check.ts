// Whether a client may have a token: its secret, or an assertion that its own key signed for this very server.
import { constants, createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';
import type { Ask } from './stand-in.ts';

export interface KnownClient {
  readonly clientId: string;
  readonly secret?: string | undefined;
  readonly certificate?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly federated?: string | undefined;
}

const headerSchema = z.object({
  alg: z.enum(['RS256', 'PS256']),
  'x5t#S256': z.optional(z.string()),
  kid: z.optional(z.string()),
});
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
});

/** @returns what is wrong with the token request, or `null`; each assertion is taken once */
export function clientFault(ask: Ask, clients: readonly KnownClient[], usedIds: Set<string>): string | null {
  const form = new URLSearchParams(ask.body);
  const client = clients.find((one) => one.clientId === form.get('client_id'));
  if (form.get('grant_type') !== 'client_credentials') return 'unsupported_grant_type';
  if (client === undefined) return 'unauthorized_client';
  const assertion = form.get('client_assertion');
  if (assertion === null)
    return client.secret !== undefined && form.get('client_secret') === client.secret ? null : 'invalid_client';
  // RFC 7523, 2.2: without it nobody knows what the assertion is.
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    return 'invalid_client';
  if (assertion === client.federated) return null;
  return assertionFault(assertion, client, usedIds) ? 'invalid_client' : null;
}

function assertionFault(assertion: string, client: KnownClient, usedIds: Set<string>): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const read = z.parse(headerSchema, decoded(header));
  const told = z.parse(claimsSchema, decoded(claims));
  const pem = client.certificate ?? client.publicKey;
  if (pem === undefined || usedIds.has(told.jti)) return true;
  usedIds.add(told.jti);
  const now = Date.now() / 1000;
  const isRight =
    told.iss === client.clientId &&
    told.sub === client.clientId &&
    told.exp > now &&
    told.iat <= now + 60 &&
    told.aud.endsWith('/token') &&
    (client.certificate === undefined || read['x5t#S256'] === thumbprint(client.certificate));
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const key = { key: createPublicKey(pem), ...(read.alg === 'PS256' ? pss : {}) };
  return !isRight || !verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
}

function thumbprint(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
