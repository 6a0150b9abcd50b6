// What the steps on schedule ask of the world, in memory and in folders: uploads, results, records, and mail that is kept.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { openFolderScratch } from '../../../adapters/objects/scratch.ts';
import { openSqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import type { SqliteStore } from '../../../adapters/stores/sqlite/store.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import type { Config } from '../../../core/config/config.ts';
import type { OcsfEvent } from '../../../core/formats/ocsf/compliance-finding.ts';
import type { Directory, ExportReader, Upload, UploadPlace, Uploads } from '../../../core/ports/inputs.ts';
import type { Objects, Scratch } from '../../../core/ports/objects.ts';
import type { FindingEvents, Mail, Mailer } from '../../../core/ports/telling.ts';
import type { Progress } from '../../../core/ports/world.ts';
import type { Report } from '../../../core/report/report.ts';
import { padesSealer } from '../../../adapters/signing/pades.ts';
import { notPerformedPdf } from '../../../drawing/not-performed-pdf.ts';
import { uploadMail } from '../../../drawing/mail/upload.ts';
import { watchMail } from '../../../drawing/mail/watch.ts';
import { compact } from '../../../core/names/object-keys.ts';
import { isComparison } from '../../../core/inputs/frozen-run.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { reportMail } from '../../../drawing/mail/report.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import type { ScheduledRun } from '../../../steps/schedule/freeze-run.ts';
import { publishFrozen } from '../../../steps/schedule/publish-frozen.ts';
import { workOutRun } from '../../../steps/schedule/work-out-run.ts';
import { receiveUpload } from '../../../steps/schedule/receive-upload.ts';
import type { NotPerformedDependencies } from '../../../steps/tell/report-not-performed.ts';
import { storeSnapshot } from '../../../steps/schedule/store-snapshot.ts';
import { watch } from '../../../steps/schedule/watch.ts';
import type { Watched } from '../../../steps/schedule/watch.ts';
import { acme } from '../../support/inputs/acme.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { given } from '../../support/given.ts';
import { aHeader, anIdentity } from '../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../support/inputs/population-builder.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aLetterBox, noProgress } from '../../support/surroundings.ts';
import { at, clockAt } from '../../support/time.ts';

export interface ScheduleWorld extends SqliteStore {
  readonly uploads: Uploads;
  /** Puts a file into the inbox, at this time and with what is declared. */
  upload(body: string, when: string, declared?: Record<string, string>): UploadPlace;
  /** As HR does it. */
  uploadLeavers(body: string, when: string): UploadPlace;
  /** As a connector lays down what it fetched: `fetch('inbox/sftp/vendor/users.csv', users, '2026-07-01T05:00:00Z')`. */
  fetch(key: string, body: string, when: string): UploadPlace;
  readonly results: Objects;
  readonly objects: Objects;
  readonly scratch: Scratch;
  readonly progress: Progress;
  readonly exportReader: ExportReader;
  readonly mailer: Mailer;
  readonly mails: readonly Mail[];
  readonly tool: Report['tool'];
  readonly events: FindingEvents;
  /** As the bus took them: `Create ghost@acme.com`. */
  readonly told: readonly string[];
}

interface Arriving {
  readonly body: string;
  readonly when: string;
  readonly declared: Record<string, string>;
}

export async function aWorld(): Promise<ScheduleWorld> {
  const clock = clockAt('2026-10-05T08:00:00Z');
  const uploaded = new Map<string, Upload>();
  const ids = countingIds();
  const told: string[] = [];
  const arrived = (key: string, { body, when, declared }: Arriving): UploadPlace => {
    const version = createHash('sha256').update(`${body}${when}`).digest('hex').slice(0, 8);
    const name = key.slice(key.indexOf('/') + 1);
    uploaded.set(version, { place: { key, version }, name, bytes: Buffer.from(body), uploadedAt: at(when), declared });
    return { key, version };
  };
  return {
    ...openSqliteStore({ file: ':memory:' }),
    uploads: { read: async (place) => uploaded.get(place.version) ?? null },
    upload: (body, when, declared = {}) => arrived('inbox/users.csv', { body, when, declared }),
    uploadLeavers: (body, when) =>
      arrived('leavers/leavers.csv', { body, when, declared: { 'uploaded-by': 'hr@acme.com' } }),
    fetch: (key, body, when) => arrived(key, { body, when, declared: {} }),
    results: await openFolderObjects({ root: await aFolder(), clock, ids }),
    objects: await openFolderObjects({ root: await aFolder(), clock, ids }),
    scratch: await openFolderScratch({ root: await aFolder() }),
    progress: noProgress,
    exportReader: exportReader(),
    ...aLetterBox(),
    tool: { name: 'access-review', version: '1' },
    events: { put: async (events) => void told.push(...events.map(spoken)) },
    told,
  };
}

const changeOf = z.looseObject({
  activity_name: z.string(),
  finding_info: z.looseObject({ types: z.array(z.string()) }),
  resources: z.array(z.looseObject({ uid: z.string() })),
});

function spoken(event: OcsfEvent): string {
  const { activity_name: activity, finding_info: info, resources } = z.parse(changeOf, event);
  return [activity, ...info.types, ...resources.map(({ uid }) => uid)].join(' ');
}

/** @example aConfig({ calendar: { timeZone: 'UTC', fiscalYearStart: 2 } }) */
export function aConfig(says: object = {}): Config {
  const own = {
    ...acme,
    policy: { companyDomains: ['acme.com'] },
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
  };
  return given(parseConfig({ ...own, ...says }, 'review.json'));
}

/** A directory that holds these people, all assigned, and active where no more than their login is said. */
export function anOkta(people: readonly (string | IdentitySays)[], says: object = {}): Directory {
  const header = { ...aHeader({ directory: 'okta', takenAt: at('2026-10-05T07:30:00Z') }), ...says };
  return {
    id: 'okta',
    async *pull() {
      for (const one of people) yield anIdentity(typeof one === 'string' ? { login: one } : one);
      return header;
    },
    async *lookUp() {
      yield* [];
      return header;
    },
  };
}

export async function uploaded(world: ScheduleWorld, emails: readonly string[], when: string): Promise<void> {
  const place = world.upload(exportCsv(emails.map((email) => ({ email }))), when);
  await receiveUpload({ ...world, compose: uploadMail }, place, aConfig());
}

export async function scheduled(world: ScheduleWorld, execution: string, directory: Directory): Promise<ScheduledRun> {
  const snapshot = await storeSnapshot(world, directory, execution);
  return {
    execution,
    asOf: at('2026-10-05T08:00:00Z'),
    asOfSetByOperator: false,
    period: null,
    snapshots: [snapshot],
    acceptedGates: [],
  };
}

/** A review's run of an hour after its export, published: later runs and watch runs build on it. @returns its id */
export async function acceptedRun(
  world: ScheduleWorld,
  /** `known`: whom the directory holds; everybody with an account where it is not said. */
  {
    logins,
    known = logins,
  }: { readonly logins: readonly string[]; readonly known?: readonly (string | IdentitySays)[] },
  when: string,
): Promise<string> {
  await uploaded(world, logins, when);
  const asOf = at(new Date(Date.parse(when) + 3_600_000).toISOString().replace('.000', ''));
  const run = await scheduled(world, compact(asOf), anOkta(known, { takenAt: at(when) }));
  const { key: inputs, frozen } = await freezeRun(world, { ...run, asOf }, aConfig());
  if (!isComparison(frozen)) throw new Error(frozen.source.kind);
  const { runId } = (await workOutRun(world, frozen, aConfig())).reconciled;
  const publishing = { ...world, sheets: csvSheets, pdf: null, compose: reportMail, events: null };
  const { status } = await publishFrozen(publishing, { run: runId, inputs }, aConfig());
  if (status !== 'complete') throw new Error(status);
  return runId;
}

export const everybody = ['ann@acme.com', 'ben@acme.com', 'cat@acme.com'];

/** What signs and draws the report of a control that was not performed. */
export async function reporting(): Promise<Pick<NotPerformedDependencies, 'sealer' | 'drawNotPerformed' | 'tool'>> {
  return {
    sealer: padesSealer({ signer: await aSigner() }),
    drawNotPerformed: (report) => notPerformedPdf(report),
    tool: { name: 'access-review', version: '1' },
  };
}

export async function watched(world: ScheduleWorld, execution: string, directory: Directory): Promise<Watched> {
  return watch({ ...world, compose: watchMail }, await scheduled(world, execution, directory), aConfig());
}

export function newCodes(outcome: Watched): readonly string[] {
  return outcome.kind === 'watched' ? outcome.news.fresh.map(({ code }) => code) : [];
}
