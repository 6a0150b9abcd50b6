// The command `serve`: the portal on this machine, on the embedded home, until it is stopped.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../../core/config/config.ts';
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import { lazy } from '../../steps/lazy.ts';
import { inTurn } from '../../steps/in-turn.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { databaseName, openHome, openReading, openVerifying, systemClock } from '../../homes/laptop.ts';
import {
  latestConfig,
  localPeople,
  openCompanySignIn,
  openLocalSignIn,
  runStarter,
} from '../../homes/laptop-portal.ts';
import { rolesIn } from '../../portal/api/access.ts';
import { openApi } from '../../portal/api/openapi.ts';
import { portalApp, securityHeaders } from '../../portal/app.ts';
import type { Ports } from '../../portal/api/ports.ts';
import { keptReviews } from '../../steps/kept-reviews.ts';
import type { IssueDependencies } from '../../steps/review/issue-report.ts';
import { lookAt } from '../../steps/show/look.ts';
import { documents } from '../terminal/documents.ts';
import { readConfig } from '../terminal/files.ts';
import { silentProgress } from '../terminal/progress.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { pagesReady } from './build-pages.ts';
import {
  expectingMore,
  host,
  isOfApp,
  isOfAssistants,
  notReading,
  turnAway,
  turnAwayUnread,
  turnedAway,
} from './door.ts';
import { sendPage } from './pages.ts';

export interface ServeOptions {
  readonly home: string;
  readonly port: string;
  readonly issuer?: string | undefined;
  readonly config?: string | undefined;
}

/** @param stop ends it; by default a signal does */
export async function serve(options: ServeOptions, terminal: Terminal, stop?: AbortSignal): Promise<ExitCode> {
  const asked = await askedOf(options);
  if (asked.kind === 'refused') return refuse(terminal, asked.refusals);
  const home = await openHome(options.home);
  const reading = await openReading();
  const verifyingInTurn = inTurn();
  const verifying = lazy(async () => openVerifying(reading));
  try {
    const latest = latestConfig(home);
    const config = async (): Promise<Config | null> => asked.value.config ?? latest();
    const first = await config();
    if (first === null)
      return refuse(terminal, [
        {
          what: 'no configuration',
          where: `--home ${options.home}`,
          found: 'no accepted run, and no --config',
          expected: '--config review.json, or a home with a run: npm start makes .access-review/sample',
        },
      ]);
    const unbuilt = await pagesReady((text) => terminal.err(`${text}\n`));
    if (unbuilt !== null) terminal.err(`${unbuilt}\n`);
    const server = createServer();
    server.listen(asked.value.port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      return refuse(terminal, [
        {
          what: 'port not free',
          where: `--port ${options.port}`,
          found: error instanceof Error ? error.message : 'it cannot be opened',
          expected: 'a port that no other program listens on',
        },
      ]);
    }
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : asked.value.port;
    const origin = `http://${host}:${port}`;
    const services = { ...home, ...reading, clock: systemClock, progress: silentProgress };
    const known = async (): Promise<Config> => (await config()) ?? first;
    const tool = toolVersion();
    const issuing = async (): Promise<IssueDependencies> => {
      const tested = await selfTested();
      if (tested.failures.length > 0) throw new Error(`the self-test failed: ${tested.failures.join('; ')}`);
      return { ...home, sealer: await home.sealer(), tool, selfTest: tested };
    };
    const kept = { reviews: keptReviews(home.reviews), kept: new Map(), looks: new Map() };
    const people = async (): ReturnType<typeof localPeople> => {
      const current = await known();
      const period = (await home.runs.list()).findLast(({ accepted }) => accepted)?.period;
      const review = period === undefined ? null : await lookAt({ ...home, ...kept }, period);
      const lines = review?.kind === 'ok' ? review.value.frozen.lines : [];
      return localPeople(current, [...new Set(lines.flatMap(({ reviewer }) => reviewer ?? []))]);
    };
    const issuer = asked.value.issuer ?? first.portal?.issuer ?? null;
    const clientId = first.portal?.clientId ?? null;
    const local = issuer === null || clientId === null ? openLocalSignIn(origin, people) : null;
    const signIn =
      local?.signIn ??
      openCompanySignIn({
        issuer: issuer ?? '',
        clientId: clientId ?? '',
        claim: first.portal?.claim ?? 'groups',
        origin,
      });
    const ports: Ports = {
      ...services,
      ...kept,
      signIn,
      origin,
      tool,
      issuing,
      openApi: () => JSON.stringify(openApi(tool.version)),
      config: known,
      // A name that was chosen without a password proves nothing, and the report says so.
      assurance: local === null ? 'oidc' : 'asserted',
      rolesOf: (groups) => rolesIn(groups, local === null ? first : null),
      fingerprint: async () => (await (await home.sealer()).certificate()).fingerprint,
      verifyReport: async (key) => {
        const { proveStored } = await import('../../steps/verify/prove-stored.ts');
        const { objects } = home;
        const proving = {
          ...(await verifying()),
          objects,
          progress: silentProgress,
          selfTest: await selfTested(),
          tool,
        };
        return verifyingInTurn(() => proveStored(proving, key));
      },
      runStarter: runStarter({ ...services, tool, config: known }),
    };
    const report = (error: unknown): void => terminal.err(`${errorText(error)}\n`);
    const app = portalApp(ports, report);
    // Loaded by the first program that asks: most people who open the portal have none.
    const assistants = lazy(async () => {
      const { serveAssistants } = await import('../../portal/assistants.ts');
      const { openCompanyTokens } = await import('../../homes/assistants.ts');
      const { rememberedRuns } = await import('../../steps/answer/answering.ts');
      const asked = portalApp(ports, report);
      const tokens = local?.tokens ?? openCompanyTokens({ portal: first.portal, issuer: issuer ?? '', origin });
      if (tokens === null) return asked;
      serveAssistants(asked, ports, {
        tokens,
        open: rememberedRuns(services),
        verifying: { ...(await verifying()), progress: silentProgress, selfTest: await selfTested(), tool },
        verifyingInTurn,
        documents: documents(),
      });
      return asked;
    });
    const answer = async (request: Request): Promise<Response> =>
      (isOfAssistants(new URL(request.url).pathname) ? await assistants() : app).fetch(request);
    const listener = getRequestListener(answer, { overrideGlobalObjects: false });
    server.on('clientError', turnAwayUnread);
    server.on('checkExpectation', (request, response) => turnAway(expectingMore(request), response, securityHeaders));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '/';
      const away = turnedAway(request, port);
      if (away !== null) return turnAway(away, response, securityHeaders);
      if (local?.issuer.handle(request, response) === true) return;
      if (isOfApp(path)) return void listener(request, response);
      const unread = notReading(request);
      if (unread !== null) turnAway(unread, response, securityHeaders);
      else void sendPage(path, response, securityHeaders);
    });
    terminal.out(`The portal is at ${origin}, on the home ${options.home}. Stop it with Ctrl+C.`);
    if (local !== null)
      terminal.out('People sign in by choosing their name, without a password; decisions say "asserted".');
    await stopped(server, stop);
    return exitCodes.done;
  } finally {
    await reading.scratch.close();
    home.close();
  }
}

interface Asked {
  readonly port: number;
  readonly issuer: string | null;
  readonly config: Config | null;
}

async function askedOf({ home, port, issuer, config }: ServeOptions): Promise<Result<Asked>> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return refused({
      what: 'no port',
      where: '--port',
      found: port,
      expected: 'a number from 0 to 65535; 0 for a free one',
    });
  if (config === undefined && !existsSync(join(home, databaseName)))
    return refused({
      what: 'no home',
      where: `--home ${home}`,
      found: `no ${databaseName}`,
      expected: 'the home of an earlier access-review run, or --config for a new one',
    });
  const read = config === undefined ? ok(null) : await readConfig(config);
  if (read.kind === 'refused') return read;
  if (issuer !== undefined && read.value !== null && read.value.portal?.clientId === undefined)
    return refused({
      what: 'issuer without a client',
      where: '--issuer',
      found: 'no portal.clientId in the configuration',
      expected: 'portal.clientId, and roles by group in portal.roles',
    });
  return ok({ port: Number(port), issuer: issuer ?? null, config: read.value });
}

async function selfTested(): Promise<SelfTest> {
  const { selfTest } = await import('../../core/findings/self-test/self-test.ts');
  return selfTest();
}

async function stopped(server: Server, stop: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    if (stop === undefined) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
    else if (stop.aborted) end();
    else stop.addEventListener('abort', end, { once: true });
  });
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'something unexpected';
}
