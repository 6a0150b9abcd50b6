// How long the page of a review of 20,000 lines keeps the browser, and how soon `serve` shows it: `node bench/portal/pages.ts
// [lines] [rounds]`, in Debian's Chromium. Exits 1 when a bound is missed.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod/mini';
import { openChromium, signIn, visit } from '../../test/portal/web/browser/visiting.ts';
import { median } from '../measuring/measure.ts';
import { companyIn, period } from './company.ts';

const [lines = '20000', rounds = '3'] = process.argv.slice(2);
const program = fileURLToPath(new URL('../../cli/access-review.js', import.meta.url));
const index = fileURLToPath(new URL('../../portal/web/dist/index.html', import.meta.url));

/** As the issuer of this machine calls them. */
const reviewerName = 'Grc';

const failures: string[] = [];

function figure(name: string, value: number, bound: number): void {
  process.stdout.write(`${name.padEnd(60)} ${value.toFixed(0).padStart(7)} ms, bound ${bound}\n`);
  if (!(value <= bound)) failures.push(name);
}

interface Serving {
  readonly url: string;
  readonly begun: number;
  /** CPU time of `serve` so far, in milliseconds: the clock would count other work of a busy machine too. */
  readonly cpu: () => number;
  readonly stop: () => Promise<void>;
}

/** Milliseconds of one tick in which the kernel counts CPU time in `/proc`. */
const tickMs = 10;

function cpuOf(pid: number | undefined): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = '', system = ''] = after.split(' ').slice(11);
  return (Number(user) + Number(system)) * tickMs;
}

const running = new Set<ChildProcess>();

/** Starts `serve` as a person does, and measures from the first instant of the command. */
async function serving(home: string): Promise<Serving> {
  const begun = performance.now();
  const args = ['--max-semi-space-size=8', program, 'serve', '--home', home, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const stop = async (): Promise<void> => {
    running.delete(child);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface(child.stdout)) {
    const [url] = /http:\/\/localhost:\d+/.exec(line) ?? [];
    if (url !== undefined) return { url, begun, cpu: () => cpuOf(child.pid), stop };
  }
  throw new Error('the portal was not opened');
}

/**
 * How long it takes until a person who chose their name sees the overview of their review. The browser runs already.
 */
async function signedInAfter(browser: Browser, home: string): Promise<{ readonly ms: number; readonly cpu: number }> {
  const { url, begun, cpu, stop } = await serving(home);
  const { page, context } = await visit(browser, url);
  await signIn(page, reviewerName, `/${period}`);
  await page.getByRole('heading', { name: 'Who owes what' }).waitFor();
  const took = { ms: performance.now() - begun, cpu: cpu() };
  await context.close();
  await stop();
  return took;
}

const tracedSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      tdur: z.optional(z.number()),
      args: z.optional(z.object({ name: z.optional(z.unknown()) })),
    }),
  ),
});

/**
 * The task that kept the page from answering longest, in milliseconds of CPU of its own thread: the clock would count
 * other work of a busy machine too. Slow-downs that the bench asks of the browser are included.
 */
async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await act();
  await page.waitForTimeout(300);
  const { traceEvents } = z.parse(tracedSchema, JSON.parse((await browser.stopTracing()).toString()));
  const pages = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && pages.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error('the browser told of no task');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}

async function filled(page: Page, from: string): Promise<void> {
  await page.getByText(from).first().waitFor();
}

type Acts = Readonly<Record<string, (page: Page) => Promise<void>>>;

const acts: Acts = {
  'the next page': async (page) => {
    await page.getByRole('button', { name: 'Next page' }).click();
    await filled(page, '51 to 100 of');
  },
  'the page before': async (page) => {
    await page.getByRole('button', { name: 'Previous page' }).click();
    await filled(page, '1 to 50 of');
  },
  'a text to find': async (page) => {
    await page.getByRole('searchbox', { name: 'Find lines' }).fill('person123');
    await filled(page, '(111 of');
  },
  'no text any more': async (page) => {
    await page.getByRole('searchbox', { name: 'Find lines' }).fill('');
    await page.waitForURL((url) => (url.searchParams.get('text') ?? '') === '');
    await filled(page, '1 to 50 of');
  },
  'only undecided lines': async (page) => {
    await page
      .getByRole('button', { name: /^Decision/ })
      .first()
      .click();
    await page.getByRole('option', { name: 'Undecided' }).click();
    await page.waitForURL(/decision=undecided/);
    await filled(page, '1 to 50 of');
  },
  'another order': async (page) => {
    await page
      .getByRole('button', { name: /Account/ })
      .first()
      .click();
    await page.waitForURL(/sort=login/);
    await filled(page, '1 to 50 of');
  },
};

async function tasksOf(browser: Browser, url: string, slower: number): Promise<ReadonlyMap<string, number>> {
  const { page, context } = await visit(browser, url);
  await signIn(page, reviewerName, `/${period}/review`);
  await filled(page, '1 to 50 of');
  await page.waitForLoadState('networkidle');
  const client = await context.newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const found = new Map<string, number>();
  for (const [name, act] of Object.entries(acts))
    found.set(name, await longestTask(browser, page, async () => act(page)));
  await context.close();
  return found;
}

const home = await mkdtemp(join(tmpdir(), 'bench-pages-'));
const browser = await openChromium();
try {
  await companyIn(home, Number(lines));
  // As after a clone, when the built pages are older than their sources.
  if (existsSync(index)) await utimes(index, 0, 0);
  figure('a signed-in page, the pages built first', (await signedInAfter(browser, home)).ms, 40_000);
  const ready: Awaited<ReturnType<typeof signedInAfter>>[] = [];
  for (let round = 0; round < Number(rounds); round += 1) ready.push(await signedInAfter(browser, home));
  figure('a signed-in page', median(ready.map(({ ms }) => ms)), 3000);
  figure('of it, CPU of serve', median(ready.map(({ cpu }) => cpu)), 3000);
  const { url, stop } = await serving(home);
  for (const [slower, bound] of [
    [1, 100],
    [4, 300],
  ] as const) {
    const found: ReadonlyMap<string, number>[] = [];
    for (let round = 0; round < Number(rounds); round += 1) found.push(await tasksOf(browser, url, slower));
    for (const name of Object.keys(acts)) {
      const took = median(found.map((one) => one.get(name) ?? Number.NaN));
      figure(`longest task, ${name}${slower === 1 ? '' : `, at a ${slower}th of the speed`}`, took, bound);
    }
  }
  await stop();
} finally {
  for (const child of running) child.kill('SIGTERM');
  await browser.close();
  await rm(home, { recursive: true, force: true });
}
if (failures.length > 0) {
  process.stderr.write(`over the bound: ${failures.join('; ')}\n`);
  process.exitCode = 1;
}
