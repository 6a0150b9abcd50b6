// Works a frozen run out: reads its inputs again and judges them; the same record gives the same run anywhere.
import type { Config } from '../core/contract/config.ts';
import type { FrozenComparison, FrozenRun } from '../core/contract/frozen-run.ts';
import type { AcceptedUpload } from '../core/contract/upload-result.ts';
import type { ExportReader, Objects, Uploads } from '../core/ports.ts';
import { refusalText } from '../core/result.ts';
import { ingestExport } from './ingest-export.ts';
import type { IngestedExport } from './ingest-export.ts';
import { openSnapshot } from './open-snapshot.ts';
import type { OpenSnapshot } from './open-snapshot.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciled, ReconcileDependencies, RunInputs } from './reconcile.ts';

export interface WorkOutDependencies extends ReconcileDependencies {
  readonly uploads: Uploads;
  readonly objects: Objects;
  readonly exportReader: ExportReader;
}

export interface WorkedOut {
  readonly inputs: RunInputs;
  readonly reconciled: Reconciled;
}

export async function workOutRun(
  dependencies: WorkOutDependencies,
  frozen: FrozenComparison,
  config: Config,
): Promise<WorkedOut> {
  const { asOf, period, acceptedGates, history } = frozen;
  const { upload } = frozen.source;
  const inputs: RunInputs = {
    config,
    export: await openExport(dependencies, upload, config),
    exportedAt: upload.exportedAt,
    countShown: upload.countShown,
    snapshots: await openSnapshots(dependencies, frozen, config),
    leavers: null,
    asOf,
    asOfSetByOperator: false,
    period,
    acceptedGates,
    history,
  };
  return { inputs, reconciled: await reconcile(dependencies, inputs) };
}

async function openExport(
  { uploads, exportReader }: WorkOutDependencies,
  { place, name, sha256 }: AcceptedUpload,
  config: Config,
): Promise<IngestedExport> {
  const upload = await uploads.read(place);
  if (upload === null) throw new Error(`the accepted export ${place.key}, version ${place.version}, is not there`);
  const ingested = await ingestExport({ exportReader }, { name, bytes: upload.bytes }, config);
  if (ingested.kind === 'refused') {
    // The configuration may have changed since: a status word or a column that it no longer names.
    throw new Error(
      `the export ${name} was accepted and is refused now: ${ingested.refusals.map(refusalText).join(' ')}`,
    );
  }
  if (ingested.value.sha256 !== sha256) throw new Error(`the export ${name} is not the one that was accepted`);
  return ingested.value;
}

async function openSnapshots(
  { objects, scratch }: WorkOutDependencies,
  { snapshots }: FrozenRun,
  config: Config,
): Promise<readonly OpenSnapshot[]> {
  const opened: OpenSnapshot[] = [];
  for (const { key } of snapshots) {
    const stored = await objects.get(key);
    if (stored === null) throw new Error(`the snapshot ${objects.location(key)} is not there`);
    const snapshot = await openSnapshot(await scratch.keep(stored), key, config);
    if (snapshot.kind === 'refused') {
      throw new Error(`the snapshot of this run cannot be read: ${snapshot.refusals.map(refusalText).join(' ')}`);
    }
    opened.push(snapshot.value);
  }
  return opened;
}
