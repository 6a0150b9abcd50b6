// What answers at the local issuer: oidc-provider, with the people of the review, and records that end with the process.
import { randomBytes } from 'node:crypto';
import { errors, Provider } from 'oidc-provider';
import type { Context } from 'oidc-provider';

export interface LocalPerson {
  readonly email: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** What programs ask in the name of a person, and with which scope. */
export interface AskedResource {
  /** `http://localhost:8484/mcp` */
  readonly address: string;
  readonly scope: string;
}

export interface LocalProviderOptions {
  /** `http://localhost:8484/issuer` */
  readonly issuer: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly personCalled: (id: string) => Promise<LocalPerson | undefined>;
  readonly asked: AskedResource;
  /** As a JWK, with what it is for. */
  readonly signingKey: object;
}

export function localProvider(options: LocalProviderOptions): Provider {
  const { issuer, redirectUri, clientId, personCalled, asked, signingKey } = options;
  const path = new URL(issuer).pathname;
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        require_auth_time: true,
      },
    ],
    adapter: MemoryRecords,
    jwks: { keys: [signingKey] },
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
