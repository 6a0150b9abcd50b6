// The server mounted over HTTP. A module of its own, loaded with the first question of somebody who may ask: the
// protocol and its schemas weigh as much as the rest of the function. Requests that are refused, such as the first one
// of an assistant, which has no token yet, do not need it.
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { ServedPorts } from './ports.ts';
import { accessReviewServer } from './server.ts';

/** In bytes. Questions are short; the longest ones are filters. */
const mostBytes = 1_000_000;

/**
 * @param served with the scope of who asks
 * @example const answer = await answeredOverHttp(served, new Request('https://…/mcp', { method: 'POST', body }));
 */
export async function answeredOverHttp(served: ServedPorts, request: Request): Promise<Response> {
  return createMcpHandler(() => accessReviewServer(served), { maxRequestBodySize: mostBytes }).fetch(request);
}
