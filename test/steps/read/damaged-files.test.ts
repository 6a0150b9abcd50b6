// 500 damaged exports: each is read to its last row or refused, felled by none, and no row is lost in silence.
// What is damaged follows from the number of the case alone, so that a failure can be seen again.
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { Config } from '../../../core/config/config.ts';
import type { ExportPopulation } from '../../../core/inputs/export/reading.ts';
import { ingestExport } from '../../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../../steps/read/ingest-leavers.ts';
import { acme } from '../../support/inputs/acme.ts';
import { csvText } from '../../support/inputs/export-builder.ts';
import { inlineRows, workbookParts, zipOf } from '../../support/inputs/workbook-builder.ts';
import { at } from '../../support/time.ts';

const config = configOf();
const reader = exportReader();
const cases = Array.from({ length: 250 }, (_, index) => index + 1);

function configOf(): Config {
  const read = parseConfig(acme, 'review.json');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
  return read.value;
}

/** Marsaglia's xorshift: the same numbers on every machine. */
function numbersFrom(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const records = [
  ['Operation', 'Email', 'Status', 'Suspended At', 'Name', 'Last Login'],
  ...Array.from({ length: 20 }, (_, index) => [
    '',
    `p${index}@acme.com`,
    index % 3 === 0 ? 'Suspended' : 'Active',
    '',
    `Zoë "${index}", the ${index}th`,
    '2026-09-20T08:00:00Z',
  ]),
];

const splinters = ['"', ',', ';', '\n', '\r', '\0', '\u001a', '\u200b', 'é', '<', '>', '&', '/', '\t', '0', 'ÿ'];

/** One to four bytes lost, doubled, replaced, put in or turned; now and then the end cut off. */
function damaged(bytes: Buffer, next: (below: number) => number): Buffer {
  let left = bytes;
  for (let times = next(4); times >= 0; times -= 1) {
    const place = next(left.length);
    const [before, byte, after] = [left.subarray(0, place), left.subarray(place, place + 1), left.subarray(place + 1)];
    const splinter = Buffer.from(splinters[next(splinters.length)] ?? '');
    const turned = Buffer.from([(byte[0] ?? 0) ^ (1 << next(8))]);
    const ways = [[], [byte, byte], [Buffer.from([next(256)])], [splinter, byte], [turned]];
    const middle = ways[next(ways.length)] ?? [];
    left = next(40) === 0 ? before : Buffer.concat([before, ...middle, after]);
  }
  return left;
}

async function populationOf(bytes: Buffer, name: string): Promise<ExportPopulation | null> {
  const read = await ingestExport({ exportReader: reader }, { name, bytes }, config);
  if (read.kind === 'refused') {
    expect(read.refusals.length).toBeGreaterThan(0);
    return null;
  }
  const { rowsRead, accounts, rejected, duplicates } = read.value.population;
  expect(accounts.length + rejected.length + duplicates.length).toBe(rowsRead);
  return read.value.population;
}

/** As a reader that is not ours counts them. */
function csvRecords(bytes: Buffer, { encoding, delimiter }: ExportPopulation['table']): number {
  const all: unknown[] = parse(new TextDecoder(encoding ?? 'utf-8').decode(bytes), {
    delimiter: delimiter ?? ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  return all.length;
}

function sheetRecords(sheet: string): number {
  const rows = [...sheet.matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)];
  return rows.filter(([, cells = '']) => /<t[^>]*>[^<]*[^<\s][^<]*</.test(cells)).length;
}

test.each(cases)('a damaged CSV loses no row: case %i', async (number) => {
  const bytes = damaged(Buffer.from(csvText(records)), numbersFrom(number));
  const population = await populationOf(bytes, 'users.csv');
  if (population === null) return;
  const all = csvRecords(bytes, population.table);
  // Nothing but the header, and what damage put above it, is no row.
  expect(all - population.rowsRead).toBeGreaterThanOrEqual(1);
  expect(all - population.rowsRead).toBeLessThanOrEqual(population.headerRow);
});

test.each(cases)('a damaged workbook loses no row: case %i', async (number) => {
  const next = numbersFrom(number + 1000);
  const parts = workbookParts({ sheets: { Users: inlineRows(records) } });
  // Half of them are damaged in the archive, whose checksums tell; half before it was made.
  if (number % 2 === 0) {
    const population = await populationOf(damaged(zipOf(parts), next), 'users.xlsx');
    expect(population?.rowsRead ?? 20).toBe(20);
    return;
  }
  const hurt = number % 4 === 1 ? parts.length - 1 : next(parts.length);
  const broken = parts.map((part, index) =>
    index === hurt ? { ...part, content: damaged(Buffer.from(part.content), next) } : part,
  );
  const population = await populationOf(zipOf(broken), 'users.xlsx');
  if (population === null) return;
  expect(population.rowsRead).toBe(sheetRecords(String(broken.at(-1)?.content)) - 1);
});

test.each(cases.slice(0, 50))('a damaged list loses no leaver: case %i', async (number) => {
  const people = Array.from({ length: 20 }, (_, index) => [`p${index}@acme.com`, '2026-09-30']);
  const bytes = damaged(Buffer.from(csvText([['Email', 'Last day'], ...people])), numbersFrom(number + 2000));
  const context = { config, asOf: at('2026-10-05T08:00:00Z'), exportReader: reader };
  const read = await ingestLeavers({ name: 'gone.csv', bytes }, context);
  if (read.kind === 'refused') return;
  const lines = bytes.toString().split(/\r\n|[\r\n]/);
  expect(read.value.rows).toBe(lines.filter((line) => /[^\s",]/.test(line)).length - 1);
});
