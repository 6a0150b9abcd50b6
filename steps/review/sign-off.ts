// Signs a stage of a review: checks that it may be signed, appends the signature, and issues the report that carries it.
import { todayOf } from '../../core/config/calendar.ts';
import type { Objects } from '../../core/ports.ts';
import { evidenceFiles, snapshotFile } from '../../core/names/evidence-files.ts';
import { ok, refusalText, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Assurance, Signed } from '../../core/review/events/event.ts';
import { nextStage, signOffRefusals } from '../../core/review/signatures/refusals.ts';
import { rubberFigures, statementText } from '../../core/review/signatures/statement.ts';
import type { SignOffFacts } from '../../core/review/signatures/refusals.ts';
import { handedOver, notHandedOver, removalFigures } from '../../core/review/removals/figures.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { suspensionsOf } from '../../core/review/removals/work-order.ts';
import { issueReport } from './issue-report.ts';
import type { IssueDependencies } from './issue-report.ts';
import { keysOf } from '../../core/config/registers.ts';
import { knownSigners } from './standing/known-signers.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import { openSnapshot } from '../read/open-snapshot.ts';
import type { OpenSnapshot } from '../read/open-snapshot.ts';
import type { ReviewDependencies } from './open-review.ts';
import { openState } from './standing/open-state.ts';
import type { OpenState } from './standing/open-state.ts';
import { keptFile } from '../run/recompute-run.ts';
import { configOf, directoriesOf, outcomeOf, statedOf } from '../run/stored-run.ts';
import { dueOf } from './review-status.ts';

export type SignOffDependencies = ReviewDependencies & IssueDependencies;

export interface SignOffRequest {
  readonly period: string;
  readonly by: string;
  readonly assurance: Assurance;
}

export interface SignedOff {
  readonly signed: Signed;
  /** Key of the report that was issued: final when every stage has signed, a draft before. */
  readonly reportKey: string;
}

/** The stages sign in their order, each by another person; whoever signs, signs for all decisions before. */
export async function signOff(
  dependencies: SignOffDependencies,
  { period, by, assurance }: SignOffRequest,
): Promise<Result<SignedOff>> {
  const person = canonicalLogin(by);
  if (person === null)
    return refused({ what: 'nobody named', where: '--by', found: by, expected: 'the e-mail address of a person' });
  await observeRemovals(dependencies, period);
  for (;;) {
    const review = await openState(dependencies, period);
    if (review.kind === 'refused') return review;
    const { facts, rejectedRows } = await factsOf(dependencies, review.value, person);
    const refusals = signOffRefusals(facts);
    if (refusals.length > 0) return refused(...refusals);
    const signed = signatureOf({ review: review.value, facts, rejectedRows, assurance, at: dependencies.clock.now() });
    const { state } = review.value;
    if ((await dependencies.reviews.append(period, state.sequence, signed)).kind === 'conflict') continue;
    return ok({ signed, reportKey: await issueReport(dependencies, period) });
  }
}

/** The one whom no work order takes: once signed, a decision about them could not be changed any more. */
async function lastPrivilegedOf(
  { objects, runs }: Pick<SignOffDependencies, 'objects' | 'runs'>,
  state: ReviewState,
): Promise<string | null> {
  const newest = (await runs.list()).findLast((run) => run.accepted);
  if (newest === undefined) throw new Error('a review is open and no run is accepted');
  const [config, { accounts }] = [await configOf(objects, newest), await outcomeOf(objects, newest)];
  const orders = { revoked: notHandedOver(state), handedOver: handedOver(state), keys: keysOf(config) };
  return suspensionsOf({ ...orders, accounts, policy: config.policy }).lastPrivileged;
}

interface Asked {
  readonly facts: SignOffFacts;
  readonly rejectedRows: number;
}

async function factsOf(
  { objects, runs }: Pick<SignOffDependencies, 'objects' | 'runs'>,
  { period, state, frozen, undecided, run, config }: OpenState,
  by: CanonicalLogin,
): Promise<Asked> {
  const stated = await statedOf(objects, run);
  const directories = await directoriesOf(objects, { run, config });
  const incomplete = directories
    .filter(({ completeness }) => completeness !== 'complete')
    .map(({ directory, completeness }) => `${directory} is ${completeness}`);
  const { lines } = frozen;
  const { reviewers, policy } = config;
  const { plusAddressing } = policy;
  const names = [...state.signatures.map((signed) => signed.by), by];
  const signers =
    names.length < 2 ? [] : await knownSigners(await snapshotsOf(objects, { run, config }), names, plusAddressing);
  const others = [...frozen.others, ...signers];
  const lastPrivileged = await lastPrivilegedOf({ objects, runs }, state);
  const people = { lines, others, by, reviewers, plusAddressing };
  const facts = { ...people, period, state, undecided, lastPrivileged, run: { ...stated, incomplete } };
  return { facts, rejectedRows: stated.rejectedRows };
}

async function snapshotsOf(
  objects: Objects,
  { run, config }: Pick<OpenState, 'run' | 'config'>,
): Promise<readonly OpenSnapshot[]> {
  const names = new Set(config.directories.map(({ id }) => snapshotFile(id).name));
  const opened: OpenSnapshot[] = [];
  for (const file of run.files.filter(({ name }) => names.has(name))) {
    const snapshot = await openSnapshot(keptFile(objects, run, file), file.name, config);
    if (snapshot.kind === 'refused')
      throw new Error(
        `the snapshot of an accepted run can no longer be read: ${snapshot.refusals.map(refusalText).join(' ')}`,
      );
    opened.push(snapshot.value);
  }
  return opened;
}

interface Signing {
  readonly review: OpenState;
  readonly facts: SignOffFacts;
  readonly rejectedRows: number;
  readonly assurance: Assurance;
  readonly at: Signed['at'];
}

function signatureOf({ review, facts, rejectedRows, assurance, at }: Signing): Signed {
  const { state, frozen, run, config } = review;
  const stage = nextStage(state);
  const evidence = run.files.find(({ name }) => name === evidenceFiles.manifest.name);
  if (stage === null || evidence === undefined)
    throw new Error(`the review of the run ${run.id} has nothing left to sign, or no manifest`);
  const statement = statementText({
    stage,
    run: run.id,
    decisions: frozen.lines.flatMap(({ login }) => state.decisions.get(login) ?? []),
    figures: rubberFigures(facts, at),
    rollForward: frozen.rollForward,
    since: frozen.since,
    removals: removalFigures(state, frozen.lines),
    rejectedRows,
    daysLate: dueOf(review, todayOf(at, config)).late,
  });
  const digests = { evidenceSha256: evidence.sha256, decisionsSha256: state.head };
  return { kind: 'signed', stage, at, by: facts.by, assurance, statement, ...digests };
}
