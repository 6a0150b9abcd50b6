// Answers about periods: which there are, one at a glance, and what was recorded since somebody looked.
import { policyDigest } from '../../../core/config/approval.ts';
import { parsePeriod, todayOf } from '../../../core/config/calendar.ts';
import { severities } from '../../../core/names/codes.ts';
import { isSettled } from '../../../core/findings/finding.ts';
import { phaseOf, unopenedAs } from '../../../core/review/decisions/standing.ts';
import type { Phase, Unopened } from '../../../core/review/decisions/standing.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import { handedOver, removalFigures } from '../../../core/review/removals/figures.ts';
import { dueDayOf } from '../../../core/review/removals/proof.ts';
import { carriedBy } from '../../../core/review/signatures/carried-by.ts';
import { signOffOf } from '../../../core/review/signatures/signature.ts';
import { nextStage } from '../../../core/review/signatures/refusals.ts';
import { turnsOf } from '../../../core/review/signatures/turns.ts';
import { dayInMs, daysBetween, msOf } from '../../../core/values/instant.ts';
import { ok } from '../../../core/values/result.ts';
import { countsOf } from '../../../steps/review/review-status.ts';
import { cannotDecide } from '../../../steps/review/turns/cannot-decide.ts';
import { nextSignature } from '../../../steps/review/turns/next-signature.ts';
import { laterRunOf } from '../../../steps/review/standing/codes-now.ts';
import type { OpenState } from '../../../steps/review/standing/open-state.ts';
import { nextOrderOf } from '../../../steps/show/next-order.ts';
import { storedRuns } from '../../../steps/run/stored-runs.ts';
import { byOf, eventText, loginsIn } from '../../../steps/show/events.ts';
import { findingsOf } from '../../../steps/show/findings.ts';
import { lineIndex } from '../../../steps/show/lines.ts';
import { lookAt } from '../../../steps/show/look.ts';
import type { Handlers } from '../call.ts';
import type { Ports } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { Caller } from '../session.ts';

interface Standing {
  readonly state: Phase | Unopened;
  readonly review: OpenState | null;
}

async function standingOf(ports: Ports, period: string): Promise<Standing> {
  const review = await lookAt(ports, period);
  if (review.kind === 'ok')
    return { state: phaseOf(review.value.state, review.value.undecided.length), review: review.value };
  return { state: unopenedAs(await ports.reviews.load(period)), review: null };
}

/** Periods with a run or a review, the latest first. */
export async function periodsOf(ports: Ports, { periods }: Pick<Caller, 'periods'>): Promise<readonly string[]> {
  const runs = (await ports.runs.list()).filter(({ accepted }) => accepted).map(({ period }) => period);
  const all = [...new Set([...runs, ...(await ports.reviews.list())])].toSorted().toReversed();
  return all.filter((period) => periods === null || periods.includes(period));
}

export const periodHandlers: Handlers<'periods' | 'overview' | 'changes' | 'live'> = {
  async periods({ caller, ports }) {
    const { calendar } = await ports.config();
    const runs = (await ports.runs.list()).filter(({ accepted }) => accepted);
    const shown = [];
    for (const period of await periodsOf(ports, caller)) {
      const { state, review } = await standingOf(ports, period);
      const due = parsePeriod(period, review?.config.calendar ?? calendar);
      if (due.kind === 'refused') continue;
      shown.push({
        period,
        state,
        dueDay: due.value.dueDay,
        run: review?.state.run ?? runs.findLast((run) => run.period === period)?.id ?? null,
        accounts: review?.state.accounts ?? null,
        signedAt: state === 'signed' || state === 'closed' ? (review?.state.signatures.at(-1)?.at ?? null) : null,
      });
    }
    return ok({ periods: shown });
  },

  async overview({ params: { period }, caller, ports }) {
    const known = await periodsOf(ports, caller);
    const { state, review } = await standingOf(ports, period);
    const config = review?.config ?? (await ports.config());
    const due = parsePeriod(period, config.calendar);
    if (due.kind === 'refused') return due;
    if (!known.includes(period))
      throw refuse(404, {
        what: 'no such period',
        where: 'period',
        found: period,
        expected: known.join(', ') || 'a run',
      });
    const stored = storedRuns(ports);
    const run = review?.run ?? (await stored.accepted()).findLast(({ record }) => record.period === period) ?? null;
    const findings = run === null ? [] : (await findingsOf(run)).filter((one) => !isSettled(one));
    const told = run === null ? null : (await run.stated()).run;
    return ok({
      period,
      state,
      dueDay: due.value.dueDay,
      daysLeft: daysBetween(todayOf(ports.clock.now(), config), due.value.dueDay),
      run:
        run === null || told === null
          ? null
          : { id: run.record.id, asOf: run.record.asOf, exportedAt: told.exportedAt, countShown: told.countShown },
      review: review === null ? null : await glance(ports, review, caller),
      findings: severities.map((severity) => ({
        severity,
        open: findings.filter((one) => one.severity === severity).length,
      })),
      trend: await trendOf(
        ports,
        known.filter((one) => one < period),
      ),
      news: newsOf(await ports.reviews.load(period), msOf(ports.clock.now()) - dayInMs),
    });
  },

  async changes({ params: { period }, query, ports }) {
    const events = await ports.reviews.load(period);
    const after = Number(query.after);
    return ok({
      sequence: events.length,
      events: events.slice(after, after + 200).map(({ sequence, event }) => ({
        sequence,
        kind: event.kind,
        at: event.at,
        by: byOf(event),
        says: eventText(event),
        logins: loginsIn(event),
      })),
    });
  },

  async live({ params: { period } }) {
    return ok({ period });
  },
};

async function glance(ports: Ports, review: OpenState, caller: Caller) {
  const { state, frozen, undecided, config, run, period } = review;
  const { reviewers } = lineIndex(review);
  const today = todayOf(ports.clock.now(), config);
  const removals = removalFigures(state, frozen.lines);
  const going = handedOver(state);
  const next = await nextOrderOf(ports, state);
  const { blocks, cannotSign } = await nextSignature(review, next);
  const isOverdue = [...state.removals.values()].filter(
    (one) => going.has(one.login) && dueDayOf(one, config.calendar.timeZone) < today,
  );
  const later = await laterRunOf(storedRuns(ports), { period, runAsOf: state.runAsOf });
  return {
    openedAt: state.openedAt,
    openedBy: state.openedBy,
    sequence: state.sequence,
    lines: countsOf(review),
    mine: {
      assigned: reviewers.filter((reviewer) => reviewer === caller.login).length,
      undecided: undecided.filter(({ reviewer }) => reviewer === caller.login).length,
    },
    rejectedRows: (await run.stated()).rejectedRows,
    turns: turnsOf({
      state,
      undecided,
      reviewers: config.reviewers,
      signature: { isBlocked: blocks.length > 0, cannotSign },
    }),
    cannotDecide: await cannotDecide(review),
    blocks,
    signatures: state.signatures.map(signOffOf).map(({ digest: _digest, ...signature }) => signature),
    nextStage: nextStage(state),
    approval: approvalOf(review),
    removals: { open: removals.open, proven: removals.proven, overdue: isOverdue.length },
    toHandOver: next.accounts.length,
    closed: state.closed === null ? null : { at: state.closed.at, by: state.closed.by },
    carriedBy: carriedBy(state),
    laterRun: later?.record.id ?? null,
  };
}

/** A review that moved onto a run of another configuration keeps the event, and that configuration is approved by nobody. */
function approvalOf({ state: { approval }, config }: OpenState) {
  if (approval === null || approval.sha256 !== policyDigest(config)) return null;
  const { by, at, sha256 } = approval;
  return { by, at, sha256 };
}

async function trendOf(ports: Ports, periods: readonly string[]) {
  const trend = [];
  for (const period of periods.slice(0, 8).toReversed()) {
    const { review } = await standingOf(ports, period);
    if (review === null) continue;
    const { state, run } = review;
    const open = (await findingsOf(run)).filter((one) => !isSettled(one)).length;
    const revoked = [...state.decisions.values()].filter(({ decision }) => decision === 'revoke').length;
    trend.push({ period, accounts: state.accounts, revoked, openFindings: open });
  }
  return trend;
}

function newsOf(events: readonly StoredReviewEvent[], sinceMs: number) {
  return events
    .filter(({ event }) => msOf(event.at) >= sinceMs && event.kind !== 'mailed')
    .slice(-20)
    .toReversed()
    .map(({ sequence, event }) => ({ sequence, at: event.at, by: byOf(event), says: eventText(event) }));
}
