// What the report costs, beside two libraries that draw its largest table, in the same run: `node bench/pdf.ts [ROWS...]`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const costSchema = z.object({ cpuSeconds: z.number(), memoryMb: z.number(), fileMb: z.number() });
type Cost = z.infer<typeof costSchema>;

/** Each drawing has a process of its own, so that the memory of one is not counted for another. */
function costOf(tool: string, rows: number): Cost {
  const program = fileURLToPath(new URL('pdf-draw.ts', import.meta.url));
  const printed = execFileSync(process.execPath, [program, tool, String(rows)], { encoding: 'utf8' });
  return costSchema.parse(JSON.parse(printed));
}

/** The middle of three runs by CPU: colleagues of this machine make single runs noisy. */
function typicalCost(tool: string, rows: number): Cost {
  const costs = [1, 2, 3].map(() => costOf(tool, rows)).toSorted((a, b) => a.cpuSeconds - b.cpuSeconds);
  const [, middle] = costs;
  if (middle === undefined) throw new Error('three runs have a middle one');
  return middle;
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 ? cell.padEnd(12) : cell.padStart(12))).join('')}\n`);
}

/** A table of 100,000 rows takes the libraries minutes and gigabytes; ours alone is measured there. */
const mostRowsForOthers = 10_000;

const sizes = process.argv.slice(2).map(Number);
print(['', 'rows', 'CPU s', 'RSS MB', 'file MB']);
for (const rows of sizes.length > 0 ? sizes : [1000, 10_000, 100_000]) {
  for (const tool of rows <= mostRowsForOthers ? ['ours', 'doc.table', 'pdfmake'] : ['ours']) {
    const { cpuSeconds, memoryMb, fileMb } = typicalCost(tool, rows);
    print([tool, String(rows), cpuSeconds.toFixed(2), memoryMb.toFixed(0), fileMb.toFixed(2)]);
  }
}
