// An execution of `lambdas/run.ts` to its end, whose functions answer what a test says.
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import * as z from 'zod/mini';
import { metricNames, metricsNamespace } from '../../core/names/variables.ts';

const functions = ['reconcile', 'publish', 'deliver', 'watch', 'tick', 'hand-over'] as const;
export type Answers = Partial<Record<(typeof functions)[number], (order: Record<string, unknown>) => unknown>>;

/** Of a test file: functions have names, time is skipped, and what is counted goes by this process's console. */
export function inOneProcess(): void {
  beforeAll(async () => {
    for (const name of functions) vi.stubEnv(`${name.toUpperCase().replace('-', '_')}_FUNCTION`, name);
    vi.stubEnv('PULL_FUNCTIONS', JSON.stringify({ okta: 'pull' }));
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', metricsNamespace);
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  });
  afterAll(async () => {
    await LocalDurableTestRunner.teardownTestEnvironment();
    vi.unstubAllEnvs();
  });
}

const counted = z.record(z.string(), z.unknown());

type Kind = 'review' | 'watch' | 'tick';

/** Runs to the end with functions that answer this, and tells what was counted. */
export async function run(
  kind: Kind,
  answers: Answers,
  started: object = {},
): Promise<Readonly<Record<string, number>>> {
  const { status, counts } = await ended(kind, answers, started);
  expect(status).toBe('SUCCEEDED');
  return counts;
}

interface Ended {
  readonly status: string | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly operations: number;
  /** Why it failed; `null` when it did not. */
  readonly error: string | null;
}

interface Started {
  /** Where the logins stand that no directory shows. */
  readonly unmatched?: string;
}

export async function ended(kind: Kind, answers: Answers, started: Started & object = {}): Promise<Ended> {
  const written = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { handler } = await import('../../lambdas/run.ts');
  const runner = new LocalDurableTestRunner({ handlerFunction: handler });
  runner.registerFunction('pull', async ({ unmatched }: Record<string, unknown>) => ({
    directory: 'okta',
    key: `work/1/${unmatched === undefined ? 'snapshot' : 'looked-up'}-okta.jsonl`,
  }));
  for (const name of functions) {
    runner.registerFunction(name, async (order: Record<string, unknown>) => {
      if (name === 'hand-over' && answers[name] === undefined) return { orders: 0, sent: 0, refused: 0 };
      if (order['kind'] === 'unmatched') return { kind: 'unmatched', logins: started.unmatched ?? null };
      return answers[name]?.(order) ?? { mail: 'sent' };
    });
  }
  const scheduledAt = new Date(Date.now() - 180_000).toISOString().replace(/\.\d+/, '');
  const execution = await runner.run({
    payload: { kind, scheduledAt, asOfSetByOperator: false, execution: `1-${kind}`, ...started },
  });
  const names: readonly string[] = Object.values(metricNames);
  const lines = written.mock.calls.map(([line]) => z.parse(counted, JSON.parse(String(line))));
  written.mockRestore();
  const values = lines.flatMap((line) => Object.entries(line).filter(([name]) => names.includes(name)));
  const counts = Object.fromEntries(values.map(([name, value]) => [name, z.parse(z.number(), value)]));
  const status = execution.getStatus();
  const error = status === 'FAILED' ? (execution.getError().errorMessage ?? '') : null;
  return { status, counts, operations: execution.getOperations().length, error };
}

export function reviewEnding(status: string, mail: string | null = null): Answers {
  return {
    reconcile: () => ({ kind: 'run', run: 'run', inputs: 'work/1/inputs.json' }),
    publish: () => ({ status, mail }),
  };
}
