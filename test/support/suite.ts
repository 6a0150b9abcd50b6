// What a run of the suite begins and ends with: a folder for what is dear to make and used by several test files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder that is gone when the suite has run. */
    readonly made: string;
  }
}

export default function suite({ provide }: Pick<TestProject, 'provide'>): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'access-review-suite-'));
  provide('made', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
