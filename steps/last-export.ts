// Finds the export that a run on schedule compares: the last one that was accepted before its as-of.
import { uploadResultsPrefix } from '../core/contract/objects.ts';
import { decodeUploadResult } from '../core/contract/upload-result.ts';
import type { AcceptedUpload } from '../core/contract/upload-result.ts';
import type { Instant } from '../core/instant.ts';
import { msOf } from '../core/instant.ts';
import type { Objects } from '../core/ports.ts';
import { bytesOf } from './load-history.ts';

/** @returns `null` when none was accepted so far */
export async function lastExport(results: Objects, asOf: Instant): Promise<AcceptedUpload | null> {
  // Keys sort by the time of the upload.
  for (const key of (await results.list(uploadResultsPrefix)).toReversed()) {
    const stored = await results.get(key);
    if (stored === null) throw new Error(`${results.location(key)} was listed and is not there`);
    const result = decodeUploadResult(Buffer.from(await bytesOf(stored)).toString('utf8'), key);
    if (result.kind === 'accepted' && msOf(result.uploadedAt) <= msOf(asOf)) return result;
  }
  return null;
}
