// Closes a review that is signed and whose removals are proven, and issues the report that says by what.
import { ok, refused } from '../../core/values/result.ts';
import { some } from '../../core/values/text.ts';
import type { Result } from '../../core/values/result.ts';
import { notHandedOver, openRemovals } from '../../core/review/removals/figures.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { surelyAfter } from '../../core/review/removals/made-anew.ts';
import { believable, provesGone, shownIn } from '../../core/review/removals/proof.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import type { Assurance, Closed } from '../../core/review/events/event.ts';
import { isBefore } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import type { Config } from '../../core/config/config.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { keysOf } from '../../core/config/registers.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import { add, changeReview, done } from '../change-review.ts';
import type { Next } from '../change-review.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import type { RunRecord } from '../../core/run.ts';
import { exportDigest, storedRuns } from '../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../run/stored-runs.ts';
import { rolledForward } from '../../core/review/changes/roll-forward.ts';
import { changedSince } from './standing/run-ahead.ts';
import { toldBefore } from './standing/told-before.ts';
import { draftClosing, proveClosing } from './issue-closing.ts';
import type { ClosingDrafting } from './issue-closing.ts';
import { issuePromised } from './issue-promised.ts';
import { layDraft } from './issue-report.ts';
import type { DraftedReport, IssueDependencies, ProveDependencies } from './issue-report.ts';
import type { ReviewDependencies } from './open-review.ts';
import { strangerIn } from './standing/actor.ts';

export type CloseDependencies = ReviewDependencies & IssueDependencies;

export interface ClosedReview {
  readonly state: ReviewState;
  /** Key of the closing report; `null` where an earlier version closed the review, which issued none. */
  readonly reportKey: string | null;
}

/**
 * The closing report is drawn and sealed before the review is closed: one that cannot be drawn closes nothing.
 *
 * @returns refusals while a stage has not signed, or a revoked account is not proven gone; closing twice is no harm
 * @throws EvidenceChanged when evidence that the report rests on is not what was recorded; nothing is closed then
 */
export async function closeReview(
  dependencies: CloseDependencies,
  request: ClosingRequest,
): Promise<Result<ClosedReview>> {
  await issuePromised({ ...dependencies, issuing: async () => dependencies }, request.period);
  let draft: DraftedReport | null = null;
  return closed(dependencies, request, {
    prepare: async (drafting) => {
      const worked = await draftClosing(dependencies, drafting);
      ({ draft } = worked);
      return worked.event;
    },
    after: async () => {
      if (draft !== null) await layDraft(dependencies.objects, draft);
    },
  });
}

/**
 * As `closeReview`, for whoever may record the closing and may not seal: everything is proven first but the pages, and
 * whoever may seal issues the report by `issuePromised`.
 *
 * @throws EvidenceChanged as `closeReview` does; nothing is closed then
 */
export async function recordClosing(
  dependencies: ReviewDependencies & ProveDependencies,
  request: ClosingRequest,
): Promise<Result<ClosedReview>> {
  return closed(dependencies, request, {
    prepare: async (drafting) => (await proveClosing(dependencies, drafting)).event,
    after: async () => undefined,
  });
}

export interface ClosingRequest {
  readonly period: string;
  readonly by: string;
  /** Without it the name was typed. */
  readonly assurance?: Assurance;
}

interface Issuing {
  /**
   * @returns the event with the digest of what the report shows
   * @throws EvidenceChanged where no report could be issued
   */
  readonly prepare: (drafting: ClosingDrafting) => Promise<Closed>;
  /** Once the review is closed. */
  readonly after: () => Promise<void>;
}

async function closed(
  dependencies: ReviewDependencies,
  { period, by, assurance = 'asserted' }: ClosingRequest,
  { prepare, after }: Issuing,
): Promise<Result<ClosedReview>> {
  const { reviews, clock } = dependencies;
  const stored = storedRuns(dependencies);
  await observeRemovals(dependencies, period);
  const stranger = await strangerIn(dependencies, { period, by, act: 'closing' });
  if (stranger !== null) return refused(stranger);
  return changeReview<Result<ClosedReview>>(reviews, period, async ({ events, state, voids, mine }) => {
    if (state === null)
      return notReady(period, notOpen(period, { voids }).found, 'a review that was opened and signed');
    if (state.closed !== null) {
      if (mine.length > 0) await after();
      const isPromised = state.closed.closingSha256 !== null;
      return done(ok({ state, reportKey: isPromised ? reviewKey(period, evidenceFiles.closingReport.name) : null }));
    }
    if (!isSigned(state)) return notReady(period, 'not every stage has signed', 'review sign-off by both stages');
    const config = await (await stored.get(state.run, 'the review')).config();
    const standing = await standingOf(stored, state, config);
    if (standing.live.length > 0)
      return notProven(period, await withOtherLogins(stored, standing.live), await doubtOfNewest(stored));
    const at = recordedAt(clock.now(), events);
    const told = await toldBefore(reviews, {
      stored,
      period,
      signedAt: state.signatures.at(-1)?.at,
      after: state.runAsOf,
      until: at,
    });
    const since = told === null ? await changedSince(dependencies, { stored, state, period, until: at }) : null;
    const reach = { rollForward: rolledForward(since), ...(told === null ? {} : { toldBy: told }) };
    const closer = { by, assurance: assuranceIn(config, assurance) };
    const closing: Closed = { kind: 'closed', at, ...closer, ...standing.shown, ...reach };
    return add(await prepare({ period, stream: events, stored, closing }));
  });
}

interface Standing {
  /** Logins that were handed over and are not proven gone, or were revoked, never handed over, and may be live still. */
  readonly live: readonly string[];
  /** The run whose export shows that logins in no work order are gone; empty where every login is in one. */
  readonly shown: Pick<Closed, 'run'>;
}

async function standingOf(stored: StoredRuns, state: ReviewState, config: Config): Promise<Standing> {
  const ordered = openRemovals(state).map(({ login }) => login);
  const keys = keysOf(config);
  const unordered = notHandedOver(state).filter(({ login }) => !keys.has(login));
  const left = unordered.map(({ login }) => login);
  if (left.length === 0) return { live: [...new Set(ordered)], shown: {} };
  const run = await newestBelievable(stored);
  if (run === null || (await isFromBefore(stored, run.record, state)))
    return { live: [...new Set([...ordered, ...left])], shown: {} };
  const [stated, { accounts }, again] = [await run.stated(), await run.population(), await renamedIn(run)];
  const { exportedAt } = stated.run;
  const shownOf = shownIn({ accounts, exportedAt });
  const live = unordered.flatMap(({ login, at }) =>
    !provesGone(shownOf(login, surelyAfter(at)), stated) || again.has(login) ? [login] : [],
  );
  return {
    live: [...new Set([...ordered, ...live])],
    shown: { run: run.record.id },
  };
}

/**
 * What the export of an earlier review does not show may be live in this one. The export under review is not from before
 * it, also where an earlier run compared the same file first.
 */
async function isFromBefore(stored: StoredRuns, shown: RunRecord, { run, runAsOf }: ReviewState): Promise<boolean> {
  if (!isBefore(shown.asOf, runAsOf)) return false;
  const reviewed = await stored.get(run, 'the review');
  return exportDigest(shown) !== exportDigest(reviewed.record);
}

/** Accounts that the export of a run lacks and may have under another login, with that login. */
async function renamedIn(run: StoredRun): Promise<ReadonlyMap<string, string>> {
  const { renamed = [] } = await run.population();
  return new Map(renamed.map(({ login, now }) => [login, now]));
}

/** An export that is in doubt, or older than one that was compared, does not show who is gone. */
async function newestBelievable(stored: StoredRuns): Promise<StoredRun | null> {
  const stated = [];
  for (const run of await stored.accepted()) {
    const {
      doubt,
      takenBy,
      run: { exportedAt, exportedAtDeclared: declared },
    } = await run.stated();
    stated.push({ run, sha256: exportDigest(run.record), exportedAt, takenBy, declared, doubt });
  }
  return believable(stated).at(-1)?.run ?? null;
}

async function withOtherLogins(stored: StoredRuns, live: readonly string[]): Promise<readonly string[]> {
  const newest = await newestBelievable(stored);
  const again = newest === null ? new Map<string, string>() : await renamedIn(newest);
  return live.map((login) => (again.has(login) ? `${login}, perhaps as ${again.get(login)} now` : login));
}

/** Whoever compared an export to prove the removals is told why it proved none. */
async function doubtOfNewest(stored: StoredRuns): Promise<string | null> {
  const newest = (await stored.accepted()).at(-1);
  if (newest === undefined) return null;
  const {
    doubt,
    absence,
    run: { exportedAt },
  } = await newest.stated();
  if ((await newestBelievable(stored))?.record.id === newest.record.id)
    return absence === null
      ? null
      : `the export of ${instantText(exportedAt)} does not prove that whom it lacks is gone: ${absence}`;
  return `the export of ${instantText(exportedAt)} proves no removal: ${doubt ?? 'one that was compared before is as young or younger, or is the same file'}`;
}

function notProven(period: string, live: readonly string[], doubt: string | null): Next<Result<never>> {
  const why = doubt === null ? '' : `; ${doubt}`;
  return notReady(
    period,
    `not proven gone: ${some(live, 5)}${why}`,
    'a later export that shows them suspended or absent',
  );
}

function notReady(period: string, found: string, expected: string): Next<Result<never>> {
  return done(refused({ what: 'review not ready to be closed', where: `review ${period}`, found, expected }));
}
