// One durable execution as Lambda keeps it: every update that a function asks for is checked, stored, and told again to
// whoever goes on with it. What is not modelled here is refused.
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';

const errorSchema = z.strictObject({
  ErrorMessage: z.optional(z.string()),
  ErrorType: z.optional(z.string()),
  ErrorData: z.optional(z.string()),
  StackTrace: z.optional(z.array(z.string())),
});

export const updateSchema = z.strictObject({
  Id: z.string(),
  ParentId: z.optional(z.string()),
  Name: z.optional(z.string()),
  SubType: z.optional(z.string()),
  Type: z.enum(['STEP', 'WAIT', 'CONTEXT', 'CHAINED_INVOKE']),
  Action: z.enum(['START', 'SUCCEED', 'FAIL']),
  Payload: z.optional(z.string()),
  Error: z.optional(errorSchema),
  ContextOptions: z.optional(z.strictObject({ ReplayChildren: z.optional(z.boolean()) })),
  WaitOptions: z.optional(z.strictObject({ WaitSeconds: z.number() })),
  ChainedInvokeOptions: z.optional(z.strictObject({ FunctionName: z.string() })),
});

export type OperationUpdate = z.infer<typeof updateSchema>;

interface Outcome {
  readonly Result?: string | undefined;
  readonly Error?: z.infer<typeof errorSchema> | undefined;
}

export interface Operation {
  readonly Id: string;
  readonly ParentId?: string | undefined;
  readonly Name?: string | undefined;
  readonly SubType?: string | undefined;
  readonly Type: 'EXECUTION' | OperationUpdate['Type'];
  readonly Status: 'STARTED' | 'SUCCEEDED' | 'FAILED';
  readonly StartTimestamp: Date;
  readonly EndTimestamp?: Date;
  readonly ExecutionDetails?: { readonly InputPayload: string };
  readonly ContextDetails?: Outcome & { readonly ReplayChildren?: boolean | undefined };
  readonly StepDetails?: Outcome & { readonly Attempt: number };
  readonly WaitDetails?: { readonly ScheduledEndTimestamp: Date };
  readonly ChainedInvokeDetails?: Outcome;
}

/** Lambda takes no more in one checkpoint. */
const largestPayload = 256 * 1024;

/** An update that Lambda would not take. */
export class UpdateRefused extends Error {
  override readonly name = 'UpdateRefused';
}

export class DurableExecution {
  readonly #operations = new Map<string, Operation>();
  /** What changed since the function was last told. */
  readonly #news = new Set<string>();
  #tell: (() => void) | null = null;

  constructor(payload: unknown) {
    const Id = randomUUID();
    this.#operations.set(Id, {
      Id,
      Type: 'EXECUTION',
      Status: 'STARTED',
      StartTimestamp: new Date(),
      ExecutionDetails: { InputPayload: JSON.stringify(payload) },
    });
  }

  /**
   * Stores all of them, or none.
   *
   * @returns those that Lambda itself now has to carry out: functions to call, and waits
   * @throws UpdateRefused
   */
  store(updates: readonly OperationUpdate[]): readonly OperationUpdate[] {
    const trial = new Map(this.#operations);
    for (const update of updates) trial.set(update.Id, updated(trial, update));
    for (const { Id } of updates) {
      const operation = trial.get(Id);
      if (operation !== undefined) this.#change(operation);
    }
    return updates.filter(({ Type, Action }) => Action === 'START' && (Type === 'WAIT' || Type === 'CHAINED_INVOKE'));
  }

  /** Ends an operation: a wait is over, or a called function has answered. */
  end(id: string, outcome: Outcome): void {
    const operation = this.#operations.get(id);
    if (operation?.Status !== 'STARTED') throw new Error(`the operation ${id} is not under way`);
    this.#change({
      ...operation,
      Status: outcome.Error === undefined ? 'SUCCEEDED' : 'FAILED',
      EndTimestamp: new Date(),
      ...(operation.Type === 'CHAINED_INVOKE' ? { ChainedInvokeDetails: outcome } : {}),
    });
    this.#tell?.();
  }

  /** What changed since this was asked the last time. */
  takeNews(): readonly Operation[] {
    const news = [...this.#operations.values()].filter(({ Id }) => this.#news.has(Id));
    this.#news.clear();
    return news;
  }

  /** Resolves once there is something to go on with. */
  async news(): Promise<void> {
    if (this.#news.size > 0) return;
    if (![...this.#operations.values()].some(isUnderWay)) throw new Error('the function waits for nothing');
    await new Promise<void>((resolve) => {
      this.#tell = resolve;
    });
    this.#tell = null;
  }

  /** All that a function needs to go on: what happened within a finished context is left out, unless it asked for it. */
  state(): readonly Operation[] {
    return [...this.#operations.values()].filter((operation) => this.#isNeeded(operation));
  }

  #isNeeded({ ParentId }: Operation): boolean {
    const parent = ParentId === undefined ? undefined : this.#operations.get(ParentId);
    if (parent === undefined) return true;
    const isOpen = parent.Status === 'STARTED' || parent.ContextDetails?.ReplayChildren === true;
    return isOpen && this.#isNeeded(parent);
  }

  #change(operation: Operation): void {
    this.#operations.set(operation.Id, operation);
    this.#news.add(operation.Id);
  }
}

/** Whether Lambda itself is carrying it out. */
function isUnderWay({ Type, Status }: Operation): boolean {
  return Status === 'STARTED' && (Type === 'WAIT' || Type === 'CHAINED_INVOKE');
}

function updated(operations: ReadonlyMap<string, Operation>, update: OperationUpdate): Operation {
  const before = operations.get(update.Id);
  check(operations, update, before);
  const begun = before ?? begin(update);
  if (update.Action === 'START') return begun;
  const outcome = { Result: update.Payload, Error: update.Error };
  return {
    ...begun,
    Status: update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED',
    EndTimestamp: new Date(),
    ...(update.Type === 'STEP' ? { StepDetails: { ...outcome, Attempt: (begun.StepDetails?.Attempt ?? 0) + 1 } } : {}),
    ...(update.Type === 'CONTEXT' ? { ContextDetails: { ...outcome, ...update.ContextOptions } } : {}),
  };
}

function check(
  operations: ReadonlyMap<string, Operation>,
  { Id, ParentId, Type, Action, Payload = '' }: OperationUpdate,
  before: Operation | undefined,
): void {
  if (Buffer.byteLength(Payload) > largestPayload) throw new UpdateRefused(`${Id} has more than 256 KB`);
  if (ParentId !== undefined && operations.get(ParentId)?.Type !== 'CONTEXT') {
    throw new UpdateRefused(`${Id} has no context ${ParentId}`);
  }
  if (Action === 'START') {
    if (before !== undefined) throw new UpdateRefused(`${Id} was started before`);
    return;
  }
  if (Type === 'WAIT' || Type === 'CHAINED_INVOKE') throw new UpdateRefused(`only Lambda ends a ${Type}`);
  if (before !== undefined && (before.Status !== 'STARTED' || before.Type !== Type)) {
    throw new UpdateRefused(`${Id} is ${before.Type}, ${before.Status}`);
  }
}

function begin({ Id, ParentId, Name, SubType, Type, WaitOptions }: OperationUpdate): Operation {
  const StartTimestamp = new Date();
  const end = new Date(StartTimestamp.getTime() + (WaitOptions?.WaitSeconds ?? 0) * 1000);
  const common = { Id, ParentId, Name, SubType, Type, Status: 'STARTED', StartTimestamp } as const;
  return Type === 'WAIT' ? { ...common, WaitDetails: { ScheduledEndTimestamp: end } } : common;
}
