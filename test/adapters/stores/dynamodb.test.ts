import { randomBytes, randomUUID } from 'node:crypto';
import { DescribeTableCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoAlone } from '../../../adapters/stores/dynamodb/alone.ts';
import { TableFailure } from '../../../adapters/stores/dynamodb/connection.ts';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';
import { ItemKeyRefused, passingItemKey, runItemKey, tableLayout } from '../../../core/names/table-keys.ts';
import type { Alone, Stores } from '../../../core/ports/stores.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import { verifyChain } from '../../../core/review/events/chain.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { recordDecisions } from '../../../steps/review/record-decisions.ts';
import { accessContract } from '../../ports/access.ts';
import { aloneContract } from '../../ports/alone.ts';
import { findingsContract } from '../../ports/findings.ts';
import type { Opened } from '../../ports/opened.ts';
import { passingContract } from '../../ports/passing.ts';
import { reviewsContract } from '../../ports/reviews.ts';
import { runsContract } from '../../ports/runs.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../../support/aws/services/dynamodb-stand-in.ts';
import type { ServiceStandIn } from '../../support/aws/services/json-service.ts';
import { countingIds } from '../../support/ids.ts';
import { aFinding, aLogin, aRun, aWatch, kept, opened } from '../../support/inputs/records.ts';
import { at } from '../../support/time.ts';

let standIn: ServiceStandIn;
let client: DynamoDBClient;
beforeAll(async () => {
  standIn = await startDynamoStandIn();
  client = dynamoClient(standIn.endpoint);
});
afterAll(async () => {
  client.destroy();
  await standIn.close();
});

interface Fresh {
  readonly store: Stores;
  readonly table: string;
}

async function aStore(): Promise<Fresh> {
  const table = `review-${randomUUID()}`;
  await createTable(client, table);
  return { store: dynamoStore({ client, table, ids: { next: () => randomUUID() } }), table };
}

async function fresh<Port>(port: (store: Stores) => Port): Promise<Opened<Port>> {
  const { store } = await aStore();
  return { port: port(store), close: async () => {} };
}

runsContract('DynamoDB', () => fresh(({ runs }) => runs));
findingsContract('DynamoDB', () => fresh(({ findings }) => findings));
reviewsContract('DynamoDB', () => fresh(({ reviews }) => reviews));
passingContract('DynamoDB', () => fresh(({ passing }) => passing));
accessContract('DynamoDB', () => fresh(({ access }) => access));

/** @param nowMs the clock of whoever claims */
function aClaim(table: string, nowMs: () => number): Alone {
  const ids = { next: () => randomUUID() };
  const clock = { now: () => instantFromMs(nowMs()) };
  return dynamoAlone({ client, table, name: 'handing-over', endsAfterMs: 60_000, clock, ids });
}

function aMorning(): number {
  return msOf(at('2026-10-05T08:00:00Z'));
}

aloneContract('DynamoDB', async () => {
  const { table } = await aStore();
  return { port: { one: aClaim(table, aMorning), other: aClaim(table, aMorning) }, close: async () => {} };
});

describe('a claim in the table', () => {
  test('of one that was killed ends at its time, and not before', async () => {
    const { table } = await aStore();
    let now = aMorning();
    const [killed, next] = [aClaim(table, () => now), aClaim(table, () => now)];
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
      third = await aClaim(table, () => now)(async () => 'done too');
      return 'done';
    });
    expect({ done, third }).toEqual({ done: { value: 'done' }, third: null });
  });

  test('is its own when the answer to the first attempt was lost', async () => {
    const { table } = await aStore();
    const repeating = dynamoClient(standIn.endpoint);
    repeating.middlewareStack.add((next) => async (args) => (await next(args), next(args)), {
      step: 'finalizeRequest',
      priority: 'low',
    });
    const clock = { now: () => at('2026-10-05T08:00:00Z') };
    const alone = dynamoAlone({ client: repeating, table, name: 'a', endsAfterMs: 1000, clock, ids: countingIds() });
    expect(await alone(async () => 'done')).toEqual({ value: 'done' });
    repeating.destroy();
  });
});

describe('the table', () => {
  test('names the record that somebody damaged', async () => {
    const { store, table } = await aStore();
    await store.runs.put(aRun({ id: 'run' }));
    const { pk, sk } = runItemKey('run');
    await client.send(
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
    const { store, table } = await aStore();
    const held = aRun({ id: 'held', status: 'held', accepted: false, historyKey: null });
    await store.runs.put(held);
    expect(await store.runs.get('held')).toEqual(held);
    const { pk, sk } = runItemKey('held');
    await client.send(
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

  test('keeps a thousand decisions with long reasons in one event', async () => {
    const { store } = await aStore();
    const lines = kept(Array.from({ length: 1000 }, (_, index) => `account-${index}@acme.com`));
    if (lines.kind !== 'decided') throw new Error('the test wrote no decision');
    const reasons = lines.lines.map((line, index) => ({ ...line, reason: `${index}: still needed `.repeat(60) }));
    await store.reviews.append('2026-Q4', 0, opened);
    expect(await store.reviews.append('2026-Q4', 1, { ...lines, lines: reasons })).toEqual({ kind: 'appended' });
    expect((await store.reviews.load('2026-Q4'))[1]?.event).toEqual({ ...lines, lines: reasons });
  });

  test('takes its own event for appended when the answer to the first attempt was lost', async () => {
    const { store, table } = await aStore();
    await store.reviews.append('2026-Q4', 0, opened);
    const repeating = dynamoClient(standIn.endpoint);
    // What the network does when it loses an answer: the client sends the same request again.
    repeating.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'PutItemCommand') await next(args);
          return next(args);
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const { reviews } = dynamoStore({ client: repeating, table, ids: countingIds() });
    expect(await reviews.append('2026-Q4', 1, kept(['jane@acme.com']))).toEqual({ kind: 'appended' });
    expect(await reviews.load('2026-Q4')).toHaveLength(2);
    repeating.destroy();
  });

  test('writes an entry and a record once, and takes what it took, when the answers to the first attempts were lost', async () => {
    const { table } = await aStore();
    const repeating = dynamoClient(standIn.endpoint);
    repeating.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'GetItemCommand' && commandName !== 'QueryCommand') await next(args);
          return next(args);
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const { access, passing } = dynamoStore({ client: repeating, table, ids: countingIds() });
    const now = at('2026-10-05T08:00:00Z');
    for (const what of ['lines', 'findings']) await access.add({ at: now, by: 'jane@acme.com', act: 'read', what });
    const entries = await access.page({ before: null, by: null, most: 9 });
    expect(entries.map(({ number, what }) => [number, what])).toEqual([
      [2, 'findings'],
      [1, 'lines'],
    ]);
    const id = 'a'.repeat(64);
    await passing.put(id, { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') });
    await expect(passing.put(id, { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') })).rejects.toThrow('used before');
    expect([await passing.take(id, now), await passing.take(id, now)]).toEqual(['jane', null]);
    repeating.destroy();
  });

  test('holds what a reviewer says of each of a thousand lines, however much that is', async () => {
    const { store } = await aStore();
    await store.reviews.append('2026-Q4', 0, opened);
    const state = foldReview(await store.reviews.load('2026-Q4'));
    if (state === null) throw new Error('the test opened no review');
    const lines = Array.from({ length: 1000 }, (_, index) => ({
      login: aLogin(`account-${index}@acme.com`),
      decision: 'keep' as const,
      until: null,
      // As long as the portal takes one, and of nothing that could be packed.
      reason: randomBytes(1500).toString('base64'),
      codesSeen: [],
    }));
    const by = aLogin('grc@acme.com');
    const said = { lines, by, assurance: 'oidc', filter: null, at: at('2026-10-06T09:00:00Z') } as const;
    const recorded = await recordDecisions(store.reviews, { review: { period: '2026-Q4', state }, ...said });
    expect(recorded).toMatchObject({ kind: 'ok', value: { stood: 0, taken: [] } });
    expect(foldReview(await store.reviews.load('2026-Q4'))?.decisions.size).toBe(1000);
  });

  test('takes the events of four writers at once into one chain', async () => {
    const { store } = await aStore();
    const writer = async (who: string): Promise<void> => {
      let expected = 0;
      for (let appended = 0; appended < 5;) {
        const answer = await store.reviews.append('2026-Q4', expected, kept([`account-${appended}@acme.com`], who));
        expected = answer.kind === 'appended' ? expected + 1 : answer.sequence;
        appended += answer.kind === 'appended' ? 1 : 0;
      }
    };
    await Promise.all(['ann', 'ben', 'cat', 'dan'].map(writer));
    const stream = await store.reviews.load('2026-Q4');
    expect(stream).toHaveLength(20);
    expect(verifyChain(stream).kind).toBe('ok');
  });

  test('numbers what several processes record of access at once, and loses none', async () => {
    const { table } = await aStore();
    const processes = ['ann', 'ben', 'cat'].map((by) => ({
      by,
      access: dynamoStore({ client, table, ids: { next: () => randomUUID() } }).access,
    }));
    await Promise.all(
      processes.map(async ({ by, access }) => {
        for (let what = 1; what <= 4; what += 1)
          await access.add({ at: at('2026-10-05T08:00:00Z'), by, act: 'read', what: String(what) });
      }),
    );
    const entries = (await processes[0]?.access.page({ before: null, by: null, most: 50 })) ?? [];
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, index) => 12 - index));
    const ofBen = entries.filter(({ by }) => by === 'ben').map(({ what }) => what);
    expect(ofBen).toEqual(['4', '3', '2', '1']);
  });

  test('says when DynamoDB may delete what is over, in seconds, and keeps what was taken until then', async () => {
    const { store, table } = await aStore();
    const endsAt = at('2026-10-05T09:00:00Z');
    await store.passing.put('one', { text: 'jane', endsAt });
    await store.passing.take('one', at('2026-10-05T08:00:00Z'));
    const { pk, sk } = passingItemKey('one');
    const { Item = {} } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
    expect(Item[tableLayout.timeToLive]).toEqual({ N: String(msOf(endsAt) / 1000) });
    expect(Item).not.toHaveProperty('record');
  });

  test('reads what was just written, and asks for nothing that the service refuses although this stand-in takes it', async () => {
    const { store, table } = await aStore();
    await store.reviews.append('2026-Q4', 0, opened);
    await store.runs.put(aRun({ id: 'run' }));
    const asked: object[] = [];
    const watched = dynamoClient(standIn.endpoint);
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

  test('does not take for taken by another what it could not take', async () => {
    const { store, table } = await aStore();
    await store.passing.put('one', { text: 'jane', endsAt: at('2026-10-05T09:00:00Z') });
    const failing = dynamoClient(standIn.endpoint);
    failing.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'UpdateItemCommand') throw new Error('no network');
          return next(args);
        },
      { step: 'initialize' },
    );
    const { passing } = dynamoStore({ client: failing, table, ids: countingIds() });
    await expect(passing.take('one', at('2026-10-05T08:00:00Z'))).rejects.toThrow(/cannot take from the table/);
    expect(await store.passing.take('one', at('2026-10-05T08:00:00Z'))).toBe('jane');
    failing.destroy();
  });

  test('says which table failed it', async () => {
    const { store } = { store: dynamoStore({ client, table: 'nowhere', ids: countingIds() }) };
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
    const { store } = await aStore();
    await expect(store.runs.get(id)).rejects.toThrow(ItemKeyRefused);
    await expect(store.reviews.load(id)).rejects.toThrow(ItemKeyRefused);
  });

  test('is laid out as the stores expect it', async () => {
    const { table } = await aStore();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-order']);
  });
});
