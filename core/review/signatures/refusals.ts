// Whether a person may sign a stage, and every reason against it.
import { application } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import type { Code } from '../../names/codes.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { SignOff } from '../../names/sign-off.ts';
import type { OpenLine } from '../decisions/standing.ts';
import type { ReviewState } from '../events/state.ts';
import type { ReviewLine } from '../lines/line.ts';
import { actorRefusal } from '../lines/actor.ts';
import type { ActorFacts } from '../lines/actor.ts';
import { isSamePerson, isAmong } from '../lines/own-logins.ts';
import type { Owned } from '../lines/own-logins.ts';
import { actingFor, standInsOf } from '../lines/reviewers.ts';
import type { StandIns } from '../lines/reviewers.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import { some } from '../../values/text.ts';
import { dayText, instantText } from '../../values/time-text.ts';

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
    /** The versions where another one made the run, whose files this one cannot write again; otherwise `null`. */
    readonly otherVersion: { readonly made: string; readonly here: string } | null;
  };
  readonly reviewers: Config['reviewers'];
  readonly plusAddressing: PlusAddressing;
  /** What is known of the signer; `null` for a report of a version that did not ask who they are. */
  readonly actor: Pick<ActorFacts, 'people' | 'gone' | 'config'> | null;
}

/** @returns the stage that signs next; `null` once every stage has signed */
export function nextStage({ signatures }: Pick<ReviewState, 'signatures'>): SignOff['stage'] | null {
  return signOffStages.find((stage) => !signatures.some((signed) => signed.stage === stage)) ?? null;
}

/** @returns everything that stands against the signature; empty when it may be made */
export function signOffRefusals(facts: SignOffFacts): readonly Refusal[] {
  const { by, period, state, lines, actor } = facts;
  // Nobody else is wanted where every stage has signed.
  if (nextStage(state) === null) return blockersOf(facts);
  const stranger = actor === null ? null : actorRefusal({ by, lines, ...actor }, `sign-off of ${period}`);
  const [person, role] = [personRefusal(facts), actor === null ? null : (stranger ?? roleRefusal(facts))];
  return [...blockersOf(facts), ...[person, role].filter((one) => one !== null)];
}

/** @returns what stands against the signature of somebody who works here, beside what does against everybody's */
export function signerRefusals(facts: SignerFacts): readonly Refusal[] {
  return [personRefusal(facts), roleRefusal(facts)].filter((one) => one !== null);
}

type SignerFacts = Pick<SignOffFacts, 'period' | 'state' | 'lines' | 'others' | 'by' | 'reviewers' | 'plusAddressing'>;

/** @returns what stands against a signature, whoever gives it */
export function blockersOf(
  facts: Pick<SignOffFacts, 'period' | 'state' | 'undecided' | 'lastPrivileged' | 'run'>,
): readonly Refusal[] {
  const { state, undecided, lastPrivileged, run, period } = facts;
  const refusals: Refusal[] = [];
  const refuse = (what: string, found: string, expected: string): void =>
    void refusals.push({ what, where: `sign-off of ${period}`, found, expected });
  if (nextStage(state) === null)
    refuse('signed already', state.signatures.map(signedText).join(', '), 'nothing: every stage has signed');
  const logins = undecided.flatMap((open) => (againText(open, state) === null ? [open.line.login] : []));
  if (logins.length > 0)
    refuse('lines without a decision', some(logins, 5), 'a decision for every live account and API key');
  const again = undecided.flatMap((open) => againText(open, state) ?? []);
  if (again.length > 0)
    refuse('lines that ask again', some(again, 5, '; '), 'a decision about each that has seen what changed since');
  if (lastPrivileged !== null)
    refuse(
      'revocation that nobody can carry out',
      `${lastPrivileged}, the last live account with a privileged role`,
      'another account with the role, in a new export and run, or a decision to keep: after the signatures it is too late',
    );
  refusals.push(...runBlockers(run, `sign-off of ${period}`));
  return refusals;
}

/**
 * @returns `null` for a line that nobody has decided yet
 * @example againText(open, state) // 'jane@acme.com, keep before LEAVER_ACCOUNT was known'
 */
function againText(open: OpenLine, state: ReviewState): string | null {
  const { line, ended } = open;
  const decision = state.decisions.get(line.login);
  const unseen = unseenBy(open, state);
  const known = unseen.length === 0 ? [] : [`${decision?.decision} before ${unseen.join(', ')} was known`];
  const over = ended === undefined ? [] : [`except until ${dayText(ended)}, which is over`];
  const why = [...known, ...over];
  return why.length === 0 ? null : `${line.login}, ${why.join(' and ')}`;
}

/** Codes that the decision of a line has not seen; none where there is no decision. */
function unseenBy({ line, codes }: OpenLine, { decisions }: ReviewState): readonly Code[] {
  const seen = decisions.get(line.login)?.codesSeen ?? codes;
  return codes.filter((code) => !seen.includes(code));
}

/** @returns what of a run stands against every signature on it, so that it can be said before anybody decides */
export function runBlockers(run: Omit<SignOffFacts['run'], 'exportedBy'>, where: string): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (what: string, found: string, expected: string): void =>
    void refusals.push({ what, where, found, expected });
  if (!run.exportedAtDeclared)
    refuse('time of the export not declared', 'the time of the file', 'a run with --exported-at');
  if (run.countShown === null)
    refuse(
      'number of users not declared',
      'no count',
      `a run with --count-shown, as the page of ${application.name} shows it`,
    );
  if (run.incomplete.length > 0)
    refuse('directory not read completely', run.incomplete.join(', '), 'a run in which every directory is complete');
  if (run.controlCodes.includes('ROLE_UNCLASSIFIED'))
    refuse('role not classified', 'a finding ROLE_UNCLASSIFIED', 'each role in privilegedRoles or ordinaryRoles');
  if (run.otherVersion !== null)
    refuse(
      'the run was made by another version',
      `${run.otherVersion.made}, this is ${run.otherVersion.here}`,
      'that version, or the review moved onto a run of this one: compare again, then move it (review rebase)',
    );
  return refusals;
}

/** A typed name proves nothing: the review is theirs to sign. */
function roleRefusal(facts: SignerFacts): Refusal | null {
  return nextStage(facts.state) === 'reviewer' ? notReviewer(facts, `sign-off of ${facts.period}`) : null;
}

/** The first stage is signed by somebody who decided, or to whom lines were assigned, and never by the control owner. */
function notReviewer(
  { state, by, lines, others, reviewers, plusAddressing }: SignerFacts,
  where: string,
): Refusal | null {
  const known = { people: [...lines, ...others], plusAddressing };
  const standIns = { delegations: state.delegations, reviewers };
  const second = actingFor(reviewers.controlOwner, standIns);
  const deciders = [...new Set([...state.decisions.values()].map((decision) => decision.by))];
  if (second !== null && isSamePerson(second, by, known)) {
    return {
      what: 'the control owner before the reviewer',
      where,
      found: by,
      expected: `the reviewer first (${listed(deciders.filter((decider) => canonicalLogin(decider) !== second))}), then ${second}; where ${second} reviews, a delegation of the control owner to somebody else`,
    };
  }
  // By the very name: another login of theirs may be a hint, which excludes and never entitles.
  const isDecider = deciders.some((decider) => canonicalLogin(decider) === by);
  if (isDecider || assignedTo(lines, standIns).has(by)) return null;
  return {
    what: 'not a reviewer of this review',
    where,
    found: `${by}, who decided nothing and to whom no line was assigned`,
    expected: `somebody who decided (${listed(deciders)}), or to whom lines were assigned`,
  };
}

/** Whoever is or was to decide a line: who is away may sign for what they gave away. */
export function assignedTo(
  lines: readonly Pick<ReviewLine, 'reviewer' | 'own'>[],
  standIns: StandIns,
): ReadonlySet<CanonicalLogin> {
  const standIn = standInsOf(standIns);
  const all = lines.flatMap(({ reviewer, own }) => [reviewer, standIn(reviewer, own)]);
  return new Set(all.filter((login) => login !== null));
}

function listed(people: readonly string[]): string {
  return people.length === 0 ? 'nobody has yet' : some(people, 3);
}

/** @example signedText(signed) // 'jane@acme.com as reviewer on 8 October 2026, 09:00 UTC' */
function signedText({ by, stage, at }: ReviewState['signatures'][number]): string {
  return `${by} as ${stage} on ${instantText(at)}`;
}

/** Two stages are two people, so whoever uploaded the export never signs alone. */
function personRefusal({ state, by, lines, others, reviewers, plusAddressing, period }: SignerFacts): Refusal | null {
  const where = `sign-off of ${period}`;
  const known = { people: [...lines, ...others], plusAddressing };
  const before = state.signatures.find((signed) => isSamePerson(signed.by, by, known));
  if (before !== undefined)
    return {
      what: 'the same person in two stages',
      where,
      found:
        before.by === by ? `signed by ${signedText(before)}, which stands` : `${by}; signed by ${signedText(before)}`,
      expected: `another person than ${before.by}, who signed before`,
    };
  const ending = endingOf(
    lines.filter(({ own }) => isAmong(by, own, plusAddressing)),
    state,
  );
  if (ending !== undefined)
    return {
      what: 'signature of somebody whose access ends',
      where,
      found: by,
      expected: `another person: ${ending.login} is theirs, and ${isGone(ending) ? `is ${ending.situation} in a directory` : 'it was decided to revoke it'}`,
    };
  if (nextStage(state) !== 'control-owner') return null;
  const expected = actingFor(reviewers.controlOwner, { delegations: state.delegations, reviewers });
  return expected === null || expected === by
    ? null
    : {
        what: 'not the control owner',
        where,
        found: by,
        expected: `${expected} (reviewers.controlOwner, or who stands in)`,
      };
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
