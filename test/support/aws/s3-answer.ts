// The requests of S3 that the product makes, each checked as S3 checks it.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Bucket, Lock, Version } from './s3-bucket.ts';
import type { SignedAsk } from './sigv4.ts';

export interface S3Ask extends SignedAsk {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

export interface S3Answer {
  readonly status: number;
  /** S3's word for an error. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Parameters and headers that carry no meaning here; any other unknown one is refused. */
const knownQuery = /^(X-Amz-.*|x-id|versionId|list-type|prefix|continuation-token|max-keys|encoding-type)$/;
const knownHeaders =
  /^(host|connection|sec-fetch-.*|accept.*|authorization|user-agent|content-length|content-type|amz-sdk-.*|expect|range|if-none-match|x-amz-(date|content-sha256|user-agent|meta-.*|checksum-mode|checksum-(sha256|crc32)|sdk-checksum-algorithm|object-lock-mode|object-lock-retain-until-date|bypass-governance-retention))$/;

export function s3Answer(bucket: Bucket, ask: S3Ask): S3Answer {
  const strange = [...ask.query.keys()].some((name) => !knownQuery.test(name));
  if (strange || Object.keys(ask.headers).some((name) => !knownHeaders.test(name))) return notImplemented;
  if (ask.key === '') return ask.method === 'GET' && ask.query.has('list-type') ? list(bucket, ask) : notImplemented;
  switch (ask.method) {
    case 'PUT':
      return put(bucket, ask);
    case 'GET':
    case 'HEAD':
      return get(bucket, ask);
    case 'DELETE':
      return remove(bucket, ask);
    default:
      return notImplemented;
  }
}

const notImplemented: S3Answer = { status: 501, code: 'NotImplemented' };

function put(bucket: Bucket, ask: S3Ask): S3Answer {
  const { headers, body, key } = ask;
  if (headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true) return notImplemented;
  const checksums = [
    { given: headers['x-amz-checksum-sha256'], found: sha256(body) },
    { given: headers['x-amz-checksum-crc32'], found: crc32Of(body) },
  ].filter(({ given }) => given !== undefined);
  if (checksums.some(({ given, found }) => given !== found)) return { status: 400, code: 'BadDigest' };
  if (headers['if-none-match'] === '*' && bucket.version(key, null) !== null) {
    return { status: 412, code: 'PreconditionFailed' };
  }
  const lock = lockOf(ask);
  if (lock !== null && !bucket.options.objectLock) return { status: 400, code: 'InvalidRequest' };
  // S3 takes no locked object without a checksum that it can compare.
  if (lock !== null && checksums.length === 0) return { status: 400, code: 'InvalidRequest' };
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && (name.startsWith('x-amz-meta-') || name === 'content-type') ? [[name, value] as const] : [],
  );
  const version = bucket.add(key, { body, headers: Object.fromEntries(kept), lock, deleted: false });
  return { status: 200, headers: headersOf(version) };
}

function lockOf({ headers }: S3Ask): Lock | null {
  const mode = headers['x-amz-object-lock-mode'];
  if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') return null;
  return { mode, until: new Date(headers['x-amz-object-lock-retain-until-date'] ?? '') };
}

function get(bucket: Bucket, { method, key, query, headers }: S3Ask): S3Answer {
  const version = bucket.version(key, query.get('versionId'));
  if (version === null) return { status: 404, code: 'NoSuchKey', ...(method === 'HEAD' ? { body: '' } : {}) };
  const asked = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '');
  const [from, to] = asked === null ? [0, version.body.length - 1] : [Number(asked[1]), Number(asked[2])];
  const body = version.body.subarray(from, to + 1);
  const answer = {
    ...headersOf(version),
    'content-length': String(body.length),
    ...(asked === null ? {} : { 'content-range': `bytes ${from}-${from + body.length - 1}/${version.body.length}` }),
    // A checksum of the whole says nothing about a part.
    ...(headers['x-amz-checksum-mode'] === 'ENABLED' && asked === null
      ? { 'x-amz-checksum-sha256': sha256(version.body), 'x-amz-checksum-type': 'FULL_OBJECT' }
      : {}),
  };
  return { status: asked === null ? 200 : 206, headers: answer, body: method === 'HEAD' ? '' : body };
}

function headersOf({ id, etag, at, headers, lock }: Version): Readonly<Record<string, string>> {
  return {
    ...headers,
    etag,
    'last-modified': at.toUTCString(),
    'x-amz-version-id': id,
    ...(lock === null
      ? {}
      : { 'x-amz-object-lock-mode': lock.mode, 'x-amz-object-lock-retain-until-date': lock.until.toISOString() }),
  };
}

function remove(bucket: Bucket, { key, query, headers }: S3Ask): S3Answer {
  const id = query.get('versionId');
  if (id === null) {
    bucket.add(key, { body: Buffer.alloc(0), headers: {}, lock: null, deleted: true });
    return { status: 204 };
  }
  const bypass = headers['x-amz-bypass-governance-retention'] === 'true';
  return bucket.remove(key, id, bypass) ? { status: 204 } : { status: 403, code: 'AccessDenied' };
}

function list(bucket: Bucket, { query }: S3Ask): S3Answer {
  const keys = bucket.keys(query.get('prefix') ?? '');
  const after = query.get('continuation-token');
  const from = after === null ? 0 : keys.findIndex((key) => key > after);
  const page = from === -1 ? [] : keys.slice(from, from + Number(query.get('max-keys') ?? 1000));
  const more = from + page.length < keys.length && page.length > 0;
  const contents = page.map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`).join('');
  const next = more ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64');
}

function crc32Of(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
