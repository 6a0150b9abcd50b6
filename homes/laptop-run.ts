// A run that the portal starts on a laptop: the directories of today beside an upload of its home.
import { periodOf } from '../core/config/calendar.ts';
import type { Config } from '../core/config/config.ts';
import { passedSelfTest } from '../core/findings/self-test/self-test.ts';
import { portalUploadKey } from '../core/names/object-keys.ts';
import type { Objects } from '../core/ports/objects.ts';
import type { Clock, Progress } from '../core/ports/world.ts';
import type { Report } from '../core/report/report.ts';
import type { FileDigest } from '../core/values/digest.ts';
import type { Instant } from '../core/values/instant.ts';
import { ok, refusalText } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';
import { bytesOf } from '../steps/bytes.ts';
import { custodyOfRun } from '../steps/read/custody-of-run.ts';
import type { CustodyOfRun } from '../steps/read/custody-of-run.ts';
import { ingestExport } from '../steps/read/ingest-export.ts';
import type { IngestedExport } from '../steps/read/ingest-export.ts';
import { ingestLeavers } from '../steps/read/ingest-leavers.ts';
import { keepReceiptOf, keptUpload } from '../steps/read/keep-upload.ts';
import type { KeptUpload } from '../steps/read/keep-upload.ts';
import type { RunInputs } from '../steps/read/run-inputs.ts';
import { observeRemovals } from '../steps/remove/observe-removals.ts';
import { loadHistory } from '../steps/run/load-history.ts';
import { publish } from '../steps/run/publish.ts';
import { reconcile } from '../steps/run/reconcile.ts';
import type { AskedRun, StartedRun } from '../steps/show/started-run.ts';
import { openDirectories, readDirectories } from './laptop-directories.ts';
import type { HomeServices, ReadingServices } from './laptop.ts';

export interface RunDependencies extends HomeServices, ReadingServices {
  readonly clock: Clock;
  readonly tool: Report['tool'];
  readonly config: () => Promise<Config>;
}

/** @param stage is told what is being done */
export async function runOfUploads(
  home: RunDependencies,
  asked: AskedRun,
  stage: (label: string) => void,
): Promise<Partial<StartedRun>> {
  const { scratch, tool } = home;
  const progress: Progress = { stage, advance: () => undefined };
  const inputs = await inputsOf(home, asked, progress);
  if (inputs.kind === 'refused') return failed(inputs.refusals);
  const selfTest = passedSelfTest();
  const reconciled = await reconcile({ scratch, progress }, inputs.value);
  const pdf = { renderer: home.renderer, sealer: await home.sealer() };
  const published = { inputs: inputs.value, reconciled, selfTest };
  const { report, record } = await publish({ ...home, progress, pdf, tool }, published);
  const told = { run: record.id, period: record.period, stage: 'Done' };
  if (!record.accepted) return { ...told, state: 'held', refusals: heldBy(record.id, report) };
  // Removals that this export proves are recorded at once, so that the pages show them.
  for (const period of await home.reviews.list()) await observeRemovals(home, period);
  return { ...told, state: 'accepted' };
}

function heldBy(run: string, { reasons }: Report): StartedRun['refusals'] {
  return reasons.map((found) => ({
    what: 'held',
    where: run,
    found,
    expected: 'inputs that no gate holds, or a gate accepted by a person: access-review run --accept-gate',
  }));
}

/** The uploads, the directories as they are now, and the history of the home. */
async function inputsOf(home: RunDependencies, asked: AskedRun, progress: Progress): Promise<Result<RunInputs>> {
  const { clock, scratch } = home;
  const config = await home.config();
  const asOf = clock.now();
  const uploads = await readUploads(home, asked, { config, asOf });
  if (uploads.kind === 'refused') return uploads;
  const { upload, ingested, leavers } = uploads.value;
  const custody = await custodyOf(home, { asOf, ...uploads.value });
  if (custody.kind === 'refused') return custody;
  const opened = await openDirectories(config.directories, { clock, note: (text) => progress.stage(text, null) });
  if (opened.kind === 'refused') return opened;
  const { accounts } = ingested.population;
  const snapshots = await readDirectories(opened.value, { config, accounts, stored: [], scratch, progress });
  if (snapshots.kind === 'refused') return snapshots;
  const { exportedAt, exportedBy, uploadedAt, count } = upload;
  return ok({
    config,
    asOf,
    asOfSetByOperator: false,
    acceptedGates: [],
    snapshots: snapshots.value,
    export: ingested,
    exportedAt: { at: exportedAt ?? uploadedAt, declared: exportedAt !== null, by: exportedBy },
    // A number that one person typed alone counts for nothing.
    countShown: count === null || count.confirmed === null ? null : count.shown,
    leavers,
    period: periodOf(asOf, config.calendar),
    history: await loadHistory(home, asOf),
    custody: custody.value.custody,
  });
}

interface ReadUploads {
  readonly upload: KeptUpload;
  readonly ingested: IngestedExport;
  readonly leaversUpload: KeptUpload | null;
  readonly leavers: RunInputs['leavers'];
}

/** @throws Error when an upload is not there */
async function readUploads(
  { objects, exportReader }: Pick<RunDependencies, 'objects' | 'exportReader'>,
  { export: id, leavers: leaversId }: AskedRun,
  { config, asOf }: { readonly config: Config; readonly asOf: Instant },
): Promise<Result<ReadUploads>> {
  const upload = await uploadCalled(objects, id, 'export');
  const file = { name: upload.name, bytes: await uploadedBytes(objects, id) };
  const ingested = await ingestExport({ exportReader }, file, config);
  if (ingested.kind === 'refused') return ingested;
  if (leaversId === null) return ok({ upload, ingested: ingested.value, leaversUpload: null, leavers: null });
  const leaversUpload = await uploadCalled(objects, leaversId, 'leavers');
  const leaversFile = { name: leaversUpload.name, bytes: await uploadedBytes(objects, leaversId) };
  const leavers = await ingestLeavers(leaversFile, { config, asOf, exportReader });
  if (leavers.kind === 'refused') return leavers;
  return ok({ upload, ingested: ingested.value, leaversUpload, leavers: leavers.value });
}

/**
 * The custody of the files: those that the portal received. The digests under which they were kept are compared with
 * those of the bytes that the run reads.
 */
async function custodyOf(
  { objects }: Pick<RunDependencies, 'objects'>,
  { asOf, upload, leaversUpload }: Pick<ReadUploads, 'upload' | 'leaversUpload'> & { readonly asOf: Instant },
): Promise<Result<CustodyOfRun>> {
  for (const one of leaversUpload === null ? [upload] : [upload, leaversUpload]) await keepReceiptOf(objects, one);
  return custodyOfRun(objects, {
    asOf,
    export: namedAs(upload),
    leavers: leaversUpload === null ? null : namedAs(leaversUpload),
    receivedBy: null,
    toldSha256: null,
    countShown: null,
    countBy: null,
    recorded: null,
  });
}

function namedAs({ name, bytes, id }: KeptUpload): FileDigest {
  return { name, bytes, sha256: id };
}

function failed(refusals: StartedRun['refusals']): Partial<StartedRun> {
  return { state: 'failed', stage: refusals.map(refusalText).slice(0, 1).join(''), refusals };
}

async function uploadCalled(objects: Objects, id: string, kind: KeptUpload['kind']): Promise<KeptUpload> {
  const upload = await keptUpload(objects, id, kind);
  if (upload === null) throw new Error(`the upload ${id} is not there`);
  return upload;
}

async function uploadedBytes(objects: Objects, id: string): Promise<Uint8Array> {
  const stored = await objects.get(portalUploadKey(id, 'bytes'));
  if (stored === null) throw new Error(`the bytes of the upload ${id} are not there`);
  return bytesOf(stored);
}
