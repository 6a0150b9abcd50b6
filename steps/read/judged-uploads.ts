// Uploads that were judged as they landed in a bucket, as the portal shows them, and the number of users that two people typed.
import * as z from 'zod/mini';
import type { CountSaid } from '../../core/inputs/custody.ts';
import { confirmationKey, uploadResultsPrefix } from '../../core/names/object-keys.ts';
import { decodeUploadResult } from '../../core/inputs/upload-result.ts';
import type { AcceptedExport, UploadResult } from '../../core/inputs/upload-result.ts';
import type { Clock, Objects } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';
import { keepFirst, textAt } from './keep-upload.ts';
import type { KeptUpload } from './keep-upload.ts';

/** What an uploader says of an export beside it: the number as one person typed it, which a second has yet to confirm. */
export const countTyped = 'count-typed';

/** The latest first. @param results the store in which uploads and their results lie */
export async function judgedUploads(results: Objects): Promise<readonly KeptUpload[]> {
  const uploads: KeptUpload[] = [];
  for (const key of (await results.list(uploadResultsPrefix)).toReversed()) {
    const text = await textAt(results, key);
    if (text === null) throw new Error(`${results.location(key)} was listed and is not there`);
    const result = decodeUploadResult(text, key);
    uploads.push(shown(result, await confirmationOf(results, result.sha256)));
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

interface Confirming {
  readonly id: string;
  readonly by: CanonicalLogin;
  readonly countShown: number;
}

/** One who mistypes does not confirm themselves, and a number that is another confirms nothing. */
function againstConfirming(upload: KeptUpload | null, { id, by, countShown }: Confirming): Refusal | null {
  const where = `upload ${id.slice(0, 12)}`;
  if (upload === null) return { what: 'no such upload', where, found: id, expected: 'the id of an upload' };
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

const confirmedSchema = z.object({ by: z.string(), at: storedInstant, countShown: z.number() });

type Confirmation = z.infer<typeof confirmedSchema>;

async function confirmationOf(results: Objects, id: string): Promise<Confirmation | null> {
  const text = await textAt(results, confirmationKey(id));
  return text === null ? null : readStored(confirmedSchema, text, `the confirmation of ${id}`);
}

function shown(result: UploadResult, confirmed: Confirmation | null): KeptUpload {
  const { sha256: id, name, bytes, uploadedAt, uploadedBy } = result;
  const known = { schema: 1, id, name, bytes, uploadedAt, uploadedBy: uploadedBy ?? 'nobody named' } as const;
  const nothing = { exportedAt: null, exportedBy: null, countShown: null, rows: 0, refusals: [], rejected: [] };
  switch (result.kind) {
    case 'accepted-export': {
      const { exportedAt, countShown, countTyped: typed, rows } = result;
      const at = exportedAt.declared ? exportedAt.at : null;
      const told = { exportedAt: at, exportedBy: exportedAt.by, countShown: typed ?? countShown, rows: rows.read };
      return { ...nothing, ...known, kind: 'export', ...told, count: countOf(result, confirmed) };
    }
    case 'accepted-leavers':
      return { ...nothing, ...known, kind: 'leavers', rows: result.people, count: null };
    case 'refused':
      return { ...nothing, ...known, kind: result.as, refusals: [...result.refusals], count: null };
    default:
      return result satisfies never;
  }
}

/** Who typed a number in the portal had signed in; what the metadata of an upload says, anybody may have written. */
function countOf(
  { sha256: exportSha256, uploadedAt, uploadedBy, countShown, countTyped: typed }: AcceptedExport,
  confirmed: Confirmation | null,
): CountSaid | null {
  const number = typed ?? countShown;
  if (number === null) return null;
  const assurance = typed === undefined ? 'asserted' : 'oidc';
  const isSecond = confirmed !== null && confirmed.countShown === number && confirmed.by !== uploadedBy;
  return {
    exportSha256,
    shown: number,
    typed: { by: uploadedBy, at: uploadedAt, assurance },
    confirmed: isSecond ? { by: confirmed.by, at: confirmed.at, assurance: 'oidc' } : null,
    picture: null,
  };
}
