// A connector at work against a stand-in: what it gave, what it asked, and how long it would have waited.
import { onTestFinished } from 'vitest';
import { openDirectory } from '../../../adapters/directories/open.ts';
import type { OpenDirectory } from '../../../adapters/directories/reading/opening.ts';
import { defaultLimits } from '../../../adapters/directories/reading/surroundings.ts';
import type { DirectoryEvent, Lent, Limits, Surroundings } from '../../../adapters/directories/reading/surroundings.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { DirectoryConfig } from '../../../core/config/directories/products.ts';
import type { DirectoryCredentials } from '../../../core/config/directories/products.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { countingIds } from '../ids.ts';
import { given } from '../given.ts';
import { trust } from '../servers/server-identity.ts';
import { clockAt } from '../time.ts';
import { startGraphStandIn } from './graph-stand-in.ts';
import type { GraphStandInOptions } from './graph-stand-in.ts';
import { startOktaStandIn } from './okta-stand-in.ts';
import type { OktaStandInOptions } from './okta-stand-in.ts';
import type { Ask, StandIn } from './stand-in.ts';

export interface Pulled {
  readonly identities: readonly Identity[];
  readonly header: SnapshotHeader;
  readonly requests: readonly Ask[];
  readonly mostAtOnce: number;
  /** The waits in milliseconds; nobody really waited. */
  readonly waits: readonly number[];
  readonly events: readonly DirectoryEvent[];
}

export interface PullOptions {
  readonly config?: object;
  readonly credentials?: DirectoryCredentials;
  readonly limits?: Partial<Limits>;
  readonly lent?: Lent;
}

export async function pullEntra(standIn: GraphStandInOptions, options: PullOptions = {}): Promise<Pulled> {
  return pulled(await openEntra(standIn, options));
}

export async function pullOkta(standIn: OktaStandInOptions, options: PullOptions = {}): Promise<Pulled> {
  return pulled(await openOkta(standIn, options));
}

async function pulled({ directory, server, around }: Opened): Promise<Pulled> {
  const given = await read(directory);
  const { requests, mostAtOnce } = server;
  return { ...given, requests, mostAtOnce: mostAtOnce(), waits: around.waits, events: around.events };
}

export interface Opened {
  readonly directory: OpenDirectory;
  readonly server: StandIn;
  readonly around: TestSurroundings;
}

export async function openEntra(standIn: GraphStandInOptions, options: PullOptions = {}): Promise<Opened> {
  const server = await startGraphStandIn(standIn);
  onTestFinished(server.close);
  trust(server.caPem);
  const config = configOf({
    id: 'entra',
    kind: 'entra',
    tenantId: standIn.seed.tenantId,
    appId: 'app-1',
    graphUrl: server.url,
    loginUrl: server.url,
    ...options.config,
  });
  const secret = { kind: 'entra-secret', clientId: 'client-1', clientSecret: 'secret-1' } as const;
  return opened(config, { credentials: secret, ...options }, server);
}

export async function openOkta(standIn: OktaStandInOptions, options: PullOptions = {}): Promise<Opened> {
  const server = await startOktaStandIn(standIn);
  onTestFinished(server.close);
  const config = configOf({ id: 'okta', kind: 'okta', orgUrl: server.url, appId: '0oa1', ...options.config });
  const apiToken = { kind: 'okta-token', apiToken: 'api-token-1' } as const;
  return opened(config, { credentials: apiToken, ...options }, server);
}

async function opened(
  config: DirectoryConfig,
  options: PullOptions & { readonly credentials: DirectoryCredentials },
  server: StandIn,
): Promise<Opened> {
  const around = testSurroundings(options.limits);
  const { credentials, lent } = options;
  const directory = await openDirectory({ config, credentials, around, ...(lent === undefined ? {} : { lent }) });
  return { directory: given(directory), server, around };
}

export interface TestSurroundings extends Surroundings {
  readonly waits: number[];
  readonly events: DirectoryEvent[];
}

/** Time that passes only while somebody waits. */
export function testSurroundings(limits: Partial<Limits> = {}): TestSurroundings {
  const waits: number[] = [];
  const events: DirectoryEvent[] = [];
  const startedAt = Date.now();
  return {
    clock: clockAt('2026-10-05T08:00:00Z'),
    ids: countingIds(),
    machine: {
      nowMs: () => startedAt + waits.reduce((sum, wait) => sum + wait, 0),
      sleep: async (ms) => {
        waits.push(ms);
      },
    },
    limits: { ...defaultLimits, timeoutMs: 2_000, ...limits },
    log: (event) => events.push(event),
    waits,
    events,
  };
}

async function read(directory: OpenDirectory): Promise<Pick<Pulled, 'identities' | 'header'>> {
  const identities: Identity[] = [];
  const pulling = directory.pull();
  for (;;) {
    const step = await pulling.next();
    if (step.done === true) return { identities, header: step.value };
    identities.push(step.value);
  }
}

/** A configuration needs a gate, whatever the directory of the test is. */
const someGate = { id: 'some-gate', kind: 'okta', orgUrl: 'https://gate.okta.example', appId: 'app' };

function configOf(directory: object): DirectoryConfig {
  const [config] = given(parseConfig({ directories: [directory, someGate] }, 'the test')).directories;
  if (config === undefined) throw new Error('the test configures no directory');
  return config;
}
