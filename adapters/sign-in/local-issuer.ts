// An issuer on this machine whose people sign in by choosing their name: for the sample, and never on a deployment.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { errors, Provider } from 'oidc-provider';
import type { Context } from 'oidc-provider';

export interface LocalPerson {
  readonly email: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface LocalIssuer {
  /** Below the path of the issuer. @returns `false` for a request that is not for it */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export const localClient = 'access-review';

/** What programs ask in the name of a person, and with which scope. */
export interface AskedResource {
  /** `http://localhost:8484/mcp` */
  readonly address: string;
  readonly scope: string;
}

/** @param issuer `http://localhost:8484/issuer` */
export function localIssuer(options: {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly people: () => Promise<readonly LocalPerson[]>;
  readonly asked: AskedResource;
}): LocalIssuer {
  const { issuer, redirectUri, people, asked } = options;
  const path = new URL(issuer).pathname;
  const personCalled = async (id: string): Promise<LocalPerson | undefined> =>
    (await people()).find(({ email }) => email === id);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: localClient,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        require_auth_time: true,
      },
    ],
    adapter: MemoryRecords,
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      // An assistant on this machine registers itself; it can be answered on this machine alone.
      registration: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, address: string) => {
          if (address !== asked.address) throw new errors.InvalidTarget();
          return { scope: asked.scope, audience: address, accessTokenTTL: askedSeconds, accessTokenFormat: 'jwt' };
        },
      },
    },
    // Who registers says the scope, and that it would renew its tokens, which therefore are the issuer's too.
    scopes: ['openid', 'offline_access', asked.scope],
    extraClientMetadata: {
      properties: ['redirect_uris'],
      validator: (_context: unknown, _name: string, redirects: unknown) => onThisMachine(redirects, redirectUri),
    },
    extraTokenClaims: async (_context: unknown, { accountId }: { readonly accountId?: string }) =>
      accountId === undefined ? undefined : personCalled(accountId),
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `${path}/choose/${uid}` },
    ttl: {
      AccessToken: (_context: unknown, { resourceServer }: Token) => resourceServer?.accessTokenTTL ?? 60,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 12 * 3600,
    },
    loadExistingGrant: async (context: Context) => consent(context, asked),
    findAccount: async (_context: unknown, id: string) => {
      const person = await personCalled(id);
      if (person === undefined) return undefined;
      return { accountId: id, claims: () => ({ sub: id, email_verified: true, ...person }) };
    },
  });
  const callback = provider.callback();

  // Browsers hold the redirect that follows a form to this too: to the portal, and to a program on this machine.
  const formsLeadTo = ["'self'", new URL(redirectUri).origin, 'http://localhost:*', 'http://127.0.0.1:*'];
  const say = (response: ServerResponse, status: number, html: string): void =>
    answer(response, { status, html, formsLeadTo });

  const choose = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'POST') {
      const accountId = new URLSearchParams(await text(request)).get('person') ?? '';
      if ((await personCalled(accountId)) === undefined) return say(response, 400, 'Nobody of that name.');
      // Who chooses a name for a program agrees that it asks in that name.
      const result = { login: { accountId, remember: false }, consent: {} };
      return provider.interactionFinished(request, response, result);
    }
    await provider.interactionDetails(request, response);
    return say(response, 200, choosePage(await people()));
  };

  return {
    handle(request, response) {
      const { url = '' } = request;
      if (!url.startsWith(`${path}/`)) return false;
      const done = url.startsWith(`${path}/choose/`)
        ? choose(request, response)
        : callback(Object.assign(request, { originalUrl: url, url: url.slice(path.length) }), response);
      done.catch(() => {
        if (!response.headersSent) say(response, 400, 'This sign-in is over. Begin it again.');
      });
      return true;
    },
  };
}

/** How long a program may ask before the person is asked again. */
const askedSeconds = 3600;

interface Token {
  readonly resourceServer?: { readonly accessTokenTTL: number };
}

interface IssuerRecord extends Readonly<Record<string, unknown>> {
  readonly uid?: string;
  readonly grantId?: string;
}

/** What the issuer keeps, for as long as the process lives: its sessions are worth nothing afterwards. */
class MemoryRecords {
  static readonly #records = new Map<string, IssuerRecord>();
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  #key(id: string): string {
    return `${this.#kind} ${id}`;
  }

  async upsert(id: string, record: IssuerRecord): Promise<void> {
    MemoryRecords.#records.set(this.#key(id), record);
  }

  async find(id: string): Promise<IssuerRecord | undefined> {
    return MemoryRecords.#records.get(this.#key(id));
  }

  async findByUid(uid: string): Promise<IssuerRecord | undefined> {
    const own = [...MemoryRecords.#records].filter(([key]) => key.startsWith(this.#key('')));
    return own.find(([, record]) => record.uid === uid)?.[1];
  }

  async consume(id: string): Promise<void> {
    const record = await this.find(id);
    if (record !== undefined) await this.upsert(id, { ...record, consumed: true });
  }

  async destroy(id: string): Promise<void> {
    MemoryRecords.#records.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, record] of MemoryRecords.#records)
      if (record.grantId === grantId) MemoryRecords.#records.delete(key);
  }
}

/** @throws InvalidClientMetadata for a program that would have the answer sent elsewhere than here and to the portal */
function onThisMachine(redirects: unknown, portal: string): void {
  const all = Array.isArray(redirects) ? redirects.filter((one) => one !== portal) : [];
  if (all.every((one) => URL.canParse(String(one)) && ownHosts.has(new URL(String(one)).hostname))) return;
  throw new errors.InvalidClientMetadata('redirect_uris must lead to this machine');
}

const ownHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

async function consent({ oidc: { client, session, provider } }: Context, asked: AskedResource): Promise<unknown> {
  const [clientId, accountId] = [client?.clientId, session?.accountId];
  if (clientId === undefined || accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope(`openid email profile ${asked.scope}`);
  grant.addResourceScope(asked.address, asked.scope);
  await grant.save();
  return grant;
}

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
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
