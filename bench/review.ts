// What a whole run costs beside a plain join of the same two files: `node bench/review.ts [accounts] [rounds]`.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hourInMs, instantFromMs, msOf } from '../core/values/instant.ts';
import { directory, exportLines, snapshotLines, writeLines } from './large-company.ts';
import { measure, measureReview, medians } from './measuring/measure.ts';

const [accounts = '100000', rounds = '3'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'bench-review-'));
const [exportFile, snapshot, config] = ['users.csv', 'entra.jsonl', 'review.json'].map((name) =>
  join(folder, name),
) as [string, string, string];

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const exportedAt = instantFromMs(Date.UTC(2026, 9, 5, 7, 30));
const takenAt = instantFromMs(msOf(exportedAt) - hourInMs / 2);
const clock = ['--as-of', '2026-10-05T08:00:00Z', '--exported-at', exportedAt];
const inputs = ['--config', config, '--export', exportFile, '--snapshot', snapshot, ...clock, '--quiet'];

async function review(...options: readonly string[]): ReturnType<typeof measure> {
  const home = join(folder, 'home');
  await rm(home, { recursive: true, force: true });
  return measureReview('run', ...inputs, '--home', home, ...options);
}

try {
  await writeLines(exportFile, exportLines(Number(accounts), exportedAt));
  await writeLines(snapshot, snapshotLines({ people: Number(accounts), accounts: Number(accounts) }, takenAt));
  await writeFile(config, JSON.stringify({ directories: [directory] }));
  const found = await medians(Number(rounds), {
    'plain join by e-mail': () =>
      measure(program('peers/plain-join.ts'), exportFile, snapshot, join(folder, 'out.csv')),
    'run --no-pdf': () => review('--no-pdf'),
    run: () => review(),
  });
  const plain = found['plain join by e-mail'];
  process.stdout.write(`${accounts} accounts, ${accounts} identities, medians of ${rounds} interleaved runs\n`);
  for (const [name, { cpuSeconds, peakMb }] of Object.entries(found)) {
    const ratio = plain === undefined ? '' : `${(cpuSeconds / plain.cpuSeconds).toFixed(1)} x the plain join's CPU`;
    process.stdout.write(
      `${name.padEnd(22)} ${cpuSeconds.toFixed(2).padStart(7)} s CPU ${peakMb.toFixed(0).padStart(6)} MB  ${ratio}\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
