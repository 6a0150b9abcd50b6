// What archives, screen readers and auditors' tools ask of the file itself, asked of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import type { NotPerformedReport } from '../../core/report/not-performed.ts';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { drawn } from '../support/drawn.ts';
import { aFullReport } from '../support/full-report.ts';
import { aFinding, anAttachment, aPopulation, aPopulationRow, aReport, findingsOf } from '../support/report-builder.ts';
import { aCleanReport, aSignedReport } from '../support/signed-report.ts';
import { aSigner, sealed } from '../support/signing.ts';
import { runTool } from '../support/tool.ts';
import { at, onDay } from '../support/time.ts';
import { validate } from '../support/verapdf.ts';

const names = [
  'Zoë Ångström',
  'Nguyễn Thị Ánh',
  'Ольга Иванова',
  'Αλέξανδρος',
  'محمد عبد الله',
  'علی\u200Cرضا',
  'דוד (דודי) כהן',
  '王小明',
  '田中さくら',
  '김철수',
  'Jose\u0301 ✓',
  'evil\u202Etxt.exe',
  'tab\there\u0000',
  '\u{1F9D1} \u{1CFFF}',
];
const markup = `R&D <b>"Q&A"</b> 'x' ]]> \\(odd)`;

const many = aPopulation(300);
const international = names.map((name, index) =>
  aPopulationRow({ row: index + 2, name, login: `u${index}@bücher.de` }),
);
const longReason = 'The reason goes on for ten pages and loses nothing. '.repeat(900);

const reports: Readonly<Record<string, Report>> = {
  'without-findings': aReport(),
  full: aFullReport({ status: 'incomplete', reasons: ['The directory okta was read in part.'] }),
  'one-finding': aReport({ findings: [aFinding()] }),
  'three-hundred': aReport({
    population: many,
    findings: many.map(({ login, row }) => aFinding({ login, row })),
    trend: [
      { label: '2026-Q3', critical: 1, high: 2, medium: 3, low: 4 },
      { label: '2026-Q4', critical: 0, high: 300, medium: 0, low: 0 },
    ],
  }),
  'held-and-signed': aReport({
    status: 'held',
    reasons: ['The export has 40 % fewer rows than the last one.'],
    population: many.slice(0, 30),
    findings: findingsOf(many.slice(0, 30)),
    signOffs: (['reviewer', 'control-owner'] as const).map((stage) => ({
      stage,
      by: 'cfo@acme.com',
      at: at('2026-10-06T08:00:00Z'),
      statement: 'I have reviewed every account.',
      digest: '0'.repeat(64),
      assurance: 'asserted',
    })),
  }),
  international: aReport({
    organisation: 'Ålesund Müller & Söhne 株式会社',
    population: international,
    privileged: international,
    findings: international.map(({ login, name, row }) => aFinding({ login, row, reason: `Account of ${name}.` })),
  }),
  markup: aReport({
    organisation: markup,
    reasons: [markup],
    population: [aPopulationRow({ name: markup, role: markup, login: markup })],
    findings: [aFinding({ login: markup, reason: markup })],
  }),
  'signed-with-open-removals': aSignedReport(),
  'closed-on-letter': { ...aCleanReport(), paper: 'Letter' },
  'long-reason': aReport({ findings: [aFinding({ reason: longReason })] }),
};

/** Of a period that nobody reviewed, in as many words as fit and more. */
const notPerformed: NotPerformedReport = {
  organisation: markup,
  controlOwner: { mail: 'cfo@bücher.de', name: markup, title: null },
  paper: 'Letter',
  day: onDay('2027-01-16'),
  period: aReport().period,
  occasion: { kind: 'due-day', dueDay: aReport().period.dueDay },
  at: at('2027-01-16T06:30:00Z'),
  reason: 'No export was handed in.',
  attempts: names.flatMap((name) => [`A reminder went to ${name}.`, longReason.slice(0, 400)]),
  tool: aReport().tool,
};

let folder: string;
let files: readonly string[];

/** Every report as a signed file, with attachments of which one has a name that needs escaping as well. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-review-test-'));
  const signer = await aSigner();
  const attachments = [anAttachment(), anAttachment({ name: 'a & b (ü).csv', relationship: 'Data' })];
  const pdfs = Object.entries(reports).map(async ([name, report]) => [name, await drawn(report, attachments)] as const);
  const all = [...(await Promise.all(pdfs)), ['not-performed', await buffer(notPerformedPdf(notPerformed))] as const];
  files = await Promise.all(
    all.map(async ([name, pdf]) => {
      const file = join(folder, `${name}.pdf`);
      await writeFile(file, await sealed(pdf, signer));
      return file;
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('a signed report', () => {
  test('conforms to PDF/A-3a and PDF/UA-1, whatever it says', (context) => {
    const verdicts = validate(context, files);
    expect(verdicts).toHaveLength(2 * files.length);
    expect(verdicts.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(verdicts.every(({ compliant, checks }) => compliant && checks > 100)).toBe(true);
  }, 240_000);

  test('is sound to the last object', (context) => {
    for (const file of files) {
      const { status, output } = runTool(context, 'qpdf', ['--check', file]);
      expect(output).toContain('No syntax or stream encoding errors found');
      expect(status).toBe(0);
    }
  });

  test('carries a valid signature over the whole file', (context) => {
    for (const file of files) {
      const { output } = runTool(context, 'pdfsig', ['-nocert', file]);
      expect(output).toContain('ETSI.CAdES.detached');
      expect(output).toContain('Total document signed');
      expect(output).toContain('Signature Validation: Signature is Valid.');
    }
  });

  test('embeds every font that it uses', (context) => {
    for (const file of files) {
      const fonts = runTool(context, 'pdffonts', [file]).output.trim().split('\n').slice(2);
      expect(fonts.length).toBeGreaterThan(1);
      for (const font of fonts) expect(font).toMatch(/CID TrueType +Identity-H +yes yes yes/);
    }
  });
});
