// The story of a run: pull the directories side by side, reconcile, publish, deliver; killed anywhere, it goes on there.
import { createRetryStrategy, JitterStrategy, withDurableExecution, withRetry } from '@aws/durable-execution-sdk-js';
import type { DurableContext } from '@aws/durable-execution-sdk-js';
import * as z from 'zod/mini';
import { runVariables } from '../core/names/variables.ts';
import * as messages from './call/messages.ts';
import { count } from './call/observe.ts';

const functions = z.parse(runVariables, process.env);

export const handler = withDurableExecution(async (event: unknown, context: DurableContext) => {
  const order = z.parse(messages.runOrder, event);
  // A step, so that the beginning is kept with the execution: after an interruption the clock would tell a later time.
  // The as-of cannot stand for it, because somebody may have chosen it.
  const began = await context.step('note the beginning', async () => Date.now());
  // The order alone is not believed, because whoever may invoke this function could write anything into it: the clock
  // is asked as well.
  const asOfSetByOperator = order.asOfSetByOperator || messages.isTimeChosen(order.scheduledAt, began);
  await stories[order.kind](context, { ...order, asOfSetByOperator }, began);
  return { execution: order.execution };
});

type RunOrder = z.infer<typeof messages.runOrder>;
type WorkOrder = z.infer<typeof messages.workOrder>;
type UnmatchedOrder = z.infer<typeof messages.unmatchedOrder>;

const stories = { review, watch, tick, issue } as const;

/** A run of a review, from the snapshots to the signed report. */
async function review(context: DurableContext, run: RunOrder, began: number): Promise<void> {
  const order = await pulled(context, run, 'newest-upload');
  const reconciling = { name: 'reconcile', by: functions.RECONCILE_FUNCTION, order, answer: messages.reconciled };
  const { status, mail } = await publish(context, publishing(run.execution, await call(context, reconciling)));
  await context.step('count the outcome', async () =>
    count({
      RunHeld: status === 'held' || status === 'incomplete' ? 1 : 0,
      ControlNotPerformed: status === 'not-performed' ? 1 : 0,
    }),
  );
  await deliver(context, mail);
  await context.step('count the run', async () =>
    count({ RunEnded: 1, RunMinutes: Math.round((Date.now() - began) / 60_000) }),
  );
}

function publishing(execution: string, reconciled: messages.Reconciled): PublishOrder {
  const { inputs } = reconciled;
  if (reconciled.kind === 'missed') return { kind: 'missed-run', execution, inputs };
  return { kind: 'run', execution, run: reconciled.run, inputs };
}

/** The daily comparison with the export of the last accepted run: it tells what is new, and draws no report. */
async function watch(context: DurableContext, run: RunOrder): Promise<void> {
  const order = await pulled(context, run, 'accepted-run');
  const watching = { name: 'watch', by: functions.WATCH_FUNCTION, order, answer: messages.watched };
  const { fresh, incomplete, mail } = await call(context, watching);
  // Before the mail is sent, which may be refused: the alarms must not wait for it.
  await context.step('count the news', async () =>
    count({ WatchNewFindings: fresh, WatchIncomplete: incomplete ? 1 : 0 }),
  );
  await deliver(context, mail);
  if (mail !== null) {
    const sent = { kind: 'sent', execution: run.execution };
    await call(context, {
      name: 'record the mail',
      by: functions.WATCH_FUNCTION,
      order: sent,
      answer: messages.recorded,
    });
  }
  await context.step('count the run', async () => count({ WatchEnded: 1 }));
}

/** Has the reports of a period issued that a signature or a closing promises. */
async function issue(context: DurableContext, { period }: RunOrder): Promise<void> {
  if (period === null) throw new Error('not reached: an order to issue names its period');
  await publish(context, { kind: 'promised', period });
}

/**
 * Moves the reviews on by a day: reports what was missed, and tells everybody what they have to do. A report that
 * cannot be issued, or a mail that is refused, keeps nothing else from being done.
 *
 * @throws Error, once all is done, when something was left undone: the alarm of runs that fail tells it
 */
async function tick(context: DurableContext, { execution, scheduledAt: asOf }: RunOrder): Promise<void> {
  const by = functions.TICK_FUNCTION;
  const advancing = { name: 'advance the reviews', by, order: { kind: 'advance', asOf }, answer: messages.advanced };
  const { missed, waiting, owed, late = owed, unrecorded = [] } = await call(context, advancing);
  await context.step('count the missed', async () =>
    count({ ControlNotPerformed: missed.length, ReviewMissing: waiting.length, ReportOwed: late.length }),
  );
  const unissued = await publishEach(context, missed, (period) => ({ kind: 'missed-review', period, asOf }));
  const telling = { name: 'tell people', by, order: { kind: 'tell', execution, asOf }, answer: messages.told };
  const { mails, withheld = 0 } = await call(context, telling);
  const refused = await deliverEach(context, mails, async (sent, number) => {
    const order = { kind: 'record', execution, asOf, sent };
    await call(context, { name: `record the mails ${number}`, by, order, answer: messages.recorded });
  });
  await handOver(context, execution);
  // Counted here, because the alarm for a day without a tick is about reviews that did not move on.
  await context.step('count the run', async () => count({ TickEnded: 1 }));
  // Last: a report of many pages takes longest.
  const stillOwed = await publishEach(context, owed, (period) => ({ kind: 'promised', period }));
  const undone = [
    ...unissued.map((period) => `the report that ${period} was not performed`),
    ...stillOwed.map((period) => `what is promised of ${period}`),
    ...(withheld > 0 ? [`${withheld} of the mails, whose work order is not as it was issued`] : []),
    ...(refused > 0 ? [`${refused} of ${mails.length} mails`] : []),
    ...unrecorded.map((id) => `the accepted run ${id}, which the evidence holds and the table does not know`),
  ];
  if (undone.length > 0) throw new Error(`left undone: ${undone.join(', ')}`);
}

/** @returns the periods whose report could not be published */
async function publishEach(
  context: DurableContext,
  periods: readonly string[],
  orderOf: (period: string) => PublishOrder,
): Promise<readonly string[]> {
  const unissued: string[] = [];
  for (const period of periods) {
    try {
      await publish(context, orderOf(period));
    } catch {
      context.logger.error(
        `A report of ${period} could not be published; why is in the log of the function that does it`,
      );
      unissued.push(period);
    }
  }
  return unissued;
}

/**
 * An execution may have 3,000 operations, and each mail sent by itself would take two; a batch must also end within the
 * 15 minutes of a function.
 */
const mailsInABatch = 50;

/** How often a mail is tried, and how long a refused one waits. */
const mailAttempts = { most: 4, pause: { minutes: 5 } } as const;

/**
 * Sends mails in batches, and records each batch before the next is sent, so that nobody gets a mail twice when a tick
 * is interrupted. A mail that is refused keeps no other from being sent.
 *
 * @returns how many were refused
 */
async function deliverEach(
  context: DurableContext,
  mails: readonly string[],
  record: (sent: readonly string[], number: number) => Promise<void>,
): Promise<number> {
  let number = 0;
  let left = [...mails];
  for (let attempt = 1; attempt <= mailAttempts.most && left.length > 0; attempt += 1) {
    if (attempt > 1) await context.wait(`wait with ${left.length} mails`, mailAttempts.pause);
    const refused: string[] = [];
    for (let from = 0; from < left.length; from += mailsInABatch) {
      const batch = left.slice(from, from + mailsInABatch);
      number += 1;
      const sent = await deliverBatch(context, batch, number);
      if (sent.length > 0) await record(sent, number);
      refused.push(...batch.filter((mail) => !sent.includes(mail)));
    }
    left = refused;
  }
  // The reason is not logged here, because an answer of SES may hold an address. It stands in the log of the function
  // that sends.
  for (const mail of left) context.logger.error(`The mail ${mail} was refused four times`);
  return left.length;
}

async function deliverBatch(
  context: DurableContext,
  mails: readonly string[],
  number: number,
): Promise<readonly string[]> {
  const by = functions.DELIVER_FUNCTION;
  try {
    const order = { mails };
    const { sent } = await call(context, { name: `deliver ${number}`, by, order, answer: messages.deliveredEach });
    return mails.filter((mail) => sent.includes(mail));
  } catch {
    context.logger.error('A batch of mails could not be sent; why is in the log of the function that sends');
    return [];
  }
}

/** Hands work orders over. What no place took raises an alarm, and keeps nothing else from being done. */
async function handOver(context: DurableContext, execution: string): Promise<void> {
  const by = functions.HAND_OVER_FUNCTION;
  if (by === undefined) return;
  let refused = 1;
  try {
    const handing = { name: 'hand over', by, order: { execution }, answer: messages.handedOver };
    ({ refused } = await call(context, handing, afterTheClaim));
  } catch {
    context.logger.error('Work orders could not be handed over; why is in the log of the function that does it');
  }
  const HandOverRefused = refused;
  await context.step('count what no place took', async () => count({ HandOverRefused }));
}

async function pulled(
  context: DurableContext,
  run: RunOrder,
  compares: UnmatchedOrder['compares'],
): Promise<WorkOrder> {
  const { execution, scheduledAt: asOf, asOfSetByOperator, period, acceptedGates } = run;
  const first = await eachDirectory(context, { name: 'pull', together: 'pull the directories', order: { execution } });
  const { logins: unmatched } = await call(context, {
    name: 'find the unmatched',
    by: functions.RECONCILE_FUNCTION,
    order: { kind: 'unmatched', execution, asOf, snapshots: first, compares },
    answer: messages.unmatched,
  });
  const again = { name: 'look up in', together: 'look the unmatched up', order: { execution, unmatched } };
  const snapshots = unmatched === null ? first : await eachDirectory(context, again);
  return { execution, asOf, asOfSetByOperator, period, acceptedGates, snapshots };
}

/** Asks all directories side by side, each by the function that may read it. */
async function eachDirectory(
  context: DurableContext,
  { name, together, order }: { readonly name: string; readonly together: string; readonly order: object },
): Promise<WorkOrder['snapshots']> {
  const branches = Object.entries(functions.PULL_FUNCTIONS).map(([directory, by]) => ({
    name: directory,
    func: async (branch: DurableContext) =>
      call(branch, { name: `${name} ${directory}`, by, order, answer: messages.pulled }),
  }));
  const asked = await context.parallel(together, branches);
  asked.throwIfError();
  return asked.getResults();
}

type PublishOrder = z.infer<typeof messages.publishOrder>;

async function publish(context: DurableContext, order: PublishOrder): Promise<messages.Published> {
  const name = 'period' in order ? `publish ${order.kind} ${order.period}` : 'publish';
  return call(context, { name, by: functions.PUBLISH_FUNCTION, order, answer: messages.published });
}

/**
 * Sends a mail. To more than fifty people it goes out in parts. The answer, which the execution keeps, says who is
 * still without it: only they are sent it again, until all have it, or until SES takes it for none of them.
 *
 * @param mail where it was written down; `null` when nobody is to be told
 */
async function deliver(context: DurableContext, mail: string | null): Promise<void> {
  if (mail === null) return;
  const [by, answer] = [functions.DELIVER_FUNCTION, messages.delivered];
  let { missed: to = [] } = await call(context, { name: 'deliver', by, order: { mail }, answer });
  for (let rest = 1; to.length > 0; rest += 1)
    ({ missed: to = [] } = await call(context, { name: `deliver the rest ${rest}`, by, order: { mail, to }, answer }));
}

/** A failed call is repeated from its beginning, which is safe because all that functions write is conditional. */
const retryStrategy = createRetryStrategy({ maxAttempts: 4, initialDelay: { minutes: 1 }, maxDelay: { minutes: 15 } });

/** The claim of a function that was killed ends after six minutes; the third attempt comes after that. */
const afterTheClaim = createRetryStrategy({
  maxAttempts: 4,
  initialDelay: { seconds: 200 },
  backoffRate: 1,
  jitter: JitterStrategy.NONE,
});

interface Call<Answer> {
  readonly name: string;
  /** The function that does it. */
  readonly by: string;
  readonly order: object;
  readonly answer: z.ZodMiniType<Answer>;
}

async function call<Answer>(
  context: DurableContext,
  { name, by, order, answer }: Call<Answer>,
  strategy = retryStrategy,
): Promise<Answer> {
  const invoked = await withRetry<unknown>(
    context,
    name,
    async (attempt) => attempt.invoke<object, unknown>(name, by, order),
    { retryStrategy: strategy },
  );
  return z.parse(answer, invoked);
}
