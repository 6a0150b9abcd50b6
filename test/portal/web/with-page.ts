// One page of the portal by itself, on a server that stands in for the portal's.
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { standIn } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';

export const usualSize = { width: 1280, height: 900 };

export type ActOnPage = (page: Page, server: StandIn) => Promise<void>;

/** Nothing that is done on it may break the policy of the page, or throw. */
export async function withPageOf(
  browser: Browser,
  act: ActOnPage,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<void> {
  const server = await standIn();
  const context = await browser.newContext({
    viewport: usualSize,
    baseURL: server.url,
    colorScheme,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const faults: string[] = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) faults.push(message.text());
    });
    await act(page, server);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
    await server.close();
  }
}
