// The pages where something between them and the portal answers in its place: nothing is told as done that may not be.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { button, reason } from '../browser/review-page.ts';
import { hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const open = `/2026-Q4/review?line=${encodeURIComponent('person0000@acme.example')}`;

const withPage = pagesByThemselves();

async function keepsUnremarkable(page: Page): Promise<string> {
  await button(page, /^Keep .* unremarkable lines$/).click();
  const dialogue = page.getByRole('dialog');
  await dialogue.getByRole('textbox', { name: 'Reason' }).fill('Linked and unchanged.');
  await dialogue.getByRole('button', { name: /^Keep/ }).click();
  await dialogue.getByText('No connection').waitFor();
  return dialogue.innerText();
}

describe.skipIf(!hasChromium)('where a network answers in place of the portal', () => {
  test.each([
    ['that asks to sign in to it', { status: 200, contentType: 'text/html', body: '<title>Guest network</title>' }],
    ['whose gateway gave up waiting', { status: 504, contentType: 'text/html', body: '<h1>Gateway Timeout</h1>' }],
    ['whose gateway says so in JSON', { status: 502, json: { message: 'Internal Server Error' } }],
  ])('one %s, an act is not told as done, nor as refused', async (_network, answer) => {
    await withPage(async (page) => {
      await page.route(/\/decisions/, (route) => route.fulfill(answer));
      await page.goto(open);
      await button(page, 'Keep').click();
      await reason(page).fill('In the team.');
      await button(page, 'Stage').click();
      await button(page, 'Record 1 decision').click();
      await page.getByText('Your decisions are kept in this browser').waitFor();
      expect(await keepsUnremarkable(page)).toContain('it may or may not have happened');
      await page.unrouteAll();
      await page.reload();
      await button(page, 'Record 1 decision').click();
      await page.getByText('1 decision recorded.').waitFor();
    });
  });

  test('what a page shows stays, and is told to be old', async () => {
    await withPage(async (page) => {
      await page.clock.install();
      await page.goto(open);
      await reason(page).fill('In the team.');
      await page.route(/\/api\//, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Guest</title>' }));
      await page.clock.runFor(61_000);
      await page.getByText('No connection: what you see may be old.').waitFor();
      expect(await reason(page).inputValue()).toBe('In the team.');
    });
  });
});
