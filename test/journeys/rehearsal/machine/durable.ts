// Runs the durable function of a stage to its end.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { readStream } from './functions.ts';
import type { Stage } from './stage.ts';

const outcomeSchema = z.object({
  status: z.string(),
  /** Names of the functions in the order in which they answered. */
  invoked: z.array(z.string()),
  result: z.optional(z.unknown()),
  error: z.optional(z.unknown()),
});

export type DurableOutcome = z.infer<typeof outcomeSchema>;

/** @param losing names of functions whose first answer is lost after they have done their work */
export async function runDurable(
  stage: Stage,
  payload: unknown,
  losing: readonly string[] = [],
): Promise<DurableOutcome> {
  const run = stage.named('run');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'durable-process.ts')], {
    env: run.environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const functions = [...stage.functions].map(([arn, { name }]) => ({ arn, name }));
  child.stdin?.end(JSON.stringify({ bundle: run.bundle, payload, functions, losing }));
  const [out, err, outcome] = await Promise.all([text(child.stdout), text(child.stderr), readStream(child.stdio[3])]);
  if (outcome === '') throw new Error(`the durable function did not end: ${out.slice(-2000)}${err.slice(-2000)}`);
  return z.parse(outcomeSchema, JSON.parse(outcome));
}
