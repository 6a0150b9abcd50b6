// What is turned away before the app or a page is asked: requests for somebody else, and those that no page is made for.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalText } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';

/** By which browsers of this machine call it. */
export const host = 'localhost';

export interface TurnedAway {
  readonly status: 400 | 405 | 421;
  readonly title: string;
  readonly refusal: Refusal;
}

/** What the app answers; everything else is a page. */
export function isOfApp(path: string): boolean {
  return /^\/(?:api|auth)\//.test(path) || isOfAssistants(path);
}

export function isOfAssistants(path: string): boolean {
  return /^\/(?:mcp(?:[/?]|$)|\.well-known\/)/.test(path);
}

/**
 * A name that another site lets point here (DNS rebinding) is not answered, nor one of two names, nor the form in which
 * proxies are asked: whoever reads another part of it than the app does would be told of another request.
 *
 * @returns `null` for a request that is answered
 */
export function turnedAway(
  { headers, rawHeaders, url = '' }: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>,
  port: number,
): TurnedAway | null {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  const known = [`${host}:${port}`, `127.0.0.1:${port}`];
  if (hosts !== 1 || !known.includes(headers.host ?? '')) {
    const found = hosts === 1 ? (headers.host ?? '').slice(0, 100) : `${hosts} of them`;
    const refusal = { what: 'asked for another server', where: 'Host', found, expected: known.join(' or ') };
    return { status: 421, title: 'Not for this server', refusal };
  }
  if (url.startsWith('/')) return null;
  const target = { found: url.slice(0, 100), expected: 'a path that begins with /' };
  const refusal = { what: 'no path', where: 'request target', ...target };
  return { status: 400, title: 'The request is not understood', refusal };
}

/** @returns `null` for who reads a page */
export function notReading({ method = '' }: Pick<IncomingMessage, 'method'>): TurnedAway | null {
  if (['GET', 'HEAD'].includes(method)) return null;
  const refusal = { what: 'method not taken', where: 'a page', found: method, expected: 'GET or HEAD' };
  return { status: 405, title: 'Pages are only read', refusal };
}

export function turnAway(
  { status, title, refusal }: TurnedAway,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): void {
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: refusalText(refusal),
    refusals: [refusal],
  });
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(body);
}
