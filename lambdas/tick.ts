// Moves the reviews on by a day. Its role reads evidence, adds events to reviews, locks their witnesses and writes mail
// down; it signs nothing.
import * as z from 'zod/mini';
import { spoolMailer } from '../adapters/mail/spool.ts';
import { retentionOf } from '../adapters/objects/retention.ts';
import { tickVariables } from '../core/names/variables.ts';
import { workKey } from '../core/names/object-keys.ts';
import { todayOf } from '../core/config/calendar.ts';
import { hourInMs, instantFromMs, msOf } from '../core/values/instant.ts';
import { reviewMail } from '../drawing/mail/review.ts';
import { isReportOwed } from '../steps/review/issue-promised.ts';
import { advanceReviews } from '../steps/schedule/advance-reviews.ts';
import { prepareMails, recordMails } from '../steps/tell/tell-people.ts';
import { unrecordedAtTheEnd } from '../steps/unrecorded-runs.ts';
import { handling } from './call/handling.ts';
import { tickOrder } from './call/messages.ts';
import type { advanced } from './call/messages.ts';
import { bundledConfig, bundledTool, clock as machineClock, objectsIn, storeIn } from '../homes/aws.ts';

const env = z.parse(tickVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET, {
  retention: retentionOf(env, machineClock),
  signIn: env.AUDITORS_SIGN_IN,
});
const reviewing = { ...storeIn(env.TABLE_NAME, objects), objects, tool: bundledTool() };

/** The answer of one of the three orders. */
type Ticked = Partial<z.infer<typeof advanced> & { readonly mails: readonly string[]; readonly withheld: number }>;

export const handler = handling('tick', tickOrder, {
  work: async (order): Promise<Ticked> => {
    const config = bundledConfig();
    const asking = { config, today: todayOf(order.asOf, config), performedBy: env.PERFORMED_BY };
    const clock = { now: () => order.asOf };
    if (order.kind === 'advance') {
      const { missed, waiting } = await advanceReviews({ ...reviewing, clock }, asking);
      // What is younger may still be at work.
      const hourAgo = instantFromMs(msOf(order.asOf) - hourInMs);
      const [owed, late]: [string[], string[]] = [[], []];
      for (const period of await reviewing.reviews.list()) {
        if (!(await isReportOwed(reviewing, period))) continue;
        owed.push(period);
        if (await isReportOwed(reviewing, period, hourAgo)) late.push(period);
      }
      const unrecorded = await unrecordedAtTheEnd(reviewing, hourAgo);
      const ids = { missed: missed.map(({ id }) => id), waiting: waiting.map(({ id }) => id) };
      return { ...ids, owed, late, unrecorded: [...unrecorded] };
    }
    const key = workKey(order.execution, 'told.json');
    if (order.kind === 'record') {
      await recordMails({ ...reviewing, clock }, key, order.sent);
      return {};
    }
    const mailer = spoolMailer({ objects, keyOf: (id) => workKey(order.execution, `${id}.json`) });
    const preparing = { ...reviewing, clock, mailer, compose: reviewMail };
    const { places, withheld } = await prepareMails(preparing, { ...asking, key });
    return { mails: places, withheld };
  },
  logs: ({ missed, waiting, owed, unrecorded, mails, withheld }) => ({
    missed: missed?.length ?? null,
    waiting: waiting?.length ?? null,
    owed: owed?.length ?? null,
    unrecorded: unrecorded?.length ?? null,
    mails: mails?.length ?? null,
    withheld: withheld ?? null,
  }),
});
