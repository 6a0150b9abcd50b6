// The leavers file from HR: read whole or refused, and only who has left by as-of counts (contract, sections 1 and 6).
import { describe, expect, test } from 'vitest';
import { readLeavers } from '../../../core/inputs/leavers/leavers.ts';
import type { LeaversFile, LeaversInput } from '../../../core/inputs/leavers/leavers.ts';
import type { TableRow } from '../../../core/inputs/table.ts';
import { rulesOf } from '../../../core/versions.ts';
import { refusalText } from '../../../core/values/result.ts';
import { given } from '../../support/given.ts';
import { at } from '../../support/time.ts';

type Cells = readonly string[];

function read(cells: readonly Cells[], says: Partial<LeaversInput> = {}): ReturnType<typeof readLeavers> {
  const rows = cells.map((one, index): TableRow => ({ kind: 'row', row: index + 1, cells: one }));
  const asOf = at('2026-10-05T08:00:00Z');
  return readLeavers({
    tables: [{ sheet: null, encoding: 'utf-8', rows: () => rows }],
    fileName: 'leavers.csv',
    timeZone: 'UTC',
    asOf,
    plusAddressing: 'distinct',
    ...says,
  });
}

/** Login and last day of those who have left. */
function gone(cells: readonly Cells[], says: Partial<LeaversInput> = {}): readonly string[] {
  const result = read(cells, says);
  if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
  return [...result.value.gone].map(([key, { lastDay }]) => `${key} ${lastDay}`);
}

function refusals(cells: readonly Cells[], says: Partial<LeaversInput> = {}): readonly string[] {
  const result = read(cells, says);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}

function leaving(...days: readonly string[]): LeaversFile {
  return given(read(days.map((day, index) => [`p${index}@acme.com`, day])));
}

describe('who has left', () => {
  test('is whose last day lies before the day of as-of', () => {
    expect(gone([['Jane@ACME.com', '2026-10-04']])).toEqual(['jane@acme.com 2026-10-04']);
    expect(gone([['jane@acme.com', '2026-10-05']])).toEqual([]);
  });

  test.each(['2026/10/4', '2026/10/04', '2026. 10. 4.'])('has a last day that begins with its year, %s', (day) => {
    expect(gone([['jane@acme.com', day]])).toEqual(['jane@acme.com 2026-10-04']);
  });

  test('goes by the day of the company', () => {
    const cells = [['jane@acme.com', '2026-10-05']];
    const timeZone = 'America/New_York';
    expect(gone(cells, { timeZone, asOf: at('2026-10-06T03:59:59Z') })).toEqual([]);
    expect(gone(cells, { timeZone, asOf: at('2026-10-06T04:00:00Z') })).toHaveLength(1);
  });

  test('is newest by the last of the days that are over, in whatever order they stand, and by none where none is', () => {
    expect(leaving('2026-09-01', '2026-10-05', '2026-10-04', '2026-08-01').newest).toBe('2026-10-04');
    expect(leaving('2026-10-05', '2027-01-31').newest).toBeNull();
  });

  test('is to leave on the furthest of the days to come at the latest, in whatever order they stand', () => {
    expect(leaving('2026-10-05', '2062-09-18', '2027-01-31').furthest).toBe('2062-09-18');
    expect(leaving('2026-09-01').furthest).toBeNull();
  });

  test('left at some time of their last day, in the time zone of the company', () => {
    const result = read([['jane@acme.com', '2026-10-03']], { timeZone: 'Asia/Tokyo' });
    expect(result.kind === 'ok' && [...result.value.gone.values()][0]).toMatchObject({
      notBefore: at('2026-10-02T15:00:00Z'),
      notAfter: at('2026-10-03T15:00:00Z'),
    });
  });

  test('left the second time, when they stand in the file twice, in any order', () => {
    const twice = [
      ['jane@acme.com', '2026-03-01'],
      ['jane@acme.com', '2026-09-01'],
    ];
    expect(gone(twice)).toEqual(['jane@acme.com 2026-09-01']);
    expect(gone(twice.toReversed())).toEqual(['jane@acme.com 2026-09-01']);
    expect(gone(twice, { isKept: true })).toEqual(['jane@acme.com 2026-09-01']);
  });

  test('left the second time also when plus addressing is ignored', () => {
    const twice = [
      ['jane+hr@acme.com', '2026-09-01'],
      ['jane+hr@acme.com', '2026-03-01'],
    ];
    expect(gone(twice, { plusAddressing: 'ignore' })).toEqual(['jane@acme.com 2026-09-01']);
  });
});

describe('somebody with a last day that is over and one that is to come', () => {
  const back = [
    ['Email', 'Last day'],
    ['jane@acme.com', '2024-01-31'],
    ['Jane@acme.com', '2026-12-31'],
  ];

  test.each([
    ['in any order', back.toSpliced(1, 2, ...back.slice(1).toReversed())],
    ['also in capitals', back],
  ])('may have come back, or not: refused with the line, %s', (_, cells) => {
    expect(refusals(cells)).toEqual([
      expect.stringMatching(/^leavers\.csv, line 3, column 2: somebody who left and is still to leave\. .*2024-01-31/),
    ]);
  });

  test('is read as it was taken in the evidence of a run: as gone', () => {
    const rows = back.map((cells, index): TableRow => ({ kind: 'row', row: index + 1, cells }));
    const tables = [{ sheet: null, encoding: 'utf-8' as const, rows: () => rows, taken: true as const }];
    expect(gone([], { tables })).toEqual(['jane@acme.com 2024-01-31']);
  });

  test('is one login where plus addressing is ignored, and two otherwise', () => {
    const plus = [back[1] ?? [], ['jane+hr@acme.com', '2026-12-31']];
    expect(refusals(plus)).toEqual([]);
    expect(refusals(plus, { plusAddressing: 'ignore' })).toHaveLength(1);
  });
});

describe('somebody with two last days to come', () => {
  const twice = [
    ['jane@acme.com', '2026-11-15'],
    ['Jane@acme.com', '2026-12-15'],
  ];

  test('is refused in an upload, which runs compare once one of the days is over, with the line', () => {
    const asRun = { asOf: at('2026-11-20T08:00:00Z') };
    expect(refusals(twice, asRun)).toHaveLength(1);
    expect(refusals(twice, { isKept: true })).toEqual([
      expect.stringMatching(/^leavers\.csv, line 2, column 2: somebody with two last days to come\. .*2026-11-15/),
    ]);
  });

  test('is told where a run is given the list by command', () => {
    const { twice: told } = given(read(twice));
    expect(told.map(refusalText)).toEqual([
      expect.stringMatching(/^leavers\.csv, line 2, column 2: somebody with two last days to come\./),
    ]);
  });

  test('still works here as a run reads the list on that day', () => {
    expect(gone(twice)).toEqual([]);
  });

  test('of one day said twice left on that day', () => {
    const same = [twice[0] ?? [], twice[0] ?? []];
    expect(refusals(same, { isKept: true })).toEqual([]);
    expect(gone(same, { isKept: true, asOf: at('2026-11-20T08:00:00Z') })).toHaveLength(1);
  });
});

describe('somebody whose last day of work comes before that of the contract', () => {
  const both = [
    ['Email', 'Termination Date', 'Last Day of Work'],
    ['jane@acme.com', '2026-12-15', '2026-11-15'],
  ];

  test('is refused once that is over, and in an upload at once', () => {
    const days = 'leavers.csv, line 2, column 2: two last days';
    const [over, toCome] = [`${days}, of which one is over and the other is not.`, `${days}, both to come.`];
    expect(refusals(both)).toEqual([]);
    expect(refusals(both, { asOf: at('2026-11-20T08:00:00Z') })).toEqual([expect.stringContaining(over)]);
    expect(refusals(both, { isKept: true })).toEqual([expect.stringContaining(toCome)]);
  });

  test('is read where both are one day, or the contract has ended too', () => {
    const [header = [], row = []] = both;
    expect(refusals([header, [row[0] ?? '', row[1] ?? '', row[1] ?? '']], { isKept: true })).toEqual([]);
    expect(refusals(both, { isKept: true, asOf: at('2026-12-20T08:00:00Z') })).toEqual([]);
  });
});

describe('the zero of a clock', () => {
  test.each(['1970-01-01', '1900-01-01'])('%s is no last day: refused with its line', (day) => {
    expect(refusals([['jane@acme.com', day]])).toEqual([
      expect.stringMatching(/line 1, column 2: no day\. .*zero of a/),
    ]);
  });
});

describe('the file', () => {
  test.each([
    'Email',
    'e-mail',
    'E-Mail Address',
    'Login',
    'Username',
    'user name',
    'email_address',
    'Work Email',
    'User E-Mail',
  ])('may begin with a header such as %s', (header) => {
    expect(
      gone([
        [header, 'Last day'],
        ['jane@acme.com', '2026-10-01'],
      ]),
    ).toHaveLength(1);
  });

  test('counts its rows without the header and without blank lines', () => {
    const result = read([
      ['Email', 'Last day'],
      ['', ''],
      ['jane@acme.com', '2026-10-01'],
      ['joe@acme.com', '2027-01-01'],
    ]);
    expect(result).toMatchObject({ kind: 'ok', value: { rows: 2 } });
  });

  test('may hold more columns than two', () => {
    expect(gone([['jane@acme.com', ' 2026-10-01 ', 'Sales']])).toHaveLength(1);
  });

  test.each([
    ['no address', ['jane', '2026-10-01'], 'line 1, column 1'],
    ['an empty address', ['', '2026-10-01'], 'line 1, column 1'],
    ['another form of date', ['jane@acme.com', '10/01/2026'], 'line 1, column 2'],
    ['a day that does not exist', ['jane@acme.com', '2026-02-30'], 'line 1, column 2'],
    ['no day', ['jane@acme.com'], 'line 1, column 2'],
  ])('is refused with %s, and the refusal says where', (_, cells, where) => {
    expect(refusals([cells])).toEqual([expect.stringContaining(`leavers.csv, ${where}`)]);
  });

  test('is refused once where its header has the addresses in another column', () => {
    expect(
      refusals([
        ['Name', 'E-Mail', 'Letzter Arbeitstag'],
        ['Lange, Ulf', 'ulf.lange@acme.com', '30.09.2026'],
        ['Jäger, Ida', 'ida.jaeger@acme.com', '30.09.2026'],
      ]),
    ).toEqual([
      'leavers.csv, line 1, column 2: the e-mail addresses do not stand in the first column. Found: "E-Mail" behind "Name". Expected: the e-mail address in the first column and the last day in the second.',
    ]);
  });

  test('says of a local form of date how it is read in any', () => {
    expect(refusals([['jane@acme.com', '30.09.2026']])).toEqual([
      expect.stringMatching(/ISO date such as 2026-10-01; a workbook \(XLSX\) may show its date cells in any form\.$/),
    ]);
  });

  test('is refused with all its faults at once', () => {
    expect(
      refusals([
        ['jane', '2026-10-01'],
        ['joe@acme.com', 'soon'],
      ]),
    ).toHaveLength(2);
  });

  test('is refused where it cannot be read on, although all lines before were good', () => {
    const rows: TableRow[] = [
      { kind: 'row', row: 1, cells: ['jane@acme.com', '2026-10-01'] },
      { kind: 'fault', row: 2, found: 'a quote that never ends', expected: 'a closing quote' },
    ];
    expect(refusals([], { tables: [{ sheet: null, encoding: 'utf-8', rows: () => rows }] })).toEqual([
      expect.stringContaining('leavers.csv, line 2'),
    ]);
  });

  test('is refused when a header stands below the first line', () => {
    expect(
      refusals([
        ['jane@acme.com', '2026-10-01'],
        ['Email', 'Last day'],
      ]),
    ).toHaveLength(1);
  });
});

test.each([
  ['0.22.0', '471.0'],
  ['0.23.0', '471'],
])('of a list that version %s took, the employee number 471.0 is %j', (version, employeeId) => {
  const cells = [
    ['Email', 'Last day', 'Employee ID'],
    ['ann@acme.com', '2026-09-30', '471.0'],
  ];
  const rows = cells.map((one, index): TableRow => ({ kind: 'row', row: index + 1, cells: one }));
  const rules = rulesOf({ tool: { version } });
  const table = { sheet: null, encoding: 'utf-8', taken: true, rules, rows: () => rows } as const;
  expect(given(read([], { tables: [table] })).people).toMatchObject([{ called: { employeeId } }]);
});
