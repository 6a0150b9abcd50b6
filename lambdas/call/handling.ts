// What every function does around its one step: parse what came, time it, and fail loudly so that the alarm fires.
import type * as z from 'zod/mini';
import { parse } from 'zod/mini';
import { logger } from './observe.ts';
import { toldError } from './told-error.ts';

/**
 * What a log may hold of an outcome: ids, places and counts, by name. The answer itself may say more, such as whom it
 * is about.
 */
export type Logged = Readonly<Record<string, string | number | boolean | null>>;

/** The steps of a function, and what its log says of their outcome. */
export interface Handled<Order, Outcome> {
  readonly work: (order: Order) => Promise<Outcome>;
  /** Each function names what is logged of its outcome, so that nothing is logged by accident. */
  readonly logs: (outcome: Outcome) => Logged;
}

/**
 * @param name for the log
 * @param schema of the event; anything else is a bug of the sender, and throws
 * @example
 * export const handler = handling('deliver', deliverOrder, {
 *   work: async ({ mail }) => { … },
 *   logs: ({ mail }) => ({ mail }),
 * });
 */
export function handling<Order, Outcome extends object>(
  name: string,
  schema: z.ZodMiniType<Order>,
  { work, logs }: Handled<Order, Outcome>,
): (event: unknown) => Promise<Outcome> {
  return async (event) => {
    const began = performance.now();
    try {
      const outcome = await work(parse(schema, event));
      logger.info(`${name} done`, { milliseconds: Math.round(performance.now() - began), outcome: logs(outcome) });
      return outcome;
    } catch (error) {
      const told = toldError(error);
      logger.error(`${name} failed`, told);
      throw told;
    }
  };
}
