// A portal that assistants ask over HTTP, on this machine, and programs that ask it: for tests of what it answers them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import type { OAuthClientProvider } from '@modelcontextprotocol/client';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod/mini';
import { silentProgress } from '../../../cli/terminal/progress.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { selfTest } from '../../../core/findings/self-test/self-test.ts';
import { openLocalSignIn } from '../../../homes/laptop-portal.ts';
import { openVerifying } from '../../../homes/laptop.ts';
import type { Ports } from '../../../portal/api/ports.ts';
import { portalApp } from '../../../portal/app.ts';
import { serveAssistants } from '../../../portal/assistants.ts';
import { rememberedRuns } from '../../../steps/answer/answering.ts';
import { inTurn } from '../../../steps/in-turn.ts';
import { given } from '../../support/given.ts';
import { aPortal } from '../portal.ts';
import { chosenAt, programAddress } from './issuer-visit.ts';

/** A portal that is served on this machine, and is asked over HTTP. */
export interface Asked {
  readonly origin: string;
  readonly ports: Ports;
}

const people = [
  { email: 'auditor@acme.com', name: 'An Auditor', groups: ['auditor'] },
  { email: 'nobody@acme.com', name: 'Nobody', groups: [] },
];

/** A portal with its own issuer; nothing unexpected may have happened there when the test ends. */
export async function served(auditors: readonly object[] = []): Promise<Asked> {
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

/** The revisions of the protocol that a program may speak. */
export const revisions = [{ mode: { pin: '2026-07-28' } }, { mode: 'legacy' }] as const;

interface Visit {
  readonly person: string;
  readonly by?: (typeof revisions)[number];
}

/** A program to which this person gave a token. */
export async function connected(asked: Asked, visit: Visit): Promise<Client> {
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

interface WithToken extends Pick<Asked, 'ports'> {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A token that an auditor gave, as the headers of a request. */
export async function aToken(): Promise<WithToken> {
  const portal = await served();
  const { program } = await connectedProgram(portal, { person: 'auditor@acme.com' });
  const { access_token: token } = z.parse(z.object({ access_token: z.string() }), program.tokens());
  const accept = 'application/json, text/event-stream';
  const headers = { authorization: `Bearer ${token}`, accept, 'content-type': 'application/json' };
  return { address: `${portal.origin}/mcp`, headers, ports: portal.ports };
}
