// Why some code of our own stands where a library could: `node bench/own-code.ts` prints the figures of decision 2.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { getDocument, VerbosityLevel } from 'unpdf/pdfjs';
import { csvRows } from '../adapters/files/csv-rows.ts';
import { openZip } from '../adapters/files/zip.ts';
import { checkSignature } from '../adapters/signing/check.ts';
import { pdfRenderer } from '../drawing/report-pdf.ts';
import { fontsIn } from '../drawing/text/font-files.ts';
import { aPlaceholderPdf } from '../test/support/reports/placeholder-pdf.ts';
import { aFinding, aReport } from '../test/support/reports/report-builder.ts';
import { aSigner, sealed } from '../test/support/reports/signing.ts';
import { zipOf } from '../test/support/inputs/workbook-builder.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function cpuOf(work: () => void): string {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return `${((user + system) / 1e6).toFixed(2)} s CPU`;
}

function percent(part: number, whole: number): string {
  return `${part.toLocaleString('en-US')} of ${whole.toLocaleString('en-US')} (${((100 * part) / whole).toFixed(1)} %)`;
}

// CSV: a tenth of the records have a line break in a cell; an empty line follows each hundredth.
const records = 100_000;
const firstLines: number[] = [];
let csv = '';
let line = 1;
for (let index = 0; index < records; index += 1) {
  firstLines.push(line);
  const isTwoLines = index % 10 === 0;
  csv += `person${index}@acme.com,${isTwoLines ? '"Sales\nEurope"' : 'Sales'},Active,2026-10-01\n`;
  if (index % 100 === 99) csv += '\n';
  line += 1 + Number(isTwoLines) + Number(index % 100 === 99);
}
const bytes = Buffer.from(csv);
const ours: number[] = [];
const ourCpu = cpuOf(() => {
  for (const row of csvRows(bytes, ',')) if (row.kind === 'row') ours.push(row.row);
});
const theirs: number[] = [];
const told = (_record: readonly string[], { lines }: { readonly lines: number }): null => {
  theirs.push(lines);
  return null;
};
const theirCpu = cpuOf(() => {
  parse(bytes, { skip_empty_lines: true, on_record: told });
});
function wrong(lines: readonly number[]): string {
  return percent(lines.filter((found, index) => found !== firstLines[index]).length, records);
}
say('CSV: records whose first line is told wrong');
say(`  csv-rows    ${wrong(ours)}, ${ourCpu}`);
say(`  csv-parse   ${wrong(theirs)}, ${theirCpu}`);

// XLSX: a sheet of blanks that is a thousandth of its size, and says so or lies.
const content = Buffer.alloc(500_000_000, ' ');
const honest = zipOf([{ name: 'xl/worksheets/sheet1.xml', content }]);
const lying = zipOf([{ name: 'xl/worksheets/sheet1.xml', content, declaredSize: 1000 }]);
say(`XLSX: a file of ${Math.round(honest.length / 1000)} KB`);
for (const [what, file] of Object.entries({ 'that says its size': honest, 'that lies about it': lying })) {
  let refused = 'accepted';
  const cpu = cpuOf(() => {
    const zip = openZip(file, 'users.xlsx');
    const read = zip.kind === 'ok' ? zip.value.read('xl/worksheets/sheet1.xml') : zip;
    if (read.kind === 'refused') refused = 'refused';
  });
  say(`  guarded, ${what}: ${refused} with ${cpu}`);
}
const packed = honest.subarray(30 + 'xl/worksheets/sheet1.xml'.length);
let inflated = 0;
const cpu = cpuOf(() => void (inflated = inflateRawSync(packed, { finishFlush: 2 }).length));
say(`  inflated without a guard: ${Math.round(inflated / 1e6)} MB of memory, ${cpu}`);

// PDF: what of a cell that is taller than ten pages can be read back, and what pdfkit's own fonts would misread.
async function wordsOf(pdf: Uint8Array): Promise<ReadonlySet<string>> {
  const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: VerbosityLevel.ERRORS }).promise;
  let text = '';
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    text += items.map((item) => ('str' in item ? item.str : '')).join(' ');
  }
  return new Set(text.match(/w\d{4}/g));
}
const words = Array.from({ length: 6000 }, (_, index) => `w${String(index).padStart(4, '0')}`);
const { default: PDFDocument } = await import('pdfkit');
const kit = new PDFDocument({ size: 'A4' });
const drawn = buffer(kit);
const table = kit.struct('Document');
kit.addStructure(table);
kit.table({ data: [['Reason'], [words.join(' ')]], structParent: table });
table.end();
kit.end();
say('PDF: words of a cell of ten pages that are read back');
say(
  `  the report   ${percent((await wordsOf(await buffer(pdfRenderer().render(aReport({ findings: [aFinding({ reason: words.join(' ') })] }), [])))).size, words.length)}`,
);
say(`  doc.table    ${percent((await wordsOf(await drawn)).size, words.length)}`);
say('PDF: characters that pdfkit would read back as another, because a font draws both with one glyph');
const openFont = await fontsIn();
for (const key of ['regular', 'symbols', 'chinese'] as const) {
  const font = openFont(key);
  const characters = font.characterSet;
  const glyphs = new Set(characters.map((codePoint) => font.glyphForCodePoint(codePoint).id));
  say(`  ${font.postscriptName.padEnd(24)} ${percent(characters.length - glyphs.size, characters.length)}`);
}

// DER: of each eighth byte of a signature block one bit is changed, and the block is checked against the file that it
// signs.
const folder = await mkdtemp(join(tmpdir(), 'bench-own-code-'));
try {
  const signer = await aSigner();
  const pdf = await sealed(aPlaceholderPdf(), signer);
  const from = pdf.indexOf('/Contents <') + '/Contents <'.length;
  const to = pdf.indexOf('>', from);
  const block = Buffer.from(pdf.toString('latin1', from, to), 'hex');
  const length = 4 + block.readUInt16BE(2);
  await writeFile(join(folder, 'signed'), Buffer.concat([pdf.subarray(0, from - 1), pdf.subarray(to + 1)]));
  let accepted = 0;
  let acceptedByOpenssl = 0;
  let blocks = 0;
  for (let at = 0; at < length; at += 8) {
    blocks += 1;
    const changed = Buffer.from(block);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const whole = Buffer.from(pdf);
    whole.write(changed.toString('hex'), from, 'latin1');
    if (checkSignature({ pdf: whole, fileName: 'report.pdf', trust: null }).kind === 'ok') accepted += 1;
    await writeFile(join(folder, 'block'), changed.subarray(0, length));
    const files = ['-in', join(folder, 'block'), '-content', join(folder, 'signed'), '-out', '/dev/null'];
    const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-noverify', ...files];
    if (spawnSync('openssl', verify).status === 0) acceptedByOpenssl += 1;
  }
  say('DER: signature blocks with one bit changed that are accepted');
  say(`  compared whole           ${percent(accepted, blocks)}`);
  say(`  parsed, openssl cms      ${percent(acceptedByOpenssl, blocks)}`);
} finally {
  await rm(folder, { recursive: true });
}
