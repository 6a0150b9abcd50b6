// What the pages say: of findings, of what was not found, of policy and clock, and never more than was judged.
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { situations } from '../../core/names/situations.ts';
import type { Report } from '../../core/report/report.ts';
import { userEntityControls } from '../../core/report/statements.ts';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { elementsOf, opened, pageTexts, pagesOf, rowsOf, withoutBlanks } from '../support/reports/read-pdf.ts';
import { aQuietClosing } from '../support/reports/full-closing.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import { aFinding, aPopulation, aReport } from '../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../support/reports/signed-report.ts';
import { onDay } from '../support/time.ts';

describe('the pages', () => {
  test('say of each open finding out of how many, once it was decided', async () => {
    const paragraphs = await elementsOf(await opened(await drawn(aSignedReport())), 'P');
    expect(paragraphs).toContain(withoutBlanks('1 high open of 3 found'));
  });

  test.each([
    [
      'neither name nor title',
      { name: null, title: null },
      'cfo@acme.com (asserted: as configured; neither name nor title is configured)',
    ],
    [
      'a name and no title',
      { name: 'Ada', title: null },
      'Ada, cfo@acme.com (asserted: as configured; no title is configured)',
    ],
    ['a name and a title', { name: 'Ada', title: 'CFO' }, 'Ada, CFO, cfo@acme.com (asserted: as configured)'],
  ])('name the control owner, and say where it is so that %s is configured', async (_what, named, said) => {
    const report = aReport({ controlOwner: { mail: 'cfo@acme.com', ...named } });
    expect(await rowsOf(await opened(await drawn(report)))).toContainEqual(['Controlowner', withoutBlanks(said)]);
  });

  test.each([
    ['the configuration says so', 'configured', 'as the configuration says.'],
    ['a review has it on record', 'recorded', 'recorded in a review.'],
  ] as const)('say who approved the policy, and that %s', async (_what, how, said) => {
    const report = aReport();
    const approved = { by: 'grace@acme.com', on: onDay('2026-10-01'), how };
    const rows = await rowsOf(await opened(await drawn({ ...report, policy: { ...report.policy, approved } })));
    const approval = `The policy. Approved by grace@acme.com on 1 October 2026, ${said}`;
    expect(rows).toContainEqual(['Measuredagainst', withoutBlanks(approval)]);
  });

  test('say by which policy was measured, and what each word means', async () => {
    const rows = await rowsOf(await opened(await drawn(aReport())));
    expect(rows.map(([label]) => label)).toContain('Measuredagainst');
    const words = rows.filter((row) => row.length === 2).map(([word]) => word);
    for (const word of [...situations, 'EFFECTIVE', 'EFFECTIVEWITHEXCEPTIONS', 'INPROGRESS', 'HELD', 'INCOMPLETE'])
      expect(words).toContain(word);
  });

  test('list what the rules look for and did not find, by severity', async () => {
    const rows = await rowsOf(await opened(await drawn(aReport({ findings: [aFinding()] }))));
    const listed = new Map(
      rows.filter(([, second = '']) => second.includes('_')).map(([first, second]) => [first, second]),
    );
    expect(listed.get('critical')).toContain('(LEAVER_ACCOUNT)');
    expect(listed.get('high')).not.toContain('(ORPHANED_ACCOUNT)');
    expect(listed.get('medium')).toContain('(DORMANT_ACCOUNT)');
  });

  test.each(['A4', 'Letter'] as const)('are of the paper that the report is for: %s', async (paper) => {
    const report = aReport({ population: aPopulation(40), paper });
    const sizes = (await pagesOf(await opened(await drawn(report)))).map(({ view }) =>
      [view[2], view[3]].map((points = 0) => Math.round(points)),
    );
    const [narrow, wide] = paper === 'A4' ? [595, 842] : [612, 792];
    expect(sizes[0]).toEqual([narrow, wide]);
    expect(sizes.at(-1)).toEqual([wide, narrow]);
  });

  test.each<[string, Report]>([
    ['a draft', aFullReport()],
    ['a run that is held', aReport({ status: 'held', reasons: ['count: 3 rows, 4 users'] })],
    ['a signed review with open removals', aSignedReport({ report: aFullReport() })],
    ['the same on Letter', { ...aSignedReport({ report: aFullReport() }), paper: 'Letter' }],
    ['a closed one', aCleanReport()],
  ])('tell the conclusion on the first and the summary on the second, on no other: %s', async (_what, report) => {
    const [first, second, third] = await pageTexts(await drawn(report));
    expect(first).toContain('Conclusion');
    expect(second).toContain('Summary');
    expect(second).toContain('Timeliness');
    expect(third).toContain('Contents');
  });

  test('say when the clock was set by the operator', async () => {
    const { run } = aReport();
    const [set] = await pageTexts(await drawn(aReport({ run: { ...run, asOfSetByOperator: true } })));
    const [real] = await pageTexts(await drawn(aReport({ run })));
    expect(set).toContain(withoutBlanks('5 October 2026, 08:00 UTC (clock set by the operator)'));
    expect(real).not.toContain('clockset');
  });

  test('say in a line each what was looked for and not found', async () => {
    const report = aReport({ population: [], files: [], userEntityControls: [], notProven: [], alterable: [] });
    const all = (await pageTexts(await drawn(report))).join('');
    for (const sentence of [
      'No finding: no rule of the policy found anything to report.',
      'No gate had anything to object to.',
      'No live account has a privileged role.',
      'No account counts as that of a person who left.',
      'The register of non-human accounts is empty.',
      'No account is proposed for suspension.',
      'No alias is approved.',
      'No row was rejected.',
      'No login stands in more than one row that could be read.',
      'The export holds no account.',
      'No file is listed.',
      'Every character of this report is drawn as itself.',
    ]) {
      expect(all).toContain(withoutBlanks(sentence));
    }
  });

  test('list findings that are settled, and do not count them as open', async () => {
    const report = aReport({ findings: [aFinding({ state: 'excepted' })] });
    const settled = { ...report, findingsByCode: [], findingsBySeverity: [] };
    const document = await opened(await drawn(settled));
    expect((await rowsOf(document)).flat()).toContainEqual(expect.stringContaining('excepted'));
    expect(await elementsOf(document, 'LBody')).toContain(withoutBlanks('No finding is open.'));
  });

  test('never call a run clean that is not complete', async () => {
    const all = (await pageTexts(await drawn(aReport({ status: 'incomplete' })))).join('');
    expect(all).not.toContain(withoutBlanks('No finding: no rule'));
    expect(all).toContain(withoutBlanks('that does not prove that there is none'));
  });

  test('claim of leavers and of closed reviews no more than was judged', async () => {
    const left = aFullReport();
    const all = (await pageTexts(await drawn({ ...left, userEntityControls }))).join('');
    for (const sentence of [
      'Every account that counts as that of a person who left, not a sample',
      'One that is disputed, registered or undetermined is not among them',
      'Every live account is tied to a person or to the register, or reported',
      'A period has frozen lines, decisions and a report, or one that says why not',
    ])
      expect(all).toContain(withoutBlanks(sentence));
    const closing = (await pageTexts(await buffer(closingPdf(aQuietClosing(1), [])))).join('');
    expect(closing).toContain(withoutBlanks('no finding of the run under review stands but information'));
  });

  test('call a run that no accepted one came before neither accepted nor the first', async () => {
    const all = (await pageTexts(await drawn(aReport({ status: 'held', reasons: ['count'] })))).join('');
    expect(all).toContain(withoutBlanks('No run was accepted before this one'));
    expect(all).not.toContain(withoutBlanks('first accepted'));
  });

  test('say of the figures without info findings that these are not counted', async () => {
    const trend = ['2026-Q3', '2026-Q4'].map((label) => ({ label, critical: 0, high: 1, medium: 0, low: 0 }));
    const all = (await pageTexts(await drawn(aReport({ findings: [aFinding()], trend })))).join('');
    expect(all).toContain(withoutBlanks('Open findings by age, info not counted'));
    expect(all).toContain(withoutBlanks("Open findings at each period's accepted run, info not counted"));
  });

  test('say in the summary what was decided, once it is signed for', async () => {
    const signed = (await pageTexts(await drawn(aSignedReport()))).join('');
    const said = '30 decisions are signed for: 27 keep, 2 revoke, 1 except; handed in 30 together.';
    expect(signed).toContain(withoutBlanks(said));
    expect((await pageTexts(await drawn(aReport()))).join('')).not.toContain(withoutBlanks('signed for:'));
  });

  test('speak of one as of one', async () => {
    const report = aReport({ population: aPopulation(1), findings: [aFinding()] });
    const single = { accounts: 1, live: 1, rowsRead: 1, rejected: 0, duplicates: 1, countShown: 1 };
    const text = (await pageTexts(await drawn({ ...report, totals: { ...report.totals, ...single } }))).join('');
    expect(text).toContain('1account,whichislive;1rowread');
    expect(text).toContain('1account+0rejected+1duplicate');
    expect(text).not.toMatch(/(?<![\d,])1(?:accounts|rows|users|duplicates|ofthemlive)/);
    expect(text).toMatch(/onthesnapshotof/);
  });
});
