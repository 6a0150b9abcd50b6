// The report as it was signed: the run's own, with the signatures and every decision that they stand for.
import { decisionCounts } from '../names/decisions.ts';
import { actsOf, numbering } from '../review/decisions/acts.ts';
import { isReopenedSince } from '../review/events/removal.ts';
import type { EffectiveDecision, ReviewState } from '../review/events/state.ts';
import type { ReviewLine, ReviewLines } from '../review/lines/line.ts';
import { waysBackOf } from './ways-back.ts';
import { dueDayOf, timeToClose } from '../review/removals/proof.ts';
import { signOffOf } from '../review/signatures/signature.ts';
import { dayOf, latestOf } from '../values/instant.ts';
import type { Day, Instant } from '../values/instant.ts';
import type { ForwardedChanges } from '../review/changes/roll-forward.ts';
import type { Proofs } from './proofs/proofs.ts';
import type { SignerRow } from './proofs/signers.ts';
import { withOwn } from './proofs/timeliness.ts';
import { canonicalLogin } from '../values/login.ts';
import type { Report } from './report.ts';
import type { PopulationRow } from './parts/accounts.ts';
import type { CommentRow, DecidedRow, RemovalRow, ReviewerProgress } from './parts/review.ts';

export interface SignedFor {
  /** Folded from the events up to the last signature: what came later was not signed for. */
  readonly state: ReviewState;
  /** The lines that were put before the reviewers. */
  readonly frozen: Pick<ReviewLines, 'lines'>;
  /** Counts where the run has its proofs. */
  readonly signers?: readonly SignerRow[];
  /** What changed until the last signature; absent for one of a version that did not ask. */
  readonly forward?: ForwardedChanges | null;
  /** When this is said; by default at the last signature. */
  readonly now?: Instant;
  /** `false` where an exception counts whenever it ended: in closings, which list those by themselves, and before 0.18.0. */
  readonly endsExceptions?: boolean;
  /** `false` before 0.20.0: what an exception covered stood again on live accounts alone, and of an earlier review never. */
  readonly uncovers?: boolean;
}

/** Adds to the report of a run what was decided, removed and signed. What only the run says stays as it is. */
export function signedReport(
  report: Report,
  {
    state,
    frozen: { lines },
    signers = [],
    forward,
    now = state.signatures.at(-1)?.at ?? report.run.asOf,
    endsExceptions = true,
    uncovers = true,
  }: SignedFor,
): Report {
  const accountOf = new Map(report.population.map((account) => [account.login, account]));
  const lineOf = new Map<string, ReviewLine>(lines.map((line) => [line.login, line]));
  const decisions = [...state.decisions.values()];
  const day = dayOf(state.signatures.at(-1)?.at ?? report.run.asOf, report.timeZone);
  const acts = actsOf(decisions);
  const waysBack = waysBackOf(state);
  const known = {
    state,
    whyLeft: reasonsLeft(state),
    accountOf,
    lineOf,
    actOf: numbering(acts),
    day,
    endsExceptions,
    timeZone: report.timeZone,
  };
  const removals = decisions
    .filter(({ decision }) => decision === 'revoke')
    .map((decision) => removalRow(decision, known))
    .toSorted((a, b) => (a.login < b.login ? -1 : 1));
  return {
    ...report,
    ...(report.proofs === undefined ? {} : { proofs: proofsWith(report.proofs, { report, state, removals, now }) }),
    signOffs: state.signatures.map(signOffOf),
    decisions: decisions.map((decision) => decidedRow(decision, known)).toSorted(byDecision),
    review: {
      openedAt: state.openedAt,
      lines: lines.length,
      progress: progressOf(lines, state),
      acts,
      removals,
      ...(waysBack.length === 0 ? {} : { waysBack }),
      ...(report.proofs === undefined ? {} : { signers }),
      ...(forward === undefined ? {} : { forward }),
      ...(uncovers ? { uncovered: uncoveredIn(report, { state, day: dayOf(now, report.timeZone) }) } : {}),
      ...(state.comments.length === 0 ? {} : { comments: state.comments.map(commentRow) }),
    },
  };
}

/**
 * What an earlier review excepted is uncovered when that ended, or when this review decided about it anew; what this one
 * excepted, when that ended.
 */
function uncoveredIn(
  { findings, exceptedBefore }: Report,
  { state, day }: { readonly state: ReviewState; readonly day: Day },
): ReadonlySet<string> {
  const decisionOf = new Map<string, EffectiveDecision>(state.decisions);
  const untilBefore = new Map(exceptedBefore.map(({ login, until }) => [login, until]));
  const isOver = (until: Day | null | undefined): boolean => until !== null && until !== undefined && until < day;
  return new Set(
    findings.flatMap(({ id, login, state: found }) => {
      const decision = decisionOf.get(login ?? '');
      const isUncovered =
        decision === undefined
          ? found === 'excepted' && isOver(untilBefore.get(login ?? ''))
          : found === 'excepted' || isOver(decision.until);
      return isUncovered ? [id] : [];
    }),
  );
}

/** Of this period, the run knew what was done before it; the events know the rest, up to the last signature. */
function proofsWith(proofs: Proofs, { report, state, removals, now }: Signing): Proofs {
  const { period, timeZone, export: source } = report;
  const toRemove = removals.filter(
    (one) => one.state !== 'no-order-needed' && (one.state !== 'not-ordered' || one.why === null),
  );
  const ordered = toRemove.filter((one) => one.order !== null && one.state !== 'withdrawn');
  const proven = ordered.filter((one) => one.state === 'proven');
  const own = {
    review: period.id,
    exportedAt: source.exportedAt,
    signed: state.signatures.map(({ stage, by, at }) => ({ stage, by, at })),
    toRemove: toRemove.length,
    ordered: ordered.length,
    orderedAt: latestOf(ordered.flatMap(({ order }) => order?.at ?? [])),
    proven: proven.length,
    provenAt: latestOf(proven.flatMap(({ proof }) => proof?.exportedAt ?? [])),
    notPerformed: null,
  };
  const toldBy = state.toldBy ?? state.signatures.at(-1)?.toldBy;
  const outside = toldBy === undefined ? proofs.outside : { ...proofs.outside, toldBy };
  return { ...proofs, outside, timeliness: withOwn(proofs.timeliness, own, { period, timeZone, now }) };
}

interface Signing {
  readonly report: Report;
  readonly state: ReviewState;
  readonly removals: readonly RemovalRow[];
  readonly now: Instant;
}

function commentRow({ at, by, assurance, login, text, files }: ReviewState['comments'][number]): CommentRow {
  return { at, by, assurance, login, text, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) };
}

interface Known {
  readonly state: ReviewState;
  readonly whyLeft: ReadonlyMap<string, string>;
  readonly accountOf: ReadonlyMap<string, PopulationRow>;
  readonly lineOf: ReadonlyMap<string, ReviewLine>;
  readonly actOf: (decision: EffectiveDecision) => number;
  /** Of the last signature. */
  readonly day: Day;
  readonly endsExceptions: boolean;
  readonly timeZone: string;
}

function decidedRow(decision: EffectiveDecision, known: Known): DecidedRow {
  const { state, accountOf, lineOf, actOf, day, endsExceptions } = known;
  const { login, until } = decision;
  const removal = state.removals.get(login);
  const [account, line] = [accountOf.get(login), lineOf.get(login)];
  return {
    login,
    name: account?.name ?? line?.name ?? null,
    role: account?.role ?? null,
    team: account?.team ?? null,
    manager: account?.manager ?? null,
    reviewer: line?.reviewer ?? null,
    decision: decision.decision,
    until,
    ...(endsExceptions && until !== null && until < day ? { ended: true } : {}),
    ...(removal?.state === 'closed' && decision.decision !== 'revoke' ? { removed: removal.order } : {}),
    by: decision.by,
    at: decision.at,
    inBulk: decision.filter !== null,
    act: actOf(decision),
    reason: decision.reason,
    codesSeen: decision.codesSeen,
  };
}

const order: readonly DecidedRow['decision'][] = ['revoke', 'except', 'keep'];

function byDecision(a: DecidedRow, b: DecidedRow): number {
  return order.indexOf(a.decision) - order.indexOf(b.decision) || (a.login < b.login ? -1 : 1);
}

/** Why the last work order that left an account out did so. */
function reasonsLeft({ workOrders }: ReviewState): ReadonlyMap<string, string> {
  return new Map(workOrders.flatMap(({ left }) => left.toReversed().map(({ login, why }) => [login, why] as const)));
}

function removalRow({ login, by, at }: EffectiveDecision, known: Known): RemovalRow {
  const { state, whyLeft, accountOf, lineOf, day, timeZone } = known;
  const [account, removal] = [accountOf.get(login), state.removals.get(login)];
  const row = { login, name: account?.name ?? lineOf.get(login)?.name ?? null, role: account?.role ?? null };
  const reason = whyLeft.get(login) ?? null;
  const decided = { decidedBy: by, decidedAt: at };
  if (removal === undefined) {
    // A line is a live account or an API key; what is none was suspended or gone when it was decided.
    const isLine = lineOf.has(login);
    const nothing = { order: null, proof: null, hours: null };
    return { ...row, ...decided, ...nothing, state: isLine ? 'not-ordered' : 'no-order-needed', why: reason };
  }
  const dueDay = dueDayOf(removal, timeZone);
  return {
    ...row,
    ...decided,
    order: { number: removal.order, at: removal.orderedAt, dueDay },
    proof: removal.proof,
    hours: timeToClose(removal)?.hours ?? null,
    state: removalState(removal.state, { isLate: dueDay < day, isReopened: isReopenedSince(removal) }),
    why: reason,
  };
}

function removalState(
  state: 'open' | 'closed' | 'reopened' | 'withdrawn',
  { isLate, isReopened }: { readonly isLate: boolean; readonly isReopened: boolean },
): RemovalRow['state'] {
  if (state === 'closed') return 'proven';
  if (state === 'withdrawn') return 'withdrawn';
  if (isReopened) return 'live-again';
  return isLate ? 'overdue' : 'ordered';
}

/** By reviewer, those with the most lines first. */
function progressOf(lines: readonly ReviewLine[], { decisions }: ReviewState): readonly ReviewerProgress[] {
  const groups = [...Map.groupBy(lines, ({ reviewer }) => reviewer)].map(([reviewer, own]): ReviewerProgress => {
    const decided = own.flatMap(({ login }) => decisions.get(login) ?? []);
    return {
      reviewer,
      lines: own.length,
      ...decisionCounts(decided),
      byOthers: decided.filter(({ by }) => canonicalLogin(by) !== reviewer).length,
    };
  });
  return groups.toSorted((a, b) => b.lines - a.lines || ((a.reviewer ?? '') < (b.reviewer ?? '') ? -1 : 1));
}
