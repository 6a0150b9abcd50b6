// What a person does on a page, button by button.
import type { Page } from 'playwright-core';

/** An act of a button: its dialogue is filled in, and confirmed by the button of the same name. */
export async function act(
  page: Page,
  label: string | RegExp,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  const dialogue = page.getByRole('dialog');
  for (const [name, value] of Object.entries(fields)) await dialogue.getByRole('textbox', { name }).fill(value);
  await dialogue.getByRole('button', { name: label }).click();
  await dialogue.waitFor({ state: 'detached' });
}

/** Each line that is theirs and not decided, with one reason each. */
export async function decidesAll(page: Page): Promise<void> {
  const lines = page.getByRole('table', { name: 'Lines' }).getByRole('link', { name: /@acme\.com/ });
  await page.getByRole('heading', { name: /^Lines/ }).waitFor();
  const mine = await lines.count();
  if (mine === 0) return;
  await lines.first().click();
  for (let line = 0; line < mine; line += 1) {
    await page.getByRole('textbox', { name: 'Reason' }).fill(`Looked at, number ${line + 1}.`);
    if (line === 0) {
      await page.getByRole('button', { name: 'Stage', exact: true }).click();
      await page.getByText('Choose a decision.').waitFor();
    }
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByRole('button', { name: 'Stage', exact: true }).click();
    await page.getByText(`${line + 1} decision${line === 0 ? '' : 's'} staged, not recorded yet`).waitFor();
  }
  await page.getByRole('button', { name: /^Record \d+ decision/ }).click();
  await page.getByText(/decisions? recorded\./).waitFor();
}

export async function signs(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'I have read this statement.' }).check({ force: true });
  await act(page, 'Sign');
}
