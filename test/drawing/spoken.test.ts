// The report as whoever hears it steps through it: headings one below the other, contents in chapters and sections.
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { everyAbsence, everyReport } from '../support/reports/every-report.ts';
import { aQuietClosing, fullClosing } from '../support/reports/full-closing.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import { elementsOf, opened, outlineOf } from '../support/reports/read-pdf.ts';
import { aSignedReport } from '../support/reports/signed-report.ts';

const reports: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a draft': () => drawn(aFullReport()),
  'a signed review': () => drawn(aSignedReport({ report: aFullReport() })),
  'a closing': () => buffer(closingPdf(fullClosing, [])),
  'a closing of little': () => buffer(closingPdf(aQuietClosing(0), [])),
  ...Object.fromEntries(Object.entries(everyAbsence).map(([name, one]) => [name, () => buffer(notPerformedPdf(one))])),
};

test.each(Object.entries(reports))('begins with its title, and no heading skips a level: %s', async (_name, draw) => {
  const document = await opened(await draw());
  const levels = (await outlineOf(document)).flatMap((line) => /^H(\d)/.exec(line)?.[1] ?? []).map(Number);
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  levels.slice(1).forEach((level, index) => expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1));
});

test.each([
  ['a closing', () => buffer(closingPdf(aQuietClosing(2), []))],
  ...Object.entries(everyAbsence).map(([name, one]) => [name, () => buffer(notPerformedPdf(one))] as const),
] as const)('the signature is no part of the section before it: %s', async (_name, draw) => {
  expect(await outlineOf(await opened(await draw()))).toContain('H2 Electronicsignatureofthisfile');
});

test('the contents say which sections belong to a chapter', async () => {
  const contents = (await outlineOf(await opened(await drawn(aFullReport())))).filter((line) => line.startsWith('TOC'));
  expect(contents).toContainEqual(expect.stringMatching(/^TOC1 Findings,accountbyaccount\d+$/));
  expect(contents).toContainEqual(expect.stringMatching(/^TOC2 Thecontrolitself\d+$/));
  expect(contents).toContainEqual(expect.stringMatching(/^TOC1 Appendix:thewholepopulation\d+$/));
});

test('a link says where it leads: to the lines of a reviewer, and to an account', async () => {
  const document = await opened(await drawn(everyReport['signed-with-proofs'] ?? aSignedReport()));
  const pages = await Promise.all(Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)));
  const links = (await Promise.all(pages.map((page) => page.getAnnotations()))).flat();
  const said = links.flatMap(({ subtype, contentsObj }) => (subtype === 'Link' ? [contentsObj?.str ?? ''] : []));
  expect(said).toContain('Lines of mona@acme.com');
  expect(said).toContain('Account person.3@acme.com');
  expect(said).not.toContain('');
});

test('the first page is heard as it is read: what it is, the conclusion, the figures, then the facts', async () => {
  const paragraphs = await elementsOf(await opened(await drawn(aFullReport())), 'P');
  const order = ['Evidenceofauseraccessreview', 'AcmeCorp', 'Conclusion:INPROGRESS', 'DRAFT,notsignedoff'];
  expect(paragraphs.slice(0, 4)).toEqual(order);
  expect(paragraphs.slice(5, 13)).toEqual([
    '4criticalopen',
    '18highopen',
    '5mediumopen',
    '4lowopen',
    '4infoopen',
    'Directoriesreadcompletely1of2',
    'Decisionssignedfor0of140',
    'Removalsprovennonedecidedyet',
  ]);
});
