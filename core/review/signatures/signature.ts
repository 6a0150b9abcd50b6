// What a person signs for and whether they may: the statement with its figures, and the reasons to refuse it.
import type { Config } from '../../config/config.ts';
import type { Code } from '../../names/codes.ts';
import { plural } from '../../values/text.ts';
import { dayInMs, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { jsonSha256 } from '../../values/canonical-json.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { Refusal } from '../../values/result.ts';
import type { ReviewLine, ReviewLines } from '../lines/line.ts';
import { isAmong, isSamePerson } from '../lines/own-logins.ts';
import type { Owned } from '../lines/own-logins.ts';
import type { Signed, StoredReviewEvent } from '../events/event.ts';
import { standInOf } from '../lines/reviewers.ts';
import type { OpenLine, RemovalFigures } from '../decisions/standing.ts';
import type { EffectiveDecision, ReviewState } from '../events/state.ts';

export interface SignOffFacts {
  readonly period: string;
  readonly state: ReviewState;
  readonly lines: readonly ReviewLine[];
  /** People who are behind no line: of other logins of the review, and signers whom a directory knows. */
  readonly others: readonly Owned[];
  readonly undecided: readonly OpenLine[];
  /** A revoked account that nobody can suspend, being the last live one with a privileged role; `null` mostly. */
  readonly lastPrivileged: string | null;
  readonly by: CanonicalLogin;
  /** What the run under review says about its inputs and controls. */
  readonly run: {
    readonly exportedAtDeclared: boolean;
    readonly exportedBy: string | null;
    readonly countShown: number | null;
    readonly incomplete: readonly string[];
    readonly controlCodes: readonly Code[];
  };
  readonly reviewers: Config['reviewers'];
  readonly plusAddressing: PlusAddressing;
}

export function nextStage({ signatures }: Pick<ReviewState, 'signatures'>): SignOff['stage'] | null {
  return signOffStages.find((stage) => !signatures.some((signed) => signed.stage === stage)) ?? null;
}

/** @returns everything that stands against the signature; empty when it may be made */
export function signOffRefusals(facts: SignOffFacts): readonly Refusal[] {
  const { state, undecided, lastPrivileged, run, by, period } = facts;
  const refusals: Refusal[] = [];
  const refuse = (what: string, found: string, expected: string): void =>
    void refusals.push({ what, where: `sign-off of ${period}`, found, expected });
  if (nextStage(state) === null)
    refuse('signed already', state.signatures.map((one) => one.by).join(', '), 'nothing: every stage has signed');
  if (undecided.length > 0) {
    const some = undecided.slice(0, 5).map(({ line }) => line.login);
    const more = undecided.length > some.length ? ` and ${undecided.length - some.length} more` : '';
    refuse('lines without a decision', `${some.join(', ')}${more}`, 'a decision for every live account and API key');
  }
  if (lastPrivileged !== null)
    refuse(
      'revocation that nobody can carry out',
      `${lastPrivileged}, the last live account with a privileged role`,
      'another account with the role, in a new export and run, or a decision to keep: after the signatures it is too late',
    );
  if (!run.exportedAtDeclared)
    refuse('time of the export not declared', 'the time of the file', 'a run with --exported-at');
  if (run.countShown === null)
    refuse('number of users not declared', 'no count', 'a run with --count-shown, as the page of People.ai shows it');
  if (run.incomplete.length > 0)
    refuse('directory not read completely', run.incomplete.join(', '), 'a run in which every directory is complete');
  if (run.controlCodes.includes('ROLE_UNCLASSIFIED'))
    refuse('role not classified', 'a finding ROLE_UNCLASSIFIED', 'each role in privilegedRoles or ordinaryRoles');
  const person = personRefusal(facts);
  if (person !== null) refuse(person.what, by, person.expected);
  return refusals;
}

/** Two stages are two people, so whoever uploaded the export never signs alone. */
function personRefusal({
  state,
  by,
  lines,
  others,
  reviewers,
  plusAddressing,
}: SignOffFacts): { readonly what: string; readonly expected: string } | null {
  const known = { people: [...lines, ...others], plusAddressing };
  const before = state.signatures.find((signed) => isSamePerson(signed.by, by, known));
  if (before !== undefined)
    return { what: 'the same person in two stages', expected: `another person than ${before.by}, who signed before` };
  const ending = endingOf(
    lines.filter(({ own }) => isAmong(by, own, plusAddressing)),
    state,
  );
  if (ending !== undefined)
    return {
      what: 'signature of somebody whose access ends',
      expected: `another person: ${ending.login} is theirs, and ${isGone(ending) ? `is ${ending.situation} in a directory` : 'it was decided to revoke it'}`,
    };
  const owner = canonicalLogin(reviewers.controlOwner ?? '');
  if (nextStage(state) !== 'control-owner' || owner === null) return null;
  const expected = standInOf(owner, { delegations: state.delegations, reviewers }, []);
  return expected === null || expected === by
    ? null
    : { what: 'not the control owner', expected: `${expected} (reviewers.controlOwner, or who stands in)` };
}

/**
 * A reviewer has to be somebody who works here: the run itself, or the review, says that this person does not. Whoever
 * keeps one of several accounts stays, and so does the owner of what no person signs in to.
 */
function endingOf(own: readonly ReviewLine[], { decisions }: ReviewState): ReviewLine | undefined {
  const personal = own.filter(({ kind, situation }) => kind !== 'api-key' && situation !== 'registered');
  const isRevoked = ({ login }: ReviewLine): boolean => decisions.get(login)?.decision === 'revoke';
  return personal.find(isGone) ?? (personal.every(isRevoked) ? personal[0] : undefined);
}

function isGone({ situation }: ReviewLine): boolean {
  return situation === 'deleted' || situation === 'disabled';
}

export interface Rubber {
  readonly decided: number;
  readonly inBulk: number;
  /** Decisions made one by one, or by a sheet, in the busiest minute of the busiest person. */
  readonly perMinute: number;
  readonly daysOpen: number;
  /** Decided by somebody else than the line's reviewer. */
  readonly byOthers: number;
  /** About the signer's own access, under whatever login: somebody else decided them. */
  readonly own: number;
}

/** Figures that show a rubber stamp: how much was waved through, and how fast. */
export function rubberFigures(
  {
    state,
    lines,
    reviewers,
    by,
    plusAddressing,
  }: Omit<SignOffFacts, 'period' | 'others' | 'undecided' | 'lastPrivileged' | 'run'>,
  now: Instant,
): Rubber {
  const decisions = lines.flatMap(({ login }) => state.decisions.get(login) ?? []);
  const single = decisions.filter(({ filter }) => filter === null);
  const minutes = Map.groupBy(single, ({ by, at }) => `${by} ${at.slice(0, 16)}`);
  const busiest = Math.max(0, ...[...minutes.values()].map((some) => some.length));
  const standIns = { delegations: state.delegations, reviewers };
  const byOthers = lines.filter((line) => {
    const reviewer = standInOf(line.reviewer, standIns, line.own);
    const decision = state.decisions.get(line.login);
    return reviewer !== null && decision !== undefined && canonicalLogin(decision.by) !== reviewer;
  });
  return {
    decided: decisions.length,
    inBulk: decisions.length - single.length,
    perMinute: busiest,
    daysOpen: Math.floor((msOf(now) - msOf(state.openedAt)) / dayInMs),
    byOthers: byOthers.length,
    own: lines.filter(({ own }) => isAmong(by, own, plusAddressing)).length,
  };
}

export interface Statement {
  readonly stage: SignOff['stage'];
  readonly run: string;
  readonly decisions: readonly EffectiveDecision[];
  readonly figures: Rubber;
  readonly rollForward: ReviewLines['rollForward'];
  readonly since: ReviewLines['since'];
  readonly removals: RemovalFigures;
  /** Rows of the export that could not be read: completeness is claimed without them. */
  readonly rejectedRows: number;
  readonly daysLate: number;
}

/** @example 'As reviewer I have decided 250 lines of the run 2026...: 240 keep, 8 revoke, 2 except. ...' */
export function statementText(statement: Statement): string {
  const { stage, run, decisions, figures, rollForward, since, removals, daysLate, rejectedRows } = statement;
  const having = (word: string): number => decisions.filter(({ decision }) => decision === word).length;
  const share = figures.decided === 0 ? 0 : Math.round((figures.inBulk / figures.decided) * 100);
  const opening =
    stage === 'reviewer'
      ? `I have reviewed every live account and API key of the run ${run}`
      : `I have examined the review of the run ${run} and accept it as control owner`;
  return [
    `${opening}: ${plural(decisions.length, 'decision')}, ${having('keep')} keep, ${having('revoke')} revoke, ${having('except')} except.`,
    ...(rejectedRows === 0
      ? []
      : [
          `${plural(rejectedRows, 'row')} of its export could not be read; ${rejectedRows === 1 ? 'it is' : 'they are'} listed in the report and reviewed by nobody.`,
        ]),
    `${share} % decided in bulk by a stated filter; at most ${plural(figures.perMinute, 'decision')} a minute without one; open for ${plural(figures.daysOpen, 'day')}${daysLate === 0 ? ', in time' : `, ${plural(daysLate, 'day')} late`}.`,
    ...(figures.byOthers === 0 ? [] : [`${figures.byOthers} decided by somebody else than the line's reviewer.`]),
    ...(figures.own === 0
      ? []
      : [`${ownText(figures.own)}: somebody else decided, and only the other signature stands for it.`]),
    `Removals: ${removals.proven} proven, ${removals.open} not yet${removals.notHandedOver === 0 ? '' : `, ${removals.notHandedOver} not handed over`}.`,
    ...(rollForward === null || since === null
      ? []
      : [
          `Since ${since.review}: ${rollForward.opening} + ${rollForward.added} - ${rollForward.removed} = ${rollForward.closing} accounts.`,
        ]),
  ].join(' ');
}

function ownText(own: number): string {
  return own === 1 ? '1 line is about my own access' : `${own} lines are about my own access`;
}

/** What a signature stands for: all decisions up to it, and all evidence of the run. */
export function signOffDigest({ decisionsSha256, evidenceSha256 }: Signed): string {
  return jsonSha256({ decisions: decisionsSha256, evidence: evidenceSha256 });
}

export function signOffOf(signed: Signed): SignOff {
  const { stage, by, at, statement, assurance } = signed;
  return { stage, by, at, statement, assurance, digest: signOffDigest(signed) };
}

/** The events that the final report carries: up to the last signature, whatever came after. */
export function signedStream(events: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  const last = events.findLastIndex(({ event }) => event.kind === 'signed');
  return events.slice(0, last + 1);
}
