// What an identity graph of a large run costs beside the run itself: `node bench/graph.ts [accounts]`.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hourInMs, instantFromMs, msOf } from '../core/values/instant.ts';
import { directory, exportLines, snapshotLines, writeLines } from './large-company.ts';
import { measureReview } from './measuring/measure.ts';
import type { Usage } from './measuring/measure.ts';

const [accounts = '100000'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'bench-graph-'));
const place = (name: string): string => join(folder, name);
const exportedAt = instantFromMs(Date.UTC(2026, 9, 5, 7, 30));
const takenAt = instantFromMs(msOf(exportedAt) - hourInMs / 2);

function tell(name: string, { cpuSeconds, peakMb }: Usage, more = ''): void {
  process.stdout.write(
    `${name.padEnd(16)} ${cpuSeconds.toFixed(1).padStart(6)} s CPU ${peakMb.toFixed(0)} MB ${more}\n`,
  );
}

try {
  await writeLines(place('users.csv'), exportLines(Number(accounts), exportedAt));
  const all = { people: Number(accounts), accounts: Number(accounts) };
  await writeLines(place('entra.jsonl'), snapshotLines(all, takenAt));
  await writeFile(place('review.json'), JSON.stringify({ directories: [directory] }));
  const home = ['--home', place('home')];
  const inputs = ['--config', place('review.json'), '--export', place('users.csv'), '--snapshot', place('entra.jsonl')];
  const clock = ['--as-of', '2026-10-05T08:00:00Z', '--exported-at', exportedAt];
  process.stdout.write(`${accounts} accounts and identities\n`);
  tell('run --no-pdf', await measureReview('run', '--no-pdf', ...inputs, ...clock, '--quiet', ...home));
  for (const format of ['opengraph', 'json', 'csv']) {
    const out = place(`graph.${format}`);
    const usage = await measureReview('graph', '--format', format, '--out', out, ...home);
    tell(format, usage, `${((await stat(out)).size / 1_000_000).toFixed(0)} MB of file`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
