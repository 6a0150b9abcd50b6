// Microsoft Graph and its token endpoint for tests and the sample: pages for real, demands tokens and permissions.
import * as z from 'zod/mini';
import { clientFault } from './client-check.ts';
import { graphRoute } from './graph-routes.ts';
import type { GraphPages } from './graph-routes.ts';
import { startStandIn } from './stand-in.ts';
import type { Answer, Answering, Ask, Latency, Misbehaviour, StandIn } from './stand-in.ts';

export interface GraphStandInOptions extends GraphPages {
  readonly misbehave?: readonly Misbehaviour[];
  /** Parts of a batch in reverse order. */
  readonly batchReversed?: boolean;
  /** A token is good for this many requests only. */
  readonly requestsPerToken?: number;
  /** Tokens tell which permissions they carry, as Microsoft's do. */
  readonly tellingTokens?: boolean;
  readonly latencyMs?: Latency;
  /** The port to listen on when nobody else does; by default any free one. */
  readonly port?: number;
}

const batchSchema = z.object({ requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string() })) });

/** Listens on `https://localhost:PORT` until it is closed; serves as `graphUrl` and as `loginUrl`. */
export async function startGraphStandIn(options: GraphStandInOptions): Promise<StandIn> {
  const { requestsPerToken = Number.POSITIVE_INFINITY } = options;
  const tokens = new Map<string, number>();
  const usedIds = new Set<string>();
  const token = (ask: Ask): Answer => {
    const fault = clientFault(ask, options.seed.clients, usedIds);
    if (fault !== null) return refusedToken(fault);
    if (new URLSearchParams(ask.body).get('scope')?.endsWith('/.default') !== true)
      return refusedToken('invalid_scope');
    const number = `graph-token-${tokens.size + 1}`;
    const value = options.tellingTokens === true ? tellingToken(number, options.seed.permissions) : number;
    tokens.set(value, requestsPerToken);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: value } };
  };
  const answer = (ask: Ask, again: Answering): Answer => {
    if (ask.path === `/${options.seed.tenantId}/oauth2/v2.0/token`) return token(ask);
    if (ask.method === 'PART') return graphRoute(ask, options);
    const bearer = ask.headers['authorization']?.replace('Bearer ', '') ?? '';
    const left = tokens.get(bearer) ?? 0;
    tokens.set(bearer, left - 1);
    if (left <= 0) return { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } };
    return ask.path === '/v1.0/$batch' ? batch(ask, again, options.batchReversed ?? false) : graphRoute(ask, options);
  };
  const { misbehave = [], latencyMs = 0, port = 0 } = options;
  return startStandIn({ tls: true, port, misbehave, latencyMs, answer });
}

function tellingToken(jti: string, roles: readonly string[]): string {
  const [header, claims] = [{ typ: 'JWT' }, { jti, roles }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${header}.${claims}.signature`;
}

function refusedToken(error: string): Answer {
  const description = `AADSTS7000215: refused ${error}. Trace ID: 1`;
  return { status: 401, body: { error, error_description: description } };
}

function batch(ask: Ask, answer: Answering, reversed: boolean): Answer {
  const { requests } = z.parse(batchSchema, JSON.parse(ask.body));
  if (requests.length > 20) return { status: 400, body: { error: { code: 'TooManyRequestsInBatch' } } };
  const responses = requests.map((part) => {
    const url = new URL(`/v1.0${part.url}`, `https://${ask.headers['host']}`);
    const path = decodeURIComponent(url.pathname);
    const given = answer({ method: 'PART', path, query: url.searchParams, headers: ask.headers, body: '' });
    return { id: part.id, status: given.status, headers: given.headers ?? {}, body: given.body };
  });
  return { status: 200, body: { responses: reversed ? responses.toReversed() : responses } };
}
