// The tool `list_periods`: how each review stands, and what blocks it.
import * as z from 'zod';
import { ok } from '../../core/values/result.ts';
import { periodStandings } from '../../steps/answer/periods.ts';
import { pageAnswer, pageOf, pageQuestion } from '../pages.ts';
import { toolOf } from '../tool.ts';
import { data, untrusted } from '../untrusted.ts';

export const listPeriods = toolOf({
  name: 'list_periods',
  title: 'Review periods and what blocks each',
  description:
    'Lists the review periods, the latest first: phase, due day, days late, how many lines are undecided or decided, whose turn it is, and what blocks the signature.',
  input: z.strictObject({ ...pageQuestion }),
  output: z.strictObject({
    ...pageAnswer,
    periods: z.array(
      z.strictObject({
        period: z.string(),
        phase: z.string(),
        run: z.nullable(z.string()),
        dueDay: z.nullable(z.string()),
        daysLate: z.int(),
        lines: z.strictObject({ undecided: z.int(), keep: z.int(), revoke: z.int(), except: z.int() }),
        blocks: z.array(untrusted),
        turns: z.array(z.strictObject({ who: untrusted, owes: z.string() })),
      }),
    ),
  }),
  async answer(ports, asked) {
    const page = pageOf(await periodStandings(ports), asked);
    if (page.kind === 'refused') return page;
    const { items, ...rest } = page.value;
    return ok({
      ...rest,
      periods: items.map(({ blocks, turns, ...period }) => ({
        ...period,
        blocks: blocks.map(data),
        turns: turns.map(({ who, owes }) => ({ who: data(who), owes })),
      })),
    });
  },
});
