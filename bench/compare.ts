// What a whole run costs beside programs that only join the same files: `npm run bench -- --size 10k --rounds 3`. The
// programs take turns, so that the machine's other work falls on all of them alike; what they find has to agree; and
// the figures are written into docs/performance.md. With 10,000 accounts it measures the start and the drawing too, with
// 100,000 a workbook, with more what a tenth costs: `npm run bench:all` is every line that has a bound.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { dayInMs, hourInMs, instantFromMs, msOf } from '../core/values/instant.ts';
import type { Instant } from '../core/values/instant.ts';
import { sharedRows, workbookOf } from '../test/support/inputs/workbook-builder.ts';
import { directory, exportLines, snapshotLines, writeLines } from './large-company.ts';
import { programNames, tableOf } from './measuring/bounds.ts';
import { measure, measured, measureNode, measureReview, medians } from './measuring/measure.ts';
import type { Usage } from './measuring/measure.ts';

const { values } = parseArgs({ options: { size: { type: 'string' }, rounds: { type: 'string' } } });
const { size: sizeName = '10k', rounds = '3' } = values;
const units: Readonly<Record<string, number>> = { k: 1000, m: 1_000_000 };
const [, number = '', unit = ''] = /^(\d+)([km]?)$/.exec(sizeName) ?? [];
const accounts = Number(number) * (units[unit] ?? 1);
if (!(accounts > 0) || !(Number(rounds) > 0)) throw new Error('--size is such as 10k, 100k or 1m, --rounds a number');

const folder = await mkdtemp(join(tmpdir(), 'bench-compare-'));
const path = (name: string): string => join(folder, name);
const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Quarter {
  readonly export: string;
  readonly snapshot: string;
  readonly exportedAt: Instant;
}

async function quarter(name: string, exportedAt: Instant, size: number): Promise<Quarter> {
  const files = { export: path(`users-${name}.csv`), snapshot: path(`entra-${name}.jsonl`), exportedAt };
  await writeLines(files.export, exportLines(size, exportedAt));
  const takenAt = instantFromMs(msOf(exportedAt) - hourInMs / 2);
  await writeLines(files.snapshot, snapshotLines({ people: size, accounts: size }, takenAt));
  return files;
}

const first = await quarter('1', instantFromMs(Date.UTC(2026, 9, 5, 7, 30)), accounts);
const second = await quarter('2', instantFromMs(msOf(first.exportedAt) + 90 * dayInMs), accounts);
await writeFile(path('review.json'), JSON.stringify({ directories: [directory] }));

async function run(given: Quarter, home: string, ...options: readonly string[]): Promise<Usage> {
  const asOf = instantFromMs(msOf(given.exportedAt) + hourInMs / 2);
  const inputs = ['--config', path('review.json'), '--export', given.export, '--snapshot', given.snapshot];
  const clock = ['--exported-at', given.exportedAt, '--as-of', asOf];
  const where = ['--home', path(home), '--out', path('out'), '--overwrite'];
  return measureReview('run', ...inputs, ...clock, ...where, '--quiet', ...options);
}

async function firstRun(given: Quarter, ...options: readonly string[]): Promise<Usage> {
  await rm(path('home'), { recursive: true, force: true });
  return run(given, 'home', ...options);
}

type Programs = Readonly<Record<string, () => Promise<Usage>>>;

/** To draw a million accounts takes as long as all else together, and nobody reads it. */
const mostDrawn = 100_000;

const drawing: Programs = {
  [programNames.drawing]: () => measure(program('pdf-draw.ts'), 'ours', String(accounts)),
  [programNames.docTable]: () => measure(program('pdf-draw.ts'), 'doc.table', String(accounts)),
};

const starting: Programs = {
  [programNames.bare]: () => measureNode('-e', '0'),
  [programNames.help]: () => measureReview('--help'),
};

/** A workbook whose cells point to shared texts, as Excel writes it. */
async function reading(): Promise<Programs> {
  const [header = '', ...lines] = exportLines(accounts, first.exportedAt);
  const shared = sharedRows([header, ...lines].map((line) => line.split(',')));
  await writeFile(path('users.xlsx'), workbookOf({ sheets: { Users: shared.rows }, strings: shared.strings }));
  const read = (): Promise<Usage> =>
    measure(program('measuring/read-workbook.ts'), path('users.xlsx'), String(accounts + 1));
  return { [programNames.workbook]: read };
}

async function growing(): Promise<Programs> {
  const tenth = await quarter('tenth', first.exportedAt, accounts / 10);
  return { [programNames.tenth]: () => firstRun(tenth, '--no-pdf') };
}

/** What has a bound at this size only. */
async function ofThisSize(): Promise<Programs> {
  if (accounts > mostDrawn) return growing();
  if (accounts === mostDrawn) return reading();
  return accounts === 10_000 ? { ...starting, ...drawing } : {};
}

const programs: Programs = {
  [programNames.peer]: () => measure(program('peers/duckdb-join.ts'), first.export, first.snapshot, path('duckdb.csv')),
  [programNames.python]: () =>
    measured('python3', [program('peers/plain_join.py'), first.export, first.snapshot, path('python.csv')]),
  [programNames.node]: () => measure(program('peers/plain-join.ts'), first.export, first.snapshot, path('node.csv')),
  ...(accounts > mostDrawn ? {} : { [programNames.withPdf]: () => firstRun(first) }),
  [programNames.first]: async () => {
    const usage = await firstRun(first, '--no-pdf');
    await compared();
    return usage;
  },
  [programNames.next]: () => run(second, 'home', '--no-pdf'),
  ...(await ofThisSize()),
};

/** The codes that a join can tell as well, in its words. */
const words: Readonly<Record<string, string>> = {
  ORPHANED_ACCOUNT: 'orphaned',
  DISABLED_IDENTITY: 'disabled',
  UNASSIGNED_ACCOUNT: 'unassigned',
};
const rowsSchema = z.array(z.object({ code: z.string(), login: z.string() }));

/** @throws when a peer finds anything else than the run */
async function compared(): Promise<void> {
  const findings = z.parse(rowsSchema, parse(await readFile(path('out/findings.csv')), { columns: true }));
  const ours = findings.flatMap(({ code, login }) => (words[code] === undefined ? [] : [`${login},${words[code]}`]));
  if (ours.length === 0) throw new Error('the run found nothing that a join could find');
  const expected = ours.toSorted().join('\n');
  for (const peer of ['duckdb.csv', 'python.csv', 'node.csv']) {
    const theirs = (await readFile(path(peer), 'utf8')).trim().split(/\r?\n/);
    if (theirs.toSorted().join('\n') !== expected) throw new Error(`${peer} finds something else than the run`);
  }
}

/** Replaces what an earlier bench of this size wrote, or adds it at the end. */
async function writeDown(text: string): Promise<void> {
  const file = program('../docs/performance.md');
  const before = await readFile(file, 'utf8');
  const heading = `## ${accounts.toLocaleString('en-US')} accounts beside other programs\n`;
  const [above = '', below] = before.split(heading);
  const next = below === undefined ? -1 : below.indexOf('\n## ');
  const rest = below === undefined || next < 0 ? '' : below.slice(next);
  await writeFile(file, `${above.trimEnd()}\n\n${heading}${text}${rest}`);
}

try {
  const found = await medians(Number(rounds), programs);
  const machine = `${cpus().length} cores (${arch()}), Node ${process.versions.node}`;
  const told =
    `\`npm run bench -- --size ${sizeName} --rounds ${rounds}\` on ${machine}: ${rounds === '1' ? 'one round' : `the middle of ${rounds} rounds`} in turn, as many ` +
    'identities as accounts. All found the same; only the run tells why, remembers and leaves evidence.\n';
  process.stdout.write(`${told}\n${tableOf(accounts, found)}`);
  await writeDown(`${told}\n${tableOf(accounts, found)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
