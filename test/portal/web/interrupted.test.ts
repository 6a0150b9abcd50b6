// The pages while answers are late, come in another order or not at all: nothing that a person types is lost.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtPages } from './built.ts';
import { hasChromium, openChromium } from './visiting.ts';
import { withPageOf } from './with-page.ts';
import type { ActOnPage } from './with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const review = '/2026-Q4/review';
const open = `${review}?line=${encodeURIComponent(mine)}`;

let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  await builtPages();
  browser = await openChromium();
}, 120_000);

afterAll(async () => {
  if (hasChromium) await browser.close();
});

async function withPage(act: ActOnPage): Promise<void> {
  await withPageOf(browser, act);
}

const lines = (page: Page): Locator => page.getByRole('table', { name: 'Lines' });
const line = (page: Page, login: string): Locator => lines(page).getByRole('link', { name: login });
const reason = (page: Page): Locator => page.getByRole('textbox', { name: 'Reason' });
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });

describe.skipIf(!hasChromium)('on a slow network', () => {
  test('an answer that a later one has overtaken is not shown', async () => {
    await withPage(async (page, { company }) => {
      await page.clock.install();
      await page.goto(open);
      await button(page, 'Keep').click();
      await reason(page).fill('In the team.');
      await line(page, mine).waitFor();
      const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
      await page.route(
        /\/lines(?:\?|$)/,
        async (route) => {
          const response = await route.fetch();
          await late;
          await route.fulfill({ response });
        },
        { times: 1 },
      );
      company.colleagueDecides(other);
      const asked = page.waitForRequest(/\/lines(?:\?|$)/);
      await page.clock.runFor(6000);
      await asked;
      await button(page, 'Stage').click();
      await button(page, 'Record 1 decision').click();
      await page.getByText('1 decision recorded.').waitFor();
      const decided = lines(page).getByRole('row').filter({ hasText: mine }).getByText('rita@acme.example');
      await decided.waitFor();
      const arrived = page.waitForResponse(/\/lines(?:\?|$)/);
      arrive();
      await (await arrived).finished();
      await page.clock.runFor(100);
      expect(await decided.count()).toBe(1);
    });
  });

  test('a server that stumbles once, or a connection that is lost, takes nothing from the page, which tries again', async () => {
    await withPage(async (page) => {
      await page.clock.install();
      await page.goto(open);
      await page.getByRole('textbox', { name: 'Comment' }).fill('Half a sentence');
      const files = page.getByLabel(`Files for the comment on ${mine}`);
      await files.setInputFiles({ name: 'ticket.txt', mimeType: 'text/plain', buffer: Buffer.from('4711') });
      await reason(page).pressSequentially('Left in ');
      await page.route(/\/api\//, (route) => route.fulfill({ status: 503, body: '' }));
      await page.clock.runFor(6000);
      await page.getByText('No connection: what you see may be old.').waitFor();
      await page.keyboard.type('August.');
      expect(await reason(page).inputValue()).toBe('Left in August.');
      await page.getByText('1 file: ticket.txt').waitFor();
      await page.unrouteAll();
      await page.clock.runFor(6000);
      await page.getByText('No connection').waitFor({ state: 'detached' });
      await page.context().setOffline(true);
      await page.getByRole('searchbox', { name: 'Find lines' }).fill('person0012');
      await page.clock.runFor(1000);
      await page.getByText('No connection: what you see may be old.').first().waitFor();
      await page.context().setOffline(false);
      await page.clock.runFor(6000);
      await page.getByText('(1 of 2,000)').waitFor();
    });
  });

  test('what is typed while a comment is on its way stays', async () => {
    await withPage(async (page) => {
      const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
      await page.route(/\/comments$/, async (route) => {
        await late;
        await route.fulfill({ status: 201, json: { sequence: 2 } });
      });
      await page.goto(open);
      const comment = page.getByRole('textbox', { name: 'Comment' });
      await comment.fill('One thing.');
      await button(page, 'Record the comment').click();
      await comment.fill('Another thing.');
      arrive();
      await button(page, 'Record the comment').and(page.locator(':not([aria-disabled])')).waitFor();
      expect(await comment.inputValue()).toBe('Another thing.');
    });
  });
});
