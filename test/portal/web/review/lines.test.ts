// The pages in a real browser, by themselves: nothing that is staged is lost.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { focusOn, hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const review = '/2026-Q4/review';

const withPage = pagesByThemselves();

async function stage(page: Page, login: string, reason: string): Promise<void> {
  await page.goto(`${review}?line=${encodeURIComponent(login)}`);
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: 'Stage', exact: true }).click();
  await page.getByText(/^\d decisions? staged, not recorded yet$/).waitFor();
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

  test('shows what somebody else decided beside what is staged, and says once more that it was written over', async () => {
    await withPage(async (page, { company }) => {
      await stage(page, mine, 'Left in August.');
      await stage(page, other, 'Left in August.');
      company.colleagueDecides(mine);
      await page.goto(review);
      await page.getByText('stands: Keep, omar@acme.example').waitFor();
      const before = {
        login: mine,
        decision: 'keep',
        until: null,
        by: 'omar@acme.example',
        at: '2026-10-06T10:00:00Z',
      };
      await page.route(/\/decisions$/, async (route) => {
        const { decisions } = route.request().postDataJSON() as { readonly decisions: readonly object[] };
        const answer = { recorded: decisions.slice(0, 1), taken: [], replaced: [before], withdrawn: [7], sequence: 3 };
        await route.fulfill({ json: answer });
      });
      await page.getByRole('button', { name: 'Record 2 decisions' }).click();
      await page.getByText('1 decision recorded. Work order 7 is withdrawn').waitFor();
      await page.getByText(`${mine}: Keep, by omar@acme.example, 6 Oct 2026, 12:00 CEST`).waitFor();
      await page.getByText('1 decision staged, not recorded yet').waitFor();
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
