// Pins the inputs of a run on schedule: which export, which snapshots, which history; nothing that comes later changes it.
import type { Config } from '../../core/config/config.ts';
import type { CountSaid } from '../../core/inputs/custody.ts';
import { decodeFrozenRun, encodeFrozenRun } from '../../core/inputs/frozen-run.ts';
import { notYetTaken } from '../../core/inputs/custody.ts';
import type { FrozenRun } from '../../core/inputs/frozen-run.ts';
import { workKey } from '../../core/names/object-keys.ts';
import type { ReadableExport, ReadableLeavers } from '../../core/inputs/upload-result.ts';
import { dayOf, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import type { AcceptedGate } from '../../core/inputs/gates.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Records } from '../../core/ports/stores.ts';
import { parsePeriod, periodOf } from '../../core/config/calendar.ts';
import type { Period } from '../../core/config/calendar.ts';
import { lastExport, lastLeavers } from './last-uploads.ts';
import { receiptsOf } from '../read/custody/keep-receipt.ts';
import { countBeside } from '../read/judged-uploads.ts';
import { textOf } from '../bytes.ts';
import { loadHistory } from '../run/load-history.ts';

export interface FreezeDependencies extends Records {
  /** The store in which uploads and their results lie. */
  readonly results: Objects;
}

/** A run as it is scheduled. */
export interface ScheduledRun {
  /** Its name: the same start has the same. */
  readonly execution: string;
  readonly asOf: Instant;
  /** Id of the period under review; `null` for the one of the as-of. */
  readonly period: string | null;
  /** Where the snapshot of each directory was stored. */
  readonly snapshots: FrozenRun['snapshots'];
  /** Somebody chose an as-of that was not the time of the start. */
  readonly asOfSetByOperator: boolean;
  readonly acceptedGates: readonly AcceptedGate[];
}

/**
 * Writes the inputs down at the first time; a repetition finds them and works with the same. Only an
 * export of the period or of the days until it is due will do; without one, the run says that the control was not
 * performed.
 */
export async function freezeRun(
  dependencies: FreezeDependencies,
  scheduled: ScheduledRun,
  config: Config,
): Promise<{ readonly key: string; readonly frozen: FrozenRun }> {
  const { objects, results } = dependencies;
  const { execution, asOf, asOfSetByOperator, snapshots, acceptedGates } = scheduled;
  const key = workKey(execution, 'inputs.json');
  const before = await readFrozen(objects, key);
  if (before !== null) return { key, frozen: before };
  const period = periodUnderReview(scheduled, config);
  const [last, leavers] = [
    await lastExport(results, asOf),
    await lastLeavers(results, asOf, { period, calendar: config.calendar }),
  ];
  const count = last === null ? null : await countBeside(results, last, asOf);
  const frozen: FrozenRun = {
    schema: 1,
    asOf,
    asOfSetByOperator,
    period,
    source: sourceOf(last === null ? null : counted(await received(objects, last, asOf), count), {
      period,
      config,
      asOf,
      asOfSetByOperator,
    }),
    leavers: leavers === null ? null : await received(objects, leavers, asOf),
    count,
    acceptedGates,
    snapshots,
    history: await loadHistory(dependencies, asOf),
  };
  await objects.put(key, Buffer.from(encodeFrozenRun(frozen)));
  return { key, frozen };
}

/** The number that counts: what was typed in the portal does once a second person has typed the same. */
function counted(upload: ReadableExport, count: CountSaid | null): ReadableExport {
  return count === null || count.confirmed === null ? upload : { ...upload, countShown: count.shown };
}

/** How it came before it lay among the uploads: what brought it has left a receipt beside the evidence. */
async function received<Accepted extends ReadableExport | ReadableLeavers>(
  objects: Objects,
  upload: Accepted,
  asOf: Instant,
): Promise<Accepted> {
  const { receipts, sha256 } = upload;
  if (receipts === undefined) return upload;
  const before = await receiptsOf(objects, sha256, asOf);
  return { ...upload, receipts: [...before, ...receipts].toSorted((a, b) => msOf(a.at) - msOf(b.at)) };
}

/** @returns `null` when nothing was frozen under the key */
export async function readFrozen(objects: Objects, key: string): Promise<FrozenRun | null> {
  const stored = await objects.get(key);
  return stored === null ? null : decodeFrozenRun(await textOf(stored), key);
}

/** Until the due day, a review can be made up for after its period has ended. */
function periodUnderReview({ period, asOf }: ScheduledRun, { calendar }: Config): Period {
  if (period === null) return periodOf(asOf, calendar);
  const named = parsePeriod(period, calendar);
  if (named.kind === 'refused') throw new Error(`${period} is no review period such as 2026-Q4`);
  return named.value;
}

function sourceOf(
  upload: ReadableExport | null,
  {
    period,
    config,
    asOf,
    asOfSetByOperator,
  }: Pick<FrozenRun, 'period' | 'asOf' | 'asOfSetByOperator'> & { readonly config: Config },
): FrozenRun['source'] {
  if (upload === null) {
    return {
      kind: 'none',
      why: `No export was uploaded for ${period.id}, and none before that can be read.`,
    };
  }
  const { at } = upload.exportedAt;
  // Earlier versions took an upload with any time.
  if (!asOfSetByOperator && notYetTaken({ where: upload.name, at }, asOf) !== null)
    return { kind: 'none', why: `The last export is said to be of ${instantText(at)}, which has not come.` };
  const day = dayOf(at, config.calendar.timeZone);
  if (day >= period.firstDay && day <= period.dueDay) return { kind: 'export', upload };
  return {
    kind: 'none',
    why:
      `No export of ${period.id} (${dayText(period.firstDay)} to ${dayText(period.lastDay)}) ` +
      `was uploaded; the last one that can be read is of ${instantText(at)}.`,
  };
}
