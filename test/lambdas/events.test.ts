// Events for other products that the bus does not take: an alarm, and nothing that holds a report up.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OcsfEvent } from '../../core/formats/ocsf/compliance-finding.ts';
import { metricsNamespace } from '../../core/names/variables.ts';

const written: unknown[] = [];
beforeAll(() => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', metricsNamespace);
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  for (const level of ['log', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: unknown) => void written.push(JSON.parse(String(line))));
});
afterAll(() => void vi.unstubAllEnvs());

const events: readonly OcsfEvent[] = [{ metadata: { version: '1.3.0', uid: 'u1', product: {} } }];

test('events go on the bus, and raise an alarm only where it does not take them', async () => {
  const { eventsOrAlarm } = await import('../../lambdas/call/observe.ts');
  const taken: OcsfEvent[] = [];
  await eventsOrAlarm({ put: async (some) => void taken.push(...some) })?.put(events);
  expect(taken).toEqual(events);
  expect(written).toEqual([]);
  await eventsOrAlarm({ put: async () => Promise.reject(new Error('jane@acme.com')) })?.put(events);
  expect(written).toMatchObject([{ message: 'Events were not taken', events: 1, why: 'Error' }, { EventsNotTaken: 1 }]);
  expect(JSON.stringify(written)).not.toContain('jane');
});

test('no events are put where the deployment names no bus', async () => {
  const { eventsOrAlarm } = await import('../../lambdas/call/observe.ts');
  expect(eventsOrAlarm(null)).toBeNull();
});
