// Has a report verified by the function that may do nothing else, and says in the portal's words what became of that.
import * as z from 'zod/mini';
import { refused } from '../../core/values/result.ts';
import { refuse } from '../../portal/api/problem.ts';
import type { Ports } from '../../portal/api/ports.ts';
import { verified } from './messages.ts';
import { askFunction, FunctionBusy } from './other-function.ts';

/**
 * Verifying draws every page again, which needs much time and memory; people who decide must not wait for it.
 *
 * @param name of the function, or its ARN
 * @param report is told of a function that failed
 * @returns refused where the function failed: of the report nothing is known then
 * @throws Refused 429 where as many reports are verified as may be at once
 */
export async function verifyElsewhere(
  name: string,
  key: string,
  report: (error: unknown) => void,
): ReturnType<Ports['verifyReport']> {
  const { text, failed } = await asked(name, key);
  if (failed === null) return z.parse(verified, JSON.parse(text));
  report(new Error(`verifying ${key} failed: ${failed}`));
  return refused({
    what: 'not verified here',
    where: key,
    found: 'more than a function reads or draws within a minute, or something that nobody expected',
    expected: 'access-review verify report.pdf, on a machine of your own',
  });
}

async function asked(name: string, key: string): ReturnType<typeof askFunction> {
  try {
    return await askFunction(name, { key });
  } catch (error) {
    if (!(error instanceof FunctionBusy)) throw error;
    throw refuse(429, {
      what: 'not verified at this moment',
      where: key,
      found: 'as many reports being verified as can be at once',
      expected: 'to be asked again in a minute, or access-review verify report.pdf on a machine of your own',
    });
  }
}
