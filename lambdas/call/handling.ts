// What every function does around its one step: parse what came, time it, and fail loudly so that the alarm fires.
import type * as z from 'zod/mini';
import { parse } from 'zod/mini';
import { logger } from './observe.ts';
import { toldError } from './told-error.ts';

/**
 * @param name for the log
 * @param schema of the event; anything else is a bug of the sender, and throws
 * @example export const handler = handling('deliver', deliverOrder, async ({ mail }) => { … });
 */
export function handling<Order, Outcome extends object>(
  name: string,
  schema: z.ZodMiniType<Order>,
  work: (order: Order) => Promise<Outcome>,
): (event: unknown) => Promise<Outcome> {
  return async (event) => {
    const began = performance.now();
    try {
      const outcome = await work(parse(schema, event));
      logger.info(`${name} done`, { milliseconds: Math.round(performance.now() - began), outcome });
      return outcome;
    } catch (error) {
      const told = toldError(error);
      logger.error(`${name} failed`, told);
      throw told;
    }
  };
}
