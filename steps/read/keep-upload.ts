// Keeps what a person uploads in the portal, with its verdict, how it came, and the number of users that was typed with it.
import { sha256Of } from '../../core/values/digest.ts';
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import type { CountSaid, Receipt } from '../../core/inputs/custody.ts';
import {
  judgedAgainKey,
  portalUploadKey,
  portalUploadPrefix,
  portalUploadsPrefix,
} from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Clock } from '../../core/ports/world.ts';
import { msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { readStored, storedInstant, storedSha256 } from '../../core/values/stored.ts';
import { textOf } from '../bytes.ts';
import { ingestExport, mappingFor } from './ingest-export.ts';
import { ingestLeavers } from './ingest-leavers.ts';
import { keptCount, typeCount } from './custody/keep-count.ts';
import { keepReceipt, receiptsOf } from './custody/keep-receipt.ts';

const refusalSchema = z.object({ what: z.string(), where: z.string(), found: z.string(), expected: z.string() });

const uploadSchema = z.object({
  schema: z.literal(1),
  id: storedSha256,
  kind: z.enum(['export', 'leavers']),
  name: z.string(),
  bytes: z.number(),
  uploadedBy: z.string(),
  uploadedAt: storedInstant,
  exportedAt: z.nullable(storedInstant),
  exportedBy: z.nullable(z.string()),
  countShown: z.nullable(z.number()),
  rows: z.number(),
  refusals: z.array(refusalSchema),
  /** How many more refusals there are; absent where these are all. */
  moreRefusals: z.optional(z.number()),
  rejected: z.array(z.object({ row: z.number(), why: z.string() })),
  /**
   * The piece of configuration that would declare its unknown headers or status words, to be completed; absent where
   * none are unknown.
   */
  mapping: z.optional(z.string()),
  /** Whether the uploader had signed in; absent in records of programs that did not keep it. */
  assurance: z.optional(z.enum(['asserted', 'oidc'])),
});

/** The record of a confirmation before numbers were kept beside their export. */
const confirmedSchema = z.object({ by: z.string(), at: storedInstant, countShown: z.number() });

export type Confirmation = z.infer<typeof confirmedSchema>;

type UploadRecord = z.infer<typeof uploadSchema>;

export interface KeptUpload extends UploadRecord {
  /** The number of users that the page showed, and who stands behind it; `null` where nobody typed one. */
  readonly count: CountSaid | null;
}

export interface KeepDependencies {
  readonly objects: Objects;
  readonly exportReader: ExportReader;
  readonly clock: Clock;
}

export interface Handed extends Pick<UploadRecord, 'kind' | 'name' | 'exportedBy' | 'countShown'> {
  readonly bytes: Uint8Array;
  readonly by: CanonicalLogin;
  readonly assurance: 'asserted' | 'oidc';
  readonly exportedAt: Instant | null;
  /** The digest that the browser worked out, so that a file that was cut on its way is not kept. */
  readonly sha256: string;
  /** How the file came, where it did not come by the portal. */
  readonly receipt?: Receipt;
}

/**
 * Keeps a file with its verdict. When the same bytes come again, the first upload stays, and it is recorded that they
 * came. They are judged again where they were refused, because the configuration may have changed, where they come as a
 * file of the other kind than last, or where another time of the export is stated. The latest verdict of each kind holds,
 * and the earlier ones are kept.
 *
 * @returns the upload as a file of this kind
 */
export async function keepUpload(
  { objects, exportReader, clock }: KeepDependencies,
  { bytes, sha256, by, receipt, ...said }: Handed,
  config: Config,
): Promise<Result<KeptUpload>> {
  const id = sha256Of(bytes);
  if (id !== sha256)
    return refused({ what: 'file cut or changed on its way', where: said.name, found: id, expected: sha256 });
  const uploadedAt = clock.now();
  const came = { ...said, id, bytes: bytes.length, uploadedBy: by, uploadedAt };
  const verdicts = await verdictsOn(objects, id);
  if (!isToldAnew(verdicts, said)) return keepCustody(objects, came, receipt);
  const judged = await judge({ ...said, bytes }, { config, asOf: uploadedAt, exportReader });
  const record: UploadRecord = {
    schema: 1,
    ...came,
    ...judged,
  };
  await objects.put(portalUploadKey(id, 'bytes'), bytes);
  const { kind } = said;
  const isFirst = verdicts.length === 0;
  const key = isFirst ? portalUploadKey(id, 'upload.json') : judgedAgainKey(id, { at: uploadedAt, kind });
  await keepFirst(objects, key, record);
  return keepCustody(objects, came, receipt);
}

function isToldAnew(
  verdicts: readonly UploadRecord[],
  { kind, exportedAt }: Pick<UploadRecord, 'kind' | 'exportedAt'>,
): boolean {
  const known = verdicts.findLast((verdict) => verdict.kind === kind);
  if (known === undefined || known.refusals.length > 0 || !standing(verdicts).includes(known)) return true;
  return exportedAt !== null && exportedAt !== known.exportedAt;
}

type Came = Pick<UploadRecord, 'id' | 'kind' | 'name' | 'bytes' | 'uploadedBy' | 'uploadedAt' | 'countShown'> & {
  readonly assurance: Handed['assurance'];
};

async function keepCustody(
  objects: Objects,
  came: Came,
  receipt: Receipt = receiptOf(came),
): Promise<Result<KeptUpload>> {
  const { id, kind, countShown: shown, uploadedBy: by, uploadedAt: at, assurance } = came;
  const isCounted = kind === 'export' && shown !== null;
  const typed = isCounted ? await typeCount(objects, { exportSha256: id, shown, by, assurance, at }) : null;
  // Kept last, so that a file with a receipt is complete. A number that is refused does not undo that the file came.
  await keepReceipt(objects, receipt);
  if (typed?.kind === 'refused') return typed;
  const kept = await keptUpload(objects, id, kind);
  if (kept === null) throw new Error(`the upload ${id} was kept and is not there`);
  return ok(kept);
}

function receiptOf({ id, name, bytes, uploadedBy, uploadedAt, assurance }: Omit<Came, 'kind' | 'countShown'>): Receipt {
  return {
    kind: 'portal',
    at: uploadedAt,
    name,
    bytes,
    sha256: id,
    by: uploadedBy,
    assurance,
    // Bytes with another digest were refused before anything was kept.
    browserSha256: id,
  };
}

/** Keeps the receipt of an upload by programs that kept none; the upload's record tells the same. */
export async function keepReceiptOf(objects: Objects, upload: KeptUpload): Promise<void> {
  if ((await receiptsOf(objects, upload.id, null)).length > 0) return;
  await keepReceipt(objects, receiptOf({ ...upload, assurance: upload.assurance ?? 'asserted' }));
}

type Judged = Pick<UploadRecord, 'rows' | 'refusals' | 'rejected' | 'mapping'>;

async function judge(
  { kind, name, bytes }: Pick<Handed, 'kind' | 'name' | 'bytes'>,
  {
    config,
    asOf,
    exportReader,
  }: { readonly config: Config; readonly asOf: Instant; readonly exportReader: ExportReader },
): Promise<Judged> {
  if (kind === 'leavers') {
    const read = await ingestLeavers({ name, bytes }, { config, asOf, exportReader, isKept: true });
    return { rows: read.kind === 'ok' ? read.value.rows : 0, refusals: refusalsOf(read), rejected: [] };
  }
  const read = await ingestExport({ exportReader }, { name, bytes }, config);
  if (read.kind === 'refused') {
    const mapping = await mappingFor({ exportReader }, { name, bytes }, config);
    return { rows: 0, refusals: refusalsOf(read), rejected: [], ...(mapping === null ? {} : { mapping }) };
  }
  const { rowsRead, rejected } = read.value.population;
  return { rows: rowsRead, refusals: [], rejected: rejected.map(({ row, reason }) => ({ row, why: reason })) };
}

function refusalsOf(result: Result<unknown>): Refusal[] {
  return result.kind === 'refused' ? [...result.refusals] : [];
}

/** Keeps the first value: somebody else may have been first. */
async function keepFirst(objects: Objects, key: string, value: unknown): Promise<void> {
  try {
    await objects.put(key, Buffer.from(`${JSON.stringify(value)}\n`));
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
  }
}

/**
 * A file as it was judged last as one of this kind, whatever became of it as one of the other.
 *
 * @returns `null` where it never was handed in as one of this kind
 */
export async function keptUpload(objects: Objects, id: string, kind: UploadRecord['kind']): Promise<KeptUpload | null> {
  const verdict = (await verdictsOn(objects, id)).findLast((one) => one.kind === kind);
  return verdict === undefined ? null : withCount(objects, verdict);
}

/** All verdicts on a file, the latest last. */
async function verdictsOn(objects: Objects, id: string): Promise<readonly UploadRecord[]> {
  const recordAt = async (key: string): Promise<UploadRecord | null> => {
    const text = await textAt(objects, key);
    return text === null ? null : readStored(uploadSchema, text, `the upload ${id}`);
  };
  const first = await recordAt(portalUploadKey(id, 'upload.json'));
  if (first === null) return [];
  const keys = (await objects.list(portalUploadPrefix(id))).filter((key) => key.includes('/again-'));
  const again = (await Promise.all(keys.map(recordAt))).filter((record) => record !== null);
  return [first, ...again.toSorted((a, b) => msOf(a.uploadedAt) - msOf(b.uploadedAt))];
}

/**
 * The verdicts that people are shown. A file that can be read as either kind is what it was handed in as last, because
 * whoever mistook it hands it in again; one that was refused as the other kind stays what it is, beside that refusal.
 */
function standing(verdicts: readonly UploadRecord[]): readonly UploadRecord[] {
  const ofKinds = verdicts.filter((one, at) => verdicts.findLastIndex(({ kind }) => kind === one.kind) === at);
  const readable = ofKinds.findLast(({ refusals }) => refusals.length === 0);
  return ofKinds.filter((one) => one === readable || one === ofKinds.at(-1));
}

async function withCount(objects: Objects, verdict: UploadRecord): Promise<KeptUpload> {
  const { id, kind } = verdict;
  if (kind === 'leavers') return { ...verdict, count: null };
  const confirmed = await confirmationAt(objects, portalUploadKey(id, 'confirmed.json'), id);
  return { ...verdict, count: (await keptCount(objects, id, null)) ?? countBefore(verdict, confirmed) };
}

/** @returns `null` also where the number was confirmed since such numbers are kept beside their export */
export async function confirmationAt(objects: Objects, key: string, id: string): Promise<Confirmation | null> {
  const text = await textAt(objects, key);
  return text === null ? null : readStored(confirmedSchema, text, `the confirmation of ${id}`);
}

function countBefore(
  { id, countShown, uploadedBy, uploadedAt }: UploadRecord,
  confirmed: Confirmation | null,
): CountSaid | null {
  if (countShown === null) return null;
  const assurance = 'asserted';
  return {
    exportSha256: id,
    shown: countShown,
    typed: { by: uploadedBy, at: uploadedAt, assurance },
    confirmed: confirmed === null ? null : { by: confirmed.by, at: confirmed.at, assurance },
    picture: null,
  };
}

export async function textAt(objects: Objects, key: string): Promise<string | null> {
  const stored = await objects.get(key);
  return stored === null ? null : textOf(stored);
}

/** The latest first. */
export async function keptUploads(objects: Objects): Promise<readonly KeptUpload[]> {
  const found: KeptUpload[] = [];
  for (const key of await objects.list(portalUploadsPrefix)) {
    const [, id = '', name] = key.split('/');
    if (name !== 'upload.json') continue;
    for (const verdict of standing(await verdictsOn(objects, id))) found.push(await withCount(objects, verdict));
  }
  return found.toSorted((a, b) => msOf(b.uploadedAt) - msOf(a.uploadedAt));
}

/** @returns refused when nobody uploaded this as an export; the name of what is missing is the same everywhere */
export async function exportNamed(objects: Objects, id: string): Promise<Result<KeptUpload>> {
  const upload = await keptUpload(objects, id, 'export');
  if (upload !== null) return ok(upload);
  const where = `upload ${id.slice(0, 12)}`;
  return refused({ what: 'no such upload', where, found: id, expected: 'the id of an upload' });
}

/** Lets a door tell "not there" from "not yours". */
export function isNoUpload({ what }: Refusal): boolean {
  return what === 'no such upload';
}

export function isConfirmedByWhoTyped({ what }: Refusal): boolean {
  return what === 'count confirmed by who typed it';
}
