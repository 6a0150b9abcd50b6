// Access tokens by client credentials: fetched once however many ask, kept until shortly before they expire.
import { webcrypto } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { isOverTheStack } from '../../../core/values/schemas/schema-issue.ts';
import { addressText, CallFailure, isHeaderSafe, printableCode } from '../reading/call-failure.ts';
import { errorNamed } from './reply.ts';
import type { Http, Reply } from './request.ts';
import { statusText } from './request.ts';
import type { CallEntry } from '../reading/journal.ts';
import { backoffMs } from './retry-wait.ts';
import type { Surroundings } from '../reading/surroundings.ts';

export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly proof: oauth.ClientAuth;
  readonly scope: string;
  /** Where the credentials come from: `valid credentials in ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET`. */
  readonly needs: string;
}

export interface Token {
  readonly value: string;
  /** Present when the token is bound to a key, and every request has to prove that it holds it (RFC 9449). */
  readonly dpop: oauth.DPoPHandle | null;
}

interface Held {
  readonly token: Token;
  readonly untilMs: number;
}

/** A token is renewed this long before it expires (a short-lived one at half its life), so that none dies on its way. */
const marginMs = 120_000;

/**
 * Freshly set up federation is not known everywhere at once (AADSTS70021), and a server may be too busy for now, which its
 * error says whatever its status (RFC 6749, 4.1.2.1; AADSTS90033): asked again, this often at most.
 */
const laterRetries = 4;

const busy = 'temporarily_unavailable';

export class TokenSource {
  readonly #request: TokenRequest;
  readonly #http: Http;
  readonly #around: Surroundings;
  readonly #entry: CallEntry;
  #held: Held | null = null;
  #underway: Promise<Held> | null = null;
  #dpop: oauth.DPoPHandle | null = null;

  constructor(request: TokenRequest, http: Http, context: { around: Surroundings; entry: CallEntry }) {
    this.#request = request;
    this.#http = http;
    this.#around = context.around;
    this.#entry = context.entry;
  }

  /** @throws CallFailure naming the server's error code; never a secret, whatever the server wrote */
  async token(): Promise<Token> {
    if (this.#held !== null && this.#around.machine.nowMs() < this.#held.untilMs) return this.#held.token;
    this.#underway ??= this.#fetch().finally(() => {
      this.#underway = null;
    });
    this.#held = await this.#underway;
    return this.#held.token;
  }

  /** Forgets a token that the directory refused; a newer one, fetched meanwhile, stays. */
  refuse(token: Token): void {
    if (this.#held?.token === token) this.#held = null;
  }

  async #fetch(): Promise<Held> {
    for (let attempt = 0; ; attempt += 1) {
      const reply = await this.#exchange();
      const fault = await this.#faultOf(reply);
      if (fault.kind === 'token') return fault.held;
      if (fault.retry === 'no' || attempt >= laterRetries) throw fault.failure;
      this.#entry.retries += 1;
      if (fault.retry === 'later') await this.#around.machine.sleep(backoffMs(attempt + 1));
    }
  }

  async #exchange(): Promise<Reply> {
    const { tokenUrl, clientId, proof, scope } = this.#request;
    return this.#http.exchange({
      entry: this.#entry,
      method: 'POST',
      url: tokenUrl,
      // A retry signs anew: servers refuse an assertion id that they have seen.
      send: async (signal) =>
        oauth.clientCredentialsGrantRequest(
          this.#server(),
          { client_id: clientId },
          proof,
          { scope },
          {
            signal,
            ...(this.#dpop === null ? {} : { DPoP: this.#dpop }),
            // Plain http only reaches a stand-in on this machine; the configuration refuses any other.
            [oauth.allowInsecureRequests]: tokenUrl.startsWith('http:'),
          },
        ),
    });
  }

  #server(): oauth.AuthorizationServer {
    return { issuer: new URL(this.#request.tokenUrl).origin, token_endpoint: this.#request.tokenUrl };
  }

  async #faultOf(
    reply: Reply,
  ): Promise<
    | { readonly kind: 'token'; readonly held: Held }
    | { readonly kind: 'fault'; readonly retry: 'no' | 'now' | 'later'; readonly failure: CallFailure }
  > {
    // A status that is neither an answer nor a refusal (a redirect) has no body to look at.
    if (reply.status < 400 && reply.status !== 200)
      return { kind: 'fault', retry: 'no', failure: this.#failure(reply) };
    try {
      const response = Response.json(reply.body, { status: reply.status });
      const client = { client_id: this.#request.clientId };
      const grant = await oauth.processClientCredentialsResponse(this.#server(), client, response);
      if (!isHeaderSafe(grant.access_token)) return { kind: 'fault', retry: 'no', failure: this.#failure(reply) };
      return { kind: 'token', held: this.#hold(grant) };
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError) {
        return { kind: 'fault', retry: await this.#retryOf(error), failure: this.#failure(reply, error) };
      }
      if (!isUnusable(error)) throw error;
      return { kind: 'fault', retry: 'no', failure: this.#failure(reply) };
    }
  }

  #hold(grant: oauth.TokenEndpointResponse): Held {
    this.#entry.ok = true;
    this.#entry.page(0);
    const dpop = grant.token_type === 'dpop' ? this.#dpop : null;
    const grantedMs = (grant.expires_in ?? 3600) * 1000;
    const lifetimeMs = grantedMs - Math.min(marginMs, grantedMs / 2);
    return { token: { value: grant.access_token, dpop }, untilMs: this.#around.machine.nowMs() + lifetimeMs };
  }

  /** A server that wants tokens bound to a key says so in its first refusal; its second one brings the nonce. */
  async #retryOf(error: oauth.ResponseBodyError): Promise<'no' | 'now' | 'later'> {
    if (error.error === busy || /AADSTS70021\b/.test(error.error_description ?? '')) return 'later';
    if (oauth.isDPoPNonceError(error) && this.#dpop !== null) return 'now';
    if (!['invalid_dpop_proof', 'use_dpop_nonce'].includes(error.error) || this.#dpop !== null) return 'no';
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const keys = await webcrypto.subtle.generateKey(curve, false, ['sign', 'verify']);
    this.#dpop = oauth.DPoP({}, keys);
    return 'now';
  }

  /** Of an answer that is none, and of a redirect, the credentials may be as good as any. */
  #needed(reply: Reply, body?: oauth.ResponseBodyError): { readonly needs?: string } {
    if (reply.status < 400) return {};
    return { needs: body?.error === busy ? 'another reading later' : this.#request.needs };
  }

  #failure(reply: Reply, body?: oauth.ResponseBodyError): CallFailure {
    const codes = [
      printableCode(body?.error) ?? errorNamed(reply.body),
      /AADSTS\d{4,9}/.exec(body?.error_description ?? '')?.[0],
    ];
    const said = codes.filter((code) => typeof code === 'string').join(', ');
    const detail = reply.status === 200 ? '200, but the answer holds no access token' : statusText(reply.status);
    return new CallFailure({
      call: `POST ${addressText(this.#request.tokenUrl)}`,
      detail: said === '' ? detail : `${detail} (${said})`,
      status: reply.status,
      code: printableCode(body?.error) ?? undefined,
      ...this.#needed(reply, body),
    });
  }
}

/** An answer that is no token and no refusal; its cause quotes the body, so it is not passed on. */
function isUnusable(error: unknown): boolean {
  return (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.UnsupportedOperationError ||
    isOverTheStack(error)
  );
}
