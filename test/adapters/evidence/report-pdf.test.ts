// A report read back: the files inside, the printed text and the document information, or why there are none.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { reportReader } from '../../../adapters/evidence/report-pdf.ts';
import type { ReportFile } from '../../../core/verification/report-file.ts';
import { refusalText } from '../../../core/values/result.ts';
import { aFolder } from '../../support/folders.ts';
import { aPlaceholderPdf } from '../../support/reports/placeholder-pdf.ts';
import { runTool } from '../../support/tool.ts';

const files = { 'findings.json': '{"schema":1}', 'evidence/manifest.json': '[]', 'evidence/empty.csv': '' };

async function opened(pdf: Uint8Array): Promise<ReportFile> {
  const result = await reportReader().open(pdf, 'report.pdf');
  if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
  return result.value;
}

async function refusal(pdf: Uint8Array): Promise<string> {
  const result = await reportReader().open(pdf, 'report.pdf');
  return result.kind === 'ok' ? 'opened' : result.refusals.map(refusalText).join('\n');
}

function textsIn(report: ReportFile): Record<string, string> {
  return Object.fromEntries([...report.attachments].map(([name, body]) => [name, Buffer.from(body).toString()]));
}

describe('a report read back', () => {
  it('gives its attachments byte for byte, under the names with their folders', async () => {
    expect(textsIn(await opened(aPlaceholderPdf({ attachments: files })))).toEqual(files);
  });

  it('gives the text of each page', async () => {
    const { pages } = await opened(aPlaceholderPdf({ pages: ['Rows read: 17', 'Accounts: 16'] }));
    expect(pages).toEqual(['Rows read: 17', 'Accounts: 16']);
  });

  it('gives the document information, the names of our own included', async () => {
    const { info } = await opened(aPlaceholderPdf({ info: { Title: 'Access review', RunId: '2026-10-05-1a2b3c4d' } }));
    expect(info.get('Title')).toBe('Access review');
    expect(info.get('RunId')).toBe('2026-10-05-1a2b3c4d');
  });

  it('has no attachments when the PDF has none', async () => {
    expect((await opened(aPlaceholderPdf())).attachments.size).toBe(0);
  });

  it('leaves the bytes that it was opened from as they were', async () => {
    const pdf = aPlaceholderPdf({ attachments: files });
    const before = Buffer.from(pdf);
    await opened(pdf);
    expect(pdf.equals(before)).toBe(true);
  });

  it('is read when its objects are compressed', async (context) => {
    const report = await opened(await rewritten(context, ['--object-streams=generate', '--compress-streams=y']));
    expect(textsIn(report)).toEqual(files);
    expect(report.pages).toEqual(['Access review']);
  });
});

describe('a report is refused', () => {
  it.each([
    ['that is no PDF', Buffer.from('<html></html>')],
    ['that is empty', Buffer.alloc(0)],
    ['of which only the beginning is there', aPlaceholderPdf().subarray(0, 100)],
  ])('%s', async (_, pdf) => {
    expect(await refusal(pdf)).toMatch(/^report\.pdf: the file cannot be read as a PDF\. Found: .+/);
  });

  it('that is encrypted', async (context) => {
    const pdf = await rewritten(context, ['--encrypt', 'secret', 'secret', '256', '--']);
    expect(await refusal(pdf)).toMatch(/Found: No password given/);
  });

  it('that attaches two files under one name, since one would hide the other', async () => {
    const pdf = aPlaceholderPdf({ attachments: { 'a.csv': 'shown', 'b.csv': 'hidden' } });
    const twice = Buffer.from(pdf.toString('latin1').replaceAll('F (b.csv)', 'F (a.csv)'), 'latin1');
    expect(await refusal(twice)).toMatch(/two files are attached under one name. Found: "a.csv"/);
  });

  it('over which PDF.js falls where nobody could catch it', async () => {
    const text = aPlaceholderPdf({ pages: ['one', 'two'] }).toString('latin1');
    const damaged = Buffer.from(text.replaceAll('/Resources <<', '/Resources [['), 'latin1');
    expect(await refusal(damaged)).toMatch(/the file cannot be read as a PDF\. Found: End of file inside array\. E/);
  });

  it('at once when the thread that reads it ends without a word', async () => {
    const result = await reportReader({ begin: aThreadThatEnds }).open(aPlaceholderPdf(), 'report.pdf');
    const found = 'the thread that reads it ended without an answer, with 3';
    expect(result).toMatchObject({ refusals: [{ what: 'the file cannot be read as a PDF', found }] });
  });

  it('that takes longer than it may', async () => {
    const result = await reportReader({ timeLimitInMs: 0 }).open(aPlaceholderPdf(), 'report.pdf');
    expect(result).toMatchObject({ refusals: [{ what: 'the file takes too much time to read' }] });
  });

  it('that unpacks to more than a report can hold', async (context) => {
    const large = aPlaceholderPdf({ attachments: { 'findings.json': ' '.repeat(150_000_000) } });
    const bomb = await rewritten(context, ['--compress-streams=y'], large);
    // By itself: a process that had more before takes little anew, whatever it reads.
    const program = `import { readFile } from 'node:fs/promises';
      import { reportReader } from ${JSON.stringify(new URL('../../../adapters/evidence/report-pdf.ts', import.meta.url).href)};
      const reader = reportReader({ memoryLimitInBytes: 100_000_000 });
      const result = await reader.open(await readFile(process.argv[2]), 'report.pdf');
      console.log(result.kind === 'ok' ? 'opened' : result.refusals[0].what + ': ' + result.refusals[0].found);`;
    const folder = await aFolder();
    const [from, path] = [join(folder, 'read.mjs'), join(folder, 'bomb.pdf')];
    await writeFile(from, program);
    await writeFile(path, bomb);
    const told = execFileSync(process.execPath, [from, path], { encoding: 'utf8' });
    expect(told).toBe('the file takes too much memory to read: not done with 100 MB\n');
  });

  it('or read, but never a crash, whatever bytes are damaged', async () => {
    const pdf = aPlaceholderPdf({ pages: ['one', 'two'], attachments: files });
    const places = fc.integer({ min: 0, max: pdf.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(places, fc.nat(255)), { minLength: 1, maxLength: 30 }), async (damage) => {
        const damaged = Buffer.from(pdf);
        for (const [place, octet] of damage) damaged[place] = octet;
        expect(['ok', 'refused']).toContain((await reportReader().open(damaged, 'report.pdf')).kind);
      }),
      { numRuns: 15 },
    );
  });
});

function aThreadThatEnds(): Worker {
  return new Worker('process.exit(3)', { eval: true });
}

/** A report, by default the one of `files`, as qpdf writes it with the given options. */
async function rewritten(
  context: TestContext,
  options: readonly string[],
  report: Uint8Array = aPlaceholderPdf({ attachments: files }),
): Promise<Buffer> {
  const folder = await aFolder();
  const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
  await writeFile(from, report);
  const { status, output } = runTool(context, 'qpdf', [...options, from, to]);
  expect(status, output).toBe(0);
  return readFile(to);
}
