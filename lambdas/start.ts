// Starts a run by name: Scheduler may fire twice and an operator may start by hand, and both are the same run.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { startVariables } from '../core/names/variables.ts';
import { compact } from '../core/names/object-keys.ts';
import { hourInMs, msOf } from '../core/values/instant.ts';
import { handling } from './handling.ts';
import { startOrder } from './messages.ts';

const { RUN_FUNCTION: runFunction } = z.parse(startVariables, process.env);
const lambda = new LambdaClient();

/** Scheduler tries a start again for two hours; what lies further from now, somebody has chosen. */
const longestDelayMs = 3 * hourInMs;

export const handler = handling('start', startOrder, async (order) => {
  const { kind, scheduledAt } = order;
  const asOfSetByOperator = Math.abs(Date.now() - msOf(scheduledAt)) > longestDelayMs;
  const execution = `${compact(scheduledAt).replace(/\.\d+/, '')}-${kind}`;
  await lambda.send(
    new InvokeCommand({
      FunctionName: runFunction,
      InvocationType: 'Event',
      DurableExecutionName: execution,
      Payload: JSON.stringify({ ...order, execution, asOfSetByOperator }),
    }),
  );
  return { execution };
});
