// The pages of somebody who signs out: nothing of theirs is left to whoever has the browser next.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const withPage = pagesByThemselves();

async function signsOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rita Reyes' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

describe.skipIf(!hasChromium)('whoever signs out', () => {
  test.each([
    ['no answer comes', null],
    ['a network answers in place of the portal', { contentType: 'text/html', body: '<title>Guest network</title>' }],
    ['the portal cannot do it now', { status: 503, body: '' }],
  ])('is told that their session may go on where %s', async (_where, answer) => {
    await withPage(async (page, { company }) => {
      await page.goto('/2026-Q4/findings');
      await page.route('/auth/sign-out', (route) => (answer === null ? route.abort() : route.fulfill(answer)));
      await signsOut(page);
      await page.getByText('You may still be signed in').waitFor();
      await page.unrouteAll();
      await page.route('/auth/sign-out', (route) => {
        company.endSession();
        return route.fulfill({ status: 204 });
      });
      await signsOut(page);
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
    });
  });

  test('leaves no page that the browser kept: it asks anew who is signed in', async () => {
    await withPage(async (page, { company }) => {
      await page.goto('/2026-Q4/findings');
      await page.getByRole('heading', { name: 'Findings of 2026-Q4' }).waitFor();
      company.endSession();
      await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      expect(await page.getByText('Findings').count()).toBe(0);
    });
  });
});
