// `npm start`: the whole review of the sample, by the same commands that an operator types, in a home of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { instantText } from '../core/values/time-text.ts';
import { commands, started } from './commands.ts';
import type { SampleCommand } from './commands.ts';
import { configurationFile } from './world/company.ts';
import { startServers, surroundings } from './directories/servers.ts';
import type { Servers } from './directories/servers.ts';
import { quarters } from './world/time.ts';
import type { Quarter } from './world/time.ts';

const root = join(import.meta.dirname, '..');
const named = process.argv[2];
const home = named ?? join('.access-review', 'sample');
const markerName = 'made-by-npm-start.txt';
const markerText = 'This folder is made by `npm start` from the files in sample/. The next start removes it.\n';

/** Aborted by a signal. The command under way ends, no other begins, and the servers close as they always do. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

/** Removes only what an earlier start made. @returns `false` when something else is there */
function renewHome(folder: string): boolean {
  const marker = join(folder, markerName);
  if (existsSync(folder) && !existsSync(marker)) return false;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(marker, markerText);
  return true;
}

/** Writes the configuration of each review: the sample's own `review.json`, with the addresses of the servers. */
function writeConfigurations(folder: string, { addresses }: Servers): Record<Quarter['id'], string> {
  const write = (on: Quarter): string => {
    const path = join(folder, `review-${on.id}.json`);
    writeFileSync(resolve(root, path), configurationFile(on, addresses));
    return path;
  };
  const [first, second, present] = quarters;
  return { '2026-Q2': write(first), '2026-Q3': write(second), '2026-Q4': write(present) };
}

function shellText(args: readonly string[]): string {
  return args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ');
}

/** @returns the exit code */
async function perform(command: SampleCommand, env: NodeJS.ProcessEnv): Promise<number> {
  const { tells, args, shown, clock } = command;
  const when = clock === undefined ? '' : `, by a clock that shows ${instantText(clock)}`;
  process.stderr.write(`\n${tells}${when}\n$ npx access-review ${shellText(args)}\n`);
  // Only the result that the sample is started for goes to stdout.
  const stdout = shown ? 'inherit' : process.stderr.fd;
  const start = started(command);
  const child = spawn(process.execPath, start.args, {
    cwd: root,
    env: { ...env, ...start.env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  const end = (): void => void child.kill();
  stop.signal.addEventListener('abort', end);
  const [exit]: unknown[] = await once(child, 'close');
  stop.signal.removeEventListener('abort', end);
  return typeof exit === 'number' ? exit : 1;
}

/** @returns the exit code of the first command that did not end well, or 0 */
async function reviewSample(): Promise<number> {
  const folder = join(home, 'directories');
  const servers = await startServers(resolve(root, folder));
  try {
    const { graph, okta, contractors } = servers.addresses;
    process.stderr.write(`Entra answers at ${graph}, the two Okta orgs at ${okta} and ${contractors}.\n`);
    const configurations = writeConfigurations(folder, servers);
    const env = surroundings(servers);
    for (const command of commands(home, { kind: 'live', configurations })) {
      servers.turnTo(command.on);
      const exit = stop.signal.aborted ? 1 : await perform(command, env);
      if (exit !== 0) return exit;
    }
    return 0;
  } finally {
    await servers.close();
  }
}

const usage =
  'Usage: npm start [-- FOLDER], FOLDER being where the sample is reviewed; by default .access-review/sample\n';

if (named === '--help' || named === '-h') process.stdout.write(usage);
else if (named?.startsWith('-') === true) {
  // Hardly a folder that somebody means, and one so named is hard to be rid of.
  process.stderr.write(
    `${named} is no name of a folder here. A name that begins with - is written ./${named}\n${usage}`,
  );
  process.exitCode = 2;
} else if (renewHome(resolve(root, home))) {
  process.exitCode = await reviewSample();
  if (process.exitCode === 0)
    process.stderr.write(`\nOpen it in the browser: npx access-review ${shellText(['serve', '--home', home])}\n`);
} else {
  process.stderr.write(`${home} is there and was not made by npm start; move it away, or name another folder.\n`);
  process.exitCode = 2;
}
