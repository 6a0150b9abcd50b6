// The records of runs in DynamoDB: written once, and found by id, by as-of, or as the last accepted one; watch runs apart.
import * as z from 'zod/mini';
import { decodeRun, encodeRun, RunAltered, runIdFrom, watchIdFrom } from '../../../core/run.ts';
import {
  runCounterKey,
  runItemKey,
  runOrder,
  runOrderBefore,
  runsPartition,
  tableLayout,
  watchItemKey,
  watchesPartition,
} from '../../../core/names/table-keys.ts';
import { isBefore, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { RunConflict } from '../../../core/ports/stores.ts';
import type { Runs } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import { absent } from './connection.ts';
import type { Query, TableConnection } from './connection.ts';

const watchItem = z.object({ sk: z.string(), record: z.string() });
const runItem = z.extend(watchItem, { order: z.string(), accepted: z.boolean() });

/** Of the table and not of its index, in which an item without its attribute does not stand. */
const everyRun = {
  KeyConditionExpression: 'pk = :runs',
  ExpressionAttributeValues: { ':runs': runsPartition },
} as const satisfies Query;

export function dynamoRuns(table: TableConnection): Runs {
  return { ...runsOfReviews(table), ...watchRuns(table) };
}

type WatchRuns = Pick<Runs, 'putWatch' | 'getWatch' | 'watchesAfter'>;

function runsOfReviews(table: TableConnection): Omit<Runs, keyof WatchRuns> {
  const get = async (id: string): Promise<RunRecord | null> => {
    const item = await table.get(runItem, runItemKey(id));
    return item === null ? null : runIn(item);
  };

  /** By their order, which is held against their records. */
  const recordsIn = async (query: Query): Promise<readonly RunRecord[]> => {
    const found: { readonly order: string; readonly record: RunRecord }[] = [];
    for await (const item of table.query(runItem, query)) found.push({ order: item.order, record: runIn(item) });
    return found.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ record }) => record);
  };

  return {
    async put(record: RunRecord): Promise<void> {
      const order = runOrder(record.asOf, await table.next(runCounterKey));
      const item = { ...runItemKey(record.id), order, accepted: record.accepted, record: encodeRun(record) };
      if (await table.put(item, absent)) return;
      const kept = await get(record.id);
      if (kept?.inputsSha256 !== record.inputsSha256) throw new RunConflict(record.id);
    },

    get,

    async lastAccepted(before: Instant): Promise<RunRecord | null> {
      const item = await table.first(runItem, {
        IndexName: tableLayout.orderIndex.name,
        KeyConditionExpression: 'pk = :runs AND #order < :before',
        FilterExpression: 'accepted = :yes',
        ExpressionAttributeNames: { '#order': tableLayout.orderIndex.sortKey },
        ExpressionAttributeValues: { ':runs': runsPartition, ':before': runOrderBefore(before), ':yes': true },
        ScanIndexForward: false,
      });
      // Edited attributes may have passed over another. Of those that came before, whatever became of them, none counts.
      const since = await recordsIn(item === null ? everyRun : notBefore(runIn(item).asOf));
      return since.findLast((record) => record.accepted && isBefore(record.asOf, before)) ?? null;
    },

    list: async () => recordsIn(everyRun),
  };
}

function watchRuns(table: TableConnection): WatchRuns {
  const getWatch = async (id: string): Promise<RunRecord | null> => {
    const item = await table.get(watchItem, watchItemKey(id));
    return item === null ? null : decodeRun(item.record, id);
  };

  return {
    async putWatch(record: RunRecord): Promise<void> {
      if (await table.put({ ...watchItemKey(record.id), record: encodeRun(record) }, absent)) return;
      const kept = await getWatch(record.id);
      if (kept?.inputsSha256 !== record.inputsSha256) throw new RunConflict(record.id);
    },

    getWatch,

    async watchesAfter(after: Instant): Promise<readonly RunRecord[]> {
      const records: RunRecord[] = [];
      const items = table.query(watchItem, {
        KeyConditionExpression: 'pk = :watches AND sk >= :from',
        ExpressionAttributeValues: { ':watches': watchesPartition, ':from': watchIdFrom(after) },
      });
      for await (const item of items) records.push(decodeRun(item.record, item.sk));
      // Ids tell the second of an as-of, and no more.
      return records.filter(({ asOf }) => isBefore(after, asOf)).toSorted(byAsOf);
    },
  };
}

/** An id tells the second of its as-of. */
function notBefore(asOf: Instant): Query {
  return {
    KeyConditionExpression: 'pk = :runs AND sk >= :from',
    ExpressionAttributeValues: { ':runs': runsPartition, ':from': runIdFrom(asOf) },
  };
}

/** Items are found by their attributes, which the record has to bear out. @throws StoredRecordUnreadable, RunAltered */
function runIn(item: z.infer<typeof runItem>): RunRecord {
  const record = decodeRun(item.record, item.sk);
  if (item.accepted === record.accepted && item.order.startsWith(runOrderBefore(record.asOf))) return record;
  throw new RunAltered(item.sk, 'attributes that say otherwise than the record beside them');
}

function byAsOf(a: RunRecord, b: RunRecord): number {
  return msOf(a.asOf) - msOf(b.asOf) || (a.id < b.id ? -1 : 1);
}
