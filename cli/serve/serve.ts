// The command `serve`: the portal on this machine, on the embedded home, until it is stopped.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../../core/config/config.ts';
import { isHttpsOrLoopback } from '../../core/values/addresses.ts';
import { all, ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { databaseName, openHome, openReading } from '../../homes/laptop.ts';
import { latestConfig } from '../../homes/laptop-portal.ts';
import { securityHeaders } from '../../portal/app.ts';
import { readConfig } from '../terminal/files.ts';
import { refusalsIn } from '../terminal/hindered.ts';
import { tellOlderDatabase, tellWait } from '../terminal/home.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { pagesReady } from './build-pages.ts';
import {
  expectingMore,
  host,
  isOfApp,
  notReading,
  signInByName,
  turnAway,
  turnAwayUnread,
  turnedAway,
} from './door.ts';
import { sendPage } from './pages.ts';
import { servedPortal } from './served-portal.ts';
import type { ServedPortal } from './served-portal.ts';

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
  const home = await openHome(options.home, { onWait: tellWait(terminal), aside: true });
  const reading = await openReading();
  try {
    await tellOlderDatabase(home, terminal);
    const latest = latestConfig(home);
    const config = async (): Promise<Config | null> => asked.value.config ?? latest();
    const first = await config();
    if (first === null) return refuse(terminal, [noConfiguration(options)]);
    const unnamed = clientUnnamed(asked.value.issuer, first);
    if (unnamed !== null) return refuse(terminal, [unnamed]);
    const unbuilt = await pagesReady((text) => terminal.err(`${text}\n`));
    if (unbuilt !== null) terminal.err(`${unbuilt}\n`);
    const server = createServer();
    const port = await listening(server, options.port);
    if (port.kind === 'refused') return refuse(terminal, port.refusals);
    const origin = `http://${host}:${port.value}`;
    const portal = servedPortal({
      home,
      reading,
      origin,
      issuer: asked.value.issuer,
      first,
      config: async () => (await config()) ?? first,
      // Errors are told in the answer too, because the person at the portal is the operator of this machine.
      report: (error) => {
        terminal.err(`${errorText(error)}\n`);
        return refusalsIn(error);
      },
    });
    answerAt(server, port.value, portal);
    terminal.out(`The portal is at ${origin}, on the home ${options.home}. Stop it with Ctrl+C.`);
    if (portal.localIssuer !== null)
      terminal.out('People sign in by choosing their name, without a password; decisions say "asserted".');
    await stopped(server, stop);
    return exitCodes.done;
  } finally {
    await reading.scratch.close();
    home.close();
  }
}

/** @returns the port, which is another than asked for where that was 0 */
async function listening(server: Server, asked: string): Promise<Result<number>> {
  server.listen(Number(asked), '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    return refused({
      what: 'port not free',
      where: `--port ${asked}`,
      found: error instanceof Error ? error.message : 'it cannot be opened',
      expected: 'a port that no other program listens on',
    });
  }
  const address = server.address();
  return ok(typeof address === 'object' && address !== null ? address.port : Number(asked));
}

function answerAt(server: Server, port: number, { answer, localIssuer }: ServedPortal): void {
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  server.on('clientError', turnAwayUnread);
  server.on('checkExpectation', (request, response) => turnAway(expectingMore(request), response, securityHeaders));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const away = turnedAway(request, port);
    if (away !== null) return turnAway(away, response, securityHeaders);
    if (localIssuer?.handle(request, response) === true) return;
    const byName = signInByName(request, port);
    if (byName !== null) return void response.writeHead(302, { ...securityHeaders, location: byName }).end();
    if (isOfApp(path)) return void listener(request, response);
    const unread = notReading(request);
    if (unread !== null) turnAway(unread, response, securityHeaders);
    else void sendPage(path, response, securityHeaders);
  });
}

interface Asked {
  readonly issuer: string | null;
  readonly config: Config | null;
}

async function askedOf({ home, port, issuer, config }: ServeOptions): Promise<Result<Asked>> {
  const asked = all({
    port: portArgument(port),
    issuer: issuer === undefined ? ok(null) : issuerArgument(issuer),
    config: config === undefined ? ok(null) : await readConfig(config),
    home: config === undefined ? usedHome(home) : ok(home),
  });
  return asked.kind === 'refused' ? asked : ok({ issuer: asked.value.issuer, config: asked.value.config });
}

function portArgument(port: string): Result<number> {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return ok(Number(port));
  return refused({
    what: 'no port',
    where: '--port',
    found: port,
    expected: 'a number from 0 to 65535; 0 for a free one',
  });
}

function issuerArgument(issuer: string): Result<string> {
  if (isHttpsOrLoopback(issuer)) return ok(issuer);
  return refused({
    what: 'no address of an issuer',
    where: '--issuer',
    found: issuer,
    expected: 'an https address, such as https://acme.okta.com',
  });
}

function usedHome(home: string): Result<string> {
  if (existsSync(join(home, databaseName))) return ok(home);
  return refused({
    what: 'no home',
    where: `--home ${home}`,
    found: `no ${databaseName}`,
    expected: 'the home of an earlier access-review run, or --config for a new one',
  });
}

/** Nobody can sign in at an issuer without the id of a client, and nobody is let in by a name where one is named. */
function clientUnnamed(issuer: string | null, { portal }: Config): Refusal | null {
  if (portal?.clientId !== undefined || (issuer === null && portal?.issuer === undefined)) return null;
  return {
    what: 'issuer without a client',
    where: issuer === null ? 'portal.issuer' : '--issuer',
    found: 'no portal.clientId in the configuration',
    expected: 'portal.clientId, and roles by group in portal.roles',
  };
}

function noConfiguration({ home }: ServeOptions): Refusal {
  return {
    what: 'no configuration',
    where: `--home ${home}`,
    found: 'no accepted run, and no --config',
    expected: '--config review.json, or a home with a run: npm start makes .access-review/sample',
  };
}

/**
 * How long answers under way may take once the portal is stopped: streams and slow clients would never end by
 * themselves.
 */
const graceMs = 5000;
const lookEveryMs = 50;

/**
 * Waits until the portal is stopped. Answers under way are finished, so that whoever decided something hears that it is
 * recorded.
 */
async function stopped(server: Server, stop: AbortSignal | undefined): Promise<void> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => {
    const end = (): void => {
      // Browsers open connections ahead, on which nothing was asked yet. Node does not count these as idle.
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      // A connection that is kept for the next request is closed once its answer is out.
      const answered = setInterval(() => server.closeIdleConnections(), lookEveryMs);
      server.close(() => {
        clearTimeout(late);
        clearInterval(answered);
        resolve();
      });
    };
    if (stop === undefined) onSignal(end);
    else if (stop.aborted) end();
    else stop.addEventListener('abort', end, { once: true });
  });
}

/**
 * Calls `end` at the first signal. A second one is ignored at first, because npm sends on a Ctrl+C that reached this
 * program already. After the time for a clean end, a signal ends the process at once.
 */
function onSignal(end: () => void): void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let isEnding = false;
  const take = (): void => {
    if (isEnding) return;
    isEnding = true;
    end();
    setTimeout(() => {
      for (const signal of signals) process.off(signal, take);
    }, graceMs).unref();
  };
  for (const signal of signals) process.on(signal, take);
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'something unexpected';
}
