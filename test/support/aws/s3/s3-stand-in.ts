// S3 on this machine, as far as this product uses it: what it does not model, it answers with NotImplemented.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { standInCredentials } from '../services/credentials.ts';
import { Bucket } from './s3-bucket.ts';
import type { BucketOptions } from './s3-bucket.ts';
import { s3Answer } from './s3-answer.ts';
import type { S3Answer, S3Ask } from './s3-answer.ts';
import { queryOf, signatureFault } from '../services/sigv4.ts';
import { onLoopback } from '../services/json-service.ts';

export interface S3StandIn {
  readonly endpoint: string;
  readonly buckets: ReadonlyMap<string, Bucket>;
  createBucket(name: string, options: BucketOptions): Bucket;
  /** Keeps all that is stored now. The function that it returns brings it back, as often as it is called. */
  remember(): () => void;
  /** The next request of this method is answered with this status and not carried out. */
  failNext(method: string, status: number): void;
  /** The connection of the next request of this method is cut while its body is on the way. */
  resetNext(method: string): void;
  /** Calls `tell` when so many more puts have come in, before the last of them is carried out. */
  onPut(puts: number, tell: () => void): void;
  close(): Promise<void>;
}

/** @param now the server's clock: locks end by it */
export async function startS3StandIn(now: () => Date = () => new Date()): Promise<S3StandIn> {
  const buckets = new Map<string, Bucket>();
  const failures: { method: string; status: number }[] = [];
  const resets: string[] = [];
  let awaited: { left: number; readonly tell: () => void } | null = null;
  const server = createServer((request, response) => {
    const reset = resets.indexOf(request.method ?? '');
    if (reset !== -1) {
      resets.splice(reset, 1);
      request.once('data', () => request.socket.resetAndDestroy());
      return;
    }
    // An upload that its sender breaks off stores nothing, and gets no answer.
    void answerTo(request).then(
      (answer) => send(response, answer),
      () => response.destroy(),
    );
  });

  async function answerTo(request: IncomingMessage): Promise<S3Answer> {
    const ask = await askOf(request);
    const failure = failures.findIndex(({ method }) => method === ask.method);
    if (failure !== -1) {
      const [failed] = failures.splice(failure, 1);
      return { status: failed?.status ?? 500, code: 'Injected', message: 'as the test asked' };
    }
    if (ask.method === 'PUT' && awaited !== null) {
      awaited.left -= 1;
      if (awaited.left === 0) awaited.tell();
    }
    const fault = signatureFault(ask, new Date());
    if (fault !== null) return { status: 403, code: fault };
    const bucket = buckets.get(ask.bucket);
    return bucket === undefined ? { status: 404, code: 'NoSuchBucket' } : s3Answer(bucket, ask);
  }

  return {
    ...(await onLoopback(server)),
    buckets,
    createBucket: (name, options) => {
      const bucket = new Bucket(options, now);
      buckets.set(name, bucket);
      return bucket;
    },
    remember: () => {
      const kept = [...buckets].map(([name, bucket]) => [name, bucket.copy()] as const);
      return () => {
        for (const [name, bucket] of kept) buckets.set(name, bucket.copy());
      };
    },
    onPut: (puts, tell) => {
      awaited = { left: puts, tell };
    },
    resetNext: (method) => void resets.push(method),
    failNext: (method, status) => void failures.push({ method, status }),
  };
}

export function s3Client(endpoint: string): S3Client {
  return new S3Client({ endpoint, region: 'eu-central-1', credentials: standInCredentials });
}

async function askOf(request: IncomingMessage): Promise<S3Ask> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  const target = request.url ?? '/';
  const [path = ''] = target.split('?');
  const [, bucket = '', ...key] = path.split('/');
  return {
    method: request.method ?? 'GET',
    target,
    headers,
    body: Buffer.concat(chunks),
    bucket,
    key: decodeURIComponent(key.join('/')),
    query: queryOf(target),
  };
}

function send(response: ServerResponse, { status, code, message, headers = {}, body }: S3Answer): void {
  const error = `<Error><Code>${code ?? ''}</Code><Message>${message ?? 'the stand-in says no more'}</Message></Error>`;
  const content = body ?? (code === undefined ? '' : error);
  response.writeHead(status, { 'x-amz-request-id': 'stand-in', ...headers });
  response.end(content);
}
