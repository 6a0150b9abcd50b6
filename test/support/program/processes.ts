// Other processes that run our own programs, and are killed without warning.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a program that tells each of its steps in a line, and kills it once it has told `lines` of them. */
export async function killAfter(lines: number, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<unknown>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  let told = 0;
  for await (const _line of createInterface(child.stdout)) {
    told += 1;
    if (told === lines) child.kill('SIGKILL');
  }
  if ((await ended) !== 'SIGKILL') throw new Error(`${program} ended by itself after ${told} lines`);
}
