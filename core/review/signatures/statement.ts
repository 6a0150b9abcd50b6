// What a signature states: the decisions in numbers, and the figures that would show a rubber stamp.
import type { SignOff } from '../../names/sign-off.ts';
import type { EffectiveDecision } from '../events/state.ts';
import type { ReviewLines } from '../lines/line.ts';
import { isAmong } from '../lines/own-logins.ts';
import { standInOf } from '../lines/reviewers.ts';
import type { RemovalFigures } from '../removals/figures.ts';
import type { SignOffFacts } from './refusals.ts';
import { msOf, dayInMs } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin } from '../../values/login.ts';
import { plural } from '../../values/text.ts';

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
