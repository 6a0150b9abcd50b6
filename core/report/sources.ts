// Where the review's data came from, as the report prints it: the export and each directory, with how they were read.
import type { DirectoryConfig } from '../config/directories/products.ts';
import type { ExportPopulation } from '../inputs/export/reading.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import { loginKeys } from '../findings/collect/known-identity.ts';
import type { Judgement } from '../findings/judge/judgement.ts';
import type { LeaversFile } from '../inputs/leavers.ts';
import { evidenceFiles, exportFile } from '../names/evidence-files.ts';
import { matchKey } from '../values/login.ts';
import type { PlusAddressing } from '../values/login.ts';
import type { ExportSource, DirectorySource, LeaversSource } from './parts/inputs.ts';
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
  const mapped = new Set([...columns.map(({ index }) => index), population.operationColumn]);
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
    unmappedColumns: header.filter((name, index) => name.trim() !== '' && !mapped.has(index)),
    exportedAt: exportedAt.at,
    exportedAtDeclared: exportedAt.declared,
    exportedBy: exportedAt.by,
    countShown,
    editedSigns: population.editedSigns,
  };
}

export interface LeaversFacts {
  readonly file: Pick<LeaversFile, 'rows' | 'people'> & { readonly sha256: string };
  readonly judgements: readonly Judgement[];
  readonly plusAddressing: PlusAddressing;
}

/** A row counts as matched when an account, or the person behind one, bears the login that HR named. */
export function leaversSource({ file, judgements, plusAddressing }: LeaversFacts): LeaversSource {
  const known = new Set<string>();
  for (const { account, match } of judgements) {
    known.add(matchKey(account.login, plusAddressing));
    for (const judged of [...match.person, ...match.replaced])
      for (const key of loginKeys(judged.known)) known.add(key);
  }
  const gone = file.people.filter(({ isGone }) => isGone);
  const unmatched = gone.filter(({ login }) => !known.has(matchKey(login, plusAddressing)));
  return {
    fileName: evidenceFiles.leavers.name,
    sha256: file.sha256,
    rows: file.rows,
    matched: gone.length - unmatched.length,
    notYet: file.people.length - gone.length,
    unmatched: unmatched.map(({ where, login }) => ({ where, login })),
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
