// Logs and counts: ids, counts and durations only; namespace and service come from the deployment.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNames } from '../../core/names/variables.ts';
import type { MetricName } from '../../core/names/variables.ts';
import type { FindingEvents } from '../../core/ports/telling.ts';
import type { Progress } from '../../core/ports/world.ts';
import type { DirectoryEvent } from '../../adapters/directories/reading/surroundings.ts';

export const logger = new Logger();
const metrics = new Metrics();

/** Publishes the counts at once, so that they are not lost when the function is killed later. */
export function count(values: Partial<Record<MetricName, number>>): void {
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}

/** Events that the bus does not take raise an alarm, but hold up no report: the findings hold what the bus missed. */
export function eventsOrAlarm(bus: FindingEvents | null): FindingEvents | null {
  if (bus === null) return null;
  return {
    async put(events) {
      try {
        await bus.put(events);
      } catch (error) {
        logger.error('Events were not taken', { events: events.length, why: errorName(error) });
        count({ [metricNames.eventsNotTaken]: 1 });
      }
    },
  };
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Logs the stages of the work, but not every step of one. */
export const loggedProgress: Progress = {
  stage: (label, total) => logger.info(label, { total }),
  advance: () => {},
};

/** Logs that a directory asks to wait, and that clocks are apart, but not every page that is read. */
export function logDirectory(event: DirectoryEvent): void {
  if (event.kind === 'clock') logger.warn('The clock of the directory says another time', { ...event });
  if (event.kind === 'wait') logger.warn('The directory asks to wait', { ...event });
}
