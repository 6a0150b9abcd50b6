// Files in the evidence of earlier versions, which had fewer limits and took letters that are refused now.
import { describe, expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { asTaken, ingestExport } from '../../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../../steps/read/ingest-leavers.ts';
import { acme } from '../../support/inputs/acme.ts';
import { given } from '../../support/given.ts';
import { at } from '../../support/time.ts';

const config = given(parseConfig(acme, 'review.json'));
const [reader, taken] = [exportReader(), asTaken(exportReader())];

const header = 'Email,Status,Team\n';
const jane = `${header}jane@acme.com,Active,`;

describe.each([
  ['letters of another encoding', Buffer.from(`${jane}Dvo\xf8\xe1k\n`, 'latin1')],
  ['an address whose letter was lost', Buffer.from(`${jane}\nj?rg@acme.com,Active,\n`)],
  ['a text of more than a cell holds', Buffer.from(`${jane}${'x'.repeat(40_000)}\n`)],
  ['more long texts than any list has', Buffer.from(`${header}${longTeams()}`)],
  [
    'more rejected rows than any list has',
    Buffer.from(`${jane}\n${`no address,Active,${'x'.repeat(20_000)}\n`.repeat(600)}`),
  ],
  ['a record of more than 16 megabytes', Buffer.from(`${jane}"${'x'.repeat(16_000_001)}"\n`)],
  ['a record of more cells than a spreadsheet has columns', Buffer.from(`${jane}${','.repeat(16_384)}\n`)],
])('an export with %s', (_, bytes) => {
  test('is refused when it comes, and read where a run took it before', async () => {
    const file = { name: 'users.csv', bytes };
    expect((await ingestExport({ exportReader: reader }, file, config)).kind).toBe('refused');
    const { population } = given(await ingestExport({ exportReader: taken }, file, config));
    expect(population.accounts[0]?.login).toBe('jane@acme.com');
  });
});

test('more leavers than any list has are refused when they come, and read where a run took them before', async () => {
  const bytes = Buffer.from('jane@acme.com,2026-09-30\n'.repeat(200_001));
  const asked = { config, asOf: at('2026-10-05T09:00:00Z') };
  const file = { name: 'leavers.csv', bytes };
  expect((await ingestLeavers(file, { ...asked, exportReader: reader })).kind).toBe('refused');
  expect(given(await ingestLeavers(file, { ...asked, exportReader: taken })).rows).toBe(200_001);
});

test.each([
  ['a day of hiring in the second column', 'Email,Hire Date\njane@acme.com,2020-01-01\n'],
  ['a year that nobody meant', 'Email,Last day\njane@acme.com,2206-09-30\n'],
])('leavers with %s are refused when they come, and read where a run took them before', async (_, text) => {
  const asked = { config, asOf: at('2026-10-05T09:00:00Z') };
  const file = { name: 'leavers.csv', bytes: Buffer.from(text) };
  expect((await ingestLeavers(file, { ...asked, exportReader: reader })).kind).toBe('refused');
  expect(given(await ingestLeavers(file, { ...asked, exportReader: taken })).rows).toBe(1);
});

/** The first of them Jane's. */
function longTeams(): string {
  return [longTeam('jane'), ...Array.from({ length: 501 }, (_, index) => longTeam(`user${index}`))].join('');
}

function longTeam(name: string): string {
  return `${name}@acme.com,Active,${'x'.repeat(20_000)}\n`;
}
