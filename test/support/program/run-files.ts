// What a run wrote, read back by readers that are not ours: JSON as it stands and the CSV files by their headers.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { sha256 } from '../bytes.ts';

const count = z.number();
const totalsSchema = z.object({
  rowsRead: count,
  accounts: count,
  rejected: count,
  duplicates: count,
  live: count,
  byStatus: z.record(z.string(), count),
  situations: z.record(z.string(), count),
  rollForward: z.nullable(z.object({ opening: count, added: count, removed: count, closing: count })),
  countShown: z.nullable(count),
});

const findingSchema = z.object({
  id: z.string(),
  code: z.string(),
  severity: z.string(),
  login: z.nullable(z.string()),
  row: z.nullable(count),
  situation: z.nullable(z.string()),
  reason: z.string(),
  directory: z.nullable(z.string()),
  identity: z.nullable(z.string()),
  firstSeen: z.string(),
  reviewsOpen: count,
  state: z.string(),
  continues: z.nullable(z.string()),
});
export type WrittenFinding = z.infer<typeof findingSchema>;

const findingsSchema = z.object({
  schema: z.literal(1),
  run: z.object({
    id: z.string(),
    period: z.string(),
    asOfSetByOperator: z.boolean(),
    exportedAt: z.string(),
    exportedAtDeclared: z.boolean(),
    exportedBy: z.nullable(z.string()),
    countShown: z.nullable(count),
    acceptedGates: z.array(z.object({ gate: z.string(), by: z.string(), reason: z.string() })),
  }),
  status: z.string(),
  reasons: z.array(z.string()),
  notJudged: count,
  totals: totalsSchema,
  findings: z.array(findingSchema),
});

const manifestSchema = z.object({
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string() })),
});

/** What `run --json` prints. */
const documentSchema = z.object({
  schema: z.literal(1),
  run: z.string(),
  review: z.string(),
  status: z.string(),
  reasons: z.array(z.string()),
  exit: count,
  totals: totalsSchema,
  unjudged: z.array(z.object({ codes: z.array(z.string()), reason: z.string() })),
  unusedColumns: z.array(z.string()),
  leavers: z.nullable(
    z.object({
      read: count,
      matched: count,
      notYet: count,
      newest: z.nullable(z.string()),
      furthest: z.optional(z.string()),
      unmatched: z.array(z.object({ where: z.string(), login: z.string(), why: z.optional(z.string()) })),
    }),
  ),
  findings: z.object({ bySeverity: z.record(z.string(), count), byCode: z.record(z.string(), count) }),
  proposals: count,
  folder: z.string(),
  files: z.array(z.string()),
});
export type RunDocument = z.infer<typeof documentSchema>;

export function runDocumentOf(stdout: string): RunDocument {
  return z.parse(documentSchema, JSON.parse(stdout));
}

export type CsvRow = Readonly<Record<string, string>>;

export interface RunFiles {
  readonly findings: z.infer<typeof findingsSchema>;
  readonly manifest: z.infer<typeof manifestSchema>;
  readonly findingsCsv: readonly CsvRow[];
  readonly population: readonly CsvRow[];
  readonly proposals: readonly CsvRow[];
}

export async function runFiles(folder: string): Promise<RunFiles> {
  const [findings, manifest, findingsCsv, population, proposals] = await Promise.all([
    readFile(join(folder, 'findings.json'), 'utf8'),
    readFile(join(folder, 'evidence/manifest.json'), 'utf8'),
    csvFile(join(folder, 'findings.csv')),
    csvFile(join(folder, 'population.csv')),
    csvFile(join(folder, 'proposals.csv')),
  ]);
  return {
    findings: z.parse(findingsSchema, JSON.parse(findings)),
    manifest: z.parse(manifestSchema, JSON.parse(manifest)),
    findingsCsv,
    population,
    proposals,
  };
}

async function csvFile(path: string): Promise<readonly CsvRow[]> {
  return z.parse(z.array(z.record(z.string(), z.string())), parse(await readFile(path), { columns: true }));
}

/** The records of a CSV file, cell for cell. */
export async function csvCells(path: string): Promise<readonly (readonly string[])[]> {
  return z.parse(z.array(z.array(z.string())), parse(await readFile(path), { relaxColumnCount: true }));
}

/** Every file below a folder with the digest of its content; a folder that is not there has none. */
export async function digestsBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const name of (await namesBelow(folder)).toSorted()) digests[name] = sha256(await readFile(join(folder, name)));
  return digests;
}

async function namesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
