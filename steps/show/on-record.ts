// What the records of a period say of stored files: nothing is handed out as evidence that they name otherwise, or not.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { reviewKey, runKey } from '../../core/names/object-keys.ts';
import type { Objects, StoredObject } from '../../core/ports/objects.ts';
import type { ReviewStreams, Runs } from '../../core/ports/stores.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';
import { orderFiles } from '../remove/order-files.ts';
import { attachedKey } from '../review/comment.ts';
import { EvidenceChanged } from '../run/stored-evidence.ts';

export interface OnRecord {
  /** SHA-256 by key: of runs as their records name it, of work orders, comments and a closing as events do. */
  readonly digests: ReadonlyMap<string, string>;
  /** A report is named by no record: its signature tells whether it was changed. */
  names(key: string): boolean;
}

/** @throws ReviewAltered, RunAltered */
export async function onRecord(
  { runs, reviews }: { readonly runs: Runs; readonly reviews: ReviewStreams },
  period: string,
): Promise<OnRecord> {
  const ofPeriod = (await runs.list()).filter((run) => run.period === period);
  const events = await reviews.load(period);
  const digests = new Map([
    ...ofPeriod.flatMap(({ id, files }) => files.map(({ name, sha256 }) => [runKey(id, name), sha256] as const)),
    ...orderFiles(period, events),
    ...ofComments(period, events),
    ...ofClosing(period, events),
  ]);
  return { digests, names: (key) => digests.has(key) || isSigned(key) || !isNamedByRecords(key) };
}

/** Also of a review that was voided: they stand in its events. */
function ofComments(period: string, events: readonly StoredReviewEvent[]): (readonly [string, string])[] {
  const comments = events.map(({ event }) => event).filter((event) => event.kind === 'commented');
  return comments.flatMap(({ files }) => files.map(({ sha256 }) => [attachedKey(period, sha256), sha256] as const));
}

function ofClosing(period: string, events: readonly StoredReviewEvent[]): (readonly [string, string])[] {
  const { name } = evidenceFiles.closing;
  return events.flatMap(({ event }) =>
    event.kind === 'closed' && event.closingSha256 !== undefined
      ? [[reviewKey(period, name), event.closingSha256] as const]
      : [],
  );
}

/** The report of a run, and the certificate beside it, belong to the key and not to the run. */
function isSigned(key: string): boolean {
  return [evidenceFiles.report, evidenceFiles.certificate].some(({ name }) => key.endsWith(`/${name}`));
}

function isNamedByRecords(key: string): boolean {
  return /^(?:runs\/|reviews\/[^/]+\/(?:work-order-\d+|attached)\/)/.test(key);
}

/** @throws EvidenceChanged when a record names another content under the key */
export function holdOnRecord(
  objects: Objects,
  { digests }: Pick<OnRecord, 'digests'>,
  { key, sha256 }: Pick<StoredObject, 'key' | 'sha256'>,
): void {
  const recorded = digests.get(key);
  if (recorded === undefined || recorded === sha256) return;
  const [what, where] = ['stored evidence was changed', objects.location(key)];
  throw new EvidenceChanged({
    what,
    where,
    found: `SHA-256 ${sha256}`,
    expected: `SHA-256 ${recorded}, as recorded`,
  });
}
