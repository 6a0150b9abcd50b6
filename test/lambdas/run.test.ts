import { describe, expect, test, vi } from 'vitest';
import { ended, inOneProcess, reviewEnding, run } from './execution.ts';
import type { Answers } from './execution.ts';

inOneProcess();

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
  ['long ago was chosen by somebody', '2026-01-08T09:30:00Z', true],
  ['of this moment was chosen by nobody', new Date().toISOString().replace(/\.\d+/, ''), false],
])('an as-of %s, whatever the payload says: the clock is asked too', async (_when, scheduledAt, chosen) => {
  const orders: unknown[] = [];
  const reconcile = ({ asOfSetByOperator }: Record<string, unknown>): unknown => {
    orders.push(asOfSetByOperator);
    return { kind: 'missed', inputs: 'work/1/inputs.json' };
  };
  await run('review', { ...reviewEnding('complete'), reconcile }, { scheduledAt });
  expect(orders).toEqual([chosen]);
});

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
    ['found two', { fresh: 2, incomplete: false, mail: 'mail' }, { WatchNewFindings: 2, WatchIncomplete: 0 }],
    ['is incomplete', { fresh: 0, incomplete: true, mail: null }, { WatchNewFindings: 0, WatchIncomplete: 1 }],
  ])('is counted of a watch run that %s', async (_what, answer, counts) => {
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

describe('a mail that SES takes for some of those to whom it goes', () => {
  const ending = reviewEnding('complete', 'work/1/run-1.json');

  test('is sent again to the others alone, until they have it', async () => {
    const orders: unknown[] = [];
    const left = [['ben@acme.com', 'cleo@acme.com'], ['cleo@acme.com'], []];
    const counts = await run('review', {
      ...ending,
      deliver: (order) => {
        orders.push(order);
        return { mail: 'run-1', missed: left[orders.length - 1] };
      },
    });
    const mail = 'work/1/run-1.json';
    expect(orders).toEqual([
      { mail },
      { mail, to: ['ben@acme.com', 'cleo@acme.com'] },
      { mail, to: ['cleo@acme.com'] },
    ]);
    expect(counts).toMatchObject({ RunEnded: 1 });
  });

  test('ends its run as one that is refused, where the others never get it', async () => {
    const orders: Record<string, unknown>[] = [];
    const { status } = await ended('review', {
      ...ending,
      deliver: (order) => {
        orders.push(order);
        if (order['to'] !== undefined) throw new Error('SES did not take the mail');
        return { mail: 'run-1', missed: ['ben@acme.com'] };
      },
    });
    expect(status).toBe('FAILED');
    expect(orders.filter(({ to }) => to === undefined)).toHaveLength(1);
  });
});

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
