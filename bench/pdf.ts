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

/**
 * Runs the tools in turns, and takes of each the middle of three runs by CPU, so that other work of the machine falls
 * on all alike.
 */
function typicalCosts(tools: readonly string[], rows: number): ReadonlyMap<string, Cost> {
  const runs = new Map<string, Cost[]>(tools.map((tool) => [tool, []]));
  for (let round = 0; round < 3; round += 1) {
    for (const [tool, costs] of runs) costs.push(costOf(tool, rows));
  }
  return new Map([...runs].map(([tool, costs]) => [tool, middleOf(costs)]));
}

function middleOf(costs: readonly Cost[]): Cost {
  const [, middle] = costs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds);
  if (middle === undefined) throw new Error('three runs have a middle one');
  return middle;
}

/**
 * What the report may cost. Where `doc.table` is drawn beside it, its CPU is held to a part of that instead of
 * `cpuSeconds`.
 */
const bounds: ReadonlyMap<
  number,
  { readonly memoryMb: number; readonly fileMb?: number; readonly cpuSeconds?: number }
> = new Map([
  [10_000, { memoryMb: 300, fileMb: 4.5 }],
  [100_000, { memoryMb: 1000, cpuSeconds: 25 }],
]);
const mostOfDocTable = 0.2;

function isOver(rows: number, cost: Cost, table: Cost | undefined): boolean {
  const { memoryMb = Infinity, fileMb = Infinity, cpuSeconds = Infinity } = bounds.get(rows) ?? {};
  const cpuBound = table === undefined ? cpuSeconds : table.cpuSeconds * mostOfDocTable;
  return cost.memoryMb > memoryMb || cost.fileMb > fileMb || (rows >= 10_000 && cost.cpuSeconds > cpuBound);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 ? cell.padEnd(12) : cell.padStart(12))).join('')}\n`);
}

/** A table of 100,000 rows takes the libraries minutes and gigabytes; ours alone is measured there. */
const mostRowsForOthers = 10_000;

const sizes = process.argv.slice(2).map(Number);
print(['', 'rows', 'CPU s', 'RSS MB', 'file MB']);
for (const rows of sizes.length > 0 ? sizes : [1000, 10_000, 100_000]) {
  const costs = typicalCosts(rows <= mostRowsForOthers ? ['ours', 'doc.table', 'pdfmake'] : ['ours'], rows);
  const table = costs.get('doc.table');
  for (const [tool, cost] of costs) {
    const over = tool === 'ours' && isOver(rows, cost, table);
    if (over) process.exitCode = 1;
    const { cpuSeconds, memoryMb, fileMb } = cost;
    const cells = [tool, String(rows), cpuSeconds.toFixed(2), memoryMb.toFixed(0), fileMb.toFixed(2)];
    print(over ? [...cells, 'OVER THE BOUND'] : cells);
  }
}
