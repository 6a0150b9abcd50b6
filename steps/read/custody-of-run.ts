// Puts together what was recorded about the files of a run before it began: receipts, and the number of users.
import type { Receipt } from '../../core/inputs/custody.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { FileDigest } from '../../core/values/digest.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { anotherNumber, keptCount, pictureBytes } from './custody/keep-count.ts';
import { receiptsOf } from './custody/keep-receipt.ts';
import type { KeptCustody } from './run-inputs.ts';

export interface AskedCustody {
  readonly asOf: Instant;
  readonly export: FileDigest;
  readonly leavers: FileDigest | null;
  /** Who handed the files in, as typed. */
  readonly receivedBy: string | null;
  /** The digest of the export that its taker told by another way. */
  readonly toldSha256: string | null;
  /** The number that was typed with the run; `null` to take the one that was typed before. */
  readonly countShown: number | null;
  readonly countBy: string | null;
  /** The record of an earlier run on these files, which is done again from its evidence; `null` to ask the home. */
  readonly recorded: KeptCustody | null;
}

export interface CustodyOfRun {
  readonly custody: KeptCustody;
  /** The number against which the run is held. */
  readonly countShown: number | null;
}

/** @returns refused when another number was typed beside the same export before */
export async function custodyOfRun(objects: Objects, asked: AskedCustody): Promise<Result<CustodyOfRun>> {
  const { asOf, toldSha256, countShown, countBy, recorded } = asked;
  const { sha256 } = asked.export;
  const before = recorded === null ? await keptCount(objects, sha256, asOf) : recorded.record.count;
  if (before !== null && countShown !== null && before.shown !== countShown)
    return refused(anotherNumber('--count-shown', countShown, before));
  const typed = { by: countBy, at: asOf, assurance: 'asserted' } as const;
  const now =
    countShown === null ? null : { exportSha256: sha256, shown: countShown, typed, confirmed: null, picture: null };
  const count = before ?? now;
  if (recorded !== null)
    return ok({
      custody: { ...recorded, record: { ...recorded.record, count } },
      countShown: count?.shown ?? null,
    });
  const record = {
    schema: 1,
    export: { toldSha256, receipts: await receiptsFor(objects, called('export', asked.export), asked) },
    leavers:
      asked.leavers === null ? null : { receipts: await receiptsFor(objects, called('leavers', asked.leavers), asked) },
    count,
  } as const;
  const picture = count === null ? null : await pictureBytes(objects, count);
  return ok({ custody: { record, picture }, countShown: count?.shown ?? null });
}

/**
 * The name under which the file is recorded. Its name on the machine that runs proves nothing, and would make another
 * run of the same files.
 */
function called(what: 'export' | 'leavers', file: FileDigest): FileDigest {
  const [extension = ''] = /\.[a-z]+$/i.exec(file.name) ?? [];
  return { ...file, name: `${what}${extension.toLowerCase()}` };
}

/**
 * The receipts of a file. One that nobody received before was handed over on the command line, and so was one whose
 * bringer is named there.
 */
async function receiptsFor(
  objects: Objects,
  file: FileDigest,
  { asOf, receivedBy }: Pick<AskedCustody, 'asOf' | 'receivedBy'>,
): Promise<Receipt[]> {
  const before = await receiptsOf(objects, file.sha256, asOf);
  if (before.length > 0 && receivedBy === null) return [...before];
  return [...before, { kind: 'by-hand', at: asOf, ...file, by: receivedBy }];
}
