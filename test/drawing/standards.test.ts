// What archives, screen readers and auditors' tools ask of the file itself, asked of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closingPdf } from '../../drawing/closing-pdf.ts';
import { notPerformedPdf } from '../../drawing/not-performed-pdf.ts';
import { drawn } from '../support/reports/drawn.ts';
import { everyAbsence, everyReport } from '../support/reports/every-report.ts';
import { fullClosing } from '../support/reports/full-closing.ts';
import { anAttachment } from '../support/reports/report-builder.ts';
import { aSigner, sealed } from '../support/reports/signing.ts';
import { runTool } from '../support/tool.ts';
import { validate } from '../support/reports/verapdf.ts';

let folder: string;
let files: readonly string[];

/** Every report as a signed file, with attachments of which one has a name that needs escaping as well. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-review-test-'));
  const signer = await aSigner();
  const attachments = [anAttachment(), anAttachment({ name: 'a & b (ü).csv', relationship: 'Data' })];
  const pdfs = Object.entries(everyReport).map(
    async ([name, report]) => [name, await drawn(report, attachments)] as const,
  );
  const absences = Object.entries(everyAbsence).map(
    async ([name, absence]) => [name, await buffer(notPerformedPdf(absence))] as const,
  );
  const closing = async () => ['closing', await buffer(closingPdf(fullClosing, attachments))] as const;
  const all = await Promise.all([...pdfs, ...absences, closing()]);
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
