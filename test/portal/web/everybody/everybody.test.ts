// The pages in a real browser, by themselves: everybody can use them, at any width and in either mode.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, usualSize } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const mine = 'person0000@acme.example';

const withPage = pagesByThemselves();

const widthOfPage = 'document.documentElement.scrollWidth';

/** By how much the widest table is wider than its place. */
const widthBesideTables =
  'Math.max(0, ...[...document.querySelectorAll("table")].map((one) => one.scrollWidth - one.parentElement.clientWidth))';

/** What is still being read may stand otherwise for a moment. */
async function widthInTheEnd(page: Page, most: number, what = widthOfPage): Promise<number> {
  const measured = async (): Promise<number> => Number(await page.evaluate(what));
  const end = Date.now() + 5000;
  let width = await measured();
  while (width > most && Date.now() < end) {
    await page.waitForTimeout(100);
    width = await measured();
  }
  return width;
}

const addresses = [
  ['Overview of 2026-Q4', '/2026-Q4'],
  ['Review of 2026-Q4', `/2026-Q4/review?line=${encodeURIComponent(mine)}`],
  ['Sign the review of 2026-Q4', '/2026-Q4/sign'],
  ['Remediation of 2026-Q4', '/2026-Q4/remediation'],
  ['Findings of 2026-Q4', '/2026-Q4/findings'],
  ['Leavers of 2026-Q4', '/2026-Q4/leavers'],
  ['Non-human access in 2026-Q4', '/2026-Q4/non-human'],
  ['Audit trail of 2026-Q4', '/2026-Q4/trail'],
  ['People', `/people?login=${encodeURIComponent(mine)}`],
  ['Reports', '/reports'],
  ['Upload', '/upload'],
  ['Settings', '/settings'],
] as const;

async function isDark(page: Page): Promise<boolean> {
  return Boolean(await page.evaluate('document.body.classList.contains("awsui-dark-mode")'));
}

/** What axe looks at colours for. */
const aboutColours = ['color-contrast', 'link-in-text-block'];

/** @param rules by default all that axe judges by */
async function axe(page: Page, rules: string[] = []): Promise<readonly string[]> {
  // The way of a page without frames, which no page has: the other one takes three times as long.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (rules.length === 0 ? builder : builder.withRules(rules)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}

interface Looked {
  /** What axe holds against the page, in one mode and in the other. */
  readonly violations: readonly string[];
  /** By how much the widest table is wider than its place, at 1,280 pixels. */
  readonly lacks: number;
  /** Width of the page where it has 320 pixels. */
  readonly narrow: number;
}

/** Each page is opened once for all that is asked of it: to open one takes longer than to look. */
async function lookAt(page: Page, title: string, address: string): Promise<Looked> {
  const open = async (at: string): Promise<void> => {
    await page.goto(at);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.waitForLoadState('networkidle');
  };
  await open(address);
  const violations = (await axe(page)).map((told) => `${address}: ${told}`);
  await page.getByRole('button', { name: /^Switch to (?:light|dark) mode$/ }).click();
  violations.push(...(await axe(page, aboutColours)).map((told) => `${address} in the other mode: ${told}`));
  await page.setViewportSize({ width: 320, height: 256 });
  const narrow = await widthInTheEnd(page, 320);
  await page.setViewportSize(usualSize);
  // Beside an open line a table has less room.
  const whole = address.replace(/\?line=.*/, '');
  if (whole !== address) await open(whole);
  return { violations, narrow, lacks: await widthInTheEnd(page, 0, widthBesideTables) };
}

describe.skipIf(!hasChromium)('everybody can use', () => {
  const looked = new Map<string, Looked>();

  beforeAll(async () => {
    await withPage(async (page) => {
      for (const [title, address] of addresses) looked.set(address, await lookAt(page, title, address));
    });
  }, 240_000);

  test('every page, by the rules of axe, and in the other mode by those about colours', () => {
    expect(looked.size).toBe(addresses.length);
    expect([...looked.values()].flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('every page at 1,280 pixels: no column of a table is out of sight', () => {
    const wide = [...looked].filter(([, { lacks }]) => lacks > 0);
    expect(wide.map(([address, { lacks }]) => `${address} lacks ${lacks}`)).toEqual([]);
  });

  test('every page at 400 % zoom: nothing but tables scrolls sideways', () => {
    const wide = [...looked].filter(([, { narrow }]) => narrow > 320);
    expect(wide.map(([address, { narrow }]) => `${address} is ${narrow} wide`)).toEqual([]);
  });

  test('the mode that the system has, and the other one once they switched, also on the next page', async () => {
    await withPage(async (page) => {
      await page.goto('/reports');
      await page.getByRole('button', { name: 'Switch to light mode' }).waitFor();
      expect(await isDark(page)).toBe(true);
      await page.getByRole('button', { name: 'Switch to light mode' }).click();
      await page.goto('/settings');
      await page.getByRole('button', { name: 'Switch to dark mode' }).waitFor();
      expect(await isDark(page)).toBe(false);
    }, 'dark');
  });
});
