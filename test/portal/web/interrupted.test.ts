// The pages while answers are late, come in another order or not at all, and while what has the focus goes: nothing that
// a person types is lost, and the focus is never on nothing.
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tooOldForThis } from '../../../portal/api/routes/values.ts';
import type { Json } from './answered.ts';
import { builtPages } from './built.ts';
import { focusOn, hasChromium, openChromium } from './visiting.ts';
import { withPageOf } from './with-page.ts';
import type { ActOnPage } from './with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const unremarkable = 'person0009@acme.example';
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

type Trail = Json<'trail'>;

const lines = (page: Page): Locator => page.getByRole('table', { name: 'Lines' });
const line = (page: Page, login: string): Locator => lines(page).getByRole('link', { name: login });
const reason = (page: Page): Locator => page.getByRole('textbox', { name: 'Reason' });
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });

/** As whoever works by keyboard does. */
async function press(wanted: Locator): Promise<void> {
  await wanted.focus();
  await wanted.press('Enter');
}

/** Once what had the focus is gone: where the focus is now. */
async function placeOfFocus(page: Page): Promise<string> {
  return String(await page.evaluate('document.activeElement.className || document.activeElement.tagName'));
}

describe.skipIf(!hasChromium)('on a slow network', () => {
  test('the reason is typed at once, though the story of the line is not read yet', async () => {
    await withPage(async (page) => {
      await page.route(/\/lines\//, async () => undefined);
      await page.goto(review);
      await line(page, mine).focus();
      await page.keyboard.type('j2joined 1 of 3 k');
      expect(await reason(page).inputValue()).toBe('joined 1 of 3 k');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText('1 decision staged, not recorded yet').waitFor();
      await focusOn(page, line(page, `${other}, shown beside`));
    });
  });

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

  test('what was read on stays, though the page before it comes once more', async () => {
    await withPage(async (page, { url }) => {
      const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
      const first = (await (await fetch(`${url}/api/periods/2026-Q4/trail`)).json()) as Trail;
      const pageOf = (says: string, next: string | null): Trail => ({
        ...first,
        events: first.events.map((event) => ({ ...event, says })),
        next,
      });
      await page.clock.install();
      await page.route(/\/api\/.*\/trail/, (route) => route.fulfill({ json: pageOf('the first', 'b') }));
      await page.goto('/2026-Q4/trail');
      await page.getByText('the first').waitFor();
      const answers = [
        async (route: Route) => route.fulfill({ status: 503, body: '' }),
        async (route: Route) => {
          await late;
          await route.fulfill({ json: pageOf('the second', 'c') });
        },
        async (route: Route) => route.fulfill({ json: pageOf('the second', 'c') }),
      ];
      await page.route(/cursor=b/, async (route) => answers.shift()?.(route));
      await page.route(/cursor=c/, (route) => route.fulfill({ json: pageOf('the third', null) }));
      await button(page, /^Read on/).click();
      await page.getByText('No connection').waitFor();
      await page.clock.runFor(11_000);
      await page.getByText('the second').waitFor();
      await button(page, /^Read on/).click();
      await page.getByText('the third').waitFor();
      const arrived = page.waitForResponse(/cursor=b/);
      arrive();
      await (await arrived).finished();
      await page.clock.runFor(100);
      expect(await page.getByText('the third').count()).toBe(1);
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

  test('an act is not left before it is told what came of it, and its reason is kept until it is done', async () => {
    await withPage(async (page) => {
      const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
      await page.route(/\/delegations$/, async (route) => {
        await late;
        const json = { type: 'about:blank', title: 'Refused', status: 422, detail: 'Nobody knows them.' };
        await route.fulfill({ status: 422, json });
      });
      await page.goto(review);
      await button(page, 'Hand lines over').click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByRole('textbox', { name: 'Reason' }).fill('On leave.');
      await press(dialogue.getByRole('button', { name: 'Hand lines over' }));
      await page.keyboard.press('Escape');
      expect(await dialogue.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
      arrive();
      await dialogue.getByText('Nobody knows them.').waitFor();
      await page.keyboard.press('Escape');
      await dialogue.waitFor({ state: 'detached' });
      await page.reload();
      await button(page, 'Hand lines over').click();
      expect(await dialogue.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('On leave.');
    });
  });

  test('the reason for keeping the unremarkable lines is kept, though others decide some of them', async () => {
    await withPage(async (page, { company }) => {
      await page.goto(review);
      const act = button(page, /^Keep [1-9].* unremarkable lines$/);
      const before = await act.textContent();
      await act.click();
      const typed = page.getByRole('dialog').getByRole('textbox', { name: 'Reason' });
      await typed.fill('Linked and unchanged.');
      company.colleagueDecides(unremarkable);
      await page.reload();
      expect(await act.textContent()).not.toBe(before);
      await act.click();
      expect(await typed.inputValue()).toBe('Linked and unchanged.');
    });
  });

  test('a sign-in that is too old by now leads to a new one, and not to the one that there is', async () => {
    await withPage(async (page) => {
      const refusal = { what: tooOldForThis, where: 'session', found: '', expected: '' };
      await page.route(/\/delegations$/, async (route) => {
        const json = { type: 'about:blank', title: 'x', status: 401, detail: 'x', refusals: [refusal] };
        await route.fulfill({ status: 401, json });
      });
      await page.goto(review);
      await button(page, 'Hand lines over').click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByRole('textbox', { name: 'Reason' }).fill('On leave.');
      await dialogue.getByRole('button', { name: 'Hand lines over' }).click();
      const link = dialogue.getByRole('link', { name: 'Sign in' });
      expect(await link.getAttribute('href')).toMatch(/&fresh=1$/);
    });
  });
});

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
