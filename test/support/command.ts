// The command line as an operator meets it: our own program, in a process and a folder of its own.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
  /** By default the program in a bundle, which starts sooner. */
  readonly program?: string;
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
    // The cache only spares the compiler: dozens of processes would compile the same files again.
    env: { TMPDIR: scratch, NODE_COMPILE_CACHE: join(inject('made'), 'compiled'), ...env },
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

/** @example (await command(folder, ['run', '--help'])).exit // 0 */
export async function command(folder: string, args: readonly string[], env: object = {}): Promise<Outcome> {
  return ended(await startCommand({ folder, env }, args));
}

/** The same by the program as it is delivered. */
export async function deliveredCommand(folder: string, args: readonly string[]): Promise<Outcome> {
  return ended(await startCommand({ folder, program: delivered }, args));
}
