// The portal as one app: sign-in, and every route of the table, whatever host it is put on.
// Of Hono the preset without the routers that are made for hundreds of routes: a function reads every byte of its bundle
// when it starts.
import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { sha256Of } from '../core/values/digest.ts';
import { pageHeaders } from '../core/names/page-headers.ts';
import { longestAsked } from '../core/ports/stores.ts';
import { isOfAnotherReviewer } from '../core/review/decisions/assignment.ts';
import { isDelegatedByAnother } from '../core/review/decisions/delegation.ts';
import { periodName } from '../core/values/period-name.ts';
import type { Refusal, Result } from '../core/values/result.ts';
import { shortened } from '../core/values/text.ts';
import { notedReviews } from '../steps/noted-reviews.ts';
import type { NotedEvent } from '../steps/noted-reviews.ts';
import { isConfirmedByWhoTyped, isNoUpload } from '../steps/read/keep-upload.ts';
import { mayCall, sameOrigin } from './api/access.ts';
import { handlers } from './api/answers.ts';
import type { FileElsewhere, Handlers, LiveEvents, TakenFile } from './api/call.ts';
import { heldToLookedAt } from './api/looked-at.ts';
import type { Ports } from './api/ports.ts';
import { problemResponse, RecordedAllTheSame, refuse, Refused, thrownResponse } from './api/problem.ts';
import type { ProblemStatus, ReportError } from './api/problem.ts';
import { saidIn } from './api/request.ts';
import type { Route } from './api/route.ts';
import { routes } from './api/routes.ts';
import type { RouteName } from './api/routes.ts';
import {
  beginSignIn,
  callerIn,
  cookieIn,
  cookies,
  cookieText,
  endSession,
  endSignIn,
  freshlySignedIn,
} from './api/session.ts';
import type { Caller } from './api/session.ts';

export const securityHeaders = pageHeaders();

export interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** @param report is told of what nobody expected; the answer says no more than that it happened */
export function portalApp(ports: Ports, report: ReportError): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
    // Nobody between may keep a sign-in or an answer, unless the answer says how.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    // What people attached is saved and never shown; a browser that shows it all the same gives it no origin.
    if (headers.has('content-disposition')) headers.set('content-security-policy', "default-src 'none'; sandbox");
  });
  app.onError((error) => thrownResponse(error, report));
  app.notFound(() => problemResponse({ status: 404, refusals: [] }));
  signInRoutes(app, ports);
  app.get('/api/openapi.json', (context) => context.body(ports.openApi(), 200, { 'content-type': 'application/json' }));
  for (const name of Object.keys(routes).filter(isRouteName)) {
    const route: Route = routes[name];
    app.on(route.method.toUpperCase(), `/api${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, async (context) =>
      answer(context, { name, route, ports }),
    );
  }
  return app;
}

function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name);
}

function signInRoutes(app: Hono, ports: Ports): void {
  app.get('/auth/sign-in', async (context) => {
    const fresh = context.req.query('fresh') === '1';
    const { address, cookie } = await beginSignIn(ports, { fresh, returnTo: ownPath(context.req.query('return')) });
    context.header('set-cookie', cookie);
    return context.redirect(address);
  });
  app.get('/auth/callback', async (context) => {
    const header = context.req.header('cookie');
    const answered = new URL(`${ports.origin}${new URL(context.req.url).pathname}${new URL(context.req.url).search}`);
    const { cookie, returnTo } = await endSignIn(ports, { secret: cookieIn(header, cookies.signIn), answered });
    // The session before is over with it: a copy of its cookie must not outlive it.
    await endSession(ports, header);
    context.header('set-cookie', cookie);
    context.header('set-cookie', cookieText(cookies.signIn, '', 0), { append: true });
    return context.redirect(returnTo);
  });
  app.post('/auth/sign-out', async (context) => {
    sameOrigin(context.req.raw.headers, ports.origin);
    const caller = await callerIn(ports, context.req.header('cookie'));
    await endSession(ports, context.req.header('cookie'));
    if (caller !== null)
      await ports.access.add({ at: ports.clock.now(), by: caller.login, act: 'signed-out', what: 'session' });
    context.header('set-cookie', cookieText(cookies.session, '', 0));
    return context.body(null, 204);
  });
}

/**
 * The parameters with the period under its one name, such as `2026-Q4` for `2026-q4`: rights and records go by that
 * name.
 */
function named(params: Readonly<Record<string, string>>): Record<string, string> {
  const { period } = params;
  return period === undefined ? { ...params } : { ...params, period: periodName(period) };
}

/** The page to go back to after a sign-in: a path of the portal, never another host such as `//evil.example`. */
function ownPath(wanted: string | undefined): string {
  return wanted !== undefined && /^\/(?![/\\])[\w\-./?=&%~#+@!'()*]*$/.test(wanted) ? wanted : '/';
}

interface Asked {
  readonly name: RouteName;
  readonly route: Route;
  readonly ports: Ports;
}

async function answer(context: Context, { name, route, ports }: Asked): Promise<Response> {
  const { req } = context;
  if (route.method === 'post') sameOrigin(req.raw.headers, ports.origin);
  const caller = await callerIn(ports, req.header('cookie'));
  if (caller === null)
    throw refuse(401, {
      what: 'nobody signed in',
      where: 'session',
      found: 'none, or one that ended',
      expected: 'a sign-in',
    });
  if (route.method === 'post') inNameOf(caller, req.header('x-signed-in-as'));
  const params = named(req.param());
  try {
    mayCall(route, caller, params['period']);
  } catch (error) {
    const what = `${name} ${params['period'] ?? ''}`.trim();
    await ports.access.add({ at: ports.clock.now(), by: caller.login, act: 'refused', what });
    throw error;
  }
  const said = await saidIn(route, req.raw, { params, query: new URL(req.url).searchParams });
  if (route.method === 'post' && route.fresh === true) freshlySignedIn(ports.clock, caller);
  const isHeld = route.method === 'post' && route.ifMatch === true;
  const held = isHeld ? await heldToLookedAt(ports, params['period'] ?? '', req.header('if-match')) : ports;
  // Read before the answer is made. An event that comes in between then makes the ETag too old, and a write is refused;
  // the other way round it would be taken although nobody saw the event.
  const sequence = route.method === 'get' ? await sequenceOf(ports, params['period']) : 0;
  const recorded: NotedEvent[] = [];
  const call = { ...said, caller, ports: { ...held, reviews: notedReviews(held.reviews, recorded) } };
  // The type of `handlers` makes sure that each handler fits the route of its name.
  const loaded: Partial<Handlers> = await handlers[name]();
  const handler = loaded[name] as (asked: typeof call) => Promise<Result<unknown>>;
  const result = await handler(call).catch((error: unknown) => {
    const isCutShort = recorded.length > 0 && !(error instanceof Refused);
    throw isCutShort ? new RecordedAllTheSame(params['period'] ?? '', recorded, error) : error;
  });
  if (result.kind === 'refused') throw new Refused(statusOf(result.refusals), result.refusals);
  // Also recorded when the answer is 304: the person learns that what they see is still so.
  if (route.method === 'get' && route.recorded !== undefined && isHandedOver(route, result.value))
    await ports.access.add({ at: ports.clock.now(), by: caller.login, act: route.recorded, what: subject(name, said) });
  return answered(context, { route, value: result.value, ports, sequence });
}

/**
 * Refuses a write from a page that shows somebody else as signed in: pages of one browser share a session, and another
 * person may have signed in since the page was loaded.
 */
function inNameOf({ login }: Caller, shown: string | undefined): void {
  if (shown === undefined || shown === encodeURIComponent(login)) return;
  throw refuse(401, {
    what: 'somebody else signed in',
    where: 'x-signed-in-as',
    found: shown.slice(0, 200),
    expected: encodeURIComponent(login),
  });
}

function isHandedOver({ unlessEmpty }: Extract<Route, { readonly method: 'get' }>, value: unknown): boolean {
  const list: unknown = unlessEmpty === undefined ? null : Reflect.get(Object(value), unlessEmpty);
  return !Array.isArray(list) || list.length > 0;
}

/** `lines: period 2026-Q4, text "a, b"`: what was read or taken, and of which question, never what was answered. */
function subject(name: RouteName, { params, query }: { readonly params: unknown; readonly query: unknown }): string {
  const given = Object.entries({ ...Object(params), ...Object(query) }).filter(([, value]) => value !== undefined);
  const asked = given.map(
    ([key, value]) => `${key} ${/^[\w.@+-]+$/.test(String(value)) ? String(value) : JSON.stringify(value)}`,
  );
  return shortened(asked.length === 0 ? name : `${name}: ${asked.join(', ')}`, longestAsked);
}

function statusOf(refusals: readonly Refusal[]): ProblemStatus {
  const isNotTheirs = [isOfAnotherReviewer, isDelegatedByAnother, isConfirmedByWhoTyped];
  if (refusals.some((one) => isNotTheirs.some((says) => says(one)))) return 403;
  if (refusals.some(isNoUpload)) return 404;
  return refusals.some(({ what }) => what.endsWith('at this moment')) ? 409 : 422;
}

interface Answering {
  readonly route: Route;
  readonly value: unknown;
  readonly ports: Ports;
  /** How many events the period has: the part of the ETag that `If-Match` is held against. */
  readonly sequence: number;
}

async function sequenceOf({ reviews }: Ports, period: string | undefined): Promise<number> {
  return period === undefined ? 0 : (await reviews.load(period)).length;
}

function answered(context: Context, { route, value, ports, sequence }: Answering): Response {
  switch (route.answer.kind) {
    case 'json': {
      const body = JSON.stringify(value);
      if (route.method !== 'get') return new Response(body, jsonInit(route.answer.status ?? 200));
      const etag = `"${sequence}-${sha256Of(body).slice(0, 24)}"`;
      const headers = { etag, 'cache-control': 'private, no-cache' };
      if (isKnown(context.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
      return new Response(body, { status: 200, headers: { ...headers, 'content-type': 'application/json' } });
    }
    case 'file':
      // The type of its handler says that it is one of these.
      return fileResponse(value as TakenFile | FileElsewhere);
    case 'events':
      return liveResponse(context, value as LiveEvents, ports);
    default:
      return route.answer satisfies never;
  }
}

/** Compares ETags without `W/` (RFC 9110, 13.1.2): a proxy that compresses an answer makes its ETag weak. */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}

function jsonInit(status: number): ResponseInit {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } };
}

function fileResponse(file: TakenFile | FileElsewhere): Response {
  if ('address' in file)
    return new Response(null, { status: 303, headers: { location: file.address, 'cache-control': 'no-store' } });
  const { bytes, name, mediaType, size, sha256 } = file;
  const headers = new Headers({
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    'cache-control': 'private, no-store',
  });
  if (size !== null) headers.set('content-length', String(size));
  if (sha256 !== null) headers.set('etag', `"${sha256}"`);
  return new Response(ReadableStream.from(bytes), { headers });
}

const lookEveryMs = 1000;
const askAgainMs = 5000;

/**
 * Sends the number of events whenever it has changed. The store is asked each time, because other processes record
 * events too.
 */
function liveResponse(context: Context, { period }: LiveEvents, ports: Ports): Response {
  const again = ports.live === 'once' ? { retry: askAgainMs } : {};
  return streamSSE(context, async (stream) => {
    let told = -1;
    while (!stream.aborted) {
      const sequence = (await ports.reviews.load(period)).length;
      const isNews = sequence !== told;
      if (isNews) await stream.writeSSE({ event: 'sequence', data: String(sequence), ...again });
      told = sequence;
      if (ports.live === 'once') return;
      await stream.sleep(lookEveryMs);
    }
  });
}
