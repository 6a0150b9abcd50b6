// The story of a run: pull the directories side by side, reconcile, publish, deliver; killed anywhere, it goes on there.
import { createRetryStrategy, withDurableExecution, withRetry } from '@aws/durable-execution-sdk-js';
import type { DurableContext } from '@aws/durable-execution-sdk-js';
import * as z from 'zod/mini';
import { runVariables } from '../core/contract/env-names.ts';
import { msOf } from '../core/instant.ts';
import * as messages from './messages.ts';
import { count } from './observe.ts';

const functions = z.parse(runVariables, process.env);

export const handler = withDurableExecution(async (event: unknown, context: DurableContext) => {
  const { kind, execution, scheduledAt: asOf } = z.parse(messages.runOrder, event);
  const order = { execution, asOf, snapshots: await pull(context, execution) };
  const mail = kind === 'watch' ? await watch(context, order) : await review(context, order);
  if (mail !== null) await deliver(context, mail);
  await context.step('count the run', async () => {
    const minutes = Math.round((Date.now() - msOf(asOf)) / 60_000);
    count(kind === 'watch' ? { WatchEnded: 1 } : { RunEnded: 1, RunMinutes: minutes });
  });
  return { execution };
});

type WorkOrder = z.infer<typeof messages.workOrder>;

async function pull(context: DurableContext, execution: string): Promise<WorkOrder['snapshots']> {
  const branches = Object.entries(functions.PULL_FUNCTIONS).map(([directory, by]) => ({
    name: directory,
    func: async (branch: DurableContext) =>
      call(branch, { name: `pull ${directory}`, by, order: { execution }, answer: messages.pulled }),
  }));
  const pulls = await context.parallel('pull the directories', branches);
  pulls.throwIfError();
  return pulls.getResults();
}

/** The full way: what was pulled becomes a run, and the run a signed report. */
async function review(context: DurableContext, order: WorkOrder): Promise<string | null> {
  const { execution } = order;
  const reconciling = { name: 'reconcile', by: functions.RECONCILE_FUNCTION, order, answer: messages.reconciled };
  const { run, inputs, performed } = await call(context, reconciling);
  const publishing = { name: 'publish', by: functions.PUBLISH_FUNCTION, answer: messages.published };
  const { status, mail } = await call(context, { ...publishing, order: { execution, run, inputs } });
  await context.step('count the outcome', async () =>
    count({ RunHeld: status === 'complete' ? 0 : 1, ControlNotPerformed: performed ? 0 : 1 }),
  );
  return mail;
}

/** The daily look: what is new since the last review, without a run of its own. */
async function watch(context: DurableContext, order: WorkOrder): Promise<string | null> {
  const watching = { name: 'watch', by: functions.WATCH_FUNCTION, order, answer: messages.watched };
  const { fresh, incomplete, overdue, mail } = await call(context, watching);
  await context.step('count the news', async () =>
    count({ WatchNewFindings: fresh, WatchIncomplete: incomplete ? 1 : 0, ReviewMissing: overdue === null ? 0 : 1 }),
  );
  return mail;
}

async function deliver(context: DurableContext, mail: string): Promise<void> {
  await call(context, {
    name: 'deliver',
    by: functions.DELIVER_FUNCTION,
    order: { mail },
    answer: messages.delivered,
  });
}

/** Everything that a function writes is conditional, so a failed call may be repeated from its beginning. */
const retryStrategy = createRetryStrategy({ maxAttempts: 4, initialDelay: { minutes: 1 }, maxDelay: { minutes: 15 } });

interface Call<Answer> {
  readonly name: string;
  /** The function that does it. */
  readonly by: string;
  readonly order: object;
  readonly answer: z.ZodMiniType<Answer>;
}

async function call<Answer>(context: DurableContext, { name, by, order, answer }: Call<Answer>): Promise<Answer> {
  const invoked = await withRetry<unknown>(
    context,
    name,
    async (attempt) => attempt.invoke<object, unknown>(name, by, order),
    { retryStrategy },
  );
  return z.parse(answer, invoked);
}
