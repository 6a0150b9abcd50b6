// The server mounted over HTTP. A module of its own, read with the first question of somebody who may ask: the protocol and
// its schemas weigh as much as the rest of the function, and an assistant's first request, which has no token yet, and all
// that is refused are answered without.
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { ServedPorts } from './ports.ts';
import { accessReviewServer } from './server.ts';

/** A question is short: the longest is a filter. */
const mostBytes = 1_000_000;

/**
 * @param served with the scope of who asks
 * @example const answer = await answeredOverHttp(served, new Request('https://…/mcp', { method: 'POST', body }));
 */
export async function answeredOverHttp(served: ServedPorts, request: Request): Promise<Response> {
  return createMcpHandler(() => accessReviewServer(served), { maxRequestBodySize: mostBytes }).fetch(request);
}
