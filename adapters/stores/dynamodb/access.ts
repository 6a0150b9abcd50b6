// The record of access in DynamoDB: who read personal data or took a file, numbered in the order in which it was written.
import * as z from 'zod/mini';
import { accessItemKey, accessPartition } from '../../../core/names/table-keys.ts';
import { accessActs } from '../../../core/ports/stores.ts';
import type { AccessEntry, AccessRecord } from '../../../core/ports/stores.ts';
import type { Ids } from '../../../core/ports/world.ts';
import { storedInstant } from '../../../core/values/stored.ts';
import { absent } from './connection.ts';
import type { Query, TableConnection } from './connection.ts';

const entryItem = z.object({
  number: z.number(),
  at: storedInstant,
  by: z.string(),
  act: z.enum(accessActs),
  what: z.string(),
});

const addedItem = z.object({ added: z.optional(z.string()) });

/** @param ids tell one entry from another: an answer that was lost is asked again, and must not be a second entry */
export function dynamoAccess(table: TableConnection, ids: Ids): AccessRecord {
  /** The highest number that this process knows of: it takes the next, and looks again when somebody else has. */
  let last: number | null = null;
  const newest = async (): Promise<number> => {
    const item = await table.first(entryItem, { ...upTo(null), Limit: 1 });
    return item?.number ?? 0;
  };

  return {
    async add({ at, by, act, what }: AccessEntry): Promise<void> {
      const added = ids.next();
      for (;;) {
        const number: number = (last ?? (await newest())) + 1;
        const key = accessItemKey(number);
        const isTaken =
          !(await table.put({ ...key, number, at, by, act, what, added }, absent)) &&
          (await table.get(addedItem, key))?.added !== added;
        last = isTaken ? await newest() : Math.max(number, last ?? 0);
        if (!isTaken) return;
      }
    },

    async page({ before, by, most }) {
      const found: z.infer<typeof entryItem>[] = [];
      for await (const entry of table.query(entryItem, ofPerson(by, upTo(before)))) {
        found.push(entry);
        if (found.length === most) break;
      }
      return found;
    },
  };
}

/** `by` is a word of DynamoDB's own. */
function ofPerson(by: string | null, asked: Query): Query {
  if (by === null) return asked;
  return {
    ...asked,
    FilterExpression: '#by = :by',
    ExpressionAttributeNames: { '#by': 'by' },
    ExpressionAttributeValues: { ...asked.ExpressionAttributeValues, ':by': by },
  };
}

/** The latest first. */
function upTo(before: number | null): Query {
  const newestFirst = { ScanIndexForward: false } as const;
  if (before === null)
    return {
      ...newestFirst,
      KeyConditionExpression: 'pk = :access',
      ExpressionAttributeValues: { ':access': accessPartition },
    };
  return {
    ...newestFirst,
    KeyConditionExpression: 'pk = :access AND sk < :before',
    ExpressionAttributeValues: { ':access': accessPartition, ':before': accessItemKey(before).sk },
  };
}
