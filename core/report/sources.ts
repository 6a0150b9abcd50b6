// Where the review's data came from, as the report prints it: the export and each directory, with how they were read.
import type { DirectoryConfig } from '../config/directories/products.ts';
import type { ExportPopulation } from '../inputs/export/reading.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import { exportFile } from '../names/evidence-files.ts';
import type { ExportSource, DirectorySource } from './report.ts';
import { instantText } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';

export interface ExportFacts {
  readonly population: ExportPopulation;
  readonly bytes: number;
  readonly sha256: string;
  readonly exportedAt: { readonly at: Instant; readonly declared: boolean; readonly by: string | null };
  readonly countShown: number | null;
}

export function exportSource({ population, bytes, sha256, exportedAt, countShown }: ExportFacts): ExportSource {
  const { table, columns, header } = population;
  const mapped = new Set(columns.map(({ index }) => index));
  return {
    fileName: exportFile(table.format).name,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    sheet: table.sheet,
    bytes,
    sha256,
    headerRow: population.headerRow,
    columns: columns.map(({ field, header: name }) => ({ field, header: name })),
    unmappedColumns: header.filter((_, index) => !mapped.has(index)),
    exportedAt: exportedAt.at,
    exportedAtDeclared: exportedAt.declared,
    exportedBy: exportedAt.by,
    countShown,
    editedSigns: population.editedSigns,
  };
}

export interface SnapshotFacts {
  readonly config: DirectoryConfig;
  readonly header: SnapshotHeader;
  readonly sha256: string;
  readonly identities: number;
  readonly assignments: number;
}

export function directorySource({ config, header, sha256, identities, assignments }: SnapshotFacts): DirectorySource {
  return {
    id: config.id,
    product: header.product,
    role: config.role,
    authoritativeFor: config.authoritativeFor,
    tenant: header.tenant,
    app: header.app,
    takenAt: header.takenAt,
    completeness: header.completeness,
    reasons: header.reasons,
    identities,
    assignments,
    sha256,
    calls: header.calls,
    notes: header.notes ?? [],
    lookBack: lookBackText(header),
  };
}

function lookBackText({ lookBack }: SnapshotHeader): string | null {
  if (lookBack === undefined) return null;
  return `sign-ins from ${instantText(lookBack.from)} to ${instantText(lookBack.to)}; ${lookBack.note}`;
}
