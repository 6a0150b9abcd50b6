// What a whole run may cost, and how a measured table says whether it does.
import type { Usage } from './measure.ts';

export interface Bound {
  /** CPU time, as a multiple of that of another program in the same table. */
  readonly beside?: { readonly program: string; readonly times: number };
  /** CPU time in seconds, as it was asked for: on a machine twice as fast as the one of docs/performance.md. */
  readonly cpuSeconds?: number;
  readonly peakMb?: number;
}

export const programNames = {
  peer: 'DuckDB, two threads',
  python: 'Python, its standard library',
  node: 'Node, a plain join',
  first: '`run --no-pdf`, the first',
  next: '`run --no-pdf`, the next',
  withPdf: '`run`, the first, with its PDF',
  tenth: '`run --no-pdf`, the first, of a tenth',
  drawing: 'the report drawn, nothing else',
  docTable: 'pdfkit `doc.table`, tagged',
  workbook: 'a workbook of as many rows, read',
  bare: '`node -e 0`',
  help: '`--help`',
} as const;

/** The bounds, by the number of accounts and by the program. */
const bounds: Readonly<Record<number, Readonly<Record<string, Bound>>>> = {
  10_000: {
    [programNames.first]: { beside: { program: programNames.peer, times: 3.5 }, cpuSeconds: 1.2, peakMb: 180 },
    [programNames.withPdf]: { cpuSeconds: 4, peakMb: 250 },
    [programNames.drawing]: { beside: { program: programNames.docTable, times: 0.25 } },
    [programNames.help]: { beside: { program: programNames.bare, times: 3 }, cpuSeconds: 0.12, peakMb: 70 },
  },
  100_000: {
    [programNames.first]: { beside: { program: programNames.peer, times: 8 }, cpuSeconds: 8, peakMb: 400 },
    [programNames.next]: { cpuSeconds: 12, peakMb: 550 },
    [programNames.withPdf]: { cpuSeconds: 18, peakMb: 900 },
    [programNames.workbook]: { cpuSeconds: 3, peakMb: 450 },
  },
  1_000_000: {
    [programNames.first]: { beside: { program: programNames.tenth, times: 12 }, cpuSeconds: 100, peakMb: 2500 },
  },
};

/** Markdown: a row for each program, in their order, with what holds of its bounds and what does not. */
export function tableOf(accounts: number, found: Readonly<Record<string, Usage>>): string {
  const peer = found[programNames.peer]?.cpuSeconds ?? Number.NaN;
  const rows = Object.entries(found).map(([name, usage]) => {
    const { cpuSeconds, peakMb } = usage;
    const told = standing(bounds[accounts]?.[name] ?? {}, usage, found);
    return `| ${name} | ${cpuSeconds.toFixed(2)} | ${peakMb.toFixed(0)} | ${(cpuSeconds / peer).toFixed(1)} | ${told} |`;
  });
  return ['| | CPU s | peak MB | CPU beside DuckDB | bounds |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}

function standing(bound: Bound, { cpuSeconds, peakMb }: Usage, found: Readonly<Record<string, Usage>>): string {
  const { beside } = bound;
  const other = beside === undefined ? undefined : found[beside.program]?.cpuSeconds;
  const told = [
    verdict(beside?.times, cpuSeconds / (other ?? Number.NaN), `times ${beside?.program ?? ''}`),
    verdict(bound.cpuSeconds, cpuSeconds, 's'),
    verdict(bound.peakMb, peakMb, 'MB'),
  ];
  return told.filter((text) => text !== null).join(', ');
}

function verdict(bound: number | undefined, found: number, unit: string): string | null {
  return bound === undefined ? null : `${bound} ${unit} ${found <= bound ? 'holds' : 'missed'}`;
}
