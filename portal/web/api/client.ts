// Calls the portal's API by the table of routes: an answer that is not as the table says is refused here, not on a page.
import type * as z from 'zod/mini';
import { routes } from '../../api/routes.ts';
import type { RouteName, Routes } from '../../api/routes.ts';
import { problem } from '../../api/routes/values.ts';
import type { Problem } from '../../api/routes/values.ts';
import { digestOf } from './digest.ts';
import { seenJson } from './seen.ts';
import { heardAt } from './server-clock.ts';

type Part<Name extends RouteName, Key extends string> =
  Routes[Name] extends Readonly<Record<Key, infer Schema>>
    ? Schema extends z.ZodMiniType
      ? z.input<Schema>
      : never
    : never;

export type AnswerOf<Name extends RouteName> = Routes[Name]['answer'] extends { readonly schema: infer Schema }
  ? Schema extends z.ZodMiniType
    ? z.output<Schema>
    : never
  : never;

export type ReadingName = { [Name in RouteName]: Routes[Name]['method'] extends 'get' ? Name : never }[RouteName];
export type WritingName = Exclude<RouteName, ReadingName>;

export interface Asked<Name extends RouteName> {
  readonly params?: Part<Name, 'params'>;
  readonly query?: Part<Name, 'query'>;
}

export interface Sent<Name extends RouteName> extends Asked<Name> {
  readonly body?: Part<Name, 'body'>;
  /** The ETag of the overview, or of the other read of the period that the person looked at. */
  readonly ifMatch?: string | null;
}

export type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly etag: string | null }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** No answer of the portal came, though perhaps one of the network before it: the server may have done it or not. */
  | { readonly kind: 'unreachable' };

/** `/api/periods/2026-Q4/lines?text=anna` */
export function addressOf<Name extends RouteName>(name: Name, asked: Asked<Name> = {}): string {
  const given: Readonly<Record<string, string>> = asked.params ?? {};
  const path = routes[name].path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(given[key] ?? ''));
  const asks: Readonly<Record<string, string | undefined>> = asked.query ?? {};
  const query = new URLSearchParams(
    Object.entries(asks).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])),
  );
  return `/api${path}${query.size === 0 ? '' : `?${query}`}`;
}

/** @param known ETag of what the page shows already */
export async function read<Name extends ReadingName>(
  name: Name,
  asked: Asked<Name> = {},
  known: string | null = null,
): Promise<Outcome<AnswerOf<Name>>> {
  return call(name, addressOf(name, asked), { headers: known === null ? {} : { 'if-none-match': known } });
}

export async function write<Name extends WritingName>(
  name: Name,
  sent: Sent<Name> = {},
): Promise<Outcome<AnswerOf<Name>>> {
  const text = sent.body === undefined ? '' : JSON.stringify(sent.body);
  const headers = {
    ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(typeof sent.ifMatch === 'string' ? { 'if-match': sent.ifMatch } : {}),
    ...(await bodyDigest(text)),
  };
  const body = sent.body === undefined ? {} : { body: text };
  return call(name, addressOf(name, sent), { method: 'POST', headers, ...body });
}

/** The headers of a write. On AWS CloudFront signs requests, and takes the digest of the body from the browser. */
export async function bodyDigest(text: string): Promise<Readonly<Record<string, string>>> {
  return digestSaid(await digestOf(new TextEncoder().encode(text).buffer));
}

export function digestSaid(sha256: string): Readonly<Record<string, string>> {
  const name = shownTo === null ? {} : { 'x-signed-in-as': encodeURIComponent(shownTo) };
  return { 'x-amz-content-sha256': sha256, ...name };
}

let shownTo: string | null = null;

/**
 * Says whom the pages show as signed in. Each write names this person, and the server refuses it when another one has
 * signed in.
 */
export function showsTo(login: string): void {
  shownTo = login;
}

async function call<Name extends RouteName>(
  name: Name,
  address: string,
  init: RequestInit,
): Promise<Outcome<AnswerOf<Name>>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', ...init });
    text = await response.text();
  } catch {
    return { kind: 'unreachable' };
  }
  heardAt(response.headers.get('date'));
  if (response.status === 304) return { kind: 'unchanged' };
  return outcomeOf(name, { status: response.status, text, etag: response.headers.get('etag') });
}

/** What an answer means. Also used for files, which are sent without `fetch` because of their progress. */
export function outcomeOf<Name extends RouteName>(
  name: Name,
  { status, text, etag }: { readonly status: number; readonly text: string; readonly etag: string | null },
): Outcome<AnswerOf<Name>> {
  const json = parsed(text);
  if (status >= 400) return refusedOr(status, json);
  // The portal answers JSON. Whatever else comes is of a network that asks to sign in to it, or of a proxy.
  if (json === undefined) return { kind: 'unreachable' };
  const { answer } = routes[name];
  if (answer.kind !== 'json') return { kind: 'refused', problem: unforeseen(status, `${name} answers no JSON`) };
  const result = answer.schema.safeParse(json);
  return result.success
    ? { kind: 'answered', answer: result.data as AnswerOf<Name>, etag }
    : { kind: 'refused', problem: unforeseen(status, notUnderstood(name, result.error.issues)) };
}

/** Says which part of an answer is not understood. A write was done all the same, and the text says so. */
function notUnderstood(name: RouteName, [issue]: readonly z.core.$ZodIssue[]): string {
  const place = [name, ...(issue?.path ?? [])].map(String).join('.');
  const done = routes[name].method === 'get' ? '' : 'The server has done it, so look before you repeat it. ';
  return `${done}This page does not understand ${place} in what the server answered, and shows nothing of the answer. It may be older than the server: load it anew. Should it say so again, tell the operator; other pages go on.`;
}

/** The portal says why. A gateway that gave up waiting for it does not know what became of the request. */
function refusedOr(status: number, json: unknown): Outcome<never> {
  const result = problem.safeParse(json);
  if (result.success) return { kind: 'refused', problem: result.data };
  if (status >= 500) return { kind: 'unreachable' };
  const says = unforeseen(status, `The server answered ${status} without saying why.`);
  return { kind: 'refused', problem: status === 413 ? tooLarge : says };
}

/** Said where the network before the portal refuses a file: it answers with a status alone. */
const tooLarge: Problem = {
  type: 'about:blank',
  title: 'The file is too large',
  status: 413,
  detail: 'Found a file that is not taken at once. Expected at most 4 MB for a picture or an attached file.',
};

function unforeseen(status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'The portal did not understand the server', status, detail };
}

/** @returns `undefined` for what is no JSON */
function parsed(text: string): unknown {
  try {
    return seenJson(text);
  } catch {
    return undefined;
  }
}

/** The address to sign in again, from which the person comes back to the line that was open. */
export function signInAddress(fresh = false): string {
  const here = `${location.pathname}${location.search}`;
  return `/auth/sign-in?return=${encodeURIComponent(here)}${fresh ? '&fresh=1' : ''}`;
}
