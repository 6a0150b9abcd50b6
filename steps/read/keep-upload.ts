// Keeps what a person uploads in the portal, with its verdict: who, when, which bytes, and the count that two people typed.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { portalUploadKey, portalUploadsPrefix } from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports.ts';
import type { Clock, ExportReader, Objects } from '../../core/ports.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { readStored, storedInstant, storedSha256 } from '../../core/values/stored.ts';
import { bytesOf } from '../bytes.ts';
import { ingestExport } from './ingest-export.ts';
import { ingestLeavers } from './ingest-leavers.ts';

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
  rejected: z.array(z.object({ row: z.number(), why: z.string() })),
});

export const confirmedSchema = z.object({ by: z.string(), at: storedInstant, countShown: z.number() });

type UploadRecord = z.infer<typeof uploadSchema>;

export interface KeptUpload extends UploadRecord {
  readonly confirmed: z.infer<typeof confirmedSchema> | null;
}

export interface KeepDependencies {
  readonly objects: Objects;
  readonly exportReader: ExportReader;
  readonly clock: Clock;
}

export interface Handed extends Pick<UploadRecord, 'kind' | 'name' | 'exportedBy' | 'countShown'> {
  readonly bytes: Uint8Array;
  readonly by: CanonicalLogin;
  readonly exportedAt: Instant | null;
  /** As the browser worked it out: a file that was cut on its way is not kept. */
  readonly sha256: string;
}

/** The first upload of the same bytes stays as it was judged. */
export async function keepUpload(
  { objects, exportReader, clock }: KeepDependencies,
  { bytes, sha256, by, ...said }: Handed,
  config: Config,
): Promise<Result<KeptUpload>> {
  const id = createHash('sha256').update(bytes).digest('hex');
  if (id !== sha256)
    return refused({ what: 'file cut or changed on its way', where: said.name, found: id, expected: sha256 });
  const known = await keptUpload(objects, id);
  if (known !== null) return ok(known);
  const uploadedAt = clock.now();
  const judged = await judge({ ...said, bytes }, { config, asOf: uploadedAt, exportReader });
  const record: UploadRecord = {
    schema: 1,
    id,
    ...said,
    bytes: bytes.length,
    uploadedBy: by,
    uploadedAt,
    ...judged,
  };
  await objects.put(portalUploadKey(id, 'bytes'), bytes);
  await keepFirst(objects, portalUploadKey(id, 'upload.json'), record);
  return ok((await keptUpload(objects, id)) ?? { ...record, confirmed: null });
}

type Judged = Pick<UploadRecord, 'rows' | 'refusals' | 'rejected'>;

async function judge(
  { kind, name, bytes }: Pick<Handed, 'kind' | 'name' | 'bytes'>,
  {
    config,
    asOf,
    exportReader,
  }: { readonly config: Config; readonly asOf: Instant; readonly exportReader: ExportReader },
): Promise<Judged> {
  if (kind === 'leavers') {
    const read = await ingestLeavers({ name, bytes }, { config, asOf, exportReader });
    return { rows: read.kind === 'ok' ? read.value.rows : 0, refusals: refusalsOf(read), rejected: [] };
  }
  const read = await ingestExport({ exportReader }, { name, bytes }, config);
  if (read.kind === 'refused') return { rows: 0, refusals: refusalsOf(read), rejected: [] };
  const { rowsRead, rejected } = read.value.population;
  return { rows: rowsRead, refusals: [], rejected: rejected.map(({ row, reason }) => ({ row, why: reason })) };
}

function refusalsOf(result: Result<unknown>): Refusal[] {
  return result.kind === 'refused' ? [...result.refusals] : [];
}

export async function keepFirst(objects: Objects, key: string, value: unknown): Promise<boolean> {
  try {
    await objects.put(key, Buffer.from(`${JSON.stringify(value)}\n`));
    return true;
  } catch (error) {
    if (error instanceof ObjectConflict) return false;
    throw error;
  }
}

export async function keptUpload(objects: Objects, id: string): Promise<KeptUpload | null> {
  const text = await textAt(objects, portalUploadKey(id, 'upload.json'));
  if (text === null) return null;
  const confirmed = await textAt(objects, portalUploadKey(id, 'confirmed.json'));
  const upload = readStored(uploadSchema, text, `the upload ${id}`);
  const by = confirmed === null ? null : readStored(confirmedSchema, confirmed, `the confirmation of ${id}`);
  return { ...upload, confirmed: by };
}

export async function textAt(objects: Objects, key: string): Promise<string | null> {
  const stored = await objects.get(key);
  return stored === null ? null : Buffer.from(await bytesOf(stored)).toString('utf8');
}

/** The latest first. */
export async function keptUploads(objects: Objects): Promise<readonly KeptUpload[]> {
  const found: KeptUpload[] = [];
  for (const key of await objects.list(portalUploadsPrefix)) {
    const [, id = '', name] = key.split('/');
    const upload = name === 'upload.json' ? await keptUpload(objects, id) : null;
    if (upload !== null) found.push(upload);
  }
  return found.toSorted((a, b) => (a.uploadedAt < b.uploadedAt ? 1 : -1));
}

/** The number that the page shows, typed again by somebody else: one who mistypes does not confirm themselves. */
export async function confirmCount(
  { objects, clock }: Pick<KeepDependencies, 'objects' | 'clock'>,
  confirming: Confirming,
): Promise<Result<KeptUpload>> {
  const { id, by, countShown } = confirming;
  const upload = await keptUpload(objects, id);
  const refusal = againstConfirming(upload, confirming);
  if (refusal !== null || upload === null) return refused(refusal ?? noUpload(id));
  await keepFirst(objects, portalUploadKey(id, 'confirmed.json'), { by, at: clock.now(), countShown });
  return ok((await keptUpload(objects, id)) ?? upload);
}

export interface Confirming {
  readonly id: string;
  readonly by: CanonicalLogin;
  readonly countShown: number;
}

export function againstConfirming(upload: KeptUpload | null, { id, by, countShown }: Confirming): Refusal | null {
  if (upload === null) return noUpload(id);
  const where = `upload ${id.slice(0, 12)}`;
  if (upload.uploadedBy === by)
    return { what: 'count confirmed by who typed it', where, found: by, expected: 'a second person' };
  if (upload.countShown === countShown) return null;
  return {
    what: 'another number of users',
    where,
    found: `${countShown}, and ${upload.countShown ?? 'no number'} before`,
    expected: 'the same number from both; where the first is wrong, a new export with the right one',
  };
}

function noUpload(id: string): Refusal {
  return {
    what: 'no such upload',
    where: `upload ${id.slice(0, 12)}`,
    found: id,
    expected: 'the id of an upload',
  };
}

/** So that a door can say "not there" and "not yours". */
export function isNoUpload({ what }: Refusal): boolean {
  return what === 'no such upload';
}

export function isConfirmedByWhoTyped({ what }: Refusal): boolean {
  return what === 'count confirmed by who typed it';
}
