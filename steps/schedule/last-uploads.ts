// Finds what a run on schedule takes of the uploads: the last export and the last leavers file that can be read.
import { asksPrefix, parseAskKey, uploadResultsPrefix } from '../../core/names/object-keys.ts';
import { decodeUploadResult } from '../../core/inputs/upload-result.ts';
import type { ReadableExport, ReadableLeavers, UploadResult } from '../../core/inputs/upload-result.ts';
import { dayOf, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { periodOf } from '../../core/config/calendar.ts';
import type { Calendar, Period } from '../../core/config/calendar.ts';
import type { Refusal } from '../../core/values/result.ts';
import { textOf } from '../bytes.ts';
import type { AskedRun } from '../show/started-run.ts';

/** @returns `null` when none that can be read came so far */
export async function lastExport(results: Objects, asOf: Instant): Promise<ReadableExport | null> {
  for await (const result of newestFirst(results, asOf)) if (result.kind === 'accepted-export') return result;
  return null;
}

/** @returns `null` when none that can be read came in the period: an older file may name people who came back since */
export async function lastLeavers(
  results: Objects,
  asOf: Instant,
  { period, calendar }: { readonly period: Period; readonly calendar: Calendar },
): Promise<ReadableLeavers | null> {
  for await (const result of newestFirst(results, asOf)) {
    if (dayOf(result.uploadedAt, calendar.timeZone) < period.firstDay) return null;
    if (result.kind === 'accepted-leavers') return result;
  }
  return null;
}

/** @returns what became of the last list of leavers that came earlier, readable or not */
export async function leaversBefore(results: Objects, uploadedAt: Instant): Promise<UploadResult | null> {
  for await (const one of newestFirst(results, uploadedAt)) {
    const isLeavers = one.kind === 'accepted-leavers' || (one.kind === 'refused' && one.as === 'leavers');
    if (isLeavers && msOf(one.uploadedAt) < msOf(uploadedAt)) return one;
  }
  return null;
}

/**
 * The first time that these bytes came and could be read as what they are now, by any way.
 *
 * @returns `null` when they did not come earlier than this upload
 */
export async function firstReadable(results: Objects, upload: UploadResult): Promise<UploadResult | null> {
  let first: UploadResult | null = null;
  for await (const one of newestFirst(results, upload.uploadedAt)) {
    const isEarlier = msOf(one.uploadedAt) < msOf(upload.uploadedAt);
    if (isEarlier && one.kind === upload.kind && one.sha256 === upload.sha256) first = one;
  }
  return first;
}

/**
 * Whether a run at `asOf`, which takes what came last and can be read, would compare what somebody asks to have compared.
 *
 * @returns what it would leave aside; `null` where it takes all that was asked
 */
export async function leftAside(
  results: Objects,
  asked: Omit<AskedRun, 'by'>,
  { asOf, calendar }: { readonly asOf: Instant; readonly calendar: Calendar },
): Promise<Refusal | null> {
  const [newest, leavers] = [
    await lastExport(results, asOf),
    await lastLeavers(results, asOf, { period: periodOf(asOf, calendar), calendar }),
  ];
  if (newest?.sha256 !== asked.export)
    return {
      what: 'not the newest export',
      where: 'export',
      found: asked.export,
      expected: `the last export that can be read: ${newest?.sha256 ?? 'none yet'}`,
    };
  if (asked.leavers === null || leavers?.sha256 === asked.leavers) return null;
  return {
    what: 'not the newest leavers file',
    where: 'leavers',
    found: asked.leavers,
    expected: `the last leavers file of the period that can be read: ${leavers?.sha256 ?? 'none yet'}`,
  };
}

/** A browser or a proxy that lost the answer sends a request again at once; the clock of who takes it may be behind. */
const aMomentMs = 30_000;

/**
 * Whether a run was asked for a moment ago that compares what is asked for now: then the request came twice.
 *
 * @returns as-of of that run; `null` where there is none, or it would leave aside what is asked now
 */
export async function askedBefore(
  results: Objects,
  asked: Omit<AskedRun, 'by'>,
  { now, calendar }: { readonly now: Instant; readonly calendar: Calendar },
): Promise<Instant | null> {
  const asks = (await results.list(asksPrefix)).flatMap((key) => parseAskKey(key) ?? []);
  const last = asks.findLast(({ ask, at }) => ask.kind === 'review' && Math.abs(msOf(now) - msOf(at)) <= aMomentMs);
  if (last === undefined) return null;
  return (await leftAside(results, asked, { asOf: last.at, calendar })) === null ? last.at : null;
}

/** Keys sort by the time of the upload. */
async function* newestFirst(results: Objects, asOf: Instant): AsyncGenerator<UploadResult, void, void> {
  for (const key of (await results.list(uploadResultsPrefix)).toReversed()) {
    const stored = await results.get(key);
    if (stored === null) throw new Error(`${results.location(key)} was listed and is not there`);
    const result = decodeUploadResult(await textOf(stored), key);
    if (msOf(result.uploadedAt) <= msOf(asOf)) yield result;
  }
}
