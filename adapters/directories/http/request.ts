// One request and its reply, whatever the network does: time-outs, bounded retries, and waiting when asked to.
import { grouped } from '../../../core/values/text.ts';
import { addressText, CallFailure } from '../reading/call-failure.ts';
import type { CallEntry } from '../reading/journal.ts';
import { askedWaitMs, backoffMs } from './retry-wait.ts';
import type { Surroundings } from '../reading/surroundings.ts';

export interface Request {
  readonly entry: CallEntry;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Sends it once; called again, with a fresh signal, for each attempt. */
  send(signal: AbortSignal): Promise<Response>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; of a reply that is no success and no JSON, `null`. */
  readonly body: unknown;
}

type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'throttled'; readonly reply: Reply }
  | { readonly kind: 'fault'; readonly reply: Reply | null; readonly detail: string; readonly cause: unknown };

/**
 * Whether a server may do better in a moment: Graph has a 509 of its own, and what stands before a host others yet. By a
 * 424 Graph refuses a batch of which a part was put off ("Throttling and batching").
 */
export function isTransient(status: number): boolean {
  return status === 408 || status === 424 || status >= 500;
}

export class Http {
  readonly #directory: string;
  readonly #around: Surroundings;
  readonly #waiting: (() => void)[] = [];
  #lanes: number;
  #busy = 0;
  #resumeAt = 0;
  #isClockTold = false;

  constructor(directory: string, around: Surroundings) {
    this.#directory = directory;
    this.#around = around;
    this.#lanes = around.limits.lanes;
  }

  /**
   * Sends until there is an answer worth reading. Errors of the server and the network are tried again a bounded
   * number of times, "too many requests" after the wait that the server asks for.
   *
   * @returns any reply that is JSON, and any refusal (4xx) whatever its body
   * @throws CallFailure when no such reply came
   */
  async exchange(request: Request): Promise<Reply> {
    await this.#enter();
    try {
      return await this.#persist(request);
    } finally {
      this.#leave();
    }
  }

  /** Holds every request back for a while: one request that was throttled speaks for all. */
  async pause(entry: CallEntry, wait: { readonly ms: number; readonly why: string }): Promise<void> {
    const { limits, log, machine } = this.#around;
    if (wait.ms > limits.longestWaitMs) {
      throw new CallFailure({
        call: entry.plan.call,
        detail: `${wait.why}, and the wait asked for, ${Math.ceil(wait.ms / 1000)} s, is longer than the longest allowed`,
      });
    }
    entry.retries += 1;
    this.#resumeAt = Math.max(this.#resumeAt, machine.nowMs() + wait.ms);
    log({ kind: 'wait', directory: this.#directory, call: entry.plan.call, ...wait });
    await machine.sleep(wait.ms);
  }

  async #persist(request: Request): Promise<Reply> {
    const { limits, machine } = this.#around;
    let faults = 0;
    let throttles = 0;
    for (;;) {
      const held = this.#resumeAt - machine.nowMs();
      if (held > 0) await machine.sleep(held);
      const outcome = await this.#attempt(request);
      if (outcome.kind === 'reply') return outcome.reply;
      const isThrottled = outcome.kind === 'throttled';
      const why = isThrottled ? '429 Too Many Requests' : outcome.detail;
      const tries = isThrottled ? throttles : faults;
      const allowed = isThrottled ? limits.throttles : this.#allowedFaults(outcome);
      if (tries >= allowed) throw givenUp(request, outcome, { why, tries });
      if (isThrottled) {
        throttles += 1;
        this.#lanes = Math.max(1, this.#lanes >> 1);
      } else faults += 1;
      const asked = outcome.reply === null ? null : askedWaitMs(outcome.reply, machine.nowMs());
      await this.pause(request.entry, { ms: asked ?? backoffMs(tries), why });
    }
  }

  /** A server that did not end its answer is asked once more only: that costs the full time-out, or all it may send, each time. */
  #allowedFaults({ cause }: Outcome & { readonly kind: 'fault' }): number {
    return isTimeout(cause) || cause instanceof TooLong
      ? Math.min(1, this.#around.limits.retries)
      : this.#around.limits.retries;
  }

  async #attempt(request: Request): Promise<Outcome> {
    const { limits } = this.#around;
    request.entry.asked();
    try {
      const response = await request.send(AbortSignal.timeout(limits.timeoutMs));
      const text = await textOf(response, limits.bytes);
      const { headers } = response;
      request.entry.answered(headers.get('request-id') ?? headers.get('x-okta-request-id'), headers.get('date'));
      this.#tellClock(request.entry.clockNote());
      return outcomeOf(response, text);
    } catch (error) {
      if (error instanceof TooLong) return { kind: 'fault', reply: null, detail: error.message, cause: error };
      if (!isTimeout(error) && !isNetworkFault(error)) throw error;
      const detail = isTimeout(error) ? `no full answer within ${limits.timeoutMs / 1000} s` : networkDetail(error);
      return { kind: 'fault', reply: null, detail, cause: error };
    }
  }

  /** Once, because every answer would say the same. */
  #tellClock(why: string | null): void {
    if (why === null || this.#isClockTold) return;
    this.#isClockTold = true;
    this.#around.log({ kind: 'clock', directory: this.#directory, why });
  }

  async #enter(): Promise<void> {
    while (this.#busy >= this.#lanes) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#busy += 1;
  }

  #leave(): void {
    this.#busy -= 1;
    this.#waiting.shift()?.();
  }
}

class TooLong extends Error {
  constructor(most: number) {
    super(`an answer of more than ${grouped(most)} bytes`);
  }
}

/**
 * Piece by piece: `response.text()` keeps a large page as bytes beside the text that it becomes.
 *
 * @param most bytes, counted as they are unpacked: a few packed ones may be many
 * @returns `null` for bytes that are no UTF-8: a letter that is lost may be one of a login
 * @throws TooLong for more of them
 */
async function textOf(response: Response, most: number): Promise<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text: string | null = '';
  const add = (piece?: Uint8Array): void => {
    if (text === null) return;
    try {
      text += piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      text = null;
    }
  };
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > most) throw new TooLong(most);
    add(piece);
  }
  add();
  return text;
}

function outcomeOf(response: Response, text: string | null): Outcome {
  const json = parseJson(text ?? '');
  const reply = { status: response.status, headers: response.headers, body: json.kind === 'json' ? json.value : null };
  if (response.status === 429) return { kind: 'throttled', reply };
  if (isTransient(response.status)) {
    return { kind: 'fault', reply, detail: statusText(response.status), cause: null };
  }
  if (response.ok && json.kind === 'no-json') {
    const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'no content type';
    const fault =
      text === null ? `(${type}) is not UTF-8` : `(${type}, ${text.length} characters) is not JSON or is cut off`;
    const detail = `${response.status}, but the body ${fault}`;
    return { kind: 'fault', reply: null, detail, cause: json.cause };
  }
  return { kind: 'reply', reply };
}

type Json = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'no-json'; readonly cause: unknown };

function parseJson(text: string): Json {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (cause) {
    return { kind: 'no-json', cause };
  }
}

function givenUp(
  request: Request,
  outcome: Outcome & { readonly kind: 'throttled' | 'fault' },
  last: { readonly why: string; readonly tries: number },
): CallFailure {
  return new CallFailure({
    call: `${request.method} ${addressText(request.url)}`,
    detail: last.tries === 0 ? last.why : `${last.why}, also after ${last.tries} more attempts`,
    ...(outcome.reply === null ? {} : { status: outcome.reply.status }),
    ...(outcome.kind === 'fault' ? { cause: outcome.cause } : {}),
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause));
}

/** Fetch wraps whatever the network does in a TypeError with a cause; one without is a mistake of ours. */
function isNetworkFault(error: unknown): boolean {
  return error instanceof TypeError && error.cause !== undefined;
}

/** The system's word (`ECONNRESET`) stands in a cause of fetch's "fetch failed", and so does what a proxy answered. */
function networkDetail(error: unknown): string {
  const causes = causesOf(error);
  const proxy = causes.map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1]).find(Boolean);
  if (proxy !== undefined) return `the proxy answered ${statusText(Number(proxy))}`;
  const code = causes.map((cause) => ('code' in cause ? cause.code : null)).find((one) => typeof one === 'string');
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}

function causesOf(error: unknown): readonly Error[] {
  return error instanceof Error && error.cause instanceof Error ? [error.cause, ...causesOf(error.cause)] : [];
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  509: 'Bandwidth Limit Exceeded',
};

/** @example statusText(403) // '403 Forbidden' */
export function statusText(status: number): string {
  return [status, statusNames[status]].filter((part) => part !== undefined).join(' ');
}
