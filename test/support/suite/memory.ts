// A folder in memory: most of what the tests wait for, and a quarter of what they compute, is a disk that makes sure of
// homes that are gone a second later.
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

/** Of suites that were killed. */
function leftBehind(): readonly string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, pid, folder] = /^access-review-suite-(\d+) (\S+) /.exec(line) ?? [];
      return folder === undefined || existsSync(`/proc/${pid}`) ? [] : [folder];
    });
}

/** Whatever process may still stand in it. */
function takeOut(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
}
