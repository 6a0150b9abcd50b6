import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { asWritten, neutralised } from '../../core/values/formula.ts';
import { csvSheets, findingsCsv, populationCsv, proposalsCsv } from '../../drawing/csv/sheets.ts';
import { anyText } from '../support/any-text.ts';
import { aFinding, aPopulation, aPopulationRow, aReport } from '../support/reports/report-builder.ts';

function cellsOf(lines: Iterable<string>): string[][] {
  return z.array(z.array(z.string())).parse(parse([...lines].join('')));
}

describe('a cell that a spreadsheet would execute', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '  =1', '\u00A0=1', '＝1', '＋1', '－1', '＠x'])(
    'is led by an apostrophe: %j',
    (cell) => {
      expect(neutralised(cell)).toBe(`'${cell}`);
    },
  );

  test.each([
    ['Doe;=1+1', "Doe;'=1+1"],
    ['Doe,=1+1', "Doe,'=1+1"],
    ['Doe\t=1+1', "Doe\t'=1+1"],
    ['Doe|=1+1', "Doe|'=1+1"],
    ['Doe\n=1+1', "Doe\n'=1+1"],
    ['Doe; +1', "Doe;' +1"],
    ['Doe;"=1+1', `Doe;'"=1+1`],
    ["Doe;'=1+1", "Doe;''=1+1"],
    ['=1;@x', "'=1;'@x"],
    ['\t=1', "'\t'=1"],
    [' \r=1', "' \r'=1"],
    ['a;b;c', 'a;b;c'],
    ['Doe; Jane - x', 'Doe; Jane - x'],
  ])('is seen behind a separator, where a spreadsheet splits there: %j', (cell, harmless) => {
    expect(neutralised(cell)).toBe(harmless);
    expect(asWritten(harmless)).toBe(cell);
  });

  test('is run by no spreadsheet, whichever separator it splits at', () => {
    const cells = fc.string({ unit: fc.constantFrom(...`'=-@+ \t\n\r;,|"a＝`) });
    fc.assert(
      fc.property(cells, fc.constantFrom(',', ';', '\t', '|'), (name, separator) => {
        const [, line = ''] = [...populationCsv({ population: [aPopulationRow({ name })] })];
        const parts = line.split(/\r\n|[\r\n]/).flatMap((physical) => physical.split(separator));
        // As a spreadsheet takes a quote: at the beginning of a cell it is none of the text.
        expect(parts.filter((part) => /^\s*"?\s*[=+\-@＝]/.test(part))).toEqual([]);
      }),
    );
  });

  test.each(['jane.doe@acme.com', 'a=b', 'Jane - Doe', '', "O'Neil", '1-2'])('is not seen in %j', (cell) => {
    expect(neutralised(cell)).toBe(cell);
  });

  test('can always be given back as it was', () => {
    const cells = fc.string({
      unit: fc.constantFrom("'", '=', '-', '@', ' ', '\t', '\n', 'a', '＝', '"', ',', ';', '|'),
    });
    fc.assert(
      fc.property(fc.oneof(cells, anyText()), (cell) => {
        expect(asWritten(neutralised(cell))).toBe(cell);
      }),
    );
  });
});

describe('the lists', () => {
  test('keep every cell through a CSV reader', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (names) => {
        const population = names.map((name, index) => aPopulationRow({ row: index + 2, name, role: name }));
        const read = cellsOf(populationCsv({ population })).slice(1);
        expect(read.map((cells) => [asWritten(cells[2] ?? ''), asWritten(cells[4] ?? '')])).toEqual(
          names.map((name) => [name, name]),
        );
      }),
    );
  });

  test('end every line with CR and LF', () => {
    for (const line of populationCsv({ population: aPopulation(3) })) expect(line).toMatch(/[^\r\n]\r\n$/);
  });

  test('give one line a finding, absent values empty', () => {
    const finding = aFinding({ code: 'SSO_NOT_PROVEN', login: null, reason: 'No proof, "yet".' });
    expect([...findingsCsv({ findings: [finding] })]).toEqual([
      'id,code,severity,state,login,row,situation,reason,directory,identity,firstSeen,reviewsOpen,continues\r\n',
      `${finding.id},SSO_NOT_PROVEN,medium,new,,,,"No proof, ""yet"".",,,2026-10-05T08:00:00Z,1,\r\n`,
    ]);
  });

  test('give one line an account with its codes joined by a blank', () => {
    const account = aPopulationRow({ findings: ['LEAVER_ACCOUNT', 'PRIVILEGED_ACCOUNT'], role: 'Admin' });
    expect([...populationCsv({ population: [account] })]).toEqual([
      'row,login,name,status,role,situation,rule,directory,identity,findings\r\n',
      `2,jane.doe@acme.com,Jane Doe,active,Admin,linked,name-id,entra,${account.identity},LEAVER_ACCOUNT PRIVILEGED_ACCOUNT\r\n`,
    ]);
  });

  test('give each proposal the reasons of its codes and no column that People.ai would import', () => {
    const proposal = {
      row: 2,
      login: 'jane.doe@acme.com',
      name: 'Jane Doe',
      status: 'active',
      role: null,
      situation: 'deleted',
      codes: ['LEAVER_ACCOUNT', 'DORMANT_ACCOUNT'],
      reasons: ['She left.', 'She has not signed in.'],
    } as const;
    expect([...proposalsCsv({ proposals: [proposal] })]).toEqual([
      'row,login,name,status,role,situation,codes,reasons\r\n',
      '2,jane.doe@acme.com,Jane Doe,active,,deleted,LEAVER_ACCOUNT DORMANT_ACCOUNT,She left. She has not signed in.\r\n',
    ]);
  });

  test('are the same as bytes, in pieces', async () => {
    const report = aReport({ population: aPopulation(2000) });
    const pieces: Uint8Array[] = [];
    for await (const piece of csvSheets.population(report)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).toString()).toBe([...populationCsv(report)].join(''));
  });
});
