// A folder in memory. On a disk most of the waiting of tests, and a quarter of their CPU, would go into writing homes
// durably that are removed a second later.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { freemem } from 'node:os';

/** What a run of the suite needs at most, in GB; where no more than three times as much is free, the disk is used. */
const size = 2;

/**
 * Puts a folder into memory where that may be done: by the administrator, on Linux. Elsewhere it stays on its disk.
 *
 * @returns takes it out again, with what is in it
 */
export function inMemory(folder: string): () => void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || freemem() < 3 * size * 1e9) return () => undefined;
  for (const left of leftBehind()) takeOut(left);
  const name = `access-review-suite-${process.pid}`;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}g,mode=700`, name, folder]);
  return status === 0 ? () => takeOut(folder) : () => undefined;
}

/** Folders in memory that suites left behind which were killed. */
function leftBehind(): readonly string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, pid, folder] = /^access-review-suite-(\d+) (\S+) /.exec(line) ?? [];
      return folder === undefined || existsSync(`/proc/${pid}`) ? [] : [folder];
    });
}

/** Takes a folder out of memory, even if a process still uses it. */
function takeOut(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
}
