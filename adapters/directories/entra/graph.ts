// Microsoft Graph as the Entra connector sees it: authorised calls, and lists that end only when they really end.
import { AuthenticationHandler, Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Middleware } from '@microsoft/microsoft-graph-client';
import * as z from 'zod/mini';
import type { EntraConfig } from '../../../core/config/directories/entra.ts';
import { CallFailure } from '../reading/call-failure.ts';
import { readBeginning, readChain } from '../http/chain.ts';
import type { Beginning, Chain, Page } from '../http/chain.ts';
import type { Http, Reply } from '../http/request.ts';
import type { CallEntry, Journal } from '../reading/journal.ts';
import { answerOf, rowParser } from '../http/reply.ts';
import { permissionsIn } from '../http/token-permissions.ts';
import type { Surroundings } from '../reading/surroundings.ts';
import type { Token, TokenSource } from '../http/token.ts';

export interface GraphParts {
  readonly config: EntraConfig;
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly journal: Journal;
  readonly around: Surroundings;
}

/** A list of Graph objects as the connector wants it read. */
export interface GraphList<Row> {
  readonly entry: CallEntry;
  /** Below `/v1.0`, with its query. */
  readonly path: string;
  readonly row: z.ZodMiniType<Row>;
  /** What tells rows apart; `null` when repeated rows do no harm. */
  readonly keyOf: ((row: Row) => string) | null;
  /** Keys that came in by an earlier list. */
  readonly seen?: Set<string>;
  readonly firstPage?: Page;
  /** Below `/v1.0`; `null` for a list that Graph cannot count. */
  readonly countPath: string | null;
}

type CountedList<Row> = Pick<GraphList<Row>, 'entry' | 'path' | 'row'> & Partial<Pick<GraphList<Row>, 'keyOf'>>;

/** The pages of a list that an examination looks at. */
export interface GraphBeginning<Row> extends Pick<GraphList<Row>, 'entry' | 'path' | 'row' | 'firstPage'> {
  readonly most: number;
  /** Where the end of the list is looked at as a run does. */
  readonly countPath?: string;
}

interface GraphRequest {
  readonly entry: CallEntry;
  readonly url: string;
  readonly post?: object;
  /** Counts are answered from Graph's index only, which lags; everything else is read from the directory itself. */
  readonly fromIndex?: true;
}

const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.optional(z.nullable(z.string())) });

/** Lists have been cut without a next link at 999 and at round sizes: 100, 500 (Graph known issues, and seen). */
function isSuspect(lastPage: number): boolean {
  return lastPage === 999 || (lastPage > 0 && lastPage % 100 === 0);
}

export class Graph {
  readonly config: EntraConfig;
  readonly journal: Journal;
  readonly around: Surroundings;
  readonly http: Http;
  readonly #tokens: TokenSource;
  readonly #parts: GraphParts;

  constructor(parts: GraphParts) {
    this.config = parts.config;
    this.journal = parts.journal;
    this.around = parts.around;
    this.http = parts.http;
    this.#tokens = parts.tokens;
    this.#parts = parts;
  }

  /** The same access, with its calls in another record. */
  within(journal: Journal): Graph {
    return new Graph({ ...this.#parts, journal });
  }

  address(path: string): string {
    return `${this.config.graphUrl.replace(/\/$/, '')}/v1.0${path}`;
  }

  /** Opens the record of a call: `begin('/users?$top=999', 'the people', 'the application permission User.Read.All')`. */
  begin(path: string, reads: string, needs: string): CallEntry {
    return this.journal.begin({ call: `GET ${this.address(path)}`, reads, needs });
  }

  /** One object. @throws CallFailure unless it came, in the documented shape */
  async object<T>(entry: CallEntry, path: string, schema: z.ZodMiniType<T>): Promise<T> {
    const url = this.address(path);
    return answerOf(await this.exchange({ entry, url }), schema, url);
  }

  /** A page as Graph writes it, from a call of its own or out of a batch. */
  page(reply: Pick<Reply, 'status' | 'headers' | 'body'>, url: string): Page {
    const body = answerOf(reply, pageSchema, url);
    return { rows: body.value, next: body['@odata.nextLink'] ?? null };
  }

  /** All rows of a list, each once. @throws CallFailure when any of them may be missing */
  async *rows<Row>(list: GraphList<Row>): AsyncGenerator<Iterable<Row>, void, void> {
    const { entry, seen, firstPage } = list;
    const { lastPage } = yield* readChain(
      {
        ...this.#chainOf(list),
        ...(firstPage === undefined ? {} : { firstPage }),
        ...(seen === undefined ? {} : { seen }),
      },
      this.around,
    );
    if (list.countPath !== null && isSuspect(lastPage)) await this.#confirmEnd(list, list.countPath, lastPage);
    entry.ok = true;
  }

  /**
   * The first pages of a list, `most` of them, and where it ends there, whether it does.
   *
   * @throws CallFailure when one of them, or the way on, cannot be trusted
   */
  async beginning<Row>({ most, ...list }: GraphBeginning<Row>): Promise<Beginning<Row>> {
    const { firstPage, countPath = null } = list;
    const chain = { ...this.#chainOf({ ...list, keyOf: null }), ...(firstPage === undefined ? {} : { firstPage }) };
    const found = await readBeginning({ ...chain, most }, this.around);
    const isCounted = found.whole && countPath !== null && isSuspect(found.lastPage);
    if (isCounted) await this.#confirmEnd(list, countPath, found.lastPage);
    return found;
  }

  #chainOf<Row>({ entry, path, row, keyOf }: Pick<GraphList<Row>, 'entry' | 'path' | 'row' | 'keyOf'>): Chain<Row> {
    const first = this.address(path);
    const read = async (url: string): Promise<Page> => this.page(await this.exchange({ entry, url }), url);
    return { directory: this.config.id, entry, first, read, parse: rowParser(row, first), keyOf };
  }

  /** A list that ends at a size at which lists were cut before is counted once more, by Graph itself. */
  async #confirmEnd<Row>(list: CountedList<Row>, countPath: string, lastPage: number): Promise<void> {
    const { entry } = list;
    const url = this.address(countPath);
    const ended = `the last page has ${lastPage} rows and no next link, a size at which Graph has cut lists`;
    const reply = await this.exchange({ entry, url, fromIndex: true });
    const count = reply.status === 200 ? z.safeParse(z.number(), reply.body) : null;
    if (count?.success === true) {
      if (count.data <= entry.rows) return;
      throw new CallFailure({ call: entry.plan.call, detail: `${ended}; Graph counts ${count.data}` });
    }
    const there = await this.#countInSmallPages(list);
    // Fewer prove as little: then the smaller pages were cut, by whatever may have cut the list.
    if (there === entry.rows) return;
    const detail = `${ended}; Graph does not count them, and in smaller pages there are ${there}, not ${entry.rows}`;
    throw new CallFailure({ call: entry.plan.call, detail });
  }

  /** Where Graph refuses to count: a list that was cut at the size of its page goes on when the pages are smaller. */
  async #countInSmallPages<Row>(list: CountedList<Row>): Promise<number> {
    const path = list.path.replace(/\$top=\d+/, '$top=50');
    const recount = this.journal.begin({ ...list.entry.plan, call: `GET ${this.address(path)}` });
    const chain = { ...this.#chainOf({ keyOf: null, ...list, entry: recount, path }), seen: new Set<string>() };
    for await (const rows of readChain(chain, this.around)) for (const _row of rows);
    recount.ok = true;
    return recount.rows;
  }

  /** Sends with a token; one that is refused is renewed once. */
  async exchange(request: GraphRequest): Promise<Reply> {
    const first = await this.#tokens.token();
    const reply = await this.#send(request, first);
    if (reply.status !== 401) return reply;
    this.#tokens.refuse(first);
    request.entry.retries += 1;
    const again = await this.#send(request, await this.#tokens.token());
    if (isChallenged(again)) throw claimsChallenge(request.entry.plan.call);
    return again;
  }

  /** Takes a new token from now on: a part of a batch was refused with the one that opened the batch. */
  async renewToken(): Promise<void> {
    this.#tokens.refuse(await this.#tokens.token());
  }

  /** Whether the token carries one of these permissions; `null` where it does not tell. */
  async isGranted(permissions: readonly string[]): Promise<boolean | null> {
    const granted = permissionsIn((await this.#tokens.token()).value);
    return granted === null ? null : permissions.some((permission) => granted.includes(permission));
  }

  async #send(request: GraphRequest, token: Token): Promise<Reply> {
    const { entry, url, post } = request;
    const method = post === undefined ? 'GET' : 'POST';
    return this.http.exchange({
      entry,
      method,
      url,
      send: async (signal) => this.#fetch(request, token, signal),
    });
  }

  async #fetch(request: GraphRequest, token: Token, signal: AbortSignal): Promise<Response> {
    // The client (3.0.7) wraps what fetch throws and drops its cause, which names the network's fault.
    let thrown: unknown = null;
    const sending: Middleware = {
      execute: async (context) => {
        try {
          context.response = await fetch(context.request, context.options);
        } catch (error) {
          thrown = error;
          throw error;
        }
      },
    };
    // Its handler gives the token to Graph's own hosts and to the configured one, and to no other.
    const authentication = new AuthenticationHandler({ getAccessToken: async () => token.value });
    authentication.setNext(sending);
    const client = Client.initWithMiddleware({
      middleware: authentication,
      baseUrl: this.config.graphUrl,
      customHosts: new Set([new URL(this.config.graphUrl).hostname]),
    });
    const call = client
      .api(request.url)
      .responseType(ResponseType.RAW)
      .options({ signal, redirect: 'manual' })
      .headers(request.fromIndex === true ? { ConsistencyLevel: 'eventual' } : {});
    try {
      const response: unknown = await (request.post === undefined ? call.get() : call.post(request.post));
      if (!(response instanceof Response)) throw new TypeError('the Graph client gave no raw response');
      return response;
    } catch (error) {
      throw thrown ?? error;
    }
  }
}

/** Whether a refusal asks for claims that the token does not bring. */
export function isChallenged({ status, headers }: Pick<Reply, 'status' | 'headers'>): boolean {
  return status === 401 && /insufficient_claims/.test(headers.get('www-authenticate') ?? '');
}

/** Continuous access evaluation or Conditional Access asks for more than an application's token can bring. */
export function claimsChallenge(call: string): CallFailure {
  return new CallFailure({
    call,
    detail: '401 Unauthorized (insufficient_claims: a claims challenge)',
    status: 401,
    code: 'insufficient_claims',
    needs: 'a Conditional Access policy that lets this application in from where it runs',
  });
}
