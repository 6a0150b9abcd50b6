// Lambda's durable executions on this machine, over HTTP as the function's own client asks for them: it keeps the state,
// calls the functions that are called, lets waits end at once, and invokes the durable function until it is done.
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { DurableExecution, UpdateRefused, updateSchema } from './durable-execution.ts';
import type { Operation, OperationUpdate } from './durable-execution.ts';
import { json } from '../services/json-service.ts';
import type { Answering, ServiceAnswer } from '../services/json-service.ts';

/** When the process of the durable function is killed at one of its checkpoints. */
export type Blow = 'before it is stored' | 'before its answer' | 'after its answer';

export interface DurableRun {
  /** ARN of the version that is invoked. */
  readonly functionArn: string;
  readonly name: string;
  readonly payload: unknown;
  /** Invokes the durable function in a process of its own, which dies at the signal. */
  invoke(event: object, signal: AbortSignal): Promise<unknown>;
  /** Calls another function; what it throws, the durable function is told. */
  call(functionArn: string, payload: unknown): Promise<unknown>;
  /** Asked at each checkpoint, which are counted from 1 over the whole execution. */
  blow?(checkpoint: number): Blow | null;
}

export interface DurableEnd {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly result?: unknown;
  readonly error?: unknown;
  readonly checkpoints: number;
  readonly invocations: number;
  readonly killed: number;
}

const answerSchema = z.strictObject({
  Status: z.enum(['SUCCEEDED', 'FAILED', 'PENDING']),
  Result: z.optional(z.string()),
  Error: z.optional(z.unknown()),
});

/** A function that is invoked more often would never end. */
const mostInvocations = 60;

/** Operations in one answer: so few that a function has to ask for the rest. */
const page = 4;

export interface DurableStandIn {
  /** Answers what begins with `/2025-12-01/durable-executions/`. */
  readonly answer: Answering;
  /** @throws Error when the function itself throws, or would never end */
  run(run: DurableRun): Promise<DurableEnd>;
}

export function durableStandIn(): DurableStandIn {
  const executions = new Map<string, Driven>();
  return {
    answer: async ({ path, body }) => {
      const { pathname, searchParams } = new URL(path, 'http://lambda');
      const [, , , arn = '', action] = pathname.split('/');
      const driven = executions.get(decodeURIComponent(arn));
      if (driven === undefined) return refused(`no execution ${arn}`);
      if (action === 'checkpoint') return driven.checkpoint(JSON.parse(body.toString()));
      if (action === 'state') return driven.page(searchParams.get('CheckpointToken'), searchParams.get('Marker'));
      return json({ __type: 'NotImplemented', message: path }, 501);
    },
    run: async (run) => {
      const arn = `${run.functionArn}/durable-execution/${run.name}/${randomUUID()}`;
      const driven = new Driven(arn, run);
      executions.set(arn, driven);
      return driven.toItsEnd();
    },
  };
}

function refused(message: string): ServiceAnswer {
  return json({ __type: 'InvalidParameterValueException', message }, 400);
}

class Driven {
  readonly #arn: string;
  readonly #run: DurableRun;
  readonly #execution: DurableExecution;
  /** The token of the process that was invoked last; those of earlier ones are refused. */
  #token = '';
  #killer = new AbortController();
  #checkpoints = 0;
  #killed = 0;

  constructor(arn: string, run: DurableRun) {
    this.#arn = arn;
    this.#run = run;
    this.#execution = new DurableExecution(run.payload);
  }

  async toItsEnd(): Promise<DurableEnd> {
    for (let invocations = 1; invocations <= mostInvocations; invocations += 1) {
      const answer = await this.#invoke();
      if (answer?.Status === 'PENDING') await this.#execution.news();
      else if (answer !== null) {
        const { Status: status, Result: result, Error: error } = answer;
        const end = { status, invocations, checkpoints: this.#checkpoints, killed: this.#killed };
        return { ...end, ...(result === undefined ? { error } : { result: JSON.parse(result) }) };
      }
    }
    throw new Error(`the durable function was invoked ${mostInvocations} times and did not end`);
  }

  /** @returns `null` when the process was killed */
  async #invoke(): Promise<z.infer<typeof answerSchema> | null> {
    this.#killer = new AbortController();
    this.#token = randomUUID();
    const news = this.#execution.takeNews();
    const [Operations, NextMarker] = this.#page(0);
    const event = {
      DurableExecutionArn: this.#arn,
      CheckpointToken: this.#token,
      UpdatedOperationIds: news.map(({ Id }) => Id),
      InitialExecutionState: { Operations, NextMarker },
    };
    try {
      return z.parse(answerSchema, await this.#run.invoke(event, this.#killer.signal));
    } catch (error) {
      if (!this.#killer.signal.aborted) throw error;
      this.#killed += 1;
      return null;
    }
  }

  async checkpoint(body: unknown): Promise<ServiceAnswer> {
    const asked = z.safeParse(checkpointSchema, body);
    if (!asked.success) return refused(`not modelled: ${asked.error.message}`);
    const { CheckpointToken, Updates } = asked.data;
    if (CheckpointToken !== this.#token) return refused('Invalid Checkpoint Token');
    this.#checkpoints += 1;
    const blow = this.#run.blow?.(this.#checkpoints) ?? null;
    if (blow === 'before it is stored') return this.#kill();
    try {
      for (const update of this.#execution.store(Updates)) void this.#carryOut(update);
    } catch (error) {
      if (error instanceof UpdateRefused) return refused(error.message);
      throw error;
    }
    if (blow === 'before its answer') return this.#kill();
    this.#token = randomUUID();
    const Operations = this.#execution.takeNews().map(inSeconds);
    const answer = json({ CheckpointToken: this.#token, NewExecutionState: { Operations } });
    return blow === null ? answer : { ...answer, sent: () => this.#killer.abort() };
  }

  page(token: string | null, marker: string | null): ServiceAnswer {
    if (token !== this.#token) return refused('Invalid Checkpoint Token');
    const [Operations, NextMarker] = this.#page(Number(marker));
    return json({ Operations: Operations.map(inSeconds), NextMarker });
  }

  #page(from: number): readonly [operations: readonly Operation[], marker: string | undefined] {
    const state = this.#execution.state();
    return [state.slice(from, from + page), from + page < state.length ? String(from + page) : undefined];
  }

  /** Kills the process of the durable function. Never resolves, because nobody is left to be answered. */
  async #kill(): Promise<never> {
    this.#killer.abort();
    return new Promise<never>(() => {});
  }

  async #carryOut({ Id, ChainedInvokeOptions, Payload }: OperationUpdate): Promise<void> {
    // Only after the checkpoint was answered, as Lambda does.
    await new Promise(setImmediate);
    if (ChainedInvokeOptions === undefined) return this.#execution.end(Id, {});
    try {
      const answer = await this.#run.call(ChainedInvokeOptions.FunctionName, JSON.parse(Payload ?? 'null'));
      this.#execution.end(Id, { Result: JSON.stringify(answer) });
    } catch (error) {
      this.#execution.end(Id, { Error: { ErrorMessage: error instanceof Error ? error.message : String(error) } });
    }
  }
}

const checkpointSchema = z.strictObject({
  CheckpointToken: z.string(),
  ClientToken: z.optional(z.string()),
  Updates: z._default(z.array(updateSchema), []),
});

/** In answers of an API moments are seconds; in the event of an invocation they are text. */
function inSeconds({ StartTimestamp, EndTimestamp, WaitDetails, ...operation }: Operation): object {
  return {
    ...operation,
    StartTimestamp: StartTimestamp.getTime() / 1000,
    ...(EndTimestamp === undefined ? {} : { EndTimestamp: EndTimestamp.getTime() / 1000 }),
    ...(WaitDetails === undefined
      ? {}
      : { WaitDetails: { ScheduledEndTimestamp: WaitDetails.ScheduledEndTimestamp.getTime() / 1000 } }),
  };
}
