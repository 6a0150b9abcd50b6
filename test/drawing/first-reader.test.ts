// What somebody who sees a report for the first time must find: sums that come out, every word explained, no word torn.
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { codeNames, severities } from '../../core/names/codes.ts';
import { outcomeWords } from '../../core/report/told/conclusion.ts';
import { situations } from '../../core/names/situations.ts';
import type { Report } from '../../core/report/report.ts';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { fullClosing } from '../support/reports/full-closing.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import {
  linesOfPage,
  opened,
  pageTexts,
  pagesOf,
  rowsOf,
  textOfPage,
  withoutBlanks,
} from '../support/reports/read-pdf.ts';
import { aFinding, aPopulationRow, aReport } from '../support/reports/report-builder.ts';
import { aSignedReport } from '../support/reports/signed-report.ts';
import { at } from '../support/time.ts';

async function textOn(page: number, report: Report): Promise<string> {
  const pages = await pagesOf(await opened(await drawn(report)));
  return textOfPage(pages[page - 1] ?? expect.unreachable(`no page ${page}`));
}

async function indexOf(report: Report): Promise<readonly (readonly string[])[]> {
  const rows = await rowsOf(await opened(await drawn(report)));
  return rows.filter((row) => row.length === 5 && /^\d+$/.test(row[2] ?? ''));
}

test.each([
  ['a draft', aFullReport()],
  ['a signed review', aSignedReport()],
])('the index of findings adds up to the totals by severity: %s', async (_what, report) => {
  const rows = await indexOf(report);
  const last = rows.at(-1) ?? [];
  expect(last[0]).toBe('Total');
  let sum = 0;
  for (const { severity, count } of report.findingsBySeverity) {
    const own = rows.filter(([of]) => of === severity).reduce((total, [, , open]) => total + Number(open), 0);
    expect([severity, own]).toEqual([severity, count]);
    expect(last[3]).toContain(`${count}${severity}`);
    sum += own;
  }
  expect(last[2]).toBe(String(sum));
});

test('a code that was found with two severities stands once for each, and what is settled is not counted', async () => {
  const rows = await indexOf(
    aReport({
      findings: [
        aFinding({ login: 'a@acme.com' }),
        aFinding({ login: 'b@acme.com', state: 'closed' }),
        aFinding({ login: 'c@acme.com', severity: 'info' }),
      ],
      findingsBySeverity: [
        { severity: 'high', count: 1 },
        { severity: 'info', count: 1 },
      ],
    }),
  );
  expect(rows.map(([severity, , open]) => [severity, open])).toEqual([
    ['high', '1'],
    ['info', '1'],
    ['Total', '2'],
  ]);
  expect(rows.at(-1)?.[4]).toContain('1findingclosedorexcepted');
});

test('every word that stands for a state, a severity or a rule is explained', async () => {
  const rows = await rowsOf(await opened(await drawn(aReport())));
  const words = new Set(rows.filter(({ length }) => length === 2).map(([word]) => word));
  const wanted = [
    ...Object.values(outcomeWords),
    ...situations,
    ...severities,
    'gate, of a run',
    'gate, of a directory',
    'skew',
    'asserted',
    'live',
    'line',
  ].map(withoutBlanks);
  expect(wanted.filter((word) => !words.has(word))).toEqual([]);
});

test.each(['A4', 'Letter'] as const)('no word of the population is torn, on %s', async (paper) => {
  // Whom this code is about has no account.
  const found = codeNames.filter((code) => code !== 'ASSIGNED_WITHOUT_ACCOUNT');
  const population = found.map((code, index) =>
    aPopulationRow({
      row: index + 2,
      status: index % 2 === 0 ? 'suspended' : 'pending',
      situation: situations[index % situations.length] ?? 'linked',
      rule: 'employee-id',
      identity: '1eed7257-f537-4a12-a4b2-1572d8965a0c',
      lastLogin: '2026-09-28 22:44',
      findings: [code],
    }),
  );
  const pages = await pagesOf(await opened(await drawn(aReport({ population, paper }))));
  const lines = (await Promise.all(pages.map(linesOfPage))).flat();
  for (const { status, situation, identity, findings } of population)
    for (const word of [status, situation, identity ?? '', ...findings, '28 Sep 2026, 22:44'])
      expect(lines).toContain(word);
});

test('one day and one instant are written in one way on every page', async () => {
  const pages = await pagesOf(await opened(await drawn(aFullReport())));
  for (const page of pages) expect(await textOfPage(page)).not.toMatch(/\d{4}-\d\d-\d\d(?:\d\d:\d\d|T\d\d:\d\d:\d\dZ)/);
});

test('no last row of a table stands alone on its page', async () => {
  for (let rows = 24; rows < 40; rows += 1) {
    const changed = Array.from({ length: rows }, (_, index) => ({
      login: `changed.${index}@acme.com`,
      field: 'role' as const,
      before: 'User',
      after: 'Admin',
    }));
    const since = { run: 'a run', asOf: at('2026-07-05T08:00:00Z') };
    const report = aReport({ changes: { since, added: [], removed: [], changed } });
    const pages = await pageTexts(await drawn(report));
    const last = pages.find((text) => text.includes(`changed.${rows - 1}@acme.com`));
    expect(last).toContain(`changed.${rows - 2}@acme.com`);
  }
});

test('the only period with an accepted run has no trend, and says so in place of a chart of one column', async () => {
  const trend = [{ label: '2026-Q4', critical: 0, high: 300, medium: 0, low: 0 }];
  const [, second] = await Promise.all(
    (await pagesOf(await opened(await drawn(aReport({ trend }))))).slice(0, 2).map(textOfPage),
  );
  expect(second).toContain('Onlythisperiodhasanacceptedrun:thereisnotrendyet.');
  expect(second).not.toContain("Openfindingsateachperiod'sacceptedrun");
});

test.each(['held', 'incomplete'] as const)('the trend says that a run that is %s is no part of it', async (status) => {
  const trend = ['2026-Q3', '2026-Q4'].map((label) => ({ label, critical: 0, high: 30, medium: 0, low: 0 }));
  const said = await textOn(2, aReport({ status, reasons: ['x'], trend }));
  expect(said).toContain(`Thisrunis${status}andwasnotaccepted:itisnotamongtherunsbelow.`);
  expect(said).toContain('2026-Q4(before)');
  expect(await textOn(2, aReport({ status, reasons: ['x'], trend: trend.slice(0, 1) }))).not.toContain('firstreview');
  expect(await textOn(2, aReport({ trend }))).toContain('2026-Q4(thisrun)');
});

test('the first page says how old the export was when it was signed for, or compared', async () => {
  expect(await textOn(1, aReport())).toContain('compared1hourlater');
  expect(await textOn(1, aSignedReport())).toContain('lastsignature15days1hourlater');
});

test('a reason of a removal has the width of a sentence in a closing report', async () => {
  const pdf = await buffer(closingPdf(fullClosing, []));
  const lines = (await Promise.all((await pagesOf(await opened(pdf))).map(linesOfPage))).flat();
  const [reason] = fullClosing.removals.map((removal) => removal.reason);
  const whole = lines.filter((line) => reason?.includes(line) === true && line.includes(' '));
  expect(Math.max(...whole.map(({ length }) => length))).toBeGreaterThan(40);
});
