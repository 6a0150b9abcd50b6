// An AWS service that speaks JSON or query requests, on this machine: each action is a function, any other is refused.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';

export interface ServiceAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
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
  const server = createServer((request, response) => {
    void bodyOf(request)
      .then((body) =>
        answer({
          method: request.method ?? 'GET',
          path: request.url ?? '/',
          target: String(request.headers['x-amz-target'] ?? ''),
          headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
          body,
        }),
      )
      .then(({ status, type, body, sent }) => response.writeHead(status, { 'content-type': type }).end(body, sent));
  });
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

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}
