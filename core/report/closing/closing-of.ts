// Builds the closing report: out of the signed report as it stands at the closing, and the exports that prove removals.
import { application } from '../../application/applications.ts';
import { nameKey } from '../../findings/collect/known-identity.ts';
import type { Finding } from '../../findings/finding.ts';
import { isLive } from '../../inputs/account.ts';
import { codes, severities } from '../../names/codes.ts';
import { decisionCounts } from '../../names/decisions.ts';
import { evidenceFiles } from '../../names/evidence-files.ts';
import type { ForwardedChanges } from '../../review/changes/roll-forward.ts';
import type { Assurance, Closed, Shown, StoredReviewEvent } from '../../review/events/event.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { provesGone } from '../../review/removals/proof.ts';
import type { ReviewLine, ReviewLines } from '../../review/lines/line.ts';
import { dayOf, hourInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import { dayText, instantText, momentText } from '../../values/time-text.ts';
import { canonicalLogin } from '../../values/login.ts';
import { plural } from '../../values/text.ts';
import { isSince } from '../../versions.ts';
import type { ClosedRemoval, ClosingReport, ProvingExport, RunningException, StillOpen } from './closing.ts';
import type { Report } from '../report.ts';
import type { DecidedRow, RemovalRow } from '../parts/review.ts';
import { signedReport } from '../signed-report.ts';
import { openFindings } from '../told/progress.ts';

export interface ClosingInput {
  /** The report of the run under review, as it was recorded: without signatures and decisions. */
  readonly report: Report;
  readonly state: ReviewState;
  readonly frozen: Pick<ReviewLines, 'lines'>;
  /** By run: every export that a removal is proven by. */
  readonly exports: ReadonlyMap<string, ProvingExport>;
  readonly closed: Omit<Closed, 'kind' | 'closingSha256'>;
  /** What changed since the last signature; absent where the event that closes does not say how far it reaches. */
  readonly since?: ForwardedChanges | null | undefined;
  readonly tool: Report['tool'];
}

/** Events and exports that do not bear the closing out: an account that was to go is not shown as gone. */
export class ClosingContradiction extends Error {
  override readonly name = 'ClosingContradiction';
}

/** Lines that no export shows: what became of a key, only the application's own settings say. */
function keysIn({ lines }: ClosingInput['frozen']): ReadonlySet<string> {
  return new Set(lines.flatMap(({ kind, login }: ReviewLine) => (kind === 'api-key' ? [login] : [])));
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
    open: [...openOf(signed, { input, removals, running: new Set(running.map(({ login }) => login)) })],
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
    const showing = proving.showingOf(canonical);
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

interface Settled {
  readonly input: ClosingInput;
  readonly removals: readonly ClosedRemoval[];
  /** Logins whose exception is in force. */
  readonly running: ReadonlySet<string>;
}

function* openOf(signed: Report, settled: Settled): Generator<StillOpen, void> {
  yield* openAbout(signed, settled);
  yield* keysToDelete(signed, settled.input);
  yield* endedExceptions(signed, settled);
  yield* removedAndKept(settled.input);
  yield* underAnotherLogin(signed, settled);
  const rejected = signed.rejected.length;
  if (rejected > 0)
    yield {
      kind: 'rejected rows',
      about: 'the export under review',
      what: `${plural(rejected, 'row')} that could not be read`,
      severity: null,
      why: 'whose accounts they are is not known, and nobody reviewed them',
    };
}

/** Findings of the run under review; what later runs found is a matter of the next review. */
function* openAbout(signed: Report, { removals }: Settled): Generator<StillOpen, void> {
  const proven = new Set(removals.map(({ login }) => login));
  const { review, decisions = [] } = signed;
  const gone = (row: RemovalRow): RemovalRow => (proven.has(row.login) ? { ...row, state: 'proven' } : row);
  const standing =
    review === undefined ? signed : { ...signed, review: { ...review, removals: review.removals.map(gone) } };
  const decisionOf = new Map<string, DecidedRow>(decisions.map((decision) => [decision.login, decision]));
  for (const { login, code, severity } of openFindings(standing)) {
    if (severity === 'info') continue;
    const decision = decisionOf.get(login ?? '');
    const what = `${code}: ${codes[code].title}`;
    const about = login ?? 'the control itself';
    yield { kind: 'finding', about, what, severity, why: whyOpen(login, decision) };
  }
}

function whyOpen(login: string | null, decision: DecidedRow | undefined): string {
  if (login === null) return 'no decision about an account settles it; it is to be mended before the next review';
  if (decision === undefined) return 'the account was not live, so it was no line of the review and nobody decided it';
  const { decision: word, by, reason } = decision;
  if (word === 'keep') return `access kept by ${by}${reason === '' ? '' : `: ${reason}`}`;
  return `decided as ${word} by ${by}: ${reason}`;
}

function* keysToDelete({ review }: Report, { frozen }: ClosingInput): Generator<StillOpen, void> {
  const keys = keysIn(frozen);
  for (const { login, decidedBy } of review?.removals ?? []) {
    if (!keys.has(login)) continue;
    const why = `revoked by ${decidedBy}; a key stands in no export, so none proves that it is gone: compare it with the keys that ${application.name} shows`;
    yield { kind: 'key', about: login, what: 'API key pair to be deleted', severity: null, why };
  }
}

/** Since this version a closing says how grave what an ended exception covered is, and by which codes. */
const weighedSince = '0.19.0';

/** What each covered stands again, also where an exception of an earlier review had settled it in the run. */
function* endedExceptions(
  { decisions = [], findings }: Report,
  { running, input: { tool } }: Settled,
): Generator<StillOpen, void> {
  const weighed = Map.groupBy(isSince(tool, weighedSince) ? findings.filter(isWeighed) : [], (one) => one.login);
  for (const { login, decision, until, by, codesSeen } of decisions) {
    if (decision !== 'except' || until === null || running.has(login)) continue;
    const covered = (weighed.get(login) ?? []).filter(({ code }) => codesSeen.includes(code));
    const severity = severities.find((one) => covered.some((finding) => finding.severity === one)) ?? null;
    const about = covered.length === 0 ? '' : ` for ${covered.map(({ code }) => code).join(', ')}`;
    const why = `it was given by ${by} until ${dayText(until)}${about}, and nobody decided anew in this review`;
    yield { kind: 'ended exception', about: login, what: 'exception ended', severity, why };
  }
}

function isWeighed({ state, severity }: Finding): boolean {
  return state !== 'closed' && severity !== 'info';
}

/** An order named it, and afterwards it was decided otherwise; whether it was carried out before that no event tells. */
function* removedAndKept({ state }: ClosingInput): Generator<StillOpen, void> {
  for (const { login, state: standing, order } of state.removals.values()) {
    const decision = state.decisions.get(login);
    if (standing !== 'closed' || decision === undefined || decision.decision === 'revoke') continue;
    const why = `an export shows it gone after work order ${order}, which named it before ${decision.by} decided to ${decision.decision} the access: it is to be given back`;
    yield { kind: 'removed and kept', about: login, what: 'removed, and to stay', severity: null, why };
  }
}

/**
 * An account whose login was changed is as absent as one that was deleted. In the same export it then stands under a login
 * that the review never saw, although it was made before; where the export tells no creation times, nothing shows it.
 */
function* underAnotherLogin(
  { population, export: { exportedAt: reviewedAt } }: Report,
  { input: { exports }, removals }: Settled,
): Generator<StillOpen, void> {
  const seen = new Set(population.map(({ login }) => login));
  const told = new Set<string>();
  for (const { run, exportedAt, accounts } of exports.values()) {
    const absent = removals.filter(({ proof }) => proof.run === run && proof.shown === 'absent');
    if (absent.length === 0) continue;
    for (const account of accounts) {
      const { login, name, row, createdAt } = account;
      const isOld = createdAt !== null && !isBefore(reviewedAt, latest(createdAt));
      if (!isOld || !isLive(account) || seen.has(login) || told.has(login)) continue;
      told.add(login);
      const namesakes = absent.filter(
        (one) => one.name !== null && name !== null && nameKey(one.name) === nameKey(name),
      );
      const perhaps = (namesakes.length > 0 ? namesakes : absent).map((one) => one.login);
      const why = `row ${row} of the export of ${instantText(exportedAt)}: created ${momentText(createdAt)}, before the export under review, which does not hold it; perhaps it is ${listed(perhaps)} under another login`;
      yield { kind: 'new login', about: login, what: 'live under a login that is new', severity: null, why };
    }
  }
}

/** The first three by name. */
function listed(logins: readonly string[]): string {
  const more = logins.length - 3;
  return more > 0 ? `${logins.slice(0, 3).join(', ')} or one of ${more} more` : logins.join(' or ');
}

/** The review as it stood when it was closed: everything before the event that closes it. */
export function beforeClosing(events: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  const end = events.findIndex(({ event }) => event.kind === 'closed');
  return end < 0 ? events : events.slice(0, end);
}
