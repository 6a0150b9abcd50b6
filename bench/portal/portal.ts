// What a review of 20,000 lines costs `serve` for each request, and how it bears 50 requests a second:
// `node bench/portal/portal.ts [lines] [seconds]`. Exits 1 when a bound is missed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { optionsOfEntry } from '../measuring/measure.ts';
import { companyIn, period, reviewer } from './company.ts';
import { visitor } from './visitor.ts';
import type { Visitor } from './visitor.ts';

const [lines = '20000', seconds = '20'] = process.argv.slice(2);
const perSecond = 50;

const addressSchema = z.object({ address: z.string() });
const toldSchema = z.object({ cpuMs: z.number(), peakMb: z.number() });
const pageSchema = z.object({ next: z.nullable(z.string()) });

interface Served {
  readonly address: string;
  told(): Promise<z.infer<typeof toldSchema>>;
  stop(): void;
}

async function served(home: string): Promise<Served> {
  const program = fileURLToPath(new URL('serving.ts', import.meta.url));
  const child = fork(program, [home], { execArgv: [...(await optionsOfEntry())] });
  const [first]: unknown[] = await once(child, 'message');
  return {
    address: z.parse(addressSchema, first).address,
    async told() {
      const answer = once(child, 'message');
      child.send('tell');
      const [message]: unknown[] = await answer;
      return z.parse(toldSchema, message);
    },
    stop: () => child.disconnect(),
  };
}

let decided = 0;

/** Takes another line each time, so that each decision is the first of its line. */
async function decide(by: Visitor): Promise<void> {
  const login = `person${decided}@acme.com`;
  decided += 1;
  await by.post(`/api/periods/${period}/decisions`, {
    decisions: [{ login, decision: 'keep', reason: 'Works in the team, and needs it' }],
  });
}

const reads: readonly string[] = [
  '',
  '?sort=name',
  '?text=person1',
  '?decision=undecided',
  '?mine=true&sort=last-login',
];

async function page(by: Visitor, index: number): Promise<void> {
  await by.get(`/api/periods/${period}/lines${reads[index % reads.length] ?? ''}`);
}

async function nextPages(by: Visitor, most: number): Promise<void> {
  let cursor: string | null = null;
  for (let index = 0; index < most; index += 1) {
    const asked: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    cursor = z.parse(pageSchema, await by.get(`/api/periods/${period}/lines${asked}`)).next;
  }
}

async function overview(by: Visitor): Promise<void> {
  await by.get(`/api/periods/${period}`);
}

const failures: string[] = [];

function figure(name: string, value: number, { bound, unit }: { readonly bound: number; readonly unit: string }): void {
  process.stdout.write(`${name.padEnd(44)} ${value.toFixed(1).padStart(8)} ${unit}, bound ${bound}\n`);
  if (!(value <= bound)) failures.push(name);
}

/** @param work what is done `times` times, one after the other */
async function cpuOf(server: Served, times: number, work: (index: number) => Promise<void>): Promise<number> {
  const before = await server.told();
  for (let index = 0; index < times; index += 1) await work(index);
  return ((await server.told()).cpuMs - before.cpuMs) / times;
}

/**
 * Each request begins at its time, whether the one before was answered or not, because people do not ask less when
 * answers are slow.
 */
async function underLoad(
  by: Visitor,
): Promise<{ readonly p95: number; readonly errors: number; readonly asked: number }> {
  const asked = Number(seconds) * perSecond;
  const took: number[] = [];
  let errors = 0;
  const begun = performance.now();
  const all: Promise<void>[] = [];
  for (let index = 0; index < asked; index += 1) {
    const wait = begun + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await later(wait);
    // Of ten requests seven read lines, two the overview and one decides.
    const work = index % 10 === 0 ? decide(by) : index % 5 === 1 ? overview(by) : page(by, index);
    const from = performance.now();
    all.push(
      work.then(
        () => void took.push(performance.now() - from),
        (error: unknown) => {
          errors += 1;
          process.stderr.write(`${String(error)}\n`);
        },
      ),
    );
  }
  await Promise.all(all);
  return { p95: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? Number.NaN, errors, asked };
}

const home = await mkdtemp(join(tmpdir(), 'bench-portal-'));
try {
  await companyIn(home, Number(lines));
  const server = await served(home);
  const by = await visitor(server.address, reviewer);
  process.stdout.write(`${lines} lines, SQLite; CPU of serve for each request, HTTP included\n`);
  for (let index = 0; index < 50; index += 1) {
    await page(by, index);
    await overview(by);
    await decide(by);
  }
  figure('a page of lines', await cpuOf(server, 300, (index) => page(by, index)), { bound: 5, unit: 'ms' });
  figure('the next page of lines', (await cpuOf(server, 1, () => nextPages(by, 200))) / 200, { bound: 5, unit: 'ms' });
  figure('overview', await cpuOf(server, 300, () => overview(by)), { bound: 10, unit: 'ms' });
  figure('one decision', await cpuOf(server, 300, () => decide(by)), { bound: 15, unit: 'ms' });
  const both = await cpuOf(server, 100, async (index) => {
    await decide(by);
    await page(by, index);
  });
  figure('a decision and the page after it', both, { bound: 25, unit: 'ms' });
  const { p95, errors, asked } = await underLoad(by);
  figure(`p95 of ${asked} requests, ${perSecond} a second`, p95, { bound: 50, unit: 'ms' });
  figure('errors among them', errors, { bound: 0, unit: '' });
  figure('memory of serve at its peak', (await server.told()).peakMb, { bound: 300, unit: 'MB' });
  server.stop();
} finally {
  await rm(home, { recursive: true, force: true });
}
if (failures.length > 0) {
  process.stderr.write(`over the bound: ${failures.join('; ')}\n`);
  process.exitCode = 1;
}
