// The company's issuer on this machine, over TLS, and a browser that signs people in at it by the portal's own addresses.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { localIssuer } from '../../../../adapters/sign-in/local-issuer.ts';
import type { LocalPerson } from '../../../../adapters/sign-in/local-provider.ts';
import { programAddress } from '../../../portal/assistants/issuer-visit.ts';
import { localhostIdentity } from '../../../support/servers/server-identity.ts';
import type { Network } from './network.ts';

/** What programs ask for. */
export const askedScope = 'ask';

export interface Issuer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startIssuer(redirectUri: string, people: readonly LocalPerson[]): Promise<Issuer> {
  const identity = await localhostIdentity();
  const server = createServer(identity);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  const url = `https://localhost:${address.port}/issuer`;
  const asked = { address: `${new URL(redirectUri).origin}/mcp`, scope: askedScope };
  const issuer = localIssuer({ issuer: url, redirectUri, people: async () => people, asked });
  server.on('request', (request, response) => {
    if (!issuer.handle(request, response)) response.writeHead(404).end();
  });
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @returns the cookie of the session */
export async function signedIn(network: Network, person: string, fresh = false): Promise<string> {
  const begun = await network.fetch(`/auth/sign-in?return=/${fresh ? '&fresh=1' : ''}`, { redirect: 'manual' });
  const cookie = begun.headers.getSetCookie().find((one) => one.startsWith('__Host-sign-in='));
  if (begun.status !== 302) throw new Error(`no sign-in: ${begun.status} ${await begun.text()}`);
  const back = await chosen(begun.headers.get('location') ?? '', person);
  const { origin, pathname, search } = new URL(back);
  if (origin !== network.origin) throw new Error(`the issuer leads to ${back}`);
  const headers = { cookie: (cookie ?? '').split(';')[0] ?? '' };
  const done = await network.fetch(`${pathname}${search}`, { redirect: 'manual', headers });
  const session = done.headers.getSetCookie().find((one) => one.startsWith('__Host-session='));
  if (session === undefined) throw new Error(`no session: ${done.status} ${await done.text()}`);
  return session.split(';')[0] ?? '';
}

const tokenSchema = z.object({ access_token: z.string() });

/** As a program gets it in the name of a person: it registers itself, and the person chooses their name. */
export async function tokenOf({ url }: Issuer, { origin }: Network, person: string): Promise<string> {
  const json = { 'content-type': 'application/json' };
  const program = { redirect_uris: [programAddress], token_endpoint_auth_method: 'none' };
  const registered = await sent(`${url}/reg`, { body: JSON.stringify(program), headers: json });
  const { client_id: client } = z.parse(z.object({ client_id: z.string() }), JSON.parse(registered.said));
  const [verifier, resource] = ['v'.repeat(43), `${origin}/mcp`];
  const asked = new URLSearchParams({
    client_id: client,
    redirect_uri: programAddress,
    response_type: 'code',
    scope: askedScope,
    resource,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const back = new URL(await chosen(`${url}/auth?${asked.toString()}`, person));
  const given = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: programAddress,
    code: back.searchParams.get('code') ?? '',
    code_verifier: verifier,
    resource,
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const { said } = await sent(`${url}/token`, { body: given.toString(), headers: form });
  return z.parse(tokenSchema, JSON.parse(said)).access_token;
}

/** Chooses a name at the issuer. @returns where it leads back to */
async function chosen(address: string, person: string): Promise<string> {
  const jar = new Map<string, string>();
  const asked = await answered(address, { jar });
  const form = asked.location ?? '';
  const choice = await answered(form, { jar, body: new URLSearchParams({ person }).toString() });
  const resumed = await answered(choice.location ?? '', { jar });
  return resumed.location ?? '';
}

async function answered(
  address: string,
  { jar, body }: { readonly jar: Map<string, string>; readonly body?: string },
): Promise<{ readonly location: string | undefined }> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
  const { response, said } = await sent(address, { headers, ...(body === undefined ? {} : { body }) });
  if (response.headers.location === undefined) throw new Error(`the issuer answers ${response.statusCode}: ${said}`);
  for (const set of response.headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    jar.set(name, value);
  }
  const { location } = response.headers;
  return { location: location === undefined ? undefined : new URL(location, address).href };
}

async function sent(
  address: string,
  { body, headers }: { readonly body?: string; readonly headers: Readonly<Record<string, string>> },
): Promise<{ readonly response: IncomingMessage; readonly said: string }> {
  const { cert } = await localhostIdentity();
  const asking = ask(address, { ca: cert, method: body === undefined ? 'GET' : 'POST', headers });
  asking.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve).once('error', reject);
  });
  return { response, said: await text(response) };
}
