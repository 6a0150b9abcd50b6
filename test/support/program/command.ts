// The command line as an operator meets it: the program, in a folder of its own. To start a process and to load and
// compile the program takes ten times as long as most commands of tests, so commands run one after the other in a warm
// process. Tests about the process itself (when it is killed, what several do at once, what it reads from stdin) start
// their own.
import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { bundledProgram, delivered } from './program.ts';

/** Where the scratch of our processes goes, below the folder they run in. */
export const scratchFolder = 'tmp';

export interface Outcome {
  /** `null` for a process that was killed. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** Where, and with what, a command is started. */
export interface Surroundings {
  readonly folder: string;
  /** Nothing else of the tester's surroundings reaches the command, credentials least of all. */
  readonly env?: object;
  /** The program to start; by default the bundled one, which starts sooner. */
  readonly program?: string;
}

/** The environment by which processes share compiled code: dozens of them would compile the program again. */
export function compiled(): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: inject('compiled') };
}

export async function startCommand(
  { folder, env = {}, program }: Surroundings,
  args: readonly string[],
): Promise<Started> {
  const scratch = join(folder, scratchFolder);
  await mkdir(scratch, { recursive: true });
  return spawn(process.execPath, [program ?? (await bundledProgram()), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { TMPDIR: scratch, ...compiled(), ...env },
  });
}

export async function ended(child: Started): Promise<Outcome> {
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [exit, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { exit, stdout, stderr };
}

/** What a warm process is asked to carry out. */
export interface Asked {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** @example (await command(folder, ['run', '--help'])).exit // 0 */
export async function command(folder: string, args: readonly string[], env: object = {}): Promise<Outcome> {
  const TMPDIR = join(folder, scratchFolder);
  await mkdir(TMPDIR, { recursive: true });
  return inTurn(async () => carriedOut({ folder, env: { TMPDIR, ...env }, args }));
}

/** The same in a process of its own: for what several do at once. */
export async function ownCommand(folder: string, args: readonly string[], env: object = {}): Promise<Outcome> {
  return ended(await startCommand({ folder, env }, args));
}

/** The same by the program as it is delivered. */
export async function deliveredCommand(folder: string, args: readonly string[]): Promise<Outcome> {
  return ended(await startCommand({ folder, program: delivered }, args));
}

let turn: Promise<unknown> = Promise.resolve();

/** One command at a time, because a process has one folder and one environment. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const own = turn.then(work);
  // An error goes to whoever asked for the command; the next one begins all the same.
  turn = own.catch(() => undefined);
  return own;
}

let warm: ChildProcess | null = null;

async function carriedOut(asked: Asked): Promise<Outcome> {
  warm ??= await startWarm();
  const child = warm;
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => {
      warm = null;
      reject(new Error(`the program ended with ${code} in the midst of ${asked.args.join(' ')}`));
    };
    child.once('exit', gone);
    child.once('message', (outcome: Outcome) => {
      child.off('exit', gone);
      resolve(outcome);
    });
    child.send(asked);
  });
}

/** It ends with the process of the tests. */
async function startWarm(): Promise<ChildProcess> {
  const program = join(dirname(await bundledProgram()), 'program.mjs');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'warm-process.ts'), program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: compiled(),
  });
  child.unref();
  child.channel?.unref();
  return child;
}
