import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, onTestFinished, test } from 'vitest';
import { eventBridge } from '../../../adapters/events/eventbridge.ts';
import type { OcsfEvent } from '../../../core/formats/ocsf/compliance-finding.ts';
import type { FindingEvents } from '../../../core/ports/telling.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { startEventBus } from '../../support/aws/services/event-bus-stand-in.ts';
import type { EventBusStandIn } from '../../support/aws/services/event-bus-stand-in.ts';

async function aBus(): Promise<{ readonly service: EventBusStandIn; readonly events: FindingEvents }> {
  const service = await startEventBus();
  const { endpoint } = service;
  const client = new EventBridgeClient({ endpoint, region: 'eu-central-1', credentials: standInCredentials });
  onTestFinished(async () => {
    client.destroy();
    await service.close();
  });
  return { service, events: eventBridge({ client, bus: 'security' }) };
}

function someEvents(count: number): readonly OcsfEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    metadata: { version: '1.3.0', uid: `u${index}`, product: {} },
  }));
}

test('events come in order, however many there are, on the bus and under the source that rules look for', async () => {
  const { service, events } = await aBus();
  const some = someEvents(23);
  await events.put(some);
  expect(service.taken.map(({ Detail }) => JSON.parse(Detail) as unknown)).toEqual(some);
  expect(
    new Set(service.taken.map(({ EventBusName, Source, DetailType }) => [EventBusName, Source, DetailType].join())),
  ).toEqual(new Set(['security,access-review,OCSF Compliance Finding']));
});

test('nothing is sent where nothing changed', async () => {
  const { service, events } = await aBus();
  await events.put([]);
  expect(service.taken).toEqual([]);
});

test('an answer of 200 with refused entries is no success', async () => {
  const { service, events } = await aBus();
  service.refuse();
  await expect(events.put(someEvents(2))).rejects.toThrow('took 0 of 2 events: ThrottlingException');
});
