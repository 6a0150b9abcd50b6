import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { accountStatuses } from '../../core/application/account.ts';
import { situations } from '../../core/names/situations.ts';
import type { Report } from '../../core/report/report.ts';
import { userEntityControls } from '../../core/report/statements.ts';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import {
  elementsOf,
  linesOfPage,
  opened,
  pagesOf,
  rowsOf,
  textOfPage,
  withoutBlanks,
} from '../support/reports/read-pdf.ts';
import { someProofs } from '../support/review/some-proofs.ts';
import { aQuietClosing } from '../support/reports/full-closing.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import { aFinding, anAttachment, aPopulation, aReport } from '../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../support/reports/signed-report.ts';
import { at, onDay } from '../support/time.ts';

const signedByAll: Report['signOffs'] = (['reviewer', 'control-owner'] as const).map((stage) => ({
  stage,
  by: 'cfo@acme.com',
  at: at('2026-10-06T08:00:00Z'),
  statement: 'I have reviewed every account.',
  digest: 'd'.repeat(64),
  assurance: 'asserted',
}));

async function pageTexts(pdf: Uint8Array): Promise<readonly string[]> {
  return Promise.all((await pagesOf(await opened(pdf))).map(textOfPage));
}

describe('the pages', () => {
  test('are counted: page x of y', async () => {
    const texts = await pageTexts(await drawn(aReport({ population: aPopulation(90) })));
    texts.slice(1).forEach((pageText, index) => {
      expect(pageText).toContain(`Page${index + 2}of${texts.length}`);
    });
  });

  test('are found by the outline and by the contents', async () => {
    const report = aFullReport();
    const document = await opened(await drawn(report));
    const texts = await Promise.all((await pagesOf(document)).map(textOfPage));
    const contents = await elementsOf(document, 'TOCI');
    const outline = await document.getOutline();
    const entries = outline.flatMap((entry) => [entry, ...entry.items]);
    expect(entries.length).toBe(contents.length);
    expect(entries.length).toBeGreaterThan(15);
    for (const [index, { title, dest }] of entries.entries()) {
      const [page] = z.tuple([z.object({ num: z.number(), gen: z.number() })], z.unknown()).parse(dest);
      const number = (await document.getPageIndex(page)) + 1;
      expect(texts[number - 1]).toContain(withoutBlanks(title));
      expect(contents[index]).toBe(withoutBlanks(`${title}${number}`));
    }
  });

  test.each([
    ['without proofs', {}],
    ['with the answers of proofs', { proofs: someProofs }],
  ])('tear no status and no situation of an account, %s', async (_, says) => {
    const report: Report = { ...aFullReport(), ...says };
    const lines = (await Promise.all((await pagesOf(await opened(await drawn(report)))).map(linesOfPage))).flat();
    const torn = [...accountStatuses, ...situations].flatMap((word) =>
      Array.from(word, (__, at) => [word.slice(0, at), word.slice(at)]).slice(1),
    );
    const pairs = lines.map((line, index) => [line, lines[index + 1]].join('|'));
    expect(pairs.filter((pair) => torn.some((parts) => pair === parts.join('|')))).toEqual([]);
    expect(lines).toEqual(expect.arrayContaining(['suspended', 'unmatched', 'undetermined']));
  });

  test('all say DRAFT until every stage has signed', async () => {
    const half = await pageTexts(await drawn(aReport({ signOffs: signedByAll.slice(0, 1) })));
    for (const pageText of half) expect(pageText).toContain('DRAFT');
    const whole = await pageTexts(await drawn(aReport({ signOffs: signedByAll })));
    for (const pageText of whole) expect(pageText).not.toContain('DRAFT');
  });

  test('show a stage that nobody signed', async () => {
    const rows = await rowsOf(await opened(await drawn(aReport({ signOffs: signedByAll.slice(0, 1) }))));
    expect(rows).toContainEqual(['Controlowner', 'notsigned', '', '']);
  });

  test.each([
    ['complete', 'IN PROGRESS'],
    ['incomplete', 'INCOMPLETE'],
    ['held', 'HELD'],
  ] as const)('begin with the conclusion: of a run that is %s', async (status, word) => {
    const reasons = status === 'complete' ? [] : ['The directory entra was read in part.'];
    const [first] = await pageTexts(await drawn(aReport({ status, reasons })));
    expect(first).toContain(withoutBlanks(word));
    for (const reason of reasons) expect(first).toContain(withoutBlanks(reason));
  });

  test('say the conclusion, who signed and what it means one after the other, each for itself', async () => {
    const paragraphs = await elementsOf(await opened(await drawn(aCleanReport())), 'P');
    const at = paragraphs.indexOf('Conclusion:EFFECTIVE');
    expect(paragraphs.slice(at + 1, at + 3)).toEqual([
      'SIGNEDOFF',
      expect.stringMatching(/^Everyliveaccountwasdecided/),
    ]);
  });

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

  test('lead from the summary and from the index to the story of an account', async () => {
    const report = aReport({ findings: [aFinding({ code: 'LEAVER_ACCOUNT' })] });
    const document = await opened(await drawn(report));
    const pages = await pagesOf(document);
    const texts = await Promise.all(pages.map(textOfPage));
    const story = texts.findIndex((text) => text.includes('Account,accessandwhatcomesofit'));
    const links = await Promise.all(pages.map((page) => page.getAnnotations()));
    const leading = links.map((found) =>
      found.filter(({ contentsObj }) => contentsObj?.str === 'Account jane.doe@acme.com'),
    );
    expect(leading.filter((found) => found.length > 0).length).toBeGreaterThan(1);
    for (const { dest } of leading.flat()) {
      const [page] = z.tuple([z.object({ num: z.number(), gen: z.number() })], z.unknown()).parse(dest);
      expect(await document.getPageIndex(page)).toBe(story);
    }
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

  test('list every file that travels in the report, those of the review among them', async () => {
    const review = anAttachment({ name: 'review.jsonl' });
    const all = (await pageTexts(await drawn(aReport(), [review]))).join('');
    expect(all).toContain(`review.jsonl–${review.sha256}`);
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

  test('show every digest in full', async () => {
    const report = aReport();
    const all = (await pageTexts(await drawn(report))).join('');
    const digests = [report.export.sha256, report.run.inputsSha256, report.policy.sha256];
    for (const digest of [...digests, ...report.directories.map(({ sha256 }) => sha256)]) expect(all).toContain(digest);
  });
});

test('a name longer than a line does not run into the page number', async () => {
  const texts = await pageTexts(await drawn(aReport({ organisation: 'Very long name of a company '.repeat(20) })));
  expect(texts[0]).toContain(withoutBlanks('Very long name of a company '.repeat(20)));
  expect(texts[2]).toMatch(/Page3of\d+Verylong.*…/);
});

test('text of the sources is not mistaken for drawing operators', async () => {
  const name = ') Tj ET Q endstream endobj';
  const pdf = await drawn(aReport({ organisation: name }));
  expect((await pageTexts(pdf)).join('')).toContain(withoutBlanks(name));
});
