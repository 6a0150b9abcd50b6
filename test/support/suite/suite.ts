// What a run of the suite begins and ends with: a folder for things that take long to make and that several test files
// use, for the scratch of all processes, and for compiled code.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { inMemory } from './memory.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder that is gone when the suite has run. */
    readonly made: string;
    /** Where compiled code is kept meanwhile, for processes whose whole environment a test names. */
    readonly compiled: string;
  }
}

export default function suite({ provide }: Pick<TestProject, 'provide'>): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'access-review-suite-'));
  const takeOut = inMemory(folder);
  const [made, scratch, compiled] = [join(folder, 'made'), join(folder, 'scratch'), join(folder, 'compiled')];
  for (const part of [made, scratch]) mkdirSync(part);
  // The workers and all that they start inherit these. Without them each command would look through what earlier runs
  // left in the machine's own folder for scratch, and threads and services would be compiled each time.
  Object.assign(process.env, { TMPDIR: scratch, NODE_COMPILE_CACHE: compiled });
  provide('made', made);
  provide('compiled', compiled);
  return () => {
    takeOut();
    rmSync(folder, { recursive: true, force: true });
  };
}
