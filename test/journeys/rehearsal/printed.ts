// What a report that a deployment issued says to whoever holds it alone: verified by the command, and read page by page.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { command } from '../../support/program/command.ts';
import { pageTexts, withoutBlanks } from '../../support/reports/read-pdf.ts';

/** @returns the text of all pages without blanks, so that no line end matters */
export async function verifiedText(folder: string, pdf: Buffer): Promise<string> {
  const file = join(folder, 'taken-report.pdf');
  await writeFile(file, pdf);
  expect(await command(folder, ['verify', file])).toMatchObject({ exit: 0 });
  const pages = await pageTexts(pdf);
  return withoutBlanks(pages.join(''));
}
