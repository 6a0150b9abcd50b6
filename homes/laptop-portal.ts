// What the portal needs on a laptop, put together: the embedded home, an issuer, and runs beside the requests.
import { randomUUID } from 'node:crypto';
import { localClient, localIssuer } from '../adapters/sign-in/local-issuer.ts';
import { accessTokens } from '../adapters/sign-in/access-token.ts';
import type { LocalIssuer } from '../adapters/sign-in/local-issuer.ts';
import type { LocalPerson } from '../adapters/sign-in/local-provider.ts';
import { oidcSignIn } from '../adapters/sign-in/oidc.ts';
import type { Config } from '../core/config/config.ts';
import type { Objects } from '../core/ports/objects.ts';
import type { AccessTokens, SignIn } from '../core/ports/sign-in.ts';
import type { Runs } from '../core/ports/stores.ts';
import type { Instant } from '../core/values/instant.ts';
import { canonicalLogin } from '../core/values/login.ts';
import { inTurn } from '../steps/in-turn.ts';
import { storedRuns } from '../steps/run/stored-runs.ts';
import type { StoredRun } from '../steps/run/stored-runs.ts';
import type { RunStarter, StartedRun } from '../steps/show/started-run.ts';
import { askedAt } from './assistants.ts';
import type { RunDependencies } from './laptop-run.ts';
import { systemClock } from './laptop.ts';

/**
 * The configuration that the latest accepted run used, read again when another run was accepted; `null` in a home without
 * one.
 */
export function latestConfig(home: { readonly objects: Objects; readonly runs: Runs }): () => Promise<Config | null> {
  let known: StoredRun | undefined;
  return async () => {
    const latest = (await storedRuns(home).accepted()).at(-1);
    const run = latest?.record.id === known?.record.id ? known : latest;
    const config = await run?.config();
    known = run;
    return config ?? null;
  };
}

export interface LocalSignIn {
  readonly signIn: SignIn;
  readonly issuer: LocalIssuer;
  readonly tokens: AccessTokens;
}

/** The scope of tokens of the issuer on this machine, where nobody configures one. */
const localScope = 'access-review.read';

/** @param origin `http://localhost:8484` */
export function openLocalSignIn(origin: string, people: () => Promise<readonly LocalPerson[]>): LocalSignIn {
  const [issuer, redirectUri] = [`${origin}/issuer`, `${origin}/auth/callback`];
  const asked = { address: askedAt(origin), scope: localScope };
  return {
    issuer: localIssuer({ issuer, redirectUri, people, asked }),
    tokens: accessTokens({ issuer, audience: asked.address, scope: asked.scope, claim: 'groups', clock: systemClock }),
    signIn: oidcSignIn({ issuer, redirectUri, clientId: localClient, clientSecret: null, claim: 'groups' }),
  };
}

/** The company's own issuer; its secret comes from the environment, as all credentials do. */
export function openCompanySignIn(asked: {
  readonly issuer: string;
  readonly clientId: string;
  readonly claim: string;
  readonly origin: string;
}): SignIn {
  const { origin, ...options } = asked;
  const clientSecret = process.env['PORTAL_CLIENT_SECRET']?.trim() ?? '';
  return oidcSignIn({
    ...options,
    clientSecret: clientSecret === '' ? null : clientSecret,
    redirectUri: `${origin}/auth/callback`,
  });
}

/** Everybody whom the configuration or the latest review gives something to do, and an auditor. */
export async function localPeople(
  { reviewers }: Pick<Config, 'reviewers'>,
  assigned: readonly string[],
): Promise<readonly LocalPerson[]> {
  const groups = new Map<string, Set<string>>();
  const give = (address: string | null | undefined, ...given: readonly string[]): void => {
    const login = canonicalLogin(address ?? '');
    if (login === null || !login.includes('@')) return;
    groups.set(login, new Set([...(groups.get(login) ?? []), ...given]));
  };
  give(reviewers.controlOwner, 'control-owner', 'reviewer');
  give(reviewers.fallback, 'admin', 'reviewer');
  for (const reviewer of assigned) give(reviewer, 'reviewer');
  const domain = [...groups.keys()][0]?.split('@')[1] ?? 'localhost.example';
  give(`auditor@${domain}`, 'auditor');
  if (groups.size === 1) give(`administrator@${domain}`, 'admin', 'reviewer');
  return [...groups].map(([email, given]) => ({ email, name: nameOf(email), groups: [...given] }));
}

/** @example nameOf('isla.thornbury@acme.com') // 'Isla Thornbury' */
function nameOf(email: string): string {
  const [local = ''] = email.split('@');
  return local
    .split(/[._-]/)
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join(' ');
}

/**
 * Starts runs, one at a time: a second one would read the same directories at the same moment. What the same person asks
 * for again while it runs is that run: a browser or a proxy may send a request twice.
 */
export function runStarter(home: RunDependencies): RunStarter {
  const started = new Map<string, StartedRun>();
  const underWay = new Map<string, string>();
  const turn = inTurn();
  return {
    started: () => [...started.values()].toReversed(),
    async start(asked) {
      const wanted = JSON.stringify([asked.by, asked.export, asked.leavers]);
      const before = started.get(underWay.get(wanted) ?? '');
      if (before !== undefined) return { kind: 'ok', value: before };
      const waiting = waitingRun(asked.by, home.clock.now());
      const { id } = waiting;
      underWay.set(wanted, id);
      const tell = (change: Partial<StartedRun>): void =>
        void started.set(id, { ...(started.get(id) ?? waiting), ...change });
      tell({});
      void turn(async () => {
        try {
          const { runOfUploads } = await import('./laptop-run.ts');
          tell(await runOfUploads(home, asked, (stage) => tell({ stage })));
        } catch (error) {
          tell(endedEarly(error));
        }
        underWay.delete(wanted);
      });
      return { kind: 'ok', value: waiting };
    },
  };
}

function waitingRun(startedBy: string, startedAt: Instant): StartedRun {
  const nothingYet = { run: null, period: null, refusals: [] };
  return { id: randomUUID(), startedBy, startedAt, state: 'running', stage: 'Waiting', ...nothingYet };
}

/** Nobody waits for the answer, so an error that nobody expected is told where the runs are listed. */
function endedEarly(error: unknown): Partial<StartedRun> {
  const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const refusal = { what: 'run ended early', where: 'run', found, expected: 'a run to its end; start it again' };
  return { state: 'failed', stage: 'Failed', refusals: [refusal] };
}
