// Final reports for the tests of `verify`: a review of a whole run, lawful or as somebody would like it to have been.
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import { linesText } from '../../../core/review/lines/line.ts';
import { reviewLinesOf } from '../../../core/review/lines/lines-of.ts';
import type { LinesInput } from '../../../core/review/lines/lines-of.ts';
import type { Decided, Opened, ReviewEvent, Signed, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { signOffOf } from '../../../core/review/signatures/signature.ts';
import { nextStage } from '../../../core/review/signatures/refusals.ts';
import { statedBy } from '../../../core/review/signatures/statement.ts';
import { canonicalJson } from '../../../core/values/canonical-json.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { signedReport } from '../../../core/report/signed-report.ts';
import type { SignedFor } from '../../../core/report/signed-report.ts';
import { signersOf } from '../../../steps/review/standing/signers-of.ts';
import { ReviewContradiction } from '../../../core/review/events/event.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { SignOff } from '../../../core/names/sign-off.ts';
import { isSince } from '../../../core/versions.ts';
import { sha256 } from '../../support/bytes.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { at } from '../../support/time.ts';
import { aRun, issued, reviewFiles } from './issued-report.ts';
import type { Forgery, Run } from './issued-report.ts';

export const signer = await aSigner();
export const run = await aRun({ countShown: 4 });
export const when = at('2026-10-08T10:00:00Z');

export function digestOf(name: string, of: Run = run): string {
  return sha256(of.files.get(name) ?? '');
}

export function linesOf(
  { report, worked: { inputs, reconciled } }: Run,
  before: Partial<Pick<LinesInput, 'decisions' | 'delta'> & Pick<ReviewLines, 'since'>> = {},
): ReviewLines {
  const { judgements, findings, unheldKeys, next } = reconciled.assessment;
  const { since = null, ...known } = before;
  const told = {
    judgements,
    findings,
    unheldKeys,
    next,
    config: inputs.config,
    history: inputs.history,
    asOf: inputs.asOf,
  };
  return reviewLinesOf({ ...told, decisions: [], delta: null, ...known }, { run: report.run.id, since });
}

export function openedOn(of: Run, lines: ReviewLines = linesOf(of)): Opened {
  return {
    kind: 'opened',
    at: when,
    run: of.report.run.id,
    runAsOf: of.report.run.asOf,
    by: 'grc@acme.com',
    ...(isSince(of.report.tool, '0.7.0') ? { assurance: 'asserted' } : {}),
    accounts: 4,
    findingsSha256: digestOf('findings.json', of),
    linesSha256: sha256(linesText(lines)),
  };
}

/** The ghost is revoked and everything else kept, with every code seen, by somebody without an account. */
export function decidedBy(by: string, of: Run = run, over: Partial<Decided> = {}): Decided {
  const lines = linesOf(of).lines.map(({ login, codes }) => {
    const revoked = login === 'ghost@acme.com';
    const reason = revoked ? 'nobody knows it' : 'needed';
    return { login, decision: revoked ? 'revoke' : 'keep', until: null, reason, codesSeen: codes } as const;
  });
  return { kind: 'decided', at: when, by, assurance: 'asserted', lines, ...over };
}

export function signedBy(by: string, stage: SignOff['stage'], over: Partial<Signed> = {}): Signed {
  const digests = { evidenceSha256: digestOf('evidence/manifest.json'), decisionsSha256: '' };
  const signed = { kind: 'signed', stage, at: when, by, assurance: 'asserted', statement: '' } as const;
  return { ...signed, ...digests, rollForward: null, ...over };
}

/**
 * A stream in which each event is bound to the one before; a signature that says nothing else signs what is before it,
 * and states what the review yields.
 */
export function chained(
  events: readonly ReviewEvent[],
  of: Run = run,
  frozen: ReviewLines = linesOf(of),
): readonly StoredReviewEvent[] {
  const stream: StoredReviewEvent[] = [];
  for (const event of events) {
    const previous = stream.at(-1)?.sha256 ?? chainStart;
    const bound = event.kind === 'signed' ? stated(event, { stream, previous, of, frozen }) : event;
    stream.push(chainEvent(previous, stream.length + 1, bound));
  }
  return stream;
}

interface Stated {
  readonly stream: readonly StoredReviewEvent[];
  readonly previous: string;
  readonly of: Run;
  readonly frozen: ReviewLines;
}

function stated(event: Signed, { stream, previous, of, frozen }: Stated): Signed {
  const { inputs, reconciled } = of.worked;
  const { config, period, export: source } = inputs;
  const state = stateOf(stream);
  const by = canonicalLogin(event.by);
  const decisionsSha256 = event.decisionsSha256 === '' ? previous : event.decisionsSha256;
  if (event.statement !== '' || state === null || by === null || nextStage(state) === null)
    return { ...event, decisionsSha256 };
  const { plusAddressing } = config.policy;
  const people = { lines: frozen.lines, others: frozen.others, by, reviewers: config.reviewers, plusAddressing };
  const run = {
    exportedAtDeclared: true,
    exportedBy: null,
    countShown: 4,
    incomplete: [],
    controlCodes: [],
    otherVersion: null,
  };
  const facts = { ...people, period: period.id, state, undecided: [], lastPrivileged: null, run, actor: null };
  const rejectedRows = source.population.rejected.length;
  const forward = event.rollForward === undefined ? undefined : null;
  const statement = statedBy({ facts, frozen, config, run: reconciled.runId, rejectedRows, at: event.at, forward });
  return { ...event, decisionsSha256, statement };
}

export interface Final {
  /** What is printed as signed; by default every signature of the stream. */
  readonly signOffs?: (signOffs: readonly SignOff[]) => readonly SignOff[];
  readonly text?: (text: string) => string;
  /** The lines as attached; `null` attaches none. */
  readonly lines?: string | null;
  /** The lines until the review was moved onto this run, as attached. */
  readonly earlier?: string;
  readonly of?: Run;
}

async function signedFor(
  stream: readonly StoredReviewEvent[],
  frozen: ReviewLines,
  { worked }: Run,
): Promise<SignedFor | null> {
  const opening = stream.filter(({ event }) => event.kind === 'opened').length;
  const voided = stream.filter(({ event }) => event.kind === 'voided').length;
  const isReview = stream[0]?.event.kind === 'opened' && opening === voided + 1;
  const state = isReview ? stateOf(stream) : null;
  if (state === null) return null;
  const last = stream.at(-1)?.event;
  const forward = last?.kind === 'signed' && last.rollForward === null ? { forward: null } : {};
  return { state, frozen, signers: await signersOf({ state, frozen }, worked.inputs), ...forward };
}

/** Events that contradict one another make no review, and nothing of it is printed. */
function stateOf(stream: readonly StoredReviewEvent[]): ReviewState | null {
  try {
    return foldReview(stream);
  } catch (error) {
    if (error instanceof ReviewContradiction) return null;
    throw error;
  }
}

/** With these, signatures that were given before stand no more. */
const fellWith: ReadonlySet<ReviewEvent['kind']> = new Set(['signature-withdrawn', 'rebased', 'voided']);

export async function finalReport(
  stream: readonly StoredReviewEvent[],
  { signOffs, text, of = run, lines = linesText(linesOf(of)), earlier }: Final = {},
): Promise<Buffer> {
  const events = stream.map((event) => `${canonicalJson(event)}\n`).join('');
  const standing = stream.slice(stream.findLastIndex(({ event }) => fellWith.has(event.kind)) + 1);
  const printed = standing.flatMap(({ event }) => (event.kind === 'signed' ? [signOffOf(event)] : []));
  const files: Forgery['files'] = {
    'review.jsonl': () => text?.(events) ?? events,
    ...(lines === null ? {} : { 'review-lines.json': () => lines }),
    ...(earlier === undefined ? {} : { 'review-lines-before-1.json': () => earlier }),
  };
  const review = await signedFor(stream, linesOf(of), of);
  return issued(of, signer, {
    files,
    printed: (report) => ({
      ...(review === null ? report : signedReport(report, review)),
      files: report.files.filter(({ name }) => !reviewFiles.has(name)),
      signOffs: signOffs?.(printed) ?? printed,
    }),
  });
}
