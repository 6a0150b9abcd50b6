// The pages while answers are late, come in another order or not at all: nothing that a person types is lost.
import type { Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { tooOldForThis } from '../../../../portal/api/routes/values.ts';
import type { Json } from '../stand-in/answered.ts';
import { focusOn, hasChromium } from '../browser/visiting.ts';
import { button, line, lines, press, reason } from '../browser/review-page.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const mine = 'person0000@acme.example';
const other = 'person0001@acme.example';
const colleague = 'omar@acme.example';
const unremarkable = 'person0009@acme.example';
const review = '/2026-Q4/review';
const open = `${review}?line=${encodeURIComponent(mine)}`;

const withPage = pagesByThemselves();

type Trail = Json<'trail'>;
type Story = Json<'lineStory'>;

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

  test('what the page does not understand is told with its place, and the rest goes on', async () => {
    await withPage(async (page, { url }) => {
      const periods: unknown = await (await fetch(`${url}/api/periods`)).json();
      await page.route(/\/api\/periods$/, (route) =>
        route.fulfill({ body: JSON.stringify(periods).replaceAll('"closed"', '"archived"') }),
      );
      await page.goto('/');
      await page.getByText('does not understand periods.periods.1.state in what the server answered').waitFor();
      expect(await page.getByText('There is no accepted run').count()).toBe(0);
      await page.goto('/2026-Q4');
      await page.getByRole('heading', { name: 'Decisions' }).waitFor();
    });
  });

  test('an act whose answer the page does not understand is told as done', async () => {
    await withPage(async (page) => {
      await page.route(/\/decisions\/filtered$/, (route) => route.fulfill({ json: { recorded: 'all' } }));
      await page.goto('/2026-Q4/review');
      await button(page, /^Keep .* unremarkable lines?$/).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('linked and unchanged');
      await dialog.getByRole('button', { name: /^Keep/ }).click();
      await dialog.getByText('The server has done it, so look before you repeat it.').waitFor();
      await page.goto('/2026-Q4');
      await page.getByRole('heading', { name: 'Decisions' }).waitFor();
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
    await withPage(async (page, { url }) => {
      const story = (await (await fetch(`${url}/api/periods/2026-Q4/lines/${mine}`)).json()) as Story;
      const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
      await page.route(/\/comments$/, async (route) => {
        await late;
        await route.fulfill({ status: 201, json: story.comments[0] });
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

  test('an act is not left before it is told what came of it, and what was typed is kept until it is done', async () => {
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
      await dialogue.getByRole('textbox', { name: 'To' }).fill(colleague);
      await dialogue.getByRole('textbox', { name: 'Until' }).fill('2026-10-30');
      await press(dialogue.getByRole('button', { name: 'Hand lines over' }));
      await page.keyboard.press('Escape');
      expect(await dialogue.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
      arrive();
      await dialogue.getByText('Nobody knows them.').waitFor();
      await page.keyboard.press('Escape');
      await dialogue.waitFor({ state: 'detached' });
      await page.reload();
      await button(page, 'Hand lines over').click();
      const fields = ['Reason', 'To', 'Until'].map((name) => dialogue.getByRole('textbox', { name }).inputValue());
      expect(await Promise.all(fields)).toEqual(['On leave.', colleague, '2026-10-30']);
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

  test('the reason that was typed for several lines is kept over a reload, and no decision is chosen by it', async () => {
    await withPage(async (page) => {
      const choose = async () => {
        const boxes = lines(page).getByRole('checkbox', { disabled: false });
        await boxes.nth(1).check();
        await boxes.nth(2).check();
      };
      await page.goto(review);
      await choose();
      await button(page, 'Keep').click();
      await reason(page).fill('Both work in sales.');
      await page.reload();
      await choose();
      expect(await reason(page).inputValue()).toBe('Both work in sales.');
      await button(page, 'Stage for 2 lines').click();
      await page.getByText('Choose a decision.').waitFor();
      await button(page, 'Keep').click();
      await button(page, 'Stage for 2 lines').click();
      await page.getByText('2 decisions staged, not recorded yet').waitFor();
      await choose();
      expect(await reason(page).inputValue()).toBe('');
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
