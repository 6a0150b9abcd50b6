// The pages in a real browser, by themselves: nothing that is staged is lost, and everybody can use them.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtPages } from './built.ts';
import { focusOn, hasChromium, openChromium } from './visiting.ts';
import { usualSize, withPageOf } from './with-page.ts';
import type { ActOnPage } from './with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const review = '/2026-Q4/review';

let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  await builtPages();
  browser = await openChromium();
}, 120_000);

afterAll(async () => {
  if (hasChromium) await browser.close();
});

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

async function withPage(act: ActOnPage, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await withPageOf(browser, act, colorScheme);
}

async function stage(page: Page, login: string, reason: string): Promise<void> {
  await page.goto(`${review}?line=${encodeURIComponent(login)}`);
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: 'Stage', exact: true }).click();
  await page.getByText('1 decision staged, not recorded yet').waitFor();
}

/** The label of what has the focus in the moment in which the page says so, before a key can follow. */
const focusOnceItSays = (text: string): string => `new Promise((resolve) => {
  new MutationObserver((_, observer) => {
    if (!document.body.textContent.includes(${JSON.stringify(text)})) return;
    observer.disconnect();
    resolve(document.activeElement.getAttribute('aria-label'));
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
})`;

describe.skipIf(!hasChromium)('the review page', () => {
  test('has the focus on the next line as soon as it says that one is staged', async () => {
    await withPage(async (page) => {
      await page.goto(`${review}?line=${encodeURIComponent(mine)}`);
      await page.getByRole('link', { name: `${mine}, shown beside` }).waitFor();
      await page.getByRole('textbox', { name: 'Reason' }).fill('Left in August.');
      await page.getByRole('button', { name: 'Revoke', exact: true }).click();
      const focused = page.evaluate(focusOnceItSays('1 decision staged'));
      await page.getByRole('button', { name: 'Stage', exact: true }).press('Enter');
      expect(await focused).toMatch(/^person\d{4}@acme\.example, shown beside$/);
    });
  });

  test('stays on the line that is staged before the table has come', async () => {
    await withPage(async (page) => {
      await page.route(/\/lines(\?|$)/, async () => undefined);
      await stage(page, mine, 'Left in August.');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Stage');
      await page.getByRole('button', { name: 'Take back' }).waitFor();
    });
  });

  test('keeps what is staged over a reload, and records it', async () => {
    await withPage(async (page, { company }) => {
      await stage(page, mine, 'Left in August.');
      await page.reload();
      await page.getByRole('button', { name: 'Record 1 decision' }).click();
      await page.getByText('1 decision recorded.').waitFor();
      expect(company.lines[0]?.decision).toMatchObject({ decision: 'revoke', reason: 'Left in August.' });
    });
  });

  test('keeps what is staged when the session ends, and signs in to the same line', async () => {
    await withPage(async (page, { company }) => {
      await stage(page, mine, 'Left in August.');
      await page.goto(`${review}?line=${encodeURIComponent(mine)}`);
      await page.getByRole('textbox', { name: 'Reason' }).waitFor();
      company.endSession();
      await page.getByRole('button', { name: 'Record 1 decision' }).click();
      const link = page.getByRole('link', { name: 'Sign in' }).first();
      expect(await link.getAttribute('href')).toBe(
        `/auth/sign-in?return=${encodeURIComponent(`${review}?line=${encodeURIComponent(mine)}`)}`,
      );
      expect(await page.evaluate('JSON.stringify(localStorage)')).toContain('Left in August.');
    });
  });

  test('keeps what is staged when the connection is lost', async () => {
    await withPage(async (page) => {
      await stage(page, mine, 'Left in August.');
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Record 1 decision' }).click();
      await page.getByText('Your decisions are kept in this browser').waitFor();
      await page.getByText('1 decision staged, not recorded yet').waitFor();
    });
  });

  test('shows a decision of a colleague without a reload, and keeps the own text', async () => {
    await withPage(async (page, { company }) => {
      await stage(page, other, 'My own words.');
      company.colleagueDecides(other);
      await page.getByText(`omar@acme.example decided ${other}.`).first().waitFor();
      await page.getByRole('button', { name: 'Record 1 decision' }).click();
      await page.getByText('somebody else decided it at the same moment').first().waitFor({ state: 'attached' });
      await page.goto(`${review}?line=${encodeURIComponent(other)}`);
      expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('My own words.');
    });
  });

  test('locks the own line and says why', async () => {
    await withPage(async (page) => {
      await page.goto(`${review}?line=${encodeURIComponent('rita@acme.example')}`);
      await page.getByText('Nobody decides about their own access').waitFor();
      expect(await page.getByRole('button', { name: 'Stage', exact: true }).count()).toBe(0);
    });
  });

  test('is decided by keyboard alone', async () => {
    await withPage(async (page) => {
      await page.goto(review);
      await page.getByRole('link', { name: mine }).focus();
      await page.keyboard.press('j');
      await page.keyboard.press('2');
      const reason = page.getByRole('textbox', { name: 'Reason' });
      await focusOn(page, reason);
      await page.keyboard.type('Not needed.');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('1 decision staged, not recorded yet').waitFor();
      for (const staged of [2, 3, 4]) {
        await page.keyboard.press('1');
        await focusOn(page, reason);
        await page.keyboard.type('In the team.');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByText(`${staged} decisions staged, not recorded yet`).waitFor();
      }
    });
  });
});

describe.skipIf(!hasChromium)('the lines', () => {
  test('are found by filters that a person named, also after a reload', async () => {
    await withPage(async (page) => {
      await page.goto(`${review}?privileged=true&changed=true`);
      await page.getByRole('button', { name: 'Save these filters' }).click();
      await page.getByRole('textbox', { name: 'Name of the filters' }).fill('Sharp ones');
      await page.keyboard.press('Enter');
      await page.goto(review);
      await page.getByRole('button', { name: /^Saved filters/ }).click();
      await page.getByRole('option', { name: 'Sharp ones' }).click();
      await page.waitForURL(/changed=true&privileged=true/);
      await page.getByRole('button', { name: 'Forget this filter' }).waitFor();
    });
  });

  test('stay in their place while others are looked for, and whoever types goes on typing', async () => {
    await withPage(async (page) => {
      await page.goto(review);
      const table = page.getByRole('table', { name: 'Lines' });
      await table.waitFor();
      await page.evaluate('document.querySelector("table").dataset.same = "yes"');
      const search = page.getByRole('searchbox', { name: 'Find lines' });
      await search.pressSequentially('person0012');
      await page.getByText('(1 of 2,000)').waitFor();
      await page.keyboard.type('x');
      await page.getByText('No line matches.').waitFor();
      expect(await search.inputValue()).toBe('person0012x');
      await search.fill('');
      await page.getByText('1 to 50 of 2,000').waitFor();
      await page.getByRole('button', { name: 'Next page' }).press('Enter');
      await page.getByText('51 to 100 of 2,000').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('101 to 150 of 2,000').waitFor();
      expect(await table.getAttribute('data-same')).toBe('yes');
    });
  });

  test.each([390, 1024, 1200])('make room for the open one where there is none beside, %i wide', async (width) => {
    await withPage(async (page) => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${review}?line=${encodeURIComponent(mine)}`);
      await page.getByRole('textbox', { name: 'Reason' }).waitFor();
      expect(await page.getByRole('table', { name: 'Lines' }).isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Close the line' }).click();
      await page.getByRole('table', { name: 'Lines' }).waitFor();
    });
  });

  test('of which several are chosen are decided above the table where there is no room beside it', async () => {
    await withPage(async (page) => {
      await page.setViewportSize({ width: 1024, height: 844 });
      await page.goto(review);
      const boxes = page.getByRole('table', { name: 'Lines' }).getByRole('checkbox', { disabled: false });
      await boxes.nth(1).check();
      await boxes.nth(2).check();
      const form = await page.getByText('2 lines selected').boundingBox();
      const table = await page.getByRole('table', { name: 'Lines' }).boundingBox();
      expect(form?.y).toBeLessThan(table?.y ?? 0);
    });
  });
});

describe.skipIf(!hasChromium)('an export that nobody declared', () => {
  test('is told what is unknown in it, beside the configuration that would declare it', async () => {
    await withPage(async (page) => {
      await page.goto('/upload');
      await page.getByText('Unknown headers or status words').waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')))).toHaveProperty('export');
    });
  });
});

describe.skipIf(!hasChromium)('an export that is handed in', () => {
  test('leaves the next one to be declared anew', async () => {
    await withPage(async (page, { url }) => {
      await page.route(/\/uploads\/addresses$/, (route) => route.fulfill({ json: { put: null } }));
      await page.route(/\/uploads\/exports\?.*countShown=248/, async (route) => {
        const { uploads } = (await (await fetch(`${url}/api/uploads`)).json()) as { uploads: readonly unknown[] };
        await route.fulfill({ json: uploads[0] });
      });
      await page.goto('/upload');
      const exportedAt = page.getByRole('textbox', { name: 'Exported at' });
      const users = page.getByRole('textbox', { name: 'Number of users' });
      await exportedAt.fill('2026-10-05 08:00');
      await users.fill('248');
      const buffer = Buffer.from('login');
      await page.getByLabel('File to upload').setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer });
      await expect.poll(() => exportedAt.inputValue(), { timeout: 30_000 }).toBe('');
      expect(await users.inputValue()).toBe('');
    });
  });
});

describe.skipIf(!hasChromium)('a file', () => {
  test('is saved when its digest is the one on record, and not when it is another', async () => {
    await withPage(async (page) => {
      await page.goto('/reports');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download 2026-Q3-review.pdf and check its digest' }).click();
      expect((await download).suggestedFilename()).toBe('2026-Q3-review.pdf');
      await page.getByText('digest checked').waitFor();
      await page.getByRole('button', { name: /^Evidence/ }).click();
      await page.getByRole('button', { name: 'Download altered.pdf and check its digest' }).click();
      await page.getByText('other bytes than on record: not saved').waitFor();
    });
  });
});

describe.skipIf(!hasChromium)('roles', () => {
  test('a reviewer finds no page that they may not read', async () => {
    await withPage(async (page, { company }) => {
      company.setRoles(['reviewer']);
      await page.goto('/2026-Q4');
      await page.getByRole('link', { name: 'Findings' }).waitFor();
      for (const name of ['Upload', 'Audit trail', 'Settings'])
        expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0);
    });
  });
});

const addresses = [
  ['Overview of 2026-Q4', '/2026-Q4'],
  ['Review of 2026-Q4', `${review}?line=${encodeURIComponent(mine)}`],
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
