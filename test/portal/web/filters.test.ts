// What narrows a page, in a real browser: the address has it, so Back, a reload and a link show what it says.
import { describe, expect, test } from 'vitest';
import { hasChromium } from './browser/visiting.ts';
import { pagesByThemselves } from './browser/with-page.ts';

const withPage = pagesByThemselves();

describe.skipIf(!hasChromium)('a text that people are found by', () => {
  test('stands there while it narrows the page, and not beside a story or a page that it does not', async () => {
    await withPage(async (page) => {
      await page.goto('/people');
      const search = page.getByRole('searchbox', { name: 'Find people' });
      await search.fill('person');
      await page.getByRole('link', { name: 'person0000@acme.example' }).click();
      await page.waitForURL(/login=/);
      await expect.poll(() => search.inputValue()).toBe('');
      await page.goBack();
      await page.getByRole('link', { name: 'person0000@acme.example' }).waitFor();
      expect(await search.inputValue()).toBe('person');
      await page.getByRole('link', { name: 'People', exact: true }).click();
      await page.getByText('Type at least two characters').waitFor();
      expect(await search.inputValue()).toBe('');
    });
  });

  test('does not call back whoever has gone to another page', async () => {
    await withPage(async (page) => {
      await page.goto('/people');
      await page.getByRole('searchbox', { name: 'Find people' }).waitFor();
      await page.locator('a[href="/2026-Q4/findings"]').waitFor();
      // Both at once: between two calls of a browser the person would have rested.
      await page.evaluate(`(() => {
        document.querySelector('[aria-label="Find people"]').focus();
        document.execCommand('insertText', false, 'person');
        document.querySelector('a[href="/2026-Q4/findings"]').click();
      })()`);
      await page.getByRole('heading', { name: /^Findings of/ }).waitFor();
      await page.waitForTimeout(500);
      expect(new URL(page.url()).pathname).toMatch(/\/findings$/);
    });
  });
});

describe.skipIf(!hasChromium)('a choice that findings are narrowed by', () => {
  test('outlives a reload and a finding that is opened, and Back takes it away', async () => {
    await withPage(async (page) => {
      await page.goto('/2026-Q4/findings');
      const severity = (chosen: string) => page.getByRole('button', { name: `Severity ${chosen}` });
      await severity('Severity: any').click();
      await page.getByRole('option', { name: 'critical' }).click();
      await page.waitForURL(/severity=critical/);
      await page.reload();
      await severity('critical').waitFor();
      await page.getByRole('link', { name: 'Account of a person who left' }).click();
      await page.getByRole('button', { name: 'Close the finding' }).waitFor();
      await severity('critical').waitFor();
      await page.goBack();
      await page.goBack();
      await severity('Severity: any').waitFor();
    });
  });
});
