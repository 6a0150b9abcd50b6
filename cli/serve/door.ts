// Requests that are turned away before the app or a page sees them: those for another host, and those that no page
// answers.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalText } from '../../core/values/result.ts';
import type { Refusal } from '../../core/values/result.ts';

/** The name by which browsers of this machine call it. */
export const host = 'localhost';

export interface TurnedAway {
  readonly status: 400 | 405 | 408 | 417 | 421 | 431;
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
 * Turns away a request that names another host, because another site may let its name point here (DNS rebinding). Also
 * one with two Host headers, and one whose target is no path, as proxies are asked: two programs could read such a
 * request as two different ones.
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

/**
 * Sends a sign-in that is begun at 127.0.0.1 to `localhost`. The issuer sends the browser back to the name, and a
 * cookie that was set at the number would not come along.
 *
 * @returns where a sign-in begins; `null` for one that begins there, and for everything else
 */
export function signInByName(
  { headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>,
  port: number,
): string | null {
  const isByNumber = headers.host === `127.0.0.1:${port}` && /^\/auth\/sign-in(?:\?|$)/.test(url);
  return isByNumber ? `http://${host}:${port}${url}` : null;
}

/** @returns `null` for a request that reads a page */
export function notReading({ method = '' }: Pick<IncomingMessage, 'method'>): TurnedAway | null {
  if (['GET', 'HEAD'].includes(method)) return null;
  const refusal = { what: 'method not taken', where: 'a page', found: method, expected: 'GET or HEAD' };
  return { status: 405, title: 'Pages are only read', refusal };
}

/** Refuses a request with another Expect than 100-continue. */
export function expectingMore({ headers: { expect = '' } }: Pick<IncomingMessage, 'headers'>): TurnedAway {
  const refusal = {
    what: 'expectation not met',
    where: 'Expect',
    found: expect.slice(0, 100),
    expected: '100-continue',
  };
  return { status: 417, title: 'Nothing of that kind is answered', refusal };
}

/** Ends a connection on which no request could be read, and says why on it. */
export function turnAwayUnread({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, title, refusal } = unread(code);
  const body = problemOf({ status, title, refusal });
  const head = [`HTTP/1.1 ${status} ${title}`, 'Connection: close', `Content-Type: ${problemType}`];
  socket.end([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}

/** @param code of the error, as Node's parser names it */
function unread(code: string): TurnedAway {
  const about = (what: string, expected: string): Refusal => ({ what, where: 'request', found: code, expected });
  if (code === 'HPE_HEADER_OVERFLOW') {
    const refusal = about('headers too large', 'headers of at most 16 KB');
    return { status: 431, title: 'Request header fields too large', refusal };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const refusal = about('request not ended in time', 'a request that is sent at once');
    return { status: 408, title: 'Request timeout', refusal };
  }
  return { status: 400, title: 'Bad request', refusal: about('no request', 'a request as HTTP/1.1 describes it') };
}

const problemType = 'application/problem+json';

function problemOf({ status, title, refusal }: TurnedAway): string {
  return JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: refusalText(refusal),
    refusals: [refusal],
  });
}

export function turnAway(away: TurnedAway, response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  const { status } = away;
  const body = problemOf(away);
  response.writeHead(status, {
    ...headers,
    'content-type': problemType,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(body);
}
