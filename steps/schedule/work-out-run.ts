// Works a frozen run out: reads its inputs again and judges them; the same record gives the same run anywhere.
import type { Config } from '../../core/config/config.ts';
import type { FrozenComparison, FrozenRun } from '../../core/inputs/frozen-run.ts';
import type { CountSaid, Custody } from '../../core/inputs/custody.ts';
import type { ReadableExport, ReadableLeavers } from '../../core/inputs/upload-result.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { ExportReader, Upload, Uploads } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { refusalLogText } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { pictureBytes } from '../read/custody/keep-count.ts';
import { ingestExport } from '../read/ingest-export.ts';
import type { IngestedExport } from '../read/ingest-export.ts';
import { ingestLeavers } from '../read/ingest-leavers.ts';
import { takeInSnapshot } from '../read/open-snapshot.ts';
import type { OpenSnapshot } from '../read/open-snapshot.ts';
import { acceptorRefusals } from '../review/standing/gate-acceptors.ts';
import { reconcile } from '../run/reconcile.ts';
import type { Reconciled, ReconcileDependencies } from '../run/reconcile.ts';
import type { RunInputs } from '../read/run-inputs.ts';

export interface WorkOutDependencies extends ReconcileDependencies {
  readonly uploads: Uploads;
  /** The store in which uploads lie, and what was said beside them. */
  readonly results: Objects;
  readonly objects: Objects;
  readonly exportReader: ExportReader;
}

export interface WorkedOut {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
}

/**
 * @throws Error when an input is not there, is refused now although it could be read, or a gate was accepted by whoever
 * may not; the message tells where and what, and quotes nothing of the file, because it goes to a log
 */
export async function workOutRun(
  dependencies: WorkOutDependencies,
  frozen: FrozenComparison,
  config: Config,
): Promise<WorkedOut> {
  const { asOf, asOfSetByOperator, period, acceptedGates, history } = frozen;
  const { upload } = frozen.source;
  const inputs: RunInputs = {
    config,
    export: await openExport(dependencies, upload, config),
    exportedAt: upload.exportedAt,
    countShown: upload.countShown,
    snapshots: await openSnapshots(dependencies, frozen, config),
    leavers: frozen.leavers === null ? null : await openLeavers(dependencies, frozen.leavers, { config, asOf }),
    asOf,
    asOfSetByOperator,
    period,
    acceptedGates,
    history,
    custody: await custodyOf(dependencies, frozen),
  };
  return workOutInputs(dependencies, inputs);
}

/** @throws Error when a gate was accepted by whoever may not */
export async function workOutInputs(dependencies: ReconcileDependencies, inputs: RunInputs): Promise<WorkedOut> {
  const reconciled = await reconcile(dependencies, inputs);
  const [stranger] = await acceptorRefusals(inputs, reconciled);
  if (stranger !== undefined) throw new Error(`${stranger.where}, refused: by ${stranger.what}`);
  return { inputs, reconciled };
}

/** Runs that were frozen before receipts were kept have none, and their reports tell of none. */
async function custodyOf(
  { results }: WorkOutDependencies,
  { source: { upload }, leavers, count = countTold(upload) }: FrozenComparison,
): Promise<RunInputs['custody']> {
  const { receipts, toldSha256 = null } = upload;
  if (receipts === undefined) return null;
  const record: Custody = {
    schema: 1,
    export: { toldSha256, receipts: [...receipts] },
    leavers: leavers === null ? null : { receipts: [...(leavers.receipts ?? [])] },
    count,
  };
  return { record, picture: count === null ? null : await pictureBytes(results, count) };
}

function countTold({ countShown: shown, sha256, uploadedAt, uploadedBy: by }: ReadableExport): CountSaid | null {
  const typed = { by, at: uploadedAt, assurance: 'asserted' } as const;
  return shown === null ? null : { exportSha256: sha256, shown, typed, confirmed: null, picture: null };
}

export async function openExport(
  { uploads, exportReader }: Pick<WorkOutDependencies, 'uploads' | 'exportReader'>,
  readable: ReadableExport,
  config: Config,
): Promise<IngestedExport> {
  const upload = await openUpload(uploads, readable);
  return asReadBefore(readable, await ingestExport({ exportReader }, upload, config));
}

export async function openLeavers(
  { uploads, exportReader }: Pick<WorkOutDependencies, 'uploads' | 'exportReader'>,
  readable: ReadableLeavers,
  judging: { readonly config: Config; readonly asOf: Instant },
): Promise<NonNullable<RunInputs['leavers']>> {
  const upload = await openUpload(uploads, readable);
  return asReadBefore(readable, await ingestLeavers(upload, { ...judging, exportReader }));
}

async function openUpload(
  uploads: Uploads,
  { place, name }: ReadableExport | ReadableLeavers,
): Promise<Pick<Upload, 'name' | 'bytes'>> {
  const upload = await uploads.read(place);
  if (upload === null) throw new Error(`the upload ${place.key}, version ${place.version}, is not there`);
  return { name, bytes: upload.bytes };
}

/**
 * The configuration may have changed since: a status word or a column that it no longer names. Other bytes than those
 * that were received are compared all the same, and the run is held by the gate `custody`, which tells both digests;
 * without a receipt nothing would tell them apart.
 */
function asReadBefore<File extends { readonly sha256: string }>(
  { name, sha256, receipts }: ReadableExport | ReadableLeavers,
  ingested: Result<File>,
): File {
  if (ingested.kind === 'refused') {
    throw new Error(`${name} could be read and is refused now: ${ingested.refusals.map(refusalLogText).join(' ')}`);
  }
  if (ingested.value.sha256 !== sha256 && receipts === undefined) {
    throw new Error(`${name} has the SHA-256 ${ingested.value.sha256}, and ${sha256} was judged`);
  }
  return ingested.value;
}

export async function openSnapshots(
  dependencies: Pick<WorkOutDependencies, 'objects' | 'scratch'>,
  { snapshots }: Pick<FrozenRun, 'snapshots'>,
  config: Config,
): Promise<readonly OpenSnapshot[]> {
  const opened: OpenSnapshot[] = [];
  for (const one of snapshots) opened.push(await openStored(dependencies, one, config));
  return opened;
}

/** @throws Error when the snapshot is not there, or cannot be read */
export async function openStored(
  { objects, scratch }: Pick<WorkOutDependencies, 'objects' | 'scratch'>,
  { key }: FrozenRun['snapshots'][number],
  config: Config,
): Promise<OpenSnapshot> {
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`the snapshot ${objects.location(key)} is not there`);
  const snapshot = await takeInSnapshot(scratch, stored, { fileName: key, config });
  if (snapshot.kind === 'ok') return snapshot.value;
  throw new Error(`the snapshot of this run cannot be read: ${snapshot.refusals.map(refusalLogText).join(' ')}`);
}
