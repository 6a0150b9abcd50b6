// The tool `compare_periods`: what changed between two periods.
import * as z from 'zod';
import { ok } from '../../core/values/result.ts';
import { comparePeriods } from '../../steps/answer/compare-periods.ts';
import { pageAnswer, pageOf, pageQuestion } from '../pages.ts';
import { toolOf } from '../tool.ts';
import { data, dataOrNone, untrusted, untrustedOrNone } from '../untrusted.ts';
import { period } from './shapes.ts';

const runShape = z.strictObject({ period: z.string(), run: z.string(), asOf: z.string() });

export const comparePeriodsTool = toolOf({
  name: 'compare_periods',
  title: 'What changed between two periods',
  description:
    'Compares the runs of two periods: accounts that came or went, whose status, role or situation changed, and findings that came or went.',
  input: z.strictObject({ from: period, to: period, ...pageQuestion }),
  output: z.strictObject({
    from: runShape,
    to: runShape,
    ...pageAnswer,
    changes: z.array(
      z.strictObject({ login: untrusted, what: z.string(), before: untrustedOrNone, after: untrustedOrNone }),
    ),
  }),
  async answer(ports, asked) {
    const compared = await comparePeriods(ports, asked);
    if (compared.kind === 'refused') return compared;
    const { from, to, changes } = compared.value;
    const page = pageOf(changes, asked);
    if (page.kind === 'refused') return page;
    const { items, ...rest } = page.value;
    return ok({
      from: { period: from.period, run: from.id, asOf: from.asOf },
      to: { period: to.period, run: to.id, asOf: to.asOf },
      ...rest,
      changes: items.map(({ login, what, before, after }) => ({
        login: data(login),
        what,
        before: dataOrNone(before),
        after: dataOrNone(after),
      })),
    });
  },
});
