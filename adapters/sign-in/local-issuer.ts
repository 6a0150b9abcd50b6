// An issuer on this machine whose people sign in by choosing their name: for the sample, and never on a deployment.
import { createHash, generateKeyPair } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import type { Provider } from 'oidc-provider';
import type { AskedResource, LocalPerson } from './local-provider.ts';

export interface LocalIssuer {
  /** Below the path of the issuer. @returns `false` for a request that is not for it */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export const localClient = 'access-review';

export interface LocalIssuerOptions {
  /** `http://localhost:8484/issuer` */
  readonly issuer: string;
  readonly redirectUri: string;
  readonly people: () => Promise<readonly LocalPerson[]>;
  readonly asked: AskedResource;
}

/** What answers is loaded while whoever opened the portal is on the way to it: it takes as long as the portal itself. */
export function localIssuer(options: LocalIssuerOptions): LocalIssuer {
  const { issuer, redirectUri, people } = options;
  const path = new URL(issuer).pathname;
  const provider = loadedProvider(options);
  // Whoever asks is told, and until then it ends nothing.
  provider.catch(() => undefined);
  // Browsers hold the redirect that follows a form to this too: to the portal, and to a program on this machine.
  const formsLeadTo = ["'self'", new URL(redirectUri).origin, 'http://localhost:*', 'http://127.0.0.1:*'];
  const say: Saying = (response, status, html) => answer(response, { status, html, formsLeadTo });
  return {
    handle(request, response) {
      const { url = '' } = request;
      if (!url.startsWith(`${path}/`)) return false;
      const done = url.startsWith(`${path}/choose/`)
        ? choose(request, response, { provider, people, say })
        : answerByProvider(request, response, { provider, path });
      done.catch(async () => {
        const [{ status }] = await Promise.allSettled([provider]);
        if (response.headersSent) return;
        if (status === 'fulfilled') say(response, 400, 'This sign-in is over. Begin it again.');
        else say(response, 500, notLoaded);
      });
      return true;
    },
  };
}

const notLoaded =
  'Nobody can sign in: the issuer could not be loaded. Install the packages, and start the portal again.';

async function loadedProvider(options: LocalIssuerOptions): Promise<Provider> {
  const [key, { localProvider }] = await Promise.all([signingKey(), import('./local-provider.ts')]);
  const { people, ...others } = options;
  const called = async (id: string): Promise<LocalPerson | undefined> => personCalled(id, people);
  return localProvider({ ...others, clientId: localClient, personCalled: called, signingKey: key });
}

async function personCalled(id: string, people: LocalIssuerOptions['people']): Promise<LocalPerson | undefined> {
  return (await people()).find(({ email }) => email === id);
}

type Saying = (response: ServerResponse, status: number, html: string) => void;

interface Choosing {
  readonly provider: Promise<Provider>;
  readonly people: LocalIssuerOptions['people'];
  readonly say: Saying;
}

async function choose(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, people, say }: Choosing,
): Promise<void> {
  if (request.method === 'POST') {
    const form = await formIn(request);
    if (form === null) return say(response, 413, 'More than a name was sent.');
    const accountId = form.get('person') ?? '';
    if ((await personCalled(accountId, people)) === undefined) return say(response, 400, 'Nobody of that name.');
    // Who chooses a name for a program agrees that it asks in that name.
    const result = { login: { accountId, remember: false }, consent: {} };
    return (await provider).interactionFinished(request, response, result);
  }
  await (await provider).interactionDetails(request, response);
  return say(response, 200, choosePage(await people()));
}

/** An address has 320 characters at most, each of which takes nine when it is encoded. */
const longestForm = 4096;

/** Any page that is open in the browser may send something here: no more of it is kept. @returns `null` where it is more */
async function formIn(request: IncomingMessage): Promise<URLSearchParams | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Whoever sent too much is told, so the connection stays when the rest is left unread.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const piece of body) {
    length += piece.length;
    if (length > longestForm) return null;
    pieces.push(piece);
  }
  return new URLSearchParams(Buffer.concat(pieces).toString());
}

async function answerByProvider(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, path }: { readonly provider: Promise<Provider>; readonly path: string },
): Promise<void> {
  const { url = '' } = request;
  const callback = (await provider).callback();
  await callback(Object.assign(request, { originalUrl: url, url: url.slice(path.length) }), response);
}

async function signingKey(): Promise<object> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };
}

interface Said {
  readonly status: number;
  readonly html: string;
  readonly formsLeadTo: readonly string[];
}

function answer(response: ServerResponse, { status, html, formsLeadTo }: Said): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleDigest}'; form-action ${formsLeadTo.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(html);
}

const style = [
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}',
  'main{max-width:36rem;margin:10vh auto;padding:0 1rem}',
  'ul{list-style:none;margin:1.5rem 0;padding:0}',
  'li{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;padding:.75rem 0;border-top:1px solid #8884}',
  'button{font:inherit;font-weight:600;min-width:12rem;padding:.5rem 1rem;border:2px solid #006ce0;border-radius:1.25rem;background:none;color:inherit;cursor:pointer}',
  'button:hover,button:focus-visible{background:#006ce0;color:#fff}',
  'small{overflow-wrap:anywhere}',
].join('');
const styleDigest = createHash('sha256').update(style).digest('base64');

function choosePage(people: readonly LocalPerson[]): string {
  const buttons = people.map(
    ({ email, name, groups }) =>
      `<li><button name="person" value="${escaped(email)}">${escaped(name)}</button> <small>${escaped(email)}<br>${escaped(groups.join(', '))}</small></li>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title><style>${style}</style><main><h1>Who are you?</h1><p>This issuer runs on this machine and asks for no password. It is for trying the review out.</p><form method="post"><ul>${buttons.join('')}</ul></form></main></html>`;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
