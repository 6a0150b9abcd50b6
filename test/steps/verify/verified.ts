// What `verify` says of a report, with the files that an auditor is handed beside it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { verifyCommand } from '../../../cli/verify/verify.ts';
import type { VerifyOptions } from '../../../cli/verify/verify.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { openVerifying } from '../../../homes/laptop.ts';
import type { VerifyServices } from '../../../homes/laptop.ts';
import { selfTest } from '../../../core/findings/self-test/self-test.ts';
import type { ReportFile } from '../../../core/verification/report-file.ts';
import type { SignatureFacts, Signer } from '../../../core/ports/proof.ts';
import type { Report } from '../../../core/report/report.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { verify } from '../../../steps/verify/verify.ts';
import type { Verified } from '../../../steps/verify/verify.ts';
import { pieces, sha256 } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { memoryScratch, noProgress } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';
import { warmReader } from '../../support/reports/warm-reader.ts';
import type { Run } from './issued-report.ts';

/** A signer's certificate as auditors are sent it. */
export async function certificateFile(signer: Signer): Promise<string> {
  const path = join(await aFolder(), 'certificate.der');
  await writeFile(path, await signer.certificate());
  return path;
}

/** The files of a run as the folder that an auditor is handed. */
export async function runFolder({ files }: Run): Promise<string> {
  const folder = await aFolder();
  await mkdir(join(folder, 'evidence'));
  for (const [name, body] of files) await writeFile(join(folder, name), body);
  return folder;
}

export interface Told {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What verifies: by default this version, with the thread that read the reports before. */
export interface Verifying {
  /** For bytes that are damaged: over some of them a thread falls only when it has answered. */
  readonly open?: () => Promise<VerifyServices>;
  readonly tool?: Report['tool'];
  /** By the clock of whoever verifies. */
  readonly now?: Instant;
}

/** The version of some later year. */
export const laterTool: Report['tool'] = { ...toolVersion(), version: '99.0.0' };

/** `access-review verify` on these bytes. */
export async function verified(
  pdf: Uint8Array,
  options: Partial<VerifyOptions> = {},
  verifying: Verifying = {},
): Promise<Told> {
  const path = join(await aFolder(), 'report.pdf');
  await writeFile(path, pdf);
  return verifiedFile(path, options, verifying);
}

export async function verifiedFile(
  path: string,
  options: Partial<VerifyOptions> = {},
  { open = openWarm, tool = toolVersion(), now }: Verifying = {},
): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    table: (text: string) => void out.push(text),
    stream: async () => undefined,
    redraw: (text: string) => void err.push(text),
    interactive: false,
  };
  const exit = await verifyCommand(
    path,
    { json: false, ...options },
    { terminal, open, tool, ...(now === undefined ? {} : { now }) },
  );
  return { exit, out: out.join('\n'), err: err.join('') };
}

async function openWarm(): Promise<VerifyServices> {
  return { ...(await openVerifying()), reportReader: warmReader };
}

/**
 * `verify` on other files in an intact report, whose digests it prints: without drawing and reading a PDF for each.
 *
 * @param genuine a report of the run as it was issued, which prints what else must be printed
 */
export async function verifiedData(files: ReadonlyMap<string, Buffer>, genuine: ReportFile): Promise<Result<Verified>> {
  const digests = [...files].map(([name, body]) => `${name}${body.length.toLocaleString('en-US')}${sha256(body)}`);
  const report: ReportFile = { ...genuine, attachments: files, pages: [...genuine.pages, ...digests] };
  return verify(
    {
      checkSeal: () => ok(someSignature),
      reportReader: { open: async () => ok(report), difference: () => null },
      renderer: { render: () => pieces('%PDF-') },
      drawClosing: () => pieces('%PDF-'),
      drawNotPerformed: () => pieces('%PDF-'),
      exportReader: exportReader(),
      sheets: csvSheets,
      selfTest: selfTest(),
      tool: toolVersion(),
      scratch: memoryScratch,
      progress: noProgress,
    },
    { pdf: Buffer.from('%PDF-'), fileName: 'report.pdf', trust: null, folder: null },
  );
}

const someSignature: SignatureFacts = {
  subject: 'CN=Somebody',
  kind: 'kms',
  fingerprint: '00',
  validFrom: at('2026-10-05T08:00:00Z'),
  validUntil: at('2036-10-05T08:00:00Z'),
  trusted: false,
};
