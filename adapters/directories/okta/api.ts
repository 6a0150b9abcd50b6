// The Okta API as the connector sees it: authorised reads, and lists that follow the Link header to their real end.
import * as oauth from 'oauth4webapi';
import * as z from 'zod/mini';
import type { OktaConfig } from '../../../core/config/directories/okta.ts';
import { CallFailure, lostSession } from '../reading/call-failure.ts';
import { readBeginning, readChain } from '../http/chain.ts';
import type { Beginning, Chain, Ended, Page } from '../http/chain.ts';
import type { Http, Reply } from '../http/request.ts';
import type { CallEntry, Journal } from '../reading/journal.ts';
import { answerOf, errorNamed, rowParser } from '../http/reply.ts';
import type { Surroundings } from '../reading/surroundings.ts';
import type { Token, TokenSource } from '../http/token.ts';

/** What opens the API: a token that an administrator made, or one that a service app fetches. */
export type OktaAccess =
  | { readonly kind: 'api-token'; readonly apiToken: string }
  | { readonly kind: 'service-app'; readonly tokens: TokenSource };

export interface OktaParts {
  readonly config: OktaConfig;
  readonly http: Http;
  readonly access: OktaAccess;
  readonly journal: Journal;
  readonly around: Surroundings;
}

export interface OktaList<Row> {
  readonly entry: CallEntry;
  /** Below the org's address, with its query. */
  readonly path: string;
  readonly row: z.ZodMiniType<Row>;
}

const pageSchema = z.array(z.unknown());

export class OktaApi {
  readonly config: OktaConfig;
  readonly journal: Journal;
  readonly around: Surroundings;
  readonly #http: Http;
  readonly #access: OktaAccess;
  readonly #parts: OktaParts;

  constructor(parts: OktaParts) {
    this.config = parts.config;
    this.journal = parts.journal;
    this.around = parts.around;
    this.#http = parts.http;
    this.#access = parts.access;
    this.#parts = parts;
  }

  /** The same access, with its calls in another record. */
  within(journal: Journal): OktaApi {
    return new OktaApi({ ...this.#parts, journal });
  }

  address(path: string): string {
    return `${this.config.orgUrl.replace(/\/$/, '')}${path}`;
  }

  /** Opens the record of a call: `begin('/api/v1/users?limit=200', 'the people', 'the scope okta.users.read')`. */
  begin(path: string, reads: string, needs: string): CallEntry {
    return this.journal.begin({ call: `GET ${this.address(path)}`, reads, needs });
  }

  /** One object. @throws CallFailure unless it came, in the documented shape */
  async object<T>(entry: CallEntry, path: string, schema: z.ZodMiniType<T>): Promise<T> {
    const url = this.address(path);
    return answerOf(await this.exchange(entry, url), schema, url);
  }

  /** All rows of a list, as they come. @throws CallFailure when any of them may be missing */
  async *rows<Row>(list: OktaList<Row>): AsyncGenerator<Iterable<Row>, void, void> {
    const { lastPage } = yield* this.#chain(list);
    if (lastPage === sizeOf(list.path)) await this.#confirmEnd(list, lastPage);
    list.entry.ok = true;
  }

  /**
   * The first pages of a list, `most` of them, and where it ends there, whether it does.
   *
   * @throws CallFailure when one of them, or the way on, cannot be trusted
   */
  async beginning<Row>({ most, ...list }: OktaList<Row> & { readonly most: number }): Promise<Beginning<Row>> {
    const found = await readBeginning({ ...this.#chainOf(list), most }, this.around);
    if (found.whole && found.lastPage === sizeOf(list.path)) await this.#confirmEnd(list, found.lastPage);
    return found;
  }

  #chain<Row>(list: OktaList<Row>): AsyncGenerator<Iterable<Row>, Ended, void> {
    return readChain(this.#chainOf(list), this.around);
  }

  #chainOf<Row>({ entry, path, row }: OktaList<Row>): Chain<Row> {
    const first = this.address(path);
    const read = async (url: string): Promise<Page> => {
      const reply = await this.exchange(entry, url);
      return { rows: answerOf(reply, pageSchema, url), next: nextOf(entry, reply.headers.get('link')) };
    };
    const parse = rowParser(row, first);
    const repair = (link: string): string => withLostParameters(link, first);
    return { directory: this.config.id, entry, first, read, parse, keyOf: null, repair };
  }

  /** Okta counts nothing. A list whose last page is full may have lost its next link: in smaller pages it has as many rows, or it was cut. */
  async #confirmEnd<Row>(list: OktaList<Row>, lastPage: number): Promise<void> {
    const path = list.path.replace(/\blimit=\d+/, 'limit=50');
    const entry = this.journal.begin({ ...list.entry.plan, call: `GET ${this.address(path)}` });
    for await (const rows of this.#chain({ ...list, entry, path })) for (const _row of rows);
    entry.ok = true;
    if (entry.rows === list.entry.rows) return;
    const detail = `the last page is full, ${lastPage} rows, and has no next link; of ${list.entry.rows} rows, smaller pages have ${entry.rows}`;
    throw new CallFailure({ call: list.entry.plan.call, detail });
  }

  /**
   * Sends with a token; one that is refused is renewed once. An API token cannot be renewed, and is sent again where only
   * the session was lost.
   */
  async exchange(entry: CallEntry, url: string): Promise<Reply> {
    const access = this.#access;
    if (access.kind === 'api-token') {
      const headers = { authorization: `SSWS ${access.apiToken}`, accept: 'application/json' };
      const send = async (signal: AbortSignal): Promise<Response> =>
        fetch(url, { headers, signal, redirect: 'manual' });
      const asked = { entry, method: 'GET', url, send } as const;
      const reply = await this.#http.exchange(asked);
      if (!isLostSession(reply)) return reply;
      entry.retries += 1;
      return this.#http.exchange(asked);
    }
    const first = await access.tokens.token();
    const reply = await this.#exchangeProven(first, entry, url);
    if (reply.status !== 401 && !isLostSession(reply)) return reply;
    access.tokens.refuse(first);
    entry.retries += 1;
    return this.#exchangeProven(await access.tokens.token(), entry, url);
  }

  /**
   * The API has nonces of its own (RFC 9449, section 9): the first proof is refused, and the answer brings the nonce. The
   * status is 401, or 400 as at the token endpoint.
   */
  async #exchangeProven(token: Token, entry: CallEntry, url: string): Promise<Reply> {
    const reply = await this.#exchangeWith(token, entry, url);
    const asksForNonce =
      [400, 401].includes(reply.status) && /use_dpop_nonce/.test(reply.headers.get('www-authenticate') ?? '');
    if (token.dpop === null || !asksForNonce) return reply;
    entry.retries += 1;
    return this.#exchangeWith(token, entry, url);
  }

  async #exchangeWith(token: Token, entry: CallEntry, url: string): Promise<Reply> {
    return this.#http.exchange({ entry, method: 'GET', url, send: async (signal) => fetchWith(token, url, signal) });
  }
}

/** Okta has refused a page of people so in the middle of a list, with a token that the other pages took (okta-sdk-dotnet#875). */
function isLostSession({ status, body }: Pick<Reply, 'status' | 'body'>): boolean {
  return status === 403 && errorNamed(body) === lostSession;
}

async function fetchWith(token: Token, url: string, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  try {
    return await oauth.protectedResourceRequest(token.value, 'GET', new URL(url), headers, undefined, {
      signal,
      ...(token.dpop === null ? {} : { DPoP: token.dpop }),
      [oauth.allowInsecureRequests]: url.startsWith('http:'),
    });
  } catch (error) {
    // A refusal with a challenge is still a reply, and is judged as one.
    if (error instanceof oauth.WWWAuthenticateChallengeError) return error.response;
    throw error;
  }
}

/** How many rows a full page has. */
function sizeOf(path: string): number {
  return Number(/\blimit=(\d+)/.exec(path)?.[1]);
}

/** @throws CallFailure for a header that cannot be read to its end: it would end the list */
function nextOf(entry: CallEntry, header: string | null): string | null {
  if (linksIn(header ?? '') !== null) return nextLink(header);
  throw new CallFailure({ call: entry.plan.call, detail: '200, but its Link header cannot be read' });
}

/** Behind the name of a parameter of a link: a text in quotes, which may hold anything, or a token. */
const value = String.raw`\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;,"'<>][^\s;,"<>]*))`;
const parameter = new RegExp(String.raw`\s*;\s*([^\s;,=<>"]+)(?:${value})?`, 'y');
const address = /\s*<([^>]*)>/y;
const betweenLinks = /[\s,]*/y;

interface Linked {
  readonly address: string;
  readonly relations: readonly string[];
}

/** @returns `null` where something stands between links, or a link says nothing of what it leads to */
function linksIn(header: string): readonly Linked[] | null {
  let at = 0;
  const taken = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const links: Linked[] = [];
  for (taken(betweenLinks); at < header.length; taken(betweenLinks)) {
    const [, target] = taken(address) ?? [];
    if (target === undefined) return null;
    let told: string | null = null;
    for (let found = taken(parameter); found !== null; found = taken(parameter)) {
      const [, name = '', quoted, single, bare] = found;
      // Of several only the first counts (RFC 8288, 3.3).
      if (name.toLowerCase() === 'rel') told ??= quoted ?? single ?? bare ?? '';
    }
    const relations = (told ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((one) => one !== '');
    if (relations.length === 0) return null;
    links.push({ address: target, relations });
  }
  return links;
}

/**
 * The address of the next page in a Link header (RFC 8288); `null` when there is none.
 *
 * @example nextLink('<https://acme.okta.com/api/v1/users?limit=200>; rel="self", <https://acme.okta.com/api/v1/users?after=2>; rel="next"')
 * // 'https://acme.okta.com/api/v1/users?after=2'
 */
export function nextLink(header: string | null): string | null {
  return linksIn(header ?? '')?.find(({ relations }) => relations.includes('next'))?.address ?? null;
}

/** Okta's next links drop `expand` (and with it the people); what the first address asked for is asked for again. */
function withLostParameters(link: string, first: string): string {
  const url = URL.parse(link, first);
  if (url === null) return link;
  for (const [name, value] of new URL(first).searchParams) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href;
}
