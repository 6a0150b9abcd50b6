// Takes an upload in: judges it at once, writes the judgement beside it, and tells whoever uploaded it.
import { sha256Of } from '../../core/values/digest.ts';
import { application } from '../../core/application/applications.ts';
import type { Config } from '../../core/config/config.ts';
import { isMailAddress, senderOf } from '../../core/values/addresses.ts';
import { fetchedPrefixes, leaversPrefix, uploadResultKey } from '../../core/names/object-keys.ts';
import type { FetchedFrom } from '../../core/names/variables.ts';
import { decodeUploadResult, encodeUploadResult, inBounds } from '../../core/inputs/upload-result.ts';
import type { Receipt } from '../../core/inputs/custody.ts';
import { notYetTaken } from '../../core/inputs/custody.ts';
import type { UploadResult } from '../../core/inputs/upload-result.ts';
import { parseInstant } from '../../core/values/instant.ts';
import { canonicalLogin, domainOf } from '../../core/values/login.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { ExportReader, Upload, UploadPlace, Uploads } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { ComposedMail, Mailer } from '../../core/ports/telling.ts';
import { all, ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { announcedOf } from '../read/custody/announced.ts';
import { ingestExport, mappingFor } from '../read/ingest-export.ts';
import { ingestLeavers } from '../read/ingest-leavers.ts';
import { countTyped } from '../read/judged-uploads.ts';
import { textOf } from '../bytes.ts';
import { firstReadable, leaversBefore } from './last-uploads.ts';

export interface ReceiveDependencies {
  readonly uploads: Uploads;
  /** The store in which the uploads lie. */
  readonly results: Objects;
  readonly exportReader: ExportReader;
  /** Of files that are fetched on schedule; nobody else puts anything below these keys. */
  readonly fetchedFrom?: FetchedFrom;
  readonly mailer: Mailer;
  readonly compose: (result: UploadResult) => ComposedMail;
}

/**
 * Repeatable: an upload that was judged before keeps its first judgement, and the mail about it is handed to the mailer
 * again, by the same id. The upload itself is never touched. An export that is fetched again, byte for byte, is none:
 * nothing is written or mailed. Of a list of leavers that is fetched unchanged nothing is mailed.
 */
export async function receiveUpload(
  dependencies: ReceiveDependencies,
  place: UploadPlace,
  config: Config,
): Promise<UploadResult> {
  const { uploads, results, mailer, compose } = dependencies;
  const upload = await uploads.read(place);
  if (upload === null) throw new Error(`the upload ${place.key}, version ${place.version}, is not there`);
  const judged = await judge(upload, dependencies, config);
  const before = await fetchedBefore(results, judged);
  if (before !== null) return before;
  const key = uploadResultKey(upload.uploadedAt, sha256Of(JSON.stringify([place.key, place.version])));
  const result = await keepFirst(results, key, judged);
  const recipients = recipientsOf(result, config);
  if (recipients.length > 0 && !(await isKnownList(results, result))) {
    const id = `upload-${sha256Of(key).slice(0, 32)}`;
    await mailer.send({ id, from: senderOf(config.mail), to: recipients, ...compose(result), attachments: [] });
  }
  return result;
}

/**
 * An export that is fetched on schedule says nothing of its age, and a server may give the same file for a year. So it
 * is as old as it was when it came first, and replaces nothing that came since.
 *
 * Of HR's list this is not asked, because it has no age: the same list says that nobody left since, and a run without it
 * would miss who is on it.
 *
 * @returns the result of the first time; `null` for a file that was not fetched, is new, or could not be read before
 */
async function fetchedBefore(results: Objects, judged: UploadResult): Promise<UploadResult | null> {
  const isFetched = judged.place.key.startsWith(fetchedPrefixes.export);
  if (!isFetched || judged.kind !== 'accepted-export' || judged.exportedAt.declared) return null;
  return firstReadable(results, judged);
}

/** A list that is fetched every day and is as it was the day before counts anew, and is no news. */
async function isKnownList(results: Objects, result: UploadResult): Promise<boolean> {
  if (result.kind !== 'accepted-leavers' || !result.place.key.startsWith(fetchedPrefixes.leavers)) return false;
  const before = await leaversBefore(results, result.uploadedAt);
  return before?.kind === result.kind && before.sha256 === result.sha256;
}

async function keepFirst(results: Objects, key: string, judged: UploadResult): Promise<UploadResult> {
  const result = inBounds(judged);
  try {
    await results.put(key, Buffer.from(encodeUploadResult(result)));
    return result;
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
    const stored = await results.get(key);
    if (stored === null) throw error;
    return decodeUploadResult(await textOf(stored), key);
  }
}

async function judge(upload: Upload, dependencies: ReceiveDependencies, config: Config): Promise<UploadResult> {
  const { exportReader } = dependencies;
  const { place, name, bytes, uploadedAt } = upload;
  const { declared, receipts } = await cameAs(upload, dependencies);
  const known = {
    schema: 1,
    place: { key: place.key, version: place.version },
    name,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    uploadedAt,
    uploadedBy: declared['uploaded-by'] ?? null,
    receipts,
  } as const;
  if (place.key.startsWith(leaversPrefix)) {
    const leavers = await ingestLeavers({ name, bytes }, { config, asOf: uploadedAt, exportReader, isKept: true });
    if (leavers.kind === 'refused') return { ...known, kind: 'refused', as: 'leavers', refusals: leavers.refusals };
    return { ...known, kind: 'accepted-leavers', people: leavers.value.rows };
  }
  const ingested = await ingestExport({ exportReader }, { name, bytes }, config);
  const read = all({ told: declarations({ ...upload, declared }), ingested });
  if (read.kind === 'refused') {
    const mapping = ingested.kind === 'ok' ? null : await mappingFor({ exportReader }, { name, bytes }, config);
    const refusals = read.refusals;
    return { ...known, kind: 'refused', as: 'export', refusals, ...(mapping === null ? {} : { mapping }) };
  }
  const { population } = read.value.ingested;
  return {
    ...known,
    kind: 'accepted-export',
    ...read.value.told,
    rows: {
      read: population.rowsRead,
      accounts: population.accounts.length,
      rejected: population.rejected.length,
      duplicates: population.duplicates.length,
    },
    editedSigns: population.editedSigns,
  };
}

interface CameAs {
  readonly declared: Upload['declared'];
  /** In the order of their times. */
  readonly receipts: Receipt[];
}

/**
 * How an upload came. What a browser puts, the portal announced before: it knows who had signed in and what they said,
 * and that counts. The metadata of an object count for less, because whoever puts it writes them: that somebody who had
 * signed in typed the number is not taken from there.
 */
async function cameAs(upload: Upload, { results, fetchedFrom = {} }: ReceiveDependencies): Promise<CameAs> {
  const { place, name, bytes } = upload;
  const { [countTyped]: _unproven, ...declared } = upload.declared;
  const fetched = fetchedReceipt(upload, fetchedFrom);
  if (fetched !== null) return { declared, receipts: [fetched] };
  const { 'uploaded-by': by } = declared;
  const announced = by === undefined ? null : await announcedOf(results, { key: place.key, by, name, bytes });
  if (announced === null) return { declared, receipts: [receiptOf(upload)] };
  return { declared: announced.said ?? declared, receipts: [announced.receipt, receiptOf(upload)] };
}

function receiptOf({ place, name, bytes, uploadedAt, etag, declared }: Upload): Receipt {
  return {
    kind: 'bucket',
    at: uploadedAt,
    name,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    by: declared['uploaded-by'] ?? null,
    place: { key: place.key, version: place.version },
    etag: etag ?? null,
  };
}

/** The connector names a file as the server does; a name that was not asked for did not come from there. */
function fetchedReceipt({ place, name, bytes, uploadedAt }: Upload, fetchedFrom: FetchedFrom): Receipt | null {
  const [, from] = Object.entries(fetchedFrom).find(([prefix]) => place.key.startsWith(prefix)) ?? [];
  const path = from?.files.find((file) => file.slice(file.lastIndexOf('/') + 1) === name);
  if (from === undefined || path === undefined) return null;
  const { key, version } = place;
  const file = { at: uploadedAt, name, bytes: bytes.length, sha256: sha256Of(bytes) };
  return { kind: 'pull', ...file, server: from.server, path, place: { key, version } };
}

interface Declarations {
  readonly toldSha256?: string;
  readonly exportedAt: { readonly at: Instant; readonly declared: boolean; readonly by: string | null };
  readonly countShown: number | null;
  readonly countTyped?: number;
}

function declarations(upload: Upload): Result<Declarations> {
  const { 'exported-digest': digest } = upload.declared;
  const told = all({
    exportedAt: exportedAt(upload),
    countShown: countIn(upload, 'count-shown'),
    countTyped: countIn(upload, countTyped),
    toldSha256: digest === undefined ? ok(null) : digestTold(digest, upload),
  });
  if (told.kind === 'refused') return told;
  const { countTyped: typed, toldSha256, ...others } = told.value;
  return ok({
    ...others,
    ...(typed === null ? {} : { countTyped: typed }),
    ...(toldSha256 === null ? {} : { toldSha256 }),
  });
}

function exportedAt({ name, declared, uploadedAt }: Upload): Result<Declarations['exportedAt']> {
  const text = declared['exported-at'];
  const at = text === undefined ? uploadedAt : parseInstant(text);
  if (at !== null) {
    const early = notYetTaken({ where: `${name}, exported-at`, at }, uploadedAt);
    if (early !== null) return refused(early);
    return ok({ at, declared: text !== undefined, by: declared['exported-by'] ?? null });
  }
  return refused({
    what: 'time of the export not understood',
    where: `${name}, exported-at`,
    found: text ?? '',
    expected: 'an instant such as 2026-10-05T08:00:00Z',
  });
}

function digestTold(text: string, { name }: Upload): Result<string> {
  const digest = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return ok(digest);
  return refused({
    what: 'digest of the export not understood',
    where: `${name}, exported-digest`,
    found: text,
    expected: 'a SHA-256 as 64 hex digits',
  });
}

function countIn({ name, declared }: Upload, says: string): Result<number | null> {
  const text = declared[says];
  if (text === undefined) return ok(null);
  if (/^\d{1,9}$/.test(text)) return ok(Number(text));
  return refused({
    what: 'number of users not understood',
    where: `${name}, ${says}`,
    found: text,
    expected: `the number that the page of ${application.name} shows`,
  });
}

/** The uploader when that is one address of the company: refusals quote the file, which is not for strangers. */
function recipientsOf({ uploadedBy }: UploadResult, { mail, policy }: Config): readonly string[] {
  if (uploadedBy === null || !isMailAddress(uploadedBy)) return mail.to;
  const domains = [...policy.companyDomains, ...mail.to.map(domainIn)];
  const domain = domainIn(uploadedBy);
  return domain !== null && domains.includes(domain) ? [uploadedBy] : mail.to;
}

function domainIn(address: string): string | null {
  const login = canonicalLogin(address);
  return login === null ? null : domainOf(login);
}
