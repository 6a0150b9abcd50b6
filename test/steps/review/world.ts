// A company whose reviews are played on any store: a clock that moves, people and accounts that change, a letter box.
import { buffer } from 'node:stream/consumers';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { padesSealer } from '../../../adapters/signing/pades.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { Config } from '../../../core/config/config.ts';
import { selfTest } from '../../../core/findings/self-test/self-test.ts';
import type { GateName } from '../../../core/names/gates.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Findings, Reviews, Runs } from '../../../core/ports/stores.ts';
import type { Mail } from '../../../core/ports/telling.ts';
import type { Result } from '../../../core/values/result.ts';
import { parsePeriod, periodOf } from '../../../core/config/calendar.ts';
import { closingPdf } from '../../../drawing/closing-pdf.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { notPerformedPdf } from '../../../drawing/not-performed-pdf.ts';
import { pdfRenderer } from '../../../drawing/report-pdf.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { ingestExport } from '../../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../../steps/read/ingest-leavers.ts';
import { loadHistory } from '../../../steps/run/load-history.ts';
import { openSnapshot } from '../../../steps/read/open-snapshot.ts';
import { publish } from '../../../steps/run/publish.ts';
import type { Published } from '../../../steps/run/publish.ts';
import { reconcile } from '../../../steps/run/reconcile.ts';
import { recordWatch } from '../../../steps/schedule/record-watch.ts';
import type { WorkedOut } from '../../../steps/schedule/work-out-run.ts';
import type { RunRecord } from '../../../core/run.ts';
import type { SignOffDependencies } from '../../../steps/review/sign-off.ts';
import type { TickDependencies } from '../../../steps/schedule/tick.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import type { ExportRow } from '../../support/inputs/export-builder.ts';
import { given } from '../../support/given.ts';
import { countingIds } from '../../support/ids.ts';
import { kept } from '../../support/reports/placeholder-pdf.ts';
import { aHeader, hoursAfter } from '../../support/inputs/population-builder.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { aLetterBox, memoryScratch, noProgress } from '../../support/surroundings.ts';
import { at, clockAt } from '../../support/time.ts';

export interface Stores {
  readonly runs: Runs;
  readonly findings: Findings;
  readonly reviews: Reviews;
}

export interface RunSays {
  readonly period?: string;
  readonly accept?: readonly GateName[];
  readonly countShown?: number | null;
  /** By default an hour before now. */
  readonly exportedAt?: string;
  /** Of the directory; by default when the export was taken. */
  readonly takenAt?: string;
  /** The CSV from HR; by default none came. */
  readonly leavers?: string;
}

export interface World {
  readonly dependencies: SignOffDependencies & TickDependencies;
  readonly accounts: Map<string, ExportRow>;
  readonly people: Map<string, Identity>;
  /** Keys of the configuration, for the next run. */
  readonly config: Record<string, unknown>;
  /** Every mail so far. */
  readonly mails: readonly Mail[];
  at(instant: string): void;
  run(says?: RunSays): Promise<Published>;
  /** Compares as `run` does, and leaves what a watch run leaves; `null` when it leaves nothing. */
  watch(says?: RunSays): Promise<RunRecord | null>;
  /** The accounts that the next export shows, in the order of their logins. */
  stored(key: string): Promise<Buffer>;
}

export interface WorldSays {
  readonly home: string;
  /** Which version plays it, where that counts. */
  readonly version?: string;
}

export async function aWorld(stores: Stores, { home, version = toolVersion().version }: WorldSays): Promise<World> {
  const objects = await openFolderObjects({ root: home, clock: clockAt('2026-01-01T00:00:00Z'), ids: countingIds() });
  let now = at('2026-01-01T00:00:00Z');
  const { mailer, mails } = aLetterBox();
  const dependencies: World['dependencies'] = {
    ...stores,
    objects,
    scratch: memoryScratch,
    progress: noProgress,
    exportReader: exportReader(),
    clock: { now: () => now },
    sheets: csvSheets,
    renderer: pdfRenderer(),
    sealer: padesSealer({ signer: await aSigner() }),
    tool: { ...toolVersion(), version },
    selfTest: selfTest(),
    mailer,
    compose: reviewMail,
    drawNotPerformed: (report) => notPerformedPdf(report),
    drawClosing: closingPdf,
    issuing: async () => dependencies,
  };
  const world: World = {
    dependencies,
    accounts: new Map(),
    people: new Map(),
    config: {},
    mails,
    at: (instant) => {
      now = at(instant);
    },
    run: (says = {}) => played(world, stores, says),
    watch: async (says = {}) => recordWatch({ ...dependencies, ...stores }, await compared(world, stores, says)),
    stored: async (key) => bytesAt(objects, key),
  };
  return world;
}

async function bytesAt(objects: Objects, key: string): Promise<Buffer> {
  const found = await objects.get(key);
  if (found === null) throw new Error(`${key} is not there`);
  return buffer(found);
}

async function played(world: World, stores: Stores, says: RunSays): Promise<Published> {
  const { dependencies } = world;
  const outcome = { ...(await compared(world, stores, says)), selfTest: dependencies.selfTest };
  return publish({ ...dependencies, ...stores, pdf: null }, outcome);
}

async function compared(world: World, stores: Stores, says: RunSays): Promise<WorkedOut> {
  const { dependencies, accounts, people } = world;
  const asOf = dependencies.clock.now();
  const config = given(parseConfig(world.config, 'review.json'));
  const exportedAt = says.exportedAt === undefined ? hoursAfter(asOf, -1) : at(says.exportedAt);
  const bytes = Buffer.from(exportCsv([...accounts.values()]));
  const inputs = {
    config,
    export: given(await ingestExport(dependencies, { name: 'users.csv', bytes }, config)),
    exportedAt: { at: exportedAt, declared: true, by: 'ops@acme.com' },
    countShown: says.countShown === undefined ? accounts.size : says.countShown,
    leavers:
      says.leavers === undefined
        ? null
        : given(
            await ingestLeavers(
              { name: 'leavers.csv', bytes: Buffer.from(says.leavers) },
              { config, asOf, exportReader: dependencies.exportReader },
            ),
          ),
    snapshots: [await snapshotOf(people, config, says.takenAt === undefined ? exportedAt : at(says.takenAt))],
    asOf,
    asOfSetByOperator: false,
    period:
      says.period === undefined ? periodOf(asOf, config.calendar) : given(parsePeriod(says.period, config.calendar)),
    acceptedGates: (says.accept ?? []).map((gate) => ({ gate, by: 'grc@acme.com', reason: 'looked into it' })),
    history: await loadHistory({ ...stores, objects: dependencies.objects }, asOf),
    custody: null,
  };
  return { inputs, reconciled: await reconcile(dependencies, inputs) };
}

async function snapshotOf(
  people: World['people'],
  config: Config,
  takenAt: ReturnType<typeof hoursAfter>,
): Promise<Awaited<ReturnType<typeof openSnapshot>> extends Result<infer Opened> ? Opened : never> {
  const header = aHeader({ directory: 'okta', takenAt });
  const lines = [header, ...people.values()].map((line) => `${JSON.stringify(line)}\n`).join('');
  return given(await openSnapshot(kept(Buffer.from(lines)), 'okta.jsonl', config));
}
