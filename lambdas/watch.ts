// The daily comparison between reviews: its role reads, writes what passes, and neither signs nor publishes.
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { spoolMailer } from '../adapters/mail/spool.ts';
import { watchVariables } from '../core/names/variables.ts';
import { workKey } from '../core/names/object-keys.ts';
import { watchMail } from '../drawing/mail/watch.ts';
import { recordNewsSent, watch } from '../steps/schedule/watch.ts';
import { handling } from './call/handling.ts';
import { watchSentOrder, workOrder } from './call/messages.ts';
import type { watched } from './call/messages.ts';
import { eventsOrAlarm, loggedProgress as progress } from './call/observe.ts';
import { bundledConfig, bundledTool, eventsOn, objectsIn, readStoreIn, uploadsIn, withScratch } from '../homes/aws.ts';

const env = z.parse(watchVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET);
const store = readStoreIn(env.TABLE_NAME, objects);
const reading = { ...store, objects, progress, uploads: uploadsIn(env.EXPORTS_BUCKET), exportReader: exportReader() };
const results = objectsIn(env.EXPORTS_BUCKET);

export const handler = handling('watch', z.union([watchSentOrder, workOrder]), {
  work: async (order): Promise<Partial<z.infer<typeof watched>>> => {
    if ('kind' in order) {
      await recordNewsSent({ objects }, order.execution);
      return {};
    }
    const config = bundledConfig();
    const mailer = spoolMailer({ objects, keyOf: (id) => workKey(order.execution, `${id}.json`) });
    const dependencies = {
      ...reading,
      results,
      mailer,
      sentLater: true,
      compose: watchMail,
      events: eventsOrAlarm(eventsOn(env.EVENT_BUS)),
      tool: bundledTool(),
    };
    const outcome = await withScratch((scratch) => watch({ ...dependencies, scratch }, order, config));
    if (outcome.kind === 'no-export') return { fresh: 0, incomplete: true, mail: null };
    const { news, mail } = outcome;
    return { fresh: news.fresh.length, incomplete: news.incomplete.length > 0, mail };
  },
  logs: ({ fresh = null, incomplete = null, mail = null }) => ({ fresh, incomplete, mail }),
});
