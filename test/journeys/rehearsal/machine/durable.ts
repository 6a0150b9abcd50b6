// Runs the durable function of a stage to its end: on our stand-in of Lambda, in a process that stays for the next
// execution, or on Amazon's own runner, which takes a process for each.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { account } from '../../../support/aws/deployment/template.ts';
import type { DurableEnd, DurableRun } from '../../../support/aws/deployment/durable-stand-in.ts';
import { readStream } from './functions.ts';
import type { DeployedFunction } from './functions.ts';
import type { Stage } from './stage.ts';

export interface Execution extends Pick<DurableRun, 'blow'> {
  /** Carries one call of a function out, or lets something befall it. */
  readonly calling: (called: DeployedFunction, order: unknown) => Promise<unknown>;
}

const named = z.looseObject({ execution: z.string() });

/** @param payload what it is started with, which names the execution */
export async function execute(stage: Stage, payload: unknown, { calling, ...others }: Execution): Promise<DurableEnd> {
  const run = stage.named('run');
  return stage.durable.run({
    functionArn: `arn:aws:lambda:eu-central-1:${account}:function:${run.name}:1`,
    name: z.parse(named, payload).execution,
    payload,
    invoke: async (event, signal) => stage.invoke(run, event, signal),
    call: async (arn, order) => {
      const called = stage.functions.get(arn);
      if (called === undefined) throw new Error(`the template has no function ${arn}`);
      return calling(called, order);
    },
    ...others,
  });
}

export interface DurableOutcome extends Pick<DurableEnd, 'status' | 'result' | 'error'> {
  /** Names of the functions in the order in which they answered. */
  readonly invoked: readonly string[];
}

/** @param losing names of functions whose first answer is lost after they have done their work */
export async function runDurable(
  stage: Stage,
  payload: unknown,
  losing: readonly string[] = [],
): Promise<DurableOutcome> {
  const lost = new Set<string>();
  const invoked: string[] = [];
  const { status, result, error } = await execute(stage, payload, {
    calling: async (called, order) => {
      const answer = await stage.invoke(called, order);
      const { name } = called;
      invoked.push(name);
      if (losing.includes(name) && !lost.has(name)) {
        lost.add(name);
        throw new Error('the answer was lost');
      }
      return answer;
    },
  });
  return { status, invoked, result, error };
}

const outcomeSchema = z.object({
  status: z.enum(['SUCCEEDED', 'FAILED']),
  invoked: z.array(z.string()),
  result: z.optional(z.unknown()),
  error: z.optional(z.unknown()),
});

/** The same on Amazon's own local runner, which loads the function anew: for what shows that both go the same way. */
export async function runOnAmazonsRunner(stage: Stage, payload: unknown): Promise<DurableOutcome> {
  const run = stage.named('run');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'durable-process.ts')], {
    env: run.environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const functions = [...stage.functions].map(([arn, { name }]) => ({ arn, name }));
  child.stdin?.end(JSON.stringify({ bundle: run.bundle, payload, functions }));
  const [out, err, outcome] = await Promise.all([text(child.stdout), text(child.stderr), readStream(child.stdio[3])]);
  if (outcome === '') throw new Error(`the durable function did not end: ${out.slice(-2000)}${err.slice(-2000)}`);
  const { status, invoked, result, error } = z.parse(outcomeSchema, JSON.parse(outcome));
  return { status, invoked, result, error };
}
