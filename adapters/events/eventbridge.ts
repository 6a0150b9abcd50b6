// Puts events on a bus of Amazon EventBridge, from which rules lead them to a SIEM.
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { FindingEvents } from '../../core/ports/telling.ts';
import { eventSource } from '../../core/names/variables.ts';
import { wholeJson } from '../../core/values/text.ts';

/** What the service takes in one call; an event has a few kilobytes, so that ten stay below its 1 MB. */
const mostAtOnce = 10;

const detailType = 'OCSF Compliance Finding';

/**
 * At least once: whoever repeats after an error tells some of them again, by the same uid.
 *
 * `put` throws an Error that tells how many the bus took, when it did not take them all.
 *
 * @example await eventBridge({ client: new EventBridgeClient(), bus: 'default' }).put(events)
 */
export function eventBridge({
  client,
  bus,
}: {
  readonly client: EventBridgeClient;
  readonly bus: string;
}): FindingEvents {
  return {
    async put(events) {
      for (let first = 0; first < events.length; first += mostAtOnce) {
        const some = events.slice(first, first + mostAtOnce);
        const { Entries: answers = [] } = await client.send(
          new PutEventsCommand({
            Entries: some.map((event) => ({
              EventBusName: bus,
              Source: eventSource,
              DetailType: detailType,
              Detail: wholeJson(event),
            })),
          }),
        );
        // The service answers 200 also when it took none of them.
        const taken = answers.filter(({ EventId: id }) => id !== undefined).length;
        if (taken === some.length) continue;
        const refused = answers.find(({ ErrorCode: code }) => code !== undefined)?.ErrorCode ?? 'no answer for each';
        throw new Error(`the bus ${bus} took ${first + taken} of ${events.length} events: ${refused}`);
      }
    },
  };
}
