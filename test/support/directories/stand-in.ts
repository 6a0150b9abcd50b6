// A server on this machine that answers for a directory, remembers what it was asked, and misbehaves on demand.
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { localhostIdentity } from '../servers/server-identity.ts';

export interface Ask {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body: unknown;
  /** What goes wrong below HTTP. */
  readonly wire?: 'reset' | 'hang' | 'cut-json' | 'gzip' | 'cut-gzip' | 'short-body' | 'latin-1';
}

export interface Misbehaviour {
  /** The path at which it happens, also within a batch: `/v1.0/users`. */
  readonly at: string;
  /** Which of the asks for that path, counted from 1; by default each. */
  readonly asks?: readonly number[];
  readonly change: (answer: Answer, ask: Ask) => Answer;
}

export interface StandIn {
  readonly url: string;
  /** Trust for the stand-in's certificate; empty when it speaks plain http. */
  readonly caPem: string;
  /** Every request that came in over the network, oldest first. */
  readonly requests: readonly Ask[];
  /** The most requests that it had to answer at one time. */
  readonly mostAtOnce: () => number;
  readonly close: () => Promise<void>;
}

export type Answering = (ask: Ask) => Answer;

/** Milliseconds, or a function of what is asked. */
export type Latency = number | ((ask: Ask) => number);

export interface StandInOptions {
  readonly tls: boolean;
  /** The port to listen on when nobody else does; 0 for any free one. */
  readonly port: number;
  readonly misbehave: readonly Misbehaviour[];
  /** How long each answer takes, as over a real network. */
  readonly latencyMs: Latency;
  /**
   * Makes the answers. It is given `answer`, which is itself with the misbehaviour applied, to answer the parts of a
   * batch.
   */
  readonly answer: (ask: Ask, answer: Answering) => Answer;
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const requests: Ask[] = [];
  const asked = new Map<string, number>();
  let atOnce = 0;
  let most = 0;
  const answer: Answering = (ask) => {
    const count = (asked.get(ask.path) ?? 0) + 1;
    asked.set(ask.path, count);
    const befalling = options.misbehave.filter((one) => one.at === ask.path && (one.asks?.includes(count) ?? true));
    return befalling.reduce((given, one) => one.change(given, ask), options.answer(ask, answer));
  };
  const listener: RequestListener = (request, response) => {
    const serve = async (): Promise<void> => {
      const ask = await readAsk(request);
      requests.push(ask);
      atOnce += 1;
      most = Math.max(most, atOnce);
      const { latencyMs } = options;
      const wait = typeof latencyMs === 'number' ? latencyMs : latencyMs(ask);
      if (wait > 0) await setTimeout(wait);
      atOnce -= 1;
      send(response, answer(ask));
    };
    void serve();
  };
  const { key, cert } = options.tls ? await localhostIdentity() : { key: '', cert: '' };
  const server = options.tls ? createHttpsServer({ key, cert }, listener) : createHttpServer(listener);
  const port = await listen(server, options.port);
  return {
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    caPem: cert,
    requests,
    mostAtOnce: () => most,
    close: async () => closed(server),
  };
}

async function readAsk(request: IncomingMessage): Promise<Ask> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(pieces).toString(),
  };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.wire === 'hang') return;
  if (answer.wire === 'reset') {
    response.socket?.destroy();
    return;
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const bytes = bytesOf(answer.wire, text);
  const length = answer.wire === 'short-body' ? bytes.length + 100 : bytes.length;
  const encoding = answer.wire === 'gzip' || answer.wire === 'cut-gzip' ? { 'content-encoding': 'gzip' } : {};
  const headers = { 'content-type': 'application/json', 'content-length': length, ...encoding, ...answer.headers };
  // Tests and the sample state a time of their own; only a test about clocks lets the server say another.
  response.sendDate = false;
  response.writeHead(answer.status, headers);
  if (answer.wire === 'short-body') response.write(bytes, () => response.socket?.destroy());
  else response.end(bytes);
}

function bytesOf(wire: Answer['wire'], text: string): Buffer {
  if (wire === 'latin-1') return Buffer.from(text, 'latin1');
  if (wire === 'gzip') return gzipSync(text);
  if (wire !== 'cut-gzip') return Buffer.from(wire === 'cut-json' ? text.slice(0, text.length >> 1) : text);
  const packed = gzipSync(text);
  return packed.subarray(0, packed.length - 12);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || port === 0) throw error;
    return listen(server, 0);
  }
  return portOf(server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('the stand-in listens on no port');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
