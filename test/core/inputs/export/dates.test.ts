import { describe, expect, test } from 'vitest';
import { momentText } from '../../../../core/values/time-text.ts';
import { readExport } from '../../../../core/inputs/export/reading.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { exportTable } from '../../../support/inputs/export-builder.ts';

interface Reading {
  readonly timeZone?: string;
  readonly dateFormat?: 'ISO' | 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'DD.MM.YYYY';
}

/** Reads an export with these last logins, one a user: each as text, or all refusals. */
function lastLogins(cells: readonly string[], reading: Reading = {}): readonly string[] {
  const result = readExport({
    tables: [exportTable(cells.map((lastLogin, at) => ({ email: `u${at}@acme.com`, lastLogin })))],
    fileName: 'users.csv',
    config: { columns: {}, statuses: {}, timeZone: 'UTC', ...reading },
    isPrivileged: () => false,
  });
  if (result.kind === 'refused') return result.refusals.map(refusalText);
  return result.value.accounts.map(({ lastLogin }) => {
    if (lastLogin === null) return 'none';
    return lastLogin.kind === 'instant' ? lastLogin.at : lastLogin.day;
  });
}

function expectRefused(text: string): void {
  expect(lastLogins(['2026-10-05', text, text])).toEqual([
    expect.stringMatching(/^users\.csv, row 3, column Last Login: .* and 1 more in this column\. Expected: ISO, MM/),
  ]);
}

describe('ISO dates', () => {
  test.each([
    ['2026-10-05T08:00:00Z', '2026-10-05T08:00:00Z'],
    ['2026-10-05T08:00:00+02:00', '2026-10-05T06:00:00Z'],
    ['2026-10-05', '2026-10-05'],
    [' 2026-10-05 08:00 ', '2026-10-05T12:00:00Z'],
    ['2026-10-05T08:00:30.123', '2026-10-05T12:00:30Z'],
    ['2026-01-05 08:00:00', '2026-01-05T13:00:00Z'],
    ['2026/10/5', '2026-10-05'],
    ['2026/01/05 8:00:00', '2026-01-05T13:00:00Z'],
    ['2026. 10. 5. 8:00', '2026-10-05T12:00:00Z'],
    ['1970/1/1 0:00', 'none'],
    ['1900-05-05', '1900-05-05'],
    ['2199-12-31', '2199-12-31'],
  ])('reads %j, in the time zone of the export where it names none, as %s', (text, moment) => {
    expect(lastLogins([text], { timeZone: 'America/New_York' })).toEqual([moment]);
  });

  test('lets a day last from midnight to midnight in the time zone of the export', () => {
    const result = readExport({
      tables: [exportTable([{ email: 'a@acme.com', createdAt: '2026-11-01' }])],
      fileName: 'users.csv',
      config: { columns: {}, statuses: {}, timeZone: 'America/New_York' },
      isPrivileged: () => false,
    });
    const created = result.kind === 'ok' ? result.value.accounts[0]?.createdAt : undefined;
    expect(created).toMatchObject({ from: '2026-11-01T04:00:00Z', to: '2026-11-02T05:00:00Z' });
    expect(created && momentText(created)).toBe('1 November 2026');
  });

  test.each(['', ' ', '-', 'N/A', 'Never', 'none', 'NULL'])('reads %j as no date', (text) => {
    expect(lastLogins([text])).toEqual(['none']);
  });

  test.each([
    '2026-02-30',
    '2026-10-05 24:00',
    'yesterday',
    '46300',
    '10/05/26',
    '13/13/2026',
    '2026/13/1',
    '2026/10.5',
    '1405/07/13',
    '1899-06-01',
    '2200-01-01',
    '#N/A',
  ])('refuses %j with its place', (text) => {
    expectRefused(text);
  });

  test('refuses a cell as long as a cell may be with its place', () => {
    expectRefused(`1${' '.repeat(32_000)}1`);
  });
});

test.each(['46300', '45649,7792013889'])('the number of a day, %s, is refused with what to do', (text) => {
  expect(lastLogins([text])).toEqual([expect.stringContaining('the column is formatted as dates before it is saved')]);
});

describe('slash dates', () => {
  test('are read by the order that one value of the file proves', () => {
    expect(lastLogins(['01/02/2026', '12/31/2026'])).toEqual(['2026-01-02', '2026-12-31']);
    expect(lastLogins(['01/02/2026', '31/12/2026'])).toEqual(['2026-02-01', '2026-12-31']);
  });

  test('are proven by any date column', () => {
    const result = readExport({
      tables: [
        exportTable([
          { email: 'a@acme.com', lastLogin: '01/02/2026', createdAt: '' },
          { email: 'b@acme.com', lastLogin: '', createdAt: '5/13/2025 9:05 PM' },
        ]),
      ],
      fileName: 'users.csv',
      config: { columns: {}, statuses: {}, timeZone: 'UTC' },
      isPrivileged: () => false,
    });
    const accounts = result.kind === 'ok' ? result.value.accounts : [];
    expect(accounts[0]?.lastLogin).toMatchObject({ day: '2026-01-02' });
    expect(accounts[1]?.createdAt).toMatchObject({ at: '2025-05-13T21:05:00Z' });
  });

  test('are refused when they fit both orders, with the key that decides', () => {
    expect(lastLogins(['2026-10-05', '01/02/2026', '03/04/2026'])).toEqual([
      expect.stringMatching(
        /row 3, column Last Login: ambiguous date format\. Found: "01\/02\/2026".*export\.dateFormat/,
      ),
    ]);
  });

  test('are not ambiguous when both orders name the same day', () => {
    expect(lastLogins(['05/05/2026'])).toEqual(['2026-05-05']);
  });

  test('are refused when two values contradict one another', () => {
    expect(lastLogins(['12/31/2026', '31/12/2026'])).toEqual([
      expect.stringContaining('"12/31/2026" can only be MM/DD/YYYY, "31/12/2026" in row 3 only DD/MM/YYYY'),
    ]);
  });

  test('are read as declared, without any proof', () => {
    expect(lastLogins(['01/02/2026'], { dateFormat: 'DD/MM/YYYY' })).toEqual(['2026-02-01']);
    expect(lastLogins(['01/02/2026'], { dateFormat: 'MM/DD/YYYY' })).toEqual(['2026-01-02']);
  });

  test('are refused when they do not fit what is declared', () => {
    expect(lastLogins(['31/12/2026'], { dateFormat: 'MM/DD/YYYY' })).toEqual([
      expect.stringMatching(/row 2, column Last Login.*"31\/12\/2026".*Expected: MM\/DD\/YYYY \(or ISO\), as declared/),
    ]);
    expect(lastLogins(['31/12/2026'], { dateFormat: 'ISO' })).toEqual([
      expect.stringContaining('Expected: ISO, as declared'),
    ]);
  });

  test.each([
    [
      'as their form is declared',
      { cells: ['2026-10-25', '31/12/2026'], says: { dateFormat: 'DD/MM/YYYY' } },
      ['2026-10-25', '2026-12-31'],
    ],
    [
      'as one of them shows their form',
      { cells: ['2026-10-05', '01/02/2026', '31/12/2026'], says: {} },
      ['2026-10-05', '2026-02-01', '2026-12-31'],
    ],
    [
      'that have a time',
      { cells: ['2026-10-05T08:00:00Z', '31/12/2026'], says: {} },
      ['2026-10-05T08:00:00Z', '2026-12-31'],
    ],
  ] as const)('may stand beside ISO dates, %s', (_how, { cells, says }, moments) => {
    expect(lastLogins(cells, says)).toEqual(moments);
  });

  test.each([
    ['2026-10-05', {}],
    ['2026-10-05 8:00', {}],
    ['2026-10-05 08:00:30', { dateFormat: 'MM/DD/YYYY' }],
    ['2026/10/5 8:00', {}],
  ] as const)('are refused where each could have been exchanged that is %j now', (saved, reading) => {
    expect(lastLogins(['12/31/2026', saved, '09/13/2026'], reading)).toEqual([
      `users.csv, row 3, column Last Login: dates that a spreadsheet made beside dates as text, the mark of a file that was opened under another locale. Found: the date ${saved}, and the text "12/31/2026" in row 2, column Last Login. Expected: the CSV as exported.`,
    ]);
  });

  test('are refused so whichever of day and month the file has first', () => {
    expect(lastLogins(['31/12/2026', '2026-10-05', '13/09/2026'])).toEqual([
      expect.stringContaining('Found: the date 2026-10-05, and the text "31/12/2026" in row 2'),
    ]);
  });

  test('may stand in another column than ISO dates', () => {
    const result = readExport({
      tables: [exportTable([{ email: 'a@acme.com', createdAt: '2026-11-01', lastLogin: '12/31/2026' }])],
      fileName: 'users.csv',
      config: { columns: {}, statuses: {}, timeZone: 'UTC' },
      isPrivileged: () => false,
    });
    expect(result.kind).toBe('ok');
  });

  test('are read as they were in an export that was taken before', () => {
    const table = exportTable(
      ['12/31/2026', '2026-10-05'].map((lastLogin, at) => ({ email: `u${at}@acme.com`, lastLogin })),
    );
    const result = readExport({
      tables: [{ ...table, taken: true }],
      fileName: 'users.csv',
      config: { columns: {}, statuses: {}, timeZone: 'UTC' },
      isPrivileged: () => false,
    });
    expect(result.kind).toBe('ok');
  });

  test.each([
    ['1/2/2026 08:00', '2026-01-02T13:00:00Z'],
    ['01/02/2026, 12:15:30 AM', '2026-01-02T05:15:30Z'],
    ['01/02/2026 12:15 pm', '2026-01-02T17:15:00Z'],
    ['01/02/2026 23:59', '2026-01-03T04:59:00Z'],
  ])('read the time of %j', (text, instant) => {
    expect(lastLogins([text], { dateFormat: 'MM/DD/YYYY', timeZone: 'America/New_York' })).toEqual([instant]);
  });

  test.each(['13:00 PM', '0:15 AM', '24:00', '08:60', '08:00:60'])('refuse the time %s', (clock) => {
    expect(lastLogins([`01/02/2026 ${clock}`], { dateFormat: 'MM/DD/YYYY' })).toEqual([
      expect.stringContaining('no date'),
    ]);
  });
});

describe('dotted dates', () => {
  const declared = { dateFormat: 'DD.MM.YYYY', timeZone: 'Europe/Berlin' } as const;

  test('are read where they are declared, beside ISO dates and with a clock', () => {
    expect(lastLogins(['03.04.2026', '1.2.2026', '2026-10-05', '05.10.2026 08:00'], declared)).toEqual([
      '2026-04-03',
      '2026-02-01',
      '2026-10-05',
      '2026-10-05T06:00:00Z',
    ]);
  });

  test('are refused where nothing declares them, with the key that does', () => {
    expect(lastLogins(['25.09.2026', '25.09.2026'])).toEqual([
      'users.csv, row 2, column Last Login: a value that is no date in the expected format. Found: "25.09.2026" and 1 more in this column. Expected: ISO, MM/DD/YYYY or DD/MM/YYYY; DD.MM.YYYY where export.dateFormat declares it.',
    ]);
  });

  test.each(['31.02.2026', '09.25.2026', '25.09.26', '01.01.1026'])(
    'are no days of a calendar by chance: %s',
    (text) => {
      expect(lastLogins([text], declared)).toEqual([
        expect.stringContaining('Expected: DD.MM.YYYY (or ISO), as declared'),
      ]);
    },
  );

  test('never stand beside slash dates, which a spreadsheet left because it took others for its own', () => {
    expect(lastLogins(['05.10.2026', '10/25/2026'], declared)).toEqual([
      expect.stringContaining('"10/25/2026". Expected: DD.MM.YYYY (or ISO), as declared'),
    ]);
  });

  test('that are the zero of a clock are none', () => {
    expect(lastLogins(['01.01.1970', '01.01.1601 00:00'], declared)).toEqual(['none', 'none']);
  });
});
