// Tells how a review stands: its phase, what nobody has decided yet, which removals are open and which exceptions run.
import type { Code } from '../core/findings/finding.ts';
import { todayOf } from '../core/findings/judgement.ts';
import type { Day } from '../core/instant.ts';
import type { Clock } from '../core/ports.ts';
import { ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { parsePeriod } from '../core/review/calendar.ts';
import type { ReviewLines } from '../core/review/line.ts';
import type { Removal } from '../core/review/removal.ts';
import { daysLate, phaseOf } from '../core/review/standing.ts';
import type { Phase } from '../core/review/standing.ts';
import type { EffectiveDecision, ReviewState } from '../core/review/state.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

export interface ReviewStatus {
  readonly state: ReviewState;
  readonly phase: Phase;
  readonly dueDay: Day;
  /** Days past the due day while it is not signed; zero when in time. */
  readonly daysLate: number;
  /** Live accounts and API keys. */
  readonly live: number;
  /** Without a decision, or with a code that their decision has not seen; those with findings first. */
  readonly undecided: readonly {
    readonly login: string;
    readonly codes: readonly Code[];
    readonly reviewer: string | null;
  }[];
  readonly excepted: readonly EffectiveDecision[];
  readonly removals: readonly Removal[];
  readonly delta: Pick<ReviewLines, 'since' | 'rollForward' | 'gone'>;
}

export async function reviewStatus(
  dependencies: OpenStateDependencies & { readonly clock: Clock },
  period: string,
): Promise<Result<ReviewStatus>> {
  const opened = await openState(dependencies, period);
  if (opened.kind === 'refused') return opened;
  const { state, frozen, undecided } = opened.value;
  const { since, rollForward, gone } = frozen;
  const phase = phaseOf(state, undecided.length);
  const { dueDay, late } = dueOf(opened.value, todayOf(dependencies.clock.now(), opened.value.config));
  return ok({
    state,
    phase,
    dueDay,
    daysLate: phase === 'signed' || phase === 'closed' ? 0 : late,
    live: frozen.lines.length,
    undecided: undecided.map(({ line, codes, reviewer }) => ({ login: line.login, codes, reviewer })),
    excepted: [...state.decisions.values()].filter(({ decision }) => decision === 'except'),
    removals: [...state.removals.values()],
    delta: { since, rollForward, gone },
  });
}

export function dueOf(
  { period, config }: Pick<OpenState, 'period' | 'config'>,
  today: Day,
): { readonly dueDay: Day; readonly late: number } {
  const parsed = parsePeriod(period, config.calendar);
  if (parsed.kind === 'refused') throw new Error(`${period} is open and no period of the calendar`);
  return { dueDay: parsed.value.dueDay, late: daysLate(today, parsed.value.dueDay) };
}
