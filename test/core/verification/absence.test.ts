// A report that a control was not performed makes one statement: whatever else is named so is refused.
import { expect, test } from 'vitest';
import { absenceBreak } from '../../../core/verification/absence.ts';
import type { ReportFile } from '../../../core/verification/report-file.ts';

const first = 'Evidence\nPeople.ai access review 2026-Q3\nAcme Corp\nConclusion:\nNOT PERFORMED\nNobody did.\n';

function printing(
  pages: readonly string[],
  {
    title = 'People.ai access review 2026-Q3: control not performed, Acme',
    subject = 'Period 2026-Q3, not performed',
  } = {},
): ReportFile {
  const info = new Map([
    ['Title', title],
    ['Subject', subject],
  ]);
  return { info, pages, attachments: new Map(), foreign: null };
}

test.each<[string, ReportFile, string]>([
  ['says so on more than one page', printing([first, 'What was tried\nThe run was held.']), 'nothing'],
  ['is about another period', printing([first], { subject: 'Period 2026-Q4, not performed' }), 'Subject of the PDF'],
  ['is called otherwise', printing([first], { title: 'People.ai access review 2026-Q3, Acme' }), 'Title of the PDF'],
  ['does not print its one conclusion', printing([first.replace('NOT PERFORMED', 'Fine.')]), 'page 1'],
  ['prints another period', printing([first.replace('2026-Q3', '2026-Q2')]), 'page 1'],
  ['concludes something else too', printing([first, 'EFFECTIVE SIGNED OFF']), 'page 2'],
  ['concludes something else in fewer words', printing([`${first}EFFECTIVE`]), 'page 1'],
  ['has a chapter of a run', printing([first, '', 'Files of the evidence']), 'page 3'],
])('of a report that %s', (_what, file, where) => {
  expect(absenceBreak(file, '2026-Q3')?.where ?? 'nothing').toBe(where);
});
