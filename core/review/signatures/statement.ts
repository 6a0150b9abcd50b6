// What a signature states: the decisions in numbers, and how they came about.
import type { SignOff } from '../../names/sign-off.ts';
import { actsOf, handedInText } from '../decisions/acts.ts';
import type { Act } from '../decisions/acts.ts';
import type { EffectiveDecision, Rebase } from '../events/state.ts';
import type { ReviewLines } from '../lines/line.ts';
import { isAmong } from '../lines/own-logins.ts';
import { standInOf } from '../lines/reviewers.ts';
import type { RemovalFigures } from '../removals/figures.ts';
import type { SignOffFacts } from './refusals.ts';
import { msOf, dayInMs } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
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
}

/** @example 'As reviewer I have decided 250 lines of the run 2026...: 240 keep, 8 revoke, 2 except. ...' */
export function statementText(statement: Statement): string {
  const { stage, run, decisions, figures, rollForward, since, removals, daysLate, rejectedRows, rebases } = statement;
  const having = (word: string): number => decisions.filter(({ decision }) => decision === word).length;
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
    ...rebases.map(movedText),
    `Handed in: ${handedInText(figures.acts)}; open for ${plural(figures.daysOpen, 'day')}${daysLate === 0 ? ', in time' : `, ${plural(daysLate, 'day')} late`}.`,
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

/** @example movedText(rebase) // 'Moved from the run 2026... to the run 2026...: 240 decisions carried, 8 asked again, 2 without a line any more.' */
function movedText({ before, run, carried, again, gone }: Statement['rebases'][number]): string {
  const without = gone.length === 0 ? '' : `, ${gone.length} without a line any more`;
  return `Moved from the run ${before.run} to the run ${run}: ${plural(carried, 'decision')} carried, ${again.length} asked again${without}.`;
}

function ownText(own: number): string {
  return own === 1 ? '1 line is about my own access' : `${own} lines are about my own access`;
}
