// What holds of a report in every state and of every size: the same bytes again, and nothing that went in is missing.
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { everyAbsence, everyReport } from '../support/reports/every-report.ts';
import { opened, pageTexts, pagesOf, rowsOf, textOfPage, withoutBlanks } from '../support/reports/read-pdf.ts';

const columnsOfAppendix = 11;

/** Printed as code points, or in pieces that run from right to left: other tests read these back, cell for cell. */
const drawnOtherwise = /[\p{C}\p{Script=Arabic}\p{Script=Hebrew}]/u;

function findable(texts: readonly (string | null)[]): readonly string[] {
  return texts.flatMap((text) => (text === null || drawnOtherwise.test(text) ? [] : [withoutBlanks(text)]));
}

describe.each(Object.entries(everyReport))('a report: %s', (_name, report) => {
  test('has the same bytes each time, every account, finding, file, decision and signature, and its state on page 1', async () => {
    const pdf = await drawn(report);
    expect((await drawn(report)).equals(pdf)).toBe(true);
    const document = await opened(pdf);
    const rows = await rowsOf(document);
    const appendix = rows.filter((row) => row.length === columnsOfAppendix && row[0] !== 'Row');
    expect(appendix.map(([row]) => row)).toEqual(report.population.map(({ row }) => String(row)));
    const cells = rows.map((row) => row.join('')).join('');
    for (const text of findable([
      ...report.population.flatMap(({ login, name, role }) => [login, name, role]),
      ...report.findings.flatMap(({ id, code, reason }) => [id, code, reason]),
      ...report.files.flatMap(({ name, sha256 }) => [name, sha256]),
      ...(report.decisions ?? []).flatMap(({ login, reason }) => [login, reason]),
      ...report.signOffs.flatMap(({ by, statement, digest }) => [by, statement, digest]),
    ]))
      expect(cells).toContain(text);
    const [first = '', second = '', third = ''] = await Promise.all(
      (await pagesOf(document)).slice(0, 3).map(textOfPage),
    );
    for (const text of findable([...report.reasons, report.organisation])) expect(first).toContain(text);
    expect(first).toMatch(/Conclusion:(INPROGRESS|HELD|INCOMPLETE|EFFECTIVE)/);
    expect(second).toContain('Summary');
    expect(third).toContain('Contents');
  });
});

test.each(Object.entries(everyAbsence))('a control that was not performed: %s', async (_name, absence) => {
  const pdf = await buffer(notPerformedPdf(absence));
  expect((await buffer(notPerformedPdf(absence))).equals(pdf)).toBe(true);
  const texts = await pageTexts(pdf);
  expect(texts[0]).toContain('Conclusion:NOTPERFORMED');
  for (const text of findable(absence.attempts)) expect(texts.join('')).toContain(text);
});
