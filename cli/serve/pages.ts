// Hands out the pages of the portal as they were built; every path of a page is the one page, which finds its way.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Where Vite lays them down. */
const built = join(import.meta.dirname, '..', '..', 'portal', 'web', 'dist');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Portable names only, so that no path leads out of the folder. */
const asset = /^\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

export async function sendPage(
  url: string,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const [path = '/'] = url.split('?');
  const isAsset = asset.test(path) && extname(path) in mediaTypes;
  const wanted = isAsset ? join(built, path) : join(built, 'index.html');
  // Any error means that there is no such page; it must not end the server.
  const found = await stat(wanted).catch(() => null);
  if (found?.isFile() !== true) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is no such page. The API is described at /api/openapi.json.\n');
    return;
  }
  // Names of built assets hold a digest of their content; the page itself is asked for again.
  const caching = isAsset && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const type = mediaTypes[extname(wanted)] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': found.size, 'cache-control': caching });
  await pipeline(createReadStream(wanted), response).catch(() => response.destroy());
}
