// The issuer on this machine: people choose their name, and what it says of them is taken like that of any issuer.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localClient, localIssuer } from '../../../adapters/sign-in/local-issuer.ts';
import type { LocalPerson } from '../../../adapters/sign-in/local-provider.ts';
import { oidcSignIn } from '../../../adapters/sign-in/oidc.ts';
import type { Challenge } from '../../../core/ports/sign-in.ts';
import { msOf } from '../../../core/values/instant.ts';
import { given } from '../../support/given.ts';
import { aBrowser } from '../../support/servers/browser.ts';

const ann: LocalPerson = { email: 'ann@acme.com', name: 'Ann <b>', groups: ['reviewer'] };

async function anIssuerFor(people: readonly LocalPerson[]) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the issuer has no port');
  const origin = `http://localhost:${bound.port}`;
  const [issuer, redirectUri] = [`${origin}/issuer`, `${origin}/auth/callback`];
  const local = localIssuer({
    issuer,
    redirectUri,
    people: async () => people,
    asked: { address: `${origin}/mcp`, scope: 'ask' },
  });
  server.on('request', (request, response) => {
    if (!local.handle(request, response)) response.writeHead(404).end();
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = { clientId: localClient, clientSecret: null, claim: 'groups' };
  return { origin, signIn: oidcSignIn({ ...client, issuer, redirectUri }) };
}

describe('the local issuer', () => {
  test('shows who there is, without a script, and signs in whoever is chosen', async () => {
    const { origin, signIn } = await anIssuerFor([ann]);
    const challenge: Challenge = { ...(await signIn.begin()), fresh: true };
    const browser = aBrowser();
    const choosing = await browser(await signIn.address(challenge));
    expect(choosing.headers.get('content-security-policy')).toContain("default-src 'none'");
    // Chromium holds the redirects that follow the form to it: to the portal, and to programs on this machine.
    const forms = `form-action 'self' ${origin} http://localhost:* http://127.0.0.1:*;`;
    expect(choosing.headers.get('content-security-policy')).toContain(forms);
    expect(choosing.page).toContain('Ann &lt;b>');
    const { at } = await browser(choosing.at, { person: ann.email });
    const person = given(await signIn.complete(new URL(at), challenge));
    expect(person).toMatchObject({ email: ann.email, name: ann.name, groups: ['reviewer'] });
    expect(Math.abs(msOf(person.authTime) - Date.now())).toBeLessThan(60_000);
  });

  test('takes a code once: an answer that is replayed is refused', async () => {
    const { signIn } = await anIssuerFor([ann]);
    const challenge: Challenge = { ...(await signIn.begin()), fresh: false };
    const browser = aBrowser();
    const choosing = await browser(await signIn.address(challenge));
    const { at } = await browser(choosing.at, { person: ann.email });
    given(await signIn.complete(new URL(at), challenge));
    expect(await signIn.complete(new URL(at), challenge)).toMatchObject({ kind: 'refused' });
  });

  test('signs nobody in who is not on its list', async () => {
    const { signIn } = await anIssuerFor([ann]);
    const browser = aBrowser();
    const choosing = await browser(await signIn.address({ ...(await signIn.begin()), fresh: false }));
    expect((await browser(choosing.at, { person: 'mallory@acme.com' })).status).toBe(400);
  });

  test('asks again for a fresh sign-in, although somebody is signed in there', async () => {
    const { signIn } = await anIssuerFor([ann]);
    const browser = aBrowser();
    const first = await browser(await signIn.address({ ...(await signIn.begin()), fresh: false }));
    await browser(first.at, { person: ann.email });
    const again = await browser(await signIn.address({ ...(await signIn.begin()), fresh: true }));
    expect(again.page).toContain('Who are you?');
  });
});
