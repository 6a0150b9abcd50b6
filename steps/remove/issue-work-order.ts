// Hands the revoked accounts to the administrator: claims the order in the stream first, then lays its files down.
import { sha256Of } from '../../core/values/digest.ts';
import type { RawRecord } from '../../core/application/application.ts';
import { importForm } from '../../core/application/applications.ts';
import type { Config } from '../../core/config/config.ts';
import { keysOf } from '../../core/config/registers.ts';
import type { ExportPopulation } from '../../core/inputs/export/reading.ts';
import { recordsOf } from '../../core/inputs/export/records.ts';
import { evidenceFiles, exportIn, suspendFile } from '../../core/names/evidence-files.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs, Reviews } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { Assurance, ReviewEvent, WorkOrderIssued } from '../../core/review/events/event.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import { nextOrderNumber } from '../../core/review/events/state.ts';
import type { ReviewState, IssuedWorkOrder } from '../../core/review/events/state.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { handedOver, notHandedOver, ordersToCarryOut } from '../../core/review/removals/figures.ts';
import { dueDayOf } from '../../core/review/removals/proof.ts';
import { accountsPerOrder, suspensionsOf, toldLeft, workOrderText } from '../../core/review/removals/work-order.ts';
import type { Suspensions } from '../../core/review/removals/work-order.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { holdsFormula } from '../../core/values/formula.ts';
import { msOf, dayInMs } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { refused, ok } from '../../core/values/result.ts';
import type { Result, Refusal } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { rulesOf } from '../../core/versions.ts';
import { asTaken, ingestExport } from '../read/ingest-export.ts';
import { bytesOf } from '../bytes.ts';
import { add, changeReview, done } from '../change-review.ts';
import { newestCompared, storedRuns } from '../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../run/stored-runs.ts';

export interface WorkOrderDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly exportReader: ExportReader;
}

export interface IssuedOrder {
  readonly number: number;
  readonly accounts: number;
  readonly names: readonly string[];
}

export interface WorkOrdersIssued {
  /** Empty when every revoked account is in an earlier order, suspended or gone; one for each 5,000 accounts. */
  readonly orders: readonly IssuedOrder[];
  readonly left: Suspensions['left'];
  /** Earlier orders that stand and are to be carried out; whether their files were missing and are laid down now. */
  readonly standing: readonly (Pick<IssuedWorkOrder, 'number' | 'at' | 'by' | 'logins'> & { readonly laid: boolean })[];
}

export interface WorkOrderRequest {
  readonly period: string;
  /** `null` where nobody is named. */
  readonly by: string | null;
  /** Without it the name was typed. */
  readonly assurance?: Assurance;
}

/**
 * The event claims number and accounts, so two people at once make two orders that share no account. The files are
 * a function of the event and the export, and are laid down again if a process was killed before they were.
 *
 * @returns refusals when the review is not open, and when the newest accepted export is too old to act on
 */
export async function issueWorkOrder(
  dependencies: WorkOrderDependencies,
  { period, by, assurance = 'asserted' }: WorkOrderRequest,
): Promise<Result<WorkOrdersIssued>> {
  const sourceOf = sources(dependencies);
  const stored = storedRuns(dependencies);
  const laid = new Set<string>();
  return changeReview<Result<WorkOrdersIssued>>(
    dependencies.reviews,
    period,
    async ({ events, state, voids, mine }) => {
      if (state === null) return done(refused(notOpen(period, { voids })));
      for (const key of await layStanding(dependencies.objects, { period, state, stored, sourceOf })) laid.add(key);
      const run = await newestCompared(stored);
      if (run === undefined) throw new Error(`the review ${period} is open and no run is accepted`);
      const source = await sourceOf(run);
      const suspensions = openSuspensions(state, source);
      if (suspensions.accounts.length === 0) {
        const orders = mine.flatMap(orderIn);
        const earlier = ordersToCarryOut(state).filter((one) => orders.every(({ number }) => number !== one.number));
        const standing = earlier.map((one) => ({ ...one, laid: laid.has(textKey(period, one.number)) }));
        return done(ok({ orders, left: suspensions.left, standing }));
      }
      const stale = await staleness(dependencies, { run, source, period });
      if (stale !== null) return done(refused(stale));
      const number = nextOrderNumber(state);
      // The files tell until when it is to be done, and their digests stand in the event: both by the time that it gets.
      const at = recordedAt(dependencies.clock.now(), events);
      return add(claimOf({ period, number, at, by, assurance, run, source, suspensions }));
    },
  );
}

export interface OrdersOf {
  readonly period: string;
  readonly state: ReviewState;
  readonly stored: StoredRuns;
}

/** Lays down the files of every order that stands and has none yet. @returns the keys of the texts laid down just now */
export async function layOrders(dependencies: WorkOrderDependencies, orders: OrdersOf): Promise<readonly string[]> {
  return layStanding(dependencies.objects, { ...orders, sourceOf: sources(dependencies) });
}

async function layStanding(
  objects: Objects,
  { state, ...laying }: OrdersOf & { readonly sourceOf: SourceOf },
): Promise<readonly string[]> {
  const laid: string[] = [];
  for (const issued of state.workOrders.filter(({ number }) => !state.withdrawn.has(number)))
    laid.push(...(await layDown(objects, { ...laying, issued })));
  return laid;
}

/** Each row of a suspend file overwrites the whole user, so an old one would undo what was edited since. */
async function staleness(
  { clock }: WorkOrderDependencies,
  { run, source, period }: { readonly run: StoredRun; readonly source: RunExport; readonly period: string },
): Promise<Refusal | null> {
  const { exportedAt, asOfSetByOperator } = (await run.stated()).run;
  // A run whose clock the operator set is judged by that clock: the machine's says nothing about its export.
  const now = asOfSetByOperator ? run.record.asOf : clock.now();
  const { maxExportAgeDays } = source.config.policy;
  if (msOf(now) - msOf(exportedAt) <= maxExportAgeDays * dayInMs) return null;
  return {
    what: 'export too old to act on',
    where: `work order of ${period}`,
    found: `the export of ${instantText(exportedAt)}`,
    expected: `a new export and run; the policy allows ${plural(maxExportAgeDays, 'day')} (policy.maxExportAgeDays)`,
  };
}

interface Claim extends Pick<IssuedWorkOrder, 'number' | 'at' | 'by'> {
  readonly assurance: Assurance;
  readonly period: string;
  readonly run: StoredRun;
  readonly source: RunExport;
  readonly suspensions: Suspensions;
}

/** Names number, accounts and files; the files themselves are laid down once the claim is in the stream. */
function claimOf({ period, number, at, by, assurance, run, source, suspensions }: Claim): WorkOrderIssued {
  const logins = suspensions.accounts.slice(0, accountsPerOrder).map(({ login }) => login);
  const proven = by === null ? {} : { assurance: assuranceIn(source.config, assurance) };
  const issued: IssuedWorkOrder = { number, run: run.record.id, at, by, ...proven, logins, ...toldLeft(suspensions) };
  const files = orderFiles({ period, issued, source }).map(({ name, text }) => ({ name, sha256: sha256Of(text) }));
  return { kind: 'work-order-issued', ...issued, files };
}

function orderIn(event: ReviewEvent): readonly IssuedOrder[] {
  if (event.kind !== 'work-order-issued') return [];
  const { number, logins, files } = event;
  return [{ number, accounts: logins.length, names: files.map(({ name }) => name) }];
}

interface RunExport {
  readonly config: Config;
  readonly population: ExportPopulation;
  readonly sha256: string;
  readonly exportedAt: Instant;
  /** Of a run of a version whose orders told none: none, for its event names the digest of the text. */
  readonly editedSigns: readonly string[];
  readonly recordsOf: (rows: ReadonlySet<number>) => readonly RawRecord[];
}

type SourceOf = (run: StoredRun) => Promise<RunExport>;

/** Each export is read once, however many orders come of it. */
function sources(dependencies: WorkOrderDependencies): SourceOf {
  const read = new Map<string, Promise<RunExport>>();
  return async (run) => {
    const source = read.get(run.record.id) ?? exportOf(dependencies, run);
    read.set(run.record.id, source);
    return source;
  };
}

/** The export of the run as evidence keeps it, read again: the rows must be cell for cell as they were exported. */
async function exportOf({ exportReader }: WorkOrderDependencies, run: StoredRun): Promise<RunExport> {
  const config = await run.config();
  const { id, files } = run.record;
  const { name } = exportIn(files);
  const bytes = await bytesOf(run.file(name).read());
  // A row that was an account to the version that compared it may be rejected now, and its access would stay.
  const { run: stated } = await run.stated();
  const rules = rulesOf(stated);
  const reader = asTaken(exportReader, rules);
  const read = await ingestExport({ exportReader: reader }, { name, bytes }, config);
  const tables = await reader.tables(bytes, name);
  if (read.kind === 'refused' || tables.kind === 'refused')
    throw new Error(`the export of the accepted run ${id} can no longer be read`);
  const { population, sha256: digest } = read.value;
  const editedSigns = rules.has('sees-more-edits') ? population.editedSigns : [];
  return {
    config,
    population,
    editedSigns,
    sha256: digest,
    exportedAt: stated.exportedAt,
    recordsOf: (rows) => recordsOf(tables.value, population.table, rows),
  };
}

function openSuspensions(state: ReviewState, { config, population, exportedAt }: RunExport): Suspensions {
  return suspensionsOf({
    revoked: notHandedOver(state),
    handedOver: handedOver(state),
    accounts: population.accounts,
    exportedAt,
    keys: keysOf(config),
    policy: config.policy,
  });
}

interface TextFile {
  readonly name: string;
  readonly text: string;
}

interface OrderInput {
  readonly period: string;
  readonly issued: IssuedWorkOrder;
  readonly source: RunExport;
}

function orderFiles({ period, issued, source }: OrderInput): readonly TextFile[] {
  const { config, population } = source;
  const ordered = new Set<string>(issued.logins);
  const accounts = population.accounts.filter(({ login }) => ordered.has(login));
  const records = source.recordsOf(new Set(accounts.map(({ row }) => row)));
  const isManual = config.instance.userManagement === 'manual';
  const imported = isManual ? importForm.filesOf({ ...population, records }) : [];
  const files = imported.map((file, index) => ({ ...file, name: suspendFile(index + 1).name }));
  const text = workOrderText({
    number: issued.number,
    review: period,
    organisation: config.organisation,
    run: issued.run,
    exportSha256: source.sha256,
    issuedBy: issued.by,
    ...(issued.assurance === undefined ? {} : { assurance: issued.assurance }),
    dueDay: dueDayOf({ orderedAt: issued.at }, config.calendar.timeZone),
    userManagement: config.instance.userManagement,
    accounts,
    files,
    editedSigns: source.editedSigns,
    formulaRows: records.filter(({ cells }) => cells.some(holdsFormula)).map(({ row }) => row),
    left: issued.left,
    ...(issued.leftMore === undefined ? {} : { leftMore: issued.leftMore }),
  });
  return [...files, { name: evidenceFiles.workOrder.name, text }];
}

function textKey(period: string, number: number): string {
  return reviewKey(period, `work-order-${number}/${evidenceFiles.workOrder.name}`);
}

interface LayingDown extends Omit<OrderInput, 'source'> {
  readonly stored: StoredRuns;
  readonly sourceOf: SourceOf;
}

/** The text comes last, so that an order with its text is whole. @returns its key, when it was not there */
async function layDown(objects: Objects, { period, issued, stored, sourceOf }: LayingDown): Promise<readonly string[]> {
  const { number } = issued;
  const keyOf = (name: string): string => reviewKey(period, `work-order-${number}/${name}`);
  const text = textKey(period, number);
  if ((await objects.get(text)) !== null) return [];
  const source = await sourceOf(await stored.get(issued.run, `work order ${number}`));
  for (const { name, text: content } of orderFiles({ period, issued, source }))
    await objects.put(keyOf(name), Buffer.from(content));
  return [text];
}
