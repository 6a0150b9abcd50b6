// The daily comparison between reviews: its role reads, writes what passes, and neither signs nor publishes.
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { spoolMailer } from '../adapters/mail/spool.ts';
import { watchVariables } from '../core/names/variables.ts';
import { workKey } from '../core/names/object-keys.ts';
import { watchMail } from '../drawing/mail/watch.ts';
import { watch } from '../steps/schedule/watch.ts';
import { handling } from './call/handling.ts';
import { workOrder } from './call/messages.ts';
import { eventsOrAlarm, loggedProgress as progress } from './call/observe.ts';
import { bundledConfig, bundledTool, eventsOn, objectsIn, readStoreIn, uploadsIn, withScratch } from '../homes/aws.ts';

const env = z.parse(watchVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET);
const store = readStoreIn(env.TABLE_NAME, objects);
const reading = { ...store, objects, progress, uploads: uploadsIn(env.EXPORTS_BUCKET), exportReader: exportReader() };
const results = objectsIn(env.EXPORTS_BUCKET);

export const handler = handling('watch', workOrder, {
  work: async (order) => {
    const config = bundledConfig();
    const mailer = spoolMailer({ objects, keyOf: (id) => workKey(order.execution, `${id}.json`) });
    const dependencies = {
      ...reading,
      results,
      mailer,
      compose: watchMail,
      events: eventsOrAlarm(eventsOn(env.EVENT_BUS)),
      tool: bundledTool(),
    };
    const watched = await withScratch((scratch) => watch({ ...dependencies, scratch }, order, config));
    if (watched.kind === 'no-export') return { fresh: 0, incomplete: true, mail: null };
    const { news, mail } = watched;
    return { fresh: news.fresh.length, incomplete: news.incomplete.length > 0, mail };
  },
  logs: ({ fresh, incomplete, mail }) => ({ fresh, incomplete, mail }),
});
