// The rehearsed network as a browser meets it: a server with TLS on this machine in place of CloudFront, and the built
// pages in the bucket of the template.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { localhostIdentity } from '../../../support/servers/server-identity.ts';
import type { Network } from './network.ts';
import type { Stage } from './stage.ts';

/** As the deployment of the bucket tells them by the ending of the name. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'application/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** @param dist where Vite laid the pages down */
export async function putPages(stage: Stage, dist: string): Promise<void> {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = path.slice(dist.length + 1);
    const [body, type] = [await readFile(path), types[extname(key)]];
    if (type === undefined) throw new Error(`${key} has an ending that no page has`);
    await stage.client.send(
      new PutObjectCommand({ Bucket: stage.bucket('Pages'), Key: key, Body: body, ContentType: type }),
    );
  }
}

export interface Front {
  /** For Chromium: the domain of the distribution leads here. */
  readonly args: readonly string[];
  close(): Promise<void>;
}

/** Headers that belong to the one connection, which ends here. */
const ofTheConnection: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

export async function startFront(network: Network): Promise<Front> {
  const server = createServer(await localhostIdentity(), (request, response) => {
    passedOn(network, request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  const { hostname } = new URL(network.origin);
  return {
    args: [`--host-resolver-rules=MAP ${hostname} 127.0.0.1:${address.port}`],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function passedOn(network: Network, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const body = await buffer(request);
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    ofTheConnection.has(name) || typeof value !== 'string' ? [] : [[name, value]],
  );
  const sent = body.length === 0 ? {} : { body: new Uint8Array(body) };
  const answered = await network.fetch(url, { method, headers, redirect: 'manual', ...sent });
  const told = [...answered.headers].filter(([name]) => name !== 'set-cookie');
  const cookies = answered.headers.getSetCookie();
  response.writeHead(answered.status, [...told, ...cookies.map((cookie) => ['set-cookie', cookie])].flat());
  response.end(Buffer.from(await answered.arrayBuffer()));
}
