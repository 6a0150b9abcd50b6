// Hands standing work orders over to the places that the configuration names: each once, also when a process was killed.
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import type { HandOverConfig } from '../../core/config/hand-over.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import { DeskRefused } from '../../core/ports/telling.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Alone, Records } from '../../core/ports/stores.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import type { IssuedWorkOrder, ReviewState } from '../../core/review/events/state.ts';
import { ordersToCarryOut } from '../../core/review/removals/figures.ts';
import { orderNotice } from '../../core/review/removals/order-notice.ts';
import type { OrderNotice } from '../../core/review/removals/order-notice.ts';
import { dueDayOf } from '../../core/review/removals/proof.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';
import { onOneLine, shortened, visibleLine } from '../../core/values/text.ts';
import { encoded, textOf } from '../bytes.ts';
import { storedRuns } from '../run/stored-runs.ts';

export interface HandOverDependencies extends Records {
  readonly clock: Clock;
  /** Two who hand over at one moment would both find that nothing was sent yet. */
  readonly handingOverAlone: Alone;
  readonly deskOf: (to: HandOverConfig) => TicketDesk;
  /** Since when whoever asked may not have heard what came of it, because an answer was lost; without it they have. */
  readonly unheardSince?: Instant;
}

const cutShort = 'an attempt before this one that was cut short';

export interface HandedOver {
  readonly period: string;
  readonly order: number;
  readonly to: string;
  readonly kind: HandOverConfig['kind'];
  /** `not-known`: its sending was cut short, and the place cannot tell whether it came; it is not sent again. */
  readonly state: 'sent-now' | 'sent-before' | 'not-known' | 'refused';
  readonly reference: string | null;
  readonly where: string | null;
  /** Of the ticket, in the words of its product: never a proof that access is gone. */
  readonly status: string | null;
  /** Why it was refused just now, or nobody knows whether it came, or its status could not be asked. */
  readonly why: string | null;
}

const receiptSchema = z.object({
  schema: z.literal(1),
  at: storedInstant,
  key: z.string(),
  known: z.boolean(),
  reference: z.nullable(z.string()),
  where: z.nullable(z.string()),
});

type Receipt = z.infer<typeof receiptSchema>;

/** Refused when the review is not open, its configuration names no place, or somebody is handing over already. */
export async function handOverOrders(
  dependencies: HandOverDependencies,
  period: string,
): Promise<Result<readonly HandedOver[]>> {
  const done = await dependencies.handingOverAlone(() => handOverAll(dependencies, period));
  if (done !== null) return done.value;
  return refused({
    what: 'work orders are being handed over already',
    where: `--review ${period}`,
    found: 'another process that is at it',
    expected: 'its end; call again to see what came of it',
  });
}

/**
 * Of every review that is not closed, to places that a deployment names itself: its secrets go to no place that an
 * earlier configuration named.
 *
 * @returns `null` when somebody is handing over already: then nothing was sent
 */
export async function handOverEverything(
  dependencies: HandOverDependencies,
  places: readonly HandOverConfig[],
): Promise<readonly HandedOver[] | null> {
  const done = await dependencies.handingOverAlone(async () => {
    const handed: HandedOver[] = [];
    for (const period of await dependencies.reviews.list()) {
      const { state } = foldPeriod(await dependencies.reviews.load(period));
      if (state === null || state.closed !== null || standingOrders(state).length === 0) continue;
      const config = await configOf(dependencies, period, state);
      handed.push(...(await handOverStanding(dependencies, { period, state, config, places })));
    }
    return handed;
  });
  return done === null ? null : done.value;
}

async function handOverAll(dependencies: HandOverDependencies, period: string): Promise<Result<readonly HandedOver[]>> {
  const { state, voids } = foldPeriod(await dependencies.reviews.load(period));
  if (state === null) return refused(notOpen(period, { voids }));
  const config = await configOf(dependencies, period, state);
  const places = config.handOver ?? [];
  if (places.length === 0) {
    const expected = 'a place in handOver of the configuration of the run under review';
    return refused({ what: 'nobody to hand over to', where: 'handOver', found: 'nothing', expected });
  }
  return ok(await handOverStanding(dependencies, { period, state, config, places }));
}

async function configOf(
  dependencies: Pick<HandOverDependencies, 'objects' | 'runs'>,
  period: string,
  { run }: Pick<ReviewState, 'run'>,
): Promise<Config> {
  return (await storedRuns(dependencies).get(run, `the review ${period}`)).config();
}

function standingOrders({ workOrders, withdrawn }: ReviewState): readonly IssuedWorkOrder[] {
  return workOrders.filter(({ number }) => !withdrawn.has(number));
}

interface Standing {
  readonly period: string;
  readonly state: ReviewState;
  /** Of the run under review: whose organisation and calendar count. */
  readonly config: Config;
  readonly places: readonly HandOverConfig[];
}

async function handOverStanding(
  dependencies: HandOverDependencies,
  { period, state, config, places }: Standing,
): Promise<readonly HandedOver[]> {
  const handed: HandedOver[] = [];
  const toCarryOut = new Set(ordersToCarryOut(state).map(({ number }) => number));
  for (const issued of standingOrders(state)) {
    const dueDay = dueDayOf({ orderedAt: issued.at }, config.calendar.timeZone);
    for (const to of places) {
      const notice = orderNotice({ organisation: config.organisation, period, issued, dueDay }, to);
      const one = await handOne(dependencies, { to, notice, issued, period, isToDo: toCarryOut.has(issued.number) });
      if (one !== null) handed.push(one);
    }
  }
  return handed;
}

interface One {
  readonly to: HandOverConfig;
  readonly notice: OrderNotice;
  readonly issued: Pick<IssuedWorkOrder, 'number'>;
  readonly period: string;
  /** Otherwise an export has proven it done already: nobody is told of it who was not told before. */
  readonly isToDo: boolean;
}

/**
 * What is about to be sent is laid down first, then what came of it. A place that knows repeats is asked by the key;
 * to another nothing is sent again that may have come.
 *
 * @returns `null` where nothing was handed over and nothing is to be
 */
async function handOne(dependencies: HandOverDependencies, one: One): Promise<HandedOver | null> {
  const { objects, clock, deskOf } = dependencies;
  const { to, notice, issued, period } = one;
  const keyOf = (name: string): string => reviewKey(period, `work-order-${issued.number}/${name}-${to.id}.json`);
  const lay = (name: string, value: object): Promise<unknown> =>
    objects.put(keyOf(name), encoded([`${JSON.stringify(value, null, 2)}\n`]));
  const told = { period, order: issued.number, to: to.id, kind: to.kind, status: null, why: null };
  const desk = deskOf(to);
  const before = await receiptAt(objects, keyOf('handed-over'));
  if (before !== null) {
    const now = await standingNow(desk, before, dependencies.unheardSince);
    if (now.status !== null) await keepStatus(dependencies, keyOf, now.status);
    return { ...told, ...now };
  }
  if (!one.isToDo) return null;
  const attempt = await attemptOf(objects, keyOf);
  const notKnown = async (why: string): Promise<HandedOver> => {
    await lay('handed-over', {
      schema: 1,
      at: clock.now(),
      key: notice.key,
      known: false,
      reference: null,
      where: null,
    });
    return { ...told, reference: null, where: null, state: 'not-known', why };
  };
  if (attempt.cutShort && !desk.knowsRepeats) return notKnown(cutShort);
  await lay(`handing-over-${attempt.number}`, { schema: 1, key: notice.key });
  const sent = await desk.send(notice, attempt.cutShort).catch(thrown);
  if (!(sent instanceof Error)) {
    await lay('handed-over', { schema: 1, at: clock.now(), key: notice.key, known: true, ...sent });
    return { ...told, ...receiptOf(sent), state: 'sent-now' };
  }
  if (sent instanceof DeskRefused) await lay(`refused-${attempt.number}`, { schema: 1, key: notice.key });
  else if (!desk.knowsRepeats) return notKnown(sent.message);
  return { ...told, reference: null, where: null, state: 'refused', why: sent.message };
}

function thrown(error: unknown): Error {
  if (error instanceof Error) return error;
  throw error;
}

function receiptOf({ reference, where }: Pick<Receipt, 'reference' | 'where'>): Pick<Receipt, 'reference' | 'where'> {
  return { reference, where };
}

type TicketNow = Pick<HandedOver, 'state' | 'reference' | 'where' | 'status' | 'why'>;

async function standingNow(
  desk: TicketDesk,
  { at, known, reference, where }: Receipt,
  unheardSince: Instant | undefined,
): Promise<TicketNow> {
  if (!known) {
    const isHeard = unheardSince === undefined || isBefore(at, unheardSince);
    return { state: 'not-known', reference, where, status: null, why: isHeard ? null : cutShort };
  }
  const sent = { state: 'sent-before', reference, where } as const;
  try {
    const status = await desk.status({ reference, where: where ?? '' });
    // Its owner may have called it anything.
    return { ...sent, status: status === null ? null : shortened(visibleLine(onOneLine(status)), 100), why: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...sent, status: null, why: error.message };
  }
}

const statusSchema = z.object({ schema: z.literal(1), at: z.string(), status: z.string() });

/** What a ticket was found to be is kept beside the order whenever it changed: it says when somebody closed it, and proves nothing. */
async function keepStatus(
  { objects, clock }: Pick<HandOverDependencies, 'objects' | 'clock'>,
  keyOf: (name: string) => string,
  status: string,
): Promise<void> {
  let last: string | null = null;
  for (let number = 1; ; number += 1) {
    const key = keyOf(`status-${number}`);
    const stored = await objects.get(key);
    if (stored !== null) {
      last = readStored(statusSchema, await textOf(stored), `the status ${key}`).status;
      continue;
    }
    if (last !== status)
      await objects.put(key, encoded([`${JSON.stringify({ schema: 1, at: clock.now(), status })}\n`]));
    return;
  }
}

async function receiptAt(objects: Objects, key: string): Promise<Receipt | null> {
  const stored = await objects.get(key);
  return stored === null ? null : readStored(receiptSchema, await textOf(stored), `the receipt ${key}`);
}

/** A refused attempt counts for nothing; one that ended in nothing was cut short. */
async function attemptOf(
  objects: Objects,
  keyOf: (name: string) => string,
): Promise<{ readonly number: number; readonly cutShort: boolean }> {
  for (let number = 1; ; number += 1) {
    if ((await objects.get(keyOf(`refused-${number}`))) !== null) continue;
    return { number, cutShort: (await objects.get(keyOf(`handing-over-${number}`))) !== null };
  }
}
