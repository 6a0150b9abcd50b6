// Stands in for the portal's server, so that the pages are tried by themselves: the same data each time, under the same policy.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { company } from './company.ts';
import type { Answered } from './answered.ts';
import type { Company } from './company.ts';

const dist = join(import.meta.dirname, '../../../../portal/web/dist');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export interface StandIn {
  readonly url: string;
  readonly company: Company;
  readonly close: () => Promise<void>;
}

/** On a free port of this machine. */
export async function standIn(): Promise<StandIn> {
  const held = company();
  const server = createServer((request, response) => {
    void answer(held, request, response);
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    company: held,
    close: async () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return address.port;
}

async function answer(held: Company, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!url.pathname.startsWith('/api/')) {
    page(url, response);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const path = url.pathname.slice('/api'.length);
  const asked = { method: request.method ?? 'GET', path, query: url.searchParams, body: Buffer.concat(chunks) };
  reply(response, held.answer(asked), request.headers['if-none-match']);
}

function reply(response: ServerResponse, answered: Answered, known: string | undefined): void {
  const bytes = answered.bytes ?? Buffer.from(JSON.stringify(answered.json));
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
  if (answered.status === 200 && known === etag) {
    response.writeHead(304).end();
    return;
  }
  const type = answered.status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(answered.status, { 'content-type': type, etag }).end(bytes);
}

function page({ pathname }: URL, response: ServerResponse): void {
  const name = extname(pathname) === '' ? '/index.html' : pathname;
  const type = types[extname(name)];
  if (type === undefined || name.includes('..')) {
    response.writeHead(404).end();
    return;
  }
  // As `serve` does, so that the browser compiles the program of the pages once.
  const caching = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'cache-control': caching };
  response.writeHead(200, { ...headers, 'content-type': type }).end(readFileSync(join(dist, name)));
}
