// All that a stage has stored, to be brought back for the next trial and to be compared with what another trial left.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { sendingPrefix } from '../../../../core/names/object-keys.ts';
import { runCounterKey, tableLayout } from '../../../../core/names/table-keys.ts';
import type { Stage } from './stage.ts';

type Item = Record<string, AttributeValue>;

const keys: ReadonlySet<string> = new Set([tableLayout.partitionKey, tableLayout.sortKey]);

/** Keeps objects and records as they are now; the answer brings them back, as often as it is called. */
export async function remember({ s3, table }: Pick<Stage, 's3' | 'table'>): Promise<() => Promise<void>> {
  const bringBack = s3.remember();
  const kept = await itemsOf(table);
  return async () => {
    bringBack();
    const { client, name: TableName } = table;
    const now = await itemsOf(table);
    for (const item of without(now, kept)) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.has(name)));
      await client.send(new DeleteItemCommand({ TableName, Key }));
    }
    for (const Item of without(kept, now)) await client.send(new PutItemCommand({ TableName, Item }));
  };
}

/** Those of the first that are not among the second as they are. */
function without(some: readonly Item[], others: readonly Item[]): readonly Item[] {
  return some.filter((item) => !others.some((other) => isDeepStrictEqual(item, other)));
}

export interface Contents {
  /** By key: the bytes' digest, how often they were written, and how they are locked. */
  readonly objects: Readonly<Record<string, string>>;
  readonly records: readonly Item[];
}

/**
 * What one bucket holds, and the records, without the moment until which a lock holds, and without the count of runs: a number that a
 * killed run took is not taken again, and only tells runs of one moment apart. Nor does it matter which of two equal
 * attempts appended an event, which a random id tells, or sent a mail, and when.
 */
export async function contentsOf(
  stage: Pick<Stage, 's3' | 'table' | 'bucket'>,
  part: 'Exports' | 'Evidence' = 'Evidence',
): Promise<Contents> {
  const bucket = stage.s3.buckets.get(stage.bucket(part));
  if (bucket === undefined) throw new Error('the stage has no such bucket');
  const objects = bucket
    .keys('')
    .filter((key) => !isClaim.test(key))
    .map((key) => {
      const versions = bucket.versions(key);
      const [{ body, lock } = { body: Buffer.alloc(0), lock: null }] = versions;
      const digest = createHash('sha256')
        .update(key.startsWith(sendingPrefix) ? whomReached(body) : body)
        .digest('hex');
      return [key, `${digest}, written ${versions.length}x, ${lock?.mode ?? 'not locked'}`];
    });
  return { objects: Object.fromEntries(objects), records: (await itemsOf(stage.table)).flatMap(comparable) };
}

const isClaim = /^sending\/[^/]+\/claim-/;

function whomReached(body: Buffer): string {
  const { to } = z.parse(z.object({ to: z.array(z.string()) }), JSON.parse(body.toString()));
  return to.join();
}

function comparable({ order, append: _random, ...item }: Item): readonly Item[] {
  if (item[tableLayout.partitionKey]?.S === runCounterKey.pk) return [];
  return [order?.S === undefined ? item : { ...item, order: { S: order.S.replace(/#\d+$/, '') } }];
}

async function itemsOf({ client, name }: Stage['table']): Promise<readonly Item[]> {
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: name }));
  if (LastEvaluatedKey !== undefined) throw new Error('the table holds more than one page');
  return Items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf(item: Item): string {
  return JSON.stringify([item[tableLayout.partitionKey]?.S, item[tableLayout.sortKey]?.S]);
}
