// A server before a stand-in. It counts the requests that change something there, and loses one of them or its answer
// on demand, as if the sender had been killed at that moment.
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { onLoopback, wholeBody } from '../services/json-service.ts';
import type { ServiceStandIn } from '../services/json-service.ts';

/** How a write is cut off: nothing of it is done, or all of it and nobody is told. */
export type Cut = 'lost on its way' | 'done and not answered';

/** Counts the writes to all the services that it stands before. */
export interface Cutter {
  /** How many writes there were in all. */
  readonly writes: number;
  /** Cuts off a write from now, 1 for the next, and calls the function when that is done. */
  cut(write: number, where: Cut, tell: () => void): void;
}

export interface Fronts extends Cutter {
  /** @param isWrite whether a request changes something */
  before(endpoint: string, isWrite: (request: IncomingMessage) => boolean): Promise<ServiceStandIn>;
}

export function fronts(): Fronts {
  let writes = 0;
  let awaited: Expected | null = null;
  const counted = (): Expected | null => {
    writes += 1;
    if (awaited?.at !== writes) return null;
    const reached = awaited;
    awaited = null;
    return reached;
  };
  return {
    get writes() {
      return writes;
    },
    cut: (write, where, tell) => {
      awaited = { at: writes + write, where, tell };
    },
    before: async (endpoint, isWrite) =>
      startFront(async (request, response) => {
        const body = await wholeBody(request);
        if (body === null) return;
        const cut = isWrite(request) ? counted() : null;
        if (cut?.where === 'lost on its way') {
          cut.tell();
          return;
        }
        const answer = await passedOn(endpoint, request, body);
        if (cut === null) handBack(answer, response);
        else cut.tell();
      }),
  };
}

interface Expected {
  readonly at: number;
  readonly where: Cut;
  readonly tell: () => void;
}

async function startFront(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<ServiceStandIn> {
  return onLoopback(createServer((request, response) => void handle(request, response)));
}

interface PassedOn {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Passes a request on with its headers unchanged, because they are signed. */
async function passedOn(endpoint: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<PassedOn> {
  const { hostname, port } = new URL(endpoint);
  const onward = ask({ hostname, port, method, path: url, headers: { ...headers, connection: 'close' } });
  onward.end(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.once('response', resolve).once('error', reject);
  });
  return {
    status: answer.statusCode ?? 500,
    headers: answer.headers,
    body: (await wholeBody(answer)) ?? Buffer.alloc(0),
  };
}

function handBack({ status, headers, body }: PassedOn, response: ServerResponse): void {
  const { connection: _own, 'transfer-encoding': _chunked, ...others } = headers;
  response.writeHead(status, others).end(body);
}
