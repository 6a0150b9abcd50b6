// Exports in workbooks, as spreadsheets and programs really write them: every cell read exactly, or refused with its place.
// Each case is a whole command in a process of its own.
import { describe, expect, test } from 'vitest';
import type { CompanySays, Reviewed } from '../../support/program/company.ts';
import { companyWith, expectRefused, withExport } from '../../support/program/handed-in.ts';
import { inlineRows, workbookOf, workbookParts, zipOf } from '../../support/inputs/workbook-builder.ts';
import type { WorkbookShape, ZipPart } from '../../support/inputs/workbook-builder.ts';

const header = ['Operation', 'Email', 'Status', 'Suspended At', 'Name'];
const jane = ['', 'jane@acme.com', 'Active', '', 'Jane'];
const users = inlineRows([header, jane]);

function text(value: string): string {
  return `<c t="inlineStr"><is><t>${value}</t></is></c>`;
}

function number(value: string): string {
  return `<c><v>${value}</v></c>`;
}

/** A list of e-mail, status and one more column, whose cells are given as the workbook holds them. */
function listOf(column: string, cells: readonly string[]): string {
  const rows = cells.map((cell, index) => {
    const login = index === 0 ? 'jane@acme.com' : `p${index}@acme.com`;
    return `<row r="${index + 2}">${text(login)}${text('Active')}${cell}</row>`;
  });
  return inlineRows([['Email', 'Status', column]]) + rows.join('');
}

/** The parts of a workbook whose first sheet has these cells as one. */
function merging(sheets: WorkbookShape['sheets'], ref: string): readonly ZipPart[] {
  const merged = `</sheetData><mergeCells count="1"><mergeCell ref="${ref}"/></mergeCells>`;
  return workbookParts({ sheets }).map((part) => ({
    ...part,
    content: String(part.content).replace('</sheetData>', merged),
  }));
}

async function reviewed(shape: WorkbookShape, says: CompanySays = {}): Promise<Reviewed> {
  return (await companyWith('users.xlsx', workbookOf(shape), says)).review('--export', 'users.xlsx');
}

function reasonsOf({ files }: Reviewed): string {
  return files.findings.findings.map(({ reason }) => reason).join('\n');
}

describe('a workbook', () => {
  test.each([
    ['true', 'active'],
    [' 1 ', 'active'],
    ['TRUE', 'active'],
  ])('takes the boolean cell %j of a workbook for what it says', async (value, status) => {
    const cells = `<c t="inlineStr"><is><t>jane@acme.com</t></is></c><c t="b"><v>${value}</v></c>`;
    const data = `${inlineRows([['Email', 'Active']])}<row r="2">${cells}</row>`;
    const workbook = workbookOf({ sheets: { Users: data } });
    const company = await companyWith('users.xlsx', workbook, {
      config: { export: { columns: { status: 'Active' } } },
    });
    const { document } = await company.review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ byStatus: { [status]: 1 } });
  });

  test.each([
    ['in another case', (name: string) => name.replace('xl/', 'XL/')],
    ['with backslashes', (name: string) => name.replaceAll('/', '\\')],
  ])('is read from a workbook whose parts are named %s', async (_, renamed) => {
    const parts = workbookParts({ sheets: { Users: inlineRows([header, jane]) } });
    const workbook = zipOf(parts.map((part) => ({ ...part, name: renamed(part.name) })));
    const { document } = await (await companyWith('users.xlsx', workbook)).review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ accounts: 1 });
  });

  test('is read when a streaming writer gave it the 64-bit form', async () => {
    const workbook = zipOf(workbookParts({ sheets: { Users: users } }), { is64Bit: true });
    const { document } = await (await companyWith('users.xlsx', workbook)).review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ accounts: 1 });
  });
});

describe('the sheets of a workbook', () => {
  test('are named as not read where rows go on without a header', async () => {
    const more = inlineRows([['', 'joe@acme.com', 'Active', '', 'Joe']]);
    const run = await reviewed({ sheets: { Users: users, More: more, Empty: '' } });
    expect(run.document.totals).toMatchObject({ accounts: 1 });
    expect(reasonsOf(run)).toContain('not read: "More", other sheets with text');
  });

  test('are read below a cover', async () => {
    const run = await reviewed({ sheets: { Cover: inlineRows([['Users of September']]), Users: users } });
    expect(run.document.totals).toMatchObject({ accounts: 1 });
    expect(reasonsOf(run)).toContain('not read: "Cover"');
  });

  test('that are hidden come after those that people see', async () => {
    const old = inlineRows([header, ['', 'joe@acme.com', 'Active', '', 'Joe']]);
    const parts = workbookParts({ sheets: { Old: old, Users: users } }).map((part) => ({
      ...part,
      content: String(part.content).replace('name="Old"', 'name="Old" state="hidden"'),
    }));
    const run = await (await companyWith('users.xlsx', zipOf(parts))).review('--export', 'users.xlsx');
    expect(run.files.population.map(({ login }) => login)).toEqual(['jane@acme.com']);
    expect(reasonsOf(run)).toContain('not read: "Old"');
  });

  test('are refused when one of them has no part', async () => {
    const parts = workbookParts({ sheets: { Users: users, Lost: users } }).map((part) => ({
      ...part,
      content: String(part.content).replace('Id="s1"', 'Id="s9"'),
    }));
    expectRefused(await withExport('users.xlsx', zipOf(parts)), 'the sheet "Lost" without its part');
  });
});

describe('the cells of a workbook', () => {
  test('are refused with one of each where real dates stand beside dates as text', async () => {
    const sheets = { Users: listOf('Last Login', ['<c s="0"><v>46300</v></c>', text('13/10/2026')]) };
    const outcome = await withExport('users.xlsx', workbookOf({ sheets, styles: ['dd/mm/yyyy'] }));
    expectRefused(outcome, 'row 2, column Last Login', 'the date 2026-10-05', '"13/10/2026" in row 3');
  });

  test('are refused with their place where a boolean holds text', async () => {
    const sheets = { Users: listOf('Role', ['<c t="b"><v>maybe</v></c>']) };
    expectRefused(await withExport('users.xlsx', workbookOf({ sheets })), 'row 2', 'column 3', '"maybe"');
  });

  test('are refused with their place where nobody knows their type', async () => {
    const sheets = { Users: listOf('Role', ['<c t="q"><v>1</v></c>']) };
    expectRefused(await withExport('users.xlsx', workbookOf({ sheets })), 'row 2', 'column 3', 'unknown type');
  });

  test.each([
    ['00000', '101', '00101'],
    ['&quot;E&quot;00000', '101', 'E00101'],
    ['000-00', '1234567', '12345-67'],
    ['0', '101', '101'],
    ['#,##0', '1234', '1234'],
  ])('show a number under the format %s as people see it', async (format, number, shown) => {
    const sheets = { Users: listOf('Role', [`<c s="0"><v>${number}</v></c>`]) };
    const { files } = await reviewed({ sheets, styles: [format] });
    expect(files.population.map(({ role }) => role)).toEqual([shown]);
  });

  test.each([
    ['a role', 'C2:C3'],
    ['a status', 'B2:B3'],
    ['a row and what is below', 'A2:C9'],
  ])('are refused with their place where %s is one cell over several rows', async (_, ref) => {
    const sheets = { Users: listOf('Role', [text('Admin'), '']) };
    const outcome = await withExport('users.xlsx', zipOf(merging(sheets, ref)));
    expectRefused(outcome, 'sheet "Users", row 3', `cells merged over several rows (${ref})`, 'cells on its own');
  });

  test.each(['A1:C1', 'C3:C9'])('are read where what is merged, %s, holds no other row', async (ref) => {
    const company = await companyWith(
      'users.xlsx',
      zipOf(merging({ Users: listOf('Role', [text('User'), text('User')]) }, ref)),
    );
    expect((await company.review('--export', 'users.xlsx')).document.totals).toMatchObject({ accounts: 2 });
  });

  test('are refused where they name another row than the one that they stand in', async () => {
    const data = `${inlineRows([['Email', 'Status']])}<row r="2"><c r="A5" t="str"><v>jane@acme.com</v></c></row>`;
    expectRefused(await withExport('users.xlsx', workbookOf({ sheets: { Users: data } })), 'named "A5" in row 2');
  });

  test('with a day 0, as a formula over nothing leaves it, are no login', async () => {
    const sheets = { Users: listOf('Last Login', ['<c s="0"><v>0</v></c>']) };
    const { document } = await reviewed({ sheets, styles: [14] });
    expect(document.findings.byCode).not.toHaveProperty('DORMANT_ACCOUNT');
  });

  test('have no format that only conditions define', async () => {
    const dated = '<dxfs><dxf><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/></dxf></dxfs></styleSheet>';
    const sheets = { Users: listOf('Role', ['<c s="0"><v>46300</v></c>']) };
    const parts = workbookParts({ sheets, styles: ['0.00'] }).map((part) => ({
      ...part,
      content: String(part.content).replace('</styleSheet>', dated),
    }));
    const { files } = await (await companyWith('users.xlsx', zipOf(parts))).review('--export', 'users.xlsx');
    expect(files.population.map(({ role }) => role)).toEqual(['46300']);
  });

  test.each([
    ['in runs', '<c t="inlineStr"><is><r><t>Nor</t></r><r><t>th</t></r></is></c>'],
    ['where values stand', '<c t="inlineStr"><v>North</v></c>'],
    ['without their type', '<c><is><t>North</t></is></c>'],
    ['called a string', '<c t="str"><is><t>North</t></is></c>'],
  ])('are read as inline strings %s', async (_, cell) => {
    const { files } = await reviewed({ sheets: { Users: listOf('Role', [cell]) } });
    expect(files.population.map(({ role }) => role)).toEqual(['North']);
  });
});

describe('an employee number of a workbook', () => {
  test.each([
    ['by a spreadsheet, with an exponent', '1.90123456789012E+18', '1901234567890120000'],
    ['by one that writes all digits', '1901234567890120', '1901234567890120'],
    ['by JavaScript', '1901234567890123500', '1901234567890123500'],
  ])('that was rounded %s, is refused with row and column', async (_, value, shown) => {
    const outcome = await withExport(
      'users.xlsx',
      workbookOf({ sheets: { Users: listOf('Employee ID', [number(value)]) } }),
    );
    expectRefused(outcome, 'users.xlsx, sheet "Users", row 2', `"${shown}" in the column Employee ID: digits`);
  });

  test('is read where another one has more digits than rounding leaves', async () => {
    const cells = listOf('Employee ID', ['1901234567890120', '1901234567890123'].map(number));
    const { document } = await reviewed({ sheets: { Users: cells } });
    expect(document.totals).toMatchObject({ accounts: 2 });
  });

  test('that became a date is refused with row and column', async () => {
    const file = workbookOf({ sheets: { Users: listOf('Employee ID', ['<c s="0"><v>46082</v></c>']) }, styles: [14] });
    expectRefused(await withExport('users.xlsx', file), 'row 2', '"2026-03-01" in the column Employee ID: a date');
  });
});
