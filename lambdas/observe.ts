// Logs and counts: ids, counts and durations only; namespace and service come from the deployment.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { metricNames } from '../core/names/variables.ts';
import type { Progress } from '../core/ports.ts';
import type { DirectoryEvent } from '../adapters/directories/reading/surroundings.ts';

export const logger = new Logger();
const metrics = new Metrics();

export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** Counts at once: a function that is killed later has counted what it did. */
export function count(values: Partial<Record<MetricName, number>>): void {
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}

/** Stages as log lines; single units would be noise. */
export const loggedProgress: Progress = {
  stage: (label, total) => logger.info(label, { total }),
  advance: () => {},
};

/** Waits are worth a line, pages are not. */
export function logDirectory(event: DirectoryEvent): void {
  if (event.kind === 'wait') logger.warn('The directory asks to wait', { ...event });
}
