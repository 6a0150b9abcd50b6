// The words of a decision, from an option or from a cell.
import { decisions } from '../../../core/names/decisions.ts';
import type { DecisionRequest } from '../../../core/review/decisions/decision.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';

export function decisionWord(text: string | undefined, where: string): Result<DecisionRequest['decision']> {
  const word = text?.trim().toLowerCase();
  const decision = decisions.find((one) => one === word);
  if (decision !== undefined) return ok(decision);
  return refused({ what: 'no decision', where, found: text ?? 'nothing', expected: 'keep, revoke or except' });
}
