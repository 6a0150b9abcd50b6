// Assistants over HTTP: they learn where a token is to be had, a person gives it to them, and they see what that person may.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { selfTest } from '../../core/findings/self-test/self-test.ts';
import { openLocalSignIn } from '../../homes/laptop-portal.ts';
import { openVerifying } from '../../homes/laptop.ts';
import { portalApp } from '../../portal/app.ts';
import type { Ports } from '../../portal/api/ports.ts';
import { assistantsApp, serveAssistants } from '../../portal/assistants.ts';
import { rememberedRuns } from '../../steps/answer/answering.ts';
import { inTurn } from '../../steps/in-turn.ts';
import { silentProgress } from '../../cli/terminal/progress.ts';
import { ok } from '../../core/values/result.ts';
import { given } from '../support/given.ts';
import { parseConfig } from '../../core/config/parse.ts';
import { chosenAt, programAddress } from './issuer-visit.ts';
import { aPortal, origin, period } from './portal.ts';

interface Asked {
  readonly origin: string;
  readonly ports: Ports;
}

const people = [
  { email: 'auditor@acme.com', name: 'An Auditor', groups: ['auditor'] },
  { email: 'nobody@acme.com', name: 'Nobody', groups: [] },
];

async function served(auditors: readonly object[] = []): Promise<Asked> {
  const { ports: known, world } = await aPortal();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://localhost:${address.port}`;
  const local = openLocalSignIn(origin, async () => people);
  const config = given(parseConfig({ ...world.config, portal: { auditors } }, 'review.json'));
  const ports = { ...known, origin, config: async () => config };
  const opened = await openVerifying();
  const verifying = { ...opened, progress: silentProgress, selfTest: selfTest(), tool: ports.tool };
  const unexpected: unknown[] = [];
  const app = portalApp(ports, (error) => {
    unexpected.push(error);
    return [];
  });
  const open = rememberedRuns({ ...world.dependencies, ...opened });
  serveAssistants(app, ports, {
    tokens: local.tokens,
    open,
    verifying: async () => verifying,
    verifyingInTurn: inTurn(),
    documents: { glossary: '', contract: '' },
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => {
    if (!local.issuer.handle(request, response)) void listener(request, response);
  });
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await opened.scratch.close();
    expect(unexpected).toEqual([]);
  });
  return { origin, ports };
}

/** What a program keeps while a person gives it a token. */
class Program implements OAuthClientProvider {
  readonly redirectUrl = programAddress;
  readonly clientMetadata = {
    client_name: 'a test',
    redirect_uris: [programAddress],
    token_endpoint_auth_method: 'none',
  };
  readonly #kept = new Map<string, unknown>();
  address: URL | null = null;
  verifier = '';
  clientInformation(): never {
    return this.#kept.get('client') as never;
  }
  saveClientInformation(information: unknown): void {
    this.#kept.set('client', information);
  }
  tokens(): never {
    return this.#kept.get('tokens') as never;
  }
  saveTokens(tokens: unknown): void {
    this.#kept.set('tokens', tokens);
  }
  discoveryState(): never {
    return this.#kept.get('discovered') as never;
  }
  saveDiscoveryState(state: unknown): void {
    this.#kept.set('discovered', state);
  }
  redirectToAuthorization(address: URL): void {
    this.address = address;
  }
  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier;
  }
  codeVerifier(): string {
    return this.verifier;
  }
}

const revisions = [{ mode: { pin: '2026-07-28' } }, { mode: 'legacy' }] as const;

interface Visit {
  readonly person: string;
  readonly by?: (typeof revisions)[number];
}

async function connected(asked: Asked, visit: Visit): Promise<Client> {
  return (await connectedProgram(asked, visit)).client;
}

async function connectedProgram({ origin }: Asked, { person, by = revisions[0] }: Visit) {
  const program = new Program();
  const transport = (): StreamableHTTPClientTransport =>
    new StreamableHTTPClientTransport(new URL('/mcp', origin), { authProvider: program });
  const client = (): Client => new Client({ name: 'a test', version: '1' }, { versionNegotiation: by });
  const first = transport();
  await expect(client().connect(first)).rejects.toThrow(UnauthorizedError);
  if (program.address === null) throw new Error('the program was not sent to the issuer');
  await first.finishAuth((await chosenAt(program.address, person)).searchParams);
  const asking = client();
  await asking.connect(transport());
  onTestFinished(() => asking.close());
  return { client: asking, program };
}

async function unasked(): Promise<never> {
  throw new Error('nothing is asked');
}

test('whose address is none is refused, and nothing unexpected is reported', async () => {
  const { ports } = await aPortal();
  const unexpected: unknown[] = [];
  const person = { issuer: origin, ids: [], email: 'jane doe@acme.com', name: null, groups: [], groupsOverage: false };
  const tokens = { issuer: origin, scope: 'access-review.read', personOf: async () => ok(person) };
  const asked = { tokens, open: unasked, verifying: unasked, verifyingInTurn: inTurn() };
  const documents = { glossary: '', contract: '' };
  const app = assistantsApp(ports, { ...asked, documents }, (error) => {
    unexpected.push(error);
    return [];
  });
  const headers = { authorization: 'Bearer abc' };
  const answer = await app.request(`${origin}/mcp`, { method: 'POST', headers, body: '{}' });
  expect([answer.status, unexpected]).toEqual([400, []]);
});

test('without a token a program learns where one is to be had, and nothing else', async () => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/mcp`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  expect(answer.headers.get('www-authenticate')).toBe(
    `Bearer resource_metadata="${metadata}", scope="access-review.read"`,
  );
  expect(await (await fetch(metadata)).json()).toEqual({
    resource: `${origin}/mcp`,
    authorization_servers: [`${origin}/issuer`],
    scopes_supported: ['access-review.read'],
    bearer_methods_supported: ['header'],
    resource_name: 'Access review',
  });
});

test.each(revisions)(
  'a person gives a program a token, and each question is on record under their name',
  async (by) => {
    const portal = await served();
    const client = await connected(portal, { person: 'auditor@acme.com', by });
    const found = await client.callTool({ name: 'find_findings', arguments: { limit: 2 } });
    expect(found.structuredContent).toMatchObject({ period });
    const [latest] = await portal.ports.access.page({ before: null, by: null, most: 1 });
    expect(latest).toMatchObject({ by: 'auditor@acme.com', act: 'asked' });
    expect(latest?.what).toBe('find_findings {"settled":false,"limit":2}');
  },
);

interface WithToken extends Pick<Asked, 'ports'> {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function aToken(): Promise<WithToken> {
  const portal = await served();
  const { program } = await connectedProgram(portal, { person: 'auditor@acme.com' });
  const { access_token: token } = z.parse(z.object({ access_token: z.string() }), program.tokens());
  const accept = 'application/json, text/event-stream';
  const headers = { authorization: `Bearer ${token}`, accept, 'content-type': 'application/json' };
  return { address: `${portal.origin}/mcp`, headers, ports: portal.ports };
}

describe('with a token', () => {
  test('nothing but a question is taken: there is no stream to open, and no session to end', async () => {
    const { address, headers } = await aToken();
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      const answer = await fetch(address, { method, headers });
      expect({ method, status: answer.status, allow: answer.headers.get('allow') }).toEqual({
        method,
        status: 405,
        allow: 'POST',
      });
    }
  });

  test('a question may come in pieces, and is read no further than it may be long', async () => {
    const { address, headers } = await aToken();
    const asked = async (body: string | ReadableStream): Promise<number> => {
      const how = { method: 'POST', headers, body, duplex: 'half' } as const;
      return (await fetch(address, how)).status;
    };
    expect(await asked(inPieces(10))).toBe(200);
    expect(await asked(inPieces(1_000_001))).toBe(413);
    expect(await asked('x'.repeat(1_000_001))).toBe(413);
  });

  test('a question that is nested deeper than can be written is refused in words, and recorded', async () => {
    const { address, headers, ports } = await aToken();
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find_findings","arguments":{"x":${nested}}}}`;
    const answer = await (await fetch(address, { method: 'POST', headers, body })).text();
    expect(answer).toContain('find_findings: not asked by this tool');
    const [asked] = await ports.access.page({ before: null, by: null, most: 1 });
    expect(asked).toMatchObject({ act: 'asked', what: 'find_findings "nested deeper than can be written"' });
  });
});

/** Without a length beside it. */
function inPieces(blanks: number): ReadableStream {
  const pieces = ['{"jsonrpc":"2.0","id":1,"method":"tools/list",', ' '.repeat(blanks), '"params":{}}'];
  return ReadableStream.from(pieces.map((piece) => Buffer.from(piece)));
}

test('two hundred questions at once are answered, and none leaves a listener behind', async () => {
  const warnings: Error[] = [];
  const heard = (warning: Error): void => void warnings.push(warning);
  process.on('warning', heard);
  onTestFinished(() => void process.off('warning', heard));
  const { address, headers } = await aToken();
  const asked = Array.from({ length: 200 }, async (_, id) => {
    const params = { name: 'find_findings', arguments: {} };
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
    return (await fetch(address, { method: 'POST', headers, body })).text();
  });
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer.includes('structuredContent'))).toHaveLength(200);
  expect(warnings).toEqual([]);
});

test('a link leads to the line in the portal, where the person decides it', async () => {
  const portal = await served();
  const client = await connected(portal, { person: 'auditor@acme.com' });
  const { structuredContent } = await client.callTool({ name: 'find_findings', arguments: {} });
  expect(JSON.stringify(structuredContent)).toMatch(new RegExp(`${portal.origin}/${period}/review\\?line=\\w+%40`));
});

test('an auditor of other periods is answered as if this one were not there', async () => {
  const portal = await served([{ login: 'auditor@acme.com', periods: ['2025-Q4'] }]);
  const client = await connected(portal, { person: 'auditor@acme.com' });
  const refused = await client.callTool({ name: 'find_findings', arguments: { period } });
  expect(JSON.stringify(refused.content)).toContain('no such period');
});

test.each([
  ['somebody without a role', [], 'nobody@acme.com'],
  ['an auditor after their last day', [{ login: 'auditor@acme.com', until: '2026-01-01' }], 'auditor@acme.com'],
])('%s is turned away, on record', async (_, auditors, person) => {
  const portal = await served(auditors);
  await expect(connected(portal, { person })).rejects.toThrow(/403|no role/);
  const [latest] = await portal.ports.access.page({ before: null, by: null, most: 1 });
  expect(latest).toMatchObject({ by: person, act: 'refused', what: 'assistant' });
});

test('a program may have its answer sent to this machine alone', async () => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/issuer/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: ['https://evil.example/callback'], token_endpoint_auth_method: 'none' }),
  });
  expect([answer.status, JSON.stringify(await answer.json())]).toEqual([400, expect.stringContaining('this machine')]);
});

test.each([
  ['a page of another site', { origin: 'https://evil.example' }, 403],
  ['the cookie of a session in place of a token', { cookie: '__Host-session=x' }, 401],
  ['a token that nobody signed', { authorization: 'Bearer e30.e30.' }, 401],
  ['another way to authorize', { authorization: 'Basic YTpi' }, 401],
])('%s is refused', async (_, headers, status) => {
  const { origin } = await served();
  const answer = await fetch(`${origin}/mcp`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(status);
});
