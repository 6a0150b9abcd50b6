// What a signature states: the decisions in numbers, and how they came about.
import { parsePeriod, todayOf } from '../../config/calendar.ts';
import { daysLate } from '../decisions/standing.ts';
import type { Config } from '../../config/config.ts';
import { decisionCounts } from '../../names/decisions.ts';
import type { SignOff } from '../../names/sign-off.ts';
import { actsOf, handedInText } from '../decisions/acts.ts';
import type { Act } from '../decisions/acts.ts';
import type { EffectiveDecision, PlacedDelegation, Rebase } from '../events/state.ts';
import { forwardText } from '../changes/roll-forward.ts';
import type { ForwardedChanges } from '../changes/roll-forward.ts';
import type { ReviewLines } from '../lines/line.ts';
import { isAmong } from '../lines/own-logins.ts';
import { standInOf } from '../lines/reviewers.ts';
import { removalFigures } from '../removals/figures.ts';
import type { RemovalFigures } from '../removals/figures.ts';
import { nextStage } from './refusals.ts';
import type { SignOffFacts } from './refusals.ts';
import { msOf, dayInMs } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { dayText } from '../../values/time-text.ts';
import { canonicalLogin } from '../../values/login.ts';
import { plural } from '../../values/text.ts';

export interface ReviewFigures {
  /** How they were handed in. */
  readonly acts: readonly Act[];
  readonly daysOpen: number;
  /** Decided by somebody else than the line's reviewer. */
  readonly byOthers: number;
  /** About the signer's own access, under whatever login: somebody else decided them. */
  readonly own: number;
}

/** Figures by which a reader judges how a review was done: in which pieces, in what time, by whose hands. */
export function reviewFigures(
  {
    state,
    lines,
    reviewers,
    by,
    plusAddressing,
  }: Omit<SignOffFacts, 'period' | 'others' | 'undecided' | 'lastPrivileged' | 'run' | 'actor'>,
  now: Instant,
): ReviewFigures {
  const decisions = lines.flatMap(({ login }) => state.decisions.get(login) ?? []);
  const standIns = { delegations: state.delegations, reviewers };
  const byOthers = lines.filter((line) => {
    const reviewer = standInOf(line.reviewer, standIns, line.own);
    const decision = state.decisions.get(line.login);
    return reviewer !== null && decision !== undefined && canonicalLogin(decision.by) !== reviewer;
  });
  return {
    acts: actsOf(decisions),
    daysOpen: Math.floor((msOf(now) - msOf(state.openedAt)) / dayInMs),
    byOthers: byOthers.length,
    own: lines.filter(({ own }) => isAmong(by, own, plusAddressing)).length,
  };
}

export interface Statement {
  readonly stage: SignOff['stage'];
  readonly run: string;
  readonly decisions: readonly EffectiveDecision[];
  readonly figures: ReviewFigures;
  readonly rollForward: ReviewLines['rollForward'];
  readonly since: ReviewLines['since'];
  readonly removals: RemovalFigures;
  /** Rows of the export that could not be read: completeness is claimed without them. */
  readonly rejectedRows: number;
  readonly daysLate: number;
  /** How the review came onto this run, when it was opened on another. */
  readonly rebases: readonly Pick<Rebase, 'before' | 'run' | 'carried' | 'again' | 'gone'>[];
  readonly delegated: readonly Pick<PlacedDelegation, 'from' | 'to' | 'by' | 'until'>[];
  /** What changed since the run under review; `null` when nothing tells it, absent where nobody asked. */
  readonly forward?: ForwardedChanges | null | undefined;
}

export interface Stating {
  readonly facts: SignOffFacts;
  readonly frozen: Pick<ReviewLines, 'lines' | 'rollForward' | 'since'>;
  readonly config: Config;
  readonly run: string;
  readonly rejectedRows: number;
  readonly at: Instant;
  /** Absent for a signature of a version that did not ask. */
  readonly forward?: ForwardedChanges | null | undefined;
}

/** What the signature that comes next states: whoever signs is shown nothing else, and `verify` works it out again. */
export function statedBy({ facts, frozen, config, run, rejectedRows, at, forward }: Stating): string {
  const { state, period } = facts;
  const stage = nextStage(state);
  const parsed = parsePeriod(period, config.calendar);
  if (stage === null || parsed.kind === 'refused') throw new Error(`the review ${period} has nothing left to sign`);
  const decisions = frozen.lines.flatMap(({ login }) => state.decisions.get(login) ?? []);
  return statementText({
    stage,
    run,
    decisions,
    figures: reviewFigures(facts, at),
    rollForward: frozen.rollForward,
    since: frozen.since,
    removals: removalFigures(state, frozen.lines),
    rejectedRows,
    rebases: state.rebases,
    delegated: state.delegated,
    forward,
    daysLate: daysLate(todayOf(at, config), parsed.value.dueDay),
  });
}

/** @example 'As reviewer I have decided 250 lines of the run 2026...: 240 keep, 8 revoke, 2 except. ...' */
function statementText(statement: Statement): string {
  const { stage, run, decisions, figures, rollForward, since, removals, rejectedRows, rebases, delegated } = statement;
  const late = statement.daysLate === 0 ? ', in time' : `, ${plural(statement.daysLate, 'day')} late`;
  return [
    openingText({ stage, run, decisions }),
    ...(rejectedRows === 0
      ? []
      : [
          `${plural(rejectedRows, 'row')} of its export could not be read; ${rejectedRows === 1 ? 'it is' : 'they are'} listed in the report and reviewed by nobody.`,
        ]),
    ...rebases.map(movedText),
    `Handed in: ${handedInText(figures.acts)}; open for ${plural(figures.daysOpen, 'day')}${late}.`,
    ...(delegated.length === 0 ? [] : [`Delegated, for this review only: ${delegated.map(delegatedText).join('; ')}.`]),
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
    ...(statement.forward === undefined ? [] : [forwardText(statement.forward)]),
  ].join(' ');
}

/** The first sentence, which every version so far wrote in the same words. */
export function openingText({ stage, run, decisions }: Pick<Statement, 'stage' | 'run' | 'decisions'>): string {
  const { keep, revoke, except } = decisionCounts(decisions);
  const opening =
    stage === 'reviewer'
      ? `I have reviewed every live account and API key of the run ${run}`
      : `I have examined the review of the run ${run} and accept it as control owner`;
  return `${opening}: ${plural(decisions.length, 'decision')}, ${keep} keep, ${revoke} revoke, ${except} except.`;
}

/** @example movedText(rebase) // 'Moved from the run 2026... to the run 2026...: 240 decisions carried, 8 asked again, 2 without a line any more.' */
function movedText({ before, run, carried, again, gone }: Statement['rebases'][number]): string {
  const without = gone.length === 0 ? '' : `, ${gone.length} without a line any more`;
  return `Moved from the run ${before.run} to the run ${run}: ${plural(carried, 'decision')} carried, ${again.length} asked again${without}.`;
}

/** @example delegatedText(event) // 'cfo@acme.com to vp@acme.com, by cfo@acme.com' */
function delegatedText({ from, to, by, until }: Statement['delegated'][number]): string {
  const end = until === undefined ? '' : `, until ${dayText(until)}`;
  return `${from} to ${to ?? 'the fallback'}${end}, by ${by ?? 'a run that shows that they left'}`;
}

function ownText(own: number): string {
  return own === 1 ? '1 line is about my own access' : `${own} lines are about my own access`;
}
