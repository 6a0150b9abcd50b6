import { DescribeTableCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { TableFailure } from '../../../adapters/stores/dynamodb/connection.ts';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { runId } from '../../../core/run.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';
import {
  eventItemKey,
  ItemKeyRefused,
  passingItemKey,
  runItemKey,
  tableLayout,
} from '../../../core/names/table-keys.ts';
import type { Stores } from '../../../core/ports/stores.ts';
import { msOf } from '../../../core/values/instant.ts';
import { accessContract } from '../../ports/access.ts';
import { aloneContract } from '../../ports/alone.ts';
import { findingsContract } from '../../ports/findings.ts';
import type { Opened } from '../../ports/opened.ts';
import { passingContract } from '../../ports/passing.ts';
import { reviewsContract } from '../../ports/reviews.ts';
import { runsContract } from '../../ports/runs.ts';
import { dynamoClient } from '../../support/aws/services/dynamodb-stand-in.ts';
import { countingIds } from '../../support/ids.ts';
import { aFinding, aRun, aWatch, opened } from '../../support/inputs/records.ts';
import { at } from '../../support/time.ts';
import { dynamoTables, morning } from './dynamo-tables.ts';

const tables = dynamoTables();

async function fresh<Port>(port: (store: Stores) => Port): Promise<Opened<Port>> {
  const { store } = await tables.fresh();
  return { port: port(store), close: async () => {} };
}

runsContract('DynamoDB', () => fresh(({ runs }) => runs));
findingsContract('DynamoDB', () => fresh(({ findings }) => findings));
reviewsContract('DynamoDB', () => fresh(({ reviews }) => reviews));
passingContract('DynamoDB', () => fresh(({ passing }) => passing));
accessContract('DynamoDB', () => fresh(({ access }) => access));

aloneContract('DynamoDB', async () => {
  const { table } = await tables.fresh();
  return { port: { one: tables.claim(table, morning), other: tables.claim(table, morning) }, close: async () => {} };
});

describe('a claim in the table', () => {
  test('of one that was killed ends at its time, and not before', async () => {
    const { table } = await tables.fresh();
    let now = morning();
    const [killed, next] = [tables.claim(table, () => now), tables.claim(table, () => now)];
    const dead = Promise.withResolvers<void>();
    const neverEnding = killed(() => dead.promise);
    await expect.poll(() => next(async () => 'done')).toBeNull();
    now += 59_999;
    expect(await next(async () => 'done')).toBeNull();
    now += 1;
    let third: unknown = 'not tried';
    const done = await next(async () => {
      // One that was believed dead lets nobody in when it ends after all.
      dead.resolve();
      await neverEnding;
      third = await tables.claim(table, () => now)(async () => 'done too');
      return 'done';
    });
    expect({ done, third }).toEqual({ done: { value: 'done' }, third: null });
  });
});

describe('the table', () => {
  test('names the record that somebody damaged', async () => {
    const { store, table } = await tables.fresh();
    await store.runs.put(aRun({ id: 'run' }));
    const { pk, sk } = runItemKey('run');
    await tables.client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: 'SET #record = :damaged',
        ExpressionAttributeNames: { '#record': 'record' },
        ExpressionAttributeValues: { ':damaged': { S: '{"id":"run"}' } },
      }),
    );
    await expect(store.runs.get('run')).rejects.toThrow(StoredRecordUnreadable);
    await expect(store.runs.get('run')).rejects.toThrow(/run run: cannot be read/);
  });

  test.each<[string, string, AttributeValue]>([
    ['called accepted', 'accepted', { BOOL: true }],
    ['under another as-of', 'order', { S: '000000000000000#000000001' }],
  ])('gives out no held run that its item has %s', async (_what, attribute, value) => {
    const { store, table } = await tables.fresh();
    const held = aRun({ id: 'held', status: 'held', accepted: false, historyKey: null });
    await store.runs.put(held);
    expect(await store.runs.get('held')).toEqual(held);
    const { pk, sk } = runItemKey('held');
    await tables.client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: 'SET #one = :other',
        ExpressionAttributeNames: { '#one': attribute },
        ExpressionAttributeValues: { ':other': value },
      }),
    );
    const altered = /run held: the record of a run was altered/;
    await expect(store.runs.get('held')).rejects.toThrow(altered);
    await expect(store.runs.list()).rejects.toThrow(altered);
  });

  test.each<[string, string, AttributeValue | null]>([
    ['called held', 'accepted', { BOOL: false }],
    ['under an earlier as-of', 'order', { S: '000000000000000#000000001' }],
    ['under a later as-of', 'order', { S: '999999999999999#000000001' }],
    ['under none', 'order', null],
  ])('passes over no accepted run that its item has %s', async (_what, attribute, value) => {
    const { store, table } = await tables.fresh();
    const [asOf, inputsSha256] = [at('2026-10-06T08:00:00Z'), 'ab'.repeat(32)];
    const later = aRun({ id: runId(asOf, inputsSha256), asOf, inputsSha256 });
    const before = aRun({ id: runId(at('2026-10-05T08:00:00Z'), inputsSha256), inputsSha256 });
    await store.runs.put(before);
    await store.runs.put(later);
    const now = at('2026-10-07T08:00:00Z');
    expect(await store.runs.lastAccepted(now)).toEqual(later);
    const { pk, sk } = runItemKey(later.id);
    await tables.client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: value === null ? 'REMOVE #one' : 'SET #one = :other',
        ExpressionAttributeNames: { '#one': attribute },
        ...(value === null ? {} : { ExpressionAttributeValues: { ':other': value } }),
      }),
    );
    await expect(store.runs.lastAccepted(now)).rejects.toThrow(/run /);
    await expect(store.runs.list()).rejects.toThrow(/run /);
  });

  test.each<[string, AttributeValue]>([
    ['another kind', { S: 'text' }],
    ['bytes that nothing packed', { B: Uint8Array.of(1, 2, 3) }],
  ])('names the event that stands there as %s', async (_what, event) => {
    const { store, table } = await tables.fresh();
    await store.reviews.append('2026-Q4', 0, opened);
    const { pk, sk } = eventItemKey('2026-Q4', 1);
    await tables.client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: 'SET event = :event',
        ExpressionAttributeValues: { ':event': event },
      }),
    );
    await expect(store.reviews.load('2026-Q4')).rejects.toThrow(StoredRecordUnreadable);
    await expect(store.reviews.load('2026-Q4')).rejects.toThrow(/2026-Q4.*: cannot be read/);
  });

  test('hides no review behind an item that is no event', async () => {
    const { store, table } = await tables.fresh();
    await store.reviews.append('2026-Q3', 0, opened);
    await store.reviews.append('2026-Q4', 0, opened);
    const Item = { pk: { S: eventItemKey('2026-Q3', 1).pk }, sk: { S: '2026-Q3-summary' } };
    await tables.client.send(new PutItemCommand({ TableName: table, Item }));
    await expect(store.reviews.list()).rejects.toThrow(
      'the item reviews, 2026-Q3-summary of the table: cannot be read',
    );
  });

  test('says when DynamoDB may delete what is over, in seconds, and keeps what was taken until then', async () => {
    const { store, table } = await tables.fresh();
    const endsAt = at('2026-10-05T09:00:00Z');
    await store.passing.put('one', { text: 'jane', endsAt });
    await store.passing.take('one', at('2026-10-05T08:00:00Z'));
    const { pk, sk } = passingItemKey('one');
    const { Item = {} } = await tables.client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
    expect(Item[tableLayout.timeToLive]).toEqual({ N: String(msOf(endsAt) / 1000) });
    expect(Item).not.toHaveProperty('record');
  });

  test('reads what was just written, and asks for nothing that the service refuses although this stand-in takes it', async () => {
    const { store, table } = await tables.fresh();
    await store.reviews.append('2026-Q4', 0, opened);
    await store.runs.put(aRun({ id: 'run' }));
    const asked: object[] = [];
    const watched = dynamoClient(tables.endpoint);
    watched.middlewareStack.add((next) => async (args) => (asked.push(args.input), next(args)), { step: 'initialize' });
    const { reviews, runs, passing, access, findings } = dynamoStore({ client: watched, table, ids: countingIds() });
    const now = at('2026-10-05T08:00:00Z');
    await Promise.all([reviews.list(), reviews.load('2026-Q4'), runs.get('run'), runs.list(), runs.lastAccepted(now)]);
    await Promise.all([runs.getWatch('w'), runs.watchesAfter(now), passing.get('a', now), passing.take('a', now)]);
    await Promise.all([access.page({ before: null, by: null, most: 9 }), findings.get('f_1')]);
    expect(asked.length).toBeGreaterThan(11);
    expect(asked.map((one) => Reflect.get(one, 'ConsistentRead'))).toEqual(asked.map(() => true));
    // No key is empty, and none is compared with an empty one.
    expect(asked.filter((one) => JSON.stringify(one).includes('""'))).toEqual([]);
    watched.destroy();
  });

  test('says which table failed it', async () => {
    const { store } = { store: dynamoStore({ client: tables.client, table: 'nowhere', ids: countingIds() }) };
    await expect(store.runs.get('run')).rejects.toThrow(TableFailure);
    await expect(store.runs.put(aRun({ id: 'run' }))).rejects.toThrow(/table nowhere/);
    await expect(store.reviews.list()).rejects.toThrow(/cannot read the table nowhere/);
    const now = at('2026-10-05T08:00:00Z');
    const written = /cannot write to the table nowhere/;
    await expect(store.findings.put({ id: 'run', asOf: now }, [aFinding()])).rejects.toThrow(written);
    await expect(store.runs.putWatch(aWatch({ asOf: now }))).rejects.toThrow(written);
    await expect(store.passing.put('a', { text: '', endsAt: now })).rejects.toThrow(written);
  });

  test.each(['', 'a#b', 'a$b', '../a', 'a b', 'a\n'])('has no record under the id %j', async (id) => {
    const { store } = await tables.fresh();
    await expect(store.runs.get(id)).rejects.toThrow(ItemKeyRefused);
    await expect(store.reviews.load(id)).rejects.toThrow(ItemKeyRefused);
  });

  test('is laid out as the stores expect it', async () => {
    const { table } = await tables.fresh();
    const { Table } = await tables.client.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-order']);
  });
});
