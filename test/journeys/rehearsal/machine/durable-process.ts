// The durable function of the template on Amazon's own local runner, in a process of its own: its timers are not real,
// and its environment is the template's. The order comes in on standard input, the outcome goes out on the third channel.
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import * as z from 'zod/mini';

const orderSchema = z.object({
  bundle: z.string(),
  payload: z.unknown(),
  functions: z.array(z.object({ arn: z.string(), name: z.string() })),
});

const handlerSchema = z.object({ handler: z.custom<DurableLambdaHandler>((value) => typeof value === 'function') });

const order = z.parse(orderSchema, JSON.parse(await text(process.stdin)));
await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
const module: unknown = await import(pathToFileURL(order.bundle).href);
const { handler } = z.parse(handlerSchema, { ...z.parse(z.looseObject({}), module) });
const runner = new LocalDurableTestRunner({ handlerFunction: handler });
const invoked: string[] = [];
for (const { arn, name } of order.functions) {
  runner.registerFunction(arn, async (event: unknown) => {
    const answer = await call(arn, event);
    invoked.push(name);
    return answer;
  });
}
const execution = await runner.run({ payload: order.payload });
const status: unknown = execution.getStatus();
const outcome = status === 'SUCCEEDED' ? { result: execution.getResult() } : { error: execution.getError() };
writeFileSync(3, JSON.stringify({ status, invoked, ...outcome }));
await LocalDurableTestRunner.teardownTestEnvironment();
process.exit(0);

/** By the stage's Lambda, whose functions stay for the next execution: most of what one takes is to begin. */
async function call(arn: string, event: unknown): Promise<unknown> {
  const url = `${process.env['AWS_ENDPOINT_URL_LAMBDA']}/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
  if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(await answer.text());
  return answer.json();
}
