// The durable function of the template on Amazon's own local runner, in a process of its own: its timers are not real,
// and its environment is the template's. The order comes in on standard input, the outcome goes out on the third channel.
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import * as z from 'zod/mini';
import { ExecutionEnvironments } from './functions.ts';

const functionSchema = z.object({
  name: z.string(),
  bundle: z.string(),
  handler: z.string(),
  environment: z.record(z.string(), z.string()),
});

const orderSchema = z.object({
  bundle: z.string(),
  payload: z.unknown(),
  functions: z.record(z.string(), functionSchema),
  /** Names of functions whose first answer is lost on its way, after they have done their work. */
  losing: z.array(z.string()),
});

const handlerSchema = z.object({ handler: z.custom<DurableLambdaHandler>((value) => typeof value === 'function') });

const order = z.parse(orderSchema, JSON.parse(await text(process.stdin)));
await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
const module: unknown = await import(pathToFileURL(order.bundle).href);
const { handler } = z.parse(handlerSchema, { ...z.parse(z.looseObject({}), module) });
const runner = new LocalDurableTestRunner({ handlerFunction: handler });
const environments = new ExecutionEnvironments();
const lost = new Set<string>();
const invoked: string[] = [];
for (const [arn, deployed] of Object.entries(order.functions)) {
  runner.registerFunction(arn, async (event: unknown) => {
    const answer = await environments.invoke(deployed, event);
    invoked.push(deployed.name);
    if (order.losing.includes(deployed.name) && !lost.has(deployed.name)) {
      lost.add(deployed.name);
      throw new Error('the answer was lost');
    }
    return answer;
  });
}
const execution = await runner.run({ payload: order.payload });
const status: unknown = execution.getStatus();
const outcome = status === 'SUCCEEDED' ? { result: execution.getResult() } : { error: execution.getError() };
writeFileSync(3, JSON.stringify({ status, invoked, ...outcome }));
await LocalDurableTestRunner.teardownTestEnvironment();
await environments.close();
process.exit(0);
