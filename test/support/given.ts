// What a test takes for granted: the value of a result, or the test ends with what was refused.
import { refusalText } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';

/** @throws Error with every refusal */
export function given<T>(result: Result<T>): T {
  if (result.kind === 'ok') return result.value;
  throw new Error(result.refusals.map(refusalText).join('\n'));
}
