// A folder of its own for a test, gone when the test is over.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** For `beforeAll`: gone after the last test that shares it. */
export async function aSharedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'access-review-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
