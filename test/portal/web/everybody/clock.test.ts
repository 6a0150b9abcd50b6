// A browser whose clock is wrong: what is asked of time goes by the clock of the server.
import { describe, expect, test } from 'vitest';
import { hasChromium } from '../browser/visiting.ts';
import { pagesByThemselves } from '../browser/with-page.ts';

const withPage = pagesByThemselves();

const dayMs = 24 * 60 * 60 * 1000;
const wrong = [
  ['a day ahead', dayMs],
  ['a day behind', -dayMs],
] as const;

describe.skipIf(!hasChromium)('a browser whose clock is wrong', () => {
  test.each(wrong)('%s, asks to sign in anew when the server would, and only then', async (_wrong, byMs) => {
    await withPage(async (page) => {
      await page.clock.install({ time: Date.now() + byMs });
      for (const [leftMs, asked] of [
        [60_000, 0],
        [-60_000, 1],
      ] as const) {
        await page.route(/\/api\/me$/, async (route) => {
          const me = (await (await route.fetch()).json()) as object;
          await route.fulfill({ json: { ...me, freshUntil: new Date(Date.now() + leftMs).toISOString() } });
        });
        await page.goto('/2026-Q4/sign');
        await page.getByRole('checkbox', { name: 'I have read this statement.' }).check({ force: true });
        await page.getByRole('button', { name: 'Sign', exact: true }).click();
        const dialogue = page.getByRole('dialog');
        await dialogue.getByRole('button', { name: 'Cancel' }).waitFor();
        expect(await dialogue.getByRole('link', { name: 'Sign in again' }).count()).toBe(asked);
      }
    });
  });

  test.each(wrong)('%s, takes the time of an export that has come, and no other', async (_wrong, byMs) => {
    await withPage(async (page) => {
      await page.clock.install({ time: Date.now() + byMs });
      await page.goto('/upload');
      const at = page.getByRole('textbox', { name: 'Exported at' });
      const file = { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from('a') };
      const said = page.getByText('Say when it was exported, not later than now');
      for (const [ms, refused] of [
        [-dayMs / 2, 0],
        [dayMs / 2, 1],
      ] as const) {
        await at.fill(new Date(Date.now() + ms).toISOString().slice(0, 16).replace('T', ' '));
        const sent = refused === 1 ? said.waitFor() : page.waitForRequest((request) => request.method() === 'POST');
        await page.getByLabel('File to upload').setInputFiles(file);
        await sent;
        expect(await said.count()).toBe(refused);
      }
    });
  });
});
