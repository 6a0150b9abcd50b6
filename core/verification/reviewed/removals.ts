// Holds what a review says of orders and of what exports proved to the rules under which each is recorded.
import { isLive } from '../../inputs/account.ts';
import type { RemovalsObserved, Shown, WorkOrderIssued } from '../../review/events/event.ts';
import { foldReview } from '../../review/events/folded.ts';
import { nextOrderNumber } from '../../review/events/state.ts';
import { notHandedOver } from '../../review/removals/figures.ts';
import { surelyAfter } from '../../review/removals/made-anew.ts';
import { decidedAtOf, observations, provenRemovals, provesGone, shownIn } from '../../review/removals/proof.ts';
import type { ProvingExport } from '../../report/closing/closing.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import type { ComparedRun } from '../../review/changes/roll-forward.ts';
import type { ReviewState } from '../../review/events/state.ts';
import type { DecidedRun, EventPlace } from './decided-run.ts';

type Proven = Pick<ReturnType<typeof provenRemovals>[number], 'login' | 'proof' | 'decidedAt'>;

/** Each order has the next number, and names only accounts that are decided to go and that no order which stands names. */
export function workOrderBreak(order: WorkOrderIssued, { run, before, where }: EventPlace): Refusal | null {
  const { number, logins, left } = order;
  const state = foldReview(before);
  if (state === null) return null;
  const what = 'a work order that could not be issued';
  const next = nextOrderNumber(state);
  if (number !== next) return { what, where, found: `number ${number}`, expected: `number ${next}` };
  const open = new Set<string>(notHandedOver(state).map(({ login }) => login));
  const other = [...logins, ...left.map(({ login }) => login)].find((login) => !open.has(login));
  const found = other ?? (logins.length === 0 ? 'an order about nobody' : null);
  if (found !== null)
    return { what, where, found, expected: 'accounts that are decided to go, and that no order hands over yet' };
  const dead = run.asksMembers ? deadIn(order, run) : null;
  const expected = `accounts that are live in the run ${order.run}`;
  return dead === null ? null : { what, where, found: dead, expected };
}

/**
 * @returns the first login of an order that is not live in the export of the run from which its rows were taken; `null`
 *   also for a run of which nothing is attached
 */
function deadIn({ run, logins }: WorkOrderIssued, { id, live, ahead }: EventPlace['run']): string | null {
  const later = ahead?.ahead.get(run);
  const there = later === undefined ? live : liveIn(later);
  const isThere = (login: string): boolean => there.has(login);
  return run === id || later !== undefined ? (logins.find((login) => !isThere(login)) ?? null) : null;
}

/** What an export showed is recorded only if it was taken after the order, and only for logins of which it shows a change. */
export function observedBreak(event: RemovalsObserved, { run, before, where }: EventPlace): Refusal | null {
  const { exportedAt, lines } = event;
  const state = foldReview(before);
  if (state === null) return null;
  const other = run.asksMembers ? otherProof(event, { run, state }) : null;
  if (other !== null) return unproven(where, other);
  const shown = new Map(lines.map((line) => [line.login, line.shown]));
  // What the event does not name shows nothing that would have been recorded.
  const asTold = {
    shownOf: (login: CanonicalLogin) => shown.get(login) ?? 'live',
    renamed: new Set<string>(),
  } as const;
  const proving = { exportedAt, doubt: null, absence: null, ...asTold };
  const changed = new Set(observations(state, proving).map(({ login }) => login));
  const same = lines.find(({ login }) => !changed.has(login));
  return same === undefined ? null : unproven(where, `${same.login}, ${same.shown} in an export of ${exportedAt}`);
}

/**
 * Whoever signs relies on the removals that are called proven, and so does whoever reads it: each stands in an export that
 * is attached, wherever the event that says so stands. A closing is worked out from its own.
 */
export function provenBreak(
  state: Pick<ReviewState, 'removals' | 'decisions'>,
  { id, live, ahead, attachesProofs, ends }: Pick<DecidedRun, 'id' | 'live' | 'ahead' | 'attachesProofs' | 'ends'>,
): Refusal | null {
  if (!attachesProofs || ends !== 'signed') return null;
  const where = 'the removals of the review';
  const laterRuns = new Map([...(ahead?.ahead ?? [])].map(([later, told]) => [later, isShownBy(told)]));
  for (const removal of provenRemovals(state)) {
    const { login, proof } = removal;
    const { run, exportedAt, shown } = proof;
    if (run === id ? !live.has(login) : laterRuns.get(run)?.(removal, state.decisions) === true) continue;
    const found = `${login}, ${shown} in an export of ${exportedAt} of the run ${run}`;
    const what = 'a removal that no attached export proves';
    return { what, where, found, expected: 'an export that is attached, can be believed, and shows the account so' };
  }
  return null;
}

export interface Brought {
  readonly sha256: string;
  /** When it was taken at the latest. */
  readonly takenBy: Instant;
}

/**
 * The same bytes are as old as they were at first: a file that came in before proves nothing under a later time.
 *
 * @param known what the run under review compared, and what runs before it did
 */
export function broughtAgainBreak(
  proofs: readonly Pick<ProvingExport, 'run' | 'sha256' | 'exportedAt'>[],
  known: readonly Brought[],
): Refusal | null {
  const all = [...known, ...proofs.map(({ sha256, exportedAt }) => ({ sha256, takenBy: exportedAt }))];
  for (const { run, sha256, exportedAt } of proofs) {
    const before = all.find((one) => one.sha256 === sha256 && isBefore(one.takenBy, exportedAt));
    if (before === undefined) continue;
    return {
      what: 'an export that proves nothing',
      where: `run ${run}`,
      found: `the bytes of an export of ${before.takenBy}, as one of ${exportedAt}`,
      expected: 'an export that did not come in before',
    };
  }
  return null;
}

/**
 * Whom no order hands over is gone by an export that is not from before the run under review: what an earlier one does not
 * show may be live since.
 *
 * @param shown the export that the event of the closing names
 * @param under the run under review
 */
export function shownBeforeBreak(
  shown: Pick<ProvingExport, 'run' | 'asOf' | 'sha256'>,
  under: { readonly asOf: Instant; readonly sha256: string },
): Refusal | null {
  if (!isBefore(shown.asOf, under.asOf) || shown.sha256 === under.sha256) return null;
  return {
    what: 'an export that proves nothing',
    where: `run ${shown.run}`,
    found: `as of ${shown.asOf}, before the run under review`,
    expected: `an export that was compared on ${under.asOf} or later, or that of the run under review`,
  };
}

function isShownBy(later: ComparedRun): (proven: Proven, decisions: ReviewState['decisions']) => boolean {
  const shownOf = shownIn(later);
  return ({ login, proof, decidedAt }, decisions) =>
    later.doubt === null &&
    later.exportedAt === proof.exportedAt &&
    provesGone(proof.shown, later) &&
    shownOf(login, surelyAfter(decidedAtOf({ login, decidedAt }, decisions))) === proof.shown;
}

/**
 * Of a later run that is attached it is known what its export shows. The run under review proves no removal; it shows which
 * accounts are live again.
 */
function otherProof(
  { run, exportedAt, lines }: RemovalsObserved,
  { run: { id, ahead, live }, state }: { readonly run: EventPlace['run']; readonly state: ReviewState },
): string | null {
  if (run === id)
    return lines.every(({ login, shown }) => shown === 'live' && live.has(login))
      ? null
      : `the run under review, ${id}`;
  const later = ahead?.ahead.get(run);
  if (later === undefined) return null;
  if (later.exportedAt !== exportedAt || later.doubt !== null)
    return `an export of ${exportedAt} of the run ${run}, whose export is of ${later.exportedAt}${later.doubt === null ? '' : `, and proves nothing: ${later.doubt}`}`;
  const missing = lines.find(({ shown }) => shown !== 'live' && !provesGone(shown, later));
  if (missing !== undefined)
    return `${missing.login}, ${missing.shown} in the run ${run}, which proves nobody gone: ${later.absence}`;
  const [shownOf, liveLater] = [shownIn(later), liveIn(later)];
  const isShown = (login: CanonicalLogin, shown: Shown): boolean => {
    const removal = state.removals.get(login);
    // What is live may have been made since: versions before 0.21.0 did not tell the two apart.
    if (shown === 'live') return liveLater.has(login);
    return removal !== undefined && shownOf(login, surelyAfter(decidedAtOf(removal, state.decisions))) === shown;
  };
  const other = lines.find(({ login, shown }) => !isShown(login, shown));
  return other === undefined ? null : `${other.login}, ${other.shown} in the run ${run}, which does not show it so`;
}

function liveIn({ accounts }: Pick<ComparedRun, 'accounts'>): ReadonlySet<string> {
  return new Set(accounts.flatMap((account) => (isLive(account) ? [account.login] : [])));
}

function unproven(where: string, found: string): Refusal {
  return {
    what: 'a proof that could not be recorded',
    where,
    found,
    expected:
      'an export taken after the order and the proof before, that shows the account otherwise than it was known',
  };
}
