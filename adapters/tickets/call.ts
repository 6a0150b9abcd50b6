// One call of another product: within its time, to the address it was given and no other, its answer as JSON or text.
import * as z from 'zod/mini';
import { DeskRefused } from '../../core/ports/telling.ts';
import { isHttpsOrLoopback } from '../../core/values/addresses.ts';
import { wholeJson } from '../../core/values/text.ts';

const patienceMs = 20_000;

export interface DeskCall {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; without it the call asks. */
  readonly body?: object;
  /** What of the answer to a call that was refused may be told; it may say anything. */
  readonly reason?: (answer: string) => string | null;
}

/** Nothing was sent where nobody listens, or where the connection is not what it should be. */
const nobodyThere = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const noTrust = /CERT|LEAF_SIGNATURE|ERR_TLS|WRONG_VERSION_NUMBER/;

/** @throws DeskRefused for a status that says that nothing was done; any other error leaves it open */
export async function called({ url, headers = {}, body, reason }: DeskCall): Promise<string> {
  // That of a channel is a secret, which no configuration was held to.
  if (!isHttpsOrLoopback(url)) throw new DeskRefused('its address is no https address');
  const json = body === undefined ? {} : { method: 'POST', body: wholeJson(body) };
  const host = hostOf(url);
  try {
    const response = await fetch(url, {
      ...json,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const what = `${host} answered ${response.status}`;
    if (response.ok) return await textOf(response, what);
    const failure = failureOf(response, what);
    if (reason === undefined || !(failure instanceof DeskRefused)) await response.body?.cancel();
    else failure.message += reason(await textOf(response, what)) ?? '';
    throw failure;
  } catch (error) {
    throw told(error, host);
  }
}

function failureOf({ status, headers }: Response, what: string): Error {
  if (status >= 500 || status === seeOther) return new Answered(what);
  if (status >= 300 && status < 400) return new DeskRefused(`${what}: another address, and none is followed`);
  const [wait] = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '') ?? [];
  return new DeskRefused(wait === undefined ? what : `${what}: to be asked again in ${wait} s`);
}

/** An answer that says it itself. */
class Answered extends Error {}

/** What the runtime says of a call names no host, and a person no cause. */
function told(error: unknown, host: string): unknown {
  if (error instanceof DeskRefused || error instanceof Answered) return error;
  const code = codeOf(error);
  if (nobodyThere.has(code)) return new DeskRefused(`${host} cannot be reached`, { cause: error });
  if (noTrust.test(code)) return new DeskRefused(`${host} cannot be trusted (${code})`, { cause: error });
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  return new Error(isLate ? `${host} did not answer within ${patienceMs / 1000} s` : `${host} broke off`, {
    cause: error,
  });
}

/** What was sent may have been taken, and its outcome stands elsewhere. */
const seeOther = 303;

/** An answer tells a ticket or two. */
const mostBytes = 1_000_000;

/** @throws Error for more than a ticket is told in, of which no more is read */
async function textOf({ body }: Response, what: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Answered(`${what} with more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws Error when the answer has another form; it may say anything, so nothing of it is repeated */
export async function answered<Answer extends z.ZodMiniType>(form: Answer, call: DeskCall): Promise<z.output<Answer>> {
  const text = await called(call);
  try {
    return z.parse(form, JSON.parse(text));
  } catch (error) {
    throw new Error(`${hostOf(call.url)} answered with what is no ticket`, { cause: error });
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

/** Never the whole address: that of a channel is a secret. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

export function basic(user: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
