// Uploads as they were judged when they landed in a bucket, for the portal, and the number of users that two people
// typed.
import type { CountSaid } from '../../core/inputs/custody.ts';
import { confirmationKey, uploadResultsPrefix } from '../../core/names/object-keys.ts';
import { decodeUploadResult, inBounds } from '../../core/inputs/upload-result.ts';
import type { ReadableExport, UploadResult } from '../../core/inputs/upload-result.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { keptCount, typeCount } from './custody/keep-count.ts';
import { confirmationAt, textAt } from './keep-upload.ts';
import type { Confirmation, KeptUpload } from './keep-upload.ts';

/** Announces the number that one person typed beside an export, and that a second person has yet to confirm. */
export const countTyped = 'count-typed';

export interface JudgedUploads {
  /** The latest first. */
  readonly uploads: readonly KeptUpload[];
  /** How many were judged before these. */
  readonly earlier: number;
}

/**
 * @param results the store in which uploads and their results lie
 * @param most so many, however many were judged in years
 */
export async function judgedUploads(results: Objects, most = 50): Promise<JudgedUploads> {
  const keys = (await results.list(uploadResultsPrefix)).toReversed();
  const newest = await Promise.all(keys.slice(0, most).map(async (key) => resultAt(results, key)));
  const uploads = await Promise.all(newest.map(async (result) => withCount(results, result)));
  return { uploads, earlier: keys.length - uploads.length };
}

/**
 * The latest upload of the file with this digest that could be read as one of this kind; where none could, the latest that
 * was handed in as one. What was read before is not read again.
 */
export async function judgedUpload(results: Objects, id: string, kind: KeptUpload['kind']): Promise<KeptUpload | null> {
  const keys = (await results.list(uploadResultsPrefix)).toReversed();
  let refusedLast: UploadResult | undefined;
  for (let first = 0; first < keys.length; first += readAtOnce) {
    const some = await Promise.all(keys.slice(first, first + readAtOnce).map(async (key) => resultAt(results, key)));
    const same = some.filter((one) => one.sha256 === id && shown(one).kind === kind);
    const found = same.find((one) => one.kind !== 'refused');
    if (found !== undefined) return withCount(results, found);
    refusedLast ??= same[0];
  }
  return refusedLast === undefined ? null : withCount(results, refusedLast);
}

const readAtOnce = 50;

/** Results are never written over, so they can be remembered. */
const known = new WeakMap<Objects, Map<string, UploadResult>>();

async function resultAt(results: Objects, key: string): Promise<UploadResult> {
  const read = known.get(results) ?? new Map<string, UploadResult>();
  known.set(results, read);
  const before = read.get(key);
  if (before !== undefined) return before;
  const text = await textAt(results, key);
  if (text === null) throw new Error(`${results.location(key)} was listed and is not there`);
  const result = inBounds(decodeUploadResult(text, key));
  read.set(key, result);
  return result;
}

async function withCount(results: Objects, result: UploadResult): Promise<KeptUpload> {
  const count = result.kind === 'accepted-export' ? await countBeside(results, result, null) : null;
  return { ...shown(result), count };
}

/**
 * An export with its verdict. A number that was typed with it is first kept where a second person confirms it and where
 * the picture of the page goes, as a home on a laptop does at once.
 *
 * @returns refused when no such export was judged
 */
export async function judgedExport(results: Objects, id: string): Promise<Result<KeptUpload>> {
  const upload = await judgedUpload(results, id, 'export');
  if (upload === null)
    return refused({
      what: 'no such upload',
      where: `upload ${id.slice(0, 12)}`,
      found: id,
      expected: 'the id of an upload',
    });
  const { count } = upload;
  if (count === null) return ok(upload);
  const { exportSha256, shown: number, typed } = count;
  const kept = await typeCount(results, { exportSha256, shown: number, ...typed });
  return kept.kind === 'refused' ? kept : ok({ ...upload, count: kept.value });
}

/**
 * The number that stands beside an export. A number that two people typed stays, whatever is said when the file is
 * uploaded again.
 *
 * @param until what came later is left out; `null` for everything
 */
export async function countBeside(
  results: Objects,
  upload: ReadableExport,
  until: Instant | null,
): Promise<CountSaid | null> {
  const typed = countOf(upload, await confirmationAt(results, confirmationKey(upload.sha256), upload.sha256));
  const kept = await keptCount(results, upload.sha256, until);
  return kept !== null && (kept.confirmed !== null || kept.shown === typed?.shown) ? kept : typed;
}

function shown(result: UploadResult): Omit<KeptUpload, 'count'> {
  const { sha256: id, name, bytes, uploadedAt, uploadedBy } = result;
  const known = { schema: 1, id, name, bytes, uploadedAt, uploadedBy: uploadedBy ?? 'nobody named' } as const;
  const nothing = { exportedAt: null, exportedBy: null, countShown: null, rows: 0, refusals: [], rejected: [] };
  switch (result.kind) {
    case 'accepted-export': {
      const { exportedAt, countShown, countTyped: typed, rows } = result;
      const at = exportedAt.declared ? exportedAt.at : null;
      const told = { exportedAt: at, exportedBy: exportedAt.by, countShown: typed ?? countShown, rows: rows.read };
      return { ...nothing, ...known, kind: 'export', ...told };
    }
    case 'accepted-leavers':
      return { ...nothing, ...known, kind: 'leavers', rows: result.people };
    case 'refused':
      return {
        ...nothing,
        ...known,
        kind: result.as,
        refusals: [...result.refusals],
        ...(result.moreRefusals === undefined ? {} : { moreRefusals: result.moreRefusals }),
        ...(result.mapping === undefined ? {} : { mapping: result.mapping }),
      };
    default:
      return result satisfies never;
  }
}

/**
 * Whether the person who typed a number had signed in. Only the portal's receipt tells that: results of earlier
 * versions believed the metadata.
 */
function assuranceOf({ receipts = [], sha256, uploadedBy }: ReadableExport): CountSaid['typed']['assurance'] {
  const announced = receipts.find(
    (receipt) => receipt.kind === 'portal' && receipt.by === uploadedBy && receipt.browserSha256 === sha256,
  );
  return announced?.kind === 'portal' ? announced.assurance : 'asserted';
}

/**
 * The number of an upload. Somebody who typed it in the portal had signed in; the metadata of an upload can be written
 * by anybody.
 */
function countOf(upload: ReadableExport, confirmed: Confirmation | null): CountSaid | null {
  const { sha256: exportSha256, uploadedAt, uploadedBy, countShown, countTyped: typed } = upload;
  const number = typed ?? countShown;
  if (number === null) return null;
  const assurance = typed === undefined ? 'asserted' : assuranceOf(upload);
  const isSecond = confirmed !== null && confirmed.countShown === number && confirmed.by !== uploadedBy;
  return {
    exportSha256,
    shown: number,
    typed: { by: uploadedBy, at: uploadedAt, assurance },
    confirmed: isSecond ? { by: confirmed.by, at: confirmed.at, assurance: 'oidc' } : null,
    picture: null,
  };
}
