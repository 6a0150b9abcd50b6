// Freezes the population of a review: its lines are worked out once, stored under their digest, and read from there.
import { sha256Of } from '../../../core/values/digest.ts';
import { reviewKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Reviews } from '../../../core/ports/stores.ts';
import type { History, KnownDecision } from '../../../core/inputs/history.ts';
import { deltaOf } from '../../../core/review/lines/delta.ts';
import type { Delta, PresentAccount } from '../../../core/review/lines/delta.ts';
import { linesText, readLines } from '../../../core/review/lines/line.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import { reviewLinesOf } from '../../../core/review/lines/lines-of.ts';
import { lastSigned } from './last-signed.ts';
import { bytesOf } from '../../bytes.ts';
import { decisionsBefore } from '../../run/load-history.ts';
import { recomputeRun } from '../../run/recompute-run.ts';
import type { RecomputeDependencies } from '../../run/recompute-run.ts';
import { EvidenceChanged } from '../../run/stored-evidence.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

export interface LinesDependencies extends RecomputeDependencies {
  readonly objects: Objects;
  readonly reviews: Reviews;
}

export interface FrozenLines {
  readonly sha256: string;
  readonly lines: ReviewLines;
  /** Of any status; the lines are the live ones among them, and the API keys. */
  readonly accounts: number;
}

/**
 * Does the run again, and lays its population down as the lines of a review, under the digest of their text. Repeatable:
 * the same run, signed review and decisions make the same text.
 */
export async function freezeLines(
  dependencies: LinesDependencies,
  { period, run, stored }: { readonly period: string; readonly run: StoredRun; readonly stored: StoredRuns },
): Promise<FrozenLines> {
  const { objects, reviews } = dependencies;
  const { inputs, reconciled } = await recomputeRun(dependencies, run);
  const { id, asOf } = run.record;
  const last = await lastSigned({ reviews, stored }, asOf);
  const { judgements, findings, unheldKeys, next } = reconciled.assessment;
  const createdAt = new Map(judgements.map(({ account }) => [account.login, account.createdAt]));
  const now = (await run.population()).accounts.map((one) => ({ ...one, createdAt: createdAt.get(one.login) ?? null }));
  const delta = last === null ? null : await deltaSince(last, now);
  const lines = reviewLinesOf(
    {
      judgements,
      findings,
      unheldKeys,
      next,
      config: inputs.config,
      history: inputs.history,
      asOf,
      decisions: decisionsKnown(inputs.history, await decisionsBefore(reviews, asOf)),
      delta,
    },
    { run: id, since: last === null ? null : { review: last.review, run: last.run.record.id } },
  );
  const text = linesText(lines);
  const sha256 = sha256Of(text);
  await objects.put(linesKey(period, sha256), Buffer.from(text));
  return { sha256, lines, accounts: now.length };
}

async function deltaSince(
  { run, review }: NonNullable<Awaited<ReturnType<typeof lastSigned>>>,
  now: readonly PresentAccount[],
): Promise<Delta> {
  const { exportedAt } = (await run.stated()).run;
  return deltaOf((await run.population()).accounts, now, { review, exportedAt });
}

/** What the run built on is shown too, be it put aside or voided since: its findings say so, and so must the lines. */
function decisionsKnown(history: History, now: readonly KnownDecision[]): readonly KnownDecision[] {
  const known = new Set(now.map(({ login }) => login));
  return [...history.decisions.filter(({ login }) => !known.has(login)), ...now];
}

/** Under its digest, so that two who open a review at once leave two files and not one half of each. */
function linesKey(period: string, sha256: string): string {
  return reviewKey(period, `lines-${sha256.slice(0, 16)}.json`);
}

/** @throws EvidenceChanged when the lines are missing or not those that the review was opened with */
export async function frozenLines(objects: Objects, place: FrozenPlace): Promise<ReviewLines> {
  return linesIn(await frozenBytes(objects, place));
}

export function linesIn(frozen: Uint8Array): ReviewLines {
  return readLines(JSON.parse(Buffer.from(frozen).toString('utf8')));
}

export interface FrozenPlace {
  readonly period: string;
  readonly linesSha256: string;
}

/** As they were frozen, byte for byte. @throws EvidenceChanged as `frozenLines` does */
export async function frozenBytes(objects: Objects, { period, linesSha256 }: FrozenPlace): Promise<Uint8Array> {
  const key = linesKey(period, linesSha256);
  const stored = await objects.get(key);
  const [where, expected] = [objects.location(key), `SHA-256 ${linesSha256}, as the review was opened with`];
  if (stored === null)
    throw new EvidenceChanged({ what: 'the lines of the review are missing', where, found: 'nothing', expected });
  const bytes = await bytesOf(stored);
  const sha256 = sha256Of(bytes);
  if (sha256 === linesSha256) return bytes;
  throw new EvidenceChanged({
    what: 'the lines of the review were changed',
    where,
    found: `SHA-256 ${sha256}`,
    expected,
  });
}
