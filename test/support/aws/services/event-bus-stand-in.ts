// EventBridge on this machine: takes events by the limits that the service states, and keeps them in order.
import * as z from 'zod/mini';
import { json, startService } from './json-service.ts';
import type { ServiceStandIn } from './json-service.ts';

const entry = z.strictObject({
  EventBusName: z.string(),
  Source: z.string(),
  DetailType: z.string(),
  Detail: z.string(),
});

/** Source: PutEvents, "up to 10 entries". */
const putEvents = z.strictObject({ Entries: z.array(entry).check(z.minLength(1), z.maxLength(10)) });

export type TakenEvent = z.infer<typeof entry>;

export interface EventBusStandIn extends ServiceStandIn {
  readonly taken: readonly TakenEvent[];
  /** Makes it answer from now on that it took no event, as the service does when it is overloaded. */
  refuse(): void;
}

export async function startEventBus(): Promise<EventBusStandIn> {
  const taken: TakenEvent[] = [];
  let refuses = false;
  const service = await startService(({ target, body }) => {
    if (target !== 'AWSEvents.PutEvents') return json({ __type: 'UnknownOperationException' }, 400);
    const asked = z.safeParse(putEvents, JSON.parse(body.toString()));
    if (!asked.success) return json({ __type: 'ValidationException', message: z.prettifyError(asked.error) }, 400);
    const { Entries: entries } = asked.data;
    if (refuses)
      return json({
        FailedEntryCount: entries.length,
        Entries: entries.map(() => ({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' })),
      });
    const first = taken.push(...entries) - entries.length;
    return json({ FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(first + index) })) });
  });
  return { ...service, taken, refuse: () => (refuses = true) };
}
