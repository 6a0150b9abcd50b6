// Worksheets that LibreOffice 7.4 edited and saved, in the forms that people hand back: read as what was filled in.
// `edited.xlsx` is a worksheet of ours that a macro filled in; the others are that file, converted by the same program.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exportReader } from '../../../../adapters/files/export-reader.ts';
import { fileRequests } from '../../../../cli/review/deciding/decision-file.ts';

test.each([
  ['as a workbook', 'edited.xlsx'],
  ['as a workbook, by way of ODS', 'through-ods.xlsx'],
  ['as a CSV, in the code page of the machine', 'saved.csv'],
  ['as a workbook, by way of that CSV', 'through-csv.xlsx'],
])('a worksheet that was filled in and saved %s is read as it was filled in', async (_, name) => {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const read = await fileRequests(path, {}, exportReader());
  expect(read).toMatchObject({
    kind: 'ok',
    value: {
      faulty: [],
      requests: [
        { login: 'ghost@acme.com', decision: 'revoke', until: null, reason: 'left; see ticket', shared: false },
        { login: 'orphan@acme.com', decision: 'except', until: '2027-01-31', reason: 'Vertrag läuft aus' },
      ],
    },
  });
  expect(read.kind === 'ok' && read.value.requests).toHaveLength(2);
});
