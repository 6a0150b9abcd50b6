// Checks AWS Signature Version 4 as the services do, in the header and in presigned addresses, from Amazon's description.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { standInCredentials } from './credentials.ts';

export interface SignedAsk {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

interface Claim {
  readonly scope: string;
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payload: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

export type SignedService = 's3' | 'lambda';

/** @returns what S3 would answer as its error code, or `null` when the request is signed as it should be */
export function signatureFault(ask: SignedAsk, now: Date, asked: SignedService = 's3'): string | null {
  const claim = claimOf(ask);
  if (claim === null) return 'AccessDenied';
  const [key = '', day = '', region = '', service = '', end = ''] = claim.scope.split('/');
  if (key !== standInCredentials.accessKeyId) return 'InvalidAccessKeyId';
  if (service !== asked || end !== 'aws4_request' || !claim.date.startsWith(day)) return 'AuthorizationHeaderMalformed';
  if (isOutOfTime(ask, claim, now)) return 'RequestTimeTooSkewed';
  if (!claim.signedHeaders.includes('host')) return 'AccessDenied';
  if (/^[0-9a-f]{64}$/.test(claim.payload) && claim.payload !== sha256(ask.body)) return 'XAmzContentSHA256Mismatch';
  const text = [
    algorithm,
    claim.date,
    `${day}/${region}/${asked}/aws4_request`,
    sha256(canonical(ask, claim, asked)),
  ].join('\n');
  const dated = hmac(`AWS4${standInCredentials.secretAccessKey}`, day);
  const signing = hmac(hmac(hmac(dated, region), asked), 'aws4_request');
  const [expected, given] = [Buffer.from(hmac(signing, text).toString('hex')), Buffer.from(claim.signature)];
  return expected.length === given.length && timingSafeEqual(expected, given) ? null : 'SignatureDoesNotMatch';
}

function claimOf({ target, headers }: SignedAsk): Claim | null {
  const query = queryOf(target);
  const header = headers['authorization'];
  if (header === undefined) {
    if (query.get('X-Amz-Algorithm') !== algorithm) return null;
    return {
      scope: query.get('X-Amz-Credential') ?? '',
      date: query.get('X-Amz-Date') ?? '',
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      payload: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    };
  }
  const [, scope = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(header) ?? [];
  const payload = headers['x-amz-content-sha256'] ?? '';
  return { scope, date: headers['x-amz-date'] ?? '', signedHeaders: signed.split(';'), signature, payload };
}

function isOutOfTime({ target }: SignedAsk, { date }: Claim, now: Date): boolean {
  const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  const lifetime = queryOf(target).get('X-Amz-Expires');
  const latest = lifetime === null ? at + 900_000 : at + Number(lifetime) * 1000;
  return !(now.getTime() <= latest && now.getTime() >= at - 900_000);
}

function canonical(
  { method, target, headers, body }: SignedAsk,
  { signedHeaders, payload: named }: Claim,
  asked: SignedService,
): string {
  const [sent = ''] = target.split('?');
  // S3 alone takes the path as it came, and has the digest of the body in a header.
  const path = asked === 's3' ? sent : sent.split('/').map(encoded).join('/');
  const payload = asked === 's3' ? named : sha256(body);
  const query = [...queryOf(target)]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted();
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`);
  return [method, path, query.join('&'), ...lines, '', signedHeaders.join(';'), payload].join('\n');
}

export function queryOf(target: string): URLSearchParams {
  const [, query = ''] = target.split(/\?(.*)/s);
  // A plus sign is no blank here, unlike in forms.
  return new URLSearchParams(query.replaceAll('+', '%2B'));
}

/** RFC 3986, which leaves fewer characters alone than `encodeURIComponent` does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
