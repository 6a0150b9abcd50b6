// The report as it was signed: the run's own, with the signatures and every decision that they stand for.
import { instantText } from '../values/instant.ts';
import type { DecidedRow, Report } from './report.ts';
import { timeToClose } from '../review/removals/proof.ts';
import { signOffOf } from '../review/signatures/signature.ts';
import type { EffectiveDecision, ReviewState } from '../review/events/state.ts';

/** @param state folded from the events up to the last signature: what came later was not signed for */
export function signedReport(report: Report, state: ReviewState): Report {
  const nameOf = new Map(report.population.map(({ login, name }) => [login, name]));
  const decisions = [...state.decisions.values()].map((decision) => ({
    login: decision.login,
    name: nameOf.get(decision.login) ?? null,
    decision: decision.decision,
    until: decision.until,
    by: decision.by,
    at: decision.at,
    inBulk: decision.filter !== null,
    reason: decision.reason,
    codesSeen: decision.codesSeen,
    removal: removalText(decision, state),
  }));
  return {
    ...report,
    signOffs: state.signatures.map(signOffOf),
    decisions: decisions.toSorted(byDecision),
  };
}

const order: readonly DecidedRow['decision'][] = ['revoke', 'except', 'keep'];

function byDecision(a: DecidedRow, b: DecidedRow): number {
  return order.indexOf(a.decision) - order.indexOf(b.decision) || (a.login < b.login ? -1 : 1);
}

function removalText({ login, decision }: EffectiveDecision, { removals }: ReviewState): string | null {
  if (decision !== 'revoke') return null;
  const removal = removals.get(login);
  if (removal === undefined) return 'not handed over';
  const ordered = `work order ${removal.order} of ${instantText(removal.orderedAt)}`;
  const took = timeToClose(removal);
  if (took !== null && removal.proof !== null)
    return `${ordered}; ${removal.proof.shown} in the export of ${instantText(removal.proof.exportedAt)}, ${took.hours} hours (${took.days} days) after the decision`;
  if (removal.state === 'withdrawn') return `${ordered}, which was withdrawn; not handed over again`;
  return removal.state === 'reopened' ? `${ordered}; live again after it was removed` : `${ordered}; not proven yet`;
}
