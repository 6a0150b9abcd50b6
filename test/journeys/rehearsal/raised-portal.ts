// The portal of a deployment on this machine, with people who sign in to it, ask, decide and sign as the pages do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { localClient } from '../../../adapters/sign-in/local-issuer.ts';
import { periodOf } from '../../../core/config/calendar.ts';
import { instantFromMs } from '../../../core/values/instant.ts';
import { assemblyWith } from '../../support/aws/deployment/assemblies.ts';
import { sha256 } from '../../support/bytes.ts';
import { configOf, operator, startDirectories } from './company.ts';
import type { Directories } from './company.ts';
import { askedScope, signedIn, startIssuer } from './machine/issuer.ts';
import type { Issuer } from './machine/issuer.ts';
import { networkOf } from './machine/network.ts';
import type { Network } from './machine/network.ts';
import { startByHand } from './raised.ts';
import type { StartedOrder } from './raised.ts';
import { raiseStage } from './machine/stage.ts';
import type { Stage } from './machine/stage.ts';

const domain = 'review.acme.com';
export const calendar = { timeZone: 'UTC', fiscalYearStart: 1 };
export const { id: period, lastDay } = periodOf(instantFromMs(Date.now()), calendar);

export const jane = 'jane@acme.com';
export const owner = 'colleague-0@acme.com';
export const admin = 'colleague-1@acme.com';
export const auditor = 'colleague-2@acme.com';
const people = [
  { email: jane, name: 'Jane', groups: ['reviewer', 'admin'] },
  { email: owner, name: 'Owner', groups: ['reviewer', 'control-owner'] },
  { email: admin, name: 'Admin', groups: ['admin'] },
  { email: auditor, name: 'Auditor', groups: ['auditor'] },
];

export interface Asked {
  readonly by: string;
  /** What is written as JSON, or a file as it is. */
  readonly body?: object;
  readonly type?: string;
  readonly etag?: string;
}

/** Raises the stage with a portal; to synthesize it takes about thirty seconds. */
export async function raisePortal(): Promise<RaisedPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-portal-'));
  const directories = await startDirectories();
  const issuer = await startIssuer(`https://${domain}/auth/callback`, people);
  const config = join(folder, 'review.json');
  const roles = { admin: ['admin'], reviewer: ['reviewer'], 'control-owner': ['control-owner'], auditor: ['auditor'] };
  const own = {
    ...configOf(directories),
    reviewers: { fallback: jane, controlOwner: owner },
    portal: {
      address: `https://${domain}`,
      issuer: issuer.url,
      clientId: localClient,
      roles,
      assistants: { scope: askedScope },
    },
  };
  await writeFile(config, JSON.stringify(own));
  const assembly = join(folder, 'cdk.out');
  await assemblyWith(config, assembly, {
    name: 'rehearsal-portal',
    stage: 'rehearsal',
    context: { 'access-review': settings(config) },
    judged: false,
  });
  const secrets = { okta: { API_TOKEN: 'api-token-1' }, portal: {} };
  const caPem = directories.graph.caPem;
  const stage = await raiseStage({ assembly, stack: 'AccessReview-rehearsal', caPem, folder, secrets });
  return new RaisedPortal({ folder, stage, issuer, directories });
}

function settings(config: string): object {
  return {
    config,
    operators: [operator],
    review: 'cron(0 8 5 1,4,7,10 ? *)',
    watch: 'cron(0 6 * * ? *)',
    tick: 'cron(30 6 * * ? *)',
    credentials: { entra: { kind: 'federation', clientId: 'client-1' } },
    portal: { domain, certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d' },
  };
}

interface Parts {
  readonly folder: string;
  readonly stage: Stage;
  readonly issuer: Issuer;
  readonly directories: Directories;
}

export class RaisedPortal {
  readonly folder: string;
  readonly stage: Stage;
  readonly issuer: Issuer;
  readonly network: Network;
  readonly #directories: Directories;
  readonly #cookies = new Map<string, string>();

  constructor({ folder, stage, issuer, directories }: Parts) {
    this.folder = folder;
    this.stage = stage;
    this.issuer = issuer;
    this.network = networkOf(stage);
    this.#directories = directories;
  }

  async close(): Promise<void> {
    const { okta, graph } = this.#directories;
    await Promise.all([this.issuer, okta, graph, this.stage].map(async (one) => one.close()));
    await rm(this.folder, { recursive: true });
  }

  /** Somebody's session; a new one where they have to have signed in a moment ago. */
  async sessionOf(person: string, fresh = false): Promise<string> {
    const known = this.#cookies.get(person);
    const cookie = known === undefined || fresh ? await signedIn(this.network, person, fresh) : known;
    this.#cookies.set(person, cookie);
    return cookie;
  }

  /** As the pages ask: with the digest of the body, from their own origin. */
  async post(
    path: string,
    { by, body, etag, type = 'application/json' }: Asked,
    headers: object = {},
  ): Promise<Response> {
    const text = body instanceof Uint8Array ? new Uint8Array(body) : body === undefined ? '' : JSON.stringify(body);
    return this.network.fetch(path, {
      method: 'POST',
      ...(text === '' ? {} : { body: text }),
      headers: {
        cookie: await this.sessionOf(by),
        origin: this.network.origin,
        'sec-fetch-site': 'same-origin',
        'x-amz-content-sha256': sha256(text),
        ...(text === '' ? {} : { 'content-type': type }),
        ...(etag === undefined ? {} : { 'if-match': etag }),
        ...headers,
      },
    });
  }

  async get(path: string, by: string): Promise<Response> {
    return this.network.fetch(path, { headers: { cookie: await this.sessionOf(by) } });
  }

  async signs(by: string, as: string): Promise<z.infer<typeof signedSchema>> {
    await this.sessionOf(by, true);
    const overview = await this.get(`/api/periods/${period}`, by);
    const etag = overview.headers.get('etag') ?? '';
    const response = await this.post(`/api/periods/${period}/signatures`, { by, body: { stage: as }, etag });
    return told(signedSchema, response);
  }

  /** Every line of theirs that is not locked: joe and the ghost go, the others stay. */
  async decides(by: string): Promise<void> {
    const { lines } = await told(linesSchema, await this.get(`/api/periods/${period}/lines?mine=true`, by));
    const own = lines.filter(({ locked }) => locked === null);
    const decisions = own.map(({ login }) => ({
      login,
      decision: ['joe', 'ghost'].some((name) => login.startsWith(name)) ? 'revoke' : 'keep',
      until: null,
      reason: `looked at ${login}`,
    }));
    if (decisions.length > 0)
      await told(z.object({}), await this.post(`/api/periods/${period}/decisions`, { by, body: { decisions } }));
  }

  /** The notice of the bucket, carried to the function that starts runs. @returns what the durable function is started with */
  async askedFor(): Promise<StartedOrder> {
    const key = this.stage.s3.buckets.get(this.stage.bucket('Exports'))?.keys('asks/').at(-1);
    return startByHand(this.stage, { detail: { object: { key } } });
  }

  /** The notice of the bucket, carried to the function that judges uploads. */
  async landed(): Promise<void> {
    const bucket = this.stage.s3.buckets.get(this.stage.bucket('Exports'));
    const key = bucket?.keys('inbox/').at(-1) ?? '';
    const version = bucket?.versions(key).at(-1)?.id;
    await this.stage.invoke(this.stage.named('ingest-export'), { detail: { object: { key, 'version-id': version } } });
  }
}

const linesSchema = z.object({
  lines: z.array(z.object({ login: z.string(), locked: z.nullable(z.string()), mine: z.boolean() })),
});
const signedSchema = z.object({
  signature: z.object({ stage: z.string(), by: z.string(), assurance: z.string() }),
  final: z.boolean(),
  report: z.null(),
});

/** What was answered to what was taken. */
export async function told<Answer>(schema: z.ZodMiniType<Answer>, response: Response): Promise<Answer> {
  const text = await response.text();
  expect([200, 201, 202], text).toContain(response.status);
  return z.parse(schema, JSON.parse(text));
}
