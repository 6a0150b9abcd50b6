// Runs a program in a process of its own and tells what it cost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

export const usageSchema = z.object({ cpuSeconds: z.number(), peakMb: z.number() });
export type Usage = z.infer<typeof usageSchema>;

export async function measure(program: string, ...args: readonly string[]): Promise<Usage> {
  return measureWith([], program, ...args);
}

const entry = fileURLToPath(new URL('../../cli/access-review.js', import.meta.url));

/** The options of Node that the entry of the program sets in its first line. */
export async function optionsOfEntry(): Promise<readonly string[]> {
  return (await readFile(entry, 'utf8')).match(/--[a-z-]+=\d+/g) ?? [];
}

/** @param args a command of the program */
export async function measureReview(...args: readonly string[]): Promise<Usage> {
  return measureWith(await optionsOfEntry(), entry, ...args);
}

/** @param options of Node itself */
async function measureWith(options: readonly string[], program: string, ...args: readonly string[]): Promise<Usage> {
  return measureNode(...options, program, ...args);
}

/** @param args as Node itself takes them */
export async function measureNode(...args: readonly string[]): Promise<Usage> {
  const preload = fileURLToPath(new URL('usage.js', import.meta.url));
  return measured(process.execPath, ['--import', preload, ...args]);
}

/** @param command a program that tells its usage itself, on the third channel */
export async function measured(command: string, args: readonly string[]): Promise<Usage> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const pipe = child.stdio[3];
  if (pipe === null || pipe === undefined) throw new Error('the measured program has no pipe to tell its usage on');
  const [told, [exit]] = await Promise.all([text(pipe as Readable), once(child, 'exit')]);
  if (exit !== 0) throw new Error(`${[command, ...args].join(' ')} ended with exit ${exit}`);
  return usageSchema.parse(JSON.parse(told));
}

/**
 * Runs the programs in turns and takes the median of each, so that other work of the machine falls on all of them
 * alike.
 */
export async function medians(
  rounds: number,
  programs: Readonly<Record<string, () => Promise<Usage>>>,
): Promise<Readonly<Record<string, Usage>>> {
  const runs: Record<string, Usage[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(programs)) runs[name] = [...(runs[name] ?? []), await run()];
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, usages]) => [
      name,
      {
        cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
        peakMb: median(usages.map(({ peakMb }) => peakMb)),
      },
    ]),
  );
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
