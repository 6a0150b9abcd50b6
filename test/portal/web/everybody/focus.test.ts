// The pages by keyboard alone: while what has the focus goes, the focus is never on nothing.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { button, line, lines, press, reason } from '../browser/review-page.ts';
import { focusOn, hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const review = '/2026-Q4/review';
const open = `${review}?line=${encodeURIComponent(mine)}`;

const withPage = pagesByThemselves();

/** Once what had the focus is gone: where the focus is now. */
async function placeOfFocus(page: Page): Promise<string> {
  return String(await page.evaluate('document.activeElement.className || document.activeElement.tagName'));
}

describe.skipIf(!hasChromium)('by keyboard alone, the focus', () => {
  test('goes with the line that is shown, and back to it when it is closed, also where it stands alone', async () => {
    await withPage(async (page) => {
      await page.goto(review);
      await line(page, mine).focus();
      await page.keyboard.type('jj');
      await focusOn(page, line(page, `${other}, shown beside`));
      await press(button(page, 'Close the line'));
      await focusOn(page, line(page, other));
      await page.setViewportSize({ width: 640, height: 450 });
      await page.keyboard.press('Enter');
      await focusOn(page, page.locator('.line'));
      await page.keyboard.press('Escape');
      await focusOn(page, line(page, other));
    });
  });

  test('stays beside what was taken back or recorded, and keys go on', async () => {
    await withPage(async (page) => {
      await page.goto(open);
      await line(page, mine).waitFor();
      for (const _staged of [1, 2, 3]) {
        await press(button(page, 'Keep'));
        await reason(page).fill('In the team.');
        await press(button(page, 'Stage'));
      }
      await press(button(page, 'Show them'));
      await press(button(page, `Take back ${mine}`));
      await page.getByText('2 decisions staged, not recorded yet').waitFor();
      expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^2 decisions staged/);
      await press(button(page, 'Record 2 decisions'));
      await page.getByText('2 decisions recorded.').waitFor();
      expect(await page.evaluate('document.activeElement.textContent')).toBe('2 decisions recorded.');
      const boxes = lines(page).getByRole('checkbox', { disabled: false });
      await boxes.nth(1).press('Space');
      await boxes.nth(2).press('Space');
      await press(button(page, 'Select none'));
      expect(await placeOfFocus(page)).toBe('lines');
      await page.keyboard.press('j');
      await focusOn(page, lines(page).getByRole('link', { name: /, shown beside$/ }));
    });
  });

  test('in a list to choose from leaves the lines alone, and in a button that is turned off goes to the lines', async () => {
    await withPage(async (page) => {
      await page.goto(`${open}&text=person00`);
      await line(page, mine).waitFor();
      const team = page.getByRole('button', { name: 'Team Team: any' });
      await team.focus();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.keyboard.press('1');
      await page.keyboard.press('Escape');
      expect(await button(page, 'Keep').getAttribute('aria-pressed')).not.toBe('true');
      await page.getByRole('heading', { name: mine }).waitFor();
      await press(button(page, 'Next page'));
      await page.getByText('51 to 99 of 99').waitFor();
      expect(await placeOfFocus(page)).toBe('lines');
      await button(page, 'Hand lines over').focus();
      await page.evaluate('document.activeElement.remove()');
      expect(await page.evaluate('document.activeElement.querySelector("h1").textContent')).toBe('Review of 2026-Q4');
    });
  });

  test('stays in a dialogue that is open, which a key still closes', async () => {
    await withPage(async (page) => {
      await page.goto(review);
      await button(page, 'Hand lines over').click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByRole('button', { name: 'Cancel' }).focus();
      await page.evaluate('document.activeElement.remove()');
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
      await page.keyboard.press('Escape');
      await dialogue.waitFor({ state: 'detached', timeout: 10_000 });
    });
  });
});
