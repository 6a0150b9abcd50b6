// Sessions and sign-ins under way in DynamoDB: each ends at its time, and what is taken is emptied, for nothing is deleted.
import * as z from 'zod/mini';
import { passingItemKey, tableLayout } from '../../../core/names/table-keys.ts';
import type { Passing } from '../../../core/ports/stores.ts';
import type { Ids } from '../../../core/ports/world.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { absent } from './connection.ts';
import type { TableConnection } from './connection.ts';

/** `record` is absent once somebody took it. */
const passingItem = z.object({ record: z.optional(z.string()), endsMs: z.number() });

const putItem = z.object({ put: z.optional(z.string()) });

/**
 * DynamoDB deletes what is over days later, so the end is looked at here.
 *
 * @param ids tell one put and one taking from another: an answer that was lost is asked again, and must not be refused by itself
 */
export function dynamoPassing(table: TableConnection, ids: Ids): Passing {
  return {
    async put(id, { text, endsAt }): Promise<void> {
      const endsMs = msOf(endsAt);
      const [key, put] = [passingItemKey(id), ids.next()];
      const item = { ...key, record: text, put, endsMs, [tableLayout.timeToLive]: Math.ceil(endsMs / 1000) };
      if (await table.put(item, absent)) return;
      if ((await table.get(putItem, key))?.put !== put) throw new Error('the id of what passes was used before');
    },

    async get(id: string, now: Instant): Promise<string | null> {
      const item = await table.get(passingItem, passingItemKey(id));
      return item === null || item.endsMs <= msOf(now) ? null : (item.record ?? null);
    },

    async take(id: string, now: Instant): Promise<string | null> {
      const taken = await table.takeOut(passingItem, passingItemKey(id), {
        attribute: 'record',
        taker: ids.next(),
        condition: 'endsMs > :now',
        values: { ':now': msOf(now) },
      });
      return taken?.record ?? null;
    },
  };
}
