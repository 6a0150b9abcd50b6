// Starts a run by name, for Scheduler, for the portal and by hand: what is asked for twice is the same run.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { startVariables } from '../core/names/variables.ts';
import { compact, parseAskKey } from '../core/names/object-keys.ts';
import { handling } from './call/handling.ts';
import { askEvent, isTimeChosen, startOrder } from './call/messages.ts';

const { RUN_FUNCTION: runFunction } = z.parse(startVariables, process.env);
const lambda = new LambdaClient();

export const handler = handling('start', z.union([startOrder, askEvent]), {
  work: async (asked) => {
    const order = 'detail' in asked ? orderIn(asked.detail.object.key) : asked;
    const { kind, scheduledAt, period } = order;
    const asOfSetByOperator = isTimeChosen(scheduledAt, Date.now());
    const about = kind === 'issue' ? `${kind}-${period}` : kind;
    // Without a fraction of a second: 20261005T093000Z-review.
    const execution = `${compact(scheduledAt).replace(/\.\d+/, '')}-${about}`;
    await lambda.send(
      new InvokeCommand({
        FunctionName: runFunction,
        InvocationType: 'Event',
        DurableExecutionName: execution,
        Payload: JSON.stringify({ ...order, execution, asOfSetByOperator }),
      }),
    );
    return { execution };
  },
  logs: ({ execution }) => ({ execution }),
});

/** @throws Error for an object that the portal did not name */
function orderIn(key: string): z.output<typeof startOrder> {
  const asked = parseAskKey(key);
  if (asked === null) throw new Error(`${key} asks for nothing that is known`);
  return z.parse(startOrder, { ...asked.ask, scheduledAt: asked.at });
}
