// What proving a report needs on AWS: the fonts that lie beside the bundle, and nothing that signs.
import { reportReader } from '../adapters/evidence/report-pdf.ts';
import { exportReader } from '../adapters/files/export-reader.ts';
import { checkSignature } from '../adapters/signing/check.ts';
import { passedSelfTest } from '../core/findings/self-test/self-test.ts';
import { bundledFiles } from '../core/names/variables.ts';
import type { Scratch } from '../core/ports/objects.ts';
import type { Progress } from '../core/ports/world.ts';
import { closingPdf } from '../drawing/closing-pdf.ts';
import { csvSheets } from '../drawing/csv/sheets.ts';
import { notPerformedPdf } from '../drawing/not-performed-pdf.ts';
import { pdfRenderer } from '../drawing/report-pdf.ts';
import type { VerifyDependencies } from '../steps/verify/verify.ts';
import { bundledTool } from './aws.ts';

/** @throws when the rules judge a planted case wrongly */
export function verifyingIn(scratch: Scratch, progress: Progress): VerifyDependencies {
  const fontsFolder = new URL(`./${bundledFiles.fonts}`, import.meta.url).pathname;
  return {
    scratch,
    progress,
    exportReader: exportReader(),
    checkSeal: checkSignature,
    reportReader: reportReader({ thread: new URL(`./${bundledFiles.thread}`, import.meta.url) }),
    renderer: pdfRenderer({ fontsFolder }),
    drawClosing: (closing, attachments) => closingPdf(closing, attachments, { fontsFolder }),
    drawNotPerformed: (report) => notPerformedPdf(report, { fontsFolder }),
    sheets: csvSheets,
    selfTest: passedSelfTest(),
    tool: bundledTool(),
  };
}
