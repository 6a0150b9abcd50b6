import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ended, inOneProcess, run } from './execution.ts';
import type { Answers } from './execution.ts';

inOneProcess();

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
    const { status, counts, error } = await ended('tick', {
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
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'left undone: 1 of 3 mails' });
    expect(counts).toMatchObject({ TickEnded: 1 });
  });

  test('does all the rest of the day where reports cannot be issued, says that it moved on, and then fails with each', async () => {
    const published: unknown[] = [];
    const delivered: unknown[] = [];
    const { status, counts, error } = await ended('tick', {
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
    expect(error).toBe('left undone: the report that 2026-Q1 was not performed, what is promised of 2026-Q3');
  });

  test('sends the other mails where one was kept back, says that it moved on, and then fails', async () => {
    const delivered: unknown[] = [];
    const { status, counts, error } = await ended('tick', {
      tick: ({ kind }) => {
        if (kind === 'advance') return { missed: [], waiting: [], owed: [] };
        return kind === 'tell' ? { mails: ['one'], withheld: 1 } : {};
      },
      deliver: ({ mails }) => {
        delivered.push(mails);
        return { sent: mails };
      },
    });
    expect({ status, delivered }).toEqual({ status: 'FAILED', delivered: [['one']] });
    expect(error).toBe('left undone: 1 of the mails, whose work order is not as it was issued');
    expect(counts).toMatchObject({ TickEnded: 1 });
  });

  test('names the accepted runs that the table does not know, does all the rest of the day, and then fails', async () => {
    const { status, counts, error } = await ended('tick', {
      tick: ({ kind }) => {
        if (kind === 'advance') return { missed: [], waiting: [], owed: [], unrecorded: ['20261005T080000Z-1a2b3c4d'] };
        return kind === 'tell' ? { mails: [] } : {};
      },
    });
    expect(status).toBe('FAILED');
    expect(error).toBe(
      'left undone: the accepted run 20261005T080000Z-1a2b3c4d, which the evidence holds and the table does not know',
    );
    expect(counts).toMatchObject({ TickEnded: 1 });
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
