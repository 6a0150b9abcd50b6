// An AWS service that speaks JSON or query requests, on this machine: each action is a function, any other is refused.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export interface ServiceAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once the answer is on its way. */
  readonly sent?: () => void;
}

export interface ServiceStandIn {
  readonly endpoint: string;
  close(): Promise<void>;
}

export type Answering = (ask: {
  readonly method: string;
  readonly path: string;
  /** `TrentService.Sign` for services that name their action in a header; empty otherwise. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}) => ServiceAnswer | Promise<ServiceAnswer>;

export function json(value: object, status = 200): ServiceAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

export async function startService(answer: Answering): Promise<ServiceStandIn> {
  return onLoopback(createServer((request, response) => void respond(answer, request, response)));
}

async function respond(answer: Answering, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await wholeBody(request);
  if (body === null) return;
  const { status, type, ...given } = await answer({
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    target: String(request.headers['x-amz-target'] ?? ''),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
  });
  response.writeHead(status, { 'content-type': type, ...given.headers }).end(given.body, given.sent);
}

/** @returns `null` when the sender broke off, as one that is killed does */
export async function wholeBody(message: IncomingMessage): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of message) if (chunk instanceof Uint8Array) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/** Listens on a free port of this machine only. */
export async function onLoopback(server: Server): Promise<ServiceStandIn> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
