// The company's issuer on this machine, over TLS, and a browser that signs people in at it by the portal's own addresses.
import { once } from 'node:events';
import { createServer, request as ask } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { localIssuer } from '../../../adapters/sign-in/local-issuer.ts';
import type { LocalPerson } from '../../../adapters/sign-in/local-issuer.ts';
import { localhostIdentity } from '../../support/server-identity.ts';
import type { Network } from './network.ts';

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
  // What programs ask for, which nobody does here.
  const asked = { address: `${new URL(redirectUri).origin}/mcp`, scope: 'ask' };
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
  const { cert } = await localhostIdentity();
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) };
  const asking = ask(address, { ca: cert, method: body === undefined ? 'GET' : 'POST', headers });
  asking.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve).once('error', reject);
  });
  const said = await text(response);
  if (response.headers.location === undefined) throw new Error(`the issuer answers ${response.statusCode}: ${said}`);
  for (const set of response.headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    jar.set(name, value);
  }
  const { location } = response.headers;
  return { location: location === undefined ? undefined : new URL(location, address).href };
}
