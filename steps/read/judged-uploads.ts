// Uploads that were judged as they landed in a bucket, as the portal shows them, and the number of users that two people typed.
import { confirmationKey, uploadResultsPrefix } from '../../core/names/object-keys.ts';
import { decodeUploadResult } from '../../core/inputs/upload-result.ts';
import type { AcceptedExport, UploadResult } from '../../core/inputs/upload-result.ts';
import type { Clock, Objects } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { readStored } from '../../core/values/stored.ts';
import { againstConfirming, confirmedSchema, keepFirst, textAt } from './keep-upload.ts';
import type { Confirming, KeptUpload } from './keep-upload.ts';

/** What an uploader says of an export beside it: the number as one person typed it, which a second has yet to confirm. */
export const countTyped = 'count-typed';

/** The latest first. @param results the store in which uploads and their results lie */
export async function judgedUploads(results: Objects): Promise<readonly KeptUpload[]> {
  const uploads: KeptUpload[] = [];
  for (const key of (await results.list(uploadResultsPrefix)).toReversed()) {
    const text = await textAt(results, key);
    if (text === null) throw new Error(`${results.location(key)} was listed and is not there`);
    const upload = shown(decodeUploadResult(text, key));
    uploads.push({ ...upload, confirmed: await confirmationOf(results, upload.id) });
  }
  return uploads;
}

/** As the portal on a laptop does; the first confirmation of a file stays. */
export async function confirmJudged(
  { results, clock }: { readonly results: Objects; readonly clock: Clock },
  confirming: Confirming,
): Promise<Result<KeptUpload>> {
  const { id, by, countShown } = confirming;
  const find = async (): Promise<KeptUpload | null> =>
    (await judgedUploads(results)).find((upload) => upload.id === id && upload.kind === 'export') ?? null;
  const upload = await find();
  const refusal = againstConfirming(upload, confirming);
  if (refusal !== null) return refused(refusal);
  await keepFirst(results, confirmationKey(id), { by, at: clock.now(), countShown });
  const confirmed = await find();
  if (confirmed === null) throw new Error(`the upload ${id} was there, and is not any more`);
  return ok(confirmed);
}

/** The export with the number that counts: what was typed in the portal does once a second person has typed the same. */
export async function withConfirmedCount(results: Objects, upload: AcceptedExport): Promise<AcceptedExport> {
  const { countTyped: typed } = upload;
  if (typed === undefined) return upload;
  const confirmed = await confirmationOf(results, upload.sha256);
  const counts = confirmed?.countShown === typed && confirmed.by !== upload.uploadedBy;
  return counts ? { ...upload, countShown: typed } : upload;
}

async function confirmationOf(results: Objects, id: string): Promise<KeptUpload['confirmed']> {
  const text = await textAt(results, confirmationKey(id));
  return text === null ? null : readStored(confirmedSchema, text, `the confirmation of ${id}`);
}

function shown(result: UploadResult): Omit<KeptUpload, 'confirmed'> {
  const { sha256: id, name, bytes, uploadedAt, uploadedBy } = result;
  const known = { schema: 1, id, name, bytes, uploadedAt, uploadedBy: uploadedBy ?? 'nobody named' } as const;
  const nothing = { exportedAt: null, exportedBy: null, countShown: null, rows: 0, refusals: [], rejected: [] };
  switch (result.kind) {
    case 'accepted-export': {
      const { exportedAt, countShown, countTyped: typed, rows } = result;
      const at = exportedAt.declared ? exportedAt.at : null;
      const count = typed ?? countShown;
      const told = { exportedAt: at, exportedBy: exportedAt.by, countShown: count, rows: rows.read };
      return { ...nothing, ...known, kind: 'export', ...told };
    }
    case 'accepted-leavers':
      return { ...nothing, ...known, kind: 'leavers', rows: result.people };
    case 'refused':
      return { ...nothing, ...known, kind: result.as, refusals: [...result.refusals] };
    default:
      return result satisfies never;
  }
}
