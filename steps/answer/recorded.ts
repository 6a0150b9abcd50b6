// What a run recorded of its findings and its population, an entry at a time: its files hold one a line, or a record.
import * as z from 'zod/mini';
import { accountStatuses } from '../../core/application/account.ts';
import type { AccountStatus } from '../../core/application/account.ts';
import type { KnownIdentity } from '../../core/findings/collect/known-identity.ts';
import { decodeFinding } from '../../core/findings/stored-finding.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { situations } from '../../core/names/situations.ts';
import type { Situation } from '../../core/names/situations.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { TableRow } from '../../core/inputs/table.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { ReviewStreams } from '../../core/ports/stores.ts';
import { RunAltered } from '../../core/run.ts';
import type { RunRecord } from '../../core/run.ts';
import { asWritten, neutralised } from '../../core/values/formula.ts';
import { refusalText } from '../../core/values/result.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';
import { bytesOf, linesOf } from '../bytes.ts';
import { asTaken } from '../read/ingest-export.ts';
import { readToTheEnd } from '../run/stored-evidence.ts';
import { holdManifest } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

type File = Pick<StoredRun, 'file' | 'record'>;

const count = z.number();
const headSchema = z.object({
  run: z.object({ id: z.string(), asOf: storedInstant, period: z.string(), exportedAt: storedInstant }),
  status: z.string(),
  totals: z.object({
    rowsRead: count,
    accounts: count,
    live: count,
    rejected: count,
    duplicates: count,
    situations: z.record(z.string(), count),
  }),
});

export type RecordedHead = z.infer<typeof headSchema>;

/** Behind it each finding stands in a line of its own. */
const beginOfFindings = '  "findings": [';

/**
 * Before anything is told of a run: each file of it is there, byte for byte, its manifest names the same ones, it is the
 * run that its record calls it, and the one that the events of its period know.
 *
 * @throws EvidenceChanged, RunAltered, ReviewAltered
 */
export async function holdRecorded(run: StoredRun, { reviews }: { readonly reviews: ReviewStreams }): Promise<void> {
  await reviews.load(run.record.period);
  await readToTheEnd(run);
  await holdManifest(run);
  await recordedHead(run);
}

/** What findings.json says of the run before it comes to the findings. @throws RunAltered when the record says otherwise */
export async function recordedHead(run: File): Promise<RecordedHead> {
  let text = '';
  for await (const line of linesOf(run.file(evidenceFiles.findings.name).read())) {
    if (line.text.startsWith(beginOfFindings)) break;
    text += `${line.text}\n`;
  }
  const { id, asOf, period, status } = run.record;
  const head = readStored(headSchema, `${text}"findings": []}`, `the findings of the run ${id}`);
  const [recorded, told] = [standingOf({ id, asOf, period }, status), standingOf(head.run, head.status)];
  if (recorded !== told) throw new RunAltered(id, `${recorded}, and its findings are those of ${told}`);
  return head;
}

function standingOf({ id, asOf, period }: Pick<RunRecord, 'id' | 'asOf' | 'period'>, status: string): string {
  return `${id} of ${period}, as of ${asOf}, ${status}`;
}

/** In the order of findings.json. @throws StoredRecordUnreadable */
export async function* recordedFindings(run: File): AsyncGenerator<Finding, void, void> {
  let isBehind = false;
  for await (const { number, text } of linesOf(run.file(evidenceFiles.findings.name).read())) {
    if (isBehind && text.startsWith('    {')) {
      yield decodeFinding(text.endsWith(',') ? text.slice(0, -1) : text, `in line ${number}`);
    }
    isBehind ||= text.startsWith(beginOfFindings);
  }
}

/** An account as population.csv has it. */
export interface RecordedAccount {
  /** Of the export. */
  readonly row: number;
  readonly login: string;
  readonly status: AccountStatus;
  /** As the export has it. */
  readonly role: string | null;
  readonly situation: Situation;
  /** Empty where no rule found anybody. */
  readonly rule: string;
  /** Of the identity that decided, as the cells have it; empty where there was none. */
  readonly directory: string;
  readonly identity: string;
}

/**
 * By row, as the export has them.
 *
 * @throws Error when it is no population of this program
 */
export async function recordedPopulation(
  run: File,
  exportReader: ExportReader,
): Promise<Generator<RecordedAccount, void, void>> {
  const { name } = evidenceFiles.population;
  const tables = await asTaken(exportReader).tables(await bytesOf(run.file(name).read()), name);
  if (tables.kind === 'refused') throw new Error(tables.refusals.map(refusalText).join(' '));
  const table = tables.value.find(({ delimiter }) => delimiter === ',');
  if (table === undefined) throw new Error(`${name} of the run ${run.record.id} is no table`);
  return rowsOf(table.rows());
}

/**
 * Whether it is the identity that decided: the cells have it as text that no spreadsheet runs.
 *
 * @param known `null` where nobody did
 */
export function isIdentity(known: KnownIdentity | null, { directory, identity }: RecordedAccount): boolean {
  if (known === null) return identity === '';
  return known.directory === directory && neutralised(known.identity.id).toWellFormed() === identity;
}

const columns = ['row', 'login', 'status', 'role', 'situation', 'rule', 'directory', 'identity'] as const;

function* rowsOf(rows: Iterable<TableRow>): Generator<RecordedAccount, void, void> {
  let places: readonly number[] | null = null;
  for (const record of rows) {
    if (record.kind === 'fault') throw new Error(`${evidenceFiles.population.name}: ${record.found}`);
    const { cells } = record;
    if (places === null) {
      places = columns.map((column) => cells.indexOf(column));
      continue;
    }
    const [row = '', login = '', stated, role = '', told, rule = '', directory = '', identity = ''] = places.map(
      (place) => cells[place],
    );
    const [status, situation] = [accountStatuses.find((one) => one === stated), situations.find((one) => one === told)];
    if (status === undefined) throw new Error(`${evidenceFiles.population.name}: ${stated} is no status`);
    if (situation === undefined) throw new Error(`${evidenceFiles.population.name}: ${told} is no situation`);
    const account = { row: Number(row), login: asWritten(login), status, role: role === '' ? null : asWritten(role) };
    yield { ...account, situation, rule, directory, identity };
  }
}
