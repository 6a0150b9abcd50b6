// Starts a run by name, for Scheduler, for the portal and by hand: what is asked for twice is the same run.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { takenAfter } from '../core/inputs/custody.ts';
import { startVariables } from '../core/names/variables.ts';
import { compact, parseAskKey } from '../core/names/object-keys.ts';
import { Unusable } from '../core/values/result.ts';
import { instantFromMs } from '../core/values/instant.ts';
import { handling } from './call/handling.ts';
import { askEvent, isTimeChosen, startOrder } from './call/messages.ts';

const { RUN_FUNCTION: runFunction } = z.parse(startVariables, process.env);
const lambda = new LambdaClient();

export const handler = handling('start', z.union([startOrder, askEvent]), {
  work: async (asked) => {
    const order = 'detail' in asked ? orderIn(asked.detail.object.key) : asked;
    const { kind, scheduledAt, period } = order;
    const now = instantFromMs(Date.now());
    // What is reported as of it is locked: a review that nobody has missed yet would be reported as missed for good.
    if (takenAfter(scheduledAt, now)) {
      throw new Unusable({
        what: 'a time that has not come',
        where: 'scheduledAt',
        found: scheduledAt,
        expected: `the present time or an earlier one; it is ${now} now`,
      });
    }
    const asOfSetByOperator = isTimeChosen(scheduledAt, Date.now());
    const about = kind === 'issue' ? `${kind}-${period}` : kind;
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
