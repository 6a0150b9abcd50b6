// People before the portal in a real browser, each with cookies of their own.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** Chromium without the windows, tabs and address bar that nobody looks at, which take a third of its time. */
const executablePath = '/usr/bin/chromium-headless-shell';

/** Tests in a browser are for whoever has Debian's; CI has it. */
export const hasChromium = isInstalled();

/** @throws Error in CI, where a browser that is missing would hide that nobody looked at the pages */
function isInstalled(): boolean {
  if (existsSync(executablePath)) return true;
  if (process.env['CI'] === 'true')
    throw new Error(`${executablePath} is needed in CI: apt-get install chromium-headless-shell`);
  process.stderr.write(`${executablePath} is not installed, so the tests of the pages are skipped.\n`);
  return false;
}

/** A process that waits for whatever comes next, and what Playwright turns off as well. */
const withoutFeatures = [
  'SpareRendererForSitePerProcess',
  'HttpsUpgrades',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
];

/** Without a graphics card it would draw with one in software, which takes a quarter of its time. */
const withoutGpu = ['--disable-gpu', '--disable-software-rasterizer'];

/** Nothing here is from strangers: a process for each site and visit computes a fifth more, most of it to begin. */
const withoutSites = ['--disable-site-isolation-trials', '--process-per-site'];

export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  const without = `--disable-features=${withoutFeatures.join(',')}`;
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...withoutGpu, ...withoutSites, without, ...args],
  });
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser reported: errors of scripts, and what the policy of the page forbade. */
  readonly faults: readonly string[];
}

export const usualSize = { width: 1280, height: 900 };

/** A page asks every few seconds what others changed. Here it does so five times as often, so that nobody waits for it. */
function soonAgain(): void {
  const { setInterval } = globalThis;
  globalThis.setInterval = (act: () => void, ms = 0) => setInterval(act, ms / 5);
}

/** @param url `http://localhost:8484` */
export async function visit(browser: Browser, url: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: usualSize,
    baseURL: url,
    colorScheme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ignoreHTTPSErrors: true,
  });
  await context.addInitScript(soonAgain);
  const faults: string[] = [];
  context.on('page', (page) => {
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) faults.push(message.text());
    });
  });
  return { page: await context.newPage(), context, faults };
}

/** Opens the address as somebody who chooses their name at the issuer. */
export async function signIn(page: Page, name: string, address = '/'): Promise<void> {
  await page.goto(address);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname === new URL(address, 'http://localhost').pathname);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** By the key that everybody has: what cannot be reached so is no button. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let at = 0; at < 80; at += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error('the keyboard does not lead there');
}

/** Once the page has moved the focus there by itself, however long what it shows takes to be read. */
export async function focusOn(page: Page, wanted: Locator): Promise<void> {
  await wanted.and(page.locator(':focus')).waitFor();
}
