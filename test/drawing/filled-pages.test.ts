// A page with a line or two at its head looks like a mistake, and hides that something goes on behind it.
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { ClosingReport } from '../../core/report/closing/closing.ts';
import type { Report } from '../../core/report/report.ts';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { everyAbsence, everyReport } from '../support/reports/every-report.ts';
import { aQuietClosing, fullClosing } from '../support/reports/full-closing.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import { filledOf, opened, pagesOf, textOfPage } from '../support/reports/read-pdf.ts';
import { aFinding, aPopulation, aReport, findingsOf } from '../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../support/reports/signed-report.ts';

const papers = ['A4', 'Letter'] as const;

/** Pages that are filled to less than three tenths, by number; the last one may be, where its chapter begins on it. */
async function nearlyEmpty(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await opened(pdf);
  const last = (await pagesOf(document)).at(-1);
  const text = last === undefined ? '' : await textOfPage(last);
  const begins = text.includes('Appendix:thewholepopulation');
  return (await filledOf(document)).flatMap((part, index, all) =>
    part >= 0.3 || (begins && index === all.length - 1) ? [] : [`page ${index + 1}: ${part.toFixed(2)}`],
  );
}

const states: Readonly<Record<string, Report>> = {
  ...everyReport,
  'full draft': aFullReport(),
  'full and held': aFullReport({ status: 'held', reasons: ['count: 3 rows, 4 users'] }),
  'full and signed': aSignedReport({ report: aFullReport() }),
};

test.each(Object.entries(states))('no page of a report is nearly empty: %s', async (_name, report) => {
  expect(await nearlyEmpty(await drawn(report))).toEqual([]);
});

test.each(['full and signed', 'signed-with-proofs', 'without-findings'])(
  'no page on Letter is nearly empty: %s',
  async (name) => {
    expect(await nearlyEmpty(await drawn({ ...(states[name] ?? aReport()), paper: 'Letter' }))).toEqual([]);
  },
);

test.each([1, 9, 21, 33, 45])('no page of a report on %i accounts is nearly empty, signed or not', async (accounts) => {
  const population = aPopulation(accounts);
  const report = aReport({ population, findings: findingsOf(population) });
  for (const one of [report, aCleanReport({ population, findings: findingsOf(population) })])
    expect(await nearlyEmpty(await drawn(one))).toEqual([]);
});

test.each([10, 30, 50])('no page is nearly empty where a long row follows one of %i lines', async (lines) => {
  const long = aFinding({ login: 'b@acme.com', reason: 'It takes many words to say why. '.repeat(140) });
  const above = aFinding({ login: 'a@acme.com', reason: 'This comes first, and is short or long. '.repeat(2 * lines) });
  expect(await nearlyEmpty(await drawn(aReport({ findings: [above, long] })))).toEqual([]);
});

test.each<[string, ClosingReport]>([
  ['with everything in it', fullClosing],
  ['in which nothing was removed', aQuietClosing(0)],
  ...[1, 5, 13].map((removals): [string, ClosingReport] => [`of ${removals} removals`, aQuietClosing(removals)]),
])('no page of a closing report is nearly empty: %s', async (_name, closing) => {
  for (const paper of papers)
    expect(await nearlyEmpty(await buffer(closingPdf({ ...closing, paper }, [])))).toEqual([]);
});

test.each(Object.entries(everyAbsence))(
  'no page about a control that was not performed is nearly empty: %s',
  async (_name, absence) => {
    for (const paper of papers)
      expect(await nearlyEmpty(await buffer(notPerformedPdf({ ...absence, paper })))).toEqual([]);
  },
);
