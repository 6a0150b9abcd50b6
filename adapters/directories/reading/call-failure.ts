// A call that failed for good, told so that its reader knows which call it was and what would help.
export interface FailureFacts {
  /** Method and address without query or secrets: `GET https://graph.microsoft.com/v1.0/users`. */
  readonly call: string;
  /** `403 Forbidden (Authorization_RequestDenied)`, `no answer within 30 s`. */
  readonly detail: string;
  readonly status?: number;
  readonly code?: string | undefined;
  /** What would help, when it is not the permission that the call needs. */
  readonly needs?: string;
  readonly cause?: unknown;
}

export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly status: number | null;
  /** The directory's own word for it, such as `Directory_ExpiredPageToken` or `E0000006`. */
  readonly code: string | null;
  readonly needs: string | null;
  readonly #facts: FailureFacts;

  constructor(facts: FailureFacts) {
    super(`${facts.call}: ${facts.detail}`, { cause: facts.cause });
    this.status = facts.status ?? null;
    this.code = facts.code ?? null;
    this.needs = facts.needs ?? null;
    this.#facts = facts;
  }

  needing(needs: string): CallFailure {
    return new CallFailure({ ...this.#facts, needs });
  }
}

/** Lets a 404 say what would help: what was asked for has a name that somebody typed. */
export async function orNotFound<T>(answer: Promise<T>, needs: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof CallFailure && error.status === 404 ? error.needing(needs) : error;
  }
}

/** Whether a question is not taken, or not from us; a server that is busy, or a token that is not taken, refuses no question. */
export function isRefusal(status: number | null): boolean {
  return status !== null && [400, 403, 404, 405, 501].includes(status);
}

/** What Okta calls a session that is none, with the status of a missing permission ("Error codes"). */
export const lostSession = 'E0000005';

/** Codes are printed, messages are not: a server may put into a message what nobody should read. */
export function printableCode(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(text) ? text : null;
}

/** What may stand in a header. Anything else would end in an error that quotes it, secret and all. */
export function isHeaderSafe(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** An address for people: without query, credentials and fragment. */
export function addressText(address: string): string {
  const url = URL.parse(address);
  return url === null ? 'an address that is none' : `${url.protocol}//${url.host}${url.pathname}`;
}
