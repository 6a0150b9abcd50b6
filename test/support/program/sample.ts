// The bundled sample as a newcomer meets it: `npm start`, and the same reviews by hand from the stored snapshots.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, started } from '../../../sample/commands.ts';
import { ended } from './command.ts';
import type { Outcome, Started } from './command.ts';
import { madeOnce } from '../suite/made-once.ts';

const root = join(import.meta.dirname, '../../..');

/** @param env what the newcomer has in the environment besides what belongs to the machine */
export function startSample(home: string, env: Readonly<Record<string, string>> = {}): Started {
  const args = [join(root, 'sample/start.ts'), home];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
}

/** The same reviews from the stored snapshots, made once for all test files: the home, and the folder of the last run. */
export async function storedSample(): Promise<{ readonly home: string; readonly folder: string }> {
  const home = await madeOnce('stored-sample', async (own) => {
    for (const command of commands(own, { kind: 'stored' })) {
      const { args, env } = started(command);
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const { exit, stderr } = await ended(child);
      if (exit !== 0) throw new Error(`${args.join(' ')}\n${stderr}`);
    }
  });
  // A run's name begins with its moment.
  const last = readdirSync(join(home, 'runs')).toSorted().at(-1) ?? '';
  return { home, folder: join(home, 'runs', last) };
}

/** The folder of the run whose report the last line of a summary names. */
export function runFolder({ stdout, stderr }: Outcome): string {
  const report =
    stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^Report: /, '') ?? '';
  if (!existsSync(report)) throw new Error(`the sample left no report\n${stderr}`);
  return join(report, '..');
}

/** The parsed lines of one snapshot as the run kept it: its header, then the identities. */
export function snapshotLines(folder: string, directory: string): readonly unknown[] {
  const lines = readFileSync(join(folder, 'evidence', `snapshot-${directory}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}
