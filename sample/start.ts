// `npm start`: the whole review of the sample, by the same commands that an operator types, in a home of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commands } from './commands.ts';

const root = join(import.meta.dirname, '..');
const program = join('cli', 'main.ts');
const home = process.argv[2] ?? join('.access-review', 'sample');
const markerName = 'made-by-npm-start.txt';
const markerText = 'This folder is made by `npm start` from the files in sample/. The next start removes it.\n';

/** Removes only what an earlier start made. @returns `false` when something else is there */
function renewHome(folder: string): boolean {
  const marker = join(folder, markerName);
  if (existsSync(folder) && !existsSync(marker)) return false;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(marker, markerText);
  return true;
}

function shellText(args: readonly string[]): string {
  return args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `"${arg}"`)).join(' ');
}

/** @returns the exit code of the first command that did not end well, or 0 */
function reviewSample(): number {
  for (const { tells, args, shown } of commands(home)) {
    process.stderr.write(`\n${tells}\n$ npx access-review ${shellText(args)}\n`);
    // Only the result that the sample is started for goes to stdout.
    const stdout = shown ? 'inherit' : process.stderr.fd;
    const child = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
    if (child.error !== undefined) throw child.error;
    if (child.status !== 0) return child.status ?? 1;
  }
  return 0;
}

if (renewHome(resolve(root, home))) process.exitCode = reviewSample();
else {
  process.stderr.write(`${home} is there and was not made by npm start; move it away, or name another folder.\n`);
  process.exitCode = 2;
}
