// What no removal and no exception in force settles when a review is closed, each with why.
import { application } from '../../application/applications.ts';
import { nameKey } from '../../findings/collect/known-identity.ts';
import type { Finding } from '../../findings/finding.ts';
import { isLive } from '../../inputs/account.ts';
import { codes, severities } from '../../names/codes.ts';
import type { Shown } from '../../review/events/event.ts';
import type { ReviewLine } from '../../review/lines/line.ts';
import { isBefore, latest } from '../../values/instant.ts';
import { dayText, instantText, momentText } from '../../values/time-text.ts';
import { plural } from '../../values/text.ts';
import { isSince } from '../../versions.ts';
import type { ClosedRemoval, ClosingInput, StillOpen } from './closing.ts';
import type { Report } from '../report.ts';
import type { DecidedRow, RemovalRow } from '../parts/review.ts';
import { openFindings } from '../told/progress.ts';

/** Lines that no export shows: what became of a key, only the application's own settings say. */
export function keysIn({ lines }: ClosingInput['frozen']): ReadonlySet<string> {
  return new Set(lines.flatMap(({ kind, login }: ReviewLine) => (kind === 'api-key' ? [login] : [])));
}

export interface Settled {
  readonly input: ClosingInput;
  readonly removals: readonly ClosedRemoval[];
  /** Logins whose exception is in force. */
  readonly running: ReadonlySet<string>;
}

/** By kind, each in the order in which the report tells it. */
export function* stillOpen(signed: Report, settled: Settled): Generator<StillOpen, void> {
  yield* openAbout(signed, settled);
  yield* keysToDelete(signed, settled.input);
  yield* endedExceptions(signed, settled);
  yield* removedAndKept(settled.input);
  yield* underAnotherLogin(signed, settled);
  yield* madeAnew(settled);
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
    const absent = removals.filter(({ proof }) => proof.run === run && goneShown.has(proof.shown));
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

/** The row is not there, or it is that of another account. */
const goneShown: ReadonlySet<Shown> = new Set(['absent', 'made anew']);

/** The account of the decision is gone; the one that is there now is a line of the next review. */
function* madeAnew({ removals }: Settled): Generator<StillOpen, void> {
  for (const { login, decidedAt, proof } of removals) {
    if (proof.shown !== 'made anew') continue;
    const row = proof.row === null ? 'a row' : `row ${proof.row}`;
    const why = `${row} of the export of ${instantText(proof.exportedAt)}: made after it was decided, on ${instantText(decidedAt)}, to revoke the account that had this login; nobody decided about it, and the next review asks`;
    yield { kind: 'made anew', about: login, what: 'live account made anew under the same login', severity: null, why };
  }
}

/** The first three by name. */
function listed(logins: readonly string[]): string {
  const more = logins.length - 3;
  return more > 0 ? `${logins.slice(0, 3).join(', ')} or one of ${more} more` : logins.join(' or ');
}
