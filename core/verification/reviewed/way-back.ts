// Proves each way back in a signed review: a signature taken back, a move onto a later run, a review that was voided.
import type { Config } from '../../config/config.ts';
import type { RoleSpelling } from '../../config/roles.ts';
import { carriedOver } from '../../review/decisions/carry.ts';
import type { Rebased, SignatureWithdrawn, StoredReviewEvent, Voided } from '../../review/events/event.ts';
import { todayOf } from '../../config/calendar.ts';
import { foldReview } from '../../review/events/folded.ts';
import { stateOn } from '../../review/events/state.ts';
import type { ReviewState } from '../../review/events/state.ts';
import type { ReviewLines } from '../../review/lines/line.ts';
import { rebaseRefusals, signatureBy, takingBackRefusals, voidRefusals } from '../../review/signatures/way-back.ts';
import { isBefore } from '../../values/instant.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import type { DecidedRun } from './decided-run.ts';

export type WayBack = SignatureWithdrawn | Rebased | Voided;

/** The lines around a move onto a later run. */
export interface Move {
  readonly before: ReviewLines;
  readonly after: ReviewLines;
  /** Of the later run, where that is the run of the report: no other's is attached. */
  readonly config: Config | null;
}

export interface WayBackContext {
  readonly run: Pick<DecidedRun, 'period' | 'frozen' | 'config' | 'asksMembers' | 'carriesRespelled'>;
  /** Up to the event. */
  readonly before: readonly StoredReviewEvent[];
  /** `null` where the event moves nothing, or is of a review that was voided. */
  readonly move: Move | null;
  readonly where: string;
}

/**
 * Who leads a review is said by the configuration of its run. Where that run is not the one of the report, who moved or
 * voided it is taken as recorded; that no decision was carried whose line had changed is proven for every move.
 *
 * @returns why the event could not have been recorded, or `null`
 */
export function wayBackBreak(event: WayBack, context: WayBackContext): Refusal | null {
  const { before, where } = context;
  const folded = foldReview(before);
  const by = canonicalLogin(event.by);
  if (folded === null || by === null)
    return unlike(where, `${event.kind} by ${event.by}`, 'an open review, and a person');
  const state = stateOn(folded, todayOf(event.at, context.run.config));
  if (event.reason.trim() === '' || event.reason !== event.reason.trim())
    return unlike(where, `the reason ${JSON.stringify(event.reason)}`, 'a sentence that says why');
  const [refusal] = refusalsOf(event, { ...context, state, by });
  if (refusal !== undefined) return { ...refusal, where: `${where}, ${refusal.where}` };
  if (event.kind === 'signature-withdrawn')
    return signatureBy(state, by)?.stage === event.stage
      ? null
      : unlike(where, `a signature as ${event.stage}`, 'the stage that this person signed');
  return event.kind === 'voided' ? null : rebasedBreak(event, { ...context, state });
}

interface Judging extends WayBackContext {
  readonly state: ReviewState;
}

function refusalsOf(
  event: WayBack,
  { run, state, by, move }: Judging & { readonly by: CanonicalLogin },
): readonly Refusal[] {
  const { period, frozen, config } = run;
  const facts = { period, state, by, reviewers: config.reviewers };
  switch (event.kind) {
    case 'signature-withdrawn':
      return takingBackRefusals(facts);
    case 'rebased':
      return move === null || move.config === null ? [] : rebaseRefusals(facts, event);
    case 'voided':
      return state.run === frozen.run ? voidRefusals(facts) : [];
    default:
      return event satisfies never;
  }
}

function rebasedBreak(event: Rebased, { run, state, move, where }: Judging): Refusal | null {
  if (!isBefore(state.runAsOf, event.runAsOf))
    return unlike(where, `a move onto the run of ${event.runAsOf}`, `a later run than that of ${state.runAsOf}`);
  // A review of this period that was voided had lines of its own, and nothing of it counts.
  if (move === null) return null;
  const { before, after, config } = move;
  if (run.asksMembers && before.run !== state.run)
    return unlike(where, `a move from the run ${state.run}`, `one from ${before.run}, whose lines were decided`);
  const workedOut = (by: {
    readonly roles: RoleSpelling;
    readonly asksOfNew: boolean;
  }): ReadonlyMap<string, Outcome> => {
    const { decisions } = state;
    return outcomes(state, carriedOver({ decisions, before, after, config, asksClaims: run.asksMembers, ...by }));
  };
  const [stated, asSpelled] = [outcomes(state, event), workedOut({ roles: 'as-spelled', asksOfNew: false })];
  // No event says which version moved the review, and one before the report's asks again by its own rules.
  const byVersions = run.carriesRespelled
    ? [true, false].map((asksOfNew) => workedOut({ roles: 'folded', asksOfNew }))
    : [];
  for (const [login, outcome] of byVersions[0] ?? asSpelled) {
    const said = stated.get(login);
    if ([...byVersions, asSpelled].some((became) => became.get(login) === said)) continue;
    // Under a policy that is not attached more may have been put aside than the lines alone call for.
    if (config === null && said !== 'carried') continue;
    return unlike(`${where}, ${login}`, `a decision that is ${said ?? 'not there'}`, `one that is ${outcome}`);
  }
  const carried = state.decisions.size - event.again.length - event.gone.length;
  return event.carried === carried ? null : unlike(where, `${event.carried} carried`, `${carried} carried`);
}

type Outcome = 'carried' | 'asked again' | 'without a line';

/** What became of each decision that stood before the move. */
function outcomes(
  { decisions }: Pick<ReviewState, 'decisions'>,
  { again, gone }: Pick<Rebased, 'again' | 'gone'>,
): ReadonlyMap<string, Outcome> {
  const became = new Map<string, Outcome>([...decisions.keys()].map((login) => [login, 'carried']));
  for (const login of again) became.set(login, 'asked again');
  for (const login of gone) became.set(login, 'without a line');
  return became;
}

function unlike(where: string, found: string, expected: string): Refusal {
  return { what: 'a way back that could not be recorded', where, found, expected };
}
