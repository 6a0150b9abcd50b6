// One page of the portal by itself, on a server that stands in for the portal's.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { builtPages } from './built.ts';
import { standIn } from '../stand-in/stand-in.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { hasChromium, openChromium, visit } from './visiting.ts';

type WithPage = (act: (page: Page, server: StandIn) => Promise<void>, colorScheme?: 'light' | 'dark') => Promise<void>;

/** For a whole file of tests, in one browser. Nothing that is done on a page may break its policy, or throw. */
export function pagesByThemselves(): WithPage {
  let browser: Browser;
  beforeAll(async () => {
    if (!hasChromium) return;
    await builtPages();
    browser = await openChromium();
  }, 120_000);
  afterAll(async () => {
    if (hasChromium) await browser.close();
  });
  return async (act, colorScheme = 'light') => {
    const server = await standIn();
    const { page, context, faults } = await visit(browser, server.url, colorScheme);
    try {
      await act(page, server);
      expect(faults).toEqual([]);
      expect(await page.getByText('did not understand the server').count(), 'answers as no server gives').toBe(0);
    } finally {
      // The page asks on while it closes, and an answer that a test was about to give has nobody to go to.
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
      await server.close();
    }
  };
}
