// Builds the closing report: out of the signed report as it stands at the closing, and the exports that prove removals.
import { decisionCounts } from '../../names/decisions.ts';
import { evidenceFiles } from '../../names/evidence-files.ts';
import type { Assurance, Shown, StoredReviewEvent } from '../../review/events/event.ts';
import { surelyAfter } from '../../review/removals/made-anew.ts';
import { provesGone } from '../../review/removals/proof.ts';
import { dayOf, hourInMs, isBefore, msOf } from '../../values/instant.ts';
import { canonicalLogin } from '../../values/login.ts';
import { isSince } from '../../versions.ts';
import type { ClosedRemoval, ClosingInput, ClosingReport, ProvingExport, RunningException } from './closing.ts';
import type { Report } from '../report.ts';
import type { DecidedRow, RemovalRow } from '../parts/review.ts';
import { signedReport } from '../signed-report.ts';
import { keysIn, stillOpen } from './still-open.ts';

/** Events and exports that do not bear the closing out: an account that was to go is not shown as gone. */
export class ClosingContradiction extends Error {
  override readonly name = 'ClosingContradiction';
}

function sureOf({ assurance }: { readonly assurance?: Assurance | undefined }): { readonly assurance?: Assurance } {
  return assurance === undefined ? {} : { assurance };
}

/** Since this version a closing asks whether an exception of an earlier review still covers what the run found. */
const uncoveredSince = '0.20.0';

/** Since this version a closing takes no time of an account that was suspended or gone when it was decided. */
const untimedSince = '0.20.0';

/** @throws ClosingContradiction when the exports do not show what the events say, or not that everybody is gone */
export function closingOf(input: ClosingInput): ClosingReport {
  const { state, frozen, closed, exports, tool, since } = input;
  const uncovers = isSince(tool, uncoveredSince);
  const signed = signedReport(input.report, { state, frozen, now: closed.at, endsExceptions: false, uncovers });
  const { organisation, period, timeZone, paper, controlOwner, run, signOffs, decisions = [] } = signed;
  const day = dayOf(closed.at, timeZone);
  const removals = removalsOf(signed, input);
  const running = decisions.filter(({ decision, until }) => decision === 'except' && until !== null && day <= until);
  return {
    schema: 1,
    organisation,
    period,
    timeZone,
    paper,
    controlOwner,
    tool,
    signer: null,
    run: { id: run.id, asOf: run.asOf, manifestSha256: manifestDigest(signed) },
    openedAt: state.openedAt,
    signOffs,
    closed: { at: closed.at, by: closed.by, ...sureOf(closed), day },
    events: { count: state.sequence, head: state.head },
    decisions: decisionCounts(decisions),
    removals,
    orders: state.workOrders.map(({ number, at, by, assurance, logins }) => ({
      number,
      at,
      by,
      ...sureOf({ assurance }),
      accounts: logins.length,
      withdrawn: state.withdrawn.has(number),
    })),
    exceptions: running.flatMap(exceptionOf),
    open: [...stillOpen(signed, { input, removals, running: new Set(running.map(({ login }) => login)) })],
    exports: [...exports.values()]
      .map(({ absence: _absence, showingOf: _showingOf, accounts: _accounts, ...shown }) => shown)
      .toSorted((a, b) => (isBefore(a.exportedAt, b.exportedAt) ? -1 : 1)),
    newest: closed.run ?? null,
    ...(closed.toldBy === undefined ? {} : { toldBy: closed.toldBy }),
    ...(since === undefined ? {} : { since, ...timelinessOf(signed), comments: signed.review?.comments ?? [] }),
  };
}

function timelinessOf({ proofs }: Report): Pick<ClosingReport, 'timeliness'> {
  return proofs === undefined ? {} : { timeliness: proofs.timeliness };
}

function manifestDigest({ files, run }: Report): string {
  const manifest = files.find(({ name }) => name === evidenceFiles.manifest.name);
  if (manifest === undefined) throw new Error(`the report of the run ${run.id} names no manifest`);
  return manifest.sha256;
}

function exceptionOf({ login, name, role, until, by, at, reason, codesSeen }: DecidedRow): readonly RunningException[] {
  return until === null ? [] : [{ login, name, role, until, by, at, reason, codesSeen }];
}

function removalsOf(signed: Report, { state, frozen, exports, closed, tool }: ClosingInput): readonly ClosedRemoval[] {
  const keys = keysIn(frozen);
  const rows = (signed.review?.removals ?? []).filter(({ login }) => !keys.has(login));
  return rows.map((row) => {
    const { login, name, role, decidedBy, decidedAt } = row;
    const isOrdered = row.state === 'proven' && row.proof !== null && row.order !== null;
    const proving = exports.get((isOrdered ? row.proof?.run : closed.run) ?? '');
    const canonical = canonicalLogin(login);
    if (proving === undefined || canonical === null)
      throw new ClosingContradiction(`no export shows what became of ${login}`);
    const showing = proving.showingOf(canonical, surelyAfter(decidedAt));
    const { run, exportedAt } = proving;
    const order = isOrdered ? row.order : null;
    const contradiction = contradictionIn(row, { proving, shown: showing.shown, isOrdered });
    if (contradiction !== null) throw new ClosingContradiction(contradiction);
    const hours = Math.round((msOf(exportedAt) - msOf(decidedAt)) / hourInMs);
    const wasGone = row.state === 'no-order-needed' && isSince(tool, untimedSince);
    return {
      login,
      name,
      role,
      decidedBy,
      decidedAt,
      reason: state.decisions.get(canonical)?.reason ?? '',
      order,
      proof: { run, exportedAt, ...showing },
      hours: wasGone || isBefore(exportedAt, decidedAt) ? null : hours,
      late: order !== null && order.dueDay < dayOf(exportedAt, signed.timeZone),
    };
  });
}

interface Proving {
  readonly proving: ProvingExport;
  readonly shown: Shown;
  /** Proven by an order, as an event says; otherwise gone by the export that closes. */
  readonly isOrdered: boolean;
}

/** What keeps an export from proving that an account is gone; `null` where it proves it. */
function contradictionIn({ login, proof, order }: RemovalRow, { proving, shown, isOrdered }: Proving): string | null {
  const { run, exportedAt, absence } = proving;
  if (shown === 'live') return `${login} is live in the export of the run ${run}`;
  if (!provesGone(shown, proving))
    return `${login} is not in the export of the run ${run}, which proves nobody gone: ${absence}`;
  if (!isOrdered) return null;
  if (proof?.exportedAt !== exportedAt || proof.shown !== shown)
    return `the export of the run ${run} shows ${login} otherwise than the event that says so`;
  if (order !== null && !isBefore(order.at, exportedAt))
    return `the export of the run ${run} is older than the order to suspend ${login}`;
  return null;
}

/** The review as it stood when it was closed: everything before the event that closes it. */
export function beforeClosing(events: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  const end = events.findIndex(({ event }) => event.kind === 'closed');
  return end < 0 ? events : events.slice(0, end);
}
