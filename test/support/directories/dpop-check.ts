// Demands that a client proves the possession of its key with each request (RFC 9449), as an Okta app may be set to.
import { createHash, createPublicKey, verify } from 'node:crypto';
import * as z from 'zod/mini';
import type { Answer, Ask } from './stand-in.ts';

const headerSchema = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
});
const claimsSchema = z.object({
  htm: z.string(),
  htu: z.string(),
  nonce: z.optional(z.string()),
  ath: z.optional(z.string()),
});

interface Proof {
  readonly key: string;
  readonly claims: z.infer<typeof claimsSchema>;
}

const nonce = 'nonce-1';
const apiNonce = 'api-nonce-1';

export class DpopCheck {
  readonly #keys = new Map<string, string>();

  /** The answer to a token request without a proof, or with one that lacks the server's nonce. */
  tokenFault(ask: Ask): Answer | null {
    const proof = proofOf(ask);
    if (proof === null) return { status: 400, body: { error: 'invalid_dpop_proof' } };
    if (proof.claims.nonce === nonce) return null;
    return { status: 400, headers: { 'dpop-nonce': nonce }, body: { error: 'use_dpop_nonce' } };
  }

  /** The answer to a call of the API whose proof lacks the API's own nonce, which is not the one for tokens. */
  apiFault(ask: Ask): Answer | null {
    if (proofOf(ask)?.claims.nonce === apiNonce) return null;
    const headers = { 'dpop-nonce': apiNonce, 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
    return { status: 401, headers, body: { errorCode: 'E0000011' } };
  }

  bind(ask: Ask, token: string): void {
    const proof = proofOf(ask);
    if (proof !== null) this.#keys.set(token, proof.key);
  }

  isUnproven(ask: Ask, token: string): boolean {
    const proof = proofOf(ask);
    const ath = createHash('sha256').update(token).digest('base64url');
    return proof === null || proof.key !== this.#keys.get(token) || proof.claims.ath !== ath;
  }
}

function proofOf(ask: Ask): Proof | null {
  const text = ask.headers['dpop'];
  if (text === undefined) return null;
  const [header = '', claims = '', signature = ''] = text.split('.');
  const { jwk } = z.parse(headerSchema, decoded(header));
  const told = z.parse(claimsSchema, decoded(claims));
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
  const isForThis = told.htm === ask.method && told.htu === `http://${ask.headers['host']}${ask.path}`;
  return isSigned && isForThis ? { key: `${jwk.x}.${jwk.y}`, claims: told } : null;
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
