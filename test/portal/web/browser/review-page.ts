// Where things are on the review page, as whoever looks or listens finds them.
import type { Locator, Page } from 'playwright-core';

export const lines = (page: Page): Locator => page.getByRole('table', { name: 'Lines' });
export const line = (page: Page, login: string): Locator => lines(page).getByRole('link', { name: login });
export const reason = (page: Page): Locator => page.getByRole('textbox', { name: 'Reason' });
export const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });

/** As whoever works by keyboard does. */
export async function press(wanted: Locator): Promise<void> {
  await wanted.focus();
  await wanted.press('Enter');
}
