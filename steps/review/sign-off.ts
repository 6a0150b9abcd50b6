// Signs a stage of a review: checks that it may be signed, works out the report, appends the signature, and issues it.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { SignOff } from '../../core/names/sign-off.ts';
import { sha256Of } from '../../core/values/digest.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { withEvent } from '../../core/review/events/chain.ts';
import type { Assurance, Signed } from '../../core/review/events/event.ts';
import { nextStage, signOffRefusals } from '../../core/review/signatures/refusals.ts';
import { reviewFigures, statedBy } from '../../core/review/signatures/statement.ts';
import type { ReviewFigures } from '../../core/review/signatures/statement.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Clock } from '../../core/ports/world.ts';
import { rolledForward } from '../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { forwarded } from './standing/run-ahead.ts';
import type { SignOffFacts } from '../../core/review/signatures/refusals.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { draftReport, layDraft, proveReport, reportKey } from './issue-report.ts';
import type { DraftedReport, Drafting, IssueDependencies, ProveDependencies } from './issue-report.ts';
import { issuePromised } from './issue-promised.ts';
import { knownSigners } from '../read/people/known-signers.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import type { ReviewDependencies } from './open-review.ts';
import { goneSince } from './standing/actor.ts';
import { openState, signedRunOf } from './standing/open-state.ts';
import type { OpenState, OpenStateDependencies } from './standing/open-state.ts';
import { toldMeanwhile } from './standing/told-meanwhile.ts';
import { add, changeReview, done } from '../change-review.ts';
import { nextOrder } from '../remove/next-order.ts';
import { newestCompared, storedRuns } from '../run/stored-runs.ts';
import type { StoredRuns } from '../run/stored-runs.ts';

export type SignOffDependencies = ReviewDependencies & IssueDependencies;

export interface SignOffRequest {
  readonly period: string;
  readonly by: string;
  readonly assurance: Assurance;
  /** The stage that the person was shown and means; `null` where nobody says it, for the one whose turn it is. */
  readonly stage?: SignOff['stage'] | null;
  /** SHA-256 of the statement that the person has read; absent where nobody says it, as on the command line. */
  readonly statementSha256?: string | undefined;
}

export interface SignedOff {
  readonly signed: Signed;
  /** Key of the report that was issued: final when every stage has signed, a draft before. */
  readonly reportKey: string;
}

/**
 * The stages sign in their order, each by another person; whoever signs, signs for all decisions before. The whole
 * report is drawn and sealed first: a signature behind which no report can be drawn is never appended.
 *
 * @throws EvidenceChanged when evidence that the report rests on is not what was recorded; nothing is signed then
 */
export async function signOff(dependencies: SignOffDependencies, request: SignOffRequest): Promise<Result<SignedOff>> {
  let draft: DraftedReport | null = null;
  const before = async (): Promise<unknown> =>
    issuePromised({ ...dependencies, issuing: async () => dependencies }, request.period);
  return signed(dependencies, request, {
    before,
    prepare: async (drafting) => {
      draft = await draftReport(dependencies, drafting);
    },
    after: async () => (draft === null ? null : layDraft(dependencies.objects, draft)),
  });
}

/**
 * As `signOff`, for whoever may record a signature and may not seal: everything is proven first but the pages, and whoever
 * may seal issues the report by `issuePromised`.
 *
 * @returns the key that the report will have
 * @throws EvidenceChanged as `signOff` does; nothing is recorded then
 */
export async function recordSignature(
  dependencies: ReviewDependencies & ProveDependencies,
  request: SignOffRequest,
): Promise<Result<SignedOff>> {
  let key: string | null = null;
  return signed(dependencies, request, {
    before: async () => undefined,
    prepare: async (drafting) => {
      key = reportKey(request.period, (await proveReport(dependencies, drafting)).state);
    },
    after: async () => key,
  });
}

interface Issuing {
  /** What earlier events promise. */
  readonly before: () => Promise<unknown>;
  /** Throws where no report could be issued for the signature. */
  readonly prepare: (drafting: Drafting) => Promise<void>;
  /** Once the signature is recorded. @returns the key of its report; `null` when nothing was prepared */
  readonly after: () => Promise<string | null>;
}

async function signed(
  dependencies: ReviewDependencies,
  { period, by, assurance, stage: said = null, statementSha256: read }: SignOffRequest,
  { before, prepare, after }: Issuing,
): Promise<Result<SignedOff>> {
  const named = typedAddress(by, `sign-off of ${period}`);
  if (named.kind === 'refused') return named;
  const person = named.value;
  const stored = storedRuns(dependencies);
  await before();
  await observeRemovals(dependencies, period);
  let meant: SignOff['stage'] | null = null;
  return changeReview<Result<SignedOff>>(dependencies.reviews, period, async ({ events, mine }) => {
    const mySignature = mine.find((event) => event.kind === 'signed');
    const key = mySignature === undefined ? null : await after();
    if (mySignature !== undefined && key !== null) return done(ok({ signed: mySignature, reportKey: key }));
    // One instant for what is asked and what is recorded: at midnight delegations and exceptions end.
    const at = recordedAt(dependencies.clock.now(), events);
    const review = await openState({ ...dependencies, clock: { now: () => at } }, period, { stored, events });
    if (review.kind === 'refused') return done(review);
    const stage = nextStage(review.value.state);
    // Whoever meant to sign second must not find themselves first, because the first signature fell at this moment.
    if (meant === 'control-owner' && stage === 'reviewer') return done(refused(fellMeanwhile(period)));
    meant ??= stage;
    if (said !== null && stage !== null && said !== stage) return done(refused(anotherStage(period, { said, stage })));
    const { facts, rejectedRows } = await factsOf(review.value, person, stored);
    const refusals = await refusalsOf(review.value, facts);
    if (refusals.length > 0) return done(refusedAll(refusals));
    const forward = await forwarded(dependencies, review.value);
    const told = await toldMeanwhile(dependencies, { period, run: review.value.run, stored, until: at });
    const proposed = signatureOf({ review: review.value, facts, rejectedRows, assurance, at, forward });
    // No event need tell of it: the day has turned, a later run tells more, or what it proves was just recorded.
    if (read !== undefined && read !== sha256Of(proposed.statement))
      return done(refused(statedAnew(period, { read, statement: proposed.statement })));
    const signature = told === null ? proposed : { ...proposed, toldBy: told };
    await prepare({ period, stream: withEvent(events, signature), stored });
    return add(signature);
  });
}

/** What somebody would sign now. */
export interface SignaturePreview {
  /** `null` when every stage has signed. */
  readonly stage: SignOff['stage'] | null;
  readonly statement: string | null;
  readonly figures: ReviewFigures | null;
  /** What stands against it; empty when it may be signed. */
  readonly refusals: readonly Refusal[];
  readonly state: ReviewState;
}

/** Records nothing. @param by who would sign */
export async function previewSignature(
  dependencies: OpenStateDependencies & { readonly clock: Clock; readonly exportReader: ExportReader },
  { period, by }: { readonly period: string; readonly by: CanonicalLogin },
): Promise<Result<SignaturePreview>> {
  const stored = storedRuns(dependencies);
  const review = await openState(dependencies, period, { stored });
  if (review.kind === 'refused') return review;
  const { state, events } = review.value;
  const stage = nextStage(state);
  if (stage === null) return ok({ stage, statement: null, figures: null, refusals: [], state });
  const { facts, rejectedRows } = await factsOf(review.value, by, stored);
  const at = recordedAt(dependencies.clock.now(), events);
  const forward = await forwarded(dependencies, review.value);
  const { statement } = signatureOf({ review: review.value, facts, rejectedRows, assurance: 'oidc', at, forward });
  const refusals = await refusalsOf(review.value, facts);
  return ok({ stage, statement, figures: reviewFigures(facts, at), refusals, state });
}

/** What stands against the signature, by the run under review and by the later one that the signer may have left by. */
async function refusalsOf(review: OpenState, facts: SignOffFacts): Promise<readonly Refusal[]> {
  const gone = await goneSince(review, facts.by, `sign-off of ${facts.period}`);
  return [...signOffRefusals(facts), ...(gone === null ? [] : [gone])];
}

interface Stages {
  readonly said: SignOff['stage'];
  readonly stage: SignOff['stage'];
}

function anotherStage(period: string, { said, stage }: Stages): Refusal {
  return {
    what: 'not the stage whose turn it is',
    where: `sign-off of ${period}`,
    found: said,
    expected: stage,
  };
}

function statedAnew(
  period: string,
  { read, statement }: { readonly read: string; readonly statement: string },
): Refusal {
  return {
    what: 'the statement became another one at this moment',
    where: `sign-off of ${period}`,
    found: statement,
    expected: `the statement with the digest ${read}, which was read; read this one, and sign it where it still holds`,
  };
}

function fellMeanwhile(period: string): Refusal {
  return {
    what: 'the first signature fell at this moment',
    where: `sign-off of ${period}`,
    found: 'a signature that was taken back, a decision or a move since it was given',
    expected: 'a new signature of the reviewer, and then this one',
  };
}

interface Asked {
  readonly facts: SignOffFacts;
  readonly rejectedRows: number;
}

async function factsOf(
  { period, state, frozen, undecided, run, tool, config }: OpenState,
  by: CanonicalLogin,
  stored: StoredRuns,
): Promise<Asked> {
  const { rejectedRows } = await run.stated();
  const signedRun = await signedRunOf({ run, tool });
  const { lines } = frozen;
  const { reviewers, policy } = config;
  const { plusAddressing } = policy;
  const names = [...state.signatures.map((signed) => signed.by), by];
  const judged = await run.gone();
  const signers = await knownSigners(await run.directories(), names, { plusAddressing, judged });
  const others = [...frozen.others, ...signers];
  // The one whom no work order takes: once signed, a decision about them could not be changed any more.
  const { lastPrivileged } = await nextOrder(async () => newestCompared(stored), state);
  const people = {
    lines,
    others,
    by,
    reviewers,
    plusAddressing,
    actor: { people: signers, gone: judged.gone, config },
  };
  const facts = { ...people, period, state, undecided, lastPrivileged, run: signedRun };
  return { facts, rejectedRows };
}

interface Signing {
  readonly review: OpenState;
  readonly facts: SignOffFacts;
  readonly rejectedRows: number;
  readonly assurance: Assurance;
  readonly at: Signed['at'];
  readonly forward: ForwardedChanges | null;
}

function signatureOf({ review, facts, rejectedRows, assurance, at, forward }: Signing): Signed {
  const { state, frozen, run, config } = review;
  const stage = nextStage(state);
  const { id } = run.record;
  if (stage === null) throw new Error(`the review of the run ${id} has nothing left to sign`);
  const statement = statedBy({ facts, frozen, config, run: id, rejectedRows, at, forward });
  const digests = { evidenceSha256: run.file(evidenceFiles.manifest.name).sha256, decisionsSha256: state.head };
  const rollForward = rolledForward(forward);
  const proven = assuranceIn(config, assurance);
  return { kind: 'signed', stage, at, by: facts.by, assurance: proven, statement, ...digests, rollForward };
}
