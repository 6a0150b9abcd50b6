// Draws one population with one tool and prints what it cost, as JSON: `node bench/pdf-draw.ts ours|doc.table|pdfmake ROWS`.
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { PopulationRow } from '../core/report/parts/accounts.ts';
import { pdfRenderer } from '../drawing/report-pdf.ts';
import { aPopulation, aReport } from '../test/support/reports/report-builder.ts';

const titles = [
  'Row',
  'Login',
  'Name',
  'Status',
  'Role',
  'Situation',
  'Rule',
  'Directory',
  'Identity',
  'Findings',
  'Last',
];
const fontFile = fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'));

function cellsOf(row: PopulationRow): string[] {
  const { login, status, situation } = row;
  const texts = [row.name, status, row.role, situation, row.rule, row.directory, row.identity];
  return [String(row.row), login, ...texts.map((text) => text ?? ''), row.findings.join(', '), row.lastLogin ?? ''];
}

/** The whole report: cover, summary, contents, chapters, and the population tagged, all PDF/A-3a and PDF/UA-1. */
async function ours(population: readonly PopulationRow[]): Promise<number> {
  let bytes = 0;
  for await (const piece of pdfRenderer().render(aReport({ population }), [])) bytes += piece.length;
  return bytes;
}

/** Only the table, tagged as pdfkit tags it. */
async function docTable(population: readonly PopulationRow[]): Promise<number> {
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    pdfVersion: '1.7',
    tagged: true,
    font: fontFile,
  });
  const drawn = buffer(document);
  document.fontSize(6.4);
  const structParent = document.struct('Document');
  document.addStructure(structParent);
  // The types of the package do not know the option that tags a table.
  const options = { data: [titles, ...population.map(cellsOf)], structParent };
  document.table(options);
  structParent.end();
  document.end();
  return (await drawn).length;
}

/** Only the table, untagged: pdfmake cannot tag. */
async function pdfmake(population: readonly PopulationRow[]): Promise<number> {
  const { default: maker } = await import('pdfmake');
  maker.setUrlAccessPolicy(() => false);
  maker.setLocalAccessPolicy((path) => path === fontFile);
  maker.setFonts({ Noto: { normal: fontFile, bold: fontFile, italics: fontFile, bolditalics: fontFile } });
  const drawn = maker.createPdf({
    pageOrientation: 'landscape',
    defaultStyle: { font: 'Noto', fontSize: 6.4 },
    content: [{ table: { headerRows: 1, body: [titles, ...population.map(cellsOf)] } }],
  });
  return (await drawn.getBuffer()).length;
}

const tools: Readonly<Record<string, (population: readonly PopulationRow[]) => Promise<number>>> = {
  ours,
  'doc.table': docTable,
  pdfmake,
};

const [tool = 'ours', rows = '1000'] = process.argv.slice(2);
const draw = tools[tool];
if (draw === undefined) throw new Error(`no such tool: ${tool}`);
const bytes = await draw(aPopulation(Number(rows)));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, memoryMb: maxRSS / 1024, fileMb: bytes / 1e6 })}\n`,
);
