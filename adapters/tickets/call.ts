// One call of another product: within its time, to the address it was given and no other, its answer as JSON or text.
import * as z from 'zod/mini';
import { DeskRefused } from '../../core/ports/telling.ts';
import { wholeJson } from '../../core/values/text.ts';

const patienceMs = 20_000;

export interface DeskCall {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; without it the call asks. */
  readonly body?: object;
}

/** Nothing was sent where nobody listens. */
const nobodyThere = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** @throws DeskRefused for a status that says that nothing was done; any other error leaves it open */
export async function called({ url, headers = {}, body }: DeskCall): Promise<string> {
  const json = body === undefined ? {} : { method: 'POST', body: wholeJson(body) };
  const response = await fetch(url, {
    ...json,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    if (nobodyThere.has(codeOf(error))) throw new DeskRefused(`${hostOf(url)} cannot be reached`, { cause: error });
    throw error;
  });
  const { status } = response;
  const what = `${hostOf(url)} answered ${status}`;
  if (response.ok) return textOf(response, what);
  await response.body?.cancel();
  if (status >= 500 || status === seeOther) throw new Error(what);
  const redirects = status >= 300 && status < 400;
  throw new DeskRefused(redirects ? `${what}: another address, and none is followed` : what);
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
    if (bytes > mostBytes) throw new Error(`${what} with more than ${mostBytes} bytes`);
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
