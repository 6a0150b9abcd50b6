// One execution of the durable function on the stand-in of Lambda, in processes that can be killed for real.
import PostalMime from 'postal-mime';
import type { DurableEnd } from '../../../support/aws/deployment/durable-stand-in.ts';
import type { Cut } from '../../../support/aws/deployment/front.ts';
import { execute } from '../machine/durable.ts';
import type { Execution } from '../machine/durable.ts';
import type { DeployedFunction } from '../machine/functions.ts';
import type { StartedOrder } from '../raised.ts';
import type { Stage } from '../machine/stage.ts';
import { contentsOf } from '../machine/world.ts';
import type { Contents } from '../machine/world.ts';

/** Whether processes are killed at every moment, those too whose traces are those of another one. */
export const everyMoment = process.env['KILLED_TRIALS'] !== undefined;

export type Calling = Execution['calling'];

export type TrialOptions = Partial<Execution>;

export interface Trial {
  readonly end: DurableEnd;
  /** Last words of the functions' names, in the order in which they were called. */
  readonly called: readonly string[];
  readonly contents: Contents;
  readonly mails: readonly { readonly id: string; readonly text: string }[];
}

export async function runTrial(
  stage: Stage,
  order: StartedOrder,
  { blow, calling = stage.invoke }: TrialOptions = {},
): Promise<Trial> {
  const before = stage.mailbox.messages.length;
  const called: string[] = [];
  const end = await execute(stage, order, {
    calling: async (named, asked) => {
      called.push(shortName(named));
      return calling(named, asked);
    },
    ...(blow === undefined ? {} : { blow }),
  });
  const mails = await Promise.all(stage.mailbox.messages.slice(before).map(async (bytes) => PostalMime.parse(bytes)));
  return {
    end,
    called,
    contents: await contentsOf(stage),
    mails: mails.map(({ messageId = '', text = '' }) => ({ id: messageId, text })),
  };
}

export interface Killing {
  /** The function's own writes, counted from 1. */
  readonly write: number;
  readonly where: Cut;
}

/** Kills the function's process at one of its writes; nothing else may write meanwhile. */
export async function invokeKilled(
  stage: Stage,
  called: DeployedFunction,
  { order, write, where }: Killing & { readonly order: unknown },
): Promise<unknown> {
  const killer = new AbortController();
  stage.writes.cut(write, where, () => killer.abort());
  return stage.invoke(called, order, killer.signal);
}

/** @example shortName(deployed) // 'pull-okta' */
export function shortName({ name }: DeployedFunction): string {
  return name.replace(/^access-review-rehearsal-/, '');
}
