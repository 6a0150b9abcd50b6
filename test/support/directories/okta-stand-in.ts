// An Okta org and its token endpoint for tests and the sample: pages by Link headers, demands tokens and scopes.
import { clientFault } from './client-check.ts';
import { DpopCheck } from './dpop-check.ts';
import { oktaRoute } from './okta-routes.ts';
import type { OktaPages } from './okta-routes.ts';
import { startStandIn } from './stand-in.ts';
import type { Answer, Ask, Misbehaviour, StandIn } from './stand-in.ts';

export interface OktaStandInOptions extends OktaPages {
  readonly misbehave?: readonly Misbehaviour[];
  /** Tokens are bound to a key, and proofs need a nonce of the server. */
  readonly demandsDpop?: boolean;
  /** Proofs of calls of the API need a nonce too, another than that for tokens. */
  readonly apiHasNonce?: boolean;
  /** A token of a service app is good for this many requests only. */
  readonly requestsPerToken?: number;
  readonly latencyMs?: number;
  /** The port to listen on when nobody else does; by default any free one. */
  readonly port?: number;
}

interface Granted {
  readonly scopes: readonly string[];
  left: number;
}

/** Listens on `http://127.0.0.1:PORT` until it is closed; serves as `orgUrl`. */
export async function startOktaStandIn(options: OktaStandInOptions): Promise<StandIn> {
  const { requestsPerToken = Number.POSITIVE_INFINITY } = options;
  const tokens = new Map<string, Granted>();
  const usedIds = new Set<string>();
  const dpop = options.demandsDpop === true ? new DpopCheck() : null;

  const token = (ask: Ask): Answer => {
    const unproven = dpop?.tokenFault(ask) ?? null;
    if (unproven !== null) return unproven;
    const fault = clientFault(ask, options.seed.clients, usedIds);
    if (fault !== null) return { status: 401, body: { error: fault, error_description: 'the client is not known' } };
    const scopes = new URLSearchParams(ask.body).get('scope')?.split(' ') ?? [];
    if (scopes.some((scope) => !options.seed.scopes.includes(scope)))
      return { status: 400, body: { error: 'invalid_scope' } };
    const value = `okta-token-${tokens.size + 1}`;
    tokens.set(value, { scopes, left: requestsPerToken });
    dpop?.bind(ask, value);
    const type = dpop === null ? 'Bearer' : 'DPoP';
    return { status: 200, body: { token_type: type, expires_in: 3600, access_token: value } };
  };

  const scopesOf = (ask: Ask): readonly string[] | null => {
    const [scheme = '', value = ''] = (ask.headers['authorization'] ?? '').split(' ');
    const { apiTokens, scopes } = options.seed;
    if (scheme === 'SSWS') return apiTokens.includes(value) ? scopes : null;
    const granted = tokens.get(value);
    if (granted === undefined || granted.left <= 0 || dpop?.isUnproven(ask, value) === true) return null;
    granted.left -= 1;
    return granted.scopes;
  };

  const answer = (ask: Ask): Answer => {
    if (ask.path === '/oauth2/v1/token') return token(ask);
    const unproven = options.apiHasNonce === true ? (dpop?.apiFault(ask) ?? null) : null;
    if (unproven !== null) return unproven;
    const scopes = scopesOf(ask);
    if (scopes === null)
      return { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } };
    return oktaRoute(ask, scopes, options);
  };
  const { misbehave = [], latencyMs = 0, port = 0 } = options;
  return startStandIn({ tls: false, port, misbehave, latencyMs, answer });
}
