// The pages as a document: counted, found, linked, and drawn as what they are.
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { accountStatuses } from '../../core/application/account.ts';
import { situations } from '../../core/names/situations.ts';
import type { Report } from '../../core/report/report.ts';
import { drawn } from '../support/reports/drawn.ts';
import {
  elementsOf,
  linesOfPage,
  opened,
  pageTexts,
  pagesOf,
  rowsOf,
  textOfPage,
  withoutBlanks,
} from '../support/reports/read-pdf.ts';
import { someProofs } from '../support/review/some-proofs.ts';
import { aFullReport } from '../support/reports/full-report.ts';
import { aFinding, anAttachment, aPopulation, aReport } from '../support/reports/report-builder.ts';
import { aCleanReport } from '../support/reports/signed-report.ts';
import { at } from '../support/time.ts';

const signedByAll: Report['signOffs'] = (['reviewer', 'control-owner'] as const).map((stage) => ({
  stage,
  by: 'cfo@acme.com',
  at: at('2026-10-06T08:00:00Z'),
  statement: 'I have reviewed every account.',
  digest: 'd'.repeat(64),
  assurance: 'asserted',
}));

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

  test('list every file that travels in the report, those of the review among them', async () => {
    const review = anAttachment({ name: 'review.jsonl' });
    const all = (await pageTexts(await drawn(aReport(), [review]))).join('');
    expect(all).toContain(`review.jsonl–${review.sha256}`);
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
