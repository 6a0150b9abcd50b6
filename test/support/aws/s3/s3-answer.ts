// The requests of S3 that the product makes, each checked as S3 checks it.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Bucket, Lock, Version } from './s3-bucket.ts';
import type { SignedAsk } from '../services/sigv4.ts';

export interface S3Ask extends SignedAsk {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

export interface S3Answer {
  readonly status: number;
  /** S3's word for an error. */
  readonly code?: string;
  /** Its sentence beside that. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Parameters and headers that carry no meaning here; any other unknown one is refused. */
const knownQuery =
  /^(X-Amz-.*|x-amz-checksum-mode|x-id|versionId|list-type|prefix|continuation-token|max-keys|encoding-type|response-(content-type|content-disposition|cache-control))$/;
const knownHeaders =
  /^(host|connection|pragma|cache-control|origin|referer|sec-.*|sec-fetch-.*|accept.*|authorization|user-agent|content-length|content-type|amz-sdk-.*|expect|range|if-none-match|x-amz-(date|content-sha256|user-agent|meta-.*|checksum-mode|checksum-(sha256|crc32)|sdk-checksum-algorithm|object-lock-mode|object-lock-retain-until-date|bypass-governance-retention))$/;

export function s3Answer(bucket: Bucket, ask: S3Ask): S3Answer {
  const strange = [...ask.query.keys()].some((name) => !knownQuery.test(name));
  if (strange || Object.keys(ask.headers).some((name) => !knownHeaders.test(name))) return notImplemented;
  if (Buffer.byteLength(ask.key) > 1024) return refused('KeyTooLongError', 'Your key is too long');
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
  if (checksums.some(({ given, found }) => given !== found)) {
    return refused('BadDigest', 'The checksum that you specified did not match what we received.');
  }
  const condition = headers['if-none-match'];
  if (condition !== undefined && condition !== '*') {
    return { status: 501, code: 'NotImplemented', message: 'A put takes no If-None-Match but *.' };
  }
  if (condition === '*' && !bucket.options.ignoresConditions && bucket.version(key, null) !== null) {
    return { status: 412, code: 'PreconditionFailed', message: 'At least one of the pre-conditions did not hold.' };
  }
  const lock = lockOf(ask, bucket);
  if (lock !== null && 'status' in lock) return lock;
  if (lock !== null && !bucket.options.objectLock) {
    return refused('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  // S3 takes an object with a lock only together with a checksum.
  if (lock !== null && checksums.length === 0) {
    return refused(
      'InvalidRequest',
      'Content-MD5 or x-amz-checksum- header is required for Put Object with Object Lock',
    );
  }
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && (name.startsWith('x-amz-meta-') || name === 'content-type') ? [[name, value] as const] : [],
  );
  const { 'x-amz-checksum-sha256': sha256Given, 'x-amz-checksum-crc32': crc32Given } = headers;
  const version = bucket.add(key, {
    body,
    headers: Object.fromEntries(kept),
    checksums: {
      ...(sha256Given === undefined ? {} : { sha256: sha256Given }),
      ...(crc32Given === undefined ? {} : { crc32: crc32Given }),
    },
    lock,
    deleted: false,
  });
  return { status: 200, headers: headersOf(version) };
}

function refused(code: string, message: string): S3Answer {
  return { status: 400, code, message };
}

function lockOf({ headers }: S3Ask, { now }: Bucket): Lock | S3Answer | null {
  const mode = headers['x-amz-object-lock-mode'];
  const date = headers['x-amz-object-lock-retain-until-date'];
  if (mode === undefined && date === undefined) return null;
  if (mode === undefined || date === undefined) {
    return refused(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') return refused('InvalidArgument', 'Unknown wormMode directive.');
  const until = new Date(date);
  if (Number.isNaN(until.getTime())) return refused('InvalidArgument', 'The retain until date is no date');
  if (until <= now) return refused('InvalidArgument', 'The retain until date must be in the future!');
  return { mode, until };
}

function get(bucket: Bucket, { method, key, query, headers }: S3Ask): S3Answer {
  const version = bucket.version(key, query.get('versionId'));
  if (version === null) return { status: 404, code: 'NoSuchKey', ...(method === 'HEAD' ? { body: '' } : {}) };
  const size = version.body.length;
  const range = rangeOf(headers['range'], size);
  if (range === 'beyond the end') {
    return { status: 416, code: 'InvalidRange', message: 'The requested range is not satisfiable' };
  }
  const body = range === null ? version.body : version.body.subarray(range.from, range.to + 1);
  const mode = headers['x-amz-checksum-mode'] ?? query.get('x-amz-checksum-mode');
  const answer = {
    ...headersOf(version),
    ...saidInAddress(query),
    'content-length': String(body.length),
    'accept-ranges': 'bytes',
    ...(range === null ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${size}` }),
    // Not for a part: the checksum is that of the whole object.
    ...(mode === 'ENABLED' && range === null ? checksumHeaders(version) : {}),
  };
  return { status: range === null ? 200 : 206, headers: answer, body: method === 'HEAD' ? '' : body };
}

/** What a presigned address says of how the object is to be taken. */
function saidInAddress(query: URLSearchParams): Readonly<Record<string, string>> {
  const said = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(said.map(([name, value]) => [name.replace('response-', ''), value]));
}

function checksumHeaders({ checksums: { sha256: bySha, crc32: byCrc } }: Version): Readonly<Record<string, string>> {
  return {
    ...(bySha === undefined ? {} : { 'x-amz-checksum-sha256': bySha }),
    ...(byCrc === undefined ? {} : { 'x-amz-checksum-crc32': byCrc }),
    ...(bySha === undefined && byCrc === undefined ? {} : { 'x-amz-checksum-type': 'FULL_OBJECT' }),
  };
}

/** RFC 9110, section 14: `bytes=0-4`, `bytes=5-`, `bytes=-5`; what is no range is as if it were not there. */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly from: number; readonly to: number } | 'beyond the end' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  if (from >= size) return 'beyond the end';
  return { from, to: first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1) };
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
