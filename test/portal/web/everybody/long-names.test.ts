// People are called what they are called: no login and no name makes a page wider than its window, in a real browser.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const withPage = pagesByThemselves();

const usual = { login: 'person0000@acme.example', name: 'Person 0' };
/** As long as an address may be, and a name as long as no form is wide. */
const long = {
  login: `${'q'.repeat(64)}@${'z'.repeat(60)}.${'y'.repeat(60)}.example`,
  name: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(6),
};

/** Somebody bears them in everything that the server answers. */
async function namedAtLength(page: Page): Promise<void> {
  await page.route('**/api/**', async (route) => {
    const url = route.request().url().replace(encodeURIComponent(long.login), encodeURIComponent(usual.login));
    const answer = await route.fetch({ url });
    const text = await answer.text();
    const body = text.replaceAll(usual.login, long.login).replaceAll(`"${usual.name}"`, `"${long.name}"`);
    await route.fulfill({ response: answer, body });
  });
}

const login = encodeURIComponent(long.login);

describe.skipIf(!hasChromium)('a login and a name as long as they may be', () => {
  test.each([
    ['people', `/people?login=${login}`],
    ['people who are found', '/people?text=person'],
    ['a line', `/2026-Q4/review?line=${login}`],
    ['work orders', '/2026-Q4/remediation'],
    ['findings', '/2026-Q4/findings'],
    ['leavers', '/2026-Q4/leavers'],
  ])('fit on the page of %s, on a screen and on a telephone', async (_page, address) => {
    await withPage(async (page) => {
      await namedAtLength(page);
      await page.goto(address);
      await page.getByText(long.login.slice(0, 64)).first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      for (const width of [1280, 375]) {
        await page.setViewportSize({ width, height: 800 });
        await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    });
  });
});

/** Words of the cells of all tables that stand on two lines. */
const brokenWords = `[...document.querySelectorAll('td')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode() !== null)
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/[A-Za-z]+/g)) {
      const range = new Range();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
    }
  return broken;
})`;

describe.skipIf(!hasChromium)('a status in a table', () => {
  test.each([
    ['remediation', 'open, overdue'],
    ['leavers', 'so far'],
  ])('of %s stands in whole words', async (name, said) => {
    await withPage(async (page) => {
      await page.route(/\/remediation$/, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replace('handed over', 'open') });
      });
      await page.goto(`/2026-Q4/${name}`);
      await page.getByText(said).first().waitFor();
      expect(await page.evaluate(brokenWords)).toEqual([]);
    });
  });
});
