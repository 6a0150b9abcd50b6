// What assistants ask over HTTP: `/mcp` on the portal's app, a resource server that the company's issuer gives tokens for.
import { Hono } from 'hono';
import type { AccessTokens } from '../core/ports/sign-in.ts';
import { longestAsked } from '../core/ports/stores.ts';
import type { Refusal } from '../core/values/result.ts';
import { shortened } from '../core/values/text.ts';
import type { AskedCall, ServedPorts } from '../mcp/ports.ts';
import type { Ports } from './api/ports.ts';
import { problemResponse, thrownResponse } from './api/problem.ts';
import type { ReportError } from './api/problem.ts';
import { holderOf } from './api/session.ts';
import type { Holder } from './api/session.ts';

/**
 * The ports of the portal that answer assistants too. Assistants decide nothing, so only the record of access is
 * written to.
 */
export type AskedPorts = Pick<Ports, 'access' | 'clock' | 'config' | 'looks' | 'origin' | 'rolesOf' | 'tool'> &
  Pick<ServedPorts, 'objects' | 'reviews' | 'runs'>;

export interface Assistants extends Pick<ServedPorts, 'open' | 'verifying' | 'verifyingInTurn' | 'documents'> {
  readonly tokens: AccessTokens;
}

const path = '/mcp';
/** RFC 9728: the path of what is protected follows the well-known one. */
const metadataPath = `/.well-known/oauth-protected-resource${path}`;

/**
 * In bytes. A function on AWS answers with 6 MB at most, and base64 adds a third, twice where the answer is a stream.
 */
const largestReport = 3_400_000;

/** Assistants alone, where the portal is served elsewhere. @param report is told of what nobody expected */
export function assistantsApp(ports: AskedPorts, assistants: Assistants, report: ReportError): Hono {
  const app = new Hono();
  app.onError((error) => thrownResponse(error, report));
  app.notFound(() => problemResponse({ status: 404, refusals: [] }));
  serveAssistants(app, ports, assistants);
  return app;
}

/**
 * Adds the routes for assistants. The protocol itself is loaded with the first question of somebody who may ask.
 *
 * @param app the portal's, or one for assistants alone
 */
export function serveAssistants(app: Hono, ports: AskedPorts, assistants: Assistants): void {
  const { origin } = ports;
  const { tokens } = assistants;
  app.get(metadataPath, (context) =>
    context.json({
      resource: `${origin}${path}`,
      authorization_servers: [tokens.issuer],
      scopes_supported: [tokens.scope],
      bearer_methods_supported: ['header'],
      resource_name: 'Access review',
    }),
  );
  app.all(path, async (context) => {
    const { req } = context;
    // Assistants are programs and send no Origin. A page of another site is refused, even with a token.
    const from = req.header('origin');
    if (from !== undefined && from !== origin)
      return problemResponse({ status: 403, refusals: [{ ...otherSite, found: from.slice(0, 200) }] });
    const [, token] = /^Bearer +([\w~+/.=-]+) *$/i.exec(req.header('authorization') ?? '') ?? [];
    if (token === undefined) return challenge(ports, tokens, []);
    const person = await tokens.personOf(token);
    if (person.kind === 'refused') return challenge(ports, tokens, person.refusals);
    const holder = await holderOf(ports, person.value);
    if (holder.roles.length === 0) return notForThem(ports, holder);
    // Without a session there is no stream to open and none to end.
    if (req.method !== 'POST') return context.json(notAllowed, 405, { allow: 'POST' });
    const served = servedTo(holder, ports, assistants);
    const { answeredOverHttp } = await import('../mcp/over-http.ts');
    return answeredOverHttp(served, req.raw);
  });
}

const notAllowed = { jsonrpc: '2.0', error: { code: -32_000, message: 'Method not allowed.' }, id: null };

const otherSite = { what: 'asked from another site', where: 'Origin', expected: 'no origin, as a program sends none' };

/** Tells the client where to get a token, and why the one that it sent is not taken (RFC 6750 and 9728). */
function challenge({ origin }: AskedPorts, { scope }: AccessTokens, refusals: readonly Refusal[]): Response {
  const said = [
    ...(refusals.length === 0 ? [] : ['error="invalid_token"']),
    `resource_metadata="${origin}${metadataPath}"`,
    `scope="${scope}"`,
  ];
  const response = problemResponse({ status: 401, refusals });
  response.headers.set('www-authenticate', `Bearer ${said.join(', ')}`);
  return response;
}

async function notForThem({ access, clock }: AskedPorts, { login, groupsOverage }: Holder): Promise<Response> {
  await access.add({ at: clock.now(), by: login, act: 'refused', what: 'assistant' });
  const found = groupsOverage ? 'too many groups for the token, so no role is known' : 'no role';
  const expected = 'a group that portal.roles gives a role';
  return problemResponse({ status: 403, refusals: [{ what: 'not for this person', where: path, found, expected }] });
}

function servedTo(
  { login, periods }: Holder,
  ports: AskedPorts,
  { open, verifying, verifyingInTurn, documents }: Assistants,
): ServedPorts {
  return {
    ...ports,
    scope: { person: login, periods: periods ?? 'all' },
    open,
    verifying,
    verifyingInTurn,
    documents,
    record: ({ called, with: given }: AskedCall) =>
      ports.access.add({
        at: ports.clock.now(),
        by: login,
        act: 'asked',
        what: shortened(`${called} ${JSON.stringify(given)}`, longestAsked),
      }),
    linkOf: (period, line) => `${ports.origin}/${period}/review?line=${encodeURIComponent(line)}`,
    largestReport,
  };
}
