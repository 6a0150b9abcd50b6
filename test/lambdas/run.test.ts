import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { metricNames, metricsNamespace } from '../../core/names/variables.ts';

const functions = ['reconcile', 'publish', 'deliver', 'watch', 'tick', 'hand-over'] as const;
type Answers = Partial<Record<(typeof functions)[number], (order: Record<string, unknown>) => unknown>>;

beforeAll(async () => {
  for (const name of functions) vi.stubEnv(`${name.toUpperCase().replace('-', '_')}_FUNCTION`, name);
  vi.stubEnv('PULL_FUNCTIONS', JSON.stringify({ okta: 'pull' }));
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', metricsNamespace);
  // So that what is counted goes by this process's console.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
});
afterAll(async () => {
  await LocalDurableTestRunner.teardownTestEnvironment();
  vi.unstubAllEnvs();
});

const counted = z.record(z.string(), z.unknown());

type Kind = 'review' | 'watch' | 'tick';

/** Runs to the end with functions that answer this, and tells what was counted. */
async function run(kind: Kind, answers: Answers, started: object = {}): Promise<Readonly<Record<string, number>>> {
  const { status, counts } = await ended(kind, answers, started);
  expect(status).toBe('SUCCEEDED');
  return counts;
}

interface Ended {
  readonly status: string | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly operations: number;
}

interface Started {
  /** Where the logins stand that no directory shows. */
  readonly unmatched?: string;
}

async function ended(kind: Kind, answers: Answers, started: Started & object = {}): Promise<Ended> {
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
  return { status: execution.getStatus(), counts, operations: execution.getOperations().length };
}

function reviewEnding(status: string, mail: string | null = null): Answers {
  return {
    reconcile: () => ({ kind: 'run', run: 'run', inputs: 'work/1/inputs.json' }),
    publish: () => ({ status, mail }),
  };
}

describe('a review', () => {
  test('is reconciled with what a person gave its start, and the snapshots that were read for it', async () => {
    const acceptedGates = [{ gate: 'skew', by: 'grc@acme.com', reason: 'exported on Friday' }];
    const chosen = { scheduledAt: '2027-01-08T09:30:00Z', asOfSetByOperator: true };
    const started = { ...chosen, period: '2026-Q4', acceptedGates };
    const orders: unknown[] = [];
    const answers: Answers = {
      ...reviewEnding('complete'),
      reconcile: (order) => {
        orders.push(order);
        return { kind: 'missed', inputs: 'work/1/inputs.json' };
      },
    };
    await run('review', answers, started);
    const snapshots = [{ directory: 'okta', key: 'work/1/snapshot-okta.jsonl' }];
    expect(orders).toEqual([
      {
        execution: '1-review',
        asOf: started.scheduledAt,
        asOfSetByOperator: true,
        period: '2026-Q4',
        acceptedGates,
        snapshots,
      },
    ]);
  });
});

test.each([
  ['2026-01-08T09:30:00Z', true],
  [new Date().toISOString().replace(/\.\d+/, ''), false],
])(
  'whether somebody chose the as-of %s is asked of the clock too, whatever the payload says: %s',
  async (scheduledAt, chosen) => {
    const orders: unknown[] = [];
    const reconcile = ({ asOfSetByOperator }: Record<string, unknown>): unknown => {
      orders.push(asOfSetByOperator);
      return { kind: 'missed', inputs: 'work/1/inputs.json' };
    };
    await run('review', { ...reviewEnding('complete'), reconcile }, { scheduledAt });
    expect(orders).toEqual([chosen]);
  },
);

test.each(['review', 'watch'] as const)(
  'a %s compares what each directory said once it was asked for whom no list shows',
  async (kind) => {
    const compared: unknown[] = [];
    const comparing = ({ snapshots }: Record<string, unknown>): void => void compared.push(snapshots);
    const answers: Answers = {
      ...reviewEnding('complete'),
      reconcile: (order) => {
        comparing(order);
        return { kind: 'missed', inputs: 'work/1/inputs.json' };
      },
      watch: (order) => {
        comparing(order);
        return { fresh: 0, incomplete: false, mail: null };
      },
    };
    await run(kind, answers, { unmatched: 'work/1/unmatched.json' });
    expect(compared).toEqual([[{ directory: 'okta', key: 'work/1/looked-up-okta.jsonl' }]]);
  },
);

describe('what the alarms look at', () => {
  test.each([
    ['complete', { RunHeld: 0, ControlNotPerformed: 0 }],
    ['incomplete', { RunHeld: 1, ControlNotPerformed: 0 }],
    ['held', { RunHeld: 1, ControlNotPerformed: 0 }],
    ['not-performed', { RunHeld: 0, ControlNotPerformed: 1 }],
  ])('is counted of a review that ends %s', async (status, counts) => {
    const found = await run('review', reviewEnding(status));
    expect(found).toMatchObject({ ...counts, RunEnded: 1 });
    expect(found).not.toHaveProperty('WatchEnded');
  });

  test.each([
    ['of the schedule', {}],
    ['that somebody chose', { scheduledAt: '2026-01-08T09:30:00Z', asOfSetByOperator: true }],
  ])('holds the minutes of a review since it began, by an as-of %s', async (_, started) => {
    const now = Date.now;
    const clock = vi.spyOn(Date, 'now');
    const answers = reviewEnding('complete');
    const publish = (order: Record<string, unknown>): unknown => {
      clock.mockImplementation(() => now() + 180_000);
      return answers.publish?.(order);
    };
    const { RunMinutes: minutes } = await run('review', { ...answers, publish }, started);
    clock.mockRestore();
    expect(minutes).toBe(3);
  });

  test.each([
    [
      { fresh: 2, incomplete: false, mail: 'mail' },
      { WatchNewFindings: 2, WatchIncomplete: 0 },
    ],
    [
      { fresh: 0, incomplete: true, mail: null },
      { WatchNewFindings: 0, WatchIncomplete: 1 },
    ],
  ])('is counted of a watch run that found %j', async (answer, counts) => {
    expect(await run('watch', { watch: () => answer })).toEqual({ ...counts, WatchEnded: 1 });
  });

  test('is counted of a tick: what was missed, and what is waiting', async () => {
    const published: unknown[] = [];
    const delivered: unknown[] = [];
    const found = await run('tick', {
      tick: ({ kind }) => {
        if (kind === 'advance') return { missed: ['2026-Q1', '2026-Q2'], waiting: ['2026-Q3'] };
        return kind === 'tell' ? { mails: ['one', 'two'] } : {};
      },
      publish: (order) => {
        published.push(order['period']);
        return { status: 'not-performed', mail: null };
      },
      deliver: ({ mails }) => {
        delivered.push(mails);
        return { sent: mails };
      },
    });
    expect(found).toEqual({
      ControlNotPerformed: 2,
      HandOverRefused: 0,
      ReportOwed: 0,
      ReviewMissing: 1,
      TickEnded: 1,
    });
    expect(published).toEqual(['2026-Q1', '2026-Q2']);
    expect(delivered).toEqual([['one', 'two']]);
  });
});

function deliver(): never {
  throw new Error('SES did not take the mail');
}

describe('a mail that is refused', () => {
  test('keeps no alarm from what a review came to', async () => {
    const { status, counts } = await ended('review', { ...reviewEnding('held', 'work/1/run-1.json'), deliver });
    expect(status).toBe('FAILED');
    expect(counts).toMatchObject({ RunHeld: 1, ControlNotPerformed: 0 });
    expect(counts).not.toHaveProperty('RunEnded');
  });

  test('keeps no alarm from what a watch run found, whose news are not recorded as sent', async () => {
    const kinds: unknown[] = [];
    const watch = ({ kind = 'watch' }: Record<string, unknown>): unknown => {
      kinds.push(kind);
      return kind === 'sent' ? {} : { fresh: 3, incomplete: true, mail: 'work/1/watch-1.json' };
    };
    const { status, counts } = await ended('watch', { watch, deliver });
    expect({ status, kinds }).toEqual({ status: 'FAILED', kinds: ['watch'] });
    expect(counts).toEqual({ WatchNewFindings: 3, WatchIncomplete: 1 });
    await run('watch', { watch });
    expect(kinds).toEqual(['watch', 'watch', 'sent']);
  });

  test('or could not even be written down keeps no alarm from what a tick found', async () => {
    const { status, counts } = await ended('tick', {
      tick: ({ kind }) => {
        if (kind !== 'advance') throw new Error('S3 answered 503 SlowDown');
        return { missed: ['2026-Q1'], waiting: ['2026-Q2'], owed: ['2026-Q3'] };
      },
      publish: () => ({ status: 'not-performed', mail: null }),
    });
    expect(status).toBe('FAILED');
    expect(counts).toMatchObject({ ControlNotPerformed: 1, ReviewMissing: 1, ReportOwed: 1 });
  });
});

describe('a tick', () => {
  test('has every report issued that is owed, and raises the alarm for none that is only being drawn', async () => {
    const published: unknown[] = [];
    const { status, counts } = await ended('tick', {
      tick: ({ kind }) => {
        if (kind === 'advance') return { missed: [], waiting: [], owed: ['2026-Q3', '2026-Q4'], late: ['2026-Q3'] };
        return kind === 'tell' ? { mails: [] } : {};
      },
      publish: ({ period }) => {
        published.push(period);
        return { status: 'issued', mail: null };
      },
    });
    expect({ status, published }).toEqual({ status: 'SUCCEEDED', published: ['2026-Q3', '2026-Q4'] });
    expect(counts).toMatchObject({ ReportOwed: 1 });
  });

  test('sends every other mail when one is refused for good, records those and that it moved on, and then fails', async () => {
    const recorded: unknown[] = [];
    const asked: unknown[] = [];
    const { status, counts } = await ended('tick', {
      tick: ({ kind, sent }) => {
        if (kind === 'advance') return { missed: [], waiting: [] };
        if (kind === 'tell') return { mails: ['one', 'two', 'three'] };
        recorded.push(sent);
        return {};
      },
      // Its address is on the suppression list.
      deliver: ({ mails }) => {
        asked.push(mails);
        return { sent: z.parse(z.array(z.string()), mails).filter((mail) => mail !== 'two') };
      },
    });
    expect(recorded).toEqual([['one', 'three']]);
    expect(asked).toEqual([['one', 'two', 'three'], ['two'], ['two'], ['two']]);
    expect(status).toBe('FAILED');
    expect(counts).toMatchObject({ TickEnded: 1 });
  });

  test('does all the rest of the day where one report cannot be issued, says that it moved on, and then fails', async () => {
    const published: unknown[] = [];
    const delivered: unknown[] = [];
    const { status, counts } = await ended('tick', {
      tick: ({ kind }) => {
        if (kind === 'advance') return { missed: ['2026-Q1', '2026-Q2'], waiting: [], owed: ['2026-Q3', '2026-Q4'] };
        return kind === 'tell' ? { mails: ['one'] } : {};
      },
      publish: ({ period }) => {
        if (period === '2026-Q1' || period === '2026-Q3') throw new Error('its evidence was changed');
        published.push(period);
        return { status: 'issued', mail: null };
      },
      deliver: ({ mails }) => {
        delivered.push(mails);
        return { sent: mails };
      },
    });
    expect({ published, delivered }).toEqual({ published: ['2026-Q2', '2026-Q4'], delivered: [['one']] });
    expect(counts).toMatchObject({ TickEnded: 1, ControlNotPerformed: 2, ReportOwed: 2 });
    expect(status).toBe('FAILED');
  });

  test('tells a thousand people within a tenth of the operations that one execution has, and records each batch', async () => {
    const mails = Array.from({ length: 1000 }, (_, index) => `work/1/review-${index}.json`);
    const sequence: string[] = [];
    const { status, operations } = await ended('tick', {
      tick: ({ kind, sent }) => {
        if (kind === 'advance') return { missed: [], waiting: [], owed: [] };
        if (kind === 'tell') return { mails };
        sequence.push(`recorded ${z.parse(z.array(z.string()), sent).length}`);
        return {};
      },
      deliver: ({ mails: batch }) => {
        sequence.push('sent');
        return { sent: batch };
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(sequence).toEqual(Array.from({ length: 20 }, () => ['sent', 'recorded 50']).flat());
    expect(operations).toBeLessThan(300);
  });

  const quiet: Answers = {
    tick: ({ kind }) => {
      if (kind === 'advance') return { missed: [], waiting: [], owed: ['2026-Q4'] };
      return kind === 'tell' ? { mails: [] } : {};
    },
  };

  test('counts for the alarm what no place took, and goes on', async () => {
    const counts = await run('tick', {
      ...quiet,
      publish: () => ({ status: 'issued', mail: null }),
      'hand-over': () => ({ orders: 3, sent: 1, refused: 2 }),
    });
    expect(counts).toMatchObject({ HandOverRefused: 2, ReportOwed: 1, TickEnded: 1 });
  });

  test('issues what is owed although nothing could be handed over, and counts that', async () => {
    const issued: unknown[] = [];
    let asked = 0;
    const counts = await run('tick', {
      ...quiet,
      publish: ({ period }) => {
        issued.push(period);
        return { status: 'issued', mail: null };
      },
      'hand-over': () => {
        asked += 1;
        throw new Error('work orders are being handed over already');
      },
    });
    expect({ issued, asked }).toEqual({ issued: ['2026-Q4'], asked: 4 });
    expect(counts).toMatchObject({ HandOverRefused: 1, TickEnded: 1 });
  });
});
