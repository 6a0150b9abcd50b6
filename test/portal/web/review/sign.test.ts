// The page by which people sign, in a real browser: nothing is offered before what it does is on the page.
import { describe, expect, test } from 'vitest';
import { signs } from '../browser/done-on-pages.ts';
import { hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const withPage = pagesByThemselves();
const overview = /\/api\/periods\/2026-Q4$/;

describe.skipIf(!hasChromium)('the page by which people sign', () => {
  test('offers no approval until it knows how the review stands', async () => {
    await withPage(async (page, { company }) => {
      company.setCarriedBy('none');
      const { promise: asked, resolve: goOn } = Promise.withResolvers<void>();
      await page.route(overview, async (route) => {
        await asked;
        await route.continue();
      });
      await page.goto('/2026-Q4/sign');
      await page.getByRole('heading', { name: 'Policy' }).waitFor();
      const approve = page.getByRole('button', { name: 'Approve the policy' });
      expect(await approve.count()).toBe(0);
      goOn();
      await approve.click();
      await page.getByRole('dialog').getByText('none of them carries this').waitFor();
    });
  });

  test('signs the very statement that was read, whatever else it reads of the review', async () => {
    await withPage(async (page) => {
      await page.route(overview, (route) => route.abort());
      const read = page.waitForResponse(/\/statement$/);
      await page.goto('/2026-Q4/sign');
      const answer = await read;
      const sent = page.waitForRequest(/\/signatures$/);
      await signs(page);
      const request = await sent;
      expect(request.headers()['if-match']).toBe(answer.headers()['etag']);
      const { statementSha256 } = (await answer.json()) as { readonly statementSha256: string };
      expect(request.postDataJSON()).toEqual({ stage: 'reviewer', statementSha256 });
    });
  });

  test('asks to read a statement that became another one', async () => {
    await withPage(async (page) => {
      await page.goto('/2026-Q4/sign');
      const box = page.getByRole('checkbox', { name: 'I have read this statement.' });
      await box.check({ force: true });
      await page.route(/\/statement$/, async (route) => {
        const answer = await route.fetch({ headers: { 'if-none-match': '' } });
        const json = (await answer.json()) as Readonly<Record<string, unknown>>;
        const other = { statement: 'I have reviewed more.', statementSha256: 'f'.repeat(64) };
        await route.fulfill({ json: { ...json, ...other } });
      });
      await page.getByText('I have reviewed more.').waitFor();
      expect(await box.isChecked()).toBe(false);
      expect(await page.getByRole('button', { name: 'Sign', exact: true }).isDisabled()).toBe(true);
    });
  });
});
