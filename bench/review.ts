// What a whole run costs beside a plain join of the same two files: `node bench/review.ts [accounts] [rounds]`.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, medians } from './measure.ts';

const [accounts = '100000', rounds = '3'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'bench-review-'));
const [exportFile, snapshot, config] = ['users.csv', 'entra.jsonl', 'review.json'].map((name) =>
  join(folder, name),
) as [string, string, string];

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}

function* exportLines(count: number): Generator<string> {
  yield 'Operation,Status,Suspended At,Email,Name,Role,Team,License,Last Login,Created At';
  for (let n = 0; n < count; n += 1) {
    yield `,Active,,person${n}@acme.com,Person ${n},User,Team ${n % 40},Full,2026-10-0${1 + (n % 4)}T08:00:00Z,2024-01-01`;
  }
}

/** One account in a hundred is orphaned, one in fifty disabled. */
function* snapshotLines(count: number): Generator<string> {
  const app = { id: 'app', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' };
  const header = { kind: 'snapshot', schema: 1, directory: 'entra', product: 'entra', tenant: 'tenant', app };
  yield JSON.stringify({
    ...header,
    takenAt: '2026-10-05T07:00:00Z',
    completeness: 'complete',
    reasons: [],
    calls: [],
  });
  const assignments = [{ via: 'group', group: 'Sales', role: 'User', since: null, blocked: null }];
  for (let n = 0; n < count; n += 1) {
    if (n % 100 === 0) continue;
    const login = `person${n}@acme.com`;
    const aliases = [{ login: `p.${n}@acme.com`, source: 'proxy' }];
    const says = {
      name: `Person ${n}`,
      state: n % 50 === 1 ? 'disabled' : 'active',
      createdAt: '2020-01-01T00:00:00Z',
      employeeId: `${n}`,
    };
    yield JSON.stringify({
      id: `id-${n}`,
      nameId: login,
      logins: [login],
      aliases,
      guest: false,
      department: 'Sales',
      assignments,
      ...says,
    });
  }
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const clock = ['--as-of', '2026-10-05T08:00:00Z', '--exported-at', '2026-10-05T07:30:00Z'];
const inputs = ['--config', config, '--export', exportFile, '--snapshot', snapshot, ...clock, '--quiet'];

async function review(...options: readonly string[]): ReturnType<typeof measure> {
  const home = join(folder, 'home');
  await rm(home, { recursive: true, force: true });
  return measure(program('../cli/main.ts'), 'run', ...inputs, '--home', home, ...options);
}

try {
  await write(exportFile, exportLines(Number(accounts)));
  await write(snapshot, snapshotLines(Number(accounts)));
  await writeFile(
    config,
    JSON.stringify({ directories: [{ id: 'entra', kind: 'entra', tenantId: 'tenant', appId: 'app' }] }),
  );
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
