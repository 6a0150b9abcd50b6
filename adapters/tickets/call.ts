// One call of another product: within its time, to the address it was given and no other, its answer as JSON or text.
import { DeskRefused } from '../../core/ports/telling.ts';

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
  const json = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url, {
    ...json,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    if (nobodyThere.has(codeOf(error))) throw new DeskRefused(`${hostOf(url)} cannot be reached`, { cause: error });
    throw error;
  });
  const text = await response.text();
  if (response.ok) return text;
  const what = `${hostOf(url)} answered ${response.status}`;
  if (response.status >= 500) throw new Error(what);
  throw new DeskRefused(what);
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
